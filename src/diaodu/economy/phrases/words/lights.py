"""灯: the light of an indicator at a place, by the same rules as the month's judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from diaodu.economy import growth as growths
from diaodu.economy import targets
from diaodu.economy.findings import Finding
from diaodu.economy.indicators import Better, Indicator
from diaodu.economy.periods import Period
from diaodu.economy.phrases import reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.standing import standing
from diaodu.economy.results import Key, Result, Results
from diaodu.economy.warning import light as rule
from diaodu.economy.warning.case import Case

MEMORY = 12  # months that a chain of yellow lights is followed back


@word("灯", "亮灯", '灯("GDP")', least=0, indicator="指标")
def light(spot: Spot, indicator: Any = None) -> Said:
    """红、黄、绿、灰，以及触发的条款。"""
    spot, found = reading.settle(spot, indicator)
    finding = finding_of(spot, found)
    if finding is None:
        return Said.missing(f"{found.name}在{spot.where.label}不亮灯")
    text = finding.light.text
    return Said(text, "", text, finding.sources, note="；".join(c.text for c in finding.clauses) or None)


@word("亮灯原因", "亮灯", '亮灯原因("GDP")', least=0, indicator="指标")
def reasons(spot: Spot, indicator: Any = None) -> Said:
    """亮灯所触发的条款。"""
    spot, found = reading.settle(spot, indicator)
    finding = finding_of(spot, found)
    if finding is None:
        return Said.missing(f"{found.name}在{spot.where.label}不亮灯")
    return Said(finding.text, "", finding.text, finding.sources)


def finding_of(spot: Spot, indicator: Indicator) -> Finding | None:
    """The light as judged from the figures (亮灯); None for what gets none."""
    place = spot.where.single
    if place is None or indicator.better is Better.NEUTRAL:
        return None
    home = spot.book.catalogue.city.code
    if place != home and spot.book.catalogue.places[place].parent != home:
        return None
    when = spot.period.cumulative
    found: Finding | None = spot.book.as_one(lambda: _judged(spot, indicator, place, when, MEMORY))
    return found


def _judged(spot: Spot, indicator: Indicator, place: str, period: Period, memory: int) -> Finding | None:
    def judged() -> Finding | None:
        here = replace(spot, indicator=indicator, period=indicator.newest(period), part="")
        earlier = before(spot, indicator, place, _month_before(period), memory)
        case = Case(
            _results(here, indicator, place, period), spot.book.catalogue, spot.book.thresholds, period,
            indicator, spot.book.catalogue.places[place], {earlier.key: earlier} if earlier else {},
        )  # fmt: skip
        return next(iter(rule.judge(case)), None)

    found: Finding | None = spot.book.once(("light", indicator.code, place, period), judged)
    return found


def before(spot: Spot, indicator: Indicator, place: str, period: Period, memory: int) -> Finding | None:
    """The light of the month before: as it was judged then, else judged now from the figures."""
    judged = spot.book.judged
    if judged is None:
        return _judged(spot, indicator, place, period, memory - 1) if memory else None
    past: Mapping[str, Finding] = spot.book.once(("judged", period), lambda: judged(period))
    return past.get(f"{rule.RULE}:{indicator.code}:{place}")


def _month_before(period: Period) -> Period:
    return period.previous_month.cumulative


def _results(spot: Spot, indicator: Indicator, place: str, period: Period) -> Results:
    """What the rule reads, by the names it reads it under."""
    panel, when = spot.book.panel, spot.period
    then = indicator.before(when)
    now = reading.growth(spot, indicator)
    found: dict[str, Result] = {
        "value": reading.level(spot, indicator),
        "growth": now,
        "growth_before": reading.growth(spot, indicator, then) if then else Result.missing("年内首期"),
        "growth_year_before": reading.growth(spot, indicator, when.year_before),
        "target": targets.target(panel, indicator, place, when),
        "target_growth": targets.target_growth(panel, indicator, place, when),
        "lead": targets.lead(panel, indicator, place, when),
        "progress": targets.progress(panel, indicator, place, when),
        "distance_above": _above(spot, indicator, place),
    }
    stand = standing(spot, None, None, reading.judged_by(indicator))
    if stand.rank is not None:
        found["rank"] = stand.result
        found["rank_size"] = Result(float(stand.rank.size), stand.result.sources)
    return Results((Key(name, indicator.code, place), result) for name, result in found.items())


def _above(spot: Spot, indicator: Indicator, place: str) -> Result:
    parent = spot.book.catalogue.places.get(spot.book.catalogue.places[place].parent)
    if parent is None:
        return Result.missing("没有上级地区")
    by = reading.judged_by(indicator)
    own = reading.measure(spot, indicator, by)
    other = reading.measure(replace(spot, where=spot.book.names.where(parent)), indicator, by)
    if own.value is None or other.value is None:
        return Result.missing("上级没有数据")
    return Result.of(growths.change(own.value, other.value), own, other)
