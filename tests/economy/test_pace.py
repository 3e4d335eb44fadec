"""How far along the year a place is, and what the rest of the year must bring."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.economy import pace, targets
from diaodu.economy.periods import span
from tests.economy import world

MAY = span(2024, 1, 5)
FIGURES = {
    "level": {"2023-01..12": 200, "2023-01..05": 80, "2024-01..05": 82},
    "target_growth": {"2024-01..12": 8},
}


def test_the_years_target_may_be_set_as_growth() -> None:
    one = world.indicator()
    panel = world.panel(one, FIGURES)
    ask = (panel, one, world.CITY, MAY)
    assert targets.target(*ask).value == 216
    assert targets.target_growth(*ask).value == 8
    assert targets.progress(*ask).value == pytest.approx(37.963, abs=1e-3)
    assert targets.lead(*ask).value == pytest.approx(-3.704, abs=1e-3)
    assert targets.lead(*ask).note == targets.BY_TIME
    assert targets.arrears(*ask).value == pytest.approx(8)
    assert targets.surplus(*ask).value == 0
    assert targets.half_year_needed(*ask).value == 26
    assert targets.next_month_needed(*ask).value == pytest.approx(26)
    assert targets.needed_by(*ask, 12).value == pytest.approx(134)
    assert targets.rest_growth(*ask).value == pytest.approx(11.667, abs=1e-3)


def test_a_target_set_as_a_level_means_a_growth() -> None:
    one = world.indicator()
    panel = world.panel(one, {"level": {"2023-01..12": 200}, "target_level": {"2024-01..12": 218}})
    assert targets.target_growth(panel, one, world.CITY, MAY).value == 9


def test_without_a_target_nothing_is_owed() -> None:
    one = world.indicator()
    panel = world.panel(one, {"level": {"2024-01..05": 82}})
    for ask in (targets.progress, targets.lead, targets.arrears, targets.rest_growth):
        found = ask(panel, one, world.CITY, MAY)
        assert (found.value, found.reason) == (None, "未下达年度目标")


def test_a_stock_has_no_progress() -> None:
    one = world.indicator(basis="stock")
    panel = world.panel(one, {"level": {"2024-05": 82}, "target_level": {"2024-01..12": 100}})
    assert targets.progress(panel, one, world.CITY, MAY).reason == "时点数和比率没有完成进度"


def test_a_plans_own_path_goes_before_the_season() -> None:
    one = world.indicator()
    figures = {
        **FIGURES,
        "target_level": {"2024-01..12": 216},
        "plan": {"2024-01..05": 86.4, "2024-01..06": 110},
    }
    panel = world.panel(one, figures)
    assert targets.planned_share(panel, one, world.CITY, MAY).value == pytest.approx(40)
    assert targets.arrears(panel, one, world.CITY, MAY).value == pytest.approx(4.4)
    assert targets.next_month_needed(panel, one, world.CITY, MAY).value == pytest.approx(28)


def test_catching_up_with_a_rival_takes_more_than_its_growth() -> None:
    one = world.indicator()
    panel = world.panel(one, {**FIGURES, "growth": {"2024-01..05": 2.5}})
    world.panel(one, {"growth": {"2024-01..05": 6.0}}, "rival", panel)
    found = targets.catch_up(panel, one, world.CITY, MAY, "rival")
    assert found.value == pytest.approx((200 * 1.06 - 82) / 120 * 100 - 100)


RATES = st.floats(-30, 50)


@given(RATES, RATES, st.floats(1, 95))
def test_the_rest_of_the_year_makes_up_the_target(now: float, target: float, share: float) -> None:
    rest = pace.rest_growth_rate_only(now, target, share)
    assert rest is not None
    assert pace.year_end_growth(now, rest, share) == pytest.approx(target, abs=1e-6)


@given(st.floats(1, 1e4), st.floats(5, 95), RATES, RATES)
def test_levels_and_rates_need_the_same_of_the_rest(
    year: float, share: float, now: float, goal: float
) -> None:
    upto = year * share / 100
    by_levels = pace.rest_growth(upto * (1 + now / 100), year * (1 + goal / 100), year, upto)
    assert by_levels == pytest.approx(pace.rest_growth_rate_only(now, goal, share), rel=1e-6, abs=1e-6)


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_one_owes_or_is_ahead_but_never_both(actual: float, planned: float) -> None:
    assert min(pace.arrears(actual, planned), pace.surplus(actual, planned)) == 0
