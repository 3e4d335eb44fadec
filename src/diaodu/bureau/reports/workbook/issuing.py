"""Issue a unit's workbook, or all of a month in one file (下发填报表)."""

from __future__ import annotations

import datetime as dt

from diaodu.bureau.reports.models import Report
from diaodu.economy.periods import Period


def issue(report: Report, now: dt.datetime) -> tuple[str, bytes]:
    """The unit's workbook (下发填报表): file name and content."""
    raise NotImplementedError


def pack(month: Period, now: dt.datetime) -> tuple[str, bytes]:
    """All the workbooks of a month in one zip file (打包下发): file name and content."""
    raise NotImplementedError
