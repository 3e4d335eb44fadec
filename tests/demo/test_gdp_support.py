"""The invented city's GDP can be told from its supports, within a stated error."""

from __future__ import annotations

import pytest

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.demo.city import OWN
from diaodu.economy import gdp_support
from diaodu.economy.gdp_support import Table
from diaodu.economy.indicators import Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import span

SEPTEMBER = span(2026, 1, 9)
WITHIN = 0.25  # points, on the average of three years


@pytest.fixture(scope="module")
def city(invented) -> tuple[Panel, Table]:
    definitions = catalogue.read(catalogue.PACKAGE, OWN)
    panel = Panel(catalogue.check(definitions))
    for ref, row in enumerate(invented.rows, 1):
        key = SeriesKey(row.indicator, row.place, Kind(row.kind), What(row.what), row.part)
        panel.put(key, span(row.year, row.first, row.last), row.value, ref)
    return panel, Table.from_rows(definitions.gdp_support.values())


def test_the_table_carries_all_of_gdp(city) -> None:
    panel, table = city
    parts = {part.code for part in panel.catalogue.breakdowns["gdp_sector"].parts}
    assert {row.part for row in table.at(SEPTEMBER)} == parts
    found = gdp_support.estimate(panel, table, SEPTEMBER)
    assert found.coverage.known == pytest.approx(100, abs=0.1)


def test_three_years_are_estimated_within_the_stated_error(city) -> None:
    panel, table = city
    tested = gdp_support.backtest(panel, table, SEPTEMBER)
    assert len(tested.trials) == 12
    assert tested.mean_error.known < WITHIN
    assert max(abs(trial.error.known) for trial in tested.trials) < 2 * WITHIN
    # It beats saying what last year's same period had.
    gdp = panel.catalogue.indicators["gdp"]
    naive = [
        abs(panel.at(gdp, "900300", t.quarter.year_before, What.GROWTH).value - t.published.known)
        for t in tested.trials
    ]
    assert tested.mean_error.known < sum(naive) / len(naive)


def test_housing_drags_and_industry_has_the_most_room(city) -> None:
    panel, table = city
    found = gdp_support.estimate(panel, table, SEPTEMBER)
    lines = {line.industry.code: line for line in found.lines}
    assert [code for code, line in lines.items() if line.pull.known < 0] == ["property"]
    assert all(line.slope.calibrated for code, line in lines.items() if code != "industry")
    assert lines["finance"].elasticity.known < 1 < lines["public_services"].elasticity.known
    goal = gdp_support.target_of(panel, SEPTEMBER)
    shared = gdp_support.share_out(panel, found, goal)
    assert goal.value == 5.0
    assert shared.gap.known == pytest.approx(5.0 - found.published.known)
    assert max(shared.portions, key=lambda p: p.capacity.known).line.industry.code == "industry"
    assert shared.covered.known == pytest.approx(shared.gap.known)


def test_august_is_estimated_before_the_quarter_is_over(invented, city) -> None:
    panel, table = city
    early = Panel(panel.catalogue)
    for key, series in panel:
        early.add(key, ((p, seen) for p, seen in series.items() if (p.year, p.last) <= (2026, 8)))
    found = gdp_support.estimate(early, table, span(2026, 1, 8))
    assert found.published.value is None
    assert found.growth.known == pytest.approx(invented.at("gdp", "900300"), abs=2 * WITHIN)
    used = {reading.period.last for line in found.lines for reading in line.supports}
    assert used == {6, 7, 8}  # 季度指标、错月指标、月度指标
