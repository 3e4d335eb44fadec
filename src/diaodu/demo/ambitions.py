"""Targets, plans, units' estimates, and departments' early figures (目标、计划、预计、部门快报)."""

from __future__ import annotations

from collections.abc import Iterator

from diaodu.demo.cast import CITY, COUNTED, COUNTIES, HEALTH
from diaodu.demo.made import Made
from diaodu.demo.recipes import STOCKS
from diaodu.demo.rows import Row
from diaodu.demo.series import Series
from diaodu.demo.shapes import index

Month = tuple[int, int]
# Growth targets of the city by year (增速目标，%).
GROWTH = {
    "gdp": (6.5, 6.5, 5.0),
    "industrial_value_added": (8.0, 8.0, 6.0),
    "fixed_asset_investment": (8.0, 7.0, 5.0),
    "industrial_investment": (10.0, 9.0, 6.0),
    "retail_sales": (7.5, 7.0, 5.5),
    "above_quota_retail_sales": (8.0, 8.0, 5.5),
    "urban_income": (6.0, 6.0, 5.0),
    "rural_income": (7.5, 7.5, 6.5),
    "deposits": (8.5, 8.0, 8.0),
    "loans": (10.0, 10.0, 9.0),
    "industrial_electricity": (5.5, 5.0, 4.0),
}
# Targets set as amounts: last year's full amount and so many per cent more (总量目标).
AMOUNTS = {
    "industrial_output": (7.0, 6.5, 4.5),
    "foreign_trade": (8.0, 8.0, 6.0),
    "outside_funds": (9.0, 9.0, 6.0),
    "general_budget_revenue": (6.0, 5.5, 3.5),
    "tax_revenue": (6.5, 6.0, 3.5),
    "foreign_investment": (5.0, 5.0, 5.0),
    "new_urban_jobs": (0.0, 0.0, 0.0),
    "key_project_investment": (10.0, 10.0, 6.0),
}
YEARS = (2024, 2025, 2026)
PLANNED = (2025, 2026)
ESTIMATED_LEVELS = (
    "industrial_output",
    "general_budget_revenue",
    "tax_revenue",
    "foreign_trade",
    "outside_funds",
)
ESTIMATED = (
    "industrial_value_added",
    "fixed_asset_investment",
    "industrial_investment",
    "retail_sales",
    "above_quota_retail_sales",
    "industrial_electricity",
    *ESTIMATED_LEVELS,
)
QUARTERLY_ESTIMATED = ("gdp", "urban_income", "rural_income")
PLACES = (CITY, *COUNTIES)


def targets(made: Made, end: Month) -> Iterator[Row]:
    """Annual targets of city and counties (年度目标): counties' amounts add up to the city's."""
    for n, year in enumerate(y for y in YEARS if y <= end[0]):
        for code, goals in GROWTH.items():
            for place in PLACES:
                yield _year_row(code, place, "target", "growth", year, goals[n] + _zeal(place))
        for code in AMOUNTS:
            for place in PLACES:
                yield _year_row(code, place, "target", "level", year, amount(made, code, place, year))


def amount(made: Made, code: str, place: str, year: int) -> float:
    """The amount a place is to reach in a year (总量目标)."""
    if place == CITY:
        return round(sum(amount(made, code, c, year) for c in COUNTED), 2)
    series = made.series[code, place]
    goal = AMOUNTS[code][YEARS.index(year)]
    more = 1 + (goal + _zeal(place)) / 100
    return round(series.level[index(year - 1, 12)] * more, 0 if code == "foreign_investment" else 2)


def _zeal(place: str) -> float:
    """Stronger counties are set a little more (目标差异), in half points."""
    return round(HEALTH.get(place, 0.0) * 0.8) / 2


def plans(made: Made, end: Month) -> Iterator[Row]:
    """Planned cumulative amounts (分月计划): the year's target by the share of the last three years."""
    for year in (y for y in PLANNED if y <= end[0]):
        for code in AMOUNTS:
            paths = {c: _plan(made, code, c, year) for c in COUNTIES}
            paths[CITY] = [round(sum(paths[c][m] for c in COUNTED), 2) for m in range(12)]
            for place, values in paths.items():
                for m in range(2, 13):
                    yield Row(code, place, "", "plan", "level", year, 1, m, values[m - 1])


def _plan(made: Made, code: str, place: str, year: int) -> list[float]:
    level = made.series[code, place].level
    goal = amount(made, code, place, year)
    return [round(goal * _usual_share(level, year, m), 2) for m in range(1, 13)]


def _usual_share(level: list[float], year: int, month: int) -> float:
    shares = [level[index(y, month)] / level[index(y, 12)] for y in range(year - 3, year)]
    return sum(shares) / len(shares)


def estimates(made: Made, end: Month) -> Iterator[Row]:
    """Units' estimates of each month since 2025, the coming one included (预计)."""
    for code in (*ESTIMATED, *QUARTERLY_ESTIMATED):
        for place in PLACES:
            rng = made.rng("estimate", code, place)
            bias = rng.gauss(0.15, 0.35)
            for year, month in _months(2025, end, ahead=1):
                miss = bias + rng.gauss(0, 0.5)
                if month > 1 and (code in ESTIMATED or month % 3 == 0):
                    yield from _estimate(code, place, made.series[code, place], year, month, miss)


def _estimate(code: str, place: str, series: Series, year: int, month: int, miss: float) -> Iterator[Row]:
    t = index(year, month)
    growth = round((series.level[t] / series.base[t] - 1) * 100 + miss, 1) + 0.0
    yield Row(code, place, "", "estimate", "growth", year, 1, month, growth)
    if code in ESTIMATED_LEVELS:
        level = round(series.base[t] * (1 + growth / 100), 2)
        yield Row(code, place, "", "estimate", "level", year, 1, month, level)


def flashes(made: Made, end: Month) -> Iterator[Row]:
    """What departments know early of an official figure (部门快报); never mixed with it."""
    for code in ("industrial_output", "retail_sales"):
        for place in PLACES:
            rng = made.rng("flash", code, place)
            series = made.series[code, place]
            for year, month in _months(end[0], end):
                miss = rng.gauss(0.4, 0.5)
                if month > 1:
                    level = round(series.level[index(year, month)] * (1 + miss / 100), 2)
                    yield Row(code, place, "", "departmental", "level", year, 1, month, level)


def _months(first: int, end: Month, ahead: int = 0) -> Iterator[Month]:
    stop = end[0] * 12 + end[1] + ahead
    for n in range(first * 12, stop):
        yield n // 12, n % 12 + 1


def _year_row(code: str, place: str, kind: str, what: str, year: int, value: float) -> Row:
    first = 12 if code in STOCKS else 1  # what is to stand at the year's end
    return Row(code, place, "", kind, what, year, first, 12, round(value, 2))
