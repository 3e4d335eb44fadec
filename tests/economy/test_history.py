"""The present is held against its own past, like with like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diaodu.economy import history, records
from diaodu.economy.periods import span
from tests.economy import world

VALUES = st.lists(st.floats(-20, 20).map(lambda x: round(x, 1)), min_size=1, max_size=20)


@given(VALUES)
def test_a_record_holds_over_just_so_many_periods(values: list[float]) -> None:
    n = records.lowest_in(values)
    assert all(values[-1] < earlier for earlier in values[-n:-1])
    assert n == len(values) or values[-n - 1] <= values[-1]
    since = records.lowest_since(values)
    assert since == (None if n == len(values) else len(values) - n - 1)


@given(VALUES)
def test_a_sequence_can_not_fall_and_rise_at_once(values: list[float]) -> None:
    assert min(records.falling(values), records.rising(values)) == 0
    assert records.falling(values) == records.rising([-v for v in values])


def test_a_hole_ends_a_record() -> None:
    assert records.lowest_in([9.0, None, 7.0, 6.0]) == 2
    assert records.falling([9.0, None, 7.0, 6.0]) == 1


def _city(rates: dict[str, float]) -> tuple[object, ...]:
    one = world.indicator(no_january=True)
    return world.panel(one, {"growth": rates}), one, world.CITY


def test_the_lowest_is_named_with_the_quarter_it_goes_back_to() -> None:
    rates = {
        "2022-01..12": 5.0,
        "2023-01..03": 7.5,
        "2023-01..06": 7.0,
        "2023-01..09": 6.8,
        "2023-01..12": 6.6,
        "2024-01..03": 6.1,
    }
    past = history.history(*_city(rates), span(2024, 1, 3))  # type: ignore[arg-type]
    low = history.record_low(past)
    assert low is not None
    assert low.phrase == "近5个季度最低"
    assert low.since_phrase == "2022年四季度以来最低"
    assert history.record_high(past) is None


def test_the_lowest_on_record_names_the_first_of_the_series() -> None:
    rates = {f"{year}-01..06": 8.0 + 2024 - year for year in range(2019, 2025)}
    past = history.history(*_city(rates), span(2024, 1, 6), "year")  # type: ignore[arg-type]
    low = history.record_low(past)
    assert low is not None
    assert low.phrase == "近6年同期最低"
    assert low.since_phrase == "有数据以来最低（2019年上半年以来）"


def test_below_two_digits_for_the_first_time_in_years() -> None:
    rates = {"2021-01..06": 12.0, "2022-01..06": 11.0, "2023-01..06": 10.0, "2024-01..06": 9.5}
    found = history.below_ten_years(*_city(rates), span(2024, 1, 6))  # type: ignore[arg-type]
    assert found.value == 3


def test_a_streak_goes_on_across_the_year_end() -> None:
    rates = {"2023-01..11": 8.0, "2023-01..12": 7.5, "2024-01..02": 7.0, "2024-01..03": 6.0}
    found = history.falling_streak(*_city(rates), span(2024, 1, 3))  # type: ignore[arg-type]
    assert found.value == 3
    assert len(found.sources) == 4
    assert history.rising_streak(*_city(rates), span(2024, 1, 3)).value == 0  # type: ignore[arg-type]


def test_a_month_within_a_quarter_is_not_held_against_quarters() -> None:
    found = history.lowest_quarters(*_city({"2024-01..05": 6.0}), span(2024, 1, 5))  # type: ignore[arg-type]
    assert found.reason == "非季末月份，不与各季累计相比"
