"""A period is months a to b of one year, however it is written."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Frequency
from diaodu.economy.periods import Period, cumulatives, months_between, span
from tests.economy import world

PERIODS = st.builds(
    lambda year, months: span(year, min(months), max(months)),
    st.integers(1901, 2199),
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
)
SCRAPS = st.text(
    alphabet="0123456789年月季度上下半前第一二三四十至截底末累计当.-—~～/QH ()（）０１", max_size=14
)


@given(PERIODS)
def test_what_is_printed_is_read_again(period: Period) -> None:
    for written in (period.code, period.label, period.season_label):
        assert Period.parse(written) == period


@given(PERIODS)
def test_what_is_printed_without_its_year_is_read_with_it(period: Period) -> None:
    assert Period.parse(period.short_label, year=period.year) == period


@given(st.one_of(st.text(max_size=20), SCRAPS, st.floats(), st.integers(), st.none(), st.booleans()))
def test_anything_else_is_refused_and_never_breaks(written: object) -> None:
    for year in (None, 2024):
        with suppress(Refusal):
            assert isinstance(Period.parse(written, year=year), Period)  # type: ignore[arg-type]


def test_spreadsheet_dates_and_numbers_are_read() -> None:
    assert Period.parse(date(2024, 6, 1)) == span(2024, 6, 6)
    assert Period.parse(datetime(2024, 6, 30)) == span(2024, 6, 6)  # noqa: DTZ001
    assert Period.parse("2024-06-01 00:00:00") == span(2024, 6, 6)
    assert Period.parse(2016.01) == span(2016, 1, 1)
    assert Period.parse(2016.12) == span(2016, 12, 12)
    assert Period.parse(2016.2) == span(2016, 2, 2)
    assert Period.parse(202406.0) == span(2024, 6, 6)
    assert Period.parse(2024) == span(2024, 1, 12)


def test_a_number_that_may_have_lost_its_zero_is_settled_by_the_caller() -> None:
    with pytest.raises(Refusal, match="1月还是10月"):
        Period.parse(2016.1)
    assert Period.parse(2016.1, lost_zero=True) == span(2016, 10, 10)
    assert Period.parse("2016.1", lost_zero=False) == span(2016, 1, 1)


@pytest.mark.parametrize(
    "written", ["2024年13月", "2024年0月", "2024年6-1月", "2024年6", "45444", "全市", "2024-"]
)
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(Refusal):
        Period.parse(written)


def test_a_date_and_a_span_look_alike_and_are_not_guessed() -> None:
    with pytest.raises(Refusal, match="既可能是日期"):
        Period.parse("2024-01-06")


def test_three_quarters_have_a_name_and_eight_months_have_none() -> None:
    assert span(2026, 1, 9).label == "2026年1—9月"
    assert span(2026, 1, 9).season_label == "2026年前三季度"
    assert span(2026, 1, 8).season_label == span(2026, 1, 8).label == "2026年1—8月"
    assert span(2026, 9, 9).label == "2026年9月"
    assert span(2026, 1, 12).season_label == "2026年全年"


def test_the_period_before_stays_within_the_year() -> None:
    assert span(2026, 1, 9).before == span(2026, 1, 8)
    assert span(2026, 1, 1).before is None
    assert span(2026, 4, 6).before == span(2026, 1, 3)
    assert span(2026, 1, 8).previous_quarter == span(2026, 1, 6)
    assert span(2026, 1, 3).previous_quarter == span(2025, 1, 12)
    assert span(2026, 1, 1).previous_month == span(2025, 12, 12)
    assert span(2026, 1, 12).next_month == span(2027, 1, 1)
    assert span(2026, 1, 8).quarter == span(2026, 7, 9)


def test_january_and_february_are_published_together() -> None:
    industry = world.indicator(no_january=True)
    assert industry.before(span(2026, 1, 2)) is None
    assert industry.before(span(2026, 1, 3)) == span(2026, 1, 2)
    assert not industry.due(span(2026, 1, 1))
    assert list(cumulatives(2026, 3, no_january=True)) == [span(2026, 1, 2), span(2026, 1, 3)]


def test_a_quarterly_figure_follows_that_of_the_quarter_before() -> None:
    gdp = world.indicator(frequency=Frequency.QUARTER)
    assert gdp.before(span(2026, 1, 6)) == span(2026, 1, 3)
    assert gdp.before(span(2026, 1, 3)) is None
    assert gdp.due(span(2026, 1, 6))
    assert not gdp.due(span(2026, 1, 8))


def test_a_stock_follows_last_months_end_across_the_year() -> None:
    deposits = world.indicator(basis="stock")
    assert deposits.before(span(2026, 1, 1)) == span(2025, 12, 12)
    assert deposits.before(span(2026, 9, 9)) == span(2026, 8, 8)


@given(PERIODS, PERIODS)
def test_months_between_two_ends_add_up(a: Period, b: Period) -> None:
    assert months_between(a, b) == -months_between(b, a)
    assert months_between(a.last_year_end, a) == a.last
