"""What has changed since the last report went out (上次通报以来的变动)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery

from diaodu.bureau.documents.kinds import monthly_report
from diaodu.bureau.documents.models import Document, Objection
from diaodu.bureau.figures.models import KEY, Figure
from diaodu.economy.periods import Period, span


class Span(NamedTuple):
    """From one month's report to the next (比较区间): rows of the ledger after `since`, up to `until`."""

    month: Period  # the month whose report is due or was written
    report: Document  # the last report before it
    since: int
    until: int | None


class Change(NamedTuple):
    """One figure that is no longer what it was (一项变动)."""

    old: Figure
    new: Figure
    papers: tuple[Document, ...]  # those that quote the old one

    @property
    def period(self) -> Period:
        """Its period (统计期)."""
        return span(self.new.year, self.new.first, self.new.last)


def spans() -> list[Span]:
    """From every month's report to the next, the newest first (各次通报之间)."""
    newest: dict[tuple[int, int], Document] = {}
    found = Document.objects.filter(kind=monthly_report.code).defer("content")
    for paper in found.select_related("analysis__snapshot").order_by("analysis_id", "edition"):
        snapshot = paper.analysis.snapshot
        newest[snapshot.year, snapshot.month] = paper
    reports = [newest[month] for month in sorted(newest)]
    return [_span(report, after) for report, after in zip_longest(reports, reports[1:])][::-1]


def changes(of: Span) -> list[Change]:
    """Every figure that stood in the ledger at the last report and stands there otherwise (变动)."""
    until = Q() if of.until is None else Q(pk__lte=of.until)
    same = Figure.objects.filter(pk__lte=of.since, **{name: OuterRef(name) for name in KEY})
    fresh = Figure.objects.filter(until, Exists(same), pk__gt=of.since)
    last: dict[tuple[Any, ...], Figure] = {}
    before = Subquery(same.order_by("-pk").values("pk")[:1])
    rows = fresh.annotate(before=before).select_related("source__by__unit", "source__unit")
    for figure in rows.defer("source__content").order_by("pk"):
        last[tuple(getattr(figure, name) for name in KEY)] = figure
    old = Figure.objects.in_bulk({figure.before for figure in last.values()})  # type: ignore[attr-defined]
    moved = [(old[f.before], f) for f in last.values() if old[f.before].value != f.value]  # type: ignore[attr-defined]
    papers = quoting(figure.pk for figure, _ in moved)
    return [Change(was, now, tuple(papers.get(was.pk, ()))) for was, now in moved]


def quoting(figures: Iterable[int]) -> dict[int, list[Document]]:
    """The papers that quote figures which were replaced (引用的文书), as far as they have been checked."""
    wanted, found = set(figures), dict[int, list[Document]]()
    for objection in Objection.objects.select_related("document").defer("document__content"):
        for ref in wanted.intersection(objection.sources):
            papers = found.setdefault(ref, [])
            if objection.document not in papers:
                papers.append(objection.document)
    return found


def _span(report: Document, after: Document | None) -> Span:
    snapshot = report.analysis.snapshot
    month = after.period.month if after else report.period.month.next_month
    until = after.analysis.snapshot.last_figure if after else None
    return Span(month, report, snapshot.last_figure, until)
