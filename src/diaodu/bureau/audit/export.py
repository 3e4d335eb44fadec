"""The log to take along (导出审计日志): every event with its seal, so that anybody can prove it anew.

The hash of a line is sha256 over the hash of the line sealed before it and the line's canonical text.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from diaodu.bureau.audit.chain import FIELDS, canonical
from diaodu.bureau.audit.models import EventQuery, Seal
from diaodu.bureau.audit.verbs import SUBJECTS, book_of, name_of
from diaodu.economy.cells import harmless

HEADINGS = (
    "编号", "时间", "人员", "分册", "操作", "对象", "对象编号", "明细", "封存号", "封存值", "规范文本",
)  # fmt: skip
STEP = 2_000


def rows(events: EventQuery) -> Iterator[tuple[Any, ...]]:
    """Headings, then a line for every event, the oldest first (逐行)."""
    yield HEADINGS
    last = 0
    while block := list(events.filter(pk__gt=last).order_by("pk").values_list(*FIELDS)[:STEP]):
        seals = Seal.objects.filter(event_id__in=[row[0] for row in block])
        sealed = {one.event_id: one for one in seals}
        for row in block:
            yield _row(row, sealed.get(row[0]))
        last = block[-1][0]


def stream(events: EventQuery) -> Iterator[bytes]:
    """A csv piece by piece (流式导出); the mark at its head lets Excel see UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield codecs.BOM_UTF8
    for number, row in enumerate(rows(events), 1):
        writer.writerow(map(harmless, row))
        if number % STEP == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _row(row: tuple[Any, ...], seal: Seal | None) -> tuple[Any, ...]:
    number, at, _actor_id, actor, verb, subject, subject_id, detail = row
    return (
        number,
        timezone.localtime(at).isoformat(sep=" ", timespec="milliseconds"),
        actor,
        str(book_of(verb).label),
        str(name_of(verb)),
        str(SUBJECTS.get(subject, subject)),
        subject_id,
        json.dumps(detail, ensure_ascii=False),
        seal.number if seal else "",
        seal.hash if seal else "",
        canonical(row),
    )


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
