"""What a number should be by its unit's own past, in the number's own measure (按往年走势的推算).

An amount is foreseen as the month it adds, by its season; or as growth over last year, whichever has foreseen
this series better. January and February are one season, for Spring Festival moves between them; January alone
is their expected sum, divided as past years divided it, with the festival's days known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp, inf, log, sqrt
from statistics import median
from typing import NamedTuple

from diaodu.economy.entry.case import Case
from diaodu.economy.entry.festival import in_january, in_month
from diaodu.economy.entry.forecast import Forecast, Rate, levels, rates
from diaodu.economy.entry.possible import counted
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Basis, Frequency, Indicator, What
from diaodu.economy.panel import Observation, Series
from diaodu.economy.periods import Period, span

Turn = Callable[[float], float]
YEARS = 6
SLIGHT = 0.001  # nobody is asked about less than a few thousandths
SMALL = 30.0  # counts below it scatter with their root, not in proportion
_SLIGHT_RATE = 0.2  # of growth, in points
_CLEARLY = 0.2  # growth is preferred only where it foresaw a month so much better (twice the logarithm)
_LEAST_JANUARIES = 3
_SHARE_NOISE = 0.02  # how far January's share of 1—2月 moves by itself, before its own past says more


class Expected(NamedTuple):
    """What is expected and its deviation on a scale where errors are alike; `back` leads to the number."""

    mean: float
    deviation: float
    forward: Turn
    back: Turn
    cost: float = 0.0

    def apart(self, value: float) -> float:
        """How many deviations a value lies from it (标准化偏差), signed."""
        return (self.forward(value) - self.mean) / self.deviation

    def bounds(self, times: float) -> tuple[float, float]:
        """Between what it is held possible (区间)."""
        low, high = (self.back(self.mean + sign * times * self.deviation) for sign in (-1, 1))
        return low, high

    @property
    def middle(self) -> float:
        """The number itself (推算值)."""
        return self.back(self.mean)


def expected(case: Case, slot: Slot, one: Indicator) -> Expected | None:
    """What the past leads to expect (推算): None where there is too little of it."""
    question = ("expected", slot)
    return case.panel.remember(question, lambda: _expected(case, slot, one))  # type: ignore[no-any-return]


def _expected(case: Case, slot: Slot, one: Indicator) -> Expected | None:
    series = case.panel.series(one, slot.place, What(slot.what), slot.part)
    if len(series) < 20 or one.frequency is Frequency.YEAR or slot.what == What.BASE:
        return None
    if slot.what == What.GROWTH or one.basis in (Basis.RATIO, Basis.INDEX):
        return _rate(series, slot, one, _least_rate(case, slot, one))
    return (
        _total(series, slot, one)
        if slot.first == 1 and one.basis is Basis.FLOW
        else _stock(series, slot, one)
    )


def _in_order(series: Series) -> list[tuple[Period, Observation]]:
    return sorted(series.items(), key=lambda pair: (pair[0].year, pair[0].last))


def _same(value: float) -> float:
    return value


def _rate(series: Series, slot: Slot, one: Indicator, least: float) -> Expected | None:
    if slot.what != What.GROWTH or not one.cumulative:
        past = _stocks(series, slot, one)
        found = levels(past, *_season(slot, one, len(past)))
        return Expected(*_wide(found, least), _same, _same) if found else None
    known = [Rate(p.year, p.last, seen.value) for p, seen in _in_order(series) if p.first == 1]
    if slot.last == 1:
        return _january_rate(known, slot, least)
    known = [rate for rate in known if rate.last > 1 and (rate.year, rate.last) < (slot.year, slot.last)]
    if not known or not _follows(known[-1], slot, one):
        return None
    found = rates(known[-11 * YEARS :], (slot.year, slot.last))
    return Expected(*_wide(found, least), _same, _same) if found else None


def _january_rate(known: Sequence[Rate], slot: Slot, least: float) -> Expected | None:
    """January's growth against the year before's, as Januaries have lain to it with the festival moving."""
    ends = {rate.year: rate.value for rate in known if rate.last == 12}
    seen = [
        (in_january(rate.year) - in_january(rate.year - 1), rate.value - ends[rate.year - 1])
        for rate in known
        if rate.last == 1 and rate.year < slot.year and rate.year - 1 in ends
    ]
    if len(seen) < _LEAST_JANUARIES or slot.year - 1 not in ends:
        return None
    moved = in_january(slot.year) - in_january(slot.year - 1)
    found = _line(seen, moved, 0.3, 1.0)
    return Expected(ends[slot.year - 1] + found.mean, max(found.deviation, least), _same, _same)


def _stock(series: Series, slot: Slot, one: Indicator) -> Expected | None:
    past = _stocks(series, slot, one)
    there = [value for value in past if value is not None]
    if len(there) < 20:
        return None
    forward, back = _scale_of(there, one)
    found = levels([None if v is None else forward(v) for v in past], *_season(slot, one, len(past)))
    return Expected(*_wide(found, _slight(one, there[-1], 0.0, forward)), forward, back) if found else None


def _stocks(series: Series, slot: Slot, one: Indicator) -> list[float | None]:
    """The values before the present one, in order, holes as None."""
    step = 12 // _a_year(one)
    when, found = slot.period, list[float | None]()
    for _ in range(_a_year(one) * YEARS):
        months = when.year * 12 + when.last - 1 - step
        when = span(months // 12, months % 12 + 1, months % 12 + 1)
        seen = series.get(when) or (series.get(when.cumulative) if one.cumulative else None)
        found.append(seen.value if seen else None)
    return _trimmed(found)


def _total(series: Series, slot: Slot, one: Indicator) -> Expected | None:
    """A cumulative amount, by what its newest month adds or by its growth."""
    if slot.last == 1:
        return _january(series, slot, one)
    totals, (first, seasons, _) = _totals(series, slot, one), _season(slot, one, 0)
    then = totals[0] if first else 0.0
    if then is None:
        return None
    tried = (_by_month(totals, slot, one, then), _by_growth(series, totals, slot, seasons))
    return min(filter(None, tried), key=lambda found: found.cost, default=None)


def _by_month(totals: list[float | None], slot: Slot, one: Indicator, then: float) -> Expected | None:
    past = _added(totals, slot, one)
    there = [value for value in past if value is not None]
    if len(there) < 20:
        return None
    forward, back = _scale_of(there, one)
    found = levels([None if v is None else forward(v) for v in past], *_season(slot, one, len(past)))
    if found is None:
        return None
    middle = max(back(found.mean), 0.0)
    wide = _wide(found, _slight(one, middle, then, forward))
    shares = [log(a / t) for a, t in zip(reversed(past), totals, strict=False) if a and t and t > 0]
    cost = found.cost + 2 * sum(shares) / max(len(shares), 1)  # of the whole, to be held against growth's
    return Expected(*wide, lambda v: forward(v - then) if v >= then else -inf, lambda x: then + back(x), cost)


def _by_growth(series: Series, totals: list[float | None], slot: Slot, seasons: int) -> Expected | None:
    """As growth over the same months of last year, where it holds steady."""
    base = series.get(slot.period.year_before)
    if base is None or base.value <= 0:
        return None
    pairs = zip(_earlier(slot.year, slot.last, seasons), totals, totals[seasons:], strict=False)
    known = [
        Rate(when.year, when.last, log(now / then))
        for when, now, then in pairs
        if now and then and min(now, then) > 0
    ]
    found = rates(known[::-1], (slot.year, slot.last)) if known and _near(known[0], slot) else None
    if found is None:
        return None
    start = base.value
    wide = _wide(found, SLIGHT)
    cost = found.cost + _CLEARLY
    return Expected(*wide, lambda v: log(v / start) if v > 0 else -inf, lambda x: start * exp(x), cost)


def _january(series: Series, slot: Slot, one: Indicator) -> Expected | None:
    """January alone, of the sum that January and February are expected to be."""
    both = slot._replace(last=2)
    past = _added(_totals(series, both, one), both, one)
    there = [value for value in past if value is not None]
    if len(there) < 20 or min(there) <= 0:
        return None
    found = levels([None if v is None else log(v) for v in past], *_season(both, one, len(past)))
    seen = []
    for year in range(slot.year - YEARS, slot.year):
        first, whole = series.get(span(year, 1, 1)), series.get(span(year, 1, 2))
        if first and whole and 0 < first.value < whole.value:
            seen.append((in_january(year), log(first.value / whole.value)))
    if found is None or len(seen) < _LEAST_JANUARIES:
        return None
    share = _line(seen, in_january(slot.year), 1.0, _SHARE_NOISE)
    deviation = sqrt(found.deviation**2 + share.deviation**2)
    return Expected(found.mean + share.mean, deviation, lambda v: log(v) if v > 0 else -inf, exp)


def _line(seen: Sequence[tuple[float, float]], at: float, slope_spread: float, noise: float) -> Forecast:
    """A line through few points, its slope held near nothing and its noise near what is usual (岭回归)."""
    count = len(seen)
    x0, y0 = (sum(column) / count for column in zip(*seen, strict=True))
    spread = sum((x - x0) ** 2 for x, _ in seen)
    slope = sum((x - x0) * (y - y0) for x, y in seen) / (spread + 0.02 / slope_spread)
    left = sum((y - y0 - slope * (x - x0)) ** 2 for x, y in seen)
    variance = (left + 2 * noise**2) / max(count - 2 + 2, 1)
    wide = 1 + 1 / count + (at - x0) ** 2 / (spread + 0.02 / slope_spread)
    few = 1 + 2.0 / count  # few points: as wide as Student's distribution asks
    return Forecast(y0 + slope * (at - x0), sqrt(variance * wide) * few)


def _totals(series: Series, slot: Slot, one: Indicator) -> list[float | None]:
    """The cumulatives before the present one, the newest first, January passed over."""
    found = (series.get(when) for when in _earlier(slot.year, slot.last, _seasons(one)))
    return [seen.value if seen else None for seen in found]


def _added(totals: list[float | None], slot: Slot, one: Indicator) -> list[float | None]:
    """What each season before the present one added, January and February together."""
    now, seasons, _ = _season(slot, one, 0)
    found = list[float | None]()
    for n, (total, before) in enumerate(pairwise([*totals, None])):
        then = 0.0 if (now - 1 - n) % seasons == 0 else before
        found.append(total - then if total is not None and then is not None and total >= then else None)
    return _trimmed(found)


@lru_cache(maxsize=256)
def _earlier(year: int, last: int, seasons: int) -> tuple[Period, ...]:
    """The cumulatives before one, the newest first."""
    ends = range(3, 13, 3) if seasons == 4 else range(2, 13)
    known = [
        span(y, 1, end) for y in range(year - YEARS, year + 1) for end in ends if (y, end) < (year, last)
    ]
    return tuple(reversed(known))


def _trimmed(newest_first: list[float | None]) -> list[float | None]:
    """In order of time, without the empty years before the first number."""
    while newest_first and newest_first[-1] is None:
        newest_first.pop()
    return newest_first[::-1]


def _season(slot: Slot, one: Indicator, count: int) -> tuple[int, int, tuple[float, ...]]:
    """The season of the first of so many values before the present one, how many there are, and the feast."""
    flow = one.basis is Basis.FLOW and slot.what == What.LEVEL
    seasons = _seasons(one) if flow else _a_year(one)
    now = slot.last - 2 if seasons == 11 else slot.last * seasons // 12 - 1
    first = (now - count) % seasons
    years = range(slot.year - (first + count) // seasons, slot.year + 1)
    return first, seasons, tuple(in_month(year, 3) for year in years) if seasons == 11 else ()


def _a_year(one: Indicator) -> int:
    return 4 if one.frequency is Frequency.QUARTER else 12


def _seasons(one: Indicator) -> int:
    return 4 if one.frequency is Frequency.QUARTER else 11


def _follows(last: Rate, slot: Slot, one: Indicator) -> bool:
    """Whether nothing is missing between the last known and the present."""
    step = 12 // _a_year(one)
    gone = (slot.year - last.year) * 12 + slot.last - last.last
    return gone <= step or (slot.last <= 2 and last.last == 12 and gone <= 2)


def _near(last: Rate, slot: Slot) -> bool:
    gone = (slot.year - last.year) * 12 + slot.last - last.last
    return gone <= 3


def _scale_of(values: Sequence[float], one: Indicator) -> tuple[Turn, Turn]:
    """Where errors are alike: in proportion, as the root, or as they are (变换)."""
    if min(values) < 0:
        return _same, _same
    if min(values) == 0 or (counted(one) and median(values) < SMALL):
        return lambda v: sqrt(max(v, 0.0)), lambda x: max(x, 0.0) ** 2
    return lambda v: log(v) if v > 0 else -inf, exp


def _slight(one: Indicator, value: float, before: float, forward: Turn) -> float:
    """The least deviation, on that scale: of rounding, and of a number as a whole."""
    least = max(0.5 * 10.0**-one.decimals, SLIGHT * (before + value))
    return abs(forward(value + least) - forward(value)) if value > 0 else least


def _least_rate(case: Case, slot: Slot, one: Indicator) -> float:
    """The least deviation of a growth: of a small amount, what rounding leaves open."""
    seen = case.panel.at(one, slot.place, slot.period.year_before, What.LEVEL, slot.part)
    if slot.what != What.GROWTH or not one.has_level or seen is None or seen.value <= 0:
        return _SLIGHT_RATE
    return max(_SLIGHT_RATE, 50.0 * 10.0**-one.decimals / seen.value)


def _wide(found: Forecast | None, least: float) -> tuple[float, float]:
    assert found is not None
    return found.mean, max(found.deviation, least)
