"""How far the year's target is reached beside how far the year is gone (序时进度)."""

from __future__ import annotations

from typing import NamedTuple

from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Indicator
from diaodu.economy.results import Result
from diaodu.web.shapes.phrases import told

BEHIND = 1.0  # points; less than this is not worth a colour


class Pace(NamedTuple):
    """A bar with a mark (进度条)."""

    progress: Result
    time_share: Result
    lead: Result
    arrears: Result
    bar: float  # 0..100 of the bar's width
    mark: float | None
    behind: bool


def pace(month: Month, indicator: Indicator, place: Place) -> Pace | None:
    """None where no target of a level is set."""
    progress, share, lead, arrears = (
        told(month, m, indicator, place) for m in ("progress", "time_share", "lead", "arrears")
    )
    if progress.value is None:
        return None
    mark = min(100.0, share.value) if share.value is not None else None
    bar = max(0.0, min(100.0, progress.value))
    return Pace(
        progress,
        share,
        lead,
        arrears,
        round(bar, 1),
        mark,
        bool(lead.value is not None and lead.value < -BEHIND),
    )
