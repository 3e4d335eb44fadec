"""Growth held against its own past: like periods only (历史序列、纪录), out of the panel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from diaodu.economy import records
from diaodu.economy.growth import growth
from diaodu.economy.indicators import Indicator, What
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Result
from diaodu.economy.units import published

Form = Literal["month", "quarter", "year"]
_HOLES = 4  # so many periods without a figure end a series
_LEAST = {"month": 4, "quarter": 4, "year": 3}  # a record over fewer periods is none
NOT_FIRST = "不是首次低于两位数"
_NAMES = {"month": "个月", "quarter": "个季度", "year": "年同期"}


class History(NamedTuple):
    """Growth of like periods in order of time, the present last (可比序列); holes are None."""

    form: Form
    periods: tuple[Period, ...]
    values: tuple[float | None, ...]
    sources: tuple[int, ...]


class Record(NamedTuple):
    """A low or a high of so many periods (新低、新高); `since` is None for one on record."""

    word: str
    form: Form
    over: int
    since: Period | None
    start: Period

    @property
    def phrase(self) -> str:
        """In words (纪录表述): 近6个季度最低, 近3年同期最低."""
        return f"近{self.over}{_NAMES[self.form]}{self.word}"

    @property
    def since_phrase(self) -> str:
        """In words, by its date (纪录表述): 2020年一季度以来最低, or lowest on record."""
        if self.since is None:
            return f"有数据以来{self.word}（{self._named(self.start)}以来）"
        return f"{self._named(self.since)}以来{self.word}"

    def _named(self, period: Period) -> str:
        """Cumulative quarters are dated by the quarter they end with."""
        return (period.quarter if self.form == "quarter" else period).season_label


def history(
    panel: Panel, indicator: Indicator, place: str, period: Period, form: Form = "quarter", part: str = ""
) -> History:
    """The growth of like periods as published (历史序列)."""
    found: list[tuple[Period, Result]] = []
    holes = 0
    for one in _backwards(panel, indicator, place, period, form, part):
        found.append(one)
        holes = 0 if one[1].value is not None else holes + 1
        if holes == _HOLES:
            break
    while len(found) > 1 and found[-1][1].value is None:
        found.pop()
    found.reverse()
    sources = dict.fromkeys(ref for _, one in found for ref in one.sources)
    return History(form, tuple(p for p, _ in found), tuple(_shown(one) for _, one in found), tuple(sources))


def _shown(one: Result) -> float | None:
    return None if one.value is None else published(one.value)


def _backwards(
    panel: Panel, indicator: Indicator, place: str, period: Period, form: Form, part: str
) -> Iterator[tuple[Period, Result]]:
    said = panel.series(indicator, place, What.GROWTH, part)
    for one in _like(indicator, period, form):
        seen = said.get(one)
        yield one, Result(seen.value, (seen.ref,)) if seen else growth(panel, indicator, place, one, part)


def _like(indicator: Indicator, period: Period, form: Form) -> Iterator[Period]:
    """Like periods back in time, without end: a year is never held against a quarter."""
    while True:
        yield period
        if form == "year":
            period = period.year_before
        elif form == "quarter":
            period = period.previous_quarter if indicator.cumulative else period.previous_quarter.month
        else:
            period = indicator.before(period) or period.last_year_end


def record_low(of: History) -> Record | None:
    """The present as a low (新低), said over at least four quarters or three years."""
    return _record(of, "最低", records.lowest_in(of.values), records.lowest_since(of.values))


def record_high(of: History) -> Record | None:
    """The present as a high (新高), said over at least four quarters or three years."""
    return _record(of, "最高", records.highest_in(of.values), records.highest_since(of.values))


def _record(of: History, word: str, count: int, since: int | None) -> Record | None:
    if count < _LEAST[of.form]:
        return None
    return Record(word, of.form, count, None if since is None else of.periods[since], of.periods[0])


def lowest_quarters(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """Over how many cumulative quarters the present growth is the lowest (近N个季度最低)."""
    return _quarters(panel, indicator, place, period, part, 1)


def highest_quarters(
    panel: Panel, indicator: Indicator, place: str, period: Period, part: str = ""
) -> Result:
    """Over how many cumulative quarters the present growth is the highest (近N个季度最高)."""
    return _quarters(panel, indicator, place, period, part, -1)


def below_ten_years(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """Years whose same period all grew by two digits, which the present does not (N年来首次低于两位数)."""
    present = growth(panel, indicator, place, period, part)
    if present.value is None or published(present.value) >= 10:
        return Result.missing(NOT_FIRST, present.sources)
    last_year = growth(panel, indicator, place, period.year_before, part)
    if last_year.value is None or published(last_year.value) < 10:  # the usual case, and quickly seen
        return Result.missing(NOT_FIRST, (*present.sources, *last_year.sources))
    past = history(panel, indicator, place, period, "year", part)
    years = records.first_below(past.values)
    return Result.missing(NOT_FIRST, past.sources) if years is None else Result(years, past.sources)


def falling_streak(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """Consecutive latest months in which growth fell (连续回落月数)."""
    return _streak(panel, indicator, place, period, part, -1)


def rising_streak(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """Consecutive latest months in which growth rose (连续回升月数)."""
    return _streak(panel, indicator, place, period, part, 1)


def _streak(panel: Panel, indicator: Indicator, place: str, period: Period, part: str, sign: int) -> Result:
    """Walks back only as far as the streak lasts: most end after a month or two."""
    walk = _backwards(panel, indicator, place, period, "month", part)
    later = next(walk)[1]
    if later.value is None:
        return later
    count, read = 0, [later]
    for _, earlier in walk:
        if earlier.value is None or sign * (published(later.known) - published(earlier.value)) <= 0:
            break
        count, later = count + 1, earlier
        read.append(earlier)
    return Result.of(count, *read)


def _quarters(panel: Panel, indicator: Indicator, place: str, period: Period, part: str, sign: int) -> Result:
    """Walks back only as far as the present is the strict minimum, or with sign -1 the maximum."""
    if period.last % 3:
        return Result.missing("非季末月份，不与各季累计相比")
    walk = _backwards(panel, indicator, place, period, "quarter", part)
    present = next(walk)[1]
    if present.value is None:
        return present
    read = [present]
    for _, earlier in walk:
        if earlier.value is None or sign * (published(earlier.value) - published(present.value)) <= 0:
            break
        read.append(earlier)
    return Result.of(len(read), *read)
