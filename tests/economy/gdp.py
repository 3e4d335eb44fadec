"""A small city whose GDP has two or three industries, each with one support (GDP支撑的小例)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diaodu.economy.breakdowns import Breakdown, Part, Place
from diaodu.economy.gdp_support import Table
from diaodu.economy.indicators import Basis, Catalogue, Frequency, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span

CITY = "city"
QUARTER = span(2026, 1, 9)
Given = Mapping[str, Mapping[str, Any]]


def quarters(count: int, before: Period = QUARTER) -> list[Period]:
    """Cumulative quarters before one, the newest first."""
    found: list[Period] = []
    while len(found) < count:
        before = before.previous_quarter
        found.append(before)
    return found


def table(industries: Given) -> Table:
    """One elastic industry for each, with a support of its own unless it says `supports`."""
    return Table.from_rows(
        {
            "code": code,
            "name": code,
            "sector": one.get("sector", "tertiary"),
            "part": code,
            "shape": one.get("shape", "elastic"),
            "upper": one.get("upper"),
            "supports": one.get("supports", [{"indicator": f"s_{code}", "lag": one.get("lag", 0)}]),
        }
        for code, one in industries.items()
    )


def catalogue(industries: Given) -> Catalogue:
    gdp = Indicator(
        "gdp", "地区生产总值", "亿元", Basis.FLOW, frequency=Frequency.QUARTER, growth_basis="real"
    )
    supports = [Indicator(f"s_{code}", code, "亿元", Basis.FLOW) for code in industries]
    parts = tuple(Part(code, code) for code in industries)
    return Catalogue(
        {one.code: one for one in (gdp.__class__(**{**vars(gdp), "parts": "gdp_sector"}), *supports)},
        {CITY: Place(CITY, "某市", "city", home=True)},
        {},
        {"gdp_sector": Breakdown("gdp_sector", "分行业", parts)},
    )


def panel(industries: Given, published: float | None = None) -> Panel:
    """`share` of last year's GDP, `growth` of the support, `history` of both, the newest first."""
    made = Panel(catalogue(industries))

    def put(indicator: str, period: Period, value: float, what: What = What.GROWTH, part: str = "") -> None:
        made.put(SeriesKey(indicator, CITY, Kind.OFFICIAL, what, part), period, value, len(made) + 1)

    put("gdp", QUARTER.year_before, 100.0, What.LEVEL)
    if published is not None:
        put("gdp", QUARTER, published)
    for code, one in industries.items():
        if one.get("share") is not None:
            put("gdp", QUARTER.year_before, one["share"], What.LEVEL, code)
        if one.get("growth") is not None:
            put(f"s_{code}", one.get("of", QUARTER), one["growth"])
        if one.get("level") is not None:
            put(f"s_{code}", QUARTER, one["level"], What.LEVEL)
        for period, (support, own) in zip(quarters(40), one.get("history", ()), strict=False):
            put(f"s_{code}", period, support)
            put("gdp", period, own, part=code)
    return made
