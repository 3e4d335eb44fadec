"""Papers to read and take along, and which of them no longer hold (文书)."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.documents import actions, errands
from diaodu.bureau.documents.models import Document, DocumentQuery
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period, span
from diaodu.web import aside, frame, refusals, sheets
from diaodu.web.access import needs
from diaodu.web.frame import Frame
from diaodu.web.templatetags.words import when


@needs(Permission.VIEW)
def documents(request: HttpRequest) -> HttpResponse:
    """The month's papers, by kind, and those that were issued before."""
    at = frame.of(request)
    papers: list[Any] = list(_listed(_papers(at)))
    kinds = list(dict.fromkeys(p.kind for p in papers))
    kind = request.GET.get("kind", "")
    older: list[Any] = [p for p in _listed(_of_month(at).superseded()) if kind in ("", p.kind)]
    for one in older:
        one.old = True
    older.sort(key=lambda one: one.wrong == 0)
    context = {
        "at": at,
        "papers": papers,
        "shown": [p for p in papers if kind in ("", p.kind)],
        "older": older,
        "older_wrong": sum(p.wrong > 0 for p in older),
        "wrong": sum(p.wrong > 0 for p in papers),
        "elsewhere": _elsewhere(at.month.period),
        "kind": kind,
        "kinds": [(code, _name(code), sum(p.kind == code for p in papers)) for code in kinds],
        "size": sum(p.size for p in papers),
        "names": {code: _name(code) for code in dict.fromkeys(p.kind for p in (*papers, *older))},
        "total": len(papers),
        "main_kind": kinds[0] if kinds else "",
    }
    return frame.page(request, "documents/page.html", context)


@needs(Permission.VIEW)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: what in it no longer holds, and what was written in its place."""
    known = Document.objects.defer("content").select_related("analysis__snapshot")
    one = get_object_or_404(known, pk=pk)
    same = Document.objects.of_month(one.period).filter(kind=one.kind, subject=one.subject)
    context = {
        "paper": one,
        "kind_name": _name(one.kind),
        "wrong": list(one.objections.all()),
        "newer": one.newer(),
        "before": same.filter(pk__lt=one.pk).defer("content").order_by("-pk")[:10],
    }
    return frame.page(request, "documents/paper.html", context)


@needs(Permission.VIEW)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper as a file."""
    one = get_object_or_404(Document, pk=pk)
    record("document.downloaded", one, by=request.user, sha256=one.sha256)
    return sheets.download(one.filename, bytes(one.content), sheets.DOCX)


@needs(Permission.VIEW)
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that tells a paper's figures (旁注文件)."""
    one = get_object_or_404(Document, pk=pk)
    side = actions.side_of(one)
    if side is None:
        raise Http404
    return sheets.download(one.side_name, side, sheets.JSON)


@needs(Permission.VIEW)
def pack(request: HttpRequest) -> HttpResponse:
    """The month's papers in one file (打包)."""
    at = frame.of(request)
    out = io.BytesIO()
    papers = _papers(at)
    if not papers:
        raise Http404
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:  # a docx is compressed already
        for one in papers:
            zipped.writestr(one.filename, bytes(one.content))
    record("documents.packed", papers[0], by=request.user, papers=len(papers))
    return sheets.download(
        _("{period}文书.zip").format(period=when(at.month.period)), out.getvalue(), "application/zip"
    )


@require_POST
@needs(Permission.RUN)
def rewrite(request: HttpRequest) -> HttpResponse:
    """Write the month's papers on the ledger as it stands; those issued are kept (重新生成)."""
    at = frame.of(request)
    try:
        one = errands.to_rewrite(by=request.user, at=timezone.now(), period=at.month.period)
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("documents")
    aside.carry_out(one)
    return redirect("errand", one.pk)


def _papers(at: Frame) -> DocumentQuery:
    return Document.objects.filter(analysis=at.month.analysis_id).in_force().order_by("pk")


def _of_month(at: Frame) -> DocumentQuery:
    return Document.objects.of_month(at.month.period).order_by("-pk")


def _listed(papers: DocumentQuery) -> DocumentQuery:
    return papers.with_objections().annotate(size=Length("content")).defer("content")


def _elsewhere(here: Period) -> list[tuple[Period, int]]:
    """Other months with standing papers that no longer hold, newest first (已不成立的各期)."""
    wrong: Any = Document.objects.standing().filter(objections__isnull=False).distinct()
    months = wrong.values_list("analysis__snapshot__year", "analysis__snapshot__month", "pk")
    found = Counter(span(year, 1, month) for year, month, _pk in months)
    there = ((period, n) for period, n in found.items() if period != here)
    return sorted(there, key=lambda pair: (pair[0].year, pair[0].last), reverse=True)


def _name(code: str) -> str:
    """What a kind of paper is called; the code itself where no kind of that name is left."""
    from diaodu.bureau.documents.kinds import KINDS

    return next((kind.name for kind in KINDS if kind.code == code), code)
