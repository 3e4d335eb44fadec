"""Where a figure came from: file, cell, who, when, why, and what it was before (数据来源)."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.permissions import Permission, may
from diaodu.bureau.figures.models import Figure, Source, SourceQuery
from diaodu.bureau.reports.models import Report, Step
from diaodu.economy.indicators import Catalogue
from diaodu.economy.periods import span
from diaodu.web import sheets
from diaodu.web.access import needs, own
from diaodu.web.shapes.revisions import versions

MOST = 100


@needs(Permission.VIEW)
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure."""
    one = get_object_or_404(
        Figure.objects.select_related("source__by__unit", "source__unit").defer("source__content"), pk=pk
    )
    context = {
        "row": _row(one, catalogue.current()),
        "figure": one,
        "versions": versions(one),
        "may_export": may(request.user, Permission.EXPORT),
        "signing": _signing(request, one.source),
        "has_file": _files(request).filter(pk=one.source_id).exclude(content=None).exists(),
    }
    return render(request, "figures/page.html", context)


@needs(Permission.VIEW)
def figures(request: HttpRequest) -> HttpResponse:
    """The figures that a result was computed from."""
    ids = [
        int(n) for n in request.GET.get("ids", "").split(",") if n.isascii() and n.isdigit() and len(n) < 16
    ]
    if not ids:
        raise Http404
    known = catalogue.current()
    figured = Figure.objects.filter(pk__in=ids[:MOST]).select_related("source__by").defer("source__content")
    found = list(figured.order_by("indicator", "place", "part", "year", "last"))
    rows = [_row(one, known) for one in found]
    context = {"rows": rows, "signed": _one_report(found), "more": max(0, len(ids) - MOST)}
    return render(request, "figures/list.html", context)


@needs(Permission.EXPORT)
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was received."""
    one = own(_files(request), pk, "不是本单位的来源文件")
    if not one.content:
        raise Http404
    record("source.downloaded", one, by=request.user, sha256=one.sha256)
    return sheets.download(one.name, bytes(one.content), "application/octet-stream")


def _one_report(found: Iterable[Figure]) -> str:
    """The report whose signature posted them all (同一份报表); nothing where they came from elsewhere."""
    sources = {one.source for one in found}
    return next((one.name for one in sources if one.unit_id), "") if len(sources) == 1 else ""


def _files(request: HttpRequest) -> SourceQuery:
    return Source.objects.open_to(request.user)  # type: ignore[arg-type]


def _signing(request: HttpRequest, source: Source) -> Step | None:
    """The signature that posted a figure, where this person may see the report (签发的报表)."""
    if source.unit_id is None or not may(request.user, Permission.REPORTS):
        return None
    mine = Report.objects.open_to(request.user)  # type: ignore[arg-type]
    found = Step.objects.filter(source=source, report__in=mine)
    return found.select_related("report__unit", "version").first()


def _row(one: Figure, known: Catalogue) -> dict[str, object]:
    """A figure with its names; a retired indicator shows its code."""
    indicator, place = known.indicators.get(one.indicator), known.places.get(one.place)
    breakdown = known.breakdowns.get(indicator.parts) if indicator else None
    part = next((p.name for p in breakdown.parts if p.code == one.part), one.part) if breakdown else one.part
    return {
        "figure": one,
        "indicator": indicator,
        "name": indicator.name if indicator else one.indicator,
        "place": place.name if place else one.place,
        "part": part,
        "period": span(one.year, one.first, one.last),
        "unit": "%" if one.what == "growth" else indicator.unit if indicator else "",
    }
