"""Write the audit event (留痕)."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import OperationalError

from diaodu.bureau.audit import chain
from diaodu.bureau.audit.chain import head
from diaodu.bureau.audit.models import Event

__all__ = ["around", "each", "head", "put_off", "record", "record_unknown", "refused", "trace"]

Row = TypeVar("Row")
Done = TypeVar("Done")
LONGEST = 2_000  # of a text in the detail
NOBODY = "未登录"
log = logging.getLogger("diaodu.audit")
_around: ContextVar[dict[str, Any] | None] = ContextVar("around", default=None)
_traced: ContextVar[list[tuple[str, str]] | None] = ContextVar("traced", default=None)


def record(verb: str, subject: Any, *, by: Any, **detail: Any) -> Event:
    """Record an act of a person on a record (记录操作); call it inside the act's own transaction.

    What a field was and what it became go by the names `old=` and `new=`: a value, or a dict of values.
    """
    kind, number = subject.__class__.__name__, str(getattr(subject, "pk", ""))
    return _write(verb, kind, number, by.pk, str(by), detail)


def record_unknown(verb: str, *, name: str = "", **detail: Any) -> Event:
    """Record what somebody did whom we don't know (记录未登录者): `name` is what he called himself."""
    return _write(verb, "", "", None, name or NOBODY, detail)


def refused(verb: str, *, by: Any, reason: str, **detail: Any) -> Event:
    """Record what was asked and refused (记录被拒绝的操作).

    Call it where the refusal is caught, outside the transaction that it undid; `by` may be nobody.
    """
    if getattr(by, "is_authenticated", False):
        return record(verb, by, by=by, reason=reason, **detail)
    return record_unknown(verb, reason=reason, **detail)


@contextmanager
def around(**facts: Any) -> Iterator[None]:
    """What every event recorded within is to bear (情形): the client's address, the page."""
    token = _around.set({name: value for name, value in facts.items() if value})
    try:
        yield
    finally:
        _around.reset(token)


@contextmanager
def put_off() -> Iterator[list[tuple[str, str]]]:
    """What is refused within, to be written when the transactions that it undoes are over (待记的拒绝)."""
    lines: list[tuple[str, str]] = []
    token = _traced.set(lines)
    try:
        yield lines
    finally:
        _traced.reset(token)


def trace(verb: str, reason: str) -> None:
    """Somebody was refused what leaves a line (待记): whoever handles the request writes it in the end."""
    lines = _traced.get()
    if lines is not None:
        lines.append((verb, reason))


def each(rows: Iterable[Row], act: Callable[[Row], Done], *, verb: str, by: Any) -> list[Done]:
    """Do every row by itself (逐件办理): one that fails is set aside with its reason, the rest go on.

    It is tried again the next time, for what was wrong may have been mended; its reason is written down once.
    """
    done = []
    for row in rows:
        try:
            done.append(act(row))
        except OperationalError:  # the database is away or busy: that is no fault of the row's
            raise
        except Exception as error:
            _set_aside(row, f"{type(error).__name__}: {error}"[:500], verb, by)
    return done


def _set_aside(row: Any, reason: str, verb: str, by: Any) -> None:
    told = Event.objects.filter(verb=verb, subject=type(row).__name__, subject_id=str(row.pk)).first()
    if told is None or told.detail.get("reason") != _plain(reason):
        log.exception("set aside: %s %s", type(row).__name__, row.pk)
        record(verb, row, by=by, reason=reason)


def _write(
    verb: str, subject: str, subject_id: str, actor_id: int | None, actor: str, detail: dict[str, Any]
) -> Event:
    event = Event.objects.create(
        actor_id=actor_id,
        actor=_plain(actor)[:80],
        verb=verb,
        subject=subject[:40],
        subject_id=subject_id[:40],
        detail=_plain({**(_around.get() or {}), **detail}),
    )
    chain.soon()
    return event


def _plain(value: Any) -> Any:
    """As every database keeps it (可存的值): no NUL, no half characters, no endless texts, no objects."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST]
    if isinstance(value, dict):
        return {_plain(str(name)): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return _plain(str(value))
