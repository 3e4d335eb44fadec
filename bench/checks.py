"""The seasonal check against simulated truth: how often true numbers are asked about, and wrong ones found.

Six years of months are made by a known process, then one more. A sigma is what even he could not foresee who
knows the process and has seen the same past: the standard deviation of its one-step error. An error of four
sigmas is planted, up or down. `own` plants four deviations of what the check itself could not foresee.

    python -m bench.checks [fitted|apart] [how many series of each process] [how many sigmas]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from math import exp, inf, isfinite, log, sqrt
from statistics import fmean
from time import perf_counter

from bench import shapes
from bench.trials import Trial, simulate, trial, wild
from diaodu.economy.entry.festival import in_january
from diaodu.economy.entry.filters import Way, filters
from diaodu.economy.indicators import Basis

YEARS = 6


def _flow(
    drift: Way, noise: float, tail: float = inf, spring: float = 0.3
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
                month = exp(level + seasons[n] + noise * wild(rng, tail))
                if n == 0:
                    share = 0.55 - spring * (in_january(year) - 0.25) / 2 + rng.gauss(0, 0.01)
                    totals[year, 1] = 2 * month * share
                    month *= 2
                total += month
                totals[year, n + 2] = total
                level += slope / (6 if n else 3) + noise * rng.gauss(0, sqrt(drift.level))
                slope += noise * rng.gauss(0, sqrt(drift.slope))
                seasons = (
                    [s + noise * rng.gauss(0, sqrt(drift.season)) for s in seasons]
                    if drift.season
                    else seasons
                )
        before = totals[end, last - 1] if last > 2 else 0.0
        sigma = noise * filters(11 * YEARS + max(last - 2, 0), 0, 11, ways=(drift,)).spread[0, -1]
        sigma = sqrt(sigma**2 + 0.02**2) if last == 1 else sigma
        added = totals[end, last] - before
        past = {when: value for when, value in totals.items() if when < (end, last)}
        return trial(past, (end, last), totals[end, last], lambda n: before + added * exp(n * sigma))

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
        return trial(past, (end, last), truth, lambda n: truth * exp(n * sigma), Basis.STOCK)

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
        return trial(past, (end, last), truth, lambda n: truth + n * sigma, Basis.RATE)

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
        return trial(
            past, (end, last), truth, lambda n: truth + n * step * share, Basis.FLOW if amount else Basis.RATE
        )

    return made


PROCESSES: dict[str, Callable[[random.Random], Trial]] = {
    "steady season": _flow(Way(0.02, 0.0, 0.0), 0.04),
    "drifting season": _flow(Way(0.3, 0.005, 0.02), 0.04),
    "wild months": _flow(Way(0.1, 0.0, 0.002), 0.05, tail=5),
    "balance": _stock(0.012),
    "growth by months": _rate(3.0, 0.2),
    "growth that stays": _slow(0.6, amount=False),
    "amount by growth": _slow(0.6, amount=True),
    **shapes.FITTED,
}


def main(which: str, count: int, sigmas: float) -> None:
    """All processes, and all together."""
    chosen = {"fitted": PROCESSES, "apart": shapes.APART}[which]
    print(f"{which}: {count} series of each process; an error of {sigmas:g} sigmas planted")
    print(f"{'':22s}  the check: alarms, detected (own), error, judged | z-score (1 %) | best forecast | ms")
    whole = []
    for kind in chosen:
        rng, start = random.Random(f"{which} {kind}"), perf_counter()
        found = simulate((chosen[kind](rng) for _ in range(count)), rng, sigmas)
        whole.append([*found[:5], *found.plain, *found.best, (perf_counter() - start) / count * 1000])
        print(_row(kind, whole[-1]), flush=True)
    print(_row("all", [fmean(filter(isfinite, column)) for column in zip(*whole, strict=True)]))


def _row(kind: str, row: list[float]) -> str:
    alarms, detected, own, error, judged, *rest, ms = row
    shown = " ".join(f"{one:6.1%}" for one in rest)
    return (
        f"{kind:22s} {alarms:7.2%} {detected:7.1%} {own:7.1%} {error:7.3f} {judged:7.1%} | {shown} {ms:6.2f}"
    )


if __name__ == "__main__":
    given = dict(enumerate(sys.argv[1:]))
    main(given.get(0, "fitted"), int(given.get(1, 2000)), float(given.get(2, 4.0)))
