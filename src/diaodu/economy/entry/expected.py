"""What a number should be by its unit's own past, in the number's own measure (按往年走势的推算).

An amount is foreseen as the month it adds, by its season; or as growth over last year, whichever has foreseen
this series better. January and February are one season, for Spring Festival moves between them; January alone
is their expected sum, divided as past years divided it, with the festival's days known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import exp, inf, log, sqrt
from statistics import median
from typing import NamedTuple

from diaodu.economy.entry.case import Case
from diaodu.economy.entry.festival import in_january
from diaodu.economy.entry.forecast import Forecast, Rate, levels, rates
from diaodu.economy.entry.possible import counted
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Basis, Frequency, Indicator, What
from diaodu.economy.panel import Observation, Series
from diaodu.economy.periods import Period, span

Turn = Callable[[float], float]
YEARS = 6
SLIGHT = 0.003  # nobody is asked about less than some thousandths
SMALL = 30.0  # counts below it scatter with their root, not in proportion
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
    before = _before(slot.period, one)
    then = series.get(before).value if before and before in series else 0.0  # type: ignore[union-attr]
    if before and before not in series:
        return None
    if slot.last == 1:
        return _january(series, slot, one)
    tried = [found for found in (_by_month(series, slot, one, then), _by_growth(series, slot)) if found]
    return min(tried, key=lambda found: found.cost, default=None)


def _by_month(series: Series, slot: Slot, one: Indicator, then: float) -> Expected | None:
    past = _added(series, slot, one)
    there = [value for value in past if value is not None]
    if len(there) < 20:
        return None
    forward, back = _scale_of(there, one)
    found = levels([None if v is None else forward(v) for v in past], *_season(slot, one, len(past)))
    if found is None:
        return None
    middle = max(back(found.mean), 0.0)
    wide = _wide(found, _slight(one, middle, then, forward))
    cost = found.cost + 2 * _share(series, slot, one, past)  # told of the whole, to be held against growth's
    return Expected(*wide, lambda v: forward(v - then) if v >= then else -inf, lambda x: then + back(x), cost)


def _share(series: Series, slot: Slot, one: Indicator, past: Sequence[float | None]) -> float:
    """The mean logarithm of what a month adds to the cumulative, where its errors are in proportion."""
    shares = list[float]()
    for added, (when, _) in zip(reversed(past), _earlier(slot.year, slot.last, _seasons(one)), strict=False):
        seen = series.get(when)
        if added and seen and seen.value > 0:
            shares.append(log(added / seen.value))
    return sum(shares) / len(shares) if shares else 0.0


def _by_growth(series: Series, slot: Slot) -> Expected | None:
    """As growth over the same months of last year, where it holds steady."""
    base = series.get(slot.period.year_before)
    if base is None or base.value <= 0:
        return None
    known = list[Rate]()
    for when, seen in _in_order(series):
        last = series.get(when.year_before)
        before = (when.year, when.last) < (slot.year, slot.last) and when.first == 1 < when.last
        if before and last and last.value > 0 and seen.value > 0:
            known.append(Rate(when.year, when.last, log(seen.value / last.value)))
    found = rates(known[-11 * YEARS :], (slot.year, slot.last)) if known and _near(known[-1], slot) else None
    start = base.value
    if found is None:
        return None
    wide = _wide(found, SLIGHT)
    return Expected(*wide, lambda v: log(v / start) if v > 0 else -inf, lambda x: start * exp(x), found.cost)


def _january(series: Series, slot: Slot, one: Indicator) -> Expected | None:
    """January alone, of the sum that January and February are expected to be."""
    past = _added(series, slot._replace(last=2), one)
    there = [value for value in past if value is not None]
    if len(there) < 20 or min(there) <= 0:
        return None
    found = levels(
        [None if v is None else log(v) for v in past], *_season(slot._replace(last=2), one, len(past))
    )
    seen = []
    for year in range(slot.year - YEARS, slot.year):
        first, both = series.get(span(year, 1, 1)), series.get(span(year, 1, 2))
        if first and both and 0 < first.value < both.value:
            seen.append((in_january(year), log(first.value / both.value)))
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


def _added(series: Series, slot: Slot, one: Indicator) -> list[float | None]:
    """What each season before the present one added, January and February together."""
    found = list[float | None]()
    for when, before in _earlier(slot.year, slot.last, _seasons(one)):
        longer, shorter = series.get(when), series.get(before) if before else None
        if longer is None or (before and shorter is None):
            found.append(None)
            continue
        added = longer.value - (shorter.value if shorter else 0.0)
        found.append(added if added >= 0 else None)
    return _trimmed(found)


@lru_cache(maxsize=256)
def _earlier(year: int, last: int, seasons: int) -> tuple[tuple[Period, Period | None], ...]:
    """The cumulatives before one, the newest first, each with the one before it in its year."""
    step = 3 if seasons == 4 else 1
    found = list[tuple[Period, Period | None]]()
    when = _shorter(span(year, 1, last), step)
    for _ in range(seasons * YEARS):
        when = when or span(year - 1, 1, 12)
        year, before = when.year, _shorter(when, step)
        found.append((when, before))
        when = before
    return tuple(found)


def _shorter(when: Period, step: int) -> Period | None:
    last = when.last - step
    return span(when.year, 1, last) if last >= (2 if step == 1 else 1) else None


def _trimmed(newest_first: list[float | None]) -> list[float | None]:
    """In order of time, without the empty years before the first number."""
    while newest_first and newest_first[-1] is None:
        newest_first.pop()
    return newest_first[::-1]


def _before(when: Period, one: Indicator) -> Period | None:
    """The cumulative before, January passed over."""
    return _shorter(when, 12 // _a_year(one))


def _season(slot: Slot, one: Indicator, count: int) -> tuple[int, int]:
    """The season of the first of so many values before the present one, and how many seasons there are."""
    if one.basis is Basis.FLOW and slot.what == What.LEVEL:
        seasons = _seasons(one)
        now = slot.last - 2 if seasons == 11 else slot.last * seasons // 12 - 1
    else:
        seasons = _a_year(one)
        now = slot.last * seasons // 12 - 1
    return (now - count) % seasons, seasons


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
        return SLIGHT * 100
    return max(SLIGHT * 100, 50.0 * 10.0**-one.decimals / seen.value)


def _wide(found: Forecast | None, least: float) -> tuple[float, float]:
    assert found is not None
    return found.mean, max(found.deviation, least)
