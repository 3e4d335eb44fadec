"""The month's analysis and its twin in pandas give the same numbers, on indicators of every sort."""

from __future__ import annotations

from functools import lru_cache

import pytest
from bench import city, compare, peer

from diaodu.bureau.analyses import actions
from diaodu.economy.periods import span

SORTS = (
    "gdp",  # quarterly, comparable prices, with parts
    "industrial_value_added",  # rate only, months alone published
    "industrial_output",  # with divisions
    "industrial_profit",  # a month late
    "retail_sales",
    "rural_income",  # does not add up over counties
    "general_budget_revenue",  # targets and plans as amounts, restated bases
    "deposits",  # a stock
    "industrial_sales_ratio",  # a ratio without January
    "large_projects",  # a count without January
    "cpi",
)


@lru_cache(maxsize=1)
def figures():
    return city.rows(SORTS)


def compared(rows, month):
    of = city.catalogue(SORTS)
    ours = actions.compute(city.panel(of, rows), span(2026, 1, month))
    return compare.compare(ours, peer.compute(city.frames(of, rows), 2026, month))


@pytest.mark.parametrize("month", [1, 2, 3, 8, 12])
def test_every_result_is_the_same(month):
    found = compared(figures(), month)
    assert not found.different
    assert found.known > 5_000
    assert found.measures >= 45


def test_the_same_where_the_city_has_not_reported():
    """Shares and pulls are then of the counties' sum, and a zone inside a county doesn't count."""
    home = city.catalogue(SORTS).city.code
    rows = [row for row in figures() if (row[1], row[5], row[7]) != (home, 2026, 9)]
    assert not compared(rows, 9).different


def test_the_same_where_growth_was_not_published():
    rows = [row for row in figures() if row[4] != "growth" or row[3] == "target"]
    assert not compared(rows, 9).different


def test_the_same_where_only_some_months_were_verified():
    rows = [(*row[:9], "verified" if row[7] % 4 else "", row[10]) for row in figures()]
    assert not compared(rows, 9).different
