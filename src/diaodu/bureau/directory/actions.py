"""Open and close log-ins, give rights, keep the list of units (人员和单位的办理).

The system administrator opens and closes, the security administrator says who may do what; neither does the
other's part, and nobody touches his own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from diaodu.bureau.audit.actions import record
from diaodu.bureau.audit.refusals import Stale, Tampered
from diaodu.bureau.directory import passwords, tokens
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.directory.permissions import ADMINISTRATORS, OF_A_UNIT, Denied, Permission, require
from diaodu.economy.errors import Refusal

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
PHONE = re.compile(r"[0-9+\- ]{5,20}")
EMAIL = re.compile(r"[\w.+\-]{1,64}@[a-z0-9\-]+(\.[a-z0-9\-]+)+", re.ASCII | re.IGNORECASE)
CODE = re.compile(r"[A-Za-z0-9_\-]{1,40}|[\u4e00-\u9fff]{1,40}")
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069<>=|\"']")
STARTS = ("+", "-", "@")
"""What has no place in a name: it would steer a page, a sheet or the eye."""


def sync_units(units: Iterable[tuple[str, str, str]]) -> int:
    """Add the units not yet there: (name, place code or "", code) (补充单位); nothing is removed."""
    have = set(Unit.objects.values_list("code", flat=True))
    new = [
        Unit(code=code, name=name, place=place, order=i)
        for i, (name, place, code) in enumerate(units)
        if code not in have
    ]
    Unit.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def open_account(
    *, username: str, name: str, phone: str, by: Person, now: dt.datetime, email: str = ""
) -> tuple[Person, str]:
    """A new log-in that may nothing yet (开户); its first password is returned once and kept nowhere."""
    require(by, Permission.ACCOUNTS)
    person = Person(username=check_username(username), full_name=check_name(name))
    person.phone, person.email = check_phone(phone), check_email(email)
    if Person.objects.filter(username__iexact=person.username).exists():
        raise Refusal("账号 {username} 已经存在。", username=person.username)
    first = passwords.give_first(person, now)
    person.save()
    record("account.opened", person, by=by, new={"username": person.username, "name": person.full_name})
    return person, first


@transaction.atomic
def amend(*, person: Person, name: str, phone: str, email: str, by: Person) -> None:
    """Put right how a person is called and reached (更正姓名、电话、邮箱)."""
    _begin(person, by, Permission.ACCOUNTS)
    old = _reached(person)
    person.full_name, person.phone, person.email = check_name(name), check_phone(phone), check_email(email)
    person.save(update_fields=["full_name", "phone", "email"])
    record("account.amended", person, by=by, old=old, new=_reached(person))


@transaction.atomic
def set_email(*, email: str, by: Person) -> None:
    """Say oneself where reminders go (本人的提醒邮箱); empty for nowhere."""
    person = Person.objects.select_for_update().get(pk=by.pk)
    old, person.email = person.email, check_email(email)
    person.save(update_fields=["email"])
    record("account.amended", person, by=by, old={"email": old}, new={"email": person.email})


def _reached(person: Person) -> dict[str, str]:
    return {"name": person.full_name, "phone": person.phone_masked, "email": person.email}


@transaction.atomic
def reset_password(*, person: Person, by: Person, now: dt.datetime) -> str:
    """A fresh first password for who forgot his (重置密码), returned once.

    Who resets an administrator's password could be that administrator: it is done at the machine.
    """
    _begin(person, by, Permission.ACCOUNTS)
    if person.role in ADMINISTRATORS:
        raise Denied("管理员的密码不能在网页上重置。请在服务器上执行 diaodu reset-password {username}。",
                     username=person.username)  # fmt: skip
    return _reset(person, by, now)


@transaction.atomic
def reset_at_the_machine(*, username: str, now: dt.datetime) -> str:
    """The same by the operator at the machine, for anyone (在服务器上重置密码)."""
    person = Person.objects.filter(username=username, is_system=False).first()
    if person is None:
        raise Refusal("没有账号 {username}。", username=username)
    return _reset(person, Person.system(), now)


def _reset(person: Person, by: Person, now: dt.datetime) -> str:
    first = passwords.give_first(person, now)
    person.ticket = ""  # 现行的登录随之失效
    person.save()
    record("account.password_reset", person, by=by)
    tokens.revoke_all(person=person, by=by, now=now)
    return first


@transaction.atomic
def disable(*, person: Person, by: Person, now: dt.datetime) -> None:
    """Close a log-in, with its tokens (停用)."""
    _begin(person, by, Permission.ACCOUNTS)
    _check_not_the_last(person)
    person.is_active, person.ticket = False, ""
    person.save(update_fields=["is_active", "ticket"])
    record("account.disabled", person, by=by, old={"active": True}, new={"active": False})
    tokens.revoke_all(person=person, by=by, now=now)


@transaction.atomic
def enable(*, person: Person, by: Person) -> None:
    """Open a closed log-in again (启用); what it may do is asked anew of the security administrator."""
    _begin(person, by, Permission.ACCOUNTS)
    if person.is_active:
        raise Stale("“{name}”没有停用，不用启用。", name=person)
    old = {"active": person.is_active, "role": person.role}
    person.is_active, person.role = True, Role.NONE
    person.save(update_fields=["is_active", "role"])
    record("account.enabled", person, by=by, old=old, new={"active": True, "role": Role.NONE})


@transaction.atomic
def grant(*, person: Person, unit: Unit | None, post: str, role: str, by: Person, now: dt.datetime) -> None:
    """Say where a person belongs and what he may do (授权)."""
    _begin(person, by, Permission.RIGHTS)
    unit = unit and Unit.objects.select_for_update().get(pk=unit.pk)
    _check_role(role, unit)
    if person.role != role:
        _check_not_the_last(person)
    if (person.role, person.unit) != (role, unit):  # a program of the old office has no business in the new
        tokens.revoke_all(person=person, by=by, now=now)
        person.ticket = ""  # 按新的授权重新登录
    if person.role != role:
        person.must_change |= role in ADMINISTRATORS and person.role not in ADMINISTRATORS  # 管理员的密码更长
    old = _rights(person)
    person.unit, person.post, person.role = unit, check_name(post, blank=True), role
    person.save(update_fields=["unit", "post", "role", "must_change", "ticket"])
    record("rights.granted", person, by=by, old=old, new=_rights(person))


@transaction.atomic
def add_unit(*, code: str, name: str, place: str, by: Person) -> Unit:
    """A unit that the definitions don't name (新增单位)."""
    require(by, Permission.ACCOUNTS)
    code, name = code.strip(), check_name(name)
    if not CODE.fullmatch(code):
        raise Refusal("单位代码应当是字母、数字或汉字，不超过40个字符。")
    if Unit.objects.filter(code=code).exists() or Unit.objects.filter(name=name).exists():
        raise Refusal("代码或名称相同的单位已经有了。")
    unit = Unit.objects.create(code=code, name=name, place=place, order=Unit.objects.count())
    record("unit.added", unit, by=by, new={"code": code, "name": name, "place": place})
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, by: Person) -> None:
    """Give a unit another name (单位更名)."""
    require(by, Permission.ACCOUNTS)
    old, unit.name = unit.name, check_name(name)
    if Unit.objects.filter(name=unit.name).exclude(pk=unit.pk).exists():
        raise Refusal("代码或名称相同的单位已经有了。")
    unit.save(update_fields=["name"])
    record("unit.renamed", unit, by=by, old={"name": old}, new={"name": unit.name})


@transaction.atomic
def retire_unit(*, unit: Unit, by: Person, back: bool = False) -> None:
    """Take a unit out of use, or back into it (撤销、恢复单位); what it filed stays."""
    require(by, Permission.ACCOUNTS)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    people = Person.objects.filter(unit=unit, is_active=True).count()
    if people and not back:
        raise Refusal("“{unit}”还有{people}个在用账号。请先停用，或由安全管理员调到别的单位。",
                      unit=unit.name, people=people)  # fmt: skip
    old, unit.retired = unit.retired, not back
    unit.save(update_fields=["retired"])
    record("unit.retired", unit, by=by, old={"retired": old}, new={"retired": unit.retired})


def check_username(given: str) -> str:
    """A user name as it is kept (用户名)."""
    name = given.strip().lower()
    if not USERNAME.fullmatch(name):
        raise Refusal(
            "用户名“{given}”不行：应当以字母开头，只用小写字母、数字和 . _ -，2至40位。", given=given[:40]
        )
    return name


def check_name(given: str, *, blank: bool = False) -> str:
    """A name without what steers pages and sheets (名称)."""
    name = " ".join(given.split())
    if (not name and not blank) or len(name) > 40 or FORBIDDEN.search(name) or name.startswith(STARTS):
        raise Refusal("“{given}”不能作名称：不能为空、超过40个字或含特殊符号。", given=given[:40])
    return name


def check_phone(given: str) -> str:
    """A telephone number, which may be left out (电话)."""
    phone = given.strip()
    if phone and not PHONE.fullmatch(phone):
        raise Refusal("电话“{given}”不行：只能有数字、加号、短横和空格。", given=given[:20])
    return phone


def check_email(given: str) -> str:
    """An address that reminders are sent to, which may be left out (邮箱)."""
    email = given.strip()
    if email and (len(email) > 254 or not EMAIL.fullmatch(email)):
        raise Refusal("邮箱“{given}”不行：应当写成 zhang@example.gov.cn 这样。", given=given[:60])
    return email


def _begin(person: Person, by: Person, permission: Permission) -> None:
    """The loop's own actor and oneself are out of reach; the rows are held while one of them is changed.

    All administrators are held with it, in one order: of two who go at once the second sees the first gone.
    """
    require(by, permission)
    if person.is_system:
        raise Denied("“{name}”是系统自己的账号，不能改动。", name=person)
    if person.pk == by.pk:
        raise Denied("不能办理本人的账号，请由另一位管理员办理。")
    administrators = Q(role__in=ADMINISTRATORS, is_active=True)
    list(Person.objects.select_for_update().filter(administrators | Q(pk=person.pk)).order_by("pk"))
    person.refresh_from_db()


def _check_not_the_last(person: Person) -> None:
    """The last active administrator of a kind stays (最后一位管理员)."""
    if person.role not in ADMINISTRATORS:
        return
    if not Person.objects.filter(role=person.role, is_active=True).exclude(pk=person.pk).exists():
        raise Refusal("“{name}”是最后一位{role}，不能停用或改任。请先另设一位。",
                      name=person, role=person.get_role_display())  # fmt: skip


def _check_role(role: str, unit: Unit | None) -> None:
    if role not in Role.values or role == Role.MACHINE:
        raise Tampered("没有“{role}”这个角色，没有授权。请从列表里选。", role=role)
    if role in OF_A_UNIT and unit is None:
        raise Refusal("填报人、审核人、签发人要写明单位。")
    if unit is not None and unit.retired:
        raise Refusal("“{unit}”已撤销，不能再安排人员。", unit=unit.name)


def _rights(person: Person) -> dict[str, str]:
    return {"unit": person.unit.name if person.unit else "", "post": person.post, "role": person.role}
