"""The revision triangle: each period's value as known at each date (修订三角)."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from diaodu.economy.periods import span
from diaodu.economy.revisions import Posting, triangle

Q1, H1 = span(2026, 1, 3), span(2026, 1, 6)


def on(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


def posted(*rows: tuple) -> list[Posting]:
    return [Posting(period, value, date, ref) for ref, (period, value, date) in enumerate(rows, 1)]


def test_gdp_is_revised_as_the_half_years_figure_comes_out() -> None:
    """Q1 comes as 5.1, is verified down to 4.9 with the half-year figure, and up to 5.0 in autumn."""
    made = triangle(
        posted((Q1, 5.1, on(4, 20)), (H1, 5.3, on(7, 20)), (Q1, 4.9, on(7, 20)), (Q1, 5.0, on(10, 20)))
    )
    assert made.rounds == (on(4, 20), on(7, 20), on(10, 20))
    half, first = made.rows  # the newest period first
    assert (half.period, first.period) == (H1, Q1)
    assert [cell.value for cell in first.cells] == [5.1, 4.9, 5.0]
    assert [cell.value for cell in half.cells] == [None, 5.3, 5.3]
    changes = [cell.change for cell in first.cells]
    assert changes[0] is None
    assert [round(change, 6) for change in changes[1:] if change is not None] == [-0.2, 0.1]
    assert [cell.fresh for cell in half.cells] == [False, True, False]
    assert (first.times, half.times) == (2, 0)
    assert first.total is not None
    assert round(first.total, 6) == -0.1


def test_bias_and_size_are_of_revised_periods_alone() -> None:
    made = triangle(
        posted((Q1, 5.0, on(4, 20)), (H1, 6.0, on(7, 20)), (Q1, 5.4, on(7, 21)), (H1, 5.8, on(10, 1)),
               (span(2026, 1, 9), 5.5, on(10, 20)))
    )  # fmt: skip
    assert made.bias is not None
    assert made.size is not None
    assert round(made.bias, 6) == 0.1
    assert round(made.size, 6) == 0.3


def test_what_never_changed_has_no_bias() -> None:
    made = triangle(posted((Q1, 5.0, on(4, 20))))
    assert (made.bias, made.size, made.rows[0].times) == (None, None, 0)


def test_a_withdrawn_figure_is_empty_from_that_day() -> None:
    made = triangle(posted((Q1, 5.0, on(4, 20)), (Q1, None, on(5, 1)), (Q1, 5.2, on(5, 8))))
    assert [cell.value for cell in made.rows[0].cells] == [5.0, None, 5.2]
    assert made.rows[0].cells[1].ref == 2
    assert made.rows[0].times == 2


def test_a_slip_put_right_within_the_day_is_no_revision() -> None:
    made = triangle(posted((Q1, 51.0, on(4, 20)), (Q1, 5.1, on(4, 20))))
    assert made.rows[0].times == 0
    assert [cell.value for cell in made.rows[0].cells] == [5.1]


def test_the_same_value_filed_again_is_no_round() -> None:
    made = triangle(posted((Q1, 5.1, on(4, 20)), (Q1, 5.1, on(5, 20))))
    assert made.rounds == (on(4, 20),)


def test_only_the_last_rounds_are_shown_with_what_was_known_before() -> None:
    made = triangle(posted((Q1, 5.1, on(4, 20)), (H1, 5.3, on(7, 20)), (Q1, 4.9, on(10, 20))), 2)
    assert made.rounds == (on(7, 20), on(10, 20))
    first = made.rows[1]
    assert [cell.value for cell in first.cells] == [5.1, 4.9]
    assert first.times == 1


rows = st.tuples(
    st.sampled_from([Q1, H1, span(2026, 1, 9)]),
    st.one_of(st.none(), st.integers(-50, 50).map(float)),
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
)


@given(st.lists(rows, min_size=1, max_size=25))
def test_every_cell_is_what_a_reader_of_that_day_saw(given_rows: list) -> None:
    postings = posted(*given_rows)
    made = triangle(postings)
    for row in made.rows:
        for date, cell in zip(made.rounds, row.cells, strict=True):
            seen = [p for p in postings if p.period == row.period and p.on <= date]
            newest = max(seen, key=lambda p: (p.on, p.ref)) if seen else None
            assert cell.value == (newest.value if newest else None)
            assert cell.ref == (newest.ref if newest else None)
