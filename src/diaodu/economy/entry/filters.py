"""The ways in which a seasonal series may drift, as weights of past months (滤波权重)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

Row = Any  # an array of floats, one row for each way


class Way(NamedTuple):
    """How much trend, slope and season drift beside a month's own noise (变动方差); a cycle fades."""

    level: float
    slope: float
    season: float
    cycle: float = 0.0
    memory: float = 0.0


WAYS = (
    Way(0.01, 0.0, 0.001),
    Way(0.15, 0.0, 0.005),
    Way(0.01, 0.005, 0.001),
    Way(1.0, 0.2, 0.2),
    Way(0.01, 0.0, 0.001, 1.0, 0.6),
    Way(0.01, 0.0, 0.001, 10.0, 0.85),
)
_LEVEL, _SLOPE, _CYCLE, _FEAST, _, _SEASONS = range(6)  # where each part stands in a state; the feast twice
_UNKNOWN = (1e4, 1.0, 0.0, 30.0, 30.0)  # variances before anything is seen
_SEASON = 1e3


class Filters(NamedTuple):
    """What all ways make of a past of one length (各推算方式)."""

    weights: Row  # how each month is foreseen from those before it, the present one last
    spread: Row  # and how surely, in a month's own noise
    steps: Row  # a step at each new year
    marks: Row  # what such a step leaves in the errors

    def foresee(self, values: Row) -> Row:
        """Each month as foreseen from those before it (逐月推算)."""
        return np.matmul(self.weights, values[:, :, None])[:, :, 0]


@lru_cache(maxsize=256)
def filters(
    count: int, first: int, seasons: int, feast: tuple[float, ...] = (), ways: tuple[Way, ...] = WAYS
) -> Filters:
    """How each way foresees months (推算权重): the same for every unit."""
    weights, spread = _filtered(count, first, seasons, feast, ways)
    years = [n for n in range(seasons, count - 1) if (first + n) % seasons == 0]
    steps = np.array([[float(n >= year) for n in range(count + 1)] for year in years]).reshape(-1, count + 1)
    marks = steps - np.einsum("wnm,jm->wjn", weights, steps[:, :-1])
    return Filters(weights, spread, steps[:, :-1], marks / spread[:, None])


def _filtered(
    count: int, first: int, seasons: int, feast: tuple[float, ...], ways: tuple[Way, ...]
) -> tuple[Row, Row]:
    """Kalman's filter, run on nothing but the months' places, all ways at once (卡尔曼滤波)."""
    variance, drift, onward = (
        np.array(parts) for parts in zip(*(_parts(way, seasons) for way in ways), strict=True)
    )
    state, back = np.zeros((len(ways), drift.shape[1], count)), onward.transpose(0, 2, 1)
    weights, spread = np.zeros((len(ways), count + 1, count)), np.zeros((len(ways), count + 1))
    for n in range(count + 1):
        seen = _seen(drift.shape[1], *divmod(first + n, seasons), feast)
        weights[:, n], gain = seen @ state, variance @ seen
        total = gain @ seen + 1.0
        spread[:, n] = np.sqrt(total)
        if n < count:
            news = -weights[:, n]
            news[:, n] += 1.0
            taken = gain / total[:, None]
            state = onward @ (state + taken[:, :, None] * news[:, None])
            variance = onward @ (variance - taken[:, :, None] * gain[:, None]) @ back + drift
    return weights, spread


def _parts(way: Way, seasons: int) -> tuple[Row, Row, Row]:
    """What is unknown at first, what is added each month, and how a state goes on."""
    variance, drift = np.diag([*_UNKNOWN, *[_SEASON] * seasons]), np.zeros(len(_UNKNOWN) + seasons)
    variance[_CYCLE, _CYCLE] = way.cycle / (1 - way.memory**2)
    drift[[_LEVEL, _SLOPE, _CYCLE]], drift[_SEASONS:] = (way.level, way.slope, way.cycle), way.season
    onward = np.eye(len(drift))
    onward[_LEVEL, _SLOPE], onward[_CYCLE, _CYCLE] = 1.0, way.memory
    return variance, np.diag(drift), onward


def _seen(size: int, year: int, season: int, feast: tuple[float, ...]) -> Row:
    """What makes up a month: trend, cycle, its season, the feast where it moves."""
    seen = np.zeros(size)
    seen[[_LEVEL, _CYCLE, _SEASONS + season]] = 1.0
    if feast and season < 2:
        seen[_FEAST + season] = feast[year]
    return seen
