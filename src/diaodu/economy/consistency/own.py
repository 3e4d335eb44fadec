"""A figure against its own months, statements and register (自身的协调): K14—K18, K21, K22."""

from __future__ import annotations

from statistics import median

from diaodu.economy import months
from diaodu.economy.consistency.case import Case
from diaodu.economy.consistency.outcome import Compared, Outcome
from diaodu.economy.consistency.shapes import apart
from diaodu.economy.growth import computed_growth, value_growth
from diaodu.economy.indicators import Basis, Frequency, Kind, What
from diaodu.economy.periods import Period
from diaodu.economy.results import Result
from diaodu.economy.units import exact, percent_text, points_text, published, round_half_up

POINTS = "个百分点"
_ABOUT = 5.0  # a unit mixed up gives 10,000 times, more or less a few times of real movement


def month_out_of_line(case: Case) -> Outcome | None:
    """K14 当月数异常: not above zero, or more than 3 times the usual month; a season is no error."""
    one = case.figure
    if not _monthly(case):
        return None
    upto = one.newest(case.period)
    now = case.month(one, upto)
    if lacking := case.lacking(now):
        return lacking
    usual, times = _usual(case, upto), case.limit("times")
    if now.known <= 0:
        than = [usual] if usual else []
        distance = exact((usual.known if usual else 0.0) - now.known)
        return case.questioned(f"{now.text}，不大于零", distance, 0.0, one.unit, now, *than)
    if usual is None:
        return case.missing("此前不足12个当月数，没有常态可比", now)
    last_year = case.month(one, upto.year_before)
    seasonal = last_year.result.value is not None and now.known <= times * max(last_year.known, 0.0)
    if now.known <= times * usual.known or seasonal:
        return case.passed(now)
    text = f"{now.text}，是近24个月中位数的{now.known / usual.known:.1f}倍"
    return case.questioned(text, published(now.known / usual.known), times, "倍", now, usual)


def falling_total(case: Case) -> Outcome | None:
    """K15 累计数比上月累计少: a revision, or a slip of the pen."""
    one = case.figure
    if not _monthly(case):
        return None
    when = one.newest(case.period)
    before = one.before(when)
    if before is None:
        return None
    now, then = case.level(one, when), case.level(one, before.cumulative, "上期累计")
    if lacking := case.lacking(now, then):
        return lacking
    if now.known >= then.known:
        return case.passed(now, then)
    text = f"{when.short_label}{now.text}，少于{before.short_label}的{then.shown}"
    return case.questioned(text, exact(then.known - now.known), 0.0, one.unit, now, then)


def mixed_units(case: Case) -> Outcome | None:
    """K16 疑似计量单位有误: some 10,000 times, or one 10,000th of, the same period last year."""
    one = case.figure
    if one.basis not in (Basis.FLOW, Basis.STOCK) or not case.reports(one):
        return None
    when = one.newest(case.period)
    now, then = case.level(one, when), case.level(one, when.year_before, "上年同期")
    if lacking := case.lacking(now, then):
        return lacking
    if now.known <= 0 or then.known <= 0:
        return case.missing("本期或上年同期数不为正", now, then)
    times, factor = now.known / then.known, case.limit("factor")
    ratio = max(times, 1 / times)
    if not factor / _ABOUT <= ratio <= factor * _ABOUT:
        return case.passed(now, then)
    text = f"{now.text}，上年同期{then.shown}，相差约{factor:,.0f}倍"
    return case.questioned(text, published(ratio), factor, "倍", now, then)


def growth_and_levels(case: Case) -> Outcome | None:
    """K17 发布增速与总量推算增速不符: by more than 0.2 points, though the base was not re-scoped.

    Where no base is reported it may have been re-scoped: only what no re-scoping explains is asked about.
    """
    one = case.figure
    if not one.has_level or one.real or one.growth_basis in ("none", "points") or not case.reports(one):
        return None
    when, place = one.newest(case.period), case.place.code
    stated = case.panel.at(one, place, when, What.GROWTH)
    if stated is None:
        return None
    said = case.read(one, "增速", "%", when, Result(stated.value, (stated.ref,)))
    own = case.read(one, "按总量推算增速", "%", when, computed_growth(case.panel, one, place, when))
    if lacking := case.lacking(own):
        return lacking
    distance, limit = apart(said.known, own.known), case.limit("gap")
    if distance <= limit:
        return case.passed(said, own)
    if own.result.note and distance <= (limit := case.limit("rescoped")):
        return case.missing("未报可比基数，分不清是否调整过基数", said, own)
    why = "（未报可比基数）" if own.result.note else ""
    text = f"{said.text}，{own.what}{own.shown}{why}，相差{points_text(distance)}"
    return case.questioned(text, distance, limit, POINTS, said, own)


def estimate_off_trend(case: Case) -> Outcome | None:
    """K18 预计与走势不符: more than 3 points off the line through the last three cumulative growths."""
    one = case.figure
    now = one.newest(case.period)
    ahead = one.period(_next(case))
    found = case.panel.at(one, case.place.code, ahead, What.GROWTH, kind=Kind.ESTIMATE)
    if found is None:
        return None
    estimate = case.read(one, "预计增速", "%", ahead, Result(found.value, (found.ref,)))
    last = [_of_its_own(case, when) for when in (now, *case.past(one, now.cumulative, 2))]
    if lacking := case.lacking(*last):
        return lacking
    g3, g2, g1 = (x.known for x in last)
    trend = published(on_line((g1, g2, g3)))
    distance, limit = apart(estimate.known, trend), case.limit("gap")
    if distance <= limit:
        return case.passed(estimate, *last)
    text = (
        f"{ahead.label}{estimate.text}，按近三期走势应在{percent_text(trend)}左右，"
        f"相差{points_text(distance)}"
    )
    return case.questioned(text, distance, limit, POINTS, estimate, *last)


def on_line(last: tuple[float, float, float], ahead: int = 1) -> float:
    """Some steps on from three, the oldest first, along their line of least squares (按近三期走势)."""
    return sum(last) / 3 + (last[2] - last[0]) / 2 * (1 + ahead)


def jump_of_balance(case: Case) -> Outcome | None:
    """K21 余额一月之内大增大减: by more than 5 %."""
    one = case.figure
    when = one.newest(case.period)
    now, then = (case.level(one, p, w) for p, w in ((when, ""), (when.previous_month, "上月末")))
    if lacking := case.lacking(now, then):
        return lacking
    change = value_growth(now.known, then.known)
    if change is None:
        return case.missing("上月末余额不为正", now, then)
    limit = case.limit("change")
    if published(abs(change)) <= limit:
        return case.passed(now, then)
    text = f"{now.text}，比上月末的{then.shown}{'增' if change > 0 else '减'}{percent_text(abs(change))}"
    return case.questioned(text, published(abs(change)), limit, "%", now, then)


def register_of_units(case: Case) -> Outcome | None:
    """K22 在库户数与新增、退库不符: held at the year's start, entered, less those that left."""
    one, upto = case.figure, case.when
    now, start = case.level(one, upto), case.level(one, upto.last_year_end, "上年末")
    entered, left = (case.level(x, upto) for x in case.supports)
    if lacking := case.lacking(now, start, entered, left):
        return lacking
    should = start.known + entered.known - left.known
    distance, limit = round_half_up(abs(now.known - should), 0), case.limit("difference")
    if distance <= limit:
        return case.passed(now, start, entered, left)
    text = (
        f"{now.text}，按上年末{start.shown}加{entered.text}、减{left.text}应为{should:.0f}{one.unit}，"
        f"相差{distance:.0f}{one.unit}"
    )
    return case.questioned(text, distance, limit, one.unit, now, start, entered, left)


def _monthly(case: Case) -> bool:
    one = case.figure
    return one.basis is Basis.FLOW and one.frequency is Frequency.MONTH and case.reports(one)


def _usual(case: Case, upto: Period) -> Compared | None:
    """The median of the two years' single months before (常态当月数)."""
    one, found = case.figure, []
    for when in case.past(one, upto, 24):
        value = months.month_value(case.panel, one, case.place.code, when)
        if value.value is not None:
            found.append(value)
    if len(found) < 12:
        return None
    middle = Result.of(median(value.known for value in found), *found)
    return case.read(one, "当月数中位数", one.unit, upto.month, middle) if middle.known > 0 else None


def _of_its_own(case: Case, when: Period) -> Compared:
    """Growth under the name of its own period, where several are told together (各期增速)."""
    return case.growth(case.figure, when.cumulative)._replace(what=f"{when.short_label}增速")


def _next(case: Case) -> Period:
    step = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}[case.figure.frequency]
    month = case.figure.newest(case.period)
    for _ in range(step):
        month = month.next_month
    return month.cumulative
