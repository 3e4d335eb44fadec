"""The first page of the morning: key figures, lights, what is new (看板)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.directory.permissions import Permission
from diaodu.economy.findings import Light
from diaodu.web import frame
from diaodu.web.access import needs
from diaodu.web.frame import Frame, fragment
from diaodu.web.shapes.cards import cards
from diaodu.web.shapes.matrix import Wanted, fields, matrix
from diaodu.web.shapes.turned import fresh, keys_before, turns

SHOWN = 6  # lines of each list beside the cards


@needs(Permission.VIEW)
def board(request: HttpRequest) -> HttpResponse:
    """The whole board, or its matrix alone when only the filter changed."""
    at = frame.of(request)
    wanted = _wanted(request, at)
    if same := frame.unchanged(request, *at.key):
        return same
    lights = fragment("board/matrix.html", (*at.key, wanted), lambda: _matrix(at, wanted))
    if request.headers.get("HX-Target") == "lights":
        return HttpResponse(lights)
    top = fragment("board/top.html", at.key, lambda: _top(at))
    return frame.page(request, "board/page.html", {"at": at, "top": top, "lights": lights})


def _wanted(request: HttpRequest, at: Frame) -> Wanted:
    colour, name = request.GET.get("colour", ""), request.GET.get("field", "")
    return Wanted(
        all=request.GET.get("all") == "1",
        field=name if name in fields(at.month) else "",
        colour=colour if colour in list(Light) else "",
    )


def _matrix(at: Frame, wanted: Wanted) -> dict[str, Any]:
    table = matrix(at.month, wanted)
    return {"at": at, "table": table, "wanted": wanted, "fields": fields(at.month), "colours": list(Light)}


def _top(at: Frame) -> dict[str, Any]:
    month, before = at.month, keys_before(at.month)
    city = month.catalogue.city
    changed, new = turns(month, before), fresh(month, before)
    return {
        "at": at,
        "month": month,
        "city": city,
        "made": Analysis.objects.select_related("snapshot").get(pk=month.analysis_id),
        "cards": cards(month, city),
        "tally": _tally(at),
        "time_share": month.period.last / 12 * 100,
        "turns": changed[:SHOWN],
        "more_turns": max(0, len(changed) - SHOWN),
        "fresh": new[:SHOWN],
        "more_fresh": max(0, len(new) - SHOWN),
        "compared": bool(before),
    }


def _tally(at: Frame) -> list[tuple[Light, int, int]]:
    """Of each colour, how many of the city's own lights and how many of the counties' (灯数)."""
    month = at.month
    city, counties = month.catalogue.city.code, {p.code for p in month.catalogue.counties}
    lights = [(Light(f.light), f.place) for f in month.lights.values()]
    return [
        (c, sum(x is c and p == city for x, p in lights), sum(x is c and p in counties for x, p in lights))
        for c in Light
    ]
