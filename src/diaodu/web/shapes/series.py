"""The course of an indicator at a place, ready to be drawn (走势)."""

from __future__ import annotations

from typing import NamedTuple

from diaodu.bureau.findings.month import Month
from diaodu.economy import derived
from diaodu.economy.indicators import Indicator, What
from diaodu.economy.panel import Series
from diaodu.economy.periods import Period, span
from diaodu.economy.units import published

YEARS = 3


class Point(NamedTuple):
    """One point of a line (点)."""

    period: Period
    value: float
    ref: int


def levels(month: Month, indicator: Indicator, place: str, part: str = "") -> list[Point]:
    """The levels as posted, of the periods that the indicator is published for (总量)."""
    if indicator.formula:
        return _computed(month, indicator, place)
    return _points(month, indicator, month.panel.series(indicator, place, What.LEVEL, part))


def growths(month: Month, indicator: Indicator, place: str, part: str = "") -> list[Point]:
    """Growth as published; where it may be derived and is not published, from the levels (增速)."""
    found = _points(month, indicator, month.panel.series(indicator, place, What.GROWTH, part))
    if found or indicator.real or indicator.growth_basis in ("none", "points"):
        return found
    return _derived(levels(month, indicator, place, part))


def singles(month: Month, indicator: Indicator, place: str) -> list[Point]:
    """The single months of a flow, each the difference of two cumulatives (当月)."""
    totals = {p.period: p for p in levels(month, indicator, place)}
    return [
        Point(p.period.month, p.value - totals[before].value, p.ref)
        for p in totals.values()
        if (before := indicator.before(p.period)) and before in totals
    ]


def tail(points: list[Point], count: int) -> list[Point]:
    """The latest of them."""
    return points[-count:]


def _points(month: Month, indicator: Indicator, series: Series) -> list[Point]:
    until = (month.period.year, month.period.last)
    return [
        Point(period, seen.value, seen.ref)
        for period, seen in sorted(series.items(), key=lambda pair: (pair[0].year, pair[0].last))
        if (period.year, period.last) <= until and period == indicator.period(period)
    ]


def _computed(month: Month, indicator: Indicator, place: str) -> list[Point]:
    """A derived indicator month by month (逐月推算): nothing of it stands in the ledger."""
    found = []
    for n in range((month.period.year - YEARS + 1) * 12, month.period.year * 12 + month.period.last):
        when = span(n // 12, n % 12 + 1, n % 12 + 1)
        value = derived.value(month.panel, indicator, place, when).value
        if value is not None:
            found.append(Point(when, value, 0))
    return found


def _derived(points: list[Point]) -> list[Point]:
    known = {p.period: p.value for p in points}
    return [
        Point(p.period, published((p.value / base - 1) * 100), p.ref)
        for p in points
        if (base := known.get(p.period.year_before)) is not None and base > 0
    ]
