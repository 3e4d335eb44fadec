"""Digits that people make up and the world does not (数字特征): of a unit's numbers, never of one report.

A hint to the dispatchers, no proof: the last digit of a measured amount is any of ten alike, and long numbers
hardly come twice. First digits say nothing of so few numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import comb, exp, lgamma, log
from typing import NamedTuple

LEAST = 60  # numbers; fewer say nothing
RARE = 0.003  # of each of the three, so that a unit without fault is named once in a hundred
DIGITS = 3  # the last digit of a shorter number is not free


class Pattern(NamedTuple):
    """Something in a unit's numbers that chance seldom makes (数字特征)."""

    code: str
    text: str
    chance: float  # how often honest numbers look like it
    numbers: int


def digit_patterns(written: Iterable[str]) -> list[Pattern]:
    """What is odd in numbers as published, `12.30` not `12.3` (数字特征检验)."""
    numbers = [one for one in map(_digits, written) if len(one) >= DIGITS]
    if len(numbers) < LEAST:
        return []
    found = (_uneven(numbers), _round(numbers), _again(numbers))
    return [one for one in found if one is not None and one.chance < RARE]


def _digits(written: str) -> str:
    return written.strip().lstrip("+-").replace(".", "").replace(",", "").lstrip("0")


def _uneven(numbers: Sequence[str]) -> Pattern | None:
    """Some last digits too often, others too seldom."""
    counts = Counter(one[-1] for one in numbers)
    each = len(numbers) / 10
    square = sum((counts[str(d)] - each) ** 2 / each for d in range(10))
    often = "、".join(d for d, _ in counts.most_common(2))
    text = f"{len(numbers)}个数的末位数字分布不均，{often}偏多"
    return Pattern("末位分布", text, _chi_square_tail(square, 9), len(numbers))


def _round(numbers: Sequence[str]) -> Pattern | None:
    """Too many that end in 0 or 5."""
    ends = sum(one[-1] in "05" for one in numbers)
    text = f"{len(numbers)}个数中有{ends}个末位是0或5，占{ends / len(numbers) * 100:.0f}%，一般约占20%"
    return Pattern("末位为0或5", text, _binomial_tail(ends, len(numbers), 0.2), len(numbers))


def _again(numbers: Sequence[str]) -> Pattern | None:
    """The same long number more often than numbers of its length and size meet."""
    long = [one for one in numbers if len(one) > DIGITS]
    alike = Counter((len(one), one[:2]) for one in long)
    meetings = sum(comb(count, 2) * 10.0 ** (2 - size) for (size, _), count in alike.items())
    repeated = Counter(long)
    seen = sum(comb(count, 2) for count in repeated.values())
    if not seen:
        return None
    one, count = repeated.most_common(1)[0]
    usual = f"偶然重复一般不超过{_most(meetings)}对"
    text = f"{len(long)}个数中重复的有{seen}对，其中{one}出现{count}次（不计小数点），{usual}"
    return Pattern("数值重复", text, _poisson_tail(seen, meetings), len(long))


def _most(mean: float) -> int:
    count = 0
    while _poisson_tail(count + 1, mean) >= 0.01:
        count += 1
    return count


def _poisson_tail(least: int, mean: float) -> float:
    """So many or more where `mean` are usual."""
    if mean <= 0:
        return 0.0 if least else 1.0
    below = sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(least))
    return max(1.0 - below, 0.0)


def _binomial_tail(least: int, of: int, share: float) -> float:
    logs = (
        lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(share) + (of - k) * log(1 - share)
        for k in range(least, of + 1)
    )
    return min(sum(map(exp, logs)), 1.0)


def _chi_square_tail(square: float, freedom: int) -> float:
    """The upper tail of the chi-square distribution, by the series of the incomplete gamma function."""
    a, x = freedom / 2, square / 2
    if x <= 0:
        return 1.0
    term = total = 1.0 / a
    for n in range(1, 1000):
        term *= x / (a + n)
        total += term
        if term < total * 1e-12:
            break
    return max(1.0 - total * exp(a * log(x) - x - lgamma(a)), 0.0)
