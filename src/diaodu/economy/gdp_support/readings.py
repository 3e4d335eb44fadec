"""What the panel says of an industry (行业取数): its value added, its supports, its weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from diaodu.economy.contribution import share
from diaodu.economy.gdp_support.formulas import mean_growth
from diaodu.economy.gdp_support.table import WHOLE, Industry, Support
from diaodu.economy.growth import comparable_base, growth
from diaodu.economy.indicators import Indicator, What
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period, months_between, span
from diaodu.economy.results import Result, gap

CARRIED = 3  # so many months an earlier growth may stand in for one that is not out
ESTIMATED = "测算"


class Reading(NamedTuple):
    """A support's growth and the period it is of (支撑指标读数)."""

    support: Support
    indicator: Indicator
    period: Period
    growth: Result

    @property
    def name(self) -> str:
        """As a narrow column names it (简称)."""
        return self.indicator.label


def quarter_of(upto: Period) -> Period:
    """January to the end of the quarter that a month lies in (所测季度累计)."""
    return span(upto.year, 1, upto.quarter.last)


def quarter_before(quarter: Period) -> Period:
    """The cumulative a quarter earlier; before the first stands all of last year (上一季度)."""
    return quarter.previous_quarter


def value_added(panel: Panel, industry: Industry, place: str, quarter: Period) -> Result:
    """Published growth of an industry's value added (增加值增速)."""
    one = panel.catalogue.indicators.get(industry.indicator)
    return growth(panel, one, place, quarter, industry.part) if one else Result.missing("没有增加值指标")


def whole(panel: Panel, place: str, quarter: Period) -> Result:
    """Published growth of GDP (地区生产总值增速)."""
    one = panel.catalogue.indicators.get(WHOLE)
    return growth(panel, one, place, quarter) if one else Result.missing("指标目录里没有地区生产总值")


def read(panel: Panel, support: Support, place: str, upto: Period) -> Reading:
    """A support's newest growth by a month (支撑指标增速), an earlier one where the newest is not out."""
    indicator = panel.catalogue.indicators[support.indicator]
    late = replace(indicator, lag=max(indicator.lag, support.lag))
    newest = late.newest(upto)
    for period in _back(indicator, newest, upto):
        seen = growth(panel, indicator, place, period)
        if seen.value is not None:
            carried = None if period == newest else f"沿用{period.label}增速"
            return Reading(support, indicator, period, seen._replace(note=carried or seen.note))
    return Reading(support, indicator, newest, Result.missing(f"缺{newest.label}{indicator.label}增速"))


def _back(indicator: Indicator, newest: Period, upto: Period) -> Iterator[Period]:
    one: Period | None = newest
    while one is not None and one.year == upto.year and months_between(one, newest) <= CARRIED:
        yield one
        one = indicator.before(one)


def supports(panel: Panel, industry: Industry, place: str, upto: Period) -> tuple[Reading, ...]:
    """All supports of an industry (各支撑指标)."""
    found: tuple[Reading, ...] = panel.remember(
        ("gdp_support.supports", industry.supports, place, upto),
        lambda: tuple(read(panel, one, place, upto) for one in industry.supports),
    )
    return found


def composite(readings: tuple[Reading, ...]) -> Result:
    """The supports' growth together (综合增速), if those known carry half of the weight."""
    weights = {r.indicator.code: r.support.weight for r in readings}
    known = {r.indicator.code: r.growth for r in readings if r.growth.value is not None}
    if sum(weights[code] for code in known) * 2 < sum(weights.values()):
        lacking = gap(*(r.growth for r in readings))
        return lacking or Result.missing("没有支撑指标")
    value = mean_growth({code: one.known for code, one in known.items()}, weights)
    if value is None:
        return Result.missing("没有支撑指标")
    short = "部分支撑指标缺数" if len(known) < len(weights) else None
    return Result.of(value, *known.values(), note=short)


def weight(panel: Panel, industry: Industry, place: str, quarter: Period) -> Result:
    """Per cent of GDP in the same period of last year (上年同期占比), as known before the quarter is out."""
    one, of = panel.catalogue.indicators.get(industry.indicator), panel.catalogue.indicators.get(WHOLE)
    if one is None or of is None:
        return Result.missing("没有增加值指标")
    own = _level(panel, one, place, quarter.year_before, industry.part)
    return _share(own, _level(panel, of, place, quarter.year_before))


def released_weight(panel: Panel, industry: Industry, place: str, quarter: Period) -> Result:
    """The same on comparable bases, once it is out (可比价占比): as restated, else v / (1 + g/100)."""
    one, of = panel.catalogue.indicators.get(industry.indicator), panel.catalogue.indicators.get(WHOLE)
    if one is None or of is None:
        return Result.missing("没有增加值指标")
    return _share(_base(panel, one, place, quarter, industry.part), _base(panel, of, place, quarter))


def base(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """Last year's level that a support's growth is measured on (上年同期数)."""
    return _base(panel, indicator, place, period)


def _base(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    restated = panel.at(indicator, place, period, What.BASE, part)
    if restated is not None:
        return Result(restated.value, (restated.ref,))
    now, grown = (
        _level(panel, indicator, place, period, part),
        growth(panel, indicator, place, period, part),
    )
    if lacking := gap(now, grown):
        return lacking
    value = comparable_base(now.known, grown.known)
    return Result.missing("增速不合理") if value is None else Result.of(value, now, grown)


def _level(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    if not indicator.has_level:
        return Result.missing("只公布增速，没有总量")
    found = panel.at(indicator, place, period, part=part)
    return Result.missing(f"缺{period.label}总量") if found is None else Result(found.value, (found.ref,))


def _share(own: Result, of: Result) -> Result:
    if lacking := gap(own, of):
        return lacking
    value = share(own.known, of.known)
    return Result.missing("地区生产总值不为正") if value is None else Result.of(value, own, of)
