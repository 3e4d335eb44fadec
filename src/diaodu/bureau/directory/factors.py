"""The second factor: a code from the person's own telephone (动态口令、备用码)."""

from __future__ import annotations

import datetime as dt
import re
import secrets

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from diaodu.bureau.audit.actions import record
from diaodu.bureau.audit.refusals import Traced
from diaodu.bureau.directory import policy
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import ADMINISTRATORS, Denied, Permission, require
from diaodu.economy.errors import Refusal

REMOVED = "factor_removed"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongCode(Traced):
    """A code that proves nothing (动态口令不对): mistyped, guessed, or used before."""

    verb = "account.code_refused"


def is_on(person: Person) -> bool:
    """Whether log-in asks this person for a code (已启用动态口令)."""
    return bool(settings.SECURITY.second_factor != policy.OFF and _devices(person).exists())


def is_wanted(person: Person) -> bool:
    """Whether this person must have a second factor (须启用动态口令)."""
    chosen = settings.SECURITY.second_factor
    return chosen == policy.REQUIRED or (chosen == policy.ADMINISTRATORS and person.role in ADMINISTRATORS)


@transaction.atomic
def begin(*, person: Person, by: Person) -> TOTPDevice:
    """A key that is not yet in force (待确认的密钥); asked again, the same one."""
    _check_own(person, by)
    if is_on(person):
        raise Refusal("已经启用动态口令。要换手机，请先停用再启用。")
    Person.objects.select_for_update().get(pk=person.pk)  # two pages at once see one key
    waiting = TOTPDevice.objects.filter(user=person, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user=person, confirmed=False, name="totp")


@transaction.atomic
def confirm(*, person: Person, code: str, by: Person) -> list[str]:
    """Put the key into force by its first code (启用动态口令); returns the recovery codes, shown once."""
    _check_own(person, by)
    waiting = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=False)
    device = waiting.order_by("pk").first()
    if device is None:
        raise Refusal("请重新扫描二维码。")
    if not device.verify_token(_typed(code)):
        raise Refusal("动态口令不对。请等手机上换了新的六位数字再输，并核对手机的时间。")
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    record("factor.switched_on", person, by=by)
    return _new_codes(person)


def renew_codes(*, person: Person, code: str, by: Person) -> list[str]:
    """Fresh recovery codes in place of the old (更换备用码)."""
    _check_own(person, by)
    _must_prove(person, code)
    with transaction.atomic():
        record("factor.codes_renewed", person, by=by)
        return _new_codes(person)


def switch_off(*, person: Person, code: str, by: Person) -> None:
    """Do without again (停用动态口令), by a code that proves who asks."""
    _check_own(person, by)
    if is_wanted(person):
        raise Denied("按本市的安全策略，您的账号必须使用动态口令，不能停用。")
    _must_prove(person, code)
    with transaction.atomic():
        _forget(person)
        record("factor.switched_off", person, by=by)


@transaction.atomic
def remove(*, person: Person, by: Person) -> None:
    """Take away a lost second factor (解除动态口令); the person is told at the next log-in."""
    require(by, Permission.RIGHTS)
    if by.pk == person.pk:
        raise Denied("不能办理本人的账号，请由另一位管理员办理。")
    if not _devices(person).exists():
        raise Refusal("“{name}”没有启用动态口令。", name=person)
    _forget(person)
    person.notice = REMOVED
    person.save(update_fields=["notice"])
    record("factor.removed", person, by=by)


@transaction.atomic
def proves(person: Person, code: str) -> bool:
    """Whether a code is right and was never used (验证动态口令); a recovery code is good once.

    The device's row is held, so that of two who give the same code one alone is let in.
    """
    typed = _typed(code)
    if typed.isdigit() and len(typed) == 6:
        device: TOTPDevice | None = _devices(person).select_for_update().first()
        return device is not None and bool(device.verify_token(typed))
    static: StaticDevice | None = StaticDevice.objects.select_for_update().filter(user=person).first()
    return static is not None and bool(static.verify_token(_hidden(person, typed)))


def codes_left(person: Person) -> int:
    """How many recovery codes are left (剩余备用码)."""
    return StaticToken.objects.filter(device__user=person).count()


def waits(person: Person, now: dt.datetime) -> int:
    """Seconds before another code is looked at (须等几秒)."""
    device = _devices(person).first()
    allowed, why = device.verify_is_allowed() if device else (True, None)
    until = (why or {}).get("locked_until")
    return 0 if allowed or until is None else max(1, round((until - now).total_seconds()))


def _devices(person: Person):  # type: ignore[no-untyped-def]
    return TOTPDevice.objects.filter(user=person, confirmed=True)


def _must_prove(person: Person, code: str) -> None:
    """Before the act's own transaction: the refusal would undo the count of wrong codes with it."""
    if not proves(person, code):
        raise WrongCode("动态口令或备用码不对，或已经用过。请等手机上换了新的六位数字再输。")


def _check_own(person: Person, by: Person) -> None:
    if by.pk != person.pk:
        raise Denied("动态口令只能由本人启用、停用。")
    if settings.SECURITY.second_factor == policy.OFF:
        raise Refusal("本市没有开放动态口令。")


def _forget(person: Person) -> None:
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()


def _new_codes(person: Person) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="codes", confirmed=True)
    plain = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(_how_many())]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_hidden(person, c)) for c in plain)
    return [f"{code[:5]}-{code[5:]}" for code in plain]


def _how_many() -> int:
    return int(settings.SECURITY.recovery_codes)


def _typed(code: str) -> str:
    return re.sub(r"[\s\-]", "", code).lower()[:32]


def _hidden(person: Person, code: str) -> str:
    """What is kept of a recovery code: who reads the database can't use it."""
    return salted_hmac(f"diaodu.recovery.{person.pk}", code).hexdigest()[:16]
