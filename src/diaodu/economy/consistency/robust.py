"""Robust regression (稳健回归): a few wild months don't bend the line."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

Row = Sequence[float]
_TURNS = 50
_HUBER = 1.345  # the usual bend: 95 % as good as least squares where nothing is wild
_NORMAL = 1.4826  # the median distance of a normal distribution, turned into its deviation
_FINEST = 0.05  # growth is published to one decimal: no fit is finer than half of it


class Fit(NamedTuple):
    """A line through the past (回归线): the constant, each support's weight, and how far months lie."""

    weights: tuple[float, ...]
    deviation: float

    def value(self, supports: Row) -> float:
        """What the supports lead one to expect (推算值)."""
        return _dot(self.weights, (1.0, *supports))

    def z(self, value: float, supports: Row) -> float:
        """How many deviations a value lies off the line (标准化残差)."""
        return (value - self.value(supports)) / self.deviation


def fit(values: Row, supports: Sequence[Row]) -> Fit | None:
    """Fit values on their supports, far ones weighing less (稳健回归); None where it can't be done."""
    rows = [(1.0, *row) for row in supports]
    trust = [1.0] * len(values)
    weights: tuple[float, ...] | None = None
    for _ in range(_TURNS):
        found = _least_squares(rows, values, trust)
        if found is None:
            return None
        if weights and max(abs(a - b) for a, b in zip(found, weights, strict=True)) < 1e-9:
            break
        weights = found
        apart = [abs(v - _dot(found, row)) for v, row in zip(values, rows, strict=True)]
        scale = max(_NORMAL * median(apart), _FINEST)
        trust = [min(1.0, _HUBER * scale / one) if one else 1.0 for one in apart]
    assert weights is not None
    return Fit(weights, scale)


def _dot(one: Row, other: Row) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _least_squares(rows: Sequence[Row], values: Row, trust: Row) -> tuple[float, ...] | None:
    """Weighted least squares by the normal equations, with elimination (加权最小二乘)."""
    size = range(len(rows[0]))
    table = [
        [sum(t * r[i] * r[j] for t, r in zip(trust, rows, strict=True)) for j in size]
        + [sum(t * r[i] * v for t, r, v in zip(trust, rows, values, strict=True))]
        for i in size
    ]
    for i in size:
        pivot = max(range(i, len(table)), key=lambda k: abs(table[k][i]))
        if abs(table[pivot][i]) < 1e-9:
            return None
        table[i], table[pivot] = table[pivot], table[i]
        for k in size:
            if k != i:
                ratio = table[k][i] / table[i][i]
                table[k] = [a - ratio * b for a, b in zip(table[k], table[i], strict=True)]
    return tuple(table[i][-1] / table[i][i] for i in size)
