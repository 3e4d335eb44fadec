"""Levels with the comparable base that their growth is measured on (总量与可比基数)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from diaodu.demo.shapes import CYCLE, JANUARY, LENGTH, YEARS, index

Path = list[float]
Pins = Mapping[int, Mapping[int, float]]


class Series(NamedTuple):
    """Cumulative levels of 84 months and, for each, last year's value as this year's release restates it."""

    level: list[float]
    base: list[float]

    def growth(self, t: int) -> float | None:
        """Published growth, one decimal (公布增速)."""
        base = self.base[t]
        return round((self.level[t] / base - 1) * 100, 1) + 0.0 if base > 0 else None


class Grow(NamedTuple):
    """How a series runs on from its year before (滚动参数)."""

    shape: Sequence[float]
    decimals: int
    spring: float = 0.0  # how far January feels the festival
    rising: bool = True  # a cumulative never falls within the year
    drift: Mapping[int, float] = {}  # points by which nominal growth passes the published one


def path(
    rng: random.Random,
    mean: float,
    *,
    noise: float = 0.6,
    cycle: float = 1.0,
    follow: Path | None = None,
    weight: float = 0.0,
    bend: Mapping[int, float] | None = None,
    pins: Pins | None = None,
) -> Path:
    """A path of cumulative growth: trend, cycle, what it follows, a bend by year, slow noise (增速路径)."""
    gauss, slow, step = rng.gauss, rng.gauss(0, noise), noise * 0.45
    out = []
    for t in range(LENGTH):
        slow = 0.89 * slow + gauss(0, step)
        out.append(mean + cycle * CYCLE[t] + slow)
    if follow is not None:
        out = [g + weight * f for g, f in zip(out, follow, strict=True)]
    if bend:
        out = [g + b for g, b in zip(out, _ramp(bend), strict=True)]
    for year, months in (pins or {}).items():
        for month, value in months.items():
            out[index(year, month)] = value
    return out


def _ramp(bend: Mapping[int, float]) -> Path:
    """From last year's end to this year's end in equal monthly steps, so no January jumps by itself."""
    out = []
    for year in YEARS:
        before, after = bend.get(year - 1, 0.0), bend.get(year, 0.0)
        out += [before + (after - before) * min(1.0, m / 9) for m in range(1, 13)]
    return out


def grow(year_before: float, growth: Path, how: Grow) -> Series:
    """Levels from the year before the first one on (由增速推总量)."""
    level: list[float] = []
    base: list[float] = []
    last = [year_before * s for s in how.shape]
    for year in YEARS:
        drift = 1 + how.drift.get(year, 0.0) / 100
        festival = 1 + how.spring * (JANUARY[year] / JANUARY[year - 1] - 1)
        this: list[float] = []
        for m in range(12):
            b = last[m] * drift
            v = round(b * (1 + growth[index(year, m + 1)] / 100) * (festival if m == 0 else 1), how.decimals)
            if m and how.rising:
                v = max(v, this[-1])
            this.append(v)
            base.append(b)
        level += this
        last = this
    return Series(level, base)


def total(parts: Iterable[Series], decimals: int) -> Series:
    """The whole of its parts (合计): levels and bases both add up."""
    parts = list(parts)
    level = [round(sum(values), decimals) for values in zip(*(p.level for p in parts), strict=True)]
    base = [sum(values) for values in zip(*(p.base for p in parts), strict=True)]
    return Series(level, base)


def mean(parts: Sequence[tuple[float, Series]], decimals: int) -> Series:
    """The weighted mean of parts (加权平均), for what is per head or a ratio."""
    whole = sum(w for w, _ in parts)
    level = [round(sum(w * p.level[t] for w, p in parts) / whole, decimals) for t in range(LENGTH)]
    base = [sum(w * p.base[t] for w, p in parts) / whole for t in range(LENGTH)]
    return Series(level, base)


def growths(series: Series) -> Path:
    """Unrounded growth, to be followed by other series (增速)."""
    return [(v / b - 1) * 100 if b > 0 else 0.0 for v, b in zip(series.level, series.base, strict=True)]
