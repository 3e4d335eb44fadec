"""A workbook that came back, read (读回): numbers by slot with their cells, and the problems.

own       one that we issued: by its sealed page, names and keys (下发的填报表)
another   the office's own table, as the imports read it (自有表格)
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.reports.intake import files, xlsx
from diaodu.bureau.reports.intake import reading as intake
from diaodu.bureau.reports.intake.grid import Grid, address, text_of
from diaodu.bureau.reports.intake.names import Names
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.workbook import entries, layout, located, seal
from diaodu.bureau.reports.workbook.seal import Sealed
from diaodu.economy.errors import Refusal
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Catalogue

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 20_000, 1_024, 2_000_000
TOLD = 80  # characters of a cell that a problem repeats
TWICE = "同一项数据在表里有不同的数（{cells}），没有读取。请只留一个"


class Filled(NamedTuple):
    """One number as it was filled in (填报数); None clears."""

    value: float | None
    sheet: str
    cell: str


@dataclass
class Read:
    """What a workbook says (读回结果)."""

    sealed: Sealed | None = None
    filled: dict[str, Filled] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    read: int = 0


def read(report: Report, name: str, content: bytes, catalogue: Catalogue, today: dt.date) -> Read:
    """A workbook read for a report (读回); a Refusal where nothing of it may be taken."""
    page = _sealed_page(name, content)
    if page is None:
        return _another(report, name, content, catalogue, today)
    sealed = seal.read(name, page)
    seal.expect(sealed, report, name)
    return _own(report, name, content, catalogue, sealed)


def _sealed_page(name: str, content: bytes) -> Grid | None:
    if not content.startswith(b"PK"):
        return None
    return next(iter(files.open_book(name, content, (seal.PAGE,)).grids), None)


def _own(report: Report, name: str, content: bytes, catalogue: Catalogue, sealed: Sealed) -> Read:
    found, package = Read(sealed), xlsx.Package(name, content)
    asked = {slot.code: slot for slot in report.asked}
    known = Names(catalogue, Options())
    labels = located.Labels((one.item for one in layout.build(report, catalogue).items), known)
    reader = entries.Reader(known, report.block.get("optional", ()))
    seen: dict[str, list[Filled]] = {}
    met = 0
    for grid in _grids(name, content):
        formulas = package.formulas(grid.sheet)
        for cell in located.cells(grid, labels, asked):
            met += bool(cell.code)
            formula = (cell.row, cell.column) in formulas
            _take(found, seen, grid, cell, reader, asked.get(cell.code), formula)
    if not met:
        raise Refusal("“{name}”里找不到填报的格，没有读取。请重新下载填报表，把数填进去再传", name=name)
    _settle(found, seen)
    return found


def _grids(name: str, content: bytes) -> Iterator[Grid]:
    if content.startswith(b"PK"):
        package = xlsx.Package(name, content)
        for sheet in package.sheets:
            _bounded(name, sheet, *package.extent(sheet))
    for grid in files.open_book(name, content).grids:
        _bounded(name, grid.sheet, len(grid.rows), grid.width)
        if grid.sheet != seal.PAGE:
            yield grid


def _bounded(name: str, sheet: str, rows: int, columns: int) -> None:
    """A unit's table is small: what is a hundred times larger is no table of a unit (范围)."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refusal(
            "“{name}”的工作表“{sheet}”有{rows}行{columns}列，超出可读范围。"
            "请删除数据区以外的空行空列，或拆成几个文件",
            name=name,
            sheet=sheet,
            rows=rows,
            columns=columns,
        )


def _take(
    found: Read,
    seen: dict[str, list[Filled]],
    grid: Grid,
    cell: located.Cell,
    reader: entries.Reader,
    slot: Slot | None,
    formula: bool,
) -> None:
    if slot is None:
        found.problems.append(_problem(grid, cell, cell.lost))
        return
    entry = reader.read(grid, cell.row, cell.column, slot, formula)
    if entry.wrong:
        found.problems.append(_problem(grid, cell, entry.wrong))
    elif not entry.blank:
        where = address(cell.row, cell.column)
        seen.setdefault(slot.code, []).append(Filled(entry.value, grid.sheet, where))


def _settle(found: Read, seen: dict[str, list[Filled]]) -> None:
    """One number for one thing: two different ones are both left out (去重)."""
    for code, some in seen.items():
        found.read += 1
        if len({one.value for one in some}) > 1:
            reason = TWICE.format(cells="、".join(f"{one.sheet}!{one.cell}" for one in some[:4]))
            found.problems += [Problem(one.sheet, one.cell, _shown(one.value), reason) for one in some]
        else:
            found.filled[code] = some[0]


def _another(report: Report, name: str, content: bytes, catalogue: Catalogue, today: dt.date) -> Read:
    """The office's own table: lines that the report asks for are taken, others named."""
    if any(located.keyed(grid) for grid in _grids(name, content)):
        raise Refusal(
            "“{name}”缺少随表信息（可能是另存成了 xls 等别的格式，或复制到了新文件）。"
            "请另存为 xlsx 再传，仍不行的重新下载填报表",
            name=name,
        )
    said = intake.read(name, content, catalogue, _options(report), today=today)
    asked = {FigureKey(*slot): slot.code for slot in report.asked}
    found = Read(problems=list(said.problems), read=len(said.lines))
    for line in said.lines:
        sheet, _, cell = line.cell.rpartition("!")
        if line.key in asked:
            found.filled[asked[line.key]] = Filled(line.value, sheet, cell)
        else:
            found.problems.append(Problem(sheet, cell, _shown(line.value), _outside(line, catalogue)))
    _without_formulas(found, name, content)
    if not found.filled:
        raise Refusal(
            "“{name}”里没有“{report}”要报的数：{why}", name=name, report=str(report), why=_why(found)
        )
    return found


def _without_formulas(found: Read, name: str, content: bytes) -> None:
    """A number that a formula gives changes by itself: it has to be written as a number."""
    if not content.startswith(b"PK"):
        return
    package, formulas = xlsx.Package(name, content), dict[str, frozenset[tuple[int, int]]]()
    for code, one in list(found.filled.items()):
        at = formulas.setdefault(one.sheet, package.formulas(one.sheet))
        if one.cell in {address(*cell) for cell in at}:
            del found.filled[code]
            found.problems.append(Problem(one.sheet, one.cell, _shown(one.value), entries.FORMULA))


def _options(report: Report) -> Options:
    """What the office's own table leaves out, the report knows (默认值)."""
    slots = report.asked
    places, kinds = {slot.place for slot in slots}, Counter(slot.kind for slot in slots)
    return Options(
        place=next(iter(places)) if len(places) == 1 else "",
        period=report.period.code if report.matter != "target" else str(report.year),
        span="cumulative",
        kind=next(iter(kinds)) if len(kinds) == 1 else "",
    )


def _outside(line: Line, catalogue: Catalogue) -> str:
    key = line.key
    named = f"{catalogue.places[key.place].label}{catalogue.indicators[key.indicator].label}"
    return f"{line.period.label}{named}{_WHATS.get(key.what, '')}{located.OUTSIDE}"


def _why(found: Read) -> str:
    wrong = [p.reason for p in found.problems if p.severity is Severity.REFUSE]
    return wrong[0] if wrong else "没有找到指标、地区、时期和数值"


def _problem(grid: Grid, cell: located.Cell, reason: str) -> Problem:
    content = text_of(grid.cell(cell.row, cell.column)).replace("\x00", "")[:TOLD]
    return Problem(grid.sheet, address(cell.row, cell.column), content, reason)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"


def counted(problems: Sequence[Problem]) -> int:
    """How many cells could not be taken (未读取数)."""
    return sum(problem.severity is Severity.REFUSE for problem in problems)


_WHATS = {"level": "", "growth": "增速", "base": "上年同期"}
