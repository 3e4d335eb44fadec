"""Months a to b of one year, in all the ways they are written (统计期)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from diaodu.economy import period_forms
from diaodu.economy.errors import Refusal

# The names that the field prefers to months; (1, 12) is the year as a whole.
_SEASONS = {
    (1, 3): "一季度",
    (4, 6): "二季度",
    (7, 9): "三季度",
    (10, 12): "四季度",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 9): "前三季度",
    (1, 12): "全年",
}


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Months `first` to `last` of one year (统计期): 2026年9月, 2026年1—9月, 2026年上半年, 2026年全年."""

    year: int
    first: int
    last: int

    def __post_init__(self) -> None:
        # Wider than what may be written: the year before 1900 and the month after 2200 are asked for too.
        if not (1800 <= self.year <= 2300 and 1 <= self.first <= self.last <= 12):
            raise ValueError(f"not a span of months in one year: {self.year}, {self.first}, {self.last}")

    def __hash__(self) -> int:
        return self.year * 256 + self.first * 16 + self.last  # a panel asks for it a million times

    @classmethod
    def parse(
        cls, written: str | float | date, *, year: int | None = None, lost_zero: bool | None = None
    ) -> Period:
        """The period that is written (识别统计期); a Refusal says what can't be read.

        `year` helps forms that name none (8月当月). `lost_zero` settles `2016.1`: October (True) or January.
        """
        if isinstance(written, date):
            return span(written.year, written.month, written.month)
        if isinstance(written, bool) or not isinstance(written, (str, int, float)):
            raise Refusal("“{text}”不是统计期", text=written)
        if isinstance(written, float) and written.is_integer():
            written = int(written)
        return span(*period_forms.read(str(written), year, lost_zero))

    @property
    def code(self) -> str:
        """Its canonical form (代码): `2026-09`, `2026-01..09`, `2026Q2` for the later quarters."""
        if self.first == self.last:
            return f"{self.year}-{self.first:02d}"
        if self.first > 1 and self.first % 3 == 1 and self.last == self.first + 2:
            return f"{self.year}Q{self.last // 3}"
        return f"{self.year}-{self.first:02d}..{self.last:02d}"

    def __str__(self) -> str:
        return self.code

    @property
    def short_label(self) -> str:
        """Its months without the year (简写): 1—9月, 9月."""
        return f"{self.last}月" if self.first == self.last else f"{self.first}—{self.last}月"

    @property
    def label(self) -> str:
        """As a table's head writes it (名称): 2026年1—9月, 2026年9月."""
        return f"{self.year}年{self.short_label}"

    @property
    def season(self) -> str | None:
        """The name of its quarter, half or year where it has one (季度名): 前三季度, 上半年, 全年."""
        return _SEASONS.get((self.first, self.last))

    @property
    def season_label(self) -> str:
        """As a text speaks of it (行文名称): 2026年前三季度; by its months where no such name exists."""
        return f"{self.year}年{self.season or self.short_label}"

    @property
    def last_day(self) -> date:
        """The day it ends on (期末日)."""
        return date(self.year, self.last, monthrange(self.year, self.last)[1])

    @property
    def months(self) -> int:
        """How many months it has (月数)."""
        return self.last - self.first + 1

    @property
    def is_cumulative(self) -> bool:
        """Whether it starts in January (是否累计); January itself does."""
        return self.first == 1

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year (是否全年)."""
        return self.months == 12

    @property
    def cumulative(self) -> Period:
        """January to its last month (累计)."""
        return span(self.year, 1, self.last)

    @property
    def month(self) -> Period:
        """Its last month alone (当月; 月末)."""
        return span(self.year, self.last, self.last)

    @property
    def quarter(self) -> Period:
        """The quarter alone that its last month lies in (所在季度)."""
        end = -(-self.last // 3) * 3
        return span(self.year, end - 2, end)

    @property
    def full_year(self) -> Period:
        """The whole of its year (全年)."""
        return span(self.year, 1, 12)

    @property
    def year_before(self) -> Period:
        """The same months a year earlier (上年同期)."""
        return span(self.year - 1, self.first, self.last)

    @property
    def last_year_end(self) -> Period:
        """The whole of last year (上年全年; 上年末)."""
        return span(self.year - 1, 1, 12)

    @property
    def before(self) -> Period | None:
        """The cumulative a month shorter (上月累计), or the span just before (上期).

        None for the first of the year; where 1—2月 is published together, `Indicator.before` knows.
        """
        if self.first == 1:
            return span(self.year, 1, self.last - 1) if self.last > 1 else None
        first = self.first - self.months
        return span(self.year, first, self.first - 1) if first >= 1 else None

    @property
    def previous_quarter(self) -> Period:
        """The cumulative to the end of the quarter before (上季累计); all of last year for the first."""
        end = (self.last - 1) // 3 * 3
        return span(self.year, 1, end) if end else self.last_year_end

    @property
    def previous_month(self) -> Period:
        """The month before its last, across the year's end (上月)."""
        return span(self.year, self.last - 1, self.last - 1) if self.last > 1 else span(self.year - 1, 12, 12)

    @property
    def next_month(self) -> Period:
        """The month after its last, across the year's end (下月)."""
        return span(self.year, self.last + 1, self.last + 1) if self.last < 12 else span(self.year + 1, 1, 1)


@lru_cache(maxsize=4096)
def span(year: int, first: int, last: int) -> Period:
    """A shared `Period`: panels hold hundreds of thousands of figures but only some hundred periods."""
    return Period(year, first, last)


def cumulatives(year: int, upto: int = 12, *, no_january: bool = False) -> Iterator[Period]:
    """The cumulatives of a year in order (各月累计); without a January figure the first is 1—2月."""
    return (span(year, 1, last) for last in range(2 if no_january else 1, upto + 1))


def months_between(earlier: Period, later: Period) -> int:
    """Months from the end of one to the end of the other (相隔月数)."""
    return (later.year - earlier.year) * 12 + later.last - earlier.last
