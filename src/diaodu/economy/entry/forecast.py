"""What the next number of a series should be, judged from its own past (走势推算).

`levels` follows a trend and a season, both of which may drift; `rates` follows cumulative growth, which grows
steadier with the year. Each tries a few ways to drift and weighs them by how well they foresaw the past. Wild
months of the past are clipped, so that an old mistake doesn't hide a new one; what lies before a change of
scope is lifted to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

import numpy as np

from diaodu.economy.entry.filters import WAYS, Filters, Row, filters

LEAST = 24  # so many foreseen months settle how far months lie from what was foreseen
_CLIP, _CLIPPED = 3.5, 0.998  # what clipping at 3.5 leaves of a normal variance
_WILD = 3.0  # deviations
_STEP = 15.0  # a change of scope must make the past so much likelier (twice the logarithm)
_TINY = 1e-9


class Forecast(NamedTuple):
    """What is expected, and its standard deviation (推算值、标准差)."""

    mean: float
    deviation: float
    cost: float = 0.0  # how badly the past was foreseen: twice the logarithm of errors


def levels(
    past: Sequence[float | None], first: int, seasons: int, feast: tuple[float, ...] = ()
) -> Forecast | None:
    """The next of a seasonal series (季节推算): `past` in order, its first of season `first` of `seasons`.

    `feast` tells, year by year, how far Spring Festival moved from the first season into the second.
    """
    seen = np.array([value is not None for value in past])
    taught = min(seasons * 3 // 2, len(past) - seasons)  # these teach, what follows is foresight
    if len(past) < 2 * seasons or seen[taught:].sum() < min(LEAST, 0.8 * (len(past) - taught)):
        return None
    kept, known = np.flatnonzero(seen[taught:]) + taught, filters(len(past), first, seasons, feast)
    values, unsure = np.array([_filled(past, seasons)] * len(WAYS)), np.ones(len(WAYS))
    foreseen, errors, scale = _errors(known, values, values, kept)
    if _rescoped(known, values, unsure, errors[:, kept], scale, kept):
        foreseen, errors, scale = _errors(known, values, values, kept)
    for _ in range(2):
        calm = np.clip(errors, -_WILD * scale[:, None], _WILD * scale[:, None])
        calm[:, :taught] = errors[:, :taught]
        if (calm == errors).all():
            break
        clean = foreseen[:, :-1] + calm * known.spread[:, :-1]
        foreseen, errors, scale = _errors(known, clean, values, kept)
    deviations = scale * known.spread[:, -1] * unsure * _few(len(kept))
    cost = _cost(errors[:, kept], scale, known.spread[:, kept])
    return _weighed(foreseen[:, -1], deviations, cost)


def _errors(known: Filters, clean: Row, values: Row, kept: Row) -> tuple[Row, Row, Row]:
    """Each month as foreseen from a past without wild months, its error, and how large errors are."""
    foreseen = known.foresee(clean)
    errors = (values - foreseen[:, :-1]) / known.spread[:, :-1]
    return foreseen, errors, _scale(errors[:, kept])


def _rescoped(known: Filters, values: Row, unsure: Row, errors: Row, scale: Row, kept: Row) -> bool:
    """Lift what lies before a step at new year to what followed (口径调整), which leaves all less sure."""
    marks = known.marks[:, :, kept]
    size = np.einsum("wjn,wjn->wj", marks, marks) + _TINY
    step = np.einsum("wjn,wn->wj", marks, errors) / size
    if (step**2 * size <= _STEP * scale[:, None] ** 2).all():
        return False  # none that would help, as is usual
    left = np.concatenate([errors[:, None], errors[:, None] - step[:, :, None] * marks], axis=1)
    flat = left.reshape(-1, len(kept))
    cost = _cost(flat, _scale(flat), np.ones(1)).sum(axis=1).reshape(left.shape[:2])
    cost[:, 1:] += _STEP
    found = cost.argmin(axis=1) - 1
    for way in np.flatnonzero(found >= 0):
        best = found[way]
        values[way] += step[way, best] * (1 - known.steps[best])
        unsure[way] = sqrt(1 + known.marks[way, best, -1] ** 2 / size[way, best])
    return bool((found >= 0).any())


def _cost(errors: Row, scale: Row, widths: Row) -> Row:
    """How badly each month was foreseen: twice the logarithm, a wild one counting as three deviations."""
    apart = np.minimum(np.abs(errors / scale[:, None]), 3.0)
    return 2 * np.log(scale[:, None] * widths) + apart**2


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
    for _ in range(2):
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
    years, months, values = zip(*past, strict=True)
    ends, skip = np.array(months), len(past) // 6
    first = min(months)
    opens = ends == first
    foreseen = _paths((*zip(years, months, strict=True), now)) @ np.array(values)
    errors = (np.array(values) - foreseen[:, :-1])[:, skip:]
    widths = np.array([np.ones(len(past)), 1.0 / ends])[:, None, skip:]  # as large all year, or shrinking
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
