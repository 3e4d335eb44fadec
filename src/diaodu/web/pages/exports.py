"""All that one may see, to take along (导出)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.permissions import Permission, may, require
from diaodu.bureau.figures import export
from diaodu.bureau.figures.models import Figure, FigureQuery
from diaodu.bureau.findings import month as months
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Catalogue
from diaodu.economy.periods import Period, span
from diaodu.web import refusals, tables, taken
from diaodu.web.access import needs

Row = tuple[Any, ...]


class Table(NamedTuple):
    """One table beside the ledger (可导出的表)."""

    code: str
    title: Any
    about: Any
    permission: Permission
    verb: str
    rows: Callable[[HttpRequest, Period], Iterator[Row]]


TABLES = (
    Table(
        "reports",
        gettext_lazy("报表"),
        gettext_lazy("一个月的报表逐项列出：应报、已报、状态、办理人。单位的人为本单位的，市里的人为全部。"),
        Permission.REPORTS,
        "reports.exported",
        tables.reports,
    ),
    Table(
        "findings",
        gettext_lazy("发现和亮灯"),
        gettext_lazy("一个月的研判结果逐条列出。"),
        Permission.VIEW,
        "findings.exported",
        tables.findings,
    ),
    Table(
        "calendar",
        gettext_lazy("报送日历"),
        gettext_lazy("一个月应报的报表、单位和时限。"),
        Permission.REPORTS,
        "calendar.exported",
        tables.calendar,
    ),
)


@needs(Permission.EXPORT)
def exports(request: HttpRequest) -> HttpResponse:
    """What can be taken along, and the choice of it."""
    known = catalogue.current()
    context = {
        "indicators": sorted(known, key=lambda i: i.order),
        "places": sorted(known.places.values(), key=lambda p: p.order),
        "years": Figure.objects.order_by("-year").values_list("year", flat=True).distinct(),
        "count": Figure.objects.count(),
        "tables": [one for one in TABLES if may(request.user, one.permission)],
        "month": next(iter(months.periods()), _now()).month.code,
    }
    return render(request, "exports/page.html", context)


@needs(Permission.EXPORT)
def figures(request: HttpRequest, form: str) -> HttpResponseBase:
    """The ledger's figures as csv, xlsx or SDMX-CSV; a refusal leads back to the choice."""
    history = request.GET.get("history") == "1"
    try:
        chosen = _chosen(request, catalogue.current(), history)
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("exports")
    asked = {k: v[:60] for k, v in request.GET.items() if v}
    return taken.figures(request, chosen, form, history=history, asked=asked)


@needs(Permission.EXPORT)
def table(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """One of the other tables for a month."""
    one = next(t for t in TABLES if t.code == code)
    require(request.user, one.permission)
    try:
        month = _month(request.GET.get("month", ""))
        rows = list(one.rows(request, month))
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("exports")
    name = f"{one.title} {month.label}"
    return taken.table(request, one.verb, name, rows, form, month=month.code)


def _chosen(request: HttpRequest, known: Catalogue, history: bool) -> FigureQuery:
    indicator, place, year = (request.GET.get(name, "").strip() for name in ("indicator", "place", "year"))
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refusal("“{year}”不是年份，请写作四位数字", year=year)
    return export.choose(
        indicators=[known.indicator(indicator).code] if indicator else (),
        places=[known.place(place).code] if place else (),
        year=int(year) if year else None,
        history=history,
    )


def _month(written: str) -> Period:
    return Period.parse(written[:40]).month if written.strip() else _now()


def _now() -> Period:
    today = timezone.localdate()
    return span(today.year, today.month, today.month)
