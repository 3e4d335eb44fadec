"""Derived indicators (派生指标): computed from other figures when read, never kept as figures."""

from __future__ import annotations

from diaodu.economy import formula, months
from diaodu.economy.formula import Side, Term
from diaodu.economy.growth import growth
from diaodu.economy.indicators import Basis, Indicator, What
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact

DERIVED = "系统推算"


def value(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """A month's weighted index (景气指数): each side how its inputs changed; 100 is the boom line."""
    sides = [_side(panel, side, place, period) for side in indicator.formula]
    if lack := gap(*sides):
        return lack
    total = sum(one.weight * found.known for one, found in zip(indicator.formula, sides, strict=True))
    return Result.of(exact(total), *sides, note=DERIVED)


def sides(panel: Panel, indicator: Indicator, place: str, period: Period) -> list[tuple[str, Result]]:
    """What each side of the index gives, 100 meaning unchanged (分项指数)."""
    return [(side.name, _side(panel, side, place, period)) for side in indicator.formula]


def reporting(panel: Panel, indicator: Indicator) -> list[str]:
    """The places that have ever reported all its inputs (可推算的地区)."""
    needed = [panel.catalogue.indicators[code] for code in formula.inputs(indicator.formula)]
    return [
        place
        for place in panel.catalogue.places
        if all(panel.series(one, place) or panel.series(one, place, What.GROWTH) for one in needed)
    ]


def _side(panel: Panel, side: Side, place: str, period: Period) -> Result:
    times = [_times(panel, term, place, period) for term in side.terms]
    if lack := gap(*times):
        return lack
    moved = sum(term.weight * found.known for term, found in zip(side.terms, times, strict=True))
    return Result.of(exact(100 * moved), *times)


def _times(panel: Panel, term: Term, place: str, period: Period) -> Result:
    """How many times what it was (与对比期之比)."""
    one = panel.catalogue.indicators.get(term.indicator)
    if one is None:
        return Result.missing(f"指标目录里没有 {term.indicator}")
    if term.against == "year_before":
        grown = _over_year(panel, one, place, period)
        return _named(one, grown) or Result.of(1 + grown.known / 100, grown)
    now, then = (_amount(panel, one, place, when) for when in (period, period.previous_month))
    if lack := _named(one, gap(now, then)):
        return lack
    if then.known <= 0:
        return Result.missing(f"{one.label}上月数不为正", then.sources)
    return Result.of(now.known / then.known, now, then)


def _over_year(panel: Panel, one: Indicator, place: str, period: Period) -> Result:
    if one.basis is Basis.FLOW:
        return months.month_growth(panel, one, place, period)
    return growth(panel, one, place, one.period(period))


def _amount(panel: Panel, one: Indicator, place: str, period: Period) -> Result:
    if one.basis is Basis.FLOW:
        return months.month_value(panel, one, place, period)
    found = panel.at(one, place, period.month)
    return Result(found.value, (found.ref,)) if found else Result.missing(f"缺{period.month.label}数据")


def _named(one: Indicator, found: Result | None) -> Result | None:
    """The gap with the name of the input that has it (缺哪一项)."""
    if found is None or found.value is not None:
        return None
    return Result.missing(f"{one.label}：{found.reason}", found.sources)
