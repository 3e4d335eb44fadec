"""Too many wrong passwords lock a log-in for a while (登录失败锁定).

A browser that the person has logged in from before is counted by itself, so that nobody else's mistakes keep
him out; strange browsers are counted by name and address together, by name, and by address.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import unicodedata
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.models import Attempts, Person
from diaodu.bureau.directory.permissions import Permission, require

_KEPT = dt.timedelta(days=1)


class Tried(NamedTuple):
    """Who tries to log in and from where (登录来源); `known` is the mark of a browser he came from before."""

    username: str
    address: str
    known: str = ""


class Counter(NamedTuple):
    """One thing that wrong passwords are counted for (计数)."""

    parts: tuple[str, ...]
    most: int
    username: str = ""
    address: str = ""

    @property
    def key(self) -> str:
        return hashlib.sha256("\0".join(self.parts).encode()).hexdigest()


def counters(tried: Tried) -> tuple[Counter, ...]:
    """What one wrong password counts for (计入何处)."""
    policy, name, address = settings.SECURITY, plain(tried.username), tried.address[:45]
    if tried.known:
        return (Counter(("known", name, tried.known), policy.failures, name, address),)
    near = _neighbourhood(address)
    return (
        Counter(("pair", name, near), policy.failures, name, address),
        Counter(("name", name), policy.name_failures, name),
        Counter(("address", near), policy.address_failures, address=address),
    )


def locked_until(tried: Tried, now: dt.datetime) -> dt.datetime | None:
    """Until when this log-in is locked, if it is (锁定至)."""
    keys = [counter.key for counter in counters(tried)]
    found = Attempts.objects.filter(key__in=keys, locked_until__gt=now)
    return max((one.locked_until for one in found if one.locked_until), default=None)


@transaction.atomic
def failed(tried: Tried, now: dt.datetime) -> dt.datetime | None:
    """Count a wrong password (记一次失败); while locked nothing is counted, so that a lock always ends."""
    until = locked_until(tried, now)
    if until:
        return until
    Attempts.objects.filter(at__lt=now - _KEPT).delete()
    locks = [_count(counter, now) for counter in counters(tried)]
    return max((lock for lock in locks if lock), default=None)


def succeeded(tried: Tried) -> None:
    """A right password forgets this browser's wrong ones (清零)."""
    Attempts.objects.filter(key=counters(tried)[0].key).delete()


def locked(now: dt.datetime) -> QuerySet[Attempts]:
    """The log-ins that are locked now (当前锁定)."""
    return Attempts.objects.filter(locked_until__gt=now).order_by("-locked_until")


@transaction.atomic
def unlock(*, lock: Attempts, by: Person) -> None:
    """Let a locked log-in in again (解除锁定)."""
    require(by, Permission.RIGHTS)
    record("account.unlocked", lock, by=by, username=lock.username, address=lock.address)
    lock.delete()


def plain(username: str) -> str:
    """One name however it is typed (用户名归一)."""
    return unicodedata.normalize("NFKC", username).strip().casefold()[:150]


def _count(counter: Counter, now: dt.datetime) -> dt.datetime | None:
    """Failures older than the window are forgotten; the last that is allowed locks."""
    policy = settings.SECURITY
    made = {"username": counter.username, "address": counter.address, "at": now}
    row, _ = Attempts.objects.select_for_update().get_or_create(key=counter.key, defaults=made)
    since = (now - dt.timedelta(minutes=policy.failure_minutes)).isoformat()
    row.times = [*(at for at in row.times if at > since), now.isoformat()]
    row.at, row.address = now, counter.address
    row.locked_until = None
    if len(row.times) >= counter.most:
        row.times, row.locked_until = [], now + dt.timedelta(minutes=policy.lock_minutes)
    row.save()
    return row.locked_until


def _neighbourhood(address: str) -> str:
    """A house has one IPv4 address, but a whole /64 of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((int(found), 64), strict=False).network_address)
