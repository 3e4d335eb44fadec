"""Targets and plans read out of the panel, and how far along a place is (目标、计划、完成进度)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from diaodu.economy import pace
from diaodu.economy.growth import growth, value_growth
from diaodu.economy.indicators import Basis, Indicator, Kind, What
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Result, gap

REAL_TARGET = "按上年现价总量和可比价目标增速推算"
BY_PLAN, BY_USUAL, BY_TIME = "按分月计划", "按前三年平均进度", "按时间进度"
_ADDS_UP = (Basis.FLOW,)  # a count is of a moment: 在库户数 does not add up over months


Formula = Callable[[Panel, Indicator, str, Period], Result]


def asked_once(formula: Formula) -> Formula:
    """Several measures need the same target and the same share of it (只算一次)."""

    @wraps(formula)
    def asked(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
        question = (formula, indicator.code, place, period)
        answer: Result = panel.remember(question, lambda: formula(panel, indicator, place, period))
        return answer

    return asked


@asked_once
def target(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """The year's target as a level (年度目标值): as set, else the growth target on last year's level."""
    set_level = panel.at(indicator, place, indicator.period(period.full_year), What.LEVEL, kind=Kind.TARGET)
    if set_level is not None:
        return Result(set_level.value, (set_level.ref,))
    wanted = panel.at(indicator, place, indicator.period(period.full_year), What.GROWTH, kind=Kind.TARGET)
    if wanted is None:
        return Result.missing("未下达年度目标")
    last = _last_year(panel, indicator, place, period)
    if last.value is None or indicator.growth_basis == "points":
        return Result.missing("只有增速目标，且缺上年全年总量", (wanted.ref,))
    value = pace.target_level(last.value, wanted.value)
    return Result(value, (wanted.ref, *last.sources), None, REAL_TARGET if indicator.real else None)


def target_growth(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """The year's target as growth (年度目标增速): as set, else the level target over last year's level."""
    wanted = panel.at(indicator, place, indicator.period(period.full_year), What.GROWTH, kind=Kind.TARGET)
    if wanted is not None:
        return Result(wanted.value, (wanted.ref,))
    level = target(panel, indicator, place, period)
    if level.value is None or indicator.real or indicator.growth_basis in ("none", "points"):
        return Result.missing(level.reason or "未下达增速目标", level.sources)
    last = _last_year(panel, indicator, place, period)
    value = value_growth(level.value, last.value) if last.value is not None else None
    return Result.missing("缺上年全年总量") if value is None else Result.of(value, level, last)


def _last_year(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    year = period.last_year_end if indicator.cumulative else period.last_year_end.month
    found = panel.at(indicator, place, year)
    return Result.missing("缺上年全年总量") if found is None else Result(found.value, (found.ref,))


def _actual(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    found = panel.at(indicator, place, indicator.period(period))
    if found is None:
        return Result.missing(f"缺{period.label}数据" if indicator.has_level else "只有增速，没有总量")
    return Result(found.value, (found.ref,))


def _plan(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """The plan's own cumulative to a month (分月计划)."""
    found = panel.at(indicator, place, indicator.period(period), What.LEVEL, kind=Kind.PLAN)
    return Result.missing("没有分月计划") if found is None else Result(found.value, (found.ref,))


@asked_once
def planned_share(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """Per cent of the year's target due by now (序时进度): the plan's path, else the usual share, else m/12.

    The note says which of the three it is.
    """
    own, wanted = _plan(panel, indicator, place, period), target(panel, indicator, place, period)
    if own.value is not None and wanted.value:
        share = pace.progress(own.value, wanted.value)
        if share is not None:
            return Result.of(share, own, wanted, note=BY_PLAN)
    if indicator.basis not in (*_ADDS_UP, Basis.RATE):
        return Result.missing("时点数和比率没有序时进度")
    usual = _usual_share(panel, indicator, place, period)
    return usual if usual.value is not None else Result(pace.time_share(period.last), (), None, BY_TIME)


def _usual_share(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    series = panel.series(indicator, place)
    upto = [series.get(indicator.period(span(period.year - n, 1, period.last))) for n in (1, 2, 3)]
    years = [series.get(indicator.period(span(period.year - n, 1, 12))) for n in (1, 2, 3)]
    seen = [one for one in (*upto, *years) if one is not None]
    if len(seen) < 6:
        return Result.missing("前三年资料不全")
    share = pace.usual_share([o.value for o in seen[:3]], [o.value for o in seen[3:]])
    return Result(share, tuple(dict.fromkeys(o.ref for o in seen)), None, BY_USUAL)


@asked_once
def planned(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """The cumulative due by now (应完成数): the plan's own, else the target times the planned share."""
    own = _plan(panel, indicator, place, period)
    if own.value is not None:
        return own
    wanted = target(panel, indicator, place, period)
    share = planned_share(panel, indicator, place, period)
    return gap(wanted, share) or Result.of(pace.planned(wanted.known, share.known), wanted, share)


def progress(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """Per cent of the year's target that is done (完成进度)."""
    wanted, actual = target(panel, indicator, place, period), _actual(panel, indicator, place, period)
    if lacking := _not_adding(indicator) or gap(wanted, actual):
        return lacking
    value = pace.progress(actual.known, wanted.known)
    return Result.missing("年度目标不为正") if value is None else Result.of(value, actual, wanted)


def _not_adding(indicator: Indicator) -> Result | None:
    if indicator.basis is Basis.RATE:
        return Result.missing("只有增速，没有总量")
    return None if indicator.basis in _ADDS_UP else Result.missing("时点数和比率没有完成进度")


def lead(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """Points ahead of the planned share (超序时进度); negative is behind."""
    done = progress(panel, indicator, place, period)
    share = planned_share(panel, indicator, place, period)
    return gap(done, share) or Result.of(pace.lead(done.known, share.known), done, share)


def arrears(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """What is owed to the plan by now (欠账)."""
    due, actual = _due_and_actual(panel, indicator, place, period)
    return gap(due, actual) or Result.of(pace.arrears(actual.known, due.known), actual, due)


def surplus(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """What is done beyond the plan by now (超进度完成数)."""
    due, actual = _due_and_actual(panel, indicator, place, period)
    return gap(due, actual) or Result.of(pace.surplus(actual.known, due.known), actual, due)


def _due_and_actual(panel: Panel, indicator: Indicator, place: str, period: Period) -> tuple[Result, Result]:
    due = _not_adding(indicator) or planned(panel, indicator, place, period)
    return due, _actual(panel, indicator, place, period)


def needed_by(panel: Panel, indicator: Indicator, place: str, period: Period, month: int) -> Result:
    """What the time up to a month must still bring, by the plan for that month (到某月还需完成数)."""
    due = _not_adding(indicator) or planned(panel, indicator, place, span(period.year, 1, month))
    return _still(panel, indicator, place, period, due)


def next_month_needed(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """What the next month alone must bring (下月需完成数): plan(m+1) - A."""
    if period.last == 12:
        return Result.missing("全年已结束")
    return needed_by(panel, indicator, place, period, period.last + 1)


def half_year_needed(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """What the time up to June must still bring to do half of the year's target (双过半): T/2 - A."""
    wanted = _not_adding(indicator) or target(panel, indicator, place, period)
    due = wanted if wanted.value is None else Result.of(wanted.value / 2, wanted)
    return _still(panel, indicator, place, period, due)


def _still(panel: Panel, indicator: Indicator, place: str, period: Period, due: Result) -> Result:
    actual = _actual(panel, indicator, place, period)
    return gap(due, actual) or Result.of(pace.needed_by(actual.known, due.known), actual, due)


def rest_growth(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """Growth that the rest of the year needs for the target (后期需要增速)."""
    if indicator.basis not in (*_ADDS_UP, Basis.RATE):
        return Result.missing("时点数和比率没有后期需要增速")
    if _by_levels(indicator):
        return _rest_by_levels(panel, indicator, place, period, target(panel, indicator, place, period))
    return _rest_by_rates(panel, indicator, place, period, target_growth(panel, indicator, place, period))


def catch_up(panel: Panel, indicator: Indicator, place: str, period: Period, other: str) -> Result:
    """Growth that the rest of the year needs to end level with another place's present growth (追赶增速)."""
    wanted = growth(panel, indicator, other, indicator.period(period))
    if wanted.value is None or not _by_levels(indicator):
        return _rest_by_rates(panel, indicator, place, period, wanted)
    last = _last_year(panel, indicator, place, period)
    level = gap(last) or Result.of(pace.target_level(last.known, wanted.value), last, wanted)
    return _rest_by_levels(panel, indicator, place, period, level)


def _by_levels(indicator: Indicator) -> bool:
    """Levels serve only where they add up over the year and grow as they are published."""
    return indicator.basis in _ADDS_UP and not indicator.real


def _rest_by_levels(panel: Panel, indicator: Indicator, place: str, period: Period, wanted: Result) -> Result:
    last = _last_year(panel, indicator, place, period)
    upto = _actual(panel, indicator, place, period.year_before)
    actual = _actual(panel, indicator, place, period)
    if lacking := gap(wanted, actual, last, upto):
        return lacking
    value = pace.rest_growth(actual.known, wanted.known, last.known, upto.known)
    return _said(value, wanted, actual, last, upto)


def _rest_by_rates(panel: Panel, indicator: Indicator, place: str, period: Period, wanted: Result) -> Result:
    now = growth(panel, indicator, place, indicator.period(period))
    share = last_share(panel, indicator, place, period)
    if lacking := gap(wanted, now, share):
        return lacking
    return _said(pace.rest_growth_rate_only(now.known, wanted.known, share.known), wanted, now, share)


def _said(value: float | None, *inputs: Result) -> Result:
    return Result.missing("全年已结束或上年资料不合理") if value is None else Result.of(value, *inputs)


def last_share(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """Per cent that the same months had of last year (上年同期占全年比重); else the planned share."""
    last = _last_year(panel, indicator, place, period)
    upto = _actual(panel, indicator, place, period.year_before)
    share = None if gap(last, upto) else pace.progress(upto.known, last.known)
    return (
        Result.of(share, upto, last) if share is not None else planned_share(panel, indicator, place, period)
    )
