"""The chain of hashes over the events (哈希链): what was sealed can't be changed unseen.

Acts never wait for it: they insert their events freely; the seal is put on afterwards, in a short transaction
of its own, by whoever holds the one lock. What nobody sealed at once the loop seals. Decision 0006 tells why.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction
from django.db.models import Max

from diaodu.bureau.audit.models import Event, Seal

START = "0" * 64
FIELDS = ("id", "at", "actor_id", "actor", "verb", "subject", "subject_id", "detail")
AT_ONCE = 200  # as many as an act may find unsealed after itself; the loop takes the rest
BATCH = 5_000
WINDOW = 2_000  # events that commit out of order stand at most so far behind, or wait for the loop
LOCK = 0x6469616F  # "diao": one sealer at a time on PostgreSQL
log = logging.getLogger("diaodu.audit")


class Head(NamedTuple):
    """The newest seal (链头): noted on paper, it proves all that went before."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def head() -> Head:
    """The number and the hash of the newest seal (链头); 0 where nothing is sealed."""
    newest = Seal.objects.order_by("-number").values_list("number", "hash").first()
    return Head(*newest) if newest else Head(0, START)


def digest(before: str, row: tuple[Any, ...]) -> str:
    """The hash of an event after a hash (封存值); `row` is its `FIELDS`."""
    return hashlib.sha256((before + canonical(row)).encode("ascii")).hexdigest()


def canonical(row: tuple[Any, ...]) -> str:
    """An event as the one text that is hashed (规范文本)."""
    plain: dict[str, Any] = dict(zip(FIELDS, row, strict=True))
    plain["at"] = plain["at"].astimezone(dt.UTC).isoformat(timespec="microseconds")
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def seal(*, limit: int = BATCH, after: int | None = None) -> int:
    """Seal what is unsealed (封存), at most `limit`; none where somebody else is at it already."""
    with transaction.atomic():
        if not _alone():
            return 0
        low = _window() if after is None else after
        rows = Event.objects.unsealed(low).values_list(*FIELDS)[:limit]
        top, last = head()
        seals = []
        for number, row in enumerate(rows, top + 1):
            last = digest(last, row)
            seals.append(Seal(number=number, event_id=row[0], hash=last))
        Seal.objects.bulk_create(seals)
    return len(seals)


def seal_due() -> int:
    """Seal all that is unsealed (补封存), however old it is."""
    done = 0
    if Event.objects.unsealed(_window()).exists():
        while found := seal():
            done += found
    if Event.objects.count() > head().number:
        while found := seal(after=0):
            done += found
    return done


def soon() -> None:
    """Seal once this transaction is through (提交后封存); once, however many events it wrote."""
    if not any(seal_soon in entry for entry in connection.run_on_commit):
        transaction.on_commit(seal_soon, robust=True)


def seal_soon() -> None:
    """Seal without making anybody wait, or fail (随手封存): the loop comes after."""
    try:
        with impatient():
            seal(limit=AT_ONCE)
    except OperationalError as busy:
        log.info("left to the loop: %s", busy)
    except Exception:
        log.exception("could not seal")


def _window() -> int:
    newest = Seal.objects.aggregate(newest=Max("event_id"))["newest"] or 0
    return max(0, newest - WINDOW)


def _alone() -> bool:
    """Whether we are the one sealer until this transaction ends; SQLite sees to it by itself."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


@contextmanager
def impatient() -> Iterator[None]:
    """SQLite would wait for a long import to end; nobody's click should."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(float(connection.settings_dict.get("OPTIONS", {}).get("timeout", 5)) * 1000)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
