"""Issued papers held against the ledger as it stands (核对已印发文书)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from diaodu.bureau.audit.actions import each, record
from diaodu.bureau.documents import asking, sources
from diaodu.bureau.documents.filling.checking import STALE, UNFOUNDED, Complaint, check
from diaodu.bureau.documents.filling.record import recorded
from diaodu.bureau.documents.models import Document, Objection
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.snapshots.actions import AHEAD
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Kind
from diaodu.economy.phrases.book import Book, SpotDesk

KEPT = (STALE, UNFOUNDED)  # nobody can have changed by hand what we keep ourselves


def check_due(*, by: Any) -> int:
    """Check the papers that figures posted since may have made wrong (核对文书); returns how many."""
    newest = Figure.objects.aggregate(newest=Max("pk"))["newest"] or 0
    waiting = list(_waiting(newest))
    touched = [paper for paper in waiting if _touched(paper)]
    spared = {paper.pk for paper in waiting} - {paper.pk for paper in touched}
    Document.objects.filter(pk__in=spared).update(checked_to=newest)
    if not touched:
        return 0
    book = asking.present()
    done = each(touched, lambda one: _checked(one, book, newest, by), verb="documents.check_failed", by=by)
    return len(done)


def desk(content: bytes, book: Book, side: bytes | None = None) -> SpotDesk:
    """Where a written document asks again (核对取数台): its own place and period."""
    about = recorded(content, side).get("about", {})
    place = about.get("place") or book.catalogue.city.code
    period = about.get("period") or asking.newest(book)
    if period is None:
        raise Refusal("台账里还没有数据。请先用 diaodu import 导入报表。")
    return book.desk(place, period)


def _waiting(newest: int) -> Iterable[Document]:
    """Papers not yet held against the newest figure; what was written anew only as far as its successor."""
    found = Document.objects.filter(checked_to__lt=newest, unchecked="").defer("content")
    for paper in found.select_related("analysis__snapshot"):
        later = paper.newer()
        if later is None or paper.checked_to < later.analysis.snapshot.last_figure:
            yield paper


def _touched(paper: Document) -> bool:
    """Whether a figure posted since speaks of the paper's indicators, up to its month or of plans ahead."""
    fresh = Figure.objects.filter(pk__gt=paper.checked_to)
    if sources.AHEAD not in paper.indicators:
        fresh = fresh.exclude(kind=Kind.ESTIMATE)
    if sources.EVERY not in paper.indicators:
        fresh = fresh.filter(indicator__in=paper.indicators)
    year, month = paper.analysis.snapshot.year, paper.analysis.snapshot.month
    past = fresh.filter(year__lt=year) | fresh.filter(year=year, last__lte=month)
    return past.exists() or fresh.filter(kind__in=AHEAD, year=year).exists()


@transaction.atomic
def _checked(paper: Document, book: Book, newest: int, by: Any) -> int:
    """Check one paper and keep what is to be said against it."""
    content = bytes(Document.objects.values_list("content", flat=True).get(pk=paper.pk))
    try:
        found = [
            one for one in check(content, desk(content, book), details=asking.details) if one.kind in KEPT
        ]
    except Refusal as refusal:
        Document.objects.filter(pk=paper.pk).update(checked_to=newest, unchecked=str(refusal)[:300])
        return 0
    before = paper.objections.count()
    paper.objections.all().delete()
    Objection.objects.bulk_create(_row(paper, one) for one in found)
    Document.objects.filter(pk=paper.pk).update(checked_to=newest)
    if len(found) != before:
        record("document.checked", paper, by=by, objections=len(found))
    return len(found)


def _row(paper: Document, found: Complaint) -> Objection:
    return Objection(
        document=paper, kind=found.kind, place=found.place[:60], told=found.told, there=found.there,
        now=found.now, why=found.why, sources=list(found.revised),
    )  # fmt: skip
