"""Lights by indicator and place (亮灯矩阵)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light
from diaodu.economy.indicators import Indicator
from diaodu.economy.results import Result
from diaodu.web.shapes.phrases import told


@dataclass(frozen=True)
class Cell:
    """One light with its figure (格)."""

    place: Place
    light: Light
    finding: Finding | None
    shown: Result
    by_growth: bool

    @property
    def text(self) -> str:
        """What is read out of it when pointed at."""
        return self.finding.text if self.finding else ""


@dataclass(frozen=True)
class Row:
    """One indicator across the places (行)."""

    indicator: Indicator
    cells: list[Cell]
    counts: dict[str, int]


@dataclass(frozen=True)
class Matrix:
    """The whole table, its heads and its sums (矩阵)."""

    groups: list[tuple[str, int]]  # name of a group of counties and how many columns it spans
    places: list[Place]
    rows: list[Row]
    sums: dict[str, list[int]] = field(default_factory=dict)  # colour → number in each column
    total: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """Which rows are shown (筛选)."""

    all: bool = False
    field: str = ""
    colour: str = ""


def matrix(month: Month, wanted: Wanted) -> Matrix:
    """Key indicators by default; a colour keeps the rows that show it somewhere."""
    groups, places = columns(month)
    rows = [
        _row(month, i, places) for i in sorted(month.catalogue, key=lambda i: i.order) if _asked(i, wanted)
    ]
    rows = [row for row in rows if _lit(row) and (not wanted.colour or row.counts.get(wanted.colour))]
    sums = {
        c.value: [sum(row.cells[n].light is c for row in rows) for n in range(len(places))] for c in Light
    }
    return Matrix(groups, places, rows, sums, {colour: sum(each) for colour, each in sums.items()})


def columns(month: Month) -> tuple[list[tuple[str, int]], list[Place]]:
    """The city, then its counties group by group; those in no group come last."""
    cat, left = month.catalogue, {p.code: p for p in month.catalogue.counties}
    heads: list[tuple[str, int]] = [("", 1)]
    places = [cat.city]
    for group in cat.groups.values():
        members = [left.pop(code) for code in group.members if code in left]
        if members:
            heads.append((group.name, len(members)))
            places += members
    if left:
        heads.append(("", len(left)))
    return heads, [*places, *left.values()]


def fields(month: Month) -> list[str]:
    """The fields that indicators belong to (领域)."""
    return list(dict.fromkeys(i.field for i in sorted(month.catalogue, key=lambda i: i.order) if i.field))


def _asked(indicator: Indicator, wanted: Wanted) -> bool:
    return (wanted.all or indicator.key) and wanted.field in ("", indicator.field)


def _row(month: Month, indicator: Indicator, places: list[Place]) -> Row:
    cells = [_cell(month, indicator, place) for place in places]
    return Row(indicator, cells, dict(Counter(cell.light.value for cell in cells[1:])))


def _cell(month: Month, indicator: Indicator, place: Place) -> Cell:
    found = month.light(indicator.code, place.code)
    growth = told(month, "growth", indicator, place)
    by_growth = growth.value is not None or not indicator.has_level
    shown = growth if by_growth else told(month, "value", indicator, place)
    return Cell(place, Light(found.light) if found else Light.GREY, found, shown, by_growth)


def _lit(row: Row) -> bool:
    """A row without a single light or figure (a yearly indicator in March) is not shown."""
    return any(cell.shown.value is not None or cell.light is not Light.GREY for cell in row.cells)
