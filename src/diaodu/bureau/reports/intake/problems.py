"""What can't be read, or looks wrong, as data (问题清单)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from diaodu.economy.errors import Refusal


class Severity(StrEnum):
    """What becomes of the figure (处理方式)."""

    REFUSE = "refuse"  # 不入账
    WARN = "warn"  # 入账，请核对
    NOTE = "note"  # 说明

    @property
    def text(self) -> str:
        """Its Chinese words (处理方式)."""
        return {"refuse": "未入账", "warn": "请核对", "note": "说明"}[self.value]


class Problem(NamedTuple):
    """One problem: where, what stands there, and why (问题)."""

    sheet: str
    cell: str
    content: str
    reason: str
    severity: Severity = Severity.REFUSE


class Wrong(NamedTuple):
    """What a cell says can't be used (不能识别): which heading's cell, and why."""

    heading: str
    said: str | Refusal

    @property
    def reason(self) -> str:
        """The sentence (原因): a tentative reading's is never asked for, nor are its nearest names sought."""
        return str(self.said)
