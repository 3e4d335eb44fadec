"""What the rules of consistency say of an analysis (匹配性核查), ready to be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.directory.models import Unit
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.bureau.snapshots.actions import Frozen
from diaodu.economy import consistency, gdp_support
from diaodu.economy.consistency import Compared, Outcome, State
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Result
from diaodu.economy.warning.thresholds import Thresholds

_MOST_REASONS = 5


def outcomes(analysis: Analysis) -> list[Outcome]:
    """All rules on what the analysis's snapshot holds (核查结果): the same snapshot gives the same."""
    frozen = snapshots.content(analysis.snapshot)
    period = span(analysis.snapshot.year, 1, analysis.snapshot.month)
    end = period.last_day
    limits = Thresholds.from_rows(frozen.thresholds, end)
    return consistency.check(frozen.panel, frozen.pairs, limits, period, _estimates(frozen, period))


def _estimates(frozen: Frozen, period: Period) -> dict[tuple[str, str], Result]:
    """GDP's growth by its supports, of our city and its counties (GDP测算)."""
    places = (frozen.catalogue.city, *frozen.catalogue.counties)
    if not frozen.gdp_support.rows:
        return {}
    return {
        ("gdp_estimate", place.code): gdp_support.estimate(
            frozen.panel, frozen.gdp_support, period, place.code
        ).growth
        for place in places
    }


def counted(found: Iterable[Outcome]) -> list[dict[str, Any]]:
    """How often each pair passed, was questioned or was not computable, and why (核查情况)."""
    states: dict[str, Counter[str]] = {}
    reasons: dict[str, Counter[str]] = {}
    rules: dict[str, str] = {}
    for one in found:
        rules[one.pair] = one.rule
        states.setdefault(one.pair, Counter())[one.state.value] += 1
        if one.state is State.MISSING:
            reasons.setdefault(one.pair, Counter())[one.reason] += 1
    return [
        {
            "pair": pair,
            "rule": rules[pair],
            **{state.value: count[state.value] for state in State},
            "reasons": [reason for reason, _ in reasons.get(pair, Counter()).most_common(_MOST_REASONS)],
        }
        for pair, count in states.items()
    ]


def fields(found: Outcome) -> dict[str, Any]:
    """What a question says (质询内容)."""
    return {
        "severity": found.severity.value,
        "text": found.text,
        "hint": found.hint,
        "distance": found.distance,
        "limit": found.limit,
        "unit_of_distance": found.unit,
        "figures": [_figure(one) for one in found.figures],
    }


def _figure(one: Compared) -> dict[str, Any]:
    return {
        "indicator": one.indicator,
        "label": one.label,
        "place": one.place,
        "period": one.period.code,
        "shown": one.shown,
        "value": one.result.value,
        "note": one.result.note or "",
        "sources": [ref for ref in one.result.sources if ref],
    }


class Owners:
    """Who answers for a figure (数据责任单位): the county's unit, or the department that counts it."""

    def __init__(self, analysis: Analysis) -> None:
        self.catalogue = snapshots.content(analysis.snapshot).catalogue
        self.units = {unit.code: unit for unit in Unit.objects.all()}

    def of(self, found: Outcome) -> tuple[Unit | None, str]:
        """The unit, and its name even where it is not in the directory."""
        place = self.catalogue.places[found.place]
        if not place.home:
            unit = self.units.get(place.code)
            return unit, unit.name if unit else place.name
        name = self.catalogue.indicators[found.indicator].owner.split("/")[0].strip()
        unit = self.units.get(name)
        return unit, unit.name if unit else name
