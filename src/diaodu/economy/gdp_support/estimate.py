"""GDP's growth built up from the industries' supports (由下而上测算): an estimate, never a figure."""

from __future__ import annotations

from typing import NamedTuple

from diaodu.economy.gdp_support import formulas, readings
from diaodu.economy.gdp_support.formulas import Slope
from diaodu.economy.gdp_support.readings import ESTIMATED, Reading, quarter_before, quarter_of
from diaodu.economy.gdp_support.table import Industry, Table
from diaodu.economy.growth import change
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact, percent_text

WINDOW = 20  # quarters that an elasticity is calibrated on, at most
LEAST_COVERAGE = 80.0  # per cent of GDP that must have a figure
FULL_COVERAGE = 99.5  # from here on the rest is rounding


class Line(NamedTuple):
    """One industry in the estimate (一个行业的测算)."""

    industry: Industry
    weight: Result
    supports: tuple[Reading, ...]
    growth: Result  # 支撑指标综合增速
    slope: Slope
    elasticity: Result
    expected: Result  # 增加值测算增速
    pull: Result
    worth: Result  # 综合增速每1个百分点
    published: Result  # 已公布的增加值增速
    released: Result  # 已公布增速的拉动

    def support_worth(self, reading: Reading) -> Result:
        """Points of GDP that one point of this support is worth (每1个百分点的拉动)."""
        all_of_it = sum(one.support.weight for one in self.supports)
        share = reading.support.weight / all_of_it
        return self.worth if self.worth.value is None else _said(self.worth.known * share, self.worth)

    @property
    def named(self) -> list[tuple[Reading, Result]]:
        """Every support with what one point of it is worth (支撑指标及其分量)."""
        return [(one, self.support_worth(one)) for one in self.supports]


class Estimate(NamedTuple):
    """GDP's growth by its supports (测算), beside the published one; the error is their difference."""

    quarter: Period
    upto: Period
    place: str
    growth: Result
    coverage: Result
    lines: tuple[Line, ...]
    rest: Result  # 没有支撑数据的部分，按其余行业平均计
    published: Result
    error: Result


def estimate(panel: Panel, table: Table, period: Period, place: str = "") -> Estimate:
    """The growth of the quarter that a month lies in (由下而上测算), by what was out before it is published.

    Weights are last year's, elasticities of earlier quarters only; so it can be held against the published
    figure. For a quarter that is not over, the supports to that month stand for it.
    """
    place = place or panel.catalogue.city.code
    quarter, upto = quarter_of(period), period.cumulative
    lines = tuple(_line(panel, one, place, quarter, upto) for one in table.at(quarter))
    coverage, grown = _coverage(lines), _sum(lines)
    published = readings.whole(panel, place, quarter)
    error = gap(grown, published) or _said(change(grown.known, published.known), grown, published)
    return Estimate(quarter, upto, place, grown, coverage, lines, _rest(lines, grown), published, error)


def _line(panel: Panel, industry: Industry, place: str, quarter: Period, upto: Period) -> Line:
    weight = readings.weight(panel, industry, place, quarter)
    found = readings.supports(panel, industry, place, upto)
    grown = readings.composite(found)
    slope, elasticity = calibrate(panel, industry, place, quarter)
    expected = gap(grown) or _said(exact(elasticity.known * grown.known), grown, elasticity)
    pull = gap(weight, grown) or _said(
        formulas.pull(weight.known, elasticity.known, grown.known), weight, grown, elasticity
    )
    worth = gap(weight) or _said(formulas.worth(weight.known, elasticity.known), weight, elasticity)
    published = readings.value_added(panel, industry, place, quarter)
    released = _released(panel, industry, place, quarter, published)
    return Line(
        industry, weight, found, grown, slope, elasticity, expected, pull, worth, published, released
    )  # fmt: skip


def _released(panel: Panel, industry: Industry, place: str, quarter: Period, grown: Result) -> Result:
    """What the industry brought by its published growth, on comparable bases (已公布的拉动)."""
    weight = readings.released_weight(panel, industry, place, quarter)
    return gap(grown, weight) or _said(formulas.pull(weight.known, 1.0, grown.known), grown, weight)


def calibrate(panel: Panel, industry: Industry, place: str, quarter: Period) -> tuple[Slope, Result]:
    """An industry's elasticity out of the quarters before one (校准弹性系数), and where it came from."""
    pairs, past = [], quarter
    for _ in range(WINDOW):
        past = quarter_before(past)
        pairs.append(_pair(panel, industry, place, past))
    known = [(x, y) for x, y in pairs if x.value is not None and y.value is not None]
    slope = formulas.slope([(x.known, y.known) for x, y in known], direct=industry.shape == "direct")
    used = [one for pair in known for one in pair] if slope.calibrated else []
    return slope, Result.of(slope.value, *used)._replace(note=_how(industry, slope))


def _pair(panel: Panel, industry: Industry, place: str, quarter: Period) -> tuple[Result, Result]:
    def asked() -> tuple[Result, Result]:
        found = readings.supports(panel, industry, place, quarter)
        return readings.composite(found), readings.value_added(panel, industry, place, quarter)

    key = ("gdp_support.pair", industry.code, industry.supports, place, quarter)
    pair: tuple[Result, Result] = panel.remember(key, asked)
    return pair


def _how(industry: Industry, slope: Slope) -> str:
    if industry.shape == "direct":
        return "直接采用，弹性系数为1"
    if slope.calibrated:
        return f"按此前{slope.quarters}个季度校准"
    if slope.quarters < formulas.LEAST_QUARTERS or slope.points < formulas.LEAST_POINTS:
        return f"可用数据不足（{slope.quarters}个季度、{slope.points}个点），按1计"
    return "支撑指标与增加值走势相反，按1计"


def _coverage(lines: tuple[Line, ...]) -> Result:
    known = [one.weight for one in lines if one.pull.value is not None]
    if not known:
        lacking = gap(*(one.pull for one in lines))
        return Result.missing((lacking.reason if lacking else None) or "没有支撑指标表")
    return Result.of(exact(sum(one.known for one in known)), *known)


def _sum(lines: tuple[Line, ...]) -> Result:
    """The pulls added up; where some industries have no figure they are taken to grow as the others do."""
    coverage = _coverage(lines)
    if coverage.value is None:
        return coverage
    if coverage.value < LEAST_COVERAGE:
        said = percent_text(coverage.value)
        return Result.missing(f"有数据的行业只占地区生产总值的{said}，不测算", coverage.sources)
    pulls = [one.pull for one in lines if one.pull.value is not None]
    total = sum(one.known for one in pulls)
    value = total if coverage.value >= FULL_COVERAGE else total / coverage.value * 100
    return _said(exact(value), *pulls)


def _rest(lines: tuple[Line, ...], grown: Result) -> Result:
    if grown.value is None:
        return grown
    return _said(exact(grown.value - sum(one.pull.value or 0.0 for one in lines)), grown)


def _said(value: float, *inputs: Result) -> Result:
    return Result.of(value, *inputs)._replace(note=ESTIMATED)
