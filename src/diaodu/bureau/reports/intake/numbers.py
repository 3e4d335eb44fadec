"""A number as people type it (数值)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any, NamedTuple

from diaodu.bureau.reports.intake.grid import Grid

_DOTS_AND_DASHES = (
    "",
    "-",
    "--",
    "---",
    "－",
    "—",
    "——",
    "–",
    "−",
    "..",
    "...",
    "......",
    "…",
    "……",
    "·",
    "/",
)
MISSING = frozenset((*_DOTS_AND_DASHES, "nan", "null", "none", "n.a.", "na", "空"))
LONGEST = 80  # no number is written longer
LIMIT = 1e18  # nothing that is counted comes near it, in whatever unit
WITHDRAWN = frozenset(("撤销", "作废"))

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
# Marks that point to a note: 12.5*, 12.5①, 12.5(1), 12.5[注], 12.5注1.
_NOTE = re.compile(r"(?:[*#†‡①-⑳❶-❿]+|\((?:\d|[①-⑳]|注\d?)\)|[\[【](?:\d|注\d?)[\]】]|注\d?)$")
_DASHES = str.maketrans("－—–−﹣", "-----")


class Number(NamedTuple):
    """A number and whether a percent sign stood behind it (数值)."""

    value: float | None  # None: missing
    percent: bool = False
    withdrawn: bool = False


class NotANumber(ValueError):
    """The cell holds something else; the message says what (不是数值)."""


NOTHING = Number(None)


def read(cell: Any) -> Number:
    """The number in a cell (识别数值); NotANumber tells in Chinese what is there instead."""
    if type(cell) is float or type(cell) is int:
        return Number(_bounded(float(cell)))
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, (dt.date, dt.time, dt.timedelta)):
        raise NotANumber("单元格是日期或时间格式，不是数值。请改为数值格式")
    raise NotANumber("单元格是逻辑值，不是数值")


def _text(cell: str) -> Number:
    text = cell.strip()
    if text.lower() in MISSING:
        return NOTHING
    if text in WITHDRAWN:
        return Number(None, withdrawn=True)
    if len(text) > LONGEST:
        raise NotANumber("这里应当是数值，却是文字")
    # NFKC turns ① into 1: take the note marks off first.
    plain = _NOTE.sub("", text.replace("（", "(").replace("）", ")")).strip()
    plain = "".join(unicodedata.normalize("NFKC", plain.translate(_DASHES)).split())
    percent = plain.endswith(("%", "‰"))
    divisor = 10 if plain.endswith("‰") else 1
    plain = plain.rstrip("%‰")
    if plain.lower() in MISSING and not percent:
        return NOTHING
    if text.startswith("#"):
        raise NotANumber("单元格是错误值。请改正公式")
    if not _NUMBER.fullmatch(plain) or not any(c.isdigit() for c in plain.lower().partition("e")[0]):
        raise NotANumber("这里应当是数值，却是文字")
    return Number(_bounded(float(plain.replace(",", "")) / divisor), percent)


def _bounded(value: float) -> float:
    if not -LIMIT < value < LIMIT:
        raise NotANumber("数值太大，或不是有限的数")
    return value


def at(grid: Grid, row: int, column: int) -> Number | str:
    """The number in a grid's cell (单元格数值), percent formats applied; or in Chinese why there is none."""
    if (row, column) in grid.broken:
        return grid.broken[row, column]
    try:
        found = read(grid.cell(row, column))
    except NotANumber as error:
        return str(error)
    if (row, column) in grid.percent and not found.percent and found.value is not None:
        return Number(round(found.value * 100, 10), True)
    return found


def is_figure(cell: Any) -> bool:
    """Whether a cell holds a number, whatever its type (是数值)."""
    if isinstance(cell, (bool, dt.date)):
        return False
    if isinstance(cell, (int, float)):
        return True
    try:
        return isinstance(cell, str) and read(cell).value is not None
    except NotANumber:
        return False
