"""Read a workbook back into its report (收回填报表).

Blank cells are passed over: they clear nothing on the web; — or 无 clears what may be left empty, and is a
problem elsewhere. What a cell was issued with, and still holds, was not touched. A cell that was changed on
the web meanwhile is left as it is, and told. The file is kept as it came, whatever came of it.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from diaodu.bureau.audit.actions import refused
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import Permission, require
from diaodu.bureau.reports import filing
from diaodu.bureau.reports.filing import Conflict, Entered, Saved
from diaodu.bureau.reports.intake import marked as marking
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.bureau.reports.models import EDITABLE, Attachment, Cell, Report
from diaodu.bureau.reports.steps import expect
from diaodu.bureau.reports.workbook import reading, safety, seal
from diaodu.bureau.reports.workbook.reading import Filled, Read
from diaodu.economy.errors import Refusal
from diaodu.economy.filenames import own_name

KEPT = 1_000  # problems that the outcome keeps


class Taken(NamedTuple):
    """What a workbook that came back did (收回结果)."""

    saved: Saved
    problems: list[Problem]
    read: int  # how many cells held a number
    attachment: Attachment


def take(*, report: Report, name: str, content: bytes, by: Person, now: dt.datetime) -> Taken:
    """Read a workbook into its report (收回填报表); a Refusal where nothing of it can be taken."""
    require(by, Permission.FILL, unit=report.unit_id)
    name = own_name(name)
    try:
        safety.bounded(name, content)
    except Refusal as refusal:
        refused("refused.upload", by=by, reason=str(refusal), name=name, report=report.pk, size=len(content))
        raise
    try:
        return _take(report, name, content, by, now)
    except Refusal as refusal:
        _keep_refused(report, name, content, by, now, str(refusal))
        raise


@transaction.atomic
def _take(report: Report, name: str, content: bytes, by: Person, now: dt.datetime) -> Taken:
    one = Report.objects.select_related("unit").get(pk=report.pk)
    expect(one, *EDITABLE)
    safety.check(name, content)
    found = reading.read(one, name, content, catalogues.current(), timezone.localtime(now).date())
    entries = _entries(one, found, name, by)
    saved = filing.save(report=one, entries=entries, by=by, now=now)
    problems = [*found.problems, *(_clash(found.filled[c.slot], c) for c in saved.conflicts)]
    if wrong := [one for one in problems if one.severity is Severity.REFUSE]:
        refused("refused.upload", by=by, reason=_left_out(wrong), name=name, report=report.pk)
    kept = filing.attach(
        report=one,
        kind=Attachment.Kind.WORKBOOK,
        name=name,
        content=content,
        by=by,
        now=now,
        outcome=_outcome(found, entries, saved, problems),
    )
    return Taken(saved, problems, found.read, kept)


def marked(attachment: Attachment) -> tuple[str, bytes]:
    """The workbook back with its problems marked (标注件): file name and content."""
    told = attachment.outcome.get("problems", [])
    problems = [Problem(**{**one, "severity": Severity(one["severity"])}) for one in told]
    if why := attachment.outcome.get("refused"):
        raise Refusal("“{name}”没有读取：{why}", name=attachment.name, why=why)
    return marking.name_of(attachment.name), marking.build(
        attachment.name, bytes(attachment.content), problems
    )


def _entries(report: Report, found: Read, name: str, by: Person) -> dict[str, Entered]:
    """What is to be saved: what differs from the report, and was touched (待保存)."""
    have = {cell.slot: cell for cell in report.cells.all()}
    issued = seal.issued(report, found.sealed) if found.sealed else None
    entries = {}
    for code, filled in found.filled.items():
        cell, then = have.get(code), issued.get(code) if issued is not None else None
        if same(filled.value, cell.value if cell else None):
            continue
        if then is not None and cell is not None and cell.rev != then[0] and same(filled.value, then[1]):
            continue  # changed on the web, and not in the workbook
        rev = then[0] if then is not None and not _brought(cell, by) else _own_rev(cell, by)
        entries[code] = Entered(filled.value, rev, f"{name[:30]} {filled.sheet}!{filled.cell}"[-60:])
    return entries


def _brought(cell: Cell | None, by: Person) -> bool:
    """Whether it stands as its bringer's own file put it: what is mended there goes over it."""
    return cell is not None and cell.by_id == by.pk and "!" in cell.origin


def _own_rev(cell: Cell | None, by: Person) -> int:
    """The office's own table knows no revs: it goes over what its bringer typed, never over another's."""
    return cell.rev if cell is not None and cell.by_id == by.pk else 0


def same(one: float | None, other: float | None) -> bool:
    """Whether two numbers are the same (相同): programs write the last digits differently."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)


def _clash(filled: Filled, conflict: Conflict) -> Problem:
    theirs = "空" if conflict.theirs is None else f"{conflict.theirs:.15g}"
    mine = "" if conflict.mine is None else f"{conflict.mine:.15g}"
    who = conflict.by or "别人"
    reason = f"这一格已由{who}在网页上改为{theirs}，本表的数没有写入。请核对后在网页上改"
    return Problem(filled.sheet, filled.cell, mine, reason)


def _left_out(wrong: list[Problem]) -> str:
    first = wrong[0]
    return f"{len(wrong)}处没有写入，如{first.sheet}!{first.cell}：{first.reason}"


def _outcome(
    found: Read, entries: dict[str, Entered], saved: Saved, problems: list[Problem]
) -> dict[str, Any]:
    clash = {c.slot for c in saved.conflicts}
    told = [_kept(one) for one in problems[:KEPT]]
    return {
        "issued": found.sealed.issued if found.sealed else "",
        "read": found.read,
        "taken": [code for code in entries if code not in clash],
        "unchanged": len(found.filled) - len(entries),
        "conflicts": [
            {**c._asdict(), "cell": f"{found.filled[c.slot].sheet}!{found.filled[c.slot].cell}"}
            for c in saved.conflicts
        ],
        "problems": told,
        "more": max(0, len(problems) - KEPT),
    }


def _kept(problem: Problem) -> dict[str, str]:
    """As every database takes it (可存的问题): no NUL, no half characters."""
    texts = {name: str(text) for name, text in problem._asdict().items()} | {
        "severity": problem.severity.value
    }
    return {n: t.replace("\x00", "").encode("utf-8", "replace").decode() for n, t in texts.items()}


@transaction.atomic
def _keep_refused(report: Report, name: str, content: bytes, by: Person, now: dt.datetime, why: str) -> None:
    """What was refused is kept, too, and an audit line says so (留存)."""
    kind = Attachment.Kind.WORKBOOK
    told = {"refused": why[:2_000]}
    filing.attach(report=report, kind=kind, name=name, content=content, by=by, now=now, outcome=told)
    refused("refused.upload", by=by, reason=why, name=name, report=report.pk, size=len(content))
