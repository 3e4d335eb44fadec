"""What papers ask of a month, by name (取数): one indicator at one place, lists of places and of lights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light
from diaodu.economy.indicators import Basis, Indicator, Kind, What
from diaodu.economy.periods import Period
from diaodu.economy.results import Result
from diaodu.economy.units import level_text, percent_text, round_half_up, text_decimals

NONE = "—"


@dataclass(frozen=True)
class Line:
    """One indicator at one place (一项指标): every measure of it by name."""

    month: Month
    indicator: Indicator
    place: Place

    def result(self, measure: str, part: str = "") -> Result:
        return self.month.result(measure, self.indicator, self.place, part)

    def get(self, measure: str, part: str = "") -> float | None:
        """The number, or None where it can't be said."""
        return self.result(measure, part).value

    def at(self, place: Place) -> Line:
        """The same indicator elsewhere (别处同一指标)."""
        return Line(self.month, self.indicator, place)

    @cached_property
    def growth(self) -> float | None:
        return self.get("growth")

    @cached_property
    def value(self) -> float | None:
        return self.get("value")

    @property
    def in_points(self) -> bool:
        """Whether its growth is a difference in percentage points (比率指标)."""
        return self.indicator.growth_basis == "points"

    @property
    def known(self) -> bool:
        """Whether the month has any figure of it (有数)."""
        return self.growth is not None or self.value is not None

    @cached_property
    def light(self) -> Finding | None:
        return self.month.light(self.indicator.code, self.place.code)

    @property
    def colour(self) -> Light:
        return Light(self.light.light) if self.light else Light.GREY

    @property
    def period(self) -> Period:
        """The period that its figure bears (统计期)."""
        return self.indicator.newest(self.month.period)

    @property
    def vintage(self) -> str:
        """The round of its figure (版次): p preliminary, r revised, v verified; empty where not known."""
        panel, where, when = self.month.panel, self.place.code, self.period
        found = panel.at(self.indicator, where, when) or panel.at(self.indicator, where, when, What.GROWTH)
        return found.vintage[:1] if found else ""

    @property
    def reason(self) -> str:
        """Why there is no figure (缺数原因)."""
        return self.result("growth").reason or self.result("value").reason or "本期未取得数据"

    def level(self) -> str:
        """The level as a text writes it (数值), empty where there is none."""
        return level_of(self.indicator, self.value) if self.value is not None else ""

    def level_cell(self) -> str:
        """The level in a table, in the indicator's own unit (表中数值)."""
        return number(self.value, self.indicator.decimals)

    def growth_cell(self) -> str:
        return number(self.growth)


def level_of(indicator: Indicator, value: float) -> str:
    """An amount of an indicator in words (数值写法)."""
    if indicator.unit == "%":
        return percent_text(value)
    if indicator.unit == "元":  # an income per head is said in yuan, however large
        return f"{number(value, indicator.decimals)}元"
    return level_text(value, indicator.unit, text_decimals(value, indicator.unit, indicator.decimals))


def number(value: float | None, digits: int = 1, *, signed: bool = False) -> str:
    """A number in a table; a missing one is a dash and never 0 (表中数字)."""
    if value is None:
        return NONE
    shown = round_half_up(value, digits)
    return f"{shown:+.{digits}f}" if signed and shown else f"{shown:.{digits}f}"


def lines(month: Month, place: Place, indicators: Iterable[Indicator] | None = None) -> list[Line]:
    """The indicators of a place that have figures this month, in the catalogue's order (有数的指标)."""
    chosen = indicators if indicators is not None else ordered(month)
    return [line for line in (Line(month, i, place) for i in chosen) if line.known]


def ordered(month: Month) -> list[Indicator]:
    """What the city reports at all: of the rest of the catalogue a paper is silent (本市报送的指标)."""
    return month.indicators


def keys(month: Month) -> list[Indicator]:
    """The main indicators (主要指标); all of them where none is marked."""
    return [i for i in ordered(month) if i.key] or ordered(month)


def fields(month: Month) -> dict[str, list[Line]]:
    """The city's indicators by field, in the catalogue's order (分领域)."""
    found: dict[str, list[Line]] = {}
    for line in lines(month, month.catalogue.city):
        found.setdefault(line.indicator.field or "其他", []).append(line)
    return found


def absent(month: Month, place: Place) -> list[Line]:
    """Indicators due this month without any figure (应有未有)."""
    return [
        line
        for line in (Line(month, i, place) for i in ordered(month) if i.due(month.period))
        if not line.known
    ]


def ranked(line: Line, places: Iterable[Place], measure: str = "growth") -> list[tuple[Place, float]]:
    """Places with figures, best first by the indicator's direction (排序)."""
    known = [(p, v) for p in places if (v := line.at(p).get(measure)) is not None]
    sign = 1 if line.indicator.better.value == "lower" else -1
    return sorted(known, key=lambda pair: sign * round_half_up(pair[1], 1))


def lights(month: Month, place: Place, *wanted: Light) -> list[Line]:
    """The indicators of a place under these lights, worst first, then by order (亮灯指标)."""
    found = [
        Line(month, month.catalogue.indicators[code], place)
        for (code, where), f in month.lights.items()
        if where == place.code and Light(f.light) in wanted and code in month.catalogue.indicators
    ]
    return sorted(found, key=lambda x: (-x.colour.severity, not x.indicator.key, x.indicator.order))


def counts(month: Month, place: Place) -> dict[Light, int]:
    """How many indicators of a place are under each light (亮灯数)."""
    tally = dict.fromkeys(Light, 0)
    for (_, where), f in month.lights.items():
        if where == place.code:
            tally[Light(f.light)] += 1
    return tally


def unit_of(indicator: Indicator) -> str:
    """The department that answers for an indicator (牵头部门), as the city's."""
    owner = indicator.responsible or "经济运行调度机构"
    return owner if owner.startswith("市") else f"市{owner}"


def kind_words(indicator: Indicator) -> str:
    """What the figure's authority is, where a text must say it (数据类别)."""
    return {Kind.DEPARTMENTAL: "部门数据", Kind.ESTIMATE: "预计数"}.get(indicator.kind, "")


def origin(line: Line) -> str:
    """What a text says of a figure's authority and round (数据类别、版次): 部门数据，修订数."""
    rounds = {"r": "修订数", "v": "核实数"}  # preliminary is the rule and said once, under the first table
    return "，".join(filter(None, (kind_words(line.indicator), rounds.get(line.vintage, ""))))


def is_ratio(indicator: Indicator) -> bool:
    return indicator.basis in (Basis.RATIO, Basis.INDEX)
