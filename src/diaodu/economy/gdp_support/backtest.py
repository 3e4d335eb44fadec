"""How the estimate would have done in past quarters (回溯检验)."""

from __future__ import annotations

from typing import NamedTuple

from diaodu.economy.gdp_support import readings
from diaodu.economy.gdp_support.estimate import estimate
from diaodu.economy.gdp_support.readings import ESTIMATED, quarter_before, quarter_of
from diaodu.economy.gdp_support.table import Table
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Result
from diaodu.economy.units import exact

QUARTERS = 12  # three years


class Trial(NamedTuple):
    """One quarter estimated as it would have been before its figure came out (一次回溯)."""

    quarter: Period
    estimate: Result
    published: Result
    error: Result


class Backtest(NamedTuple):
    """All of them, oldest first, and their mean absolute error in points (回溯检验、平均绝对误差)."""

    trials: tuple[Trial, ...]
    mean_error: Result


def backtest(
    panel: Panel, table: Table, period: Period, place: str = "", quarters: int = QUARTERS
) -> Backtest:
    """Each of the last published quarters by the data before it alone (回溯检验).

    Figures are as they stand now: what was revised since is read revised.
    """
    place = place or panel.catalogue.city.code
    quarter, trials = quarter_of(period), []
    if readings.whole(panel, place, quarter).value is None:
        quarter = quarter_before(quarter)
    for _ in range(quarters):
        found = estimate(panel, table, quarter, place)
        if found.published.value is None:
            break
        trials.append(Trial(quarter, found.growth, found.published, found.error))
        quarter = quarter_before(quarter)
    return Backtest(tuple(reversed(trials)), _mean([t.error for t in trials]))


def _mean(errors: list[Result]) -> Result:
    known = [one for one in errors if one.value is not None]
    if not known:
        return Result.missing("没有可以回溯的季度")
    value = exact(sum(abs(one.known) for one in known) / len(known))
    return Result.of(value, *known)._replace(note=ESTIMATED)
