"""How well a unit estimates (预计准确度): the error, its score, and which way it leans.

An estimate is an opinion signed before the deadline. Its error is held against what was published afterwards;
nothing here changes either.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from statistics import fmean
from typing import NamedTuple

from diaodu.economy.indicators import What
from diaodu.economy.units import exact, points_text, published, round_half_up, signed_text

FULL, PASS, NOTHING = 100.0, 60.0, 0.0
POINTS = (0.3, 1.5, 3.0)  # of growth: full marks up to here, 60 here, nothing beyond
PER_CENT = (1.0, 5.0, 10.0)  # of an amount
PERIODS = 6  # over so many periods a lean is told
LEAST = 4


class Lean(StrEnum):
    """Which way all recent estimates lay (偏向)."""

    HIGH = "一贯偏高"
    LOW = "一贯偏低"
    NONE = ""


class Error(NamedTuple):
    """An estimate less what came of it (误差): points of growth, or per cent of the amount."""

    value: float
    what: What

    @property
    def score(self) -> float:
        """Full marks near it, 60 at the second bound, nothing beyond the third (准确度得分)."""
        return _score(abs(self.value), PER_CENT if self.what is What.LEVEL else POINTS)

    @property
    def text(self) -> str:
        """In words (误差表述): 高0.4个百分点, 低2.3%."""
        size = round_half_up(abs(self.value), 1)
        if not size:
            return "一致"
        far = signed_text(size)[1:] if self.what is What.LEVEL else points_text(size)
        return f"{'高' if self.value > 0 else '低'}{far}"


def error(estimate: float, actual: float, what: What = What.GROWTH) -> Error | None:
    """How far an estimate lay from the figure (预计误差); None for an amount of nothing.

    Growth is compared as published, to one decimal.
    """
    if what is not What.LEVEL:
        return Error(exact(published(estimate) - published(actual)), what)
    return Error(exact((estimate / actual - 1) * 100), what) if actual > 0 else None


def bias(errors: Sequence[Error]) -> float | None:
    """The mean of the last six signed errors, the oldest first (平均偏差); None over fewer than four."""
    last = [one.value for one in errors[-PERIODS:]]
    return exact(fmean(last)) if len(last) >= LEAST else None


def lean(errors: Sequence[Error]) -> Lean:
    """Whether the last six all lay on one side (偏向): it is told to who always estimates high, or low."""
    last = [round_half_up(one.value, 1) for one in errors[-PERIODS:]]
    if len(last) < LEAST:
        return Lean.NONE
    if min(last) > 0:
        return Lean.HIGH
    return Lean.LOW if max(last) < 0 else Lean.NONE


def mean_score(errors: Sequence[Error]) -> float | None:
    """The mean of the scores (平均得分)."""
    return exact(fmean(one.score for one in errors)) if errors else None


def _score(size: float, bounds: tuple[float, float, float]) -> float:
    full, middle, last = bounds
    if size <= full:
        return FULL
    if size <= middle:
        return exact(FULL - (FULL - PASS) * (size - full) / (middle - full))
    return exact(PASS * (last - size) / (last - middle)) if size < last else NOTHING
