"""What a rule says of a figure (核查结果): passed, questioned, or not computable and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from diaodu.economy.periods import Period
from diaodu.economy.results import Ref, Result
from diaodu.economy.units import level_text, percent_text, published


class State(StrEnum):
    """How a rule came out (核查结论)."""

    PASSED = "passed"  # 通过
    QUESTIONED = "questioned"  # 质疑
    MISSING = "missing"  # 不可比


class Severity(StrEnum):
    """How grave a doubt is (疑点程度)."""

    HIGH = "high"
    MID = "mid"
    LOW = "low"

    @property
    def text(self) -> str:
        """Its Chinese word (程度)."""
        return {"high": "高", "mid": "中", "low": "低"}[self.value]

    @property
    def order(self) -> int:
        """The gravest first, for sorting."""
        return {"high": 0, "mid": 1, "low": 2}[self.value]


class Compared(NamedTuple):
    """One figure that a rule compares (对照数据), with the ledger's figures it was read from."""

    indicator: str
    name: str
    place: str
    what: str  # 增速、当月数、在库户数……
    unit: str
    period: Period
    result: Result

    @property
    def known(self) -> float:
        """The number: a rate as published, to one decimal (数)."""
        return published(self.result.known) if self.unit == "%" else self.result.known

    @property
    def label(self) -> str:
        """What it is (名称): 工业用电量增速."""
        return self.name + self.what

    @property
    def shown(self) -> str:
        """The number in words (数值表述)."""
        if self.result.value is None:
            return "—"
        return percent_text(self.known) if self.unit == "%" else level_text(self.known, self.unit)

    @property
    def text(self) -> str:
        """What it is and how much (表述): 工业用电量增速-3.2%."""
        return self.label + self.shown


@dataclass(frozen=True)
class Outcome:
    """What one rule says of one figure (核查结果). A questioned one names both figures and the distance."""

    rule: str
    pair: str
    indicator: str
    place: str
    period: Period
    state: State
    severity: Severity
    figures: tuple[Compared, ...] = ()
    text: str = ""
    distance: float | None = None
    limit: float | None = None
    unit: str = ""
    reason: str = ""
    hint: str = ""

    @property
    def key(self) -> str:
        """Rule, indicator and place: the same matter month after month (稳定标识)."""
        return ":".join((self.pair, self.indicator, self.place))

    @property
    def sources(self) -> tuple[Ref, ...]:
        """The ledger's figures behind all that was compared (来源)."""
        return tuple(dict.fromkeys(ref for one in self.figures for ref in one.result.sources))
