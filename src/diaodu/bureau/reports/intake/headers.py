"""A table's header, put together column by column (表头): merged cells, blanks, years over months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from diaodu.bureau.reports.intake.grid import At, Grid, text_of
from diaodu.bureau.reports.intake.marks import Marks
from diaodu.bureau.reports.intake.numbers import is_figure
from diaodu.bureau.reports.intake.words import NOTHING, PERIODISH, Mark, lost_zero

_TYPED = ("单位", "频度", "地区", "指标", "时期")  # what a header row may say of all its columns
_NOT_LABELS = ("不读", "序号", "频度")


@dataclass
class Table:
    """What the columns of one table say (表): figures, labels, and what is not known."""

    columns: dict[int, Mark] = field(default_factory=dict)
    labels: list[int] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)  # 指标, 地区, 时期, 单位 over a label column
    unknown: dict[int, tuple[int, str]] = field(default_factory=dict)  # column → header row and its text
    quarterly: set[int] = field(default_factory=set)
    zeros: dict[int, bool | None] = field(default_factory=dict)  # whether 2016.1 is October
    whole: str = ""  # the place that 合计 means

    @property
    def figures(self) -> list[int]:
        """Columns that may hold figures (数值列)."""
        return [*self.columns, *self.unknown]


class Cells:
    """A grid seen with its merged areas filled (合并单元格)."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.above: dict[At, At] = {at: area[0] for area in grid.merged for at in _covered(area)}
        self.broken: dict[int, list[int]] = {}
        for row, column in grid.broken:
            self.broken.setdefault(row, []).append(column)

    def at(self, row: int, column: int) -> Any:
        """A cell, or the one it is merged with."""
        return self.grid.cell(*self.above.get((row, column), (row, column)))

    def filled(self, row: int) -> dict[int, Any]:
        """A row's own cells that are not blank; a broken formula counts as a figure."""
        cells = {column: cell for column, cell in enumerate(self.grid.rows[row]) if text_of(cell)}
        return {**cells, **dict.fromkeys(self.broken.get(row, ()), 0.0)}

    def below(self, row: int, column: int) -> list[Any]:
        """A column from a row down."""
        return [self.grid.cell(r, column) for r in range(row, len(self.grid.rows))]


def is_header(cells: dict[int, Any], marks: Marks, more: bool) -> bool:
    """Words that say what columns are of, and no figures but years and months (表头行)."""
    texts = list(cells.values())
    if not texts or (len(texts) < 2 and not more):
        return False
    years = [cell for cell in texts if is_figure(cell)]
    if any(not PERIODISH.fullmatch(text_of(cell)) for cell in years):
        return False
    first = marks.of(texts[0]).label if isinstance(texts[0], str) else ""
    if years and not first and not (len(years) >= 2 and _stepwise(years)):
        return False
    said = [marks.of(cell) for cell in texts]
    if first in _TYPED or len({mark.label for mark in said if mark.label}) >= 2:
        return True
    useful = sum(mark.useful or mark.ignored for mark in said)
    if more:
        return useful >= 1 and not _is_section(said)
    return useful >= 2 and useful * 2 >= len(said)


def build(cells: Cells, marks: Marks, rows: Sequence[int], body: int, year: int) -> Table:
    """A table's columns from its header rows (识别表头); `year` is the title's."""
    table = Table()
    width = max(cells.grid.width, 1)
    stacks = [_row_marks(cells, marks, row, width, row != rows[-1], table) for row in rows]
    for column in range(width):
        _column(column, [(row, said[column]) for row, said in zip(rows, stacks, strict=True)], table)
    _inherit_span(table)
    _inherit_year(table, year)
    _find_labels(cells, table, body)
    table.whole = _whole(cells, marks, table, body)
    return table


def _row_marks(cells: Cells, marks: Marks, row: int, width: int, spread: bool, table: Table) -> list[Mark]:
    """Marks of one header row; upper rows reach over the blanks to their right, as merged cells do."""
    texts = [cells.at(row, column) for column in range(width)]
    first = next((c for c in range(width) if text_of(texts[c])), 0)
    typed = marks.of(texts[first]).label if isinstance(texts[first], str) else ""
    zero = lost_zero([text_of(cell) for cell in texts])
    found, last = [], NOTHING
    for column, cell in enumerate(texts):
        if typed == "指标" and column > first and marks.of(cell).unknown:
            table.unknown[column] = (row, text_of(cell))
        if typed == "频度" and text_of(cell).startswith("季"):
            table.quarterly.add(column)
        said = _cell(cell, typed if column > first else "", zero, marks)
        if said != NOTHING:
            last = said
        elif spread and not last.label and (row, column) not in cells.above:
            said = last
        found.append(said)
    return found


def _cell(cell: Any, typed: str, zero: bool | None, marks: Marks) -> Mark:
    text = text_of(cell)
    if not text or typed == "频度":
        return NOTHING
    if PERIODISH.fullmatch(text):
        return marks.period(cell, zero)
    said = marks.of(cell)
    return marks.unit(cell) if typed == "单位" and not (said.label or said.indicator or said.place) else said


def _column(column: int, stack: list[tuple[int, Mark]], table: Table) -> None:
    said = [(row, mark) for row, mark in stack if mark != NOTHING]
    if not said:
        return
    merged = NOTHING
    for _, mark in reversed(said):
        merged = merged.over(mark)
    if merged.label and not (merged.indicator or merged.place or merged.dated):
        table.headings[column] = next(mark.label for _, mark in said if mark.label)
    elif merged.ignored:
        table.headings[column] = "不读"
    elif column not in table.unknown:
        _decide(column, said, merged, table)


def _decide(column: int, said: list[tuple[int, Mark]], merged: Mark, table: Table) -> None:
    """The lowest cell must be known; what stands above it may be a group's name."""
    row, leaf = said[-1]
    if leaf.unknown:
        table.unknown[column] = (row, leaf.unknown)
    elif merged.unknown and not (merged.indicator or merged.place or merged.period or merged.relative):
        table.unknown[column] = next((row, mark.unknown) for row, mark in said if mark.unknown)
    else:
        table.columns[column] = merged._replace(unknown="", label="")


def _inherit_span(table: Table) -> None:
    """同比 beside 累计 is the growth of the cumulative."""
    before: Mark | None = None
    for column in sorted(table.columns):
        mark = table.columns[column]
        if mark.what not in ("growth", "base"):
            before = mark
        elif before is not None and _follows(mark, before):
            table.columns[column] = mark._replace(
                span=before.span, period=before.period, relative=before.relative
            )


def _follows(mark: Mark, before: Mark) -> bool:
    same = (mark.indicator, mark.place) == (before.indicator, before.place)
    return same and not (mark.span or mark.period or mark.relative)


def _inherit_year(table: Table, year: int) -> None:
    """2024年1-2月, 1-3月, …: the year is written once, at the left, unless the title has it."""
    for column in sorted(table.columns):
        mark = table.columns[column]
        if mark.relative and not mark.year and year:
            table.columns[column] = mark._replace(year=year)
        elif mark.period or mark.year:
            year = mark.period.year if mark.period else mark.year


def _find_labels(cells: Cells, table: Table, body: int) -> None:
    """Columns of words left of the figures, and those whose heading says so."""
    for column in list(table.unknown):
        if not any(is_figure(cell) for cell in cells.below(body, column)):
            del table.unknown[column]  # words: a group, a remark
    first = min((c for c in table.figures if c not in table.headings), default=cells.grid.width)
    for column in range(cells.grid.width):
        heading = table.headings.get(column, "")
        plain = column < first and column not in table.figures
        if heading not in _NOT_LABELS and (heading or plain):
            _add_label(cells, table, column, body, heading)
    if not table.labels and table.columns:
        table.labels.append(min(table.columns))
        table.columns.pop(table.labels[0])


def _add_label(cells: Cells, table: Table, column: int, body: int, heading: str) -> None:
    texts = [text_of(cell) for cell in cells.below(body, column)]
    if heading or not all(text.isdigit() for text in texts if text):  # else running numbers
        table.labels.append(column)
        table.zeros[column] = lost_zero(texts)


def _whole(cells: Cells, marks: Marks, table: Table, body: int) -> str:
    """The place that all the places in the labels lie under: what 合计 is of."""
    places = marks.names.catalogue.places
    found = {marks.of(cell).place for column in table.labels for cell in cells.below(body, column)}
    parents = {places[place].parent for place in found if place}
    return parents.pop() if len(parents) == 1 else ""


def _covered(area: tuple[At, At]) -> list[At]:
    (top, left), (bottom, right) = area
    if (bottom - top + 1) * (right - left + 1) > 20_000:
        return []
    return [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) != (top, left)]


def _stepwise(years: Sequence[Any]) -> bool:
    texts = [text_of(year) for year in years]
    if any("." in text or len(text) == 6 for text in texts):
        return True
    return {int(b) - int(a) for a, b in pairwise(texts)} in ({1}, {-1})


def _is_section(said: list[Mark]) -> bool:
    return len(said) == 1 and not (said[0].what or said[0].span or said[0].period or said[0].relative)
