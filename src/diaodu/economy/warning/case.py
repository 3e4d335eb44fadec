"""One indicator at one place in one month, as a rule sees it (研判对象)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Clause, Finding, Light
from diaodu.economy.indicators import Basis, Better, Catalogue, Indicator
from diaodu.economy.periods import Period
from diaodu.economy.results import Result, Results
from diaodu.economy.units import level_text, percent_text, published
from diaodu.economy.warning.thresholds import Thresholds

_ABOVE = {"nation": "全国", "province": "全省", "city": "全市"}


@dataclass(frozen=True, slots=True)
class Case:
    """An indicator at a place, with the results and thresholds to judge it by (研判对象).

    Its figure is the growth; for an index or a ratio it is the value itself, held against the target value.
    For an indicator where lower is better every comparison is mirrored by `sign`.
    """

    results: Results
    catalogue: Catalogue
    thresholds: Thresholds
    period: Period
    indicator: Indicator
    place: Place
    previous: Mapping[str, Finding]

    @property
    def by_value(self) -> bool:
        """Whether its value is judged, not its growth (按数值研判)."""
        return self.indicator.basis in (Basis.INDEX, Basis.RATIO)

    @property
    def sign(self) -> int:
        """1 where higher is better, -1 where lower is (优向)."""
        return -1 if self.indicator.better is Better.LOWER else 1

    def get(self, measure: str) -> Result:
        """A result of this indicator at this place."""
        return self.results.get(measure, self.indicator.code, self.place.code)

    def shown(self, measure: str) -> float | None:
        """A result as published, to one decimal: what is shown equal is judged equal."""
        value = self.get(measure).value
        return None if value is None else published(value)

    @property
    def figure(self) -> float | None:
        """What is judged: growth, or the value of an index or a ratio (研判值)."""
        return self.shown("value" if self.by_value else "growth")

    @property
    def plan(self) -> float | None:
        """What the year's target asks of it (目标)."""
        return self.shown("target" if self.by_value else "target_growth")

    @property
    def fresh(self) -> bool:
        """Whether last month's dispatch did not have its figure yet (新数): a quarter's stands for three."""
        return self.indicator.newest(self.period) != self.indicator.newest(self.period.previous_month)

    def limit(self, rule: str, name: str) -> float:
        """A threshold for this indicator (阈值)."""
        return self.thresholds.get(rule, name, self.indicator.code)

    @property
    def text(self) -> str:
        """The figure in words (研判值表述): 增速-2.3%."""
        assert self.figure is not None
        return f"为{self.amount(self.figure)}" if self.by_value else f"增速{percent_text(self.figure)}"

    def amount(self, value: float) -> str:
        """An amount in the indicator's unit (数值表述)."""
        return level_text(value, self.indicator.unit, 1 if self.by_value else 2)

    def rate(self, value: float) -> str:
        """A target or a growth in words, in what the figure is counted in."""
        return self.amount(value) if self.by_value else percent_text(value)

    @property
    def above(self) -> str:
        """The place above, as a text calls it (上级): 全市, 全省."""
        parent = self.catalogue.places.get(self.place.parent)
        return _ABOVE.get(parent.level, parent.label) if parent else "上级"

    @property
    def worse(self) -> str:
        """The word for being on the wrong side (偏差方向)."""
        return "低" if self.sign > 0 else "高"

    def finding(self, rule: str, light: Light, clauses: tuple[Clause, ...], *read: str) -> Finding:
        """A finding of this case (形成发现), its sources those of the measures read."""
        sources = dict.fromkeys(ref for measure in read for ref in self.get(measure).sources)
        text = "；".join(clause.text for clause in clauses) or "运行正常"
        return Finding(
            rule, self.indicator.code, self.place.code, self.period, light, text, clauses, "", tuple(sources)
        )
