"""Months a to b of one year, in all the ways they are written (统计期)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Months `first` to `last` of one year (统计期): 2026年9月, 2026年1—9月, 2026年上半年, 2026年全年."""

    year: int
    first: int
    last: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2200 and 1 <= self.first <= self.last <= 12):
            raise ValueError(f"not a span of months in one year: {self.year}, {self.first}, {self.last}")

    @property
    def code(self) -> str:
        """Its canonical form (代码): `2026-09`, `2026-01..09`, `2026Q2` for a quarter that starts after January."""
        if self.first == self.last:
            return f"{self.year}-{self.first:02d}"
        if self.first > 1 and self.first % 3 == 1 and self.last == self.first + 2:
            return f"{self.year}Q{self.last // 3}"
        return f"{self.year}-{self.first:02d}..{self.last:02d}"

    def __str__(self) -> str:
        return self.code

    @property
    def cumulative(self) -> Period:
        """January to its last month (累计)."""
        return span(self.year, 1, self.last)

    @property
    def month(self) -> Period:
        """Its last month alone (当月; 月末)."""
        return span(self.year, self.last, self.last)

    @property
    def year_before(self) -> Period:
        """The same months a year earlier (上年同期)."""
        return span(self.year - 1, self.first, self.last)


@lru_cache(maxsize=4096)
def span(year: int, first: int, last: int) -> Period:
    """A shared `Period`: panels hold hundreds of thousands of figures but only some hundred periods."""
    return Period(year, first, last)
