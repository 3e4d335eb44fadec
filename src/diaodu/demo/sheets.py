"""Tables in the layouts that offices send (各单位报表的样式)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from diaodu.demo.cast import names
from diaodu.demo.city import Block
from diaodu.demo.rows import Row

CREATED = dt.datetime(2026, 10, 15, 9, 0, 0)  # noqa: DTZ001  a workbook's clock has no zone
Cell = str | float | None
Key = tuple[str, str, str, str, int, int, int]


class Column(NamedTuple):
    """One column of a wide table (列): which figure of which indicator, under which words."""

    block: Block
    what: str
    heading: str
    unit: str
    first: int
    last: int
    scale: float = 1.0


class Table(NamedTuple):
    """A wide table: a title block, headings of several rows, places down the side, notes below (宽表)."""

    title: str
    office: str
    unit: str
    columns: Sequence[Column]
    places: Sequence[str]
    notes: Sequence[str] = ()
    hidden: Sequence[str] = ()
    percent_text: bool = False


class Figures:
    """Figures by what they are of, to be laid out (取数)."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = {
            (r.indicator, r.place, r.part, r.what, r.year, r.first, r.last): r.value
            for r in rows
            if r.kind in ("official", "departmental")
        }

    def at(self, column: Column, place: str, year: int, part: str = "") -> float | None:
        """One figure in the column's unit, or None (一格)."""
        key: Key = (column.block.code, place, part, column.what, year, column.first, column.last)
        value = self._rows.get(key)
        return value if value is None or column.scale == 1.0 else round(value * column.scale, 2)


def book(path: Path) -> xlsxwriter.Workbook:
    """A workbook whose bytes depend on its content alone (工作簿)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = xlsxwriter.Workbook(str(path))
    made.set_properties({"created": CREATED, "author": "栖川市"})
    return made


def columns(blocks: Iterable[Block], month: int, restated: Iterable[str] = ()) -> list[Column]:
    """The columns of a month's table (列): amount and growth side by side, as each indicator has them."""
    out: list[Column] = []
    for b in blocks:
        out += _columns(b, month, b.code in set(restated))
    return out


_MOMENT = {"stock": "末", "count": "末"}


def _columns(b: Block, month: int, restated: bool) -> list[Column]:
    cumulative = b.basis in ("flow", "rate")
    first = 1 if cumulative else month
    words = f"1—{month}月累计" if cumulative and month > 1 else f"{month}月{_MOMENT.get(b.basis, '')}"
    out = []
    if b.basis != "rate":
        out.append(Column(b, "level", words, b.unit, first, month))
    if restated:
        out.append(Column(b, "base", "上年同期", b.unit, first, month))
    if b.basis in ("flow", "rate", "stock", "index"):
        out.append(Column(b, "growth", "同比增长", "%", first, month))
    if b.code == "industrial_value_added" and month > 2:
        out.append(Column(b, "growth", f"{month}月当月同比", "%", month, month))
    return out


def wide(made: xlsxwriter.Workbook, sheet: str, table: Table, figures: Figures, year: int) -> None:
    """Lay a wide table out (宽表): four rows of headings, merged as offices merge them."""
    ws = made.add_worksheet(sheet)
    bold = made.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1})
    width = len(table.columns)
    ws.merge_range(0, 0, 0, max(width, 1), table.title, bold)
    ws.write(1, 0, f"编制单位：{table.office}")
    if table.unit:
        ws.write(1, max(width - 1, 1), f"单位：{table.unit}")
    ws.merge_range(2, 0, 3, 0, "地  区", bold)
    ws.write(4, 0, "计量单位", bold)
    _headings(ws, table.columns, bold)
    for n, place in enumerate(table.places, 5):
        ws.write(n, 0, names()[place])
        for c, column in enumerate(table.columns, 1):
            ws.write(n, c, *_shown(figures.at(column, place, year), column, table))
        if place in table.hidden:
            ws.set_row(n, None, None, {"hidden": True})
    for n, note in enumerate(table.notes, 5 + len(table.places) + 1):
        ws.write(n, 0, note)
    ws.freeze_panes(5, 1)
    ws.set_column(0, 0, 22)


def _headings(ws: Worksheet, columns: Sequence[Column], bold: object) -> None:
    start = 0
    while start < len(columns):
        stop = start
        while stop < len(columns) and columns[stop].block.code == columns[start].block.code:
            stop += 1
        name = columns[start].block.name
        if stop - start > 1:
            ws.merge_range(2, start + 1, 2, stop, name, bold)
        else:
            ws.write(2, start + 1, name, bold)
        start = stop
    for c, column in enumerate(columns, 1):
        ws.write(3, c, column.heading, bold)
        ws.write(4, c, column.unit, bold)


def _shown(value: float | None, column: Column, table: Table) -> tuple[Cell]:
    if value is None:
        return ("—",)
    if table.percent_text and column.what == "growth":
        return (f"{value:.1f}%",)
    return (value,)


def long(path: Path, rows: Iterable[Sequence[Cell]], headings: Sequence[str], sheet: str = "数据") -> Path:
    """A long-form workbook (长表): one figure a row."""
    made = book(path)
    ws = made.add_worksheet(sheet)
    ws.write_row(0, 0, headings)
    for n, row in enumerate(rows, 1):
        for c, value in enumerate(row):
            if value is not None and value != "":
                ws.write(n, c, value)
    made.close()
    return path
