"""Every measure of a month's analysis, in order (测算项).

Codes, each for an indicator at a place (unit in brackets; p.p. = percentage points):

- value (indicator's unit), growth (%), month_value, month_growth (%), growth_before (% of the cumulative
  before), growth_year_before (%), growth_gap (p.p., published minus computed), two_year_growth (%)
- growth_change, growth_change_month, growth_change_quarter, growth_change_year_end (p.p. against the same
  period last year, last month, last quarter, last year-end)
- rank, rank_size, rank_before, rank_change (places won, + is up); distance_above, distance_province,
  distance_nation, distance_change_province (p.p.)
- share, share_change (% of the city, p.p.), pull (p.p.), contribution (%), growth_without (%) of a county on
  the city; residual (p.p.) and dispersion (p.p., of the counties), on the city
- part_value, part_growth, part_share, part_pull, part_contribution, part_growth_without with `part` set;
  part_residual (p.p.)
- target (level), target_growth (%), progress (%), time_share (planned share, %), lead (p.p.), arrears,
  surplus, next_needed (levels), rest_growth (%)
- lowest_quarters, highest_quarters (quarters, cumulative growth), falling_streak, rising_streak (months),
  below_ten_years (years); estimate, estimate_growth (the units' own, for the next month)

An indicator is read at its newest period by then (`Indicator.newest`): a quarter's figure stands until the
next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from diaodu.economy import decomposition, derived, growth, history, months, targets
from diaodu.economy.breakdowns import Place
from diaodu.economy.contribution import dispersion
from diaodu.economy.indicators import Basis, Better, Indicator, Kind, What
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.rank import Rank, rank
from diaodu.economy.results import Key, Result, Results, gap

_PART = (
    "part_value",
    "part_growth",
    "part_share",
    "part_pull",
    "part_contribution",
    "part_growth_without",
)
_MEMBER = ("share", "pull", "contribution", "growth_without")

Measure = Callable[[Panel, Period, Results], None]
Formula = Callable[[Panel, Indicator, str, Period], Result]


def at_each_place(code: str, formula: Formula) -> Measure:
    """A measure that is a formula at every place that reports the indicator (逐地区测算)."""

    def measure(panel: Panel, period: Period, results: Results) -> None:
        for indicator, when in _indicators(panel, period):
            for place in _reporting(panel, indicator):
                results.add(Key(code, indicator.code, place), formula(panel, indicator, place, when))

    return measure


def levels(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """The level as it stands in the ledger (数值); a derived one is computed when read."""
    if indicator.formula:
        return derived.value(panel, indicator, place, period)
    found = panel.at(indicator, place, period)
    if found:
        return Result(found.value, (found.ref,))
    return Result.missing(f"缺{period.label}数据" if indicator.has_level else "只发布增速，没有总量")


def growth_before(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """Growth of the previous cumulative (上期增速)."""
    then = indicator.before(period)
    return growth.growth(panel, indicator, place, then) if then else Result.missing(growth.FIRST_OF_YEAR)


def growth_year_before(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
    """Growth of the same period last year (上年同期增速)."""
    return growth.growth(panel, indicator, place, period.year_before)


def changes(against: growth.Against) -> Formula:
    """Change of growth against a period (增速变化)."""

    def formula(panel: Panel, indicator: Indicator, place: str, period: Period) -> Result:
        return growth.growth_change(panel, indicator, place, period, against)

    return formula


def ranks(panel: Panel, period: Period, results: Results) -> None:
    """Position among peers (位次), and for growth that of the period before."""
    for indicator, _ in _indicators(panel, period):
        if indicator.better is Better.NEUTRAL:
            continue
        for members in _sets(panel):
            now = _rank(results, judged_by(indicator), indicator, members)
            before = _rank(results, "growth_before", indicator, members)
            for place, position in now.items():
                add = _adder(
                    results, indicator, place, results.get(judged_by(indicator), indicator.code, place)
                )
                add("rank", position.position)
                add("rank_size", position.size)
                if place in before and judged_by(indicator) == "growth":
                    add("rank_before", before[place].position)
                    add("rank_change", before[place].position - position.position)


def distances(panel: Panel, period: Period, results: Results) -> None:
    """How far above or below the place above, the province, the nation (差距)."""
    catalogue = panel.catalogue
    province, nation = catalogue.province, catalogue.nation
    for indicator, _ in _indicators(panel, period):
        by = judged_by(indicator)
        for place in _reporting(panel, indicator):
            above = catalogue.places[place].parent
            _distance(results, "distance_above", indicator, place, above, by)
            if province:
                _distance(results, "distance_province", indicator, place, province.code, by)
                code = "distance_change_province"
                _distance(results, code, indicator, place, province.code, "growth_change")
            if nation:
                _distance(results, "distance_nation", indicator, place, nation.code, by)


def parts(panel: Panel, period: Period, results: Results) -> None:
    """What each part brings to the whole (分行业): value, growth, share, pull, contribution, exclusion."""
    for indicator, when in _indicators(panel, period):
        for place in _reporting(panel, indicator) if indicator.parts else ():
            if codes := panel.parts_of(indicator, place):
                found = decomposition.by_parts(panel, indicator, place, codes, when)
                for row in found.rows:
                    for code, result in zip(_PART, row[1:], strict=True):
                        results.add(Key(code, indicator.code, place, row.code), result)
                _residual(results, "part_residual", indicator, place, found)


def members(panel: Panel, period: Period, results: Results) -> None:
    """What each county brings to the city (分县区): share, pull, contribution, growth without it."""
    city = panel.catalogue.city.code
    for indicator, when in _indicators(panel, period):
        if indicator.additive and judged_by(indicator) == "growth":  # others don't add up
            _bring(panel, indicator, city, when, results)
        _spread(results, indicator, city, [p.code for p in panel.catalogue.counties])


def _bring(panel: Panel, indicator: Indicator, city: str, when: Period, results: Results) -> None:
    # A zone whose figures are in its host county's is told beside, so that nothing counts twice.
    hosts = [p.code for p in panel.catalogue.counties if not p.included_in]
    zones = [p.code for p in panel.catalogue.counties if p.included_in]
    found = decomposition.by_members(panel, indicator, city, hosts, when, beside=zones)
    for row in found.rows:
        for code, result in zip(_MEMBER, row[3:], strict=True):
            results.add(Key(code, indicator.code, row.code), result)
        change = decomposition.share_change(panel, indicator, row.code, city, when)
        results.add(Key("share_change", indicator.code, row.code), change)
    _residual(results, "residual", indicator, city, found)


def estimates(panel: Panel, period: Period, results: Results) -> None:
    """The units' own estimates of the next month (预计); they never stand for a figure."""
    if period.last == 12:
        return
    for indicator, _ in _indicators(panel, period):
        ahead = indicator.period(period.next_month)
        for place in _reporting(panel, indicator):
            for code, what in (("estimate", What.LEVEL), ("estimate_growth", What.GROWTH)):
                found = panel.at(indicator, place, ahead, what, kind=Kind.ESTIMATE)
                if found:
                    results.add(Key(code, indicator.code, place), Result(found.value, (found.ref,)))


MEASURES: tuple[Measure, ...] = (
    at_each_place("value", levels),
    at_each_place("growth", growth.growth),
    at_each_place("month_value", months.month_value),
    at_each_place("month_growth", months.month_growth),
    at_each_place("growth_before", growth_before),
    at_each_place("growth_year_before", growth_year_before),
    at_each_place("growth_change", changes("上年同期")),
    at_each_place("growth_change_month", changes("上月")),
    at_each_place("growth_change_quarter", changes("上季")),
    at_each_place("growth_change_year_end", changes("上年末")),
    at_each_place("growth_gap", growth.growth_gap),
    at_each_place("two_year_growth", growth.two_year_growth),
    at_each_place("target", targets.target),
    at_each_place("target_growth", targets.target_growth),
    at_each_place("time_share", targets.planned_share),
    at_each_place("progress", targets.progress),
    at_each_place("lead", targets.lead),
    at_each_place("arrears", targets.arrears),
    at_each_place("surplus", targets.surplus),
    at_each_place("next_needed", targets.next_month_needed),
    at_each_place("rest_growth", targets.rest_growth),
    at_each_place("falling_streak", history.falling_streak),
    at_each_place("rising_streak", history.rising_streak),
    at_each_place("lowest_quarters", history.lowest_quarters),
    at_each_place("highest_quarters", history.highest_quarters),
    at_each_place("below_ten_years", history.below_ten_years),
    ranks,
    distances,
    parts,
    members,
    estimates,
)


def _indicators(panel: Panel, period: Period) -> Iterator[tuple[Indicator, Period]]:
    for indicator in panel.catalogue:
        yield indicator, indicator.newest(period)


def _reporting(panel: Panel, indicator: Indicator) -> list[str]:
    """The places that have ever reported the indicator: a missing report of theirs is missed."""

    def found() -> list[str]:
        if indicator.formula:
            return derived.reporting(panel, indicator)
        return [
            code
            for code in panel.catalogue.places
            if panel.series(indicator, code) or panel.series(indicator, code, What.GROWTH)
        ]

    reporting: list[str] = panel.remember(("reporting", indicator.code), found)
    return reporting


def _sets(panel: Panel) -> Iterable[list[Place]]:
    """The sets in which places are ranked: the province's cities, our counties (排位范围)."""
    return panel.catalogue.cities, panel.catalogue.counties


def judged_by(indicator: Indicator) -> str:
    """What places are compared by: growth, but the value itself of an index or a ratio (比较项)."""
    return "value" if indicator.basis in (Basis.INDEX, Basis.RATIO) else "growth"


def _rank(results: Results, measure: str, indicator: Indicator, members: list[Place]) -> dict[str, Rank]:
    return rank(results.across(measure, indicator.code, [place.code for place in members]), indicator.better)


def _adder(results: Results, indicator: Indicator, place: str, base: Result) -> Callable[[str, float], None]:
    def add(measure: str, value: float) -> None:
        results.add(Key(measure, indicator.code, place), Result(float(value), base.sources))

    return add


def _distance(results: Results, code: str, indicator: Indicator, place: str, other: str, by: str) -> None:
    if not other or other == place:
        return
    own, theirs = results.get(by, indicator.code, place), results.get(by, indicator.code, other)
    found = gap(own, theirs) or Result.of(growth.change(own.known, theirs.known), own, theirs)
    results.add(Key(code, indicator.code, place), found)


def _residual(
    results: Results, code: str, indicator: Indicator, place: str, found: decomposition.Decomposition
) -> None:
    if found.residual:
        results.add(Key(code, indicator.code, place), found.residual)


def _spread(results: Results, indicator: Indicator, city: str, counties: list[str]) -> None:
    """How far the counties' growth lies apart (县区离散程度)."""
    known = [v for v in results.across("growth", indicator.code, counties).values() if v is not None]
    if len(known) > 1 and (apart := dispersion(known)):
        results.add(Key("dispersion", indicator.code, city), Result(apart.deviation))
