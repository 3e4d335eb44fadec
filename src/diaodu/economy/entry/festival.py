"""Spring Festival, which moves between January and February (春节)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays

BEFORE, AFTER = 5, 15  # its effect: some days before, two weeks after


@lru_cache(maxsize=256)
def spring_festival(year: int) -> dt.date:
    """The first day of the lunar year (春节): after the eve where the holiday opens with it."""
    known = holidays.country_holidays("CN", years=year, language="en_US")
    days = known.get_named("Chinese New Year (Spring Festival)", lookup="exact")
    return min(days)


@lru_cache(maxsize=256)
def in_month(year: int, month: int) -> float:
    """How much of the festival's effect falls in a month (春节在该月的份额), 0 to 1."""
    day = spring_festival(year)
    days = [day + dt.timedelta(days=n) for n in range(-BEFORE, AFTER + 1)]
    return sum(one.month == month for one in days) / len(days)


def in_january(year: int) -> float:
    """How much of it falls in January (春节在1月的份额), 0 to 1."""
    return in_month(year, 1)
