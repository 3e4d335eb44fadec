"""Streaks and records: growth in order of time, the present first."""

from __future__ import annotations

import numpy as np

from bench.peer.tables import Floats, Ints, Tables, published, where

MONTHS, QUARTERS, YEARS = 60, 32, 9


def measures(t: Tables, growth: Floats) -> dict[str, Floats]:
    """How long growth has fallen or risen, how long it was not so low or high, the first year below ten."""
    shown = published(growth)
    steps = -np.diff(_monthly(t, shown), axis=1)
    known = ~np.isnan(t.at(growth))
    quarters = _quarterly(t, shown)
    present, earlier = quarters[:, :1], quarters[:, 1:]
    ends_quarter = known & (t.month(t.when) % 3 == 0)
    return {
        "falling_streak": where(known, _run(steps < 0)),
        "rising_streak": where(known, _run(steps > 0)),
        "lowest_quarters": where(ends_quarter, 1 + _run(earlier > present)),
        "highest_quarters": where(ends_quarter, 1 + _run(earlier < present)),
        "below_ten_years": _below_ten(shown[t.rows[:, None], t.when[:, None] - 12 * np.arange(YEARS)]),
    }


def _run(holds: np.ndarray) -> Floats:
    """How many columns from the first on hold."""
    return np.cumprod(holds, axis=1).sum(axis=1).astype(float)


def _monthly(t: Tables, table: Floats) -> Floats:
    """Back along the indicator's own periods: months, quarters or years; no January where none is out."""
    columns = t.when[:, None] - np.arange(MONTHS)
    step, months = t.field("step").astype(int)[:, None], t.month(columns)
    out = (months % step == 0) & ~((months == 1) & t.field("no_january").astype(bool)[:, None])
    order = np.argsort(~out, axis=1, kind="stable")  # the periods that there are, first
    values = np.take_along_axis(table[t.rows[:, None], columns], order, axis=1)
    return np.where(np.take_along_axis(out, order, axis=1), values, np.nan)


def _quarterly(t: Tables, table: Floats) -> Floats:
    """Back along the ends of quarters."""
    to_quarter_end: Ints = (t.month(t.when) - 1) % 3 + 1
    back = np.concatenate(
        [np.zeros_like(t.when)[:, None], to_quarter_end[:, None] + 3 * np.arange(QUARTERS)], 1
    )
    return table[t.rows[:, None], t.when[:, None] - back]


def _below_ten(values: Floats) -> Floats:
    """Years in a row, all that there are, that the same period grew by ten or more before it did not."""
    present, earlier = values[:, 0], values[:, 1:]
    there = ~np.isnan(earlier)
    span = there.shape[1] - np.argmax(there[:, ::-1], axis=1)
    span = np.where(there.any(axis=1), span, 0).astype(float)
    unbroken = _run(earlier >= 10) >= span
    return where((present < 10) & (span >= 2) & unbroken, span)
