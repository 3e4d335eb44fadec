"""A figure against what ought to move with it (与支撑指标的匹配): K05—K11, K19, K20."""

from __future__ import annotations

from diaodu.economy.consistency.case import Case
from diaodu.economy.consistency.outcome import Compared, Outcome
from diaodu.economy.consistency.shapes import LEAST_SUPPORT, apart, said
from diaodu.economy.growth import value_growth
from diaodu.economy.indicators import Indicator, Kind, What
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Result
from diaodu.economy.units import percent_text, points_text, published

POINTS = "个百分点"


def growth_apart(case: Case) -> Outcome | None:
    """K05 产值与开票销售, K07 建安投资与建筑业总产值, K09 零售与开票: growth too far apart."""
    one, other = _both(case)
    if lacking := case.lacking(one, other):
        return lacking
    distance, limit = apart(one.known, other.known), case.limit("gap")
    if distance <= limit:
        return case.passed(one, other)
    return case.questioned(said(one, other, distance), distance, limit, POINTS, one, other)


def investment_without_work(case: Case) -> Outcome | None:
    """K06 投资增而实物工作量全降: above 5 % while construction VAT, loans and cement all fall."""
    upto = case.when
    one = case.growth(case.figure, upto)
    others = [case.growth(x, upto) for x in case.supports]
    limit = case.limit("growth")
    slow = one.result.value is not None and one.known <= limit
    if slow or any(x.result.value is not None and x.known >= 0 for x in others):
        return case.passed(one, *others)
    if lacking := case.lacking(one, *others):
        return lacking
    text = f"{one.text}，而{'、'.join(x.text for x in others)}，全部下降"
    highest = max(x.known for x in others)
    return case.questioned(text, apart(one.known, highest), limit, POINTS, one, *others)


def platform_above_statistics(case: Case) -> Outcome | None:
    """K08 项目平台数高于统计数: of the same projects, by more than 20 %."""
    upto = case.when
    platform, counted = case.level(case.figure, upto), case.level(case.supports[0], upto)
    if lacking := case.lacking(platform, counted):
        return lacking
    more, limit = value_growth(platform.known, counted.known), case.limit("excess")
    if more is None:
        return case.missing(f"{counted.text}，不能相比", platform, counted)
    if published(more) <= limit:
        return case.passed(platform, counted)
    text = f"{platform.text}，{counted.text}，前者多{percent_text(more)}"
    return case.questioned(text, published(more), limit, "%", platform, counted)


def revenue_ahead_of_gdp(case: Case) -> Outcome | None:
    """K10 财政收入增速高于现价GDP的两倍: one-off income perhaps."""
    upto = case.when
    one, other = case.growth(case.figure, upto), _nominal(case, case.supports[0], upto)
    if lacking := case.lacking(one, other):
        return lacking
    if other.known < LEAST_SUPPORT:
        return case.missing(f"{other.text}，不足1%，不作弹性比较", one, other)
    times = case.limit("times")
    if one.known <= published(times * other.known):
        return case.passed(one, other)
    text = f"{one.text}，{other.text}，前者是后者的{one.known / other.known:.1f}倍"
    return case.questioned(text, published(one.known / other.known), times, "倍", one, other)


def incomes_out_of_step(case: Case) -> Outcome | None:
    """K11 城乡收入与GDP不协调: rural growth below urban, or incomes 4 points ahead of GDP."""
    upto = case.when
    rural = case.growth(case.figure, upto)
    urban, gdp = (case.growth(x, upto) for x in case.supports)
    limit, found = case.limit("gap"), []
    if _known(rural, urban) and rural.known < urban.known:
        found.append(
            (apart(rural.known, urban.known), 0.0, f"{said(rural, urban, urban.known - rural.known)}")
        )
    for income in (rural, urban):
        if _known(income, gdp) and published(income.known - gdp.known) > limit:
            ahead = apart(income.known, gdp.known)
            found.append((ahead, limit, f"{income.text}，比{gdp.text}高{points_text(ahead)}"))
    if not found:
        return case.lacking(rural, urban, gdp) or case.passed(rural, urban, gdp)
    text = "；".join(said for _, _, said in found)
    return case.questioned(text, found[0][0], found[0][1], POINTS, rural, urban, gdp)


def estimate_of_gdp(case: Case) -> Outcome | None:
    """K19 测算GDP与上报预计不符: by more than 0.5 points."""
    gdp = case.figure
    ahead = _reported(case, gdp)
    measured = case.given.get(("gdp_estimate", case.place.code))
    if measured is None or measured.value is None:
        return case.missing(f"缺GDP测算{f'（{measured.reason}）' if measured else ''}", ahead)
    own = case.read(gdp, "测算增速", "%", ahead.period, measured)
    if lacking := case.lacking(ahead):
        return lacking
    distance, limit = apart(ahead.known, own.known), case.limit("gap")
    if distance <= limit:
        return case.passed(ahead, own)
    return case.questioned(said(ahead, own, distance), distance, limit, POINTS, ahead, own)


def property_without_sales(case: Case) -> Outcome | None:
    """K20 商品房销售大降而房地产投资增长: sales down by more than 20 %, investment up."""
    invested, sold = _both(case)
    fall = case.limit("fall")
    if (sold.result.value is not None and sold.known >= -fall) or (
        invested.result.value is not None and invested.known <= 0
    ):
        return case.passed(invested, sold)
    if lacking := case.lacking(invested, sold):
        return lacking
    distance = apart(invested.known, sold.known)
    return case.questioned(said(invested, sold, distance), distance, fall, POINTS, invested, sold)


def _both(case: Case) -> tuple[Compared, Compared]:
    upto = case.when
    return case.growth(case.figure, upto), case.growth(case.supports[0], upto)


def _known(*figures: Compared) -> bool:
    return all(one.result.value is not None for one in figures)


def _nominal(case: Case, indicator: Indicator, upto: Period) -> Compared:
    """Growth at current prices, out of two years' releases (现价增速)."""
    now, then = (case.level(indicator, p) for p in (upto, upto.year_before))
    lack = next((one for one in (now, then) if one.result.value is None), None)
    value = None if lack else value_growth(now.known, then.known)
    if value is None:
        found = Result.missing((lack.result.reason if lack else None) or "上年同期数不为正")
    else:
        found = Result.of(value, now.result, then.result, note="按两期发布数推算")
    return case.read(indicator, "现价增速", "%", indicator.period(upto), found)


def _reported(case: Case, gdp: Indicator) -> Compared:
    """The unit's own estimate of the quarter that the month lies in (上报预计)."""
    quarter = span(case.period.year, 1, case.period.quarter.last)
    found = case.panel.at(gdp, case.place.code, quarter, What.GROWTH, kind=Kind.ESTIMATE)
    result = Result(found.value, (found.ref,)) if found else Result.missing(f"没有上报{quarter.label}预计")
    return case.read(gdp, "上报预计增速", "%", quarter, result)
