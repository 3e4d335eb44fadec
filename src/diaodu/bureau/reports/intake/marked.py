"""The workbook back with its problems marked (标注件): coloured, commented, listed on a first sheet."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from diaodu.bureau.reports.intake import files
from diaodu.bureau.reports.intake.grid import Grid, address, position, text_of
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.economy.errors import Refusal

LIST = "问题清单"
HEADINGS = ("工作表", "单元格", "内容", "原因", "处理")
COLOURS = {Severity.REFUSE: "FFC7CE", Severity.WARN: "FFEB9C", Severity.NOTE: "DDEBF7"}
_ACTS = re.compile(r"\||\b(?:HYPERLINK|WEBSERVICE|RTD|CALL|REGISTER|EXEC|DDE)\b", re.IGNORECASE)
PLAIN_ROWS = 5_000  # beyond it the copy keeps values but not the layout: openpyxl would take minutes


def name_of(name: str) -> str:
    """The copy's file name (标注件文件名)."""
    stem = name.rpartition(".")[0] or name
    return f"{stem}_标注.xlsx"


def build(name: str, content: bytes, problems: list[Problem]) -> bytes:
    """The marked copy (标注件); of an xlsx with its own layout, of anything else with its values."""
    try:
        grids = list(files.open_book(name, content).grids)
    except Refusal:
        grids = []
    if content.startswith(b"PK") and grids and sum(len(grid.rows) for grid in grids) <= PLAIN_ROWS:
        try:
            return _in_place(content, problems)
        except Exception:  # openpyxl does not open everything that can be read: values alone then
            return _rebuilt(grids, problems)
    return _rebuilt(grids, problems)


def _in_place(content: bytes, problems: list[Problem]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (sheet, cell), found in _by_cell(problems).items():
        if sheet in book.sheetnames:
            target = book[sheet][cell]
            target.fill = PatternFill("solid", start_color=COLOURS[found[0].severity])
            if not isinstance(target, openpyxl.cell.cell.MergedCell):
                target.comment = Comment(_comment(found), "调度")
    _disarm(book)
    _list_sheet(book, problems)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _disarm(book: Any) -> None:
    """Formulas that start programs or reach outside become text: the copy is opened by others as well."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and _ACTS.search(str(getattr(cell.value, "text", cell.value))):
                    cell.value = str(getattr(cell.value, "text", cell.value))
                    cell.data_type = "s"


def _list_sheet(book: Any, problems: list[Problem]) -> None:
    sheet = book.create_sheet(_free(LIST, book.sheetnames), 0)
    sheet.append(HEADINGS)
    for row, problem in enumerate(problems, 2):
        for column, text in enumerate(_listed(problem), 1):
            cell = sheet.cell(row, column)
            cell.value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"  # what stood in a file must not become a formula here
    for letter, width in zip("ABCDE", (14, 10, 24, 70, 10), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.active = 0


def _rebuilt(grids: list[Grid], problems: list[Problem]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    formats = {severity: book.add_format({"bg_color": f"#{colour}"}) for severity, colour in COLOURS.items()}
    titles = [grid.sheet or "数据" for grid in grids]
    listed = book.add_worksheet(_free(LIST, titles))
    _write_rows(listed, [HEADINGS, *(_listed(problem) for problem in problems)])
    listed.set_column(3, 3, 70)
    marks = _by_cell(problems)
    for title, grid in zip(titles, grids, strict=True):
        sheet = book.add_worksheet(title)
        _write_rows(sheet, grid.rows)
        for (where, cell), found in marks.items():
            at = position(cell)
            if where == grid.sheet and at:
                sheet.write_string(*at, text_of(_at(grid, *at)), formats[found[0].severity])
                sheet.write_comment(*at, _comment(found))
    book.close()
    return out.getvalue()


def _write_rows(sheet: Any, rows: Iterable[Iterable[Any]]) -> None:
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                sheet.write_number(number, column, cell)
            elif cell not in ("", None):
                sheet.write_string(number, column, text_of(cell)[:32_000])


def _by_cell(problems: list[Problem]) -> dict[tuple[str, str], list[Problem]]:
    found: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if position(problem.cell):
            found[problem.sheet, problem.cell].append(problem)
    order = list(Severity)
    return {at: sorted(same, key=lambda p: order.index(p.severity)) for at, same in found.items()}


def _comment(problems: list[Problem]) -> str:
    return "\n".join(problem.reason for problem in problems)[:2_000]


def _listed(problem: Problem) -> tuple[str, ...]:
    return problem.sheet, problem.cell, problem.content, problem.reason, problem.severity.text


def _at(grid: Grid, row: int, column: int) -> Any:
    return grid.cell(row, column) if row < len(grid.rows) else ""


def _free(title: str, taken: Iterable[str]) -> str:
    while title in taken:
        title += "_"
    return title


def shown(problem: Problem) -> str:
    """A problem's place in words (位置)."""
    at = position(problem.cell)
    return f"{problem.sheet} {address(*at)}".strip() if at else problem.sheet
