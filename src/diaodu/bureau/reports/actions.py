"""Take a workbook in, show what it would post, post it (导入): the ledger changes only in `post`."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from diaodu.bureau.audit.actions import record
from diaodu.bureau.audit.refusals import Stale
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import Denied, Permission, may, require
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import Known, Posted
from diaodu.bureau.reports import preview
from diaodu.bureau.reports.intake import marked, reading
from diaodu.bureau.reports.intake.gathered import Progress
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Problem
from diaodu.bureau.reports.intake.reading import Reading
from diaodu.bureau.reports.models import State, Upload
from diaodu.economy.bulk import in_bulk
from diaodu.economy.errors import Refusal
from diaodu.economy.filenames import own_name
from diaodu.economy.indicators import Catalogue

log = logging.getLogger("diaodu.reports")
BROKEN = "读取时系统出错，已记入日志，台账没有变动。请另存为 xlsx 后再试，仍不行时联系管理员"
OPEN = (State.READING, State.READY, State.REFUSED)
LEFT_AFTER = dt.timedelta(minutes=2)
Given = Mapping[str, Any] | Options | None


class Imported(NamedTuple):
    """What importing a file did (导入结果)."""

    upload: Upload
    posted: Posted
    problems: list[Problem]
    message: str


@transaction.atomic
def receive(*, name: str, content: bytes, by: Person, now: dt.datetime, options: Given = None) -> Upload:
    """Keep a file as it came, with what was said of it (接收文件)."""
    require(by, Permission.IMPORT)
    limit = settings.UPLOAD_LIMIT_BYTES
    if len(content) > limit:
        raise Refusal(
            "“{name}”超过{limit}兆的上限。请拆成几个文件，或删除无关的工作表后再上传",
            name=name,
            limit=limit >> 20,
        )
    digest = hashlib.sha256(content).hexdigest()
    upload = Upload.objects.create(
        name=own_name(name),
        sha256=digest,
        content=content,
        preview={"options": Options.of(options).json()},
        received_at=now,
        by=by,
    )
    record("upload.received", upload, by=by, name=upload.name, sha256=digest, size=len(content))
    return upload


def read(upload: Upload, *, options: Given = None, progress: Progress | None = None) -> Upload:
    """Read a file and show what it would post (读取预览); safe to repeat, for the ledger is not touched."""
    chosen = Options.of(options if options is not None else upload.preview.get("options"))
    _begin(upload)
    try:
        catalogue = catalogues.current()
        found = _reading(upload, catalogue, chosen, progress)
        shown = preview.build(found, catalogue, chosen)
    except Refusal as refusal:
        return _refused(upload, str(refusal), {"options": chosen.json(), "refusal": refusal.kept()})
    except Exception:
        # A bug of ours must not leave the file "being read" for ever.
        log.exception("could not read upload %s", upload.pk)
        return _refused(upload, BROKEN, {"options": chosen.json()})
    if not found.lines:
        return _refused(upload, preview.nothing(found), shown)
    return _ready(upload, shown)


def read_due(*, now: dt.datetime) -> int:
    """Read what was received and left unread (补读): a page reads its own upload, unless it was killed."""
    left = Upload.objects.filter(state=State.READING, received_at__lt=now - LEFT_AFTER)
    done = 0
    for number in list(left.values_list("pk", flat=True)):
        with suppress(Refusal):  # given up or posted since
            read(Upload.objects.get(pk=number))
            done += 1
    return done


@transaction.atomic
def reread(upload: Upload, *, options: Given, by: Person) -> Upload:
    """Have a file read again with other options (重读); they are kept, whoever comes to read it."""
    upload = _own(upload, by)
    _expect(upload, State.READY, State.REFUSED)
    upload.state, upload.done, upload.preview = State.READING, 0, {"options": Options.of(options).json()}
    upload.save(update_fields=["state", "done", "preview"])
    record("upload.reread", upload, by=by, name=upload.name)
    return upload


@transaction.atomic
def post(upload: Upload, *, by: Person, now: dt.datetime) -> Posted:
    """Post what a file was shown to say (入账): all that can be read in one transaction, or nothing.

    The file is read again: the ledger may have moved since the preview, and only the file is the truth.
    """
    upload = _own(upload, by)
    _expect(upload, State.READY)
    found = _reading(upload, catalogues.current(), Options.of(upload.preview.get("options")), by=by)
    if not found.lines:
        raise Refusal("“{name}”：{why}", name=upload.name, why=preview.nothing(found))
    return _post(upload, found, by, now)


@transaction.atomic
def discard(upload: Upload, *, by: Person) -> Upload:
    """Give a file up (放弃); it stays on record."""
    upload = _own(upload, by)
    _expect(upload, *OPEN)
    upload.state = State.DISCARDED
    upload.save(update_fields=["state"])
    record("upload.discarded", upload, by=by, name=upload.name)
    return upload


@in_bulk()
def import_file(
    *,
    name: str,
    content: bytes,
    by: Person,
    now: dt.datetime,
    options: Given = None,
    progress: Progress | None = None,
) -> Imported:
    """Receive, read and post one file (导入文件); Refusal where none of it can be read."""
    upload = receive(name=name, content=content, by=by, now=now)
    chosen, catalogue = Options.of(options), catalogues.current()
    try:
        found = _reading(upload, catalogue, chosen, progress)
    except Refusal as refusal:
        _refused(upload, str(refusal), {"options": chosen.json(), "refusal": refusal.kept()})
        raise
    shown = preview.build(found, catalogue, chosen)
    if not found.lines:
        _refused(upload, preview.nothing(found), shown)
        return Imported(upload, Posted(0, 0, 0), found.problems, upload.message)
    _ready(upload, shown)
    posted = _post(upload, found, by, now)
    return Imported(upload, posted, found.problems, upload.message)


def marked_copy(upload: Upload) -> tuple[str, bytes]:
    """The workbook back with its problems marked (标注件): file name and content."""
    content = _content(upload)
    try:
        problems = _reading(upload, catalogues.current(), Options.of(upload.preview.get("options"))).problems
    except Refusal as refusal:
        problems = [Problem("", "", upload.name, str(refusal))]
    return marked.name_of(upload.name), marked.build(upload.name, content, problems)


def _post(upload: Upload, found: Reading, by: Person, now: dt.datetime) -> Posted:
    with transaction.atomic():
        posted = Posted(0, 0, len(found.lines))
        if figures.sift(found.lines, found.known):
            source = figures.add_source(name=upload.name, content=bytes(_content(upload)), by=by, at=now)
            posted = figures.post(lines=found.lines, source=source, by=by, at=now)
            upload.source, upload.content = source, b""  # the source keeps the bytes
        upload.state, upload.done = State.POSTED, 100
        upload.message = preview.outcome(posted, found)
        upload.save(update_fields=["source", "content", "state", "done", "message"])
        record("upload.posted", upload, by=by, name=upload.name, **posted._asdict())
    return posted


def _reading(
    upload: Upload,
    catalogue: Catalogue,
    options: Options,
    progress: Progress | None = None,
    by: Person | None = None,
) -> Reading:
    """What the file says that its bringer may say, and whoever posts it (读取)."""

    def say(done: int) -> None:
        Upload.objects.filter(pk=upload.pk).update(done=done)
        if progress is not None:
            progress(done)

    found = reading.read(
        upload.name,
        bytes(_content(upload)),
        catalogue,
        options,
        today=timezone.localtime(upload.received_at).date(),
        history=_known,
        progress=say,
    )
    people = (upload.by, by or upload.by)

    def may_say(place: str, aim: bool) -> bool:
        asked = (Permission.IMPORT, Permission.AIM) if aim else (Permission.IMPORT,)
        return all(may(one, permission, place=place) for one in people for permission in asked)

    return preview.unsigned(preview.allowed(found, may_say, catalogue), catalogue)


def _own(upload: Upload, by: Person) -> Upload:
    """The file as it stands now, for one who may handle it (可办理的导入件)."""
    require(by, Permission.IMPORT)
    found = Upload.objects.open_to(by).select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if found is None:
        raise Denied("您不能办理其他单位的导入件。如需办理，请联系管理员。")
    return found


def _known(indicators: set[str], since: int) -> Known:
    return figures.known(indicators=indicators, since=since) if indicators else {}


def _content(upload: Upload) -> bytes:
    return bytes(upload.source.content or b"") if upload.source else bytes(upload.content)


def _expect(upload: Upload, *states: str) -> None:
    if upload.state not in states:
        raise Stale(
            "“{name}”的状态是“{state}”，不能再办理此操作", name=upload.name, state=State(upload.state).label
        )


def _begin(upload: Upload) -> None:
    """Being read from now on, unless it was posted or given up meanwhile."""
    Upload.objects.filter(pk=upload.pk, state__in=OPEN).update(state=State.READING, done=0)
    upload.refresh_from_db(fields=["state", "done"])
    _expect(upload, State.READING)


def _ready(upload: Upload, shown: dict[str, Any]) -> Upload:
    return _read(upload, State.READY, "", shown)


def _refused(upload: Upload, why: str, shown: dict[str, Any]) -> Upload:
    record("upload.refused", upload, by=upload.by, name=upload.name, reason=why)
    return _read(upload, State.REFUSED, why, shown)


def _read(upload: Upload, state: str, message: str, shown: dict[str, Any]) -> Upload:
    """The end of a reading; a file given up or posted meanwhile stays so."""
    reading_still = Upload.objects.filter(pk=upload.pk, state=State.READING)
    reading_still.update(state=state, done=100, message=message, preview=shown)
    upload.refresh_from_db()
    return upload
