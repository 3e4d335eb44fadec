"""Write a month's papers, and hand them out as files (撰写文书、导出文书)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import transaction

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.audit.actions import each, record
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.documents import asking, sources
from diaodu.bureau.documents.filling import record as records
from diaodu.bureau.documents.issue import Issue, Subject
from diaodu.bureau.documents.kinds import KINDS
from diaodu.bureau.documents.models import Document
from diaodu.bureau.findings import month as months
from diaodu.bureau.findings.month import Month
from diaodu.economy.bulk import in_bulk
from diaodu.economy.errors import Refusal

_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


@transaction.atomic
@in_bulk()
def write(*, analysis: Analysis, by: Any, issue_date: dt.date) -> list[Document]:
    """Write all papers of a judged analysis (撰写文书).

    One whose bytes are the same is left as it is; of one that differs a new edition is written, and what was
    issued before is kept.
    """
    month, issue = months.of(analysis), issue_of(issue_date)
    written = Document.objects.filter(analysis=analysis).in_force().defer("content")
    before = {(d.kind, d.subject): d for d in written}
    papers, changed = [], 0
    for kind in KINDS:
        for subject in kind.subjects(month):
            fresh = _paper(analysis, month, kind, subject, issue)
            kept = before.get((kind.code, subject.code))
            if kept is None or kept.sha256 != fresh.sha256:
                fresh.edition = kept.edition + 1 if kept else 1
                fresh.save()
                changed, kept = changed + 1, fresh
            papers.append(kept)
    if changed:
        record("documents.written", analysis, by=by, papers=len(papers), changed=changed, day=str(issue_date))
    return papers


def rewrite(*, analysis_id: int, by: Any, issue_date: dt.date) -> list[Document]:
    """Write an analysis's papers once more (重新撰写), as after a template was changed."""
    return write(analysis=Analysis.objects.get(pk=analysis_id), by=by, issue_date=issue_date)


def write_due(*, by: Any, issue_date: dt.date) -> int:
    """Write the papers of every judged analysis that has none (补写文书); returns how many were written."""
    waiting = Analysis.objects.filter(judged=True).order_by("pk")
    waiting = waiting.exclude(pk__in=Document.objects.values("analysis"))
    written = each(
        waiting,
        lambda one: write(analysis=one, by=by, issue_date=issue_date),
        verb="documents.failed",
        by=by,
    )
    return sum(map(len, written))


def export(documents: Iterable[Document], folder: Path) -> list[Path]:
    """Put papers into a folder under their Chinese names, each with its figures beside it (导出文书)."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, told = [], _Told()
    for document in documents:
        path = folder / safe_name(document.filename)
        path.write_bytes(bytes(document.content))
        beside = side_of(document, told)
        if beside:
            path.with_name(f"{path.stem}.figures.json").write_bytes(beside)
        paths.append(path)
    return paths


class _Told(dict[int, dict[str, Any]]):
    """What figures are, asked once for all the papers of a month (来源明细): they quote the same ones."""

    def __call__(self, refs: Iterable[int]) -> dict[int, dict[str, Any]]:
        self.update(asking.details(ref for ref in refs if ref not in self))
        return self


def side_of(document: Document, details: records.Details = asking.details) -> bytes | None:
    """What a paper's figures are and where they come from (旁注文件), from the record that lies in it."""
    try:
        kept = records.recorded(bytes(document.content))
    except Refusal:  # written before papers bore a record
        return None
    return records.side(kept, details)


def safe_name(text: str) -> str:
    """A file name that Windows and Linux both take, at most 180 bytes with its ending (文件名)."""
    stem = _UNSAFE.sub("_", text.removesuffix(".docx")).strip("._ ") or "文书"
    while len(stem.encode()) > 180:
        stem = stem[:-1]
    return f"{stem}.docx"


def issue_of(day: dt.date) -> Issue:
    """The office and its contact come from the city's settings, working days from its calendar."""
    city = settings.CITY
    return Issue(day, city.get("office", ""), city.get("contact", ""), catalogues.workdays())


def _paper(analysis: Analysis, month: Month, kind: ModuleType, subject: Subject, issue: Issue) -> Document:
    content = kind.build(month, subject, issue)
    title = kind.title(month, subject)
    return Document(
        analysis=analysis, kind=kind.code, subject=subject.code, subject_name=subject.name,
        number=kind.number(month, subject), title=title, filename=safe_name(title),
        sha256=hashlib.sha256(content).hexdigest(), content=content,
        indicators=sources.indicators(content, month.panel), checked_to=sources.newest(analysis),
    )  # fmt: skip
