"""Prove the log (核验审计日志): walk the chain from its first seal and name the first thing that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from diaodu.bureau.audit.chain import FIELDS, START, Head, digest, head
from diaodu.bureau.audit.models import Event, Seal

STEP = 2_000
Progress = Callable[[int, int], None]
Row = tuple[Any, ...]


class Wrong(StrEnum):
    """What can be wrong with a chain (问题)."""

    EVENT_CHANGED = "event_changed"  # 操作记录被改动
    EVENT_MISSING = "event_missing"  # 操作记录缺失
    SEAL_CHANGED = "seal_changed"  # 封存值被改动
    SEAL_MISSING = "seal_missing"  # 封存缺失或改号
    HEAD_DIFFERS = "head_differs"  # 与所记链头不符


class Fault(NamedTuple):
    """The first thing that is wrong (首个问题): at which seal, of which event, what is there and due."""

    wrong: Wrong
    number: int
    event_id: int | None = None
    stored: str = ""
    computed: str = ""


class Proof(NamedTuple):
    """What a walk over the chain found (核验结果)."""

    head: Head
    fault: Fault | None
    unsealed: int

    @property
    def holds(self) -> bool:
        return self.fault is None


class Sealed(NamedTuple):
    """A seal with its event, if that is still there (封存及其记录)."""

    number: int
    event_id: int
    hash: str
    row: Row | None


def verify(*, expect: Head | None = None, progress: Progress = lambda done, of: None) -> Proof:
    """Walk the whole chain (核验), a few thousand seals in memory at a time.

    `expect` is a head that was noted earlier: nobody who rewrote the log since can have kept its hash.
    """
    top = head()
    fault = _walk(top, expect, progress)
    if fault is None and expect is not None and expect.number > top.number:
        fault = Fault(Wrong.HEAD_DIFFERS, expect.number, None, "", expect.hash)
    return Proof(top, fault, Event.objects.unsealed().count())


def sealed(upto: int) -> Iterator[list[Sealed]]:
    """The seals up to a number with their events, some thousand at a time (逐批读取)."""
    last = -1
    while seals := list(
        Seal.objects.filter(number__gt=last, number__lte=upto)
        .order_by("number")
        .values_list("number", "event_id", "hash")[:STEP]
    ):
        events = Event.objects.filter(pk__in=[one[1] for one in seals]).order_by().values_list(*FIELDS)
        rows = {row[0]: row for row in events}
        yield [Sealed(*one, rows.get(one[1])) for one in seals]
        last = seals[-1][0]


def _walk(top: Head, expect: Head | None, progress: Progress) -> Fault | None:
    number, before = 0, START
    doubted: Fault | None = None  # a hash that differs: the seal after it tells which side was changed
    for block in sealed(top.number):
        for one in block:
            if doubted:
                return _side(doubted, one)
            fault = _check(one, number + 1, before, expect)
            if fault is not None and fault.wrong != Wrong.EVENT_CHANGED:
                return fault
            doubted, number, before = fault, one.number, one.hash
        progress(number, top.number)
    return doubted


def _check(one: Sealed, expected: int, before: str, expect: Head | None) -> Fault | None:
    if one.number != expected:
        return Fault(Wrong.SEAL_MISSING, expected, one.event_id)
    if one.row is None:
        return Fault(Wrong.EVENT_MISSING, one.number, one.event_id, one.hash)
    computed = digest(before, one.row)
    if computed != one.hash:
        return Fault(Wrong.EVENT_CHANGED, one.number, one.event_id, one.hash, computed)
    if expect is not None and expect.number == one.number and expect.hash != one.hash:
        return Fault(Wrong.HEAD_DIFFERS, one.number, one.event_id, one.hash, expect.hash)
    return None


def _side(fault: Fault, after: Sealed) -> Fault:
    """Where the next seal goes on from what the event gives, the event is whole and the seal was changed."""
    if after.row is not None and digest(fault.computed, after.row) == after.hash:
        return fault._replace(wrong=Wrong.SEAL_CHANGED)
    return fault
