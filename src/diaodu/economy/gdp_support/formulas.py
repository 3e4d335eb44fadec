"""Elasticity, pull, room and the sharing of a gap (弹性、拉动、空间、缺口分摊): the formulas.

Weights and growth are in per cent, pulls and room in percentage points of the whole's growth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from diaodu.economy.units import exact

LEAST_QUARTERS = 8  # fewer quarters calibrate nothing
LEAST_POINTS = 6  # nor do fewer of them that moved
LEAST_GROWTH = 1.0  # below this growth of the support a ratio means nothing


class Slope(NamedTuple):
    """An elasticity and how well it fits (弹性系数): `error` is the median absolute residual in points."""

    value: float
    error: float | None
    points: int
    quarters: int
    calibrated: bool


def slope(pairs: Sequence[tuple[float, float]], *, direct: bool = False) -> Slope:
    """Slope through the origin of (support's growth, industry's growth) (弹性系数): the median of ratios.

    It is 1 where the support is taken directly, where quarters or usable points are too few, and where
    the two go against each other.
    """
    ratios = [y / x for x, y in pairs if abs(x) > LEAST_GROWTH]
    enough = len(pairs) >= LEAST_QUARTERS and len(ratios) >= LEAST_POINTS
    found = median(ratios) if enough and not direct else 1.0
    calibrated = enough and not direct and found > 0
    value = exact(found) if calibrated else 1.0
    error = exact(median(abs(y - value * x) for x, y in pairs)) if pairs else None
    return Slope(value, error, len(ratios), len(pairs), calibrated)


def mean_growth(growths: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """Weighted growth of several supports (综合增速), over those that have a figure."""
    known = sum(weights[code] for code in growths)
    return exact(sum(weights[code] * g for code, g in growths.items()) / known) if known > 0 else None


def pull(weight: float, elasticity: float, growth: float) -> float:
    """Points that a support's growth brings the whole (拉动): w * e * g."""
    return exact(weight / 100 * elasticity * growth)


def worth(weight: float, elasticity: float, share: float = 100.0) -> float:
    """Points of the whole that one point of a support is worth (每1个百分点的拉动), by its share of them."""
    return exact(weight / 100 * elasticity * share / 100)


def capacity(weight: float, upper: float, growth: float) -> float:
    """Points that an industry could still bring (可提升空间): w * (u - g), never negative."""
    return max(0.0, exact(weight / 100 * (upper - growth)))


class Shares(NamedTuple):
    """A gap shared out (缺口分摊): points for each, and what nobody can cover."""

    extra: dict[str, float]
    uncovered: float


def share_out(gap: float, capacities: Mapping[str, float]) -> Shares:
    """A gap in proportion to capacity, each up to its own (按空间分摊); no gap, nothing to share."""
    room, wanted = sum(capacities.values()), max(0.0, gap)
    part = min(1.0, wanted / room) if room > 0 else 0.0
    extra = {code: exact(one * part) for code, one in capacities.items()}
    return Shares(extra, max(0.0, exact(wanted - room)))
