"""Digits of a unit's numbers: what people make up is seen, what the world makes is not."""

from __future__ import annotations

import random

import pytest

from diaodu.economy.entry.digits import LEAST, digit_patterns


def measured(rng: random.Random, count: int) -> list[str]:
    """Amounts as they come: of all sizes, growing, to two decimals."""
    return [f"{rng.lognormvariate(3, 1.2) + 1:.2f}" for _ in range(count)]


def codes(numbers: list[str]) -> set[str]:
    return {one.code for one in digit_patterns(numbers)}


def test_rounded_numbers_are_named() -> None:
    """Nine in ten end in 0 or 5: somebody reads a scale, or guesses."""
    rng = random.Random("rounded")
    numbers = [one[:-1] + rng.choice("05") if rng.random() < 0.9 else one for one in measured(rng, 200)]
    found = {one.code: one for one in digit_patterns(numbers)}
    assert "末位为0或5" in found
    assert "一般约占20%" in found["末位为0或5"].text
    assert found["末位为0或5"].chance < 1e-6


def test_a_hand_that_likes_some_digits_is_named() -> None:
    """People who make up numbers like 3 and 7, and shun 0."""
    rng = random.Random("liked")
    numbers = [one[:-1] + rng.choice("3377716284") for one in measured(rng, 300)]
    assert "末位分布" in codes(numbers)


def test_the_same_long_number_again_and_again_is_named() -> None:
    numbers = [*measured(random.Random("again"), 200), *["318.46"] * 6]
    (found,) = [one for one in digit_patterns(numbers) if one.code == "数值重复"]
    assert "31846出现6次" in found.text


def test_few_numbers_and_short_ones_say_nothing() -> None:
    """Counts of 5 or 10 enterprises are what they are."""
    assert digit_patterns(["10.00", "15.00"] * (LEAST // 2 - 1)) == []
    assert digit_patterns([str(5 * (n % 10)) for n in range(500)]) == []


@pytest.mark.parametrize("count", [80, 300])
def test_honest_units_are_named_once_in_a_hundred_at_most(count: int) -> None:
    rng = random.Random(count)
    named = sum(bool(digit_patterns(measured(rng, count))) for _ in range(300))
    assert named <= 3 + 5  # 1 % of 300, and what chance leaves open
