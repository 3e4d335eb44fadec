"""Figures as a long table to take along (导出)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.figures import export
from diaodu.bureau.figures.models import Figure
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period
from diaodu.web import sheets
from diaodu.web.access import needs

KINDS = {"xlsx": sheets.XLSX, "csv": "text/csv; charset=utf-8"}


@needs(Permission.EXPORT)
def exports(request: HttpRequest) -> HttpResponse:
    """What can be taken along, and the choice of it."""
    known = catalogue.current()
    context = {
        "indicators": sorted(known, key=lambda i: i.order),
        "places": sorted(known.places.values(), key=lambda p: p.order),
        "count": Figure.objects.count(),
        "given": request.GET,
    }
    return render(request, "exports/page.html", context)


@needs(Permission.EXPORT)
def figures(request: HttpRequest, form: str) -> HttpResponse:
    """The ledger's current figures, as csv or xlsx."""
    try:
        return _written(request, form)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("exports")


def _written(request: HttpRequest, form: str) -> HttpResponse:
    known = catalogue.current()
    asked = {name: request.GET.get(name, "").strip() for name in ("indicator", "place", "period")}
    indicator = known.indicator(asked["indicator"]).code if asked["indicator"] else ""
    place = known.place(asked["place"]).code if asked["place"] else ""
    period = Period.parse(asked["period"]) if asked["period"] else None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"figures.{form}"
        count = export.write(file, catalogue=known, indicator=indicator, place=place, period=period)
        content = file.read_bytes()
    record("figures.exported", request.user, by=request.user, count=count, **asked)
    return sheets.download(f"数据长表.{form}", content, KINDS[form])
