"""The seasonal check against simulated truth: how often true numbers are asked about, and wrong ones found.

Six years of months are made by a known process, then one more. A sigma is what even he could not foresee who
knows the process and has seen the same past: the standard deviation of its one-step error. An error of four
sigmas is planted, up or down. `own` plants four deviations of what the check itself could not foresee.

    python -m bench.checks [how many series of each process] [how many sigmas]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from math import exp, inf, log, sqrt
from statistics import fmean, pstdev
from time import perf_counter
from typing import NamedTuple

from diaodu.economy.breakdowns import Place
from diaodu.economy.entry.case import Case
from diaodu.economy.entry.expected import expected
from diaodu.economy.entry.festival import in_january
from diaodu.economy.entry.forecast import Drift, _weights
from diaodu.economy.entry.outliers import off_course
from diaodu.economy.forms import Form, Slot
from diaodu.economy.indicators import Basis, Catalogue, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span

YEARS = 6
CITY = "city"
FORM = Form.of({"code": "x", "name": "某表", "units": "counties", "due": {"day": 8}})
PLACES = {CITY: Place(CITY, "某市", "city", home=True)}


class Trial(NamedTuple):
    """One series, the true number that follows it, and how wrong it may become (一次试验)."""

    case: Callable[[float], Case]
    slot: Slot
    one: Indicator
    truth: float
    wrong: Callable[[float], float]  # off by so many sigmas


class Found(NamedTuple):
    """How often true numbers were asked about, and wrong ones of four sigmas (误报率、检出率)."""

    alarms: float
    detected: float
    own: float
    inflation: float  # the check's own error, in sigmas


def simulate(kind: str, count: int, seed: str = "checks", sigmas: float = 4.0) -> Found:
    """So many series of one process (模拟)."""
    rng = random.Random(f"{seed} {kind}")
    trials = [PROCESSES[kind](rng) for _ in range(count)]
    wide = _inflation(trials)
    alarms = [asked(one, one.truth) for one in trials]
    signs = [rng.choice((-sigmas, sigmas)) for _ in trials]
    found = [asked(one, one.wrong(sign)) for one, sign in zip(trials, signs, strict=True)]
    own = [asked(one, one.wrong(sign * wide)) for one, sign in zip(trials, signs, strict=True)]
    return Found(fmean(alarms), fmean(found), fmean(own), wide)


def asked(trial: Trial, value: float) -> bool:
    """Whether the unit would be asked about a number (是否质疑)."""
    return any(True for _ in off_course(trial.case(value)))


def _inflation(trials: list[Trial]) -> float:
    errors = []
    for one in trials:
        found = expected(one.case(one.truth), one.slot, one.one)
        if found is not None:
            sigma = abs(found.forward(one.wrong(4.0)) - found.forward(one.truth)) / 4
            errors.append((found.forward(one.truth) - found.mean) / sigma)
    return max(pstdev(sorted(errors)[len(errors) // 200 : -len(errors) // 200 or None]), 1.0)


def _flow(
    drift: Drift, noise: float, tail: float = inf, spring: float = 0.3
) -> Callable[[random.Random], Trial]:
    """Months of a seasonal amount, reported as cumulatives; the festival moves from January to February."""

    def made(rng: random.Random) -> Trial:
        end, last = rng.randrange(2016, 2060), rng.randrange(1, 13)
        seasons = [rng.gauss(0, 0.25) for _ in range(11)]
        level, slope, totals = (
            log(rng.uniform(2, 200)),
            rng.gauss(0.005, 0.3 * noise),
            dict[tuple[int, int], float](),
        )
        for year in range(end - YEARS, end + 1):
            total = 0.0
            for n in range(11):
                month = exp(level + seasons[n] + noise * _wild(rng, tail))
                if n == 0:
                    share = 0.55 - spring * (in_january(year) - 0.25) / 2 + rng.gauss(0, 0.01)
                    totals[year, 1] = 2 * month * share
                    month *= 2
                total += month
                totals[year, n + 2] = total
                level += slope / (6 if n else 3) + noise * rng.gauss(0, sqrt(drift[0]))
                slope += noise * rng.gauss(0, sqrt(drift[1]))
                seasons = [s + noise * rng.gauss(0, sqrt(drift[2])) for s in seasons] if drift[2] else seasons
        before = totals[end, last - 1] if last > 2 else 0.0
        sigma = noise * _weights(11 * YEARS + max(last - 2, 0), 0, 11, (drift,))[1][0, -1]
        sigma = sqrt(sigma**2 + 0.02**2) if last == 1 else sigma
        added = totals[end, last] - before
        past = {when: value for when, value in totals.items() if when < (end, last)}
        return _trial(past, (end, last), totals[end, last], lambda n: before + added * exp(n * sigma))

    return made


def _stock(noise: float) -> Callable[[random.Random], Trial]:
    """A balance at each month's end: last month's, growing, with a season."""

    def made(rng: random.Random) -> Trial:
        end, last = rng.randrange(2016, 2060), rng.randrange(1, 13)
        level, slope = log(rng.uniform(50, 5000)), rng.gauss(0.006, 0.002)
        seasons, values = [rng.gauss(0, 0.01) for _ in range(12)], dict[tuple[int, int], float]()
        for year in range(end - YEARS, end + 1):
            for month in range(1, 13):
                level += slope + rng.gauss(0, noise)
                values[year, month] = exp(level + seasons[month - 1])
        count = 12 * YEARS + last - 1
        sigma = noise * sqrt(1 + 2 / YEARS + 1 / count)  # two months' seasons are known from six years each
        truth = values[end, last]
        past = {when: value for when, value in values.items() if when < (end, last)}
        return _trial(past, (end, last), truth, lambda n: truth * exp(n * sigma), Basis.STOCK)

    return made


def _rate(noise: float, pace: float) -> Callable[[random.Random], Trial]:
    """Growth of single months about a drifting pace, published as the growth of cumulatives."""

    def made(rng: random.Random) -> Trial:
        end, last = rng.randrange(2016, 2060), rng.randrange(2, 13)
        middle, values, exact = (
            rng.gauss(5, 3),
            dict[tuple[int, int], float](),
            dict[tuple[int, int], float](),
        )
        for year in range(end - YEARS, end + 1):
            total = 0.0
            for month in range(2, 13):
                weight = 2 if month == 2 else 1
                total += weight * (middle + rng.gauss(0, noise / sqrt(weight)))
                middle += rng.gauss(0, pace * noise)
                exact[year, month] = total / month
                values[year, month] = round(total / month, 1)
        steady = (-(pace**2) + sqrt(pace**4 + 4 * pace**2)) / 2 + pace**2  # the pace is known no better
        sigma = noise * sqrt(1 + steady) / last * (sqrt(2) if last == 2 else 1)
        past = {when: value for when, value in values.items() if when < (end, last)}
        truth = exact[end, last]
        return _trial(past, (end, last), truth, lambda n: truth + n * sigma, Basis.RATE)

    return made


def _slow(step: float, *, amount: bool) -> Callable[[random.Random], Trial]:
    """Cumulative growth that stays near what it was, published itself or as the amount it gives."""

    def made(rng: random.Random) -> Trial:
        end, last = rng.randrange(2016, 2060), rng.randrange(2, 13)
        middle, path = rng.gauss(5, 3), rng.gauss(0, 2 * step)
        shape = [sum(1 + 0.3 * ((5 * m) % 7 - 3) / 3 for m in range(n + 1)) for n in range(12)]
        size = rng.uniform(2, 200)
        base = [size * s for s in shape]
        rates, amounts = dict[tuple[int, int], float](), dict[tuple[int, int], float]()
        for year in range(end - YEARS, end + 1):
            for month in range(1, 13):
                path = 0.89 * path + rng.gauss(0, step)
                rates[year, month] = middle + path
                amounts[year, month] = base[month - 1] * (1 + rates[year, month] / 100)
            base = [amounts[year, month] for month in range(1, 13)]
        chosen = amounts if amount else rates
        past = {when: v if amount else round(v, 1) for when, v in chosen.items() if when < (end, last)}
        truth = chosen[end, last]
        share = truth / (100 + rates[end, last]) if amount else 1.0
        share *= sqrt(1 + 0.89**2) if last == 2 else 1.0  # January is not published
        return _trial(
            past, (end, last), truth, lambda n: truth + n * step * share, None if amount else Basis.RATE
        )

    return made


PROCESSES: dict[str, Callable[[random.Random], Trial]] = {
    "steady season": _flow((0.02, 0.0, 0.0), 0.04),
    "drifting season": _flow((0.3, 0.005, 0.02), 0.04),
    "wild months": _flow((0.1, 0.0, 0.002), 0.05, tail=5),
    "balance": _stock(0.012),
    "growth by months": _rate(3.0, 0.2),
    "growth that stays": _slow(0.6, amount=False),
    "amount by growth": _slow(0.6, amount=True),
}


def _wild(rng: random.Random, tail: float) -> float:
    """A draw of variance one; with a tail, of Student's distribution."""
    draw = rng.gauss(0, 1)
    if tail == inf:
        return draw
    return draw / sqrt(rng.gammavariate(tail / 2, 2 / tail)) / sqrt(tail / (tail - 2))


def _trial(
    past: dict[tuple[int, int], float],
    now: tuple[int, int],
    truth: float,
    wrong: Callable[[float], float],
    basis: Basis | None = None,
) -> Trial:
    kind = basis or Basis.FLOW
    one = Indicator("x", "某指标", "%" if kind is Basis.RATE else "亿元", kind, growth_basis="nominal")
    what = What.GROWTH if kind is Basis.RATE else What.LEVEL
    catalogue = Catalogue({"x": one}, PLACES, {}, {})
    panel = Panel(catalogue)
    for (year, month), value in past.items():
        when = span(year, month if kind is Basis.STOCK else 1, month)
        panel.put(SeriesKey("x", CITY, Kind.OFFICIAL, what), when, round(value, 2))
    first = now[1] if kind is Basis.STOCK else 1
    slot = Slot("x", CITY, "", Kind.OFFICIAL.value, what.value, now[0], first, now[1])
    month = Period(now[0], now[1], now[1])
    return Trial(lambda value: Case(FORM, month, {slot: value}, panel), slot, one, truth, wrong)


def main(count: int, sigmas: float) -> None:
    """All processes, and all together."""
    print(f"{count} series of each process, {YEARS} years of months; an error of {sigmas:g} sigmas planted")
    print(f"{'process':20s} {'alarms':>8s} {'detected':>9s} {'own':>7s} {'error':>7s} {'ms':>6s}")
    whole = []
    for kind in PROCESSES:
        start = perf_counter()
        found = simulate(kind, count, sigmas=sigmas)
        each = (perf_counter() - start) / count * 1000
        whole.append(found)
        print(
            f"{kind:20s} {found.alarms:8.2%} {found.detected:9.1%} {found.own:7.1%} {found.inflation:7.3f}"
            f" {each:6.2f}",
            flush=True,
        )
    every = [fmean(column) for column in zip(*whole, strict=True)]
    print(f"{'all':20s} {every[0]:8.2%} {every[1]:9.1%} {every[2]:7.1%} {every[3]:7.3f}")


if __name__ == "__main__":
    asked_for = [float(one) for one in sys.argv[1:3]]
    main(int(asked_for[0]) if asked_for else 2000, asked_for[1] if len(asked_for) > 1 else 4.0)
