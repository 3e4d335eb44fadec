"""One number put to the seasonal check, to the best forecast and to a plain z-score (试验)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from math import inf, isfinite, nan, sqrt
from statistics import fmean, pstdev, stdev
from typing import NamedTuple

from diaodu.economy.breakdowns import Place
from diaodu.economy.entry.case import Case
from diaodu.economy.entry.expected import expected
from diaodu.economy.entry.outliers import off_course
from diaodu.economy.forms import Form, Slot
from diaodu.economy.indicators import Basis, Catalogue, Frequency, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span

CITY = "city"
FORM = Form.of({"code": "x", "name": "某表", "units": "counties", "due": {"day": 8}})
PLACES = {CITY: Place(CITY, "某市", "city", home=True)}
PLAIN = 3.0  # the peer's usual threshold
Past = dict[tuple[int, int], float]


class Best(NamedTuple):
    """Where the true number lies for one who knows the process but not its coefficients (最优推算)."""

    apart: float  # in sigmas
    scale: float  # sigma, as the past alone tells its size; in sigmas
    free: int  # told by so many residuals


class Trial(NamedTuple):
    """One series, the true number that follows it, and how wrong it may become (一次试验)."""

    case: Callable[[float], Case]
    slot: Slot
    one: Indicator
    truth: float
    wrong: Callable[[float], float]  # off by so many sigmas
    plain: tuple[float, float, float]  # mean and deviation of the past, and what of the new is not new
    best: Best | None = None
    newest: float = 0.0  # the last number of the past

    @property
    def before(self) -> float:
        """The cumulative that the newest month is added to (累计到上期)."""
        return self.plain[2]


class Found(NamedTuple):
    """How often true numbers were asked about, and wrong ones of four sigmas (误报率、检出率)."""

    alarms: float
    detected: float
    own: float
    inflation: float  # the check's own error, in sigmas
    judged: float  # of how many series anything was expected
    plain: tuple[float, float, float] = (
        0.0,
        0.0,
        0.0,
    )  # z-score: alarms, detected; detected at 1 % of alarms
    best: tuple[float, float, float] = (
        0.0,
        0.0,
        0.0,
    )  # known size of errors: detected; unknown: alarms, detected


def simulate(made: Iterable[Trial], rng: random.Random, sigmas: float = 4.0) -> Found:
    """So many series of one process (模拟)."""
    trials = list(made)
    signs = [rng.choice((-sigmas, sigmas)) for _ in trials]
    pairs = list(zip(trials, signs, strict=True))
    wide, judged = _inflation(trials)
    return Found(
        fmean(asked(one, one.truth) for one in trials),
        fmean(asked(one, one.wrong(sign)) for one, sign in pairs),
        fmean(asked(one, one.wrong(sign * wide)) for one, sign in pairs),
        wide,
        judged,
        _plain(pairs),
        _best([(one.best, sign) for one, sign in pairs if one.best]),
    )


def asked(one: Trial, value: float) -> bool:
    """Whether the unit would be asked about a number (是否质疑)."""
    return any(True for _ in off_course(one.case(value)))


def _inflation(trials: list[Trial]) -> tuple[float, float]:
    errors = []
    for one in trials:
        found = expected(one.case(one.truth), one.slot, one.one)
        if found is not None:
            sigma = abs(found.forward(one.wrong(4.0)) - found.forward(one.truth)) / 4
            errors.append((found.forward(one.truth) - found.mean) / sigma if isfinite(sigma) else 0.0)
    cut = len(errors) // 200
    return max(pstdev(sorted(errors)[cut : len(errors) - cut]), 1.0) if errors else 1.0, len(errors) / len(
        trials
    )


def _plain(pairs: list[tuple[Trial, float]]) -> tuple[float, float, float]:
    """The z-score of the month among all months before it, as it is commonly used (朴素z值)."""

    def score(one: Trial, value: float) -> float:
        mean, deviation, before = one.plain
        return abs(value - before - mean) / (deviation or 1e-9)

    true = sorted(score(one, one.truth) for one, _ in pairs)
    wrong = [score(one, one.wrong(sign)) for one, sign in pairs]
    level = true[-(len(true) // 100) - 1]
    return fmean(z > PLAIN for z in true), fmean(z > PLAIN for z in wrong), fmean(z > level for z in wrong)


def _best(pairs: list[tuple[Best, float]]) -> tuple[float, float, float]:
    """Tests of 1 % by one who knows the process: with the size of its errors, and without it (上限)."""
    if not pairs:
        return nan, nan, nan
    known = fmean(abs(one.apart + sign) > 2.576 for one, sign in pairs)
    limits = [student(one.free) * one.scale for one, _ in pairs]
    alarms = fmean(abs(one.apart) > limit for (one, _), limit in zip(pairs, limits, strict=True))
    return (
        known,
        alarms,
        fmean(abs(one.apart + sign) > limit for (one, sign), limit in zip(pairs, limits, strict=True)),
    )


def student(free: int, z: float = 2.5758) -> float:
    """Student's quantile, by Cornish and Fisher (t分位数)."""
    one, two = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    three = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + one / free + two / free**2 + three / free**3


def wild(rng: random.Random, tail: float) -> float:
    """A draw of variance one; with a tail, of Student's distribution."""
    draw = rng.gauss(0, 1)
    if tail == inf:
        return draw
    return draw / sqrt(rng.gammavariate(tail / 2, 2 / tail)) / sqrt(tail / (tail - 2))


def trial(
    past: Past,
    now: tuple[int, int],
    truth: float,
    wrong: Callable[[float], float],
    basis: Basis = Basis.FLOW,
    *,
    decimals: int = 2,
    frequency: Frequency = Frequency.MONTH,
    best: Best | None = None,
) -> Trial:
    """A series before the month `now`, whose true number is known."""
    rate, point = basis is Basis.RATE, basis in (Basis.STOCK, Basis.RATIO)
    one = Indicator(
        "x", "某指标", "%" if rate else "亿元", basis, growth_basis="nominal", frequency=frequency
    )
    what = What.GROWTH if rate else What.LEVEL
    past = {when: round(value, decimals) for when, value in past.items() if when < now}
    panel = Panel(Catalogue({"x": one}, PLACES, {}, {}))
    for (year, month), value in past.items():
        panel.put(SeriesKey("x", CITY, Kind.OFFICIAL, what), span(year, month if point else 1, month), value)
    slot = Slot("x", CITY, "", Kind.OFFICIAL.value, what.value, now[0], now[1] if point else 1, now[1])
    month = Period(now[0], now[1], now[1])
    return Trial(
        lambda value: Case(FORM, month, {slot: value}, panel), slot, one, truth, wrong,
        _usual(past, now, cumulative=basis is Basis.FLOW), best, past[max(past)],
    )  # fmt: skip


def _usual(past: Past, now: tuple[int, int], *, cumulative: bool) -> tuple[float, float, float]:
    """Mean and deviation of single months, and the cumulative that the newest month is added to."""

    def before(when: tuple[int, int]) -> float:
        return (
            max((v for w, v in past.items() if w[0] == when[0] and w < when), default=0.0)
            if cumulative
            else 0.0
        )

    singles = [value - before(when) for when, value in past.items()]
    return fmean(singles), stdev(singles), before(now)
