"""Growth is what was published; months are differences; a total is the sum of its parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.economy import contribution, decomposition, growth, months, rank
from diaodu.economy.contribution import Piece
from diaodu.economy.indicators import Better, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import span
from diaodu.economy.units import published
from tests.economy import world

JUNE = span(2024, 1, 6)
RATES = st.floats(-80, 200).map(lambda x: round(x, 2))
BASES = st.floats(1, 1e5).map(lambda x: round(x, 2))
PARTS = st.dictionaries(
    st.text("甲乙丙丁戊", min_size=1, max_size=3), st.tuples(BASES, RATES), min_size=1, max_size=8
)


@given(PARTS)
def test_pulls_add_up_to_the_growth_of_the_whole(parts: dict[str, tuple[float, float]]) -> None:
    pieces = {name: contribution.piece_from_base(*figures) for name, figures in parts.items()}
    whole = contribution.whole_growth(contribution.whole(pieces.values()))
    assert sum(v or 0.0 for v in contribution.pulls(pieces).values()) == pytest.approx(whole, abs=1e-6)


@given(PARTS)
def test_contributions_add_up_to_a_hundred_or_are_not_said(parts: dict[str, tuple[float, float]]) -> None:
    pieces = {name: contribution.piece_from_base(*figures) for name, figures in parts.items()}
    said = list(contribution.contributions(pieces).values())
    whole = contribution.whole_growth(contribution.whole(pieces.values()))
    if whole is not None and whole >= contribution.LEAST_GROWTH:
        assert sum(v or 0.0 for v in said) == pytest.approx(100, abs=1e-6)
    else:
        assert said == [None] * len(said)


@given(PARTS)
def test_shares_add_up_to_a_hundred(parts: dict[str, tuple[float, float]]) -> None:
    values = [base for base, _ in parts.values()]
    assert sum(contribution.share(v, sum(values)) or 0 for v in values) == pytest.approx(100)


@given(PARTS)
def test_leaving_nothing_out_changes_nothing(parts: dict[str, tuple[float, float]]) -> None:
    whole = contribution.whole(contribution.piece_from_base(*figures) for figures in parts.values())
    assert contribution.growth_without(whole, []) == contribution.whole_growth(whole)
    assert contribution.growth_without(whole, [whole]) is None


@given(BASES, RATES)
def test_a_base_and_its_growth_give_the_value_back(base: float, rate: float) -> None:
    made = contribution.piece(base, rate)
    assert made is not None
    assert growth.value_growth(made.value, made.base) == pytest.approx(rate, abs=1e-6)


@given(st.lists(st.floats(-1e4, 1e5).map(lambda x: round(x, 2)), min_size=12, max_size=12))
def test_month_values_build_the_cumulative_again(values: list[float]) -> None:
    one = world.indicator()
    totals = {f"2024-01..{m:02d}": sum(values[:m]) for m in range(2, 13)}
    panel = world.panel(one, {"level": {"2024-01": values[0], **totals}})
    monthly = [months.month_value(panel, one, world.CITY, span(2024, 1, m)).value for m in range(1, 13)]
    assert all(v is not None for v in monthly)
    assert sum(v or 0 for v in monthly) == pytest.approx(sum(values), abs=1e-4)


@given(
    st.dictionaries(st.text(min_size=1, max_size=2), st.one_of(st.none(), st.floats(-50, 50)), max_size=12)
)
def test_positions_are_those_of_a_competition(values: dict[str, float | None]) -> None:
    for better in Better:
        found = rank.rank(values, better)
        assert set(found) == {code for code, value in values.items() if value is not None}
        for one in found.values():
            assert one.size == len(found)
            above = sum(1 for other in found.values() if other.position < one.position)
            assert one.position == above + 1
            assert one.tied == (sum(1 for other in found.values() if other.position == one.position) > 1)
        for a in found:
            for b in found:
                same = published(values[a] or 0.0) == published(values[b] or 0.0)
                assert (found[a].position == found[b].position) == same


def test_a_published_growth_goes_before_the_computed_one_and_the_gap_is_shown() -> None:
    one = world.indicator()
    panel = world.panel(
        one, {"level": {"2024-01..06": 108, "2023-01..06": 100}, "growth": {"2024-01..06": 5}}
    )
    assert growth.growth(panel, one, world.CITY, JUNE) == (5, (3,), None, None)
    assert growth.growth_gap(panel, one, world.CITY, JUNE).value == -3


def test_change_is_held_against_last_year_last_month_last_quarter_or_year_end() -> None:
    one = world.indicator()
    said = {
        "2024-01..06": 6.0,
        "2023-01..06": 8.0,
        "2024-01..05": 6.5,
        "2024-01..03": 5.0,
        "2023-01..12": 7.0,
    }
    panel = world.panel(one, {"growth": said})
    asked: tuple[growth.Against, ...] = ("上年同期", "上月", "上季", "上年末")
    changes = [growth.growth_change(panel, one, world.CITY, JUNE, against).value for against in asked]
    assert changes == [-2.0, -0.5, 1.0, -1.0]


def test_the_years_first_cumulative_has_no_month_before_it() -> None:
    one = world.indicator(no_january=True)
    panel = world.panel(one, {"growth": {"2024-01..02": 6.0}})
    found = growth.growth_change(panel, one, world.CITY, span(2024, 1, 2), "上月")
    assert (found.value, found.reason) == (None, "年内首期，没有上期累计")


def test_a_ratio_changes_by_points() -> None:
    one = world.indicator(basis="ratio", growth_basis="points", unit="%")
    panel = world.panel(one, {"level": {"2024-06": 97.3, "2023-06": 98.1}})
    assert growth.growth(panel, one, world.CITY, span(2024, 6, 6)).value == -0.8


def test_what_the_counties_leave_of_the_citys_growth_is_a_row_of_its_own() -> None:
    one = world.indicator()
    panel = world.panel(one, {"level": {"2024-01..06": 105}, "growth": {"2024-01..06": 5}})
    for county, level, rate in (("甲", 66, 10), ("乙", 38, -5)):
        world.panel(one, {"level": {"2024-01..06": level}, "growth": {"2024-01..06": rate}}, county, panel)
    found = decomposition.by_members(panel, one, world.CITY, ["甲", "乙"], JUNE)
    assert found.residual is not None
    assert found.residual.value == pytest.approx(1.0)
    assert found.rows[0].pull.sources == (3, 4, 1, 2)


def test_without_the_citys_own_figure_the_counties_sum_serves() -> None:
    one = world.indicator()
    panel = world.panel(one, {"level": {"2024-01..06": 66}, "growth": {"2024-01..06": 10}}, "甲")
    world.panel(one, {"level": {"2024-01..06": 38}, "growth": {"2024-01..06": -5}}, "乙", panel)
    found = decomposition.by_members(panel, one, world.CITY, ["甲", "乙"], JUNE)
    assert found.growth.value == pytest.approx(4.0)
    assert [row.pull.value for row in found.rows] == [6.0, -2.0]
    assert found.residual is None


def test_a_county_without_figures_is_named_and_spoils_nothing() -> None:
    one = world.indicator()
    panel = world.panel(one, {"level": {"2024-01..06": 104}, "growth": {"2024-01..06": 4}})
    world.panel(one, {"level": {"2024-01..06": 66}, "growth": {"2024-01..06": 10}}, "甲", panel)
    found = decomposition.by_members(panel, one, world.CITY, ["甲", "乙"], JUNE)
    assert found.rows[0].pull.value == 6.0
    assert found.rows[1].pull.value is None
    assert found.rows[1].pull.reason
    assert found.residual is not None
    assert found.residual.value == pytest.approx(-2.0)


def test_industries_pull_their_city() -> None:
    one = world.indicator()
    panel = world.panel(one, {"level": {"2024-01..06": 104}, "growth": {"2024-01..06": 4}})
    for part, level, rate in (("liquor", 66.0, 10.0), ("tobacco", 38.0, -5.0)):
        for what, value in ((What.LEVEL, level), (What.GROWTH, rate)):
            panel.put(SeriesKey(one.code, world.CITY, one.kind, what, part), JUNE, value)
    found = decomposition.by_parts(panel, one, world.CITY, ["liquor", "tobacco"], JUNE)
    assert [row.contribution.value for row in found.rows] == [150.0, -50.0]
    assert [row.without.value for row in found.rows] == [-5.0, 10.0]
    assert found.rows[0].share.value == pytest.approx(66 / 104 * 100)
    out = decomposition.growth_without(panel, one, world.CITY, [(world.CITY, "tobacco")], JUNE)
    assert out.value == 10.0


def test_dispersion_of_nothing_is_nothing() -> None:
    assert contribution.dispersion([]) is None
    assert contribution.whole_growth(Piece(5, 0)) is None


def test_a_verified_year_less_a_preliminary_november_is_no_december():
    one = world.indicator()
    made = Panel(world.catalogue(one))
    key = SeriesKey("x", world.CITY, one.kind)
    made.put(key, span(2025, 1, 11), 90.0, 1, "p")
    made.put(key, span(2025, 1, 12), 130.0, 2, "v")
    december = months.month_value(made, one, world.CITY, span(2025, 1, 12))
    assert december.value is None
    assert december.reason == months.OTHER_ROUND
