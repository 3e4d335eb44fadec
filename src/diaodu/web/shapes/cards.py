"""The key figures of a place, one card each (主要指标卡片)."""

from __future__ import annotations

from dataclasses import dataclass

from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Indicator
from diaodu.economy.results import Result
from diaodu.web.shapes.pace import Pace, pace
from diaodu.web.shapes.phrases import told
from diaodu.web.shapes.series import growths, levels, tail
from diaodu.web.shapes.spark import Spark, spark

MOST = 16
POINTS = 13


@dataclass(frozen=True)
class Card:
    """One key figure (卡片)."""

    indicator: Indicator
    place: Place
    light: Finding | None
    value: Result
    growth: Result
    change: Result
    rank: Result
    size: Result
    moved: Result
    distance: Result
    pace: Pace | None
    spark: Spark | None
    aim: Result

    @property
    def leads_with_growth(self) -> bool:
        """Growth is what is looked at first, but for ratios, counts and the like."""
        return self.growth.value is not None or not self.indicator.has_level


def cards(month: Month, place: Place) -> list[Card]:
    """Cards of the key indicators that have a figure this month, in the catalogue's order."""
    wanted = [i for i in month.catalogue if i.key and _known(month, i, place)]
    return [card(month, i, place) for i in sorted(wanted, key=lambda i: i.order)[:MOST]]


def card(month: Month, indicator: Indicator, place: Place) -> Card:
    """All that one card shows."""

    def of(measure: str) -> Result:
        return told(month, measure, indicator, place)

    course = growths(month, indicator, place.code) or levels(month, indicator, place.code)
    return Card(
        indicator, place, month.light(indicator.code, place.code), of("value"), of("growth"),
        of("growth_change_month"), of("rank"), of("rank_size"), of("rank_change"), of("distance_province"),
        pace(month, indicator, place), spark(tail(course, POINTS)), of("target_growth"),
    )  # fmt: skip


def _known(month: Month, indicator: Indicator, place: Place) -> bool:
    return any(month.result(m, indicator, place).value is not None for m in ("value", "growth"))
