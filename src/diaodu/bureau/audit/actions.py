"""Write the audit event (留痕)."""

from typing import Any

from diaodu.bureau.audit.models import Event


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
