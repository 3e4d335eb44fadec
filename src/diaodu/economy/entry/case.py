"""What the checks on entry read, and what they say (录入校验)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from diaodu.economy.forms import Form, Matter, Slot
from diaodu.economy.indicators import Catalogue, Indicator, Kind, What
from diaodu.economy.panel import Observation, Panel, SeriesKey
from diaodu.economy.periods import Period
from diaodu.economy.warning.thresholds import Thresholds

RULE = "entry"
EXCEPTIONS = {  # of indicators that every city has, unless it says otherwise
    (RULE, "negative", "industrial_profit"): 1.0,
    (RULE, "share_most", "industrial_sales_ratio"): 200.0,
}
MOST = 200  # so long a text of the values that are doubted is kept as it is
WHOLE = "本表"  # the series of a doubt about a report as a whole


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
    limits: Thresholds = field(default_factory=Thresholds)
    filed: Mapping[Slot, float] = field(default_factory=dict)  # 台账里本表各项现有的数，如本月上次的预计

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the panel (指标目录)."""
        return self.panel.catalogue

    def indicator(self, slot: Slot) -> Indicator:
        """The indicator of a slot (指标)."""
        return self.catalogue.indicators[slot.indicator]

    @property
    def actual(self) -> bool:
        """Whether the report is of what has been (实绩)."""
        return self.form.matter is Matter.ACTUAL

    def filled(self, what: What | None = None) -> Iterator[tuple[Slot, Indicator, float]]:
        """The slots that hold a number (已填项)."""
        for slot, value in self.values.items():
            if value is not None and (what is None or slot.what == what):
                yield slot, self.indicator(slot), value

    @cached_property
    def now(self) -> Panel:
        """The report's months, this year's and last, with the report laid over the ledger (台账加本表)."""
        found: dict[SeriesKey, dict[Period, Observation]] = {}
        for slot in self.values:
            one, kind = self.indicator(slot), Kind(slot.kind)
            for what in What:
                key = SeriesKey(slot.indicator, slot.place, kind, what, slot.part)
                series = self.panel.series(one, slot.place, what, slot.part, kind)
                known = ((p, series.get(p)) for p in (slot.period, slot.period.year_before))
                found.setdefault(key, {}).update({p: seen for p, seen in known if seen})
        for slot, _, value in self.filled():
            key = SeriesKey(slot.indicator, slot.place, Kind(slot.kind), What(slot.what), slot.part)
            found[key][slot.period] = Observation(value, 0)
        made = Panel(self.catalogue)
        for key, known_of in found.items():
            made.add(key, known_of.items())
        return made

    def limit(self, name: str, indicator: str = "", rule: str = RULE) -> float:
        """A limit of the checks, the indicator's own where it has one (限值)."""
        own = (rule, name, indicator)
        if own in EXCEPTIONS and own not in self.limits.values:
            return EXCEPTIONS[own]
        return self.limits.get(*own)

    def name(self, slot: Slot) -> str:
        """What a slot asks, in words (名称): the place too where the report asks several."""
        one = self.indicator(slot)
        known = self.catalogue.breakdowns.get(one.parts)
        part = next((p.label for p in known.parts if p.code == slot.part), slot.part) if known else slot.part
        where = self.catalogue.places[slot.place].label if self._many else ""
        what = {"growth": "增速", "base": "上年同期数"}.get(slot.what, "")
        return f"{where}{slot.period.short_label}{one.label}{part}{what}"

    def shown(self, slot: Slot, value: float, decimals: int = 0) -> str:
        """A number with its unit, as the form asks it (数值)."""
        one = self.indicator(slot)
        if slot.what == What.GROWTH:
            unit, least = "个百分点" if one.growth_basis == "points" else "%", 1
        else:
            unit, least = one.unit_display or one.unit, one.decimals
        return f"{value + 0.0:.{max(least, decimals)}f}{unit}"

    def typed(self, slot: Slot, value: float) -> str:
        """A number as it was filled in, none of its decimals lost (填报数)."""
        return self.shown(slot, value, len(f"{value:.12g}".partition(".")[2]) if abs(value) < 1e12 else 0)

    @cached_property
    def _many(self) -> bool:
        return len({slot.place for slot in self.values}) > 1

    def hit(self, check: str, severity: Severity, text: str, *slots: Slot, series: str = "") -> Hit:
        """A doubt about some of the numbers (提出疑点)."""
        first = slots[0]
        series = series or ":".join(filter(None, (first.indicator, first.place, first.what, first.part)))
        shown = ",".join(f"{self.values[slot]:.12g}" for slot in slots if self.values.get(slot) is not None)
        if len(shown) > MOST:  # cut off, an explanation would outlive a change of the last of them
            shown = hashlib.sha256(shown.encode()).hexdigest()
        return Hit(check, severity, tuple(slot.code for slot in slots), series, shown, text)
