"""What people have done with documents on the web: a template filled, a paper checked (办件)."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.permissions import Permission, require
from diaodu.bureau.documents import presently, templates
from diaodu.bureau.documents.filling import opening
from diaodu.bureau.documents.models import Errand
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period

KEPT = dt.timedelta(days=7)
LOST = dt.timedelta(minutes=10)  # after which one that is still working has been killed
_BROKEN = "办理时系统出错，已记入日志。请重试，仍不行时联系管理员"
_KILLED = "办理中断了，没有结果。请重试"
log = logging.getLogger("diaodu.documents")


def to_fill(*, by: Any, at: dt.datetime, name: str, content: bytes | None, place: str, period: str) -> Errand:
    """Have a template filled (成文): one sent in for this once, else one of the house or the city by name."""
    require(by, Permission.VIEW)
    template = content if content is not None else templates.named(name).content
    opening.opened(template)
    if period:
        Period.parse(period)
    return _new(Errand.Kind.FILL, by, at, name=name, given=template, place=place, period=period)


def to_check(*, by: Any, at: dt.datetime, name: str, content: bytes, side: bytes | None) -> Errand:
    """Have a paper checked (核对)."""
    require(by, Permission.VIEW)
    opening.read(content)
    return _new(Errand.Kind.CHECK, by, at, name=name, given=content, given_side=side)


def to_rewrite(*, by: Any, at: dt.datetime, period: Period) -> Errand:
    """Have a month's papers written anew on the ledger as it stands (重新生成)."""
    require(by, Permission.RUN)
    return _new(Errand.Kind.REWRITE, by, at, name=period.label, period=period.code)


def carry_out(errand: Errand, rewrite: Callable[[Errand], dict[str, Any]] | None = None) -> Errand:
    """Do what is asked (办理); a refusal is kept as its outcome, and so is a mistake of ours."""
    if errand.kind == Errand.Kind.REWRITE:
        assert rewrite is not None
        work: Callable[[Errand], dict[str, Any]] = rewrite
    else:
        work = _filled if errand.kind == Errand.Kind.FILL else _checked
    try:
        errand.result = work(errand)
        errand.state = Errand.State.READY
    except Refusal as refusal:
        errand.state, errand.refusal = Errand.State.REFUSED, refusal.kept()
    except Exception:
        log.exception("errand failed: %s", errand.pk)
        errand.state, errand.refusal = Errand.State.REFUSED, {"msgid": _BROKEN, "params": {}}
    errand.given = errand.given_side = None  # it is not ours to keep
    with transaction.atomic():
        errand.save()
        record(f"errand.{errand.kind}", errand, by=errand.by, name=errand.name, state=errand.state)
    return errand


def settle_lost(errand: Errand, now: dt.datetime) -> Errand:
    """One that was killed on its way is over (中断的办件)."""
    if errand.working and now - errand.at > LOST:
        errand.state, errand.refusal = Errand.State.REFUSED, {"msgid": _KILLED, "params": {}}
        errand.save()
    return errand


def _new(kind: str, by: Any, at: dt.datetime, **fields: Any) -> Errand:
    Errand.objects.filter(at__lt=at - KEPT).delete()
    fields["name"] = fields["name"][:255]
    return Errand.objects.create(kind=kind, by=by, at=at, **fields)


def _filled(errand: Errand) -> dict[str, Any]:
    day = timezone.localtime(errand.at).date()
    made = presently.make(
        bytes(errand.given or b""), name=errand.name, day=day, place=errand.place, period=errand.period
    )
    errand.content, errand.side = made.filled.content, made.filled.side
    return {
        "figures": made.figures, "place": made.place, "period": made.period.label,
        "filename": made.filename, "missing": made.filled.missing, "left_out": made.filled.left_out,
    }  # fmt: skip


def _checked(errand: Errand) -> dict[str, Any]:
    side = bytes(errand.given_side) if errand.given_side else None
    found = presently.examine(bytes(errand.given or b""), side)
    return {
        "complaints": [
            {"kind": c.kind, "place": c.place, "there": c.there, "now": c.now, "why": c.why, "told": c.told,
             "grave": c.grave, "sources": list(c.revised)}
            for c in found
        ],
        "grave": sum(c.grave for c in found),
    }  # fmt: skip
