"""The report on paper, and its whole history (打印件、历史)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from diaodu.bureau.audit.actions import head, record
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.reports import filing
from diaodu.bureau.reports.models import Report, Version
from diaodu.web.access import needs
from diaodu.web.pages.reporting import common
from diaodu.web.shapes import chain, reporting
from diaodu.web.shapes.reporting import Standing


class Moved(NamedTuple):
    """One number from one version to the next (改动)."""

    label: str
    old: float | None
    new: float | None


class Told(NamedTuple):
    """A version with what it changed (版本)."""

    version: Version
    size: int
    moved: list[Moved]


@needs(Permission.REPORTS)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to be signed by hand and sealed (打印件)."""
    one = common.get(request, pk)
    standing = common.standing(one)
    made = chain.of(one)
    context = {
        "report": one,
        "grid": reporting.grid(standing, whole=True),
        "blocks": _blocks(standing),
        "chain": made,
        "explained": [doubt for doubt in standing.doubts if doubt.said],
        "standing": standing,
        "matches": made.digest == standing.digest and not one.editable,
        "audit": head(),
        "now": timezone.now(),
    }
    record("report.printed", one, by=request.user, digest=made.digest)
    return render(request, "reports/print.html", context)


@needs(Permission.REPORTS)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, every act, every explanation (历史)."""
    one = common.get(request, pk)
    standing = common.standing(one, checked=False)
    context = {
        "report": one,
        "chain": chain.of(one),
        "versions": _versions(one, standing),
        "explanations": one.explanations.select_related("by"),
    }
    return render(request, "reports/history.html", context)


def _blocks(standing: Standing) -> list[dict[str, Any]]:
    """A table for each indicator where a form has many places, else one table."""
    slots = standing.report.asked
    if not reporting.splits(slots):
        return [{"name": "", "grid": reporting.grid(standing, whole=True)}]
    grids = [reporting.grid(standing, code) for code in dict.fromkeys(s.indicator for s in slots)]
    names = {tab.code: tab.name for grid in grids[:1] for tab in grid.tabs}
    return [{"name": names.get(grid.here, ""), "grid": grid} for grid in grids]


def _versions(one: Report, standing: Standing) -> list[Told]:
    """The newest first; the first one changes nothing."""
    versions = list(one.versions.order_by("number"))
    values = [filing.signed_values(version) for version in versions]
    moved: list[list[Moved]] = [[], *(_moved(one, standing, old, new) for old, new in pairwise(values))]
    told = [Told(v, len(n), m) for v, n, m in zip(versions, values, moved, strict=False)]
    return told[::-1]


def _moved(
    one: Report, standing: Standing, old: Mapping[str, float | None], new: Mapping[str, float | None]
) -> list[Moved]:
    return [
        Moved(reporting.label(slot, standing.catalogue), old.get(slot.code), new.get(slot.code))
        for slot in one.asked
        if old.get(slot.code) != new.get(slot.code)
    ]
