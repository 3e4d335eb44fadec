"""Tell people, once (发消息)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from diaodu.bureau.directory.models import Person
from diaodu.bureau.notices import mail
from diaodu.bureau.notices.models import Notice


def tell(
    people: Iterable[Person],
    *,
    key: str,
    kind: str,
    text: str,
    now: dt.datetime,
    params: dict[str, Any] | None = None,
    link: str = "",
) -> int:
    """Tell each of them once (告知); how many had not been told. Whoever has an address gets a mail too."""
    wanted, mails = {person.pk: person for person in people}, mail.server() is not None
    told = set(Notice.objects.filter(key=key, person__in=wanted).values_list("person", flat=True))
    fresh = [
        Notice(
            person=person,
            key=key,
            kind=kind,
            text=text,
            params=params or {},
            link=link,
            at=now,
            mail_due=now if mails and person.email else None,
        )
        for pk, person in wanted.items()
        if pk not in told
    ]
    try:
        with transaction.atomic():
            Notice.objects.bulk_create(fresh)
    except IntegrityError:  # another process tells them at the same moment
        return 0
    return len(fresh)


def mark_read(*, by: Any, now: dt.datetime, pk: int | None = None) -> int:
    """Read by the one who was told (标为已读): one, or all."""
    mine = Notice.objects.of(by).unread()
    return (mine if pk is None else mine.filter(pk=pk)).update(read_at=now)


def settle(*, unit: Any, link: str, kinds: Iterable[str], now: dt.datetime) -> int:
    """What a unit was asked is done (办结): its people are asked no more, nor by a mail still waiting."""
    asked = Notice.objects.unread().filter(person__unit=unit, link=link, kind__in=kinds)
    return asked.update(read_at=now, mail_due=None)
