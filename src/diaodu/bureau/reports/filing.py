"""The chain of a report (报送): 填报, 审核, 签发; back, and again. The last signature posts the figures."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction

from diaodu.bureau.audit.actions import record
from diaodu.bureau.audit.refusals import Stale, Tampered
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import Denied, Permission, may, require
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line, Posted
from diaodu.bureau.reports import checking, rounds
from diaodu.bureau.reports.models import EDITABLE, Attachment, Cell, Explanation, Report, Stage, Step, Version
from diaodu.bureau.reports.steps import (
    content_of,
    digest,
    expect,
    locked,
    newest,
    touch,
    values_of,
    write,
)
from diaodu.economy.entry import Hit, Severity, left_out
from diaodu.economy.errors import Refusal
from diaodu.economy.forms import Matter

LARGEST = 1e15


class Entered(NamedTuple):
    """One number as typed (录入数); `rev` is the change its editor last saw, None where he saw none."""

    value: float | None
    rev: int | None = None
    origin: str = ""


class Conflict(NamedTuple):
    """A cell that somebody else changed meanwhile (冲突): kept as he left it, and told."""

    slot: str
    mine: float | None
    theirs: float | None
    rev: int
    by: str


class Saved(NamedTuple):
    """What a save did (保存结果): the new `rev` of each cell that was taken, and the conflicts."""

    revs: dict[str, int]
    conflicts: list[Conflict]
    edition: int


@transaction.atomic
def save(*, report: Report, entries: Mapping[str, Entered], by: Person, now: dt.datetime) -> Saved:
    """Keep what was typed, cell by cell (保存填报数); a cell changed by somebody else is not overwritten."""
    require(by, Permission.FILL, unit=report.unit_id)
    one = locked(report)
    expect(one, *EDITABLE)
    _known(one, entries)
    have = {cell.slot: cell for cell in one.cells.filter(slot__in=list(entries)).select_related("by")}
    conflicts = [c for c in (_conflict(slot, e, have.get(slot)) for slot, e in entries.items()) if c]
    clash = {c.slot for c in conflicts}
    taken = {slot: e for slot, e in entries.items() if slot not in clash and _differs(e, have.get(slot))}
    old = {slot: have[slot].value if slot in have else None for slot in taken}
    _put(one, taken, have, by, now)
    _moved(one, bool(taken), now)
    if taken:
        new = {slot: entry.value for slot, entry in taken.items()}
        record("report.saved", one, by=by, old=old, new=new)
    revs = {slot: have[slot].rev for slot in entries if slot in have and slot not in clash}
    return Saved(revs, conflicts, one.edition)


@transaction.atomic
def explain(*, report: Report, hit: Hit, text: str, by: Person, now: dt.datetime) -> Explanation:
    """Say why a doubted number is right (疑点说明); it holds for these values."""
    require(by, Permission.FILL, unit=report.unit_id)
    one = locked(report)
    expect(one, *EDITABLE)
    if hit.severity is Severity.FIX:
        raise Refusal("这一处必须改正，不能只作说明：{text}", text=hit.text)
    if len(text.strip()) < 4:
        raise Refusal("请写明原因：没有说明，审核人和调度部门无从判断")
    touch(one, now)
    one.save(update_fields=["minutes", "touched_at"])
    doubted = {"check_code": hit.check, "series": hit.series, "values": hit.values}
    said = Explanation.objects.create(report=one, text=text.strip(), by=by, at=now, **doubted)
    record("report.explained", one, by=by, check=hit.check, series=hit.series, text=text.strip())
    return said


@transaction.atomic
def submit(*, report: Report, by: Person, now: dt.datetime) -> Version:
    """Hand the report to the reviewer (报送): complete, every doubt corrected or explained."""
    require(by, Permission.FILL, unit=report.unit_id)
    one = locked(report)
    expect(one, *EDITABLE)
    values = values_of(one)
    _complete(one, values)
    _doubtless(one, values)
    version = _version(one, values, now)
    one.stage = Stage.SUBMITTED if "review" in one.chain else Stage.REVIEWED
    touch(one, now)
    one.save(update_fields=["stage", "minutes", "touched_at"])
    write(one, Step.Act.SUBMITTED, by=by, at=now, version=version)
    record("report.submitted", one, by=by, digest=version.digest, number=version.number)
    return version


@transaction.atomic
def recall(*, report: Report, by: Person, now: dt.datetime) -> Report:
    """Take a report back that nobody has reviewed yet (撤回)."""
    require(by, Permission.FILL, unit=report.unit_id)
    one = locked(report)
    expect(one, Stage.SUBMITTED if "review" in one.chain else Stage.REVIEWED)
    one.stage = Stage.DRAFT
    one.save(update_fields=["stage"])
    write(one, Step.Act.RECALLED, by=by, at=now)
    record("report.recalled", one, by=by)
    return one


@transaction.atomic
def review(*, report: Report, seen: str, by: Person, now: dt.datetime, text: str = "") -> Step:
    """The reviewer agrees to what he saw (审核): `seen` is the digest on his page."""
    require(by, Permission.REVIEW, unit=report.unit_id)
    one = locked(report)
    expect(one, Stage.SUBMITTED)
    version = _seen(one, seen, by)
    one.stage = Stage.REVIEWED
    one.save(update_fields=["stage"])
    step = write(one, Step.Act.REVIEWED, by=by, at=now, text=text.strip(), version=version)
    record("report.reviewed", one, by=by, digest=version.digest)
    return step


@transaction.atomic
def sign(*, report: Report, seen: str, by: Person, now: dt.datetime, text: str = "") -> tuple[Step, Posted]:
    """The head signs the exact values he saw, and they are posted (签发、入账)."""
    require(by, Permission.SIGN, unit=report.unit_id)
    one = locked(report)
    expect(one, Stage.REVIEWED)
    version = _seen(one, seen, by)
    source = figures.add_source(
        name=f"{one.unit.name} {one}", content=version.content.encode(), by=by, at=now, unit=one.unit
    )
    posted = figures.post(lines=_lines(one, version), source=source, by=by, at=now)
    one.stage, one.signed_at = Stage.SIGNED, now
    one.first_signed_at = one.first_signed_at or now
    one.save(update_fields=["stage", "signed_at", "first_signed_at"])
    step = write(one, Step.Act.SIGNED, by=by, at=now, text=text.strip(), version=version, source=source)
    record("report.signed", one, by=by, digest=version.digest, **posted._asdict())
    return step, posted


@transaction.atomic
def send_back(
    *, report: Report, text: str, by: Person, now: dt.datetime, until: dt.datetime | None = None
) -> Report:
    """Return a report with the reason (退回), by a new date where the dispatcher gives one.

    One already signed loses its signature, and the day that it was handed in with it.
    """
    one = locked(report)
    _may_return(one, by)
    if not text.strip():
        raise Refusal("请写明退回的原因，填报单位才知道改什么")
    expect(one, Stage.SUBMITTED, Stage.REVIEWED, Stage.SIGNED)
    if one.stage == Stage.SIGNED:
        one.first_signed_at = None
    _void(one, Stage.RETURNED)
    write(one, Step.Act.RETURNED, by=by, at=now, text=text.strip(), version=newest(one))
    record("report.returned", one, by=by, reason=text.strip())
    return rounds.extend(report=one, until=until, text=text, by=by, now=now) if until else one


@transaction.atomic
def reopen(*, report: Report, text: str, by: Person, now: dt.datetime) -> Report:
    """The filer corrects what was signed (更正): the signature is void until it is signed again."""
    require(by, Permission.FILL, unit=report.unit_id)
    one = locked(report)
    expect(one, Stage.SIGNED)
    if not text.strip():
        raise Refusal("请写明更正的原因")
    _void(one, Stage.DRAFT)
    write(one, Step.Act.REOPENED, by=by, at=now, text=text.strip(), version=newest(one))
    record("report.reopened", one, by=by, reason=text.strip())
    return one


@transaction.atomic
def attach(
    *, report: Report, kind: str, name: str, content: bytes, by: Person, now: dt.datetime, outcome: Any = None
) -> Attachment:
    """Keep a file that came with a report (留存文件): brought by the unit's own people."""
    of_the_unit(report, by)
    made = Attachment.objects.create(
        report=report,
        kind=kind,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        outcome=outcome or {},
        by=by,
        at=now,
    )
    record("report.attached", report, by=by, kind=kind, name=name, sha256=made.sha256, size=made.size)
    return made


class Change(NamedTuple):
    """One number before and after (改动)."""

    slot: str
    old: float | None
    new: float | None


def changes(report: Report) -> list[Change]:
    """What has changed since the report was last signed (签发后的改动); nothing where it never was."""
    last = report.steps.filter(act=Step.Act.SIGNED).select_related("version").last()
    if last is None or last.version is None:
        return []
    old, new = signed_values(last.version), values_of(report)
    asked = [slot.code for slot in report.asked]
    return [Change(s, old.get(s), new.get(s)) for s in asked if old.get(s) != new.get(s)]


def signed_values(version: Version) -> dict[str, float | None]:
    """The values of a version, by slot code (版本数值)."""
    return {code: value for code, _, value in json.loads(version.content)["values"]}


def _known(report: Report, entries: Mapping[str, Entered]) -> None:
    asked = {slot.code for slot in report.asked}
    for slot, entry in entries.items():
        if slot not in asked:
            raise Tampered("“{name}”里没有这一项：{slot}。请下载最新的表", name=str(report), slot=slot)
        if entry.value is not None and not (math.isfinite(entry.value) and abs(entry.value) < LARGEST):
            raise Refusal("{slot}的数值太大或不是数", slot=slot)


def _conflict(slot: str, entry: Entered, cell: Cell | None) -> Conflict | None:
    rev = cell.rev if cell else 0
    if entry.rev is None or entry.rev == rev or not _differs(entry, cell):
        return None
    return Conflict(slot, entry.value, cell.value if cell else None, rev, str(cell.by) if cell else "")


def _differs(entry: Entered, cell: Cell | None) -> bool:
    return entry.value != (cell.value if cell else None)


def _put(
    report: Report, taken: Mapping[str, Entered], have: dict[str, Cell], by: Person, now: dt.datetime
) -> None:
    fresh, moved = [], []
    for slot, entry in taken.items():
        cell = have.get(slot)
        if cell is None:
            cell = have[slot] = Cell(report=report, slot=slot, rev=1)
            fresh.append(cell)
        else:
            cell.rev += 1
            moved.append(cell)
        cell.value, cell.origin, cell.by, cell.at = entry.value, entry.origin[:60], by, now
    Cell.objects.bulk_create(fresh)
    Cell.objects.bulk_update(moved, ["value", "origin", "rev", "by", "at"])


def _moved(report: Report, changed: bool, now: dt.datetime) -> None:
    touch(report, now)
    if changed:
        report.edition += 1
        report.filled = report.cells.filter(value__isnull=False).count()
        if report.stage == Stage.OPEN:
            report.stage = Stage.DRAFT
    report.save(update_fields=["edition", "filled", "stage", "minutes", "touched_at"])


def _complete(report: Report, values: Mapping[str, float | None]) -> None:
    left = missing(report, values)
    if left and not left_out.few(left, len(report.slots)):
        raise Refusal("还有{count}项没有填。没有数的请填0，确实报不出的请联系调度部门", count=len(left))


def missing(report: Report, values: Mapping[str, float | None]) -> list[str]:
    """The slots that must still be filled (未填项)."""
    optional = set(report.block.get("optional", ()))
    return [s.code for s in report.asked if s.indicator not in optional and values.get(s.code) is None]


def _doubtless(report: Report, values: Mapping[str, float | None]) -> None:
    left = [doubt for doubt in checking.doubts(report, values) if doubt.open]
    if left:
        raise Refusal("还有{count}处疑点要改正或说明，如：{text}", count=len(left), text=left[0].hit.text)


def _version(report: Report, values: Mapping[str, float | None], now: dt.datetime) -> Version:
    content, last = content_of(report, values), newest(report)
    number = last.number + 1 if last else 1
    return Version.objects.create(
        report=report, number=number, content=content, digest=digest(content), made_at=now
    )


def _seen(report: Report, seen: str, by: Person) -> Version:
    """The version that the signer saw, unless something else stands there now, or he has had a hand in it."""
    version = newest(report)
    if version is None or version.digest != seen or digest(content_of(report, values_of(report))) != seen:
        raise Stale("“{name}”的数据在您打开之后有变动，请刷新页面，核对后再签字", name=str(report))
    if version.steps.filter(by=by).exists() or report.cells.filter(by=by).exists():
        raise Denied("填报、审核、签发要由不同的人办理，您已经办过这份报表的上一步。")
    return version


def _lines(report: Report, version: Version) -> list[Line]:
    """The figures to post; one that was signed before and is no longer there is withdrawn."""
    rows = json.loads(version.content)["values"]
    lines = [Line(FigureKey(*key), float(value), code[:60]) for code, key, value in rows]
    gone = _signed_before(report) - {code for code, _, _ in rows}
    lines += [Line(FigureKey(*s), None, s.code[:60]) for s in report.asked if s.code in gone]
    renewed = _renewed(report)
    return [line for line in lines if line.key not in renewed]


def _renewed(report: Report) -> set[FigureKey]:
    """What a later sheet of the unit has said anew (后报为准): an older week signed again doesn't undo it.

    The later sheets are held, for one may be signed at this moment.
    """
    if report.matter != Matter.ESTIMATE:
        return set()
    month = Report.objects.filter(unit=report.unit_id, matter=report.matter).of_month(report.period)
    later = list(month.filter(due_at__gt=report.due_at).select_for_update())
    steps = Step.objects.filter(report__in=later, act=Step.Act.SIGNED).select_related("version")
    newest = {step.report_id: step.version for step in steps.order_by("pk") if step.version}
    contents = (json.loads(version.content)["values"] for version in newest.values())
    return {FigureKey(*key) for values in contents for _, key, _ in values}


def _signed_before(report: Report) -> set[str]:
    last = report.steps.filter(act=Step.Act.SIGNED).select_related("version").last()
    return set(signed_values(last.version)) if last and last.version else set()


def of_the_unit(report: Report, by: Person) -> None:
    """Refuse all but the unit's own people (限本单位): whoever sees a report does not bring its files."""
    if not any(
        may(by, own, unit=report.unit_id) for own in (Permission.FILL, Permission.REVIEW, Permission.SIGN)
    ):
        raise Denied("报表的附件由本单位的人员上传。如需办理，请联系填报单位。")


def _may_return(report: Report, by: Person) -> None:
    own = {Stage.SUBMITTED: Permission.REVIEW, Stage.REVIEWED: Permission.SIGN}.get(Stage(report.stage))
    if may(by, Permission.COLLECT) or (own and may(by, own, unit=report.unit_id)):
        return
    raise Denied("您不能退回这份报表。请联系本单位的审核人、签发人或调度部门。")


def _void(report: Report, stage: Stage) -> None:
    if report.signed_at is not None:
        report.corrections += 1
    report.stage, report.signed_at = stage, None
    report.save(update_fields=["stage", "signed_at", "first_signed_at", "corrections"])
