"""The sheet that was signed on paper, scanned (签字件): kept beside the version it shows."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from diaodu.bureau.directory.models import Person
from diaodu.bureau.reports import filing
from diaodu.bureau.reports.models import Attachment, Report, Stage, Step
from diaodu.bureau.reports.steps import expect, locked, newest, write
from diaodu.economy.errors import Refusal
from diaodu.economy.filenames import own_name

LIMIT_MB = 20
KINDS = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}
"""What a scan begins with (文件头), and the ending that goes with it."""


@transaction.atomic
def keep(*, report: Report, name: str, content: bytes, by: Person, now: dt.datetime) -> Attachment:
    """Keep the scan of a signed sheet (上传签字件); it belongs to what was handed in last."""
    filing.of_the_unit(report, by)
    ending = kind_of(name, content)
    one = locked(report)
    expect(one, Stage.SUBMITTED, Stage.REVIEWED, Stage.SIGNED)
    version = newest(one)
    shown = {"version": version.number, "digest": version.digest} if version else {}
    kept = filing.attach(
        report=one,
        kind=Attachment.Kind.SCAN,
        name=_named(name, ending),
        content=content,
        by=by,
        now=now,
        outcome=shown,
    )
    write(one, Step.Act.SCANNED, by=by, at=now, text=kept.name, version=version)
    return kept


def kind_of(name: str, content: bytes) -> str:
    """The ending that the content deserves, whatever the name says (文件类型)."""
    if len(content) > LIMIT_MB * 1024 * 1024:
        raise Refusal("签字件超过{limit}兆的上限。请降低扫描的清晰度后再传", limit=LIMIT_MB)
    found = next((ending for start, ending in KINDS.items() if content.startswith(start)), "")
    if not found:
        raise Refusal("“{name}”不是签字件：只收 PDF、JPG 和 PNG。请扫描或拍照后再传", name=own_name(name))
    return found


def _named(name: str, ending: str) -> str:
    """The name with the ending of what it is, so that nothing else opens it."""
    return f"{own_name(name, '签字件').rsplit('.', 1)[0][:100]}{ending}"
