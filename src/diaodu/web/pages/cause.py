"""Why a light is what it is (原因): clauses, comparison, what drags, where every figure came from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from diaodu.bureau.directory.permissions import Permission
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Indicator
from diaodu.web import frame
from diaodu.web.access import needs
from diaodu.web.frame import Frame, fragment
from diaodu.web.shapes import charts, drags
from diaodu.web.shapes.compare import standing
from diaodu.web.shapes.facts import facts
from diaodu.web.shapes.said import said


@needs(Permission.VIEW)
def cause(request: HttpRequest, indicator: str, place: str) -> HttpResponse:
    """One cell of the lights, opened."""
    at = frame.of(request)
    one, where = at.indicator(indicator), at.place(place)
    if same := frame.unchanged(request, *at.key):
        return same
    body = fragment("cause/body.html", (*at.key, one.code, where.code), lambda: _body(at, one, where))
    return frame.page(request, "cause/page.html", {"at": at, "indicator": one, "place": where, "body": body})


def _body(at: Frame, one: Indicator, where: Place) -> dict[str, Any]:
    month = at.month
    light = month.light(one.code, where.code)
    course = charts.course(month, one, where)
    return {
        "at": at,
        "indicator": one,
        "place": where,
        "when": one.newest(month.period),
        "light": light,
        "facts": facts(month, one, where),
        "bars": standing(month, one, where),
        "counties": drags.counties(month, one) if where.home else None,
        "parts": drags.industries(month, one, where),
        "aim": drags.aim(month, one, where),
        "others": [said(month, f) for f in month.findings if _same(f, one, where) and f is not light],
        "course": course,
        "course_rows": charts.table(course)[:24],
        "peers": month.catalogue.peers(where) if not where.home else month.catalogue.counties,
    }


def _same(finding: Any, one: Indicator, where: Place) -> bool:
    return bool(finding.indicator == one.code and finding.place == where.code)
