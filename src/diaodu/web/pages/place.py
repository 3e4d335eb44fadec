"""A place: all its lights, ranks, arrears and papers (县区)."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse

from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.documents.models import Document
from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import LIGHT_RULE, Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light
from diaodu.economy.indicators import Indicator
from diaodu.economy.results import Result
from diaodu.web import frame
from diaodu.web.access import needs
from diaodu.web.frame import Frame, fragment
from diaodu.web.shapes.cards import Card, card
from diaodu.web.shapes.matrix import columns, fields
from diaodu.web.shapes.phrases import told
from diaodu.web.shapes.said import said


class Line(NamedTuple):
    """An indicator at the place (一行)."""

    card: Card
    above: Result
    target: Result
    arrears: Result


class Tally(NamedTuple):
    """A place with the number of its lights (灯数)."""

    place: Place
    counts: list[tuple[Light, int, float, float]]  # light, number, where its bar starts and how wide it is, %
    arrears: int


@needs(Permission.VIEW)
def places(request: HttpRequest) -> HttpResponse:
    """All counties, group by group."""
    at = frame.of(request)
    if same := frame.unchanged(request, *at.key):
        return same
    body = fragment("place/list.html", at.key, lambda: _list(at))
    return frame.page(request, "place/index.html", {"at": at, "body": body})


@needs(Permission.VIEW)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One place."""
    at = frame.of(request)
    where = at.place(code)
    if where.level not in ("city", "county", "zone") or (where.level == "city" and not where.home):
        where = at.place("-")  # 404: other cities and the province are not dispatched here
    written = Document.objects.filter(analysis=at.month.analysis_id, subject=where.code)
    papers = written.in_force().defer("content")
    if same := frame.unchanged(request, *at.key, papers.count()):
        return same
    body = fragment("place/body.html", (*at.key, where.code), lambda: _body(at, where))
    context = {
        "at": at,
        "place": where,
        "papers": papers,
        "body": body,
        "places": at.month.catalogue.counties,
    }
    return frame.page(request, "place/page.html", context)


def _list(at: Frame) -> dict[str, Any]:
    heads, ordered = columns(at.month)
    groups, start = [], 0
    for name, size in heads:
        groups.append((name, [_tally(at.month, p) for p in ordered[start : start + size]]))
        start += size
    return {"at": at, "groups": groups}


def _tally(month: Month, where: Place) -> Tally:
    lights = [Light(f.light) for (_i, p), f in month.lights.items() if p == where.code]
    counts, x = [], 0.0
    for colour in Light:
        number = lights.count(colour)
        width = number / (len(lights) or 1) * 100
        counts.append((colour, number, round(x, 2), round(width, 2)))
        x += width
    return Tally(where, counts, sum(f.rule == "arrears" and f.place == where.code for f in month.findings))


def _body(at: Frame, where: Place) -> dict[str, Any]:
    month = at.month
    ordered = sorted(month.catalogue, key=lambda i: i.order)
    groups = [(name, [_line(month, i, where) for i in ordered if i.field == name]) for name in fields(month)]
    return {
        "at": at,
        "place": where,
        "groups": [(name, lines) for name, found in groups if (lines := [x for x in found if _known(x)])],
        "tally": _tally(month, where),
        "worst": sorted(
            (said(month, f) for f in _others(month, where)), key=lambda s: (-s.light.severity, s.rank)
        )[:10],
        "best": _extremes(month, where),
    }


def _line(month: Month, one: Indicator, where: Place) -> Line:
    def of(measure: str) -> Result:
        return told(month, measure, one, where)

    return Line(card(month, one, where), of("distance_above"), of("target_growth"), of("arrears"))


def _known(line: Line) -> bool:
    return (
        line.card.growth.value is not None or line.card.value.value is not None or line.card.light is not None
    )


def _others(month: Month, where: Place) -> list[Finding]:
    return [f for f in month.findings if f.place == where.code and f.rule != LIGHT_RULE]


def _extremes(month: Month, where: Place) -> list[tuple[bool, list[Indicator]]]:
    """The key indicators in which it is first, and those in which it is last."""
    first: list[Indicator] = []
    last: list[Indicator] = []
    for one in sorted((i for i in month.catalogue if i.key), key=lambda i: i.order):
        rank, size = (month.result(m, one, where).value for m in ("rank", "rank_size"))
        if rank and size and size > 2:
            (first if rank == 1 else last if rank == size else []).append(one)
    return [(True, first), (False, last)]
