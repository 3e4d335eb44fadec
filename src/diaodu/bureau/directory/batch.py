"""Open many log-ins from one sheet (批量开户): looked at first, then all of them or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import transaction

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory import actions, passwords, people
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.directory.permissions import Permission, require
from diaodu.economy.errors import Refusal

COLUMNS = ("单位", "姓名", "用户名", "职务", "电话", "邮箱")
NEEDED = COLUMNS[:3]
MOST = 1000


class Line(NamedTuple):
    """One person of the sheet (一行)."""

    row: int
    unit: str
    name: str
    username: str
    post: str = ""
    phone: str = ""
    email: str = ""


class Fault(NamedTuple):
    """What is wrong in one cell (问题)."""

    cell: str
    content: str
    why: Refusal


class Sheet(NamedTuple):
    """A sheet as read (读出的名单); where there are faults nothing of it is opened."""

    lines: list[Line]
    faults: list[Fault]


class Opened(NamedTuple):
    """One log-in with its first password, told once (开户结果)."""

    unit: str
    name: str
    username: str
    post: str
    first: str


def read(rows: Sequence[Sequence[str]]) -> Sheet:
    """Find the heading, read what stands under it, check every cell (读取名单)."""
    top, columns = _heading(rows)
    lines = [line for n, row in enumerate(rows) if n > top and any(row) for line in [_line(n, row, columns)]]
    if not lines:
        raise Refusal("名单里没有人员。请在表头下面逐行填写。")
    if len(lines) > MOST:
        raise Refusal("名单有{given}人，一次最多{most}人。请分几次开户。", given=len(lines), most=MOST)
    return Sheet(lines, list(_faults(lines, columns)))


def open_all(*, lines: Sequence[Line], by: Person, now: dt.datetime) -> list[Opened]:
    """Open them all or none (批量开户); they may nothing until the security administrator says so.

    The slow hashing is done before the database is held.
    """
    require(by, Permission.ACCOUNTS)
    units = {unit.name: unit for unit in people.units()}
    made = [_made(line, units.get(line.unit), now) for line in lines]
    with transaction.atomic():
        faults = list(_faults(lines, {}))
        if faults:
            raise faults[0].why
        for person, _first in made:
            person.save(force_insert=True)
            record("account.opened", person, by=by, new=_told(person))
    return [Opened(line.unit, line.name, line.username, line.post, first)
            for line, (_person, first) in zip(lines, made, strict=True)]  # fmt: skip


def _made(line: Line, unit: Unit | None, now: dt.datetime) -> tuple[Person, str]:
    person = Person(
        username=line.username,
        full_name=line.name,
        post=line.post,
        phone=line.phone,
        email=line.email,
        unit=unit,
        role=Role.NONE,
    )
    return person, passwords.give_first(person, now)


def _told(person: Person) -> dict[str, str]:
    unit = person.unit.name if person.unit else ""
    return {"username": person.username, "name": person.full_name, "unit": unit, "post": person.post}


def _heading(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    for n, row in enumerate(rows[:20]):
        found = {name: row.index(name) for name in COLUMNS if name in row}
        if all(name in found for name in NEEDED):
            return n, found
    raise Refusal(
        "没有找到表头。应当有一行写着：{columns}（职务、电话、邮箱可以没有）。", columns="、".join(COLUMNS)
    )


def _line(n: int, row: Sequence[str], columns: dict[str, int]) -> Line:
    def at(name: str) -> str:
        column = columns.get(name, len(row))
        return row[column].strip() if column < len(row) else ""

    return Line(n + 1, at("单位"), at("姓名"), at("用户名").lower(), at("职务"), at("电话"), at("邮箱"))


def _faults(lines: Sequence[Line], columns: dict[str, int]) -> Iterator[Fault]:
    units = set(people.units().values_list("name", flat=True))
    taken = {name.casefold() for name in Person.objects.values_list("username", flat=True)}
    seen: dict[str, int] = {}
    for line in lines:
        for column, content, why in _wrong(line, units, taken, seen):
            yield Fault(f"{chr(65 + columns.get(column, 0) % 26)}{line.row}", content, why)
        seen.setdefault(line.username, line.row)


def _wrong(
    line: Line, units: set[str], taken: set[str], seen: dict[str, int]
) -> Iterator[tuple[str, str, Refusal]]:
    if line.unit not in units:
        yield "单位", line.unit, Refusal("没有名为“{unit}”的在用单位。请照单位名录写全称。", unit=line.unit)
    for column, content, check in (
        ("姓名", line.name, actions.check_name),
        ("用户名", line.username, actions.check_username),
        ("职务", line.post or "-", lambda post: post == "-" or actions.check_name(post)),
        ("电话", line.phone, actions.check_phone),
        ("邮箱", line.email, actions.check_email),
    ):
        try:
            check(content)
        except Refusal as refusal:
            yield column, content, refusal
    if line.username in seen:
        yield "用户名", line.username, Refusal("与第{row}行的用户名相同。", row=seen[line.username])
    elif line.username in taken:
        yield "用户名", line.username, Refusal("账号 {username} 已经存在。", username=line.username)
