"""The seasonal check against simulated truth: few false alarms, planted errors found, the festival moving."""

from __future__ import annotations

import random
from collections.abc import Callable
from statistics import fmean

import pytest
from bench import checks, shapes
from bench.trials import Found, Trial, simulate, student

from diaodu.economy.entry.festival import in_january, in_month, spring_festival
from diaodu.economy.entry.forecast import Rate, levels, rates

SMALLEST = {"three years": 0.65, "quarters": 0.65, "cycle": 0.7, "bending growth": 0.7}


@pytest.mark.parametrize("kind", checks.PROCESSES)
def test_true_numbers_are_seldom_asked_about_and_wrong_ones_nearly_always(kind: str) -> None:
    """100 series a kind: an allowance of chance on both sides; the bench runs thousands."""
    found = drawn(checks.PROCESSES[kind], 100)
    assert found.alarms <= 0.05
    assert found.detected >= SMALLEST.get(kind, 0.75)


def test_it_does_well_on_what_it_was_not_made_for_and_better_than_a_z_score() -> None:
    """Ten sorts of series that no number of the check was chosen by, 40 of each."""
    every = [drawn(made, 40) for made in shapes.APART.values()]
    assert fmean(one.alarms for one in every) <= 0.03
    assert fmean(one.detected for one in every) >= 0.6
    assert fmean(one.detected for one in every) > 5 * fmean(one.plain[1] for one in every)


def test_nobody_can_find_more_than_the_best_forecast() -> None:
    """Four sigmas at 1 % of alarms: 92 % if the size of errors is known, less if the past must tell it."""
    found = drawn(shapes.FITTED["scope changed"], 250)
    assert found.best[0] == pytest.approx(0.923, abs=0.04)
    assert found.detected <= found.best[2] + 0.02
    assert student(53) == pytest.approx(2.672, abs=0.001)


def drawn(made: Callable[[random.Random], Trial], count: int) -> Found:
    rng = random.Random("drawn")
    return simulate((made(rng) for _ in range(count)), rng)


def test_a_change_of_scope_at_new_year_is_told_from_a_wild_year() -> None:
    """Four in ten more for two years: the new level is known, and nearly as surely as without a step."""
    rng = random.Random("scope")
    plain = [float(n % 11) / 10 + rng.gauss(0, 0.03) for n in range(11 * 6 + 4)]
    lifted = [value + 0.4 * (n >= 44) for n, value in enumerate(plain)]
    before, after = levels(plain, 0, 11), levels(lifted, 0, 11)
    assert before
    assert after
    assert after.mean == pytest.approx(before.mean + 0.4, abs=0.02)
    assert after.deviation < 1.2 * before.deviation


def test_a_festival_that_reaches_into_march_is_expected_to_make_it_poor() -> None:
    """Spring Festival of 19 February 2015 and of 16 February 2018 reached into March, as that of 2026."""
    assert [round(in_month(year, 3) * 21) for year in (2015, 2018, 2024, 2026)] == [6, 3, 0, 4]
    feast = tuple(in_month(year, 3) for year in range(2015, 2027))
    rng = random.Random("march")
    past = [
        -0.35 * feast[n // 11] * (n % 11 == 1) + rng.gauss(0, 0.01) for n in range(11 * 11 + 1)
    ]  # up to January and February 2026
    known, ignored = levels(past, 0, 11, feast), levels(past, 0, 11)
    assert known
    assert ignored
    assert known.mean == pytest.approx(-0.35 * feast[-1], abs=0.02)
    assert abs(ignored.mean + 0.35 * feast[-1]) > 0.03


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
