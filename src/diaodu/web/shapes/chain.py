"""Where a report stands in its chain, and whose turn it is (办理链)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.directory.permissions import Permission, may
from diaodu.bureau.figures.models import Figure, Vintage
from diaodu.bureau.reports.models import Attachment, Report, Stage, Step, Version
from diaodu.bureau.reports.steps import newest

BACK = (Step.Act.RETURNED, Step.Act.REOPENED, Step.Act.RECALLED)


class Link(NamedTuple):
    """One step of the chain (环节): done by whom, or whose turn it is."""

    name: str
    title: str  # 填报人、审核人、签发人
    state: str  # done | now | later
    step: Step | None
    people: list[str]


class Posting(NamedTuple):
    """What a signature posted (入账结果)."""

    new: int
    revised: int
    unchanged: int
    figures: list[int]


class Chain(NamedTuple):
    """The whole chain (办理链)."""

    links: list[Link]
    steps: list[Step]
    version: Version | None
    posting: Posting | None
    scans: list[Attachment]
    workbooks: list[Attachment]
    reason: str  # 退回或更正的原因

    @property
    def digest(self) -> str:
        return self.version.digest if self.version else ""


class Rights(NamedTuple):
    """What this person may do with the report now (可办事项)."""

    fill: bool
    recall: bool
    review: bool
    sign: bool
    send_back: bool
    again_by: bool  # 退回时可另定重报时限
    reopen: bool
    scan: bool


def of(report: Report) -> Chain:
    """The chain as it stands (现状)."""
    steps = list(report.steps.select_related("version", "source"))
    files = list(report.attachments.defer("content").select_related("by"))
    return Chain(
        _links(report, steps),
        steps,
        newest(report),
        _posting(steps),
        [one for one in files if one.kind == Attachment.Kind.SCAN],
        [one for one in files if one.kind == Attachment.Kind.WORKBOOK],
        _reason(report, steps),
    )


def rights(person: Any, report: Report) -> Rights:
    """What this person may do now (可办事项)."""
    unit, stage, chain = report.unit_id, report.stage, report.chain
    fills, reviews, signs = (
        may(person, one, unit=unit) for one in (Permission.FILL, Permission.REVIEW, Permission.SIGN)
    )
    collects = may(person, Permission.COLLECT)
    first = Stage.SUBMITTED if "review" in chain else Stage.REVIEWED
    returns = (stage == Stage.SUBMITTED and reviews) or (stage == Stage.REVIEWED and signs)
    handed_in = stage in (Stage.SUBMITTED, Stage.REVIEWED, Stage.SIGNED)
    return Rights(
        fill=fills and report.editable,
        recall=fills and stage == first,
        review=reviews and stage == Stage.SUBMITTED,
        sign=signs and stage == Stage.REVIEWED,
        send_back=returns or (handed_in and collects),
        again_by=collects and stage == Stage.SIGNED and not report.late(report.deadline),
        reopen=fills and stage == Stage.SIGNED,
        scan=handed_in and (fills or reviews or signs),
    )


def _links(report: Report, steps: list[Step]) -> list[Link]:
    """Filled, reviewed, signed: what was done since it was last sent back."""
    since = max((n for n, step in enumerate(steps) if step.act in BACK), default=-1)
    fresh = {step.act: step for step in steps[since + 1 :]}
    wanted = [(_("填报"), Step.Act.SUBMITTED, Role.FILLER)]
    if "review" in report.chain:
        wanted.append((_("审核"), Step.Act.REVIEWED, Role.REVIEWER))
    wanted.append((_("签发"), Step.Act.SIGNED, Role.HEAD))
    people = _people(report)
    links, turn = [], True
    for name, act, role in wanted:
        step = fresh.get(act)
        state = "done" if step else "now" if turn else "later"
        turn = turn and step is not None
        links.append(Link(name, str(role.label), state, step, people.get(role, [])))
    return links


def _people(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    roles = (Role.FILLER, Role.REVIEWER, Role.HEAD)
    for one in Person.objects.filter(unit=report.unit_id, is_active=True, role__in=roles).order_by("pk"):
        found.setdefault(one.role, []).append(str(one))
    return found


def _posting(steps: Iterable[Step]) -> Posting | None:
    """What the last signature posted: the ledger's rows of that source."""
    last = next((step for step in reversed(list(steps)) if step.act == Step.Act.SIGNED), None)
    if last is None or last.version is None:
        return None
    found = list(Figure.objects.filter(source=last.source_id).values_list("pk", "vintage", "value"))
    told = Event.objects.filter(
        verb="figures.posted", subject="Source", subject_id=str(last.source_id)
    ).first()
    if told is not None:  # the ledger's rows alone don't tell what was new from what was only borne out
        new, revised, unchanged = (told.detail.get(name, 0) for name in ("new", "revised", "unchanged"))
        return Posting(new, revised, unchanged, [pk for pk, _vintage, _value in found])
    revised = sum(vintage != Vintage.PRELIMINARY for _pk, vintage, _value in found)
    said = sum(value is not None for _pk, _vintage, value in found)
    signed = len(json.loads(last.version.content)["values"])
    return Posting(len(found) - revised, revised, signed - said, [pk for pk, _vintage, _value in found])


def _reason(report: Report, steps: list[Step]) -> str:
    """Why it was sent back or opened again, as long as it is not handed in anew."""
    if not report.editable or not steps:
        return ""
    last = next((step for step in reversed(steps) if step.act in (*BACK, Step.Act.SUBMITTED)), None)
    return last.text if last and last.act in BACK else ""
