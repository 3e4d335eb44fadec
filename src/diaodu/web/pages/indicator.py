"""An indicator: its course, rankings, what drives it, its revisions and definition (指标)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.figures.models import Figure
from diaodu.economy import derived
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Indicator
from diaodu.web import frame
from diaodu.web.access import needs
from diaodu.web.frame import Frame, fragment
from diaodu.web.shapes import charts, drags
from diaodu.web.shapes.cards import card
from diaodu.web.shapes.compare import ranking
from diaodu.web.shapes.matrix import fields
from diaodu.web.shapes.revisions import revisions


@needs(Permission.VIEW)
def indicators(request: HttpRequest) -> HttpResponse:
    """All indicators with the city's newest figures (指标目录)."""
    at = frame.of(request)
    if same := frame.unchanged(request, *at.key):
        return same
    body = fragment("indicator/list.html", at.key, lambda: _list(at))
    return frame.page(request, "indicator/index.html", {"at": at, "body": body})


@needs(Permission.VIEW)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator at one place."""
    at = frame.of(request)
    one, where = at.indicator(code), at.place(request.GET.get("place", ""))
    single = request.GET.get("span") == "month" and one.cumulative and one.has_level
    newest = (
        Figure.objects.order_by("-pk").values_list("pk", flat=True).first()
    )  # revisions may come at any time
    if same := frame.unchanged(request, *at.key, newest):
        return same
    key = (*at.key, one.code, where.code, single, newest)
    body = fragment("indicator/body.html", key, lambda: _body(at, one, where, single))
    context = {
        "at": at,
        "indicator": one,
        "place": where,
        "single": single,
        "body": body,
        "places": _places(at),
    }
    return frame.page(request, "indicator/page.html", context)


def _list(at: Frame) -> dict[str, Any]:
    month, city = at.month, at.month.catalogue.city
    ordered = sorted(month.catalogue, key=lambda i: i.order)
    groups = [(name, [card(month, i, city) for i in ordered if i.field == name]) for name in fields(month)]
    return {"at": at, "groups": groups, "city": city}


def _places(at: Frame) -> list[Place]:
    cat = at.month.catalogue
    return [cat.city, *cat.counties]


def _body(at: Frame, one: Indicator, where: Place, single: bool) -> dict[str, Any]:
    month, cat = at.month, at.month.catalogue
    course = charts.course(month, one, where, single)
    growth = month.result("growth", one, where).value
    counties = drags.counties(month, one) if where.home else drags.Drags([])
    parts = drags.industries(month, one, where)
    return {
        "at": at,
        "indicator": one,
        "place": where,
        "single": single,
        "when": one.newest(month.period),
        "card": card(month, one, where),
        "course": course,
        "course_rows": charts.table(course)[:36],
        "rank_counties": ranking(month, one, cat.counties, where),
        "rank_cities": ranking(month, one, cat.cities, cat.city),
        "by_counties": charts.waterfall(one, counties.rows, growth),
        "by_parts": charts.waterfall(one, parts.rows, growth),
        "breakdown": cat.breakdowns.get(one.parts),
        "counties": counties,
        "parts": parts,
        "revisions": revisions(one, where),
        "sides": derived.sides(month.panel, one, where.code, one.newest(month.period)),
    }
