"""Questions with the names and links that a reader needs (质询的写法)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from diaodu.bureau.findings.models import ConsistencyCheck, Question
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.consistency import BY_CODE
from diaodu.economy.indicators import Catalogue, Indicator
from diaodu.economy.periods import Period
from diaodu.economy.results import Result
from diaodu.web.shapes import charts
from diaodu.web.shapes.series import Point, growths

TRENDED = (
    "K01",
    "K02",
    "K03",
    "K05",
    "K06",
    "K07",
    "K09",
    "K20",
    "gap",
    "elasticity",
    "direction",
    "history",
)


class Line(NamedTuple):
    """One question in the list (一行)."""

    question: Question
    place: Place | None
    indicator: Indicator | None
    rule: str


class Shown(NamedTuple):
    """One figure that was compared (对照数据)."""

    label: str
    place: str
    period: Period
    shown: str
    result: Result


class Came(NamedTuple):
    """How a pair came out in a month (核查情况)."""

    pair: str
    rule: str
    passed: int
    questioned: int
    missing: int
    reasons: list[str]


def lines(found: Iterable[Question], catalogue: Catalogue) -> Sequence[Line]:
    """The questions with their names."""
    return [
        Line(q, catalogue.places.get(q.place), catalogue.indicators.get(q.indicator), BY_CODE[q.rule].name)
        for q in found
    ]


def figures(one: Question, catalogue: Catalogue) -> list[Shown]:
    """What was compared, as it stood, each with its sources."""
    return [
        Shown(
            f["label"],
            place.label if (place := catalogue.places.get(f["place"])) else f["place"],
            Period.parse(f["period"]),
            f["shown"],
            Result(f["value"], tuple(f["sources"]), None, f["note"] or None),
        )
        for f in one.figures
    ]


def checked(check: ConsistencyCheck | None) -> dict[str, Any] | None:
    """How the month's figures came out, in all and pair by pair (核查情况)."""
    if check is None:
        return None
    rows = [
        Came(r["pair"], BY_CODE[r["rule"]].name, r["passed"], r["questioned"], r["missing"], r["reasons"])
        for r in check.rules
    ]
    total = {name: sum(getattr(row, name) for row in rows) for name in ("passed", "questioned", "missing")}
    return {"rows": rows, **total}


def course(month: Month, one: Question) -> dict[str, Any] | None:
    """Growth of the figure and its supports over time (走势), where growth is what was compared."""
    codes = list(dict.fromkeys(f["indicator"] for f in one.figures))
    known = [month.catalogue.indicators[code] for code in codes if code in month.catalogue.indicators]
    if one.rule not in TRENDED or len(known) < 2:
        return None
    found = [(x.label, _monthly(growths(month, x, one.place))) for x in known]
    axis = sorted({when for _, points in found for when in points})[-36:]
    return {
        "kind": "course",
        "x": [f"{year}-{last:02d}" for year, last in axis],
        "labels": [f"{year % 100:02d}/{last:02d}" for year, last in axis],
        "series": [
            {"name": name, "type": "line", "unit": "%", "data": [points.get(when) for when in axis]}
            for name, points in found
        ],
    }


def rows(chart: dict[str, Any] | None) -> list[tuple[str, list[float | None]]]:
    """The chart's numbers for the table below it."""
    return charts.table(chart) if chart else []


def _monthly(points: list[Point]) -> dict[tuple[int, int], float]:
    return {(p.period.year, p.period.last): round(p.value, 2) for p in points}
