"""The tables that offices send, any way round (宽表): one sheet from top to bottom."""

from __future__ import annotations

from typing import Any

from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.reports.intake import headers, names, numbers, written
from diaodu.bureau.reports.intake.compose import Composer
from diaodu.bureau.reports.intake.gathered import Gathered
from diaodu.bureau.reports.intake.grid import Grid, text_of
from diaodu.bureau.reports.intake.headers import Cells, Table
from diaodu.bureau.reports.intake.marks import Marks
from diaodu.bureau.reports.intake.names import Measure, Names
from diaodu.bureau.reports.intake.problems import Wrong
from diaodu.bureau.reports.intake.words import FOOTER, NOTHING, PERIODISH, Mark


def read(grid: Grid, known: Names, into: Gathered) -> None:
    """Every table of a sheet (读取宽表)."""
    before = len(into.lines)
    _Sheet(grid, known, into).read()
    if len(into.lines) > before:
        into.layouts.append({"sheet": grid.sheet, "layout": "宽表", "figures": len(into.lines) - before})


class _Sheet:
    """One sheet on its way through."""

    def __init__(self, grid: Grid, known: Names, into: Gathered) -> None:
        self.grid, self.into = grid, into
        self.cells, self.marks = Cells(grid), Marks(known)
        self.composer = Composer(known, self.marks.inside(grid.sheet))
        self.header: list[int] = []
        self.table: Table | None = None
        self.footer = False
        self.told: set[tuple[int, int, str]] = set()

    def read(self) -> None:
        before = len(self.into.lines)
        for row in range(len(self.grid.rows)):
            if cells := self.cells.filled(row):
                self.step(row, cells)
        self.into.take_back(self.grid, before, self.composer.periods.unclear, written.UNCLEAR)
        if said := self.composer.periods.said():
            self.into.note(self.grid, said)
        if not self.header and any(numbers.is_figure(cell) for row in self.grid.rows for cell in row):
            self.into.refuse(self.grid, 0, 0, "没有找到表头。请用长表填报，或让第一行写明指标、地区或时期")

    def step(self, row: int, cells: dict[int, Any]) -> None:
        """A row is of a header, a note, a title, or of figures."""
        if headers.is_header(cells, self.marks, bool(self.header) and self.table is None):
            if self.table is not None:  # another table begins
                self.header, self.table, self.composer.section = [], None, NOTHING
            self.header.append(row)
            self.footer = False
        elif len(cells) <= 3 and FOOTER.match(text_of(next(iter(cells.values())))):
            self.footer = bool(self.header)
        elif _is_title(cells):
            self.read_title(cells)
        elif self.header and not self.footer:
            if self.table is None:
                self.table = headers.build(self.cells, self.marks, self.header, row, self.composer.year)
            self.read_row(row, self.table)

    def read_title(self, cells: dict[int, Any]) -> None:
        """Before a table: its title. Inside one: a section such as 一、工业, or the next table's title."""
        for text in map(text_of, cells.values()):
            inside = self.marks.inside(text)
            if self.table is None:
                self.composer.title = inside.over(self.composer.title)
            elif not self.footer:
                said = self.marks.of(text)
                self.composer.section = said if said.indicator else NOTHING
                if inside.unit or inside.period or inside.relative:
                    self.composer.title = inside.over(self.composer.title)

    def read_row(self, row: int, table: Table) -> None:
        figures = [column for column in table.figures if self.holds(row, column)]
        said, unknown = self.row_mark(row, table)
        if not figures:
            self.composer.section = said if said.indicator and not said.place else self.composer.section
            return
        if unknown is not None:
            if any(numbers.is_figure(self.grid.cell(row, column)) for column in figures):
                text = text_of(self.cells.at(row, unknown))
                self.tell(row, unknown, self.composer.why(text, table.headings.get(unknown, "")))
            return
        if said.indicator:
            self.composer.section = said
        for column in figures:
            self.read_cell(row, column, said, table)

    def holds(self, row: int, column: int) -> bool:
        cell = self.grid.cell(row, column)
        return (row, column) in self.grid.broken or text_of(cell).lower() not in numbers.MISSING

    def row_mark(self, row: int, table: Table) -> tuple[Mark, int | None]:
        """What the labels say together; the column of a label that says nothing known, if it matters."""
        said, unknown = NOTHING, None
        for number, column in enumerate(table.labels):
            mark = self.label(self.label_cell(row, column, table.labels[number + 1 :]), table, column)
            if mark.unknown:
                unknown = column
            elif mark.indicator or mark.place:
                unknown = None  # what stood left of it was a group's heading
            said = mark.over(said)._replace(unknown="" if mark.indicator else mark.unknown or said.unknown)
        return said._replace(label=""), unknown

    def label_cell(self, row: int, column: int, inner: list[int]) -> Any:
        """A label; a blank one left of a filled one repeats the one above."""
        cell = self.cells.at(row, column)
        if text_of(cell) or not any(text_of(self.cells.at(row, c)) for c in inner):
            return cell
        for above in range(row - 1, self.header[-1], -1):
            if text_of(self.cells.at(above, column)):
                return self.cells.at(above, column)
        return ""

    def label(self, cell: Any, table: Table, column: int) -> Mark:
        heading, text = table.headings.get(column, ""), text_of(cell)
        if not text:
            return NOTHING
        if "".join(text.split()) in ("合计", "总计") and table.whole:
            return Mark(place=table.whole)
        if heading == "时期" or PERIODISH.fullmatch(text):
            return self.marks.period(cell, table.zeros.get(column))
        mark = self.marks.of(cell)
        if heading == "单位" and not mark.place:
            return self.marks.unit(cell)
        return NOTHING if mark.ignored else mark

    def read_cell(self, row: int, column: int, said: Mark, table: Table) -> None:
        if column in table.unknown:
            at, text = table.unknown[column]
            self.tell(at, column, self.composer.why(text))
            return
        number = self.number(row, column)
        if number is None:
            return
        above = table.columns[column]
        mark = said.over(above) if said.what else above.over(said)
        mark = mark._replace(indicator=said.indicator or above.indicator, unknown=said.unknown)
        found = self.composer.measure(mark), self.composer.place(mark)
        measure, place = found
        if isinstance(measure, Wrong) or isinstance(place, Wrong):
            self.tell_wrong(row, column, *found)
            return
        when = self.composer.when(mark, measure, column in table.quarterly)
        if isinstance(when, Wrong):
            self.tell_wrong(row, column, when)
            return
        value = self.scaled(row, column, number, measure)
        if value is not None:
            of = (measure.indicator.code, place, measure.part, measure.kind, measure.what)
            key = FigureKey(*of, when.year, when.first, when.last)
            self.into.lines.append(Line(key, value, self.grid.where(row, column), mark.vintage))

    def number(self, row: int, column: int) -> numbers.Number | None:
        found = numbers.at(self.grid, row, column)
        if isinstance(found, str):
            self.into.refuse(self.grid, row, column, found)
            return None
        return found if found.value is not None else None

    def scaled(self, row: int, column: int, number: numbers.Number, measure: Measure) -> float | None:
        if number.percent and not names.percentage(measure):
            self.into.refuse(self.grid, row, column, names.not_percent(measure))
            return None
        return names.scaled(number.value or 0.0, measure)

    def tell_wrong(self, row: int, column: int, *found: Any) -> None:
        for wrong in found:
            if isinstance(wrong, Wrong):
                self.tell(row, column, wrong.reason)

    def tell(self, row: int, column: int, reason: str) -> None:
        """Say one thing of one cell once."""
        if (row, column, reason) not in self.told:
            self.told.add((row, column, reason))
            self.into.refuse(self.grid, row, column, reason, text_of(self.cells.at(row, column)))


def _is_title(cells: dict[int, Any]) -> bool:
    texts = [
        text_of(cell) for cell in cells.values() if isinstance(cell, str) and not numbers.is_figure(cell)
    ]
    return len(texts) == len(cells) and (len(texts) <= 2 or any("单位" in text for text in texts))
