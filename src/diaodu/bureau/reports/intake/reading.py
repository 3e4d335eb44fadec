"""All of reading one file (读取): open, recognise each sheet, read, check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from diaodu.bureau.figures.lines import Known, Line
from diaodu.bureau.reports.intake import checks, files, longform, tables
from diaodu.bureau.reports.intake.gathered import Gathered, Progress
from diaodu.bureau.reports.intake.grid import Grid, address, letters, position, text_of
from diaodu.bureau.reports.intake.names import Names
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.economy.indicators import Catalogue

History = Callable[[set[str], int], Known]
RECENT = 2  # years before the file's own by which its figures are judged


@dataclass(frozen=True)
class Reading:
    """What a file says (读取结果): the lines that may be posted, and the list of problems."""

    lines: list[Line]
    problems: list[Problem]
    missing: int
    layouts: list[dict[str, Any]]
    known: Known

    def count(self, severity: Severity) -> int:
        """How many problems of one severity (问题数)."""
        return sum(problem.severity is severity for problem in self.problems)


def read(
    name: str,
    content: bytes,
    catalogue: Catalogue,
    options: Options | None = None,
    *,
    today: dt.date | None = None,
    history: History | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read one file (读取文件); a Refusal where the file as a whole can't be read."""
    options = options or Options()
    say = progress or (lambda _: None)
    found = Gathered()
    book = files.open_book(name, content, options.sheets)
    found.problems.extend(book.notes)
    say(15)
    known_names = Names(catalogue, options)
    grids = {}
    for number, grid in enumerate(book.grids, 1):
        grids[grid.sheet] = grid
        _read_sheet(grid, known_names, options, found)
        say(15 + 65 * number // max(book.sheets, 1))
    known = _known(found.lines, history) if history else {}
    say(85)
    checked = checks.check(
        found.lines,
        catalogue,
        known,
        today=today,
        rounds=found.rounds,
        accept_units=options.accept_units,
    )
    say(95)
    problems = found.problems + [_as_written(problem, grids) for problem in checked.problems]
    return Reading(checked.lines, problems, found.missing, found.layouts, known)


def _known(lines: list[Line], history: History) -> Known:
    """What the ledger says of the file's indicators, in its years and a few before (台账现有)."""
    if not lines:
        return {}
    return history({line.key.indicator for line in lines}, min(line.key.year for line in lines) - RECENT)


def _read_sheet(grid: Grid, known: Names, options: Options, into: Gathered) -> None:
    if not any(any(cell not in ("", None) for cell in row) for row in grid.rows):
        return
    before = len(into.lines)
    header = longform.find_header(grid, options)
    if header is not None:
        longform.read(grid, header, known, options, into)
    else:
        tables.read(grid, known, into)
    _say_hidden(grid, into, len(into.lines) > before)


def _as_written(problem: Problem, grids: dict[str, Grid]) -> Problem:
    """With what stands in the cell, not what it became after conversion."""
    at = position(problem.cell)
    return problem._replace(content=text_of(grids[problem.sheet].cell(*at))[:80]) if at else problem


def _say_hidden(grid: Grid, into: Gathered, found: bool) -> None:
    if not found:
        return
    if grid.hidden_rows:
        rows = "、".join(str(row + 1) for row in sorted(grid.hidden_rows)[:10])
        into.note(
            grid,
            f"有隐藏的行（第{rows}行{_more(grid.hidden_rows)}），已一并读取，请核对",
            address(min(grid.hidden_rows), 0),
        )
    if grid.hidden_columns:
        columns = "、".join(letters(column) for column in sorted(grid.hidden_columns)[:10])
        into.note(
            grid,
            f"有隐藏的列（{columns}列{_more(grid.hidden_columns)}），已一并读取，请核对",
            address(0, min(grid.hidden_columns)),
        )


def _more(hidden: frozenset[int]) -> str:
    return f"等{len(hidden)}处" if len(hidden) > 10 else ""
