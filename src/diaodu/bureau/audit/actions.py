"""Write the audit event (留痕)."""

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import OperationalError

from diaodu.bureau.audit.models import Event

Row = TypeVar("Row")
Done = TypeVar("Done")
log = logging.getLogger("diaodu.audit")


def record(verb: str, subject: Any, *, by: Any, **detail: Any) -> Event:
    """Record an act of a person on a record (记录操作); call it inside the act's own transaction."""
    return Event.objects.create(
        actor_id=by.pk,
        actor=str(by),
        verb=verb,
        subject=type(subject).__name__,
        subject_id=str(getattr(subject, "pk", "")),
        detail=detail,
    )


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
    if told is None or told.detail.get("reason") != reason:
        log.exception("set aside: %s %s", type(row).__name__, row.pk)
        record(verb, row, by=by, reason=reason)
