"""Lights and findings: the one shape of every judgement (灯、发现)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from diaodu.economy.periods import Period
from diaodu.economy.results import Ref


class Light(StrEnum):
    """A light (灯): red is bad, yellow is a warning, green is good, grey can't be said."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"

    @property
    def text(self) -> str:
        """Its Chinese word (灯色)."""
        return {"red": "红", "yellow": "黄", "green": "绿", "grey": "灰"}[self.value]

    @property
    def severity(self) -> int:
        """How bad, for sorting: red 3 to green 0; grey 1, for nothing is known."""
        return {"red": 3, "yellow": 2, "grey": 1, "green": 0}[self.value]


@dataclass(frozen=True)
class Clause:
    """One condition of a rule that held (触发条款), with the figures it compared."""

    code: str  # e.g. negative, behind_plan, below_average, behind_pace
    text: str  # 增速为负（-2.3%），年度目标为8.0%
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True)
class Finding:
    """A judgement as data (发现). `key` is stable: the same matter bears the same key month after month."""

    rule: str
    indicator: str
    place: str
    period: Period
    light: Light
    text: str
    clauses: tuple[Clause, ...] = ()
    part: str = ""
    sources: tuple[Ref, ...] = field(default=(), compare=False)

    @property
    def key(self) -> str:
        """Rule, indicator, place and part: what stays the same from month to month (稳定标识)."""
        return ":".join(filter(None, (self.rule, self.indicator, self.place, self.part)))
