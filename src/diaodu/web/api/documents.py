"""The papers (文书)."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.documents.models import Document
from diaodu.web import sheets
from diaodu.web.api import fields
from diaodu.web.api.door import operation
from diaodu.web.api.fields import After, Limit, Month, Number

router = Router(tags=["文书"])
_FILE = {sheets.DOCX: {"schema": {"type": "string", "format": "binary"}}}


class DocumentOut(Schema):
    id: int
    month: str
    kind: str
    title: str
    number: str
    subject: str
    subject_name: str
    edition: int
    filename: str
    sha256: str
    made_at: dt.datetime
    objections: int = Field(description="已不成立之处；0 为仍然成立")


class DocumentPage(Schema):
    items: list[DocumentOut]
    next: int | None


@operation(router, "GET", "/documents", Permission.VIEW, DocumentPage, summary="文书目录",
           description="各期文书，先写的在前；可只取一个月的。")  # fmt: skip
def documents(request: HttpRequest, month: Month, after: After, limit: Limit) -> Any:
    """The list (文书目录)."""
    asked, found = fields.month(month), _known()
    if asked:
        found = found.filter(analysis__snapshot__year=asked.year, analysis__snapshot__month=asked.last)
    rows = list(found.filter(pk__gt=after).order_by("pk")[: limit + 1])
    return {"items": [_out(one) for one in rows[:limit]], "next": fields.page(rows, limit, lambda d: d.pk)}


@operation(router, "GET", "/documents/{document_id}", Permission.VIEW, DocumentOut, summary="一份文书",
           description="文书的编号、版次和校验值。")  # fmt: skip
def document(request: HttpRequest, document_id: Number) -> Any:
    """One paper (文书)."""
    return _out(_one(document_id))


@operation(router, "GET", "/documents/{document_id}/file", Permission.VIEW, {200: None}, summary="下载文书",
           description="Word 文件，下载记入审计日志。", files=_FILE)  # fmt: skip
def file(request: HttpRequest, document_id: Number) -> Any:
    """Its file (下载文书)."""
    one = _one(document_id)
    record("document.downloaded", one, by=request.user, sha256=one.sha256)
    return sheets.download(one.filename, bytes(one.content), sheets.DOCX)


def _known() -> QuerySet[Document]:
    return Document.objects.with_objections().select_related("analysis__snapshot").defer("content")


def _one(pk: int) -> Document:
    found = _known().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _out(one: Document) -> dict[str, Any]:
    plain = {
        name: getattr(one, name)
        for name in DocumentOut.model_fields
        if name not in ("id", "month", "objections")
    }
    return {**plain, "id": one.pk, "month": one.period.month.code, "objections": one.wrong}  # type: ignore[attr-defined]
