"""The names of cells, written out of sight beside rows and above columns (项目代码).

A row and a column say together which number a cell asks for; what one leaves out the other says.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

INDICATOR, PLACE = "指标", "地区"
NAMES = {INDICATOR: "~@indicator", PLACE: "~@place"}
"""Marks above the columns that name indicators and places (名称栏)."""

_KEY = re.compile(r"~([^|]{0,60})\|([^|]{0,30})\|([^|]{0,60})\|(level|base|growth)?")


class Key(NamedTuple):
    """What a row or a column is of (项目代码); "" where it leaves a thing to the other."""

    indicator: str = ""
    place: str = ""
    part: str = ""
    what: str = ""

    @property
    def text(self) -> str:
        """As it is written into the sheet (写法)."""
        return "~" + "|".join(self)

    def over(self, other: Key) -> Key:
        """Together with the other's, where this one says nothing (合并)."""
        return Key(*(mine or theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def code(self) -> str:
        """The slot's code (数据项代码)."""
        return ":".join(filter(None, (self.indicator, self.place, self.what, self.part)))


def read(cell: Any) -> Key | None:
    """The key in a cell, if there is one (识别)."""
    if not isinstance(cell, str) or not cell.startswith("~"):
        return None
    match = _KEY.fullmatch(cell.strip())
    return Key(*(text or "" for text in match.groups())) if match else None
