"""A small province for the tests of the arithmetic: one indicator, one city, its counties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Basis, Better, Catalogue, Frequency, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period

CITY = "city"
_SERIES = {
    "level": (What.LEVEL, None),
    "growth": (What.GROWTH, None),
    "base": (What.BASE, None),
    "target_level": (What.LEVEL, Kind.TARGET),
    "target_growth": (What.GROWTH, Kind.TARGET),
    "plan": (What.LEVEL, Kind.PLAN),
}


def indicator(**fields: Any) -> Indicator:
    """An indicator named 某指标, a flow in 亿元 unless said otherwise."""
    fields = {"code": "x", "name": "某指标", "unit": "亿元", "basis": "flow", **fields}
    for name, kind in (("basis", Basis), ("better", Better), ("frequency", Frequency)):
        if name in fields:
            fields[name] = kind(fields[name])
    return Indicator(**fields)


def catalogue(one: Indicator, counties: Iterable[str] = ("甲", "乙")) -> Catalogue:
    places = [
        Place("nation", "全国", "nation"),
        Place("province", "某省", "province", "nation"),
        Place(CITY, "某市", "city", "province", home=True),
        Place("rival", "邻市", "city", "province"),
        *(Place(name, name + "县", "county", CITY) for name in counties),
    ]
    return Catalogue({one.code: one}, {p.code: p for p in places}, {}, {})


def panel(
    one: Indicator, figures: Mapping[str, Mapping[str, float]], place: str = CITY, into: Panel | None = None
) -> Panel:
    """A panel of `{level|growth|base|target_level|...: {period: value}}`; refs count from 1."""
    made = Panel(catalogue(one)) if into is None else into
    ref = len(made)
    for name, values in figures.items():
        what, kind = _SERIES[name]
        for written, value in values.items():
            ref += 1
            made.put(SeriesKey(one.code, place, kind or one.kind, what), Period.parse(written), value, ref)
    return made
