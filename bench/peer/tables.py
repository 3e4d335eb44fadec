"""Figures as wide tables: a row for each series, a column for each month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
LOOK_BACK = 9  # years of empty columns before the first figure, so that looking back never falls off
ADDS_UP = ("flow",)
STEP = {"M": 1, "Q": 3, "Y": 12}


class Inputs(NamedTuple):
    """What the analysis reads: the ledger, and the definitions that it needs, as frames."""

    figures: pd.DataFrame
    indicators: pd.DataFrame
    places: pd.DataFrame


@dataclass
class Tables:
    """All figures by series and month; `own` is the indicator's own span, `alone` the month by itself."""

    series: pd.DataFrame  # indicator, place, part and the indicator's fields; the row number is the table's
    places: pd.DataFrame
    indicators: pd.DataFrame
    own: dict[str, Floats]
    alone: dict[str, Floats]
    goals: dict[str, Floats]
    rounds: dict[str, Floats]  # in which round a level or a base came, as a number
    rows: Ints  # the series of whole indicators that report
    when: Ints  # for each of these, the column of its newest period
    newest: pd.Series  # the same by indicator
    now: int  # column of the dispatched month
    start: int  # column 0 as a number of months

    def field(self, name: str, rows: Ints | None = None) -> npt.NDArray[Any]:
        """A field of the indicators of some series."""
        return self.series[name].to_numpy()[self.rows if rows is None else rows]

    def month(self, columns: Ints) -> Ints:
        """Month 1 to 12 of some columns."""
        return (columns + self.start) % 12 + 1

    def at(self, table: Floats, back: Ints | int = 0) -> Floats:
        """A table's values at the newest period, or so many months back."""
        return table[self.rows, self.when - back]

    def long(self, measure: str, values: Floats, rows: Ints | None = None) -> pd.DataFrame:
        """One measure as rows of the result."""
        keys = self.series[["indicator", "place", "part"]].iloc[self.rows if rows is None else rows]
        return block(measure, keys.assign(value=values))


def block(measure: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The known ones of a measure."""
    return frame.loc[frame["value"].notna(), ["indicator", "place", "part", "value"]].assign(measure=measure)


def read(inputs: Inputs, year: int, month: int) -> Tables:
    """The wide tables out of the long ones."""
    fields = _fields(inputs.indicators, year, month)
    figures = inputs.figures.merge(
        fields[["code", "cumulative", "own_kind"]], left_on="indicator", right_on="code"
    )
    keys = ["indicator", "place", "part"]
    figures["row"] = figures.groupby(keys, observed=True, sort=False).ngroup()
    series = figures.drop_duplicates("row").set_index("row")[keys].astype(object)
    series = series.reset_index(drop=True).merge(fields, left_on="indicator", right_on="code")
    start = (int(figures["year"].min()) - LOOK_BACK) * 12
    figures["column"] = figures["year"] * 12 + figures["last"] - 1 - start
    figures["round"] = figures["vintage"].cat.codes
    shape = (len(series) + 1, int(figures["column"].max()) + 14)  # the last row stays empty: row -1 is "none"
    whats, goals = ("level", "growth", "base"), ("target", "plan", "estimate")
    mine = figures["kind"].astype(str).eq(figures["own_kind"])
    spans = figures["first"].eq(1), figures["first"].eq(figures["last"])
    proper = spans[0].where(figures["cumulative"], spans[1])
    what, kind = figures["what"], figures["kind"]
    rows = np.flatnonzero(_reporting(figures, mine, len(series)) & series["part"].eq("").to_numpy())
    newest = fields.set_index("code")["newest"] - start
    return Tables(
        series=series,
        places=inputs.places,
        indicators=fields.set_index("code"),
        own={w: _wide(figures[mine & proper & (what == w)], shape) for w in whats},
        alone={w: _wide(figures[mine & spans[1] & (what == w)], shape) for w in whats},
        goals={
            f"{k}_{w}": _wide(figures[proper & (kind == k) & (what == w)], shape)
            for k in goals
            for w in whats[:2]
        },
        rounds={w: _wide(figures[mine & proper & (what == w)], shape, "round") for w in ("level", "base")},
        rows=rows,
        when=series["newest"].to_numpy()[rows] - start,
        newest=newest,
        now=year * 12 + month - 1 - start,
        start=start,
    )


def _fields(indicators: pd.DataFrame, year: int, month: int) -> pd.DataFrame:
    """The indicators with the month of their newest period: quarters stand, lags wait, no January."""
    step = indicators["frequency"].map(STEP)
    months = year * 12 + month - indicators["lag"]
    months = months - months % step
    months = months - (indicators["no_january"] & (months % 12 == 1))
    return indicators.rename(columns={"kind": "own_kind"}).assign(
        step=step, newest=months - 1, cumulative=indicators["basis"].isin(["flow", "rate"])
    )


def _reporting(figures: pd.DataFrame, mine: pd.Series, size: int) -> Mask:
    """Which series have a level or a growth at all."""
    found = np.zeros(size, bool)
    found[figures.loc[mine & figures["what"].isin(["level", "growth"]), "row"].unique()] = True
    return found


def _wide(figures: pd.DataFrame, shape: tuple[int, int], of: str = "value") -> Floats:
    table = np.full(shape, np.nan)
    table[figures["row"].to_numpy(), figures["column"].to_numpy()] = figures[of].to_numpy()
    return table


def back(table: Floats, months: int) -> Floats:
    """Every month's value of so many months before."""
    moved = np.full_like(table, np.nan)
    moved[:, months:] = table[:, :-months]
    return moved


def where(condition: npt.NDArray[Any] | np.bool_, values: Floats) -> Floats:
    """The values where a condition holds, else nothing."""
    return np.where(condition, values, np.nan)


def over(part: Floats, whole: Floats) -> Floats:
    """Per cent of a whole that is positive."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return where(whole > 0, part / whole * 100)


def exact(values: Floats) -> Floats:
    """Without the noise of binary fractions."""
    return np.round(values, 10)


def published(values: Floats) -> Floats:
    """Rounded half up to one decimal, away from zero."""
    return np.sign(values) * np.floor(np.round(np.abs(values) * 10, 6) + 0.5) / 10
