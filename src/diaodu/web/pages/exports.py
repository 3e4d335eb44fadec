"""Figures as a long table to take along (导出)."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.figures import export
from diaodu.bureau.figures.models import Figure, FigureQuery
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Catalogue
from diaodu.web import refusals, sheets
from diaodu.web.access import needs


@needs(Permission.EXPORT)
def exports(request: HttpRequest) -> HttpResponse:
    """What can be taken along, and the choice of it."""
    known = catalogue.current()
    context = {
        "indicators": sorted(known, key=lambda i: i.order),
        "places": sorted(known.places.values(), key=lambda p: p.order),
        "years": Figure.objects.order_by("-year").values_list("year", flat=True).distinct(),
        "count": Figure.objects.count(),
    }
    return render(request, "exports/page.html", context)


@needs(Permission.EXPORT)
def figures(request: HttpRequest, form: str) -> HttpResponseBase:
    """The ledger's figures as csv or xlsx; a refusal leads back to the choice."""
    known = catalogue.current()
    try:
        chosen = _chosen(request, known)
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("exports")
    asked = {k: v[:60] for k, v in request.GET.items() if v}
    record("figures.exported", request.user, by=request.user, form=form, asked=asked)
    return _csv(chosen, known) if form == "csv" else _xlsx(chosen, known)


def _chosen(request: HttpRequest, known: Catalogue) -> FigureQuery:
    indicator, place, year = (request.GET.get(name, "").strip() for name in ("indicator", "place", "year"))
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refusal("“{year}”不是年份，请写作四位数字", year=year)
    return export.choose(
        indicators=[known.indicator(indicator).code] if indicator else (),
        places=[known.place(place).code] if place else (),
        year=int(year) if year else None,
        history=request.GET.get("history") == "1",
    )


def _csv(chosen: FigureQuery, known: Catalogue) -> HttpResponseBase:
    response = StreamingHttpResponse(export.stream_csv(chosen, known), content_type="text/csv; charset=utf-8")
    return sheets.named(response, _("数据长表.csv"))


def _xlsx(chosen: FigureQuery, known: Catalogue) -> HttpResponseBase:
    """Through a file that goes when it is sent, so that a large ledger never stands in memory."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    export.write(chosen, known, file)
    file.seek(0)
    return sheets.named(FileResponse(file, content_type=sheets.XLSX), _("数据长表.xlsx"))
