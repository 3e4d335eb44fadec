"""Simulated series of many shapes (模拟序列): growth, seasons, noise, festivals and histories.

Each is a vector of normal numbers of known covariance about a line of unknown coefficients, so what the best
forecast can know is exact: its mean and deviation, and how many free residuals tell the size of its errors.
`FITTED` may guide the seasonal check, `APART` never: these tell how it does on what it was not made for.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from math import cos, exp, inf, log, pi, sqrt
from typing import Any, NamedTuple

import numpy as np

from bench.trials import Best, Trial, trial, wild
from diaodu.economy.entry.festival import in_january, spring_festival
from diaodu.economy.indicators import Basis, Frequency

Array = Any
When = tuple[int, int]
Extra = list[tuple[Callable[[tuple[int, int]], float], float]]  # what moves the mean, and by how many noises


class Drawn(NamedTuple):
    """Numbers in order of time, and how surely the best forecast knows the last (抽样)."""

    values: Array
    sigma: float
    best: Best


def draw(rng: random.Random, line: Array, size: Array, spread: Array, tail: float = inf) -> Drawn:
    """Numbers about `line @ size` of covariance `spread`, the size unknown to the forecast."""
    root = np.linalg.cholesky(spread)
    values = line @ size + root @ np.array([wild(rng, tail) for _ in line])
    white = np.linalg.solve(root[:-1, :-1], np.column_stack([line[:-1], values[:-1], spread[:-1, -1]]))
    columns, past, like = white[:, : line.shape[1]], white[:, -2], white[:, -1]
    found, _, rank, _ = np.linalg.lstsq(columns, past, rcond=1e-9)
    left, free, apart = past - columns @ found, len(past) - int(rank), line[-1] - like @ columns
    unsure = apart @ np.linalg.pinv(columns.T @ columns, rcond=1e-12) @ apart
    sigma = sqrt(spread[-1, -1] - like @ like + unsure)
    error = (values[-1] - line[-1] @ found - like @ left) / sigma
    return Drawn(values, sigma, Best(float(error), sqrt(float(left @ left) / free), free))


def _alike(count: int, memory: float = 0.0) -> Array:
    """Noise of variance one, each month holding so much of the last."""
    return memory ** np.abs(np.subtract.outer(np.arange(count), np.arange(count)))


def _added(spread: Array) -> Array:
    """The covariance of sums from the first on."""
    return np.cumsum(np.cumsum(spread, axis=0), axis=1)


def _season(rng: random.Random) -> Callable[[int], float]:
    """One of three shapes, by month: a wave, a rush at the year's end, a summer."""
    high, turn, shape = rng.uniform(0.1, 0.4), rng.uniform(0, 2 * pi), rng.randrange(3)
    if shape == 0:
        return lambda month: high * cos(2 * pi * month / 12 + turn) + high / 2 * cos(4 * pi * month / 12)
    if shape == 1:
        return lambda month: high * (3 if month == 12 else 0.7 if month in (3, 6, 9) else 0.0)
    return lambda month: 2 * high * (month in (7, 8))


def _months(end: int, years: int, last: int, ends: Sequence[int]) -> list[When]:
    return [(y, m) for y in range(end - years, end + 1) for m in ends if (y, m) <= (end, last)]


def _line(
    months: Sequence[When], ends: Sequence[int], extra: Sequence[Callable[[When], float]] = ()
) -> Array:
    """Trend, a season for each month, and what else moves the mean."""
    columns = [[n / len(ends) for n in range(len(months))]]
    columns += [[float(month == end) for _, month in months] for end in ends]
    columns += [[one(when) for when in months] for one in extra]
    return np.array(columns).T


class Shape(NamedTuple):
    """How one sort of series differs from the others (过程)."""

    spread: Callable[[random.Random, list[When]], Array]  # beside a noise of one
    extra: Callable[[random.Random, int], Extra] = lambda _, __: []
    years: int = 6
    tail: float = inf
    quarters: bool = False


def _flow(shape: Shape) -> Callable[[random.Random], Trial]:
    """Amounts of months, reported as cumulatives; January alone by some."""

    def made(rng: random.Random) -> Trial:
        end, ends = rng.randrange(2016, 2060), range(3, 13, 3) if shape.quarters else range(2, 13)
        january = not shape.quarters and rng.random() < 0.5
        last = rng.choice([*ends, 1] if january else ends)
        months = _months(end, shape.years, max(last, ends[0]), ends)
        noise, season, extra = exp(rng.uniform(log(0.015), log(0.12))), _season(rng), shape.extra(rng, end)
        level = [log(rng.uniform(5, 500)) + season(month) + log(2) * (month == 2) for month in ends]
        line = _line(months, ends, [one for one, _ in extra])
        size = [rng.gauss(0.05, 0.05), *level, *(times * noise for _, times in extra)]
        drawn = draw(rng, line, np.array(size), noise**2 * shape.spread(rng, months), shape.tail)
        totals, total = dict[When, float](), 0.0
        for (year, month), value in zip(months, np.exp(drawn.values), strict=True):
            totals[year, month] = total = float(value) + (total if month > ends[0] else 0.0)
            if january and month == 2:
                totals[year, 1] = total * (0.52 - 0.12 * in_january(year)) * exp(rng.gauss(0, 0.015))
        before = max((v for when, v in totals.items() if (end, 1) < when < (end, last)), default=0.0)
        truth, sigma, best = totals[end, last], drawn.sigma, drawn.best
        if last == 1:  # its share, by a line through six, adds to the error
            sigma, best = sqrt(sigma**2 + 0.015**2 * 1.4), None
        return trial(
            totals, (end, last), truth, lambda n: before + (truth - before) * exp(n * sigma), best=best,
            frequency=Frequency.QUARTER if shape.quarters else Frequency.MONTH,
        )  # fmt: skip

    return made


def _balance(rng: random.Random) -> Trial:
    """A month's end: growth that lasts some months, a jump at each quarter's end."""
    end, last, noise = (
        rng.randrange(2016, 2060),
        rng.randrange(1, 13),
        exp(rng.uniform(log(0.004), log(0.02))),
    )
    months, high = _months(end, 6, last, range(1, 13)), rng.uniform(0, 0.03)
    level = log(rng.uniform(50, 5000))
    size = [rng.gauss(0.08, 0.04), *(level + high * (month % 3 == 0) for month in range(1, 13))]
    line = _line(months, range(1, 13))
    drawn = draw(rng, line, np.array(size), noise**2 * _added(_alike(len(months), rng.uniform(0, 0.5))))
    values = dict(zip(months, map(float, np.exp(drawn.values)), strict=True))
    truth = values[end, last]
    return trial(
        values, (end, last), truth, lambda n: truth * exp(n * drawn.sigma), Basis.STOCK, best=drawn.best
    )


def _price(rng: random.Random) -> Trial:
    """An index about 100 that wanders and comes back, with one decimal."""
    end, last = rng.randrange(2016, 2060), rng.randrange(1, 13)
    months, noise = _months(end, 6, last, range(1, 13)), rng.uniform(0.2, 0.8)
    line, season = _line(months, range(1, 13)), [rng.gauss(101, 0.3) for _ in range(12)]
    spread = noise**2 * (_alike(len(months), rng.uniform(0.7, 0.95)) + 0.05 * np.eye(len(months)))
    drawn = draw(rng, line, np.array([0.0, *season]), spread)
    values = dict(zip(months, map(float, drawn.values), strict=True))
    truth = values[end, last]
    return trial(
        values,
        (end, last),
        truth,
        lambda n: truth + n * drawn.sigma,
        Basis.RATIO,
        decimals=1,
        best=drawn.best,
    )


def _growth(rng: random.Random) -> Trial:
    """Growth of cumulatives: months that grow as a slow cycle does, on uneven months of the year before."""
    end, last = rng.randrange(2016, 2060), rng.randrange(2, 13)
    months, noise, season = _months(end, 6, last, range(2, 13)), exp(rng.uniform(0, log(6))), _season(rng)
    count, weights = len(months), [exp(season(month)) * (1 + (month == 2)) for _, month in months]
    cycle = rng.uniform(0.3, 1.5) ** 2 * _alike(count, rng.uniform(0.8, 0.97))
    base = np.eye(count, count + 11, 11) - np.eye(count, count + 11)  # this year's chance, less last year's
    sums = np.array([
        [w * (y == year and m <= month) for (y, m), w in zip(months, weights, strict=True)]
        for year, month in months
    ])  # fmt: skip
    sums /= sums.sum(axis=1, keepdims=True)
    spread = noise**2 * sums @ (cycle + base @ base.T / 2) @ sums.T + 1e-4 * np.eye(count)
    drawn = draw(rng, np.ones((count, 1)), np.array([rng.gauss(5, 4)]), spread)
    values = dict(zip(months, map(float, drawn.values), strict=True))
    truth = values[end, last]
    return trial(
        values, (end, last), truth, lambda n: truth + n * drawn.sigma, Basis.RATE, decimals=1, best=drawn.best
    )


def _counts(rng: random.Random) -> Trial:
    """Small whole numbers by chance, such as new enterprises of a month."""
    end, last, usual, season = (
        rng.randrange(2016, 2060),
        rng.randrange(2, 13),
        rng.uniform(4, 40),
        _season(rng),
    )
    totals, total = dict[When, float](), 0.0
    for year, month in _months(end, 6, last, range(2, 13)):
        added = sum(1 for _ in _arrivals(rng, usual * exp(season(month)) * (1 + (month == 2))))
        totals[year, month] = total = added + (total if month > 2 else 0.0)
    before = totals.get((end, last - 1), 0.0)
    sigma = 0.5 * sqrt(1 + 1 / 6)
    return trial(
        totals, (end, last), totals[end, last], decimals=0,
        wrong=lambda n: before + round(max(sqrt(totals[end, last] - before) + n * sigma, 0) ** 2),
    )  # fmt: skip


def _arrivals(rng: random.Random, usual: float) -> Iterator[float]:
    at = rng.expovariate(usual)
    while at < 1:
        yield at
        at += rng.expovariate(usual)


def _walk(step: float, memory: float = 0.0) -> Callable[[random.Random, list[When]], Array]:
    """Noise, and a level that moves by some part of it a month."""
    return lambda _, months: _alike(len(months), memory) + step**2 * _added(_alike(len(months)))


def _cycle(rng: random.Random, months: list[When]) -> Array:
    return _alike(len(months), rng.uniform(0.3, 0.8))


def _bends(rng: random.Random, months: list[When]) -> Array:
    """Growth itself wanders."""
    return _alike(len(months)) + rng.uniform(0.02, 0.2) ** 2 * _added(_added(_alike(len(months))))


def _turning(rng: random.Random, months: list[When]) -> Array:
    """Seasons that change from year to year."""
    step = rng.uniform(0.2, 0.6) ** 2
    first = months[0][0]
    seasons = [[(min(a, c) - first + 1) * (b == d) for c, d in months] for a, b in months]
    return _walk(0.1)(rng, months) + step * np.array(seasons)


def _late(rng: random.Random, end: int) -> Extra:
    """A late festival makes March poor, and January with February richer."""
    times = rng.uniform(0.5, 3)
    return [(lambda when: _lateness(when[0]) * {2: 0.5, 3: -1.0}.get(when[1], 0.0), times)]


def _lateness(year: int) -> float:
    return (spring_festival(year).timetuple().tm_yday - 35) / 15


def _scope(rng: random.Random, end: int) -> Extra:
    """From some January on the scope is another."""
    since = end - rng.randrange(1, 4)
    return [(lambda when: float(when[0] >= since), rng.choice((-1, 1)) * rng.uniform(5, 15))]


def _mistake(rng: random.Random, end: int) -> Extra:
    """One month of the past two years was wrong, and never corrected."""
    at = (end - rng.randrange(1, 3), rng.randrange(2, 13))
    return [(lambda when: float(when == at), rng.choice((-1, 1)) * rng.uniform(8, 20))]


def _uneven(rng: random.Random, months: list[When]) -> Array:
    """The year's turn is twice as uncertain as its middle."""
    wide = np.array([2.0 if month in (2, 3, 12) else 1.0 for _, month in months])
    return _walk(0.1)(rng, months) * np.outer(wide, wide)


def _scopes(rng: random.Random, end: int) -> Extra:
    """Two changes of scope, years apart."""
    return _scope(rng, end) + [(one, -times / 2) for one, times in _scope(rng, end - 3)]


def _midyear(rng: random.Random, end: int) -> Extra:
    """A change of scope in the middle of a year."""
    since = (end - rng.randrange(1, 4), 7)
    return [(lambda when: float(when >= since), rng.choice((-1, 1)) * rng.uniform(5, 15))]


FITTED: dict[str, Callable[[random.Random], Trial]] = {
    "cycle": _flow(Shape(_cycle)),
    "bending growth": _flow(Shape(_bends)),
    "changing season": _flow(Shape(_turning)),
    "scope changed": _flow(Shape(_walk(0.1), _scope)),
    "three years": _flow(Shape(_walk(0.1), years=3)),
    "quarters": _flow(Shape(_walk(0.2), quarters=True)),
    "price index": _price,
}
APART: dict[str, Callable[[random.Random], Trial]] = {
    "festival into March": _flow(Shape(_walk(0.1), _late)),
    "an old mistake": _flow(Shape(_walk(0.1), _mistake)),
    "heavy tails": _flow(Shape(_walk(0.1), tail=4)),
    "uneven noise": _flow(Shape(_uneven)),
    "two scopes": _flow(Shape(_walk(0.1), _scopes)),
    "scope in midyear": _flow(Shape(_walk(0.1), _midyear)),
    "two years": _flow(Shape(_walk(0.1), years=2)),
    "month's ends": _balance,
    "growth upon a base": _growth,
    "small counts": _counts,
}
