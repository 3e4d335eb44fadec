"""What the next number of a series should be, judged from its own past (走势推算).

`levels` follows a trend and a season, both of which may drift; `rates` follows cumulative growth, which grows
steadier with the year. Each tries a few ways to drift and weighs them by how well they foresaw the past. Wild
months of the past are clipped, so that an old mistake doesn't hide a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from typing import Any, NamedTuple

import numpy as np

Row = Any  # an array of floats, one row for each way
Drift = tuple[float, float, float]
WAYS: tuple[Drift, ...] = (  # how much trend, slope and season drift, beside a month's own noise (variances)
    (0.01, 0.0, 0.001),
    (0.15, 0.0, 0.005),
    (1.0, 0.0, 0.01),
    (0.05, 0.002, 0.01),
    (1.0, 0.2, 0.2),
)
LEAST = 24  # so many foreseen months settle how far months lie from what was foreseen
_CLIP, _CLIPPED = 3.5, 0.998  # what clipping at 3.5 leaves of a normal variance
_TINY = 1e-9


class Forecast(NamedTuple):
    """What is expected, and its standard deviation (推算值、标准差)."""

    mean: float
    deviation: float
    cost: float = 0.0  # how badly the past was foreseen: twice the logarithm of errors


def levels(past: Sequence[float | None], first: int, seasons: int) -> Forecast | None:
    """The next of a seasonal series (季节推算): `past` in order, its first of season `first` of `seasons`."""
    seen = np.array([value is not None for value in past])
    taught = seasons + seasons // 2  # the first year and a half teach, what follows is foresight
    if len(past) < 3 * seasons or seen[taught:].sum() < min(LEAST, 0.8 * (len(past) - taught)):
        return None
    weights, spread = _weights(len(past), first, seasons, WAYS)
    values = np.array([_filled(past, seasons)] * len(WAYS))
    kept, clean = seen[taught:], values
    for _ in range(2):
        foreseen = _foresee(weights, clean)
        errors = (values - foreseen[:, :-1]) / spread[:, :-1]
        scale = _scale(errors[:, taught:][:, kept])
        bound = 3 * scale[:, None]
        clean = foreseen[:, :-1] + np.clip(errors, -bound, bound) * spread[:, :-1]
        clean[:, :taught] = values[:, :taught]
    widths = scale[:, None] * spread[:, taught:-1][:, kept]
    cost = 2 * np.log(widths) + np.minimum(np.abs(errors[:, taught:][:, kept] / scale[:, None]), 3) ** 2
    return _weighed(_foresee(weights, clean)[:, -1], scale * spread[:, -1] * _few(kept.sum()), cost)


def _foresee(weights: Row, values: Row) -> Row:
    return np.matmul(weights, values[:, :, None])[:, :, 0]


def _weighed(means: Row, deviations: Row, cost: Row) -> Forecast:
    """All ways together, the better ones weighing more (加权)."""
    whole = cost.sum(axis=1)
    trust = np.exp(-(whole - whole.min()) / 2)
    trust /= trust.sum()
    mean = float((trust * means).sum())
    deviation = sqrt(float((trust * (deviations**2 + (means - mean) ** 2)).sum()))
    return Forecast(mean, deviation, float(whole.min()) / cost.shape[1])


def _scale(errors: Row) -> Row:
    """How far months lie from what was foreseen: clipped, so that a few wild ones count little."""
    size, count = np.abs(errors), errors.shape[1]
    scale = np.maximum(np.partition(size, count // 2, axis=1)[:, count // 2] * 1.4826, _TINY)
    for _ in range(3):
        clipped = np.minimum(size, _CLIP * scale[:, None])
        scale = np.maximum(np.sqrt(np.einsum("ij,ij->i", clipped, clipped) / (count * _CLIPPED)), _TINY)
    return scale


def _few(count: int) -> float:
    """A deviation got from few months is itself unsure: as much wider as Student's distribution asks."""
    return 1.0 + 2.0 / max(int(count), 1)


def _filled(past: Sequence[float | None], seasons: int) -> list[float]:
    """A hole holds what the same season before it held."""
    known = next(value for value in past if value is not None)
    found: list[float] = []
    for n, value in enumerate(past):
        before = found[n - seasons] if n >= seasons else known
        found.append(before if value is None else value)
    return found


@lru_cache(maxsize=256)
def _weights(count: int, first: int, seasons: int, ways: tuple[Drift, ...]) -> tuple[Row, Row]:
    """How each month is foreseen from those before it, and how surely: the same for every unit (滤波权重)."""
    made = [_filter(count, first, seasons, way) for way in ways]
    return np.array([weights for weights, _ in made]), np.array([spread for _, spread in made])


def _filter(count: int, first: int, seasons: int, way: Drift) -> tuple[Row, Row]:
    """Kalman's filter of trend, slope and seasons, run on nothing but the months' places (卡尔曼滤波)."""
    state, variance = np.zeros((seasons + 2, count)), np.diag([1e4, 1.0] + [100.0] * seasons)
    drift = np.diag([way[0], way[1]] + [way[2]] * seasons)
    onward = np.eye(seasons + 2)
    onward[0, 1] = 1.0
    weights, spread = np.zeros((count + 1, count)), np.zeros(count + 1)
    for n in range(count + 1):
        season = 2 + (first + n) % seasons
        weights[n] = state[0] + state[season]
        gain = variance[:, 0] + variance[:, season]
        total = gain[0] + gain[season] + 1.0
        spread[n] = sqrt(total)
        if n < count:
            news = -weights[n]
            news[n] += 1.0
            state = onward @ (state + np.outer(gain / total, news))
            variance = onward @ (variance - np.outer(gain, gain) / total) @ onward.T + drift
    return weights, spread


class Rate(NamedTuple):
    """Cumulative growth to a month of a year (累计增速)."""

    year: int
    last: int
    value: float


# How much a month's own growth teaches of the next, and whether a cumulative is simply expected to stay.
_PACES = ((0.08, False), (0.2, False), (0.4, False), (0.7, False), (0.3, True), (1.0, True))
_PRIOR = 3  # a year opens with larger errors, and few are known: they count beside so many usual ones


def rates(past: Sequence[Rate], now: tuple[int, int]) -> Forecast | None:
    """The next cumulative growth (增速推算), of years that open with the same month, in order of time."""
    if len(past) < LEAST:
        return None
    first, skip = min(one.last for one in past), len(past) // 6
    ends = np.array([one.last for one in past])
    opens = ends == first
    values = np.array([one.value for one in past])
    foreseen = _paths((*((one.year, one.last) for one in past), now)) @ values
    errors = (values - foreseen[:, :-1])[:, skip:]
    widths = np.array([[1.0] * len(past), 1.0 / ends])[:, None, skip:]  # as large all year, or shrinking
    return _together(errors / widths, widths, opens[skip:], foreseen[:, -1], now[1], now[1] == first)


def _together(errors: Row, widths: Row, opens: Row, means: Row, last: int, opening: bool) -> Forecast:
    """Errors of each shape and pace made into one forecast."""
    flat = errors.reshape(-1, errors.shape[-1])
    usual = _scale(flat[:, ~opens])
    known = _PRIOR * usual**2 + (flat[:, opens] ** 2).sum(axis=1)
    first = np.maximum(usual, np.sqrt(known / (_PRIOR + opens.sum())))
    each = np.where(opens, first[:, None], usual[:, None])
    size = np.repeat(widths.reshape(2, -1), len(means), axis=0)
    cost = 2 * np.log(each * size) + np.minimum(np.abs(flat / each), 3) ** 2
    width = np.repeat([1.0, 1.0 / last], len(means))
    wide = _few(errors.shape[-1]) * width
    return _weighed(np.tile(means, 2), (first if opening else usual) * wide, cost)


@lru_cache(maxsize=256)
def _paths(places: tuple[tuple[int, int], ...]) -> Row:
    """How each month's growth is foreseen from those before it, at each pace (推算权重)."""
    return np.array([_path(places, *pace) for pace in _PACES])


def _path(places: tuple[tuple[int, int], ...], memory: float, stays: bool) -> Row:
    """One pace, run on nothing but the months' places in their years."""
    own = np.eye(len(places) - 1)
    pace, before, (year, last) = own[0], own[0], places[0]
    weights = [own[0] * 0.0]
    for n, now in enumerate(places[1:], 1):
        opens, months = now[0] != year, now[1] - last
        alike = before if stays else pace
        weights.append(alike if opens or stays else (last * before + months * pace) / now[1])
        if n < len(own):
            alone = own[n] if opens else (now[1] * own[n] - last * before) / months
            pace, before, (year, last) = pace + memory * (alone - pace), own[n], now
    return np.array(weights)
