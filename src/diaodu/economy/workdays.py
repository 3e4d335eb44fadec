"""Working days, with published holidays and make-up days, and deadlines counted in them (工作日、时限)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import holidays

from diaodu.economy.periods import Period

DAY = dt.timedelta(days=1)
MOVED = "休息日"  # a day off that makes up for a worked weekend


@dataclass(frozen=True)
class WorkCalendar:
    """Which days offices work (工作日历): the published holidays, and what a city has corrected.

    `off` and `work` are a city's own days; they go before the library's.
    """

    off: frozenset[dt.date] = frozenset()
    work: frozenset[dt.date] = frozenset()

    @classmethod
    def of(cls, off: Iterable[dt.date] = (), work: Iterable[dt.date] = ()) -> WorkCalendar:
        """A calendar with a city's own days (本市工作日历)."""
        return cls(frozenset(off), frozenset(work))

    def is_workday(self, day: dt.date) -> bool:
        """Whether offices work on a day (是否工作日)."""
        if day in self.off or day in self.work:
            return day in self.work
        return bool(_published(day.year).is_working_day(day))

    def on_or_after(self, day: dt.date) -> dt.date:
        """The day itself, or the next working day (顺延)."""
        while not self.is_workday(day):
            day += DAY
        return day

    def on_or_before(self, day: dt.date) -> dt.date:
        """The day itself, or the last working day before it (提前)."""
        while not self.is_workday(day):
            day -= DAY
        return day

    def shift(self, day: dt.date, workdays: int) -> dt.date:
        """So many working days later, or earlier where negative (推移工作日); 0 rolls to a working day."""
        if workdays == 0:
            return self.on_or_after(day)
        step = DAY if workdays > 0 else -DAY
        for _ in range(abs(workdays)):
            day += step
            day = self.on_or_after(day) if workdays > 0 else self.on_or_before(day)
        return day

    def nth(self, year: int, month: int, n: int) -> dt.date:
        """The n-th working day of a month; from its end where negative (第几个工作日)."""
        if n > 0:
            return self.shift(dt.date(year, month, 1) - DAY, n)
        return self.shift(_after_month(year, month), n)

    def between(self, earlier: dt.date, later: dt.date) -> int:
        """Working days after one day up to another (相隔工作日)."""
        days = (later - earlier).days
        return sum(self.is_workday(earlier + DAY * n) for n in range(1, days + 1))

    def festival(self, day: dt.date) -> str:
        """The statutory holiday that a day is (法定节日), by its first name; empty where it is none."""
        name = str(_published(day.year).get(day) or "")
        return "" if name.startswith(MOVED) else re.split(r"[（(,，;；]", name)[0]

    def settled(self, year: int) -> bool:
        """Whether the year's holidays are known (放假安排已公布): every published year has make-up days."""
        return any(day.year == year for day in (*_published(year).weekend_workdays, *self.work))


@dataclass(frozen=True)
class Due:
    """A deadline by rule (时限): which day after a period, and at what time.

    One of: `day` of the month (rolled to the next working day), `workday` n of the month, `weekday` 1–7 of
    the week (rolled back), `before_end` days before the period's end (rolled back).
    """

    day: int = 0
    workday: int = 0
    weekday: int = 0
    before_end: int = 0
    months_after: int = 0
    at: dt.time = field(default=dt.time(18, 0))

    @classmethod
    def of(cls, block: Mapping[str, Any]) -> Due:
        """A deadline from its block (时限定义); ValueError where it names no day or an unknown word."""
        known = dict(block)
        at = known.pop("time", "18:00")
        hour, minute = divmod(at, 60) if isinstance(at, int) else map(int, str(at).split(":"))
        made = cls(**{k: int(v) for k, v in known.items()}, at=dt.time(hour, minute))
        if sum(map(bool, (made.day, made.workday, made.weekday, made.before_end))) != 1:
            raise ValueError(f"due: {dict(block)}")
        return made

    def on(self, period: Period, calendar: WorkCalendar, turn: int = 0) -> dt.datetime:
        """The deadline of a period, naive local time (到期时刻); `turn` is the ISO week of a weekly form."""
        return dt.datetime.combine(self._date(period, calendar, turn), self.at)

    def _date(self, period: Period, calendar: WorkCalendar, turn: int) -> dt.date:
        if self.weekday:
            return calendar.on_or_before(dt.date.fromisocalendar(_iso_year(period, turn), turn, self.weekday))
        if self.before_end:
            return calendar.on_or_before(period.last_day - DAY * self.before_end)
        year, month = divmod(period.year * 12 + period.last - 1 + self.months_after, 12)
        if self.workday:
            return calendar.nth(year, month + 1, self.workday)
        last = (_after_month(year, month + 1) - DAY).day
        return calendar.on_or_after(dt.date(year, month + 1, min(self.day, last)))


def _after_month(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1)


def _iso_year(period: Period, turn: int) -> int:
    """Weeks run over the year's end: January may begin in week 53, December end in week 1."""
    if period.last == 1 and turn > 50:
        return period.year - 1
    return period.year + (period.last == 12 and turn == 1)


@lru_cache(maxsize=32)
def _published(year: int) -> Any:
    return holidays.country_holidays("CN", years=year, language="zh_CN")
