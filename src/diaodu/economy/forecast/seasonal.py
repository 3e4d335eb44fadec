"""The next growth and the chance of the target, from how past years went on from the same month (经验推算).

Simple on purpose: every step can be followed by hand, and its error is that of the past years shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from diaodu.economy.growth import change, growth
from diaodu.economy.indicators import Indicator
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Result
from diaodu.economy.units import exact

LEAST_YEARS = 3
MOST_YEARS = 10
NOTE = "模型推算，非统计数据"


class Chance(NamedTuple):
    """A chance and the years it was judged from (达成概率)."""

    percent: float
    years: int


def chance(needed: float, moves: Sequence[float]) -> Chance:
    """How likely a move of growth at least as large as needed is (达成概率), by past moves: (k+½)/(n+1)."""
    reached = sum(move >= needed - 1e-9 for move in moves)
    return Chance(exact((reached + 0.5) / (len(moves) + 1) * 100), len(moves))


def moves(
    panel: Panel, indicator: Indicator, place: str, now: Period, then: Period
) -> tuple[list[float], list[Result]]:
    """How growth moved from one period to a later one in each of the past years (历年变动), newest first."""
    found: list[float] = []
    read: list[Result] = []
    for _ in range(MOST_YEARS):
        now, then = now.year_before, then.year_before
        first, last = growth(panel, indicator, place, now), growth(panel, indicator, place, then)
        if first.value is None or last.value is None:
            break
        found.append(change(last.value, first.value))
        read += [first, last]
    return found, read


def next_growth(panel: Panel, indicator: Indicator, place: str, now: Period, then: Period) -> Result:
    """Growth of the next cumulative (下期增速推算): the present one moved as in the median of past years."""
    present = growth(panel, indicator, place, now)
    if present.value is None:
        return present
    past, read = moves(panel, indicator, place, now, then)
    if len(past) < LEAST_YEARS:
        return Result.missing(f"历史资料不足{LEAST_YEARS}年，不能推算")
    return Result.of(exact(present.value + median(past)), present, *read, note=NOTE)


def target_chance(
    panel: Panel, indicator: Indicator, place: str, now: Period, end: Period, target: Result
) -> Result:
    """The chance that the year reaches its target growth (达成概率), %."""
    present = growth(panel, indicator, place, now)
    if present.value is None:
        return present
    if target.value is None:
        return target
    past, read = moves(panel, indicator, place, now, end)
    if len(past) < LEAST_YEARS:
        return Result.missing(f"历史资料不足{LEAST_YEARS}年，不能推算")
    found = chance(change(target.value, present.value), past)
    return Result.of(
        found.percent, present, target, *read, note=f"{NOTE}，按前{found.years}年同期至年末的变动"
    )
