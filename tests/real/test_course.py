"""The checks on entry put to published statistics: few of them asked about, slips found."""

from __future__ import annotations

import pytest
from bench import published


@pytest.mark.parametrize("kind", ["amounts", "rates"])
def test_official_numbers_are_seldom_asked_about_and_slips_of_a_point_always(kind: str) -> None:
    """Floor space, turnover, output, trade; growth of investment and of 40 industries; no 2020 or 2021."""
    found = {name: shares for name, _, *shares in published.measure(kind, 4)}
    asked, course, plain = found["as published"]
    assert course <= asked <= 0.08
    assert found["x10"][0] >= 0.95
    assert found["/10"][0] >= 0.8
    assert found["digits swapped"][0] > 1.3 * found["digits swapped"][2]  # a z-score without season
    assert plain < 0.15


def test_last_months_cumulative_again_is_found_by_some_check() -> None:
    found = {name: shares for name, _, *shares in published.measure("amounts", 4)}
    assert found["last month's"][0] >= 0.95
