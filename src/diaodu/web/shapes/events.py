"""Events of the log as they are read (操作记录的样子): in Chinese, old beside new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from diaodu.bureau.audit.models import Event, Seal
from diaodu.bureau.audit.verbs import DETAILS, SUBJECTS, Book, book_of, name_of
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.models import Role
from diaodu.bureau.reports import typed
from diaodu.bureau.reports.models import Attachment
from diaodu.economy.indicators import Catalogue

_ITEMS = {"level": "数值", "growth": "增速", "base": "上年同期"}
APART = ("address", "path", "reason", "old", "new")


class Change(NamedTuple):
    """One field before and after (字段变更)."""

    name: Any
    old: str
    new: str


class Line(NamedTuple):
    """One event with its names (一行)."""

    event: Event
    verb: Any
    book: Book
    subject: Any
    changes: list[Change]
    facts: list[tuple[Any, str]]
    reason: str
    seal: Seal | None


def lines(events: Iterable[Event]) -> list[Line]:
    """Events with their names and seals (各行)."""
    found = list(events)
    seals = {one.event_id: one for one in Seal.objects.filter(event_id__in=[one.pk for one in found])}
    known = catalogues.current()
    return [_line(one, seals.get(one.pk), known) for one in found]


def changes(detail: Mapping[str, Any], known: Catalogue) -> list[Change]:
    """What a field was and what it became (改前改后); `new` alone as a number is a count, not a change."""
    old, new = detail.get("old"), detail.get("new")
    if "old" not in detail and not isinstance(new, Mapping):
        return []
    if not isinstance(old, Mapping) and not isinstance(new, Mapping):
        return [Change(_("内容"), text("", old), text("", new))]
    before, after = (one if isinstance(one, Mapping) else {} for one in (old, new))
    return [
        Change(called(name, known), text(name, before.get(name)), text(name, after.get(name)))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]


def called(name: str, known: Catalogue) -> Any:
    """What a field is called (名称): a number of a report by its indicator, not by its code."""
    found = [*name.split(":"), ""]
    if name in DETAILS or len(found) not in (4, 5) or found[2] not in _ITEMS:
        return DETAILS.get(name, name)
    indicator, place = known.indicators.get(found[0]), known.places.get(found[1])
    return _("{place}{indicator}{part}{item}").format(
        place=place.label if place else found[1],
        indicator=indicator.label if indicator else found[0],
        part=found[3],
        item=_(_ITEMS[found[2]]),
    )


def text(name: str, value: Any) -> str:
    """A value as it is read (值)."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float):
        return typed.shown(value)
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    if name == "kind" and value in Attachment.Kind.values:
        return str(Attachment.Kind(value).label)
    if isinstance(value, list):
        return "、".join(text(name, one) for one in value)
    if isinstance(value, dict):
        return "，".join(f"{DETAILS.get(key, key)} {text(key, one)}" for key, one in value.items())
    return str(value)


def _line(event: Event, seal: Seal | None, known: Catalogue) -> Line:
    detail, shown = event.detail, changes(event.detail, known)
    apart = APART if shown else APART[:3]
    facts = [
        (DETAILS.get(name, name), str(called(str(value), known)) if name == "series" else text(name, value))
        for name, value in detail.items()
        if name not in apart
    ]
    return Line(
        event=event,
        verb=name_of(event.verb),
        book=book_of(event.verb),
        subject=SUBJECTS.get(event.subject, event.subject),
        changes=shown,
        facts=facts,
        reason=str(detail.get("reason") or ""),
        seal=seal,
    )
