"""GDP by its supports: identities, what an estimate may know, and that it stays an estimate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.economy import gdp_support
from diaodu.economy.gdp_support import ESTIMATED, Table
from diaodu.economy.indicators import Kind, What
from diaodu.economy.panel import SeriesKey
from diaodu.economy.periods import span
from diaodu.economy.results import Result
from tests.economy import gdp

rates = st.floats(-20, 30).map(lambda x: round(x, 1))
steady = [[5.0, 4.0]] * 12


@given(st.lists(st.tuples(st.floats(1, 100), rates), min_size=1, max_size=8))
def test_pulls_add_up_to_the_estimate_and_one_point_is_worth_what_it_adds(parts) -> None:
    total = sum(size for size, _ in parts)
    industries = {f"i{n}": {"share": size / total * 100, "growth": g} for n, (size, g) in enumerate(parts)}
    found = gdp_support.estimate(gdp.panel(industries), gdp.table(industries), gdp.QUARTER)
    assert found.growth.known == pytest.approx(sum(line.pull.known for line in found.lines), abs=1e-8)
    assert found.coverage.known == pytest.approx(100)
    more = {**industries, "i0": {**industries["i0"], "growth": parts[0][1] + 1}}
    raised = gdp_support.estimate(gdp.panel(more), gdp.table(more), gdp.QUARTER)
    assert raised.growth.known - found.growth.known == pytest.approx(found.lines[0].worth.known, abs=1e-6)


@given(st.floats(-5, 10), st.dictionaries(st.text("abcd", min_size=1), st.floats(0, 5), max_size=8))
def test_shares_of_the_gap_stay_within_room_and_add_up(gap: float, rooms: dict[str, float]) -> None:
    shares = gdp_support.share_gap(gap, rooms)
    assert all(-1e-9 <= shares.extra[code] <= room + 1e-9 for code, room in rooms.items())
    assert sum(shares.extra.values()) == pytest.approx(max(0.0, min(gap, sum(rooms.values()))), abs=1e-8)
    assert shares.uncovered == pytest.approx(max(0.0, max(0.0, gap) - sum(rooms.values())), abs=1e-8)


@given(st.lists(st.tuples(rates, st.floats(0.2, 2.0)), min_size=8, max_size=20), st.floats(0.3, 1.8))
def test_a_minority_of_odd_quarters_does_not_move_the_elasticity(odd, true: float) -> None:
    clean = [(2.0 + n % 7, (2.0 + n % 7) * true) for n in range(len(odd) + 2)]
    found = gdp_support.slope([*clean, *((x, x * ratio * 3) for x, ratio in odd if abs(x) > 1)])
    assert found.value == pytest.approx(true, abs=1e-9)


def test_the_back_test_knows_nothing_of_the_quarter_or_after() -> None:
    industries = {"甲": {"share": 100, "growth": 6, "history": steady}}
    made, table = gdp.panel(industries, published=4.5), gdp.table(industries)
    for period in (*gdp.quarters(4), *gdp.quarters(12)[4:]):
        made.put(SeriesKey("gdp", gdp.CITY, Kind.OFFICIAL, What.LEVEL), period.year_before, 100.0, 900)
        made.put(SeriesKey("gdp", gdp.CITY, Kind.OFFICIAL, What.LEVEL, "甲"), period.year_before, 100.0, 901)
        made.put(SeriesKey("gdp", gdp.CITY, Kind.OFFICIAL, What.GROWTH), period, 4.0, 902)
    first = gdp_support.backtest(made, table, gdp.QUARTER)
    earlier = {t.quarter: t.estimate.value for t in first.trials if t.quarter < gdp.QUARTER}
    assert len(earlier) == 11
    # The newest quarter turns out quite otherwise: what was estimated before it must not change.
    made.put(SeriesKey("gdp", gdp.CITY, Kind.OFFICIAL, What.GROWTH, "甲"), gdp.QUARTER, -9.0, 903)
    made.put(SeriesKey("s_甲", gdp.CITY, Kind.OFFICIAL, What.GROWTH), gdp.QUARTER, 50.0, 904)
    again = gdp_support.backtest(made, table, gdp.QUARTER)
    assert {t.quarter: t.estimate.value for t in again.trials if t.quarter < gdp.QUARTER} == earlier
    assert again.trials[-1].estimate.known > first.trials[-1].estimate.known


def test_an_estimate_adds_nothing_to_the_panel_and_says_that_it_is_one() -> None:
    industries = {"甲": {"share": 60, "growth": 6, "history": steady}, "乙": {"share": 40, "growth": 3}}
    made, table = gdp.panel(industries, published=4.2), gdp.table(industries)
    before = {key: dict(series) for key, series in made}
    found = gdp_support.estimate(made, table, gdp.QUARTER)
    gdp_support.backtest(made, table, gdp.QUARTER)
    shared = gdp_support.share_out(made, found, Result(6.0), {"甲": 9.0, "乙": 6.0})
    assert {key: dict(series) for key, series in made} == before
    told = [
        found.growth,
        found.error,
        shared.capacity,
        shared.uncovered,
        *(p.extra_pull for p in shared.portions),
    ]
    told += [line.pull for line in found.lines]
    assert all(one.note == ESTIMATED and one.sources for one in told)


def test_a_gap_is_told_in_the_units_of_the_supports() -> None:
    industries = {"甲": {"share": 50, "growth": 6.0, "level": 212.0, "history": steady, "upper": 8.8},
                  "乙": {"share": 50, "growth": 3.0, "upper": 3.0}}  # fmt: skip
    made = gdp.panel(industries)
    found = gdp_support.estimate(made, gdp.table(industries), gdp.QUARTER)
    assert found.growth.known == pytest.approx(3.9)  # 50% × 0.8 × 6 + 50% × 3
    shared = gdp_support.share_out(made, found, Result(4.9))
    first, second = shared.portions
    assert first.capacity.known == pytest.approx(2.0)  # 50% × (8.8 − 4.8)
    assert first.extra_growth.known == pytest.approx(2.0)  # 1 point of GDP by half of the city
    assert first.raises[0].points.known == pytest.approx(2.5)  # 2 ÷ 0.8
    assert first.raises[0].level.known == pytest.approx(5.0)  # 2.5% of 212 ÷ 1.06
    assert (second.extra_pull.value, shared.uncovered.value) == (0.0, 0.0)
    assert second.raises[0].level.reason


def test_accounts_use_late_supports_months_late_and_a_running_quarter_what_is_out() -> None:
    industries = {"甲": {"share": 100, "growth": 6.0, "lag": 1, "of": span(2026, 1, 8)}}
    made, table = gdp.panel(industries), gdp.table(industries)
    found = gdp_support.estimate(made, table, gdp.QUARTER)
    assert found.lines[0].supports[0].period == span(2026, 1, 8)
    running = gdp_support.estimate(made, table, span(2026, 1, 8))
    assert (running.quarter, running.upto) == (gdp.QUARTER, span(2026, 1, 8))
    assert "缺" in (gdp_support.estimate(made, table, span(2026, 1, 7)).growth.reason or "")
    late = gdp_support.estimate(made, Table(tuple(gdp.table({"甲": {}}).rows)), gdp.QUARTER)
    assert late.lines[0].supports[0].growth.note == "沿用2026年1—8月增速"


def test_the_scheme_of_the_time_counts() -> None:
    row = {"code": "x", "name": "某业", "sector": "tertiary", "part": "x"}
    old = {**row, "supports": [{"indicator": "a"}], "valid_from": "2020-01-01"}
    new = {**row, "supports": [{"indicator": "b"}], "valid_from": "2026-01-01"}
    table = Table.from_rows([old, new])
    used = [table.at(span(year, 1, 3))[0].supports[0].indicator for year in (2025, 2026)]
    assert used == ["a", "b"]
    ended = Table.from_rows([{**old, "valid_to": "2024-12-31"}])
    assert [len(ended.at(span(year, 1, 12))) for year in (2024, 2025)] == [1, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"shape": "curved"},
        {"sector": "fourth"},
        {"supports": []},
        {"supports": [{"indicator": "a", "lag": 99}]},
    ],
)
def test_a_wrong_word_in_the_table_is_told(wrong: dict) -> None:
    with pytest.raises(ValueError, match="gdp_support"):
        Table.from_rows(
            [{"code": "x", "name": "某业", "sector": "primary", "supports": [{"indicator": "a"}], **wrong}]
        )
