"""What the checks on entry read, and what they say (录入校验)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from diaodu.economy.forms import Form, Slot
from diaodu.economy.indicators import Catalogue, Indicator
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period


class Severity(StrEnum):
    """What a doubt asks of the unit (疑点程度)."""

    FIX = "fix"  # 必须改正
    EXPLAIN = "explain"  # 改正或说明
    NOTE = "note"  # 提示


class Hit(NamedTuple):
    """One doubt about what was filled in (疑点): a check, the numbers it doubts, why in words."""

    check: str
    severity: Severity
    slots: tuple[str, ...]  # 项目代码，第一个是主要的
    series: str  # 指标:地区:数据项，往后各期据此认出同一疑点
    values: str  # 被疑的数值：数值变了，原来的说明就不算数
    text: str

    @property
    def key(self) -> str:
        """What an explanation answers (疑点标识): the check, the series, the very values."""
        return f"{self.check}|{self.series}|{self.values}"


@dataclass(frozen=True)
class Case:
    """One report as it stands, beside what the ledger knows (待校验报表)."""

    form: Form
    period: Period  # 期别
    values: Mapping[Slot, float | None]  # 每个应报数据项，未填为 None
    panel: Panel  # 台账里这些指标、地区的数据，不含本表
    limits: Mapping[str, float]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the panel (指标目录)."""
        return self.panel.catalogue

    def indicator(self, slot: Slot) -> Indicator:
        """The indicator of a slot (指标)."""
        return self.catalogue.indicators[slot.indicator]

    def hit(self, check: str, severity: Severity, text: str, *slots: Slot) -> Hit:
        """A doubt about some of the numbers (提出疑点)."""
        first = slots[0]
        series = ":".join(filter(None, (first.indicator, first.place, first.what, first.part)))
        shown = ",".join(f"{self.values[slot]:.12g}" for slot in slots if self.values.get(slot) is not None)
        return Hit(check, severity, tuple(slot.code for slot in slots), series, shown[:200], text)
