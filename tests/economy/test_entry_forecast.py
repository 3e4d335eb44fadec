"""The seasonal check against simulated truth: few false alarms, planted errors found, the festival moving."""

from __future__ import annotations

import random

import pytest
from bench import checks

from diaodu.economy.entry.festival import in_january, spring_festival
from diaodu.economy.entry.forecast import Rate, levels, rates


@pytest.mark.parametrize("kind", checks.PROCESSES)
def test_true_numbers_are_seldom_asked_about_and_wrong_ones_nearly_always(kind: str) -> None:
    """120 series a kind: an allowance of chance on both sides; the bench runs thousands."""
    found = checks.simulate(kind, 120, seed=kind)
    assert found.alarms <= 0.05
    assert found.detected >= 0.80


def test_the_festival_is_where_the_calendar_has_it() -> None:
    assert [str(spring_festival(year)) for year in (2023, 2024, 2025, 2026, 2027)] == [
        "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06",
    ]  # fmt: skip
    assert in_january(2023) > 0.6
    assert in_january(2026) == 0


def test_an_old_mistake_does_not_hide_a_new_one() -> None:
    """Ten times the month two years ago widens what is held possible by less than half."""
    rng = random.Random("old")
    clean = [float(n % 12) + rng.gauss(0, 0.1) for n in range(72)]
    wrong = list(clean)
    wrong[50] += 10
    before, after = levels(clean, 0, 12), levels(wrong, 0, 12)
    assert before
    assert after
    assert after.deviation < 1.5 * before.deviation
    assert after.mean == pytest.approx(before.mean, abs=0.3)


def test_a_short_past_says_nothing() -> None:
    assert levels([1.0, 2.0] * 10, 0, 12) is None
    assert rates([Rate(2025, month, 5.0) for month in range(2, 13)], (2026, 2)) is None


def test_a_hole_in_the_past_is_no_obstacle() -> None:
    values: list[float | None] = [float(n % 12) for n in range(72)]
    values[40] = values[41] = None
    found = levels(values, 0, 12)
    assert found
    assert found.mean == pytest.approx(0.0, abs=0.2)
