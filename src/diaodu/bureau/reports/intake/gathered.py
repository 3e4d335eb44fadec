"""What reading a file gathers (读取结果): lines and problems, as they are found."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from diaodu.bureau.figures.lines import Line
from diaodu.bureau.reports.intake.grid import Grid, address, position, text_of
from diaodu.bureau.reports.intake.problems import Problem, Severity

Progress = Callable[[int], None]


@dataclass
class Gathered:
    """Lines and problems so far (读取结果)."""

    lines: list[Line] = field(default_factory=list)
    rounds: list[str] = field(default_factory=list)  # 轮次, one for each line where the file has them
    problems: list[Problem] = field(default_factory=list)
    missing: int = 0  # 空缺
    layouts: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, grid: Grid, row: int, column: int, reason: str, content: str | None = None) -> None:
        """Set one cell aside (不入账)."""
        self._add(grid, row, column, reason, Severity.REFUSE, content)

    def warn(self, grid: Grid, row: int, column: int, reason: str, content: str | None = None) -> None:
        """Read a cell, but have it looked at (请核对)."""
        self._add(grid, row, column, reason, Severity.WARN, content)

    def note(self, grid: Grid, reason: str, cell: str = "", content: str = "") -> None:
        """Say something about a sheet (说明)."""
        self.problems.append(Problem(grid.sheet, cell, content, reason, Severity.NOTE))

    def take_back(self, grid: Grid, start: int, series: Collection[tuple[str, int]], reason: str) -> None:
        """Set aside the 1—2月 of some years after all (退回): a later row made them unclear."""
        if not series:
            return
        out = [
            n
            for n, line in enumerate(self.lines[start:], start)
            if (line.key.first, line.key.last) == (1, 2) and (line.key.indicator, line.key.year) in series
        ]
        for n in out:
            row, column = position(self.lines[n].cell.rpartition("!")[2]) or (0, 0)
            self.refuse(grid, row, column, reason)
        for n in reversed(out):
            del self.lines[n]
            if n < len(self.rounds):
                del self.rounds[n]

    def _add(
        self, grid: Grid, row: int, column: int, reason: str, severity: Severity, content: str | None
    ) -> None:
        shown = text_of(grid.cell(row, column)) if content is None else content
        self.problems.append(
            Problem(grid.sheet, address(row, column), shown.replace("\x00", "")[:80], reason, severity)
        )
