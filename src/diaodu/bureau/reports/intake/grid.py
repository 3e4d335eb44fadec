"""One sheet's cells with their addresses (单元格网格)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
At = tuple[int, int]


@dataclass
class Grid:
    """One sheet (工作表): rows start at A1, whatever stood there."""

    sheet: str
    rows: list[list[Any]]
    merged: list[tuple[At, At]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    broken: dict[At, str] = field(default_factory=dict)  # 错误值或没有结果的公式
    percent: frozenset[At] = frozenset()  # 百分数格式的单元格

    def cell(self, row: int, column: int) -> Any:
        """What stands there; empty beyond the row's end."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    @property
    def width(self) -> int:
        """The longest row's cells (列数)."""
        return max(map(len, self.rows), default=0)

    def where(self, row: int, column: int) -> str:
        """The cell as the ledger keeps it: sheet and address (工作表!单元格)."""
        return f"{self.sheet}!{address(row, column)}" if self.sheet else address(row, column)


def address(row: int, column: int) -> str:
    """The address that people see (单元格地址): B5."""
    return f"{letters(column)}{row + 1}"


def position(cell: str) -> At | None:
    """Row and column of an address (行列), from 0."""
    match = re.fullmatch(r"([A-Z]{1,3})([0-9]+)", cell)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """A column's letters (列标): A, Z, AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def text_of(cell: Any) -> str:
    """A cell as a person sees it (单元格内容), whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell).strip()
