"""How a series was revised, round by round (修订三角): each period's value as known at each date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from diaodu.economy.periods import Period


class Posting(NamedTuple):
    """One value as it was posted (一次入账); None where it was withdrawn."""

    period: Period
    value: float | None
    on: dt.date
    ref: int


class Known(NamedTuple):
    """What was known of a period at a round (当时的数): `fresh` where this round brought it."""

    value: float | None
    ref: int | None
    fresh: bool
    change: float | None  # against the round before; None at first and where it stayed


class Row(NamedTuple):
    """One period through all rounds (一期)."""

    period: Period
    cells: tuple[Known, ...]
    first: float | None
    last: float | None
    times: int  # how often it was revised

    @property
    def total(self) -> float | None:
        """From the first value to the last (累计修订)."""
        return None if self.first is None or self.last is None else self.last - self.first


class Triangle(NamedTuple):
    """Periods × rounds (修订三角)."""

    rounds: tuple[dt.date, ...]
    rows: tuple[Row, ...]

    @property
    def bias(self) -> float | None:
        """Which way revisions went on average (平均修订): above 0, first values were too low."""
        return _mean(self._totals())

    @property
    def size(self) -> float | None:
        """How large they were on average (平均修订幅度)."""
        return _mean([abs(total) for total in self._totals()])

    def _totals(self) -> list[float]:
        return [row.total for row in self.rows if row.times and row.total is not None]


def triangle(postings: Iterable[Posting], rounds: int = 0) -> Triangle:
    """The revision triangle of a series (修订三角), newest period first.

    With `rounds` only the last so many of the dates that changed something are columns; what was known
    before the first of them stands in it.
    """
    ordered = sorted(postings, key=lambda one: (one.on, one.ref))
    dates = _dates(ordered)
    shown = tuple(dates[-rounds:] if rounds else dates)
    by_period: dict[Period, list[Posting]] = {}
    for one in ordered:
        by_period.setdefault(one.period, []).append(one)
    order = sorted(by_period, key=lambda p: (p.year, p.last, p.first), reverse=True)
    return Triangle(shown, tuple(_row(period, by_period[period], shown) for period in order))


def _dates(ordered: Sequence[Posting]) -> list[dt.date]:
    """The dates at which something was known that had not been, each once."""
    known: dict[Period, float | None] = {}
    dates: dict[dt.date, None] = {}
    for one in ordered:
        if one.period not in known or known[one.period] != one.value:
            dates[one.on] = None
        known[one.period] = one.value
    return list(dates)


def _row(period: Period, postings: list[Posting], rounds: tuple[dt.date, ...]) -> Row:
    values = _values(postings)
    times = sum(later != earlier for earlier, later in pairwise(values))
    said = [value for value in values if value is not None]
    return Row(period, tuple(_cells(postings, rounds)), said[0] if said else None, values[-1], times)


def _values(postings: list[Posting]) -> list[float | None]:
    """What stood at the end of each day, for a slip put right within the day is no revision."""
    return list({one.on: one.value for one in postings}.values())


def _cells(postings: list[Posting], rounds: tuple[dt.date, ...]) -> Iterable[Known]:
    before: float | None = None
    for date in rounds:
        known = [one for one in postings if one.on <= date]
        if not known:
            yield Known(None, None, False, None)
            continue
        value = known[-1].value
        moved = before is not None and value is not None and value != before
        fresh = known[-1].on == date and value != before
        yield Known(value, known[-1].ref, fresh, value - before if moved else None)  # type: ignore[operator]
        before = value


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
