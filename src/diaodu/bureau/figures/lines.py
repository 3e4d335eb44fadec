"""Figures on their way into the ledger (待入账数据): plain tuples, no database."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from diaodu.economy.periods import Period, span


class FigureKey(NamedTuple):
    """What a figure is of (数据项标识)."""

    indicator: str
    place: str
    part: str
    kind: str
    what: str
    year: int
    first: int
    last: int


class Line(NamedTuple):
    """One figure on its way into the ledger (待入账数据)."""

    key: FigureKey
    value: float | None
    cell: str = ""
    vintage: str = ""  # "" lets the ledger decide: 初步 at first, 修订 when a value changes
    released: dt.date | None = None

    @property
    def period(self) -> Period:
        return span(self.key.year, self.key.first, self.key.last)


class Posted(NamedTuple):
    """What a posting did (入账结果)."""

    new: int
    revised: int
    unchanged: int


Known = dict[FigureKey, tuple[float | None, str]]
"""Value and vintage of each figure now in the ledger (现行值)."""
