"""Growth beside that of others, as bars (对比)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Better, Indicator
from diaodu.economy.results import Result
from diaodu.web.shapes.phrases import told


class Bar(NamedTuple):
    """One bar: it starts at zero, which need not be the left edge (条)."""

    name: str
    place: Place | None
    result: Result
    x: float
    width: float
    own: bool = False
    rank: Result | None = None
    light: Any = None


class Bars(NamedTuple):
    """Bars with their common zero line (条形图)."""

    rows: list[Bar]
    zero: float
    by_growth: bool


def measure_of(month: Month, indicator: Indicator, places: Iterable[Place]) -> str:
    """Growth, or the value of what has none."""
    known = any(month.result("growth", indicator, p).value is not None for p in places)
    return "growth" if known or not indicator.has_level else "value"


def standing(month: Month, indicator: Indicator, place: Place) -> Bars:
    """The place, the place above, province, nation and the target (对比)."""
    cat = month.catalogue
    others = [place, cat.places.get(place.parent), cat.province, cat.nation]
    seen = {p.code: p for p in others if p}
    measure = measure_of(month, indicator, [place])
    rows: list[tuple[str, Place | None, Result, bool]] = [
        (p.name, p, told(month, measure, indicator, p), p is place) for p in seen.values()
    ]
    goal = told(month, "target_growth" if measure == "growth" else "target", indicator, place)
    rows.append((_("年度目标"), None, goal, False))
    return _bars([Bar(n, p, r, 0, 0, own) for n, p, r, own in rows if r.value is not None], measure)


def ranking(month: Month, indicator: Indicator, members: list[Place], own: Place) -> Bars:
    """Members of a set, best first; those without a figure last (排名)."""
    measure = measure_of(month, indicator, members)
    down = indicator.better is not Better.LOWER
    rows = [
        Bar(p.label, p, told(month, measure, indicator, p), 0, 0, p.code == own.code,
            month.result("rank", indicator, p), month.light(indicator.code, p.code))
        for p in members
    ]  # fmt: skip
    known = sorted(
        (r for r in rows if r.result.value is not None), key=lambda r: r.result.value or 0, reverse=down
    )
    return _bars([*known, *(r for r in rows if r.result.value is None)] if known else [], measure)


def _bars(rows: list[Bar], measure: str) -> Bars:
    values = [r.result.value for r in rows if r.result.value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    room = (high - low) or 1.0
    zero = -low / room * 100
    placed = []
    for row in rows:
        value = row.result.value or 0.0
        width = abs(value) / room * 100
        placed.append(row._replace(x=round(zero - (width if value < 0 else 0), 2), width=round(width, 2)))
    return Bars(placed, round(zero, 2), measure == "growth")
