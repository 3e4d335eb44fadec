"""What every page of a report needs (报表页面公共部分)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.reports import checking, filing
from diaodu.bureau.reports.models import Report
from diaodu.economy.errors import Refusal
from diaodu.web import refusals
from diaodu.web.access import own
from diaodu.web.shapes.reporting import Standing


def get(request: HttpRequest, pk: int) -> Report:
    """The report of an address, where this person may see it; 404 for anybody else's (取报表)."""
    mine = Report.objects.open_to(request.user)  # type: ignore[arg-type]
    return own(mine.select_related("unit"), pk, "不是本单位的报表")


def standing(report: Report, *, checked: bool = True) -> Standing:
    """The report as it stands (现状): its cells, its doubts, what has changed since it was signed."""
    cells = {cell.slot: cell for cell in report.cells.select_related("by")}
    values = {code: cell.value for code, cell in cells.items()}
    return Standing(
        report=report,
        catalogue=catalogues.current(),
        cells=cells,
        doubts=checking.doubts(report, values) if checked else [],
        changes={change.slot: change for change in filing.changes(report)},
        missing=frozenset(filing.missing(report, values)),
    )


def done(
    request: HttpRequest, pk: int, act: Callable[[Report], Any], told: Callable[[Any], str] | str
) -> HttpResponse:
    """Do it, say what came of it, back to the report (办理)."""
    try:
        made = act(get(request, pk))
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    else:
        messages.success(request, told if isinstance(told, str) else told(made))
    return redirect("report", pk)


def moment(text: str) -> dt.datetime | None:
    """A moment as a browser's box writes it (时点), by the city's clock; None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else None
