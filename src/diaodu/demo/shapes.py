"""How a year runs: seasons, the Spring Festival, the business cycle (季节、春节、周期)."""

from __future__ import annotations

from itertools import accumulate

YEARS = range(2020, 2027)
FIRST = YEARS.start
LENGTH = len(YEARS) * 12

# Share of each month in the year; rough, as published yearbooks show it.
_MONTHS = {
    "even": (8.0, 7.4, 8.5, 8.3, 8.4, 8.6, 8.3, 8.4, 8.5, 8.5, 8.6, 8.5),
    "industry": (7.0, 6.6, 8.6, 8.3, 8.5, 8.9, 8.2, 8.4, 8.8, 8.6, 8.9, 9.2),
    "invest": (3.0, 3.5, 8.0, 8.0, 9.0, 11.0, 8.5, 9.0, 10.0, 9.5, 10.0, 10.5),
    "fiscal": (11.0, 6.5, 8.3, 8.6, 8.0, 9.8, 8.5, 6.5, 7.8, 8.5, 7.5, 9.0),
    "farm": (4.0, 4.0, 5.5, 5.5, 6.0, 8.5, 8.0, 9.5, 13.0, 14.0, 12.0, 10.0),
    "grain": (0.5, 0.5, 0.5, 1.0, 6.0, 14.0, 2.0, 8.0, 32.0, 28.0, 7.0, 0.5),
    "income": (12.0, 9.0, 8.5, 7.6, 7.6, 7.8, 7.8, 7.8, 8.0, 8.0, 8.0, 7.9),
    "power": (8.8, 7.4, 8.0, 7.6, 7.8, 8.2, 9.6, 9.8, 8.2, 7.8, 8.0, 8.8),
    "travel": (9.0, 9.5, 7.5, 8.5, 9.0, 7.5, 9.5, 10.0, 7.0, 10.5, 6.0, 6.0),
}
SHAPES = {name: [s / sum(w) for s in accumulate(w)] for name, w in _MONTHS.items()}

# January's working days move with the festival: early festivals (2020, 2023, 2025) leave a thin January.
JANUARY = {2019: 1.0, 2020: 0.94, 2021: 1.05, 2022: 0.98, 2023: 0.93, 2024: 1.06, 2025: 0.95, 2026: 1.06}

# Distance from the trend, points of cumulative growth; 2020 down, 2021 up, slowly flagging since.
_CYCLE = (
    (-16, -14, -9.5, -7, -5.5, -4, -3.2, -2.5, -1.8, -1.3, -0.9, -0.5),
    (15, 14, 11, 9, 8, 7, 6, 5.2, 4.4, 3.8, 3.4, 3.0),
    (0.5, 0.8, 0.3, -1, -1.4, -1.5, -1.5, -1.4, -1.3, -1.5, -1.8, -2.0),
    (-0.5, -0.2, 0.2, 0.8, 0.9, 0.8, 0.6, 0.5, 0.5, 0.5, 0.5, 0.5),
    (0.6, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0, 0.0, 0.1, 0.2, 0.2),
    (0.3, 0.3, 0.2, 0.2, 0.1, 0.1, 0.0, -0.1, -0.1, -0.2, -0.2, -0.3),
    (-0.2, -0.3, -0.3, -0.4, -0.5, -0.6, -0.7, -0.8, -0.9, -0.9, -0.9, -0.9),
)
CYCLE = [float(x) for year in _CYCLE for x in year]

# Prices of industry, points a year: the distance between nominal and comparable growth.
FACTORY_PRICES = {2020: -1.5, 2021: 5.0, 2022: 2.6, 2023: -2.2, 2024: -1.4, 2025: -1.8, 2026: -0.6}


def index(year: int, month: int) -> int:
    """Place of a month in a series (月份序号)."""
    return (year - FIRST) * 12 + month - 1


def each_year() -> list[int]:
    """The year of every place in a series (各月所在年份)."""
    return [year for year in YEARS for _ in range(12)]


def stock_shape(trend: float) -> list[float]:
    """A stock grows evenly from one year's end to the next."""
    return [1 + trend / 100 * (m / 12 - 1) for m in range(1, 13)]
