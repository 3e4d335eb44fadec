"""Who did what to which record (操作留痕); no foreign keys, so that nothing can take it away.

Both tables are append-only: the database itself refuses to change or to delete (migrations/0002_seal.py).
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from diaodu.bureau.audit.verbs import BOOKS, Book


class EventQuery(models.QuerySet["Event"]):
    """Finding what was done (查操作记录)."""

    def in_book(self, book: str) -> EventQuery:
        """One of the four books (分册): by the verb's beginning, the rest is plain operation."""
        if book == Book.OPERATION:
            return self.exclude(_begins(prefix for prefix, _book in BOOKS))
        return self.filter(_begins(prefix for prefix, one in BOOKS if one == book))

    def between(self, since: dt.date | None, until: dt.date | None) -> EventQuery:
        """From a day to a day, both included (起止日期)."""
        found = self.filter(at__gte=_midnight(since)) if since else self
        return found.filter(at__lt=_midnight(until + dt.timedelta(days=1))) if until else found

    def unsealed(self, after: int = 0) -> EventQuery:
        """What is not yet in the chain (未封存), of the numbers after one."""
        sealed = Seal.objects.filter(event_id=OuterRef("pk"))
        return self.filter(~Exists(sealed), pk__gt=after).order_by("pk")


class Event(models.Model):
    """One act (操作记录): appended, never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    objects = EventQuery.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject} {self.subject_id}"


class Seal(models.Model):
    """An event's place in the chain (封存): its number without gaps, and the hash of all up to it."""

    number = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def _midnight(day: dt.date) -> dt.datetime:
    """A moment, so that the index serves."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _begins(prefixes) -> Q:  # type: ignore[no-untyped-def]
    found = Q(pk__in=[])
    for prefix in prefixes:
        found |= Q(verb__startswith=prefix)
    return found
