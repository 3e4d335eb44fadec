"""Papers to read and take along (文书)."""

from __future__ import annotations

import io
import zipfile

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.documents.models import Document
from diaodu.web import frame, sheets
from diaodu.web.access import needs
from diaodu.web.frame import Frame
from diaodu.web.templatetags.words import when


@needs(Permission.VIEW)
def documents(request: HttpRequest) -> HttpResponse:
    """The month's papers, by kind."""
    at = frame.of(request)
    papers = list(_papers(at).annotate(size=Length("content")).defer("content"))
    kinds = list(dict.fromkeys(p.kind for p in papers))
    kind = request.GET.get("kind", "")
    shown = [p for p in papers if kind in ("", p.kind)]
    context = {
        "at": at,
        "papers": shown,
        "kind": kind,
        "kinds": [(code, _name(code), sum(p.kind == code for p in papers)) for code in kinds],
        "size": sum(p.size for p in papers),
        "names": {code: _name(code) for code in kinds},
        "total": len(papers),
        "main_kind": kinds[0] if kinds else "",
    }
    return frame.page(request, "documents/page.html", context)


@needs(Permission.VIEW)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper as a file."""
    paper = get_object_or_404(Document, pk=pk)
    record("document.downloaded", paper, by=request.user, sha256=paper.sha256)
    return sheets.download(paper.filename, bytes(paper.content), sheets.DOCX)


@needs(Permission.VIEW)
def pack(request: HttpRequest) -> HttpResponse:
    """The month's papers in one file (打包)."""
    at = frame.of(request)
    out = io.BytesIO()
    papers = _papers(at)
    if not papers:
        raise Http404
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as zipped:  # a docx is compressed already
        for paper in papers:
            zipped.writestr(paper.filename, bytes(paper.content))
    record("documents.packed", papers[0], by=request.user, papers=len(papers))
    return sheets.download(
        _("{period}文书.zip").format(period=when(at.month.period)), out.getvalue(), "application/zip"
    )


def _papers(at: Frame) -> QuerySet[Document]:
    return Document.objects.filter(analysis=at.month.analysis_id).order_by("pk")


def _name(code: str) -> str:
    """What a kind of paper is called; the code itself where no kind of that name is left."""
    from diaodu.bureau.documents.kinds import KINDS

    return next((kind.name for kind in KINDS if kind.code == code), code)
