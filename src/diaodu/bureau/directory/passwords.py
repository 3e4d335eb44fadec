"""What a password must be, and when it must be changed (口令)."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.models import PastPassword, Person
from diaodu.bureau.directory.permissions import ADMINISTRATORS, Denied
from diaodu.economy.errors import Refusal

CLASSES = ("[a-z]", "[A-Z]", "[0-9]", r"[^a-zA-Z0-9\s]")
STEMS = frozenset(
    [
        "password",
        "passwd",
        "pass",
        "word",
        "admin",
        "administrator",
        "root",
        "system",
        "user",
        "test",
        "guest",
        "welcome",
        "login",
        "abc",
        "abcd",
        "a",
        "aa",
        "asd",
        "asdf",
        "zxc",
        "qwe",
        "qwer",
        "qwerty",
        "qaz",
        "qazwsx",
        "woaini",
        "iloveyou",
        "diaodu",
        "tiaodu",
        "zhengfu",
        "fagaiwei",
        "tongji",
        "xitong",
        "hello",
        "changeme",
        "letmein",
        "master",
        "dragon",
        "monkey",
        "huawei",
        "china",
        "zhongguo",
        "p",
    ]
)
"""What people put a few digits and a sign behind (常见词根)."""
_LOOKALIKES = str.maketrans("@0$!31", "aosiel")
_ALPHABETS = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-+=#%")


def length_for(person: Person) -> int:
    """How long this person's password must be (最短位数)."""
    policy = settings.SECURITY
    return policy.admin_password_length if person.role in ADMINISTRATORS else policy.password_length


def is_due(person: Person, now: dt.datetime) -> bool:
    """Whether the password must be changed before anything else (是否须换口令)."""
    if person.must_change:
        return True
    since = person.password_at or person.date_joined
    return now - since > dt.timedelta(days=settings.SECURITY.password_days)


def faults(person: Person, password: str) -> Iterator[Refusal]:
    """All that is wrong with a new password (口令不合要求之处)."""
    policy, least = settings.SECURITY, length_for(person)
    if len(password) < least:
        yield Refusal("密码至少要{least}位，现在是{given}位。", least=least, given=len(password))
    if sum(bool(re.search(kind, password)) for kind in CLASSES) < policy.password_classes:
        yield Refusal("密码要含大写字母、小写字母、数字、符号中的至少{n}类。", n=policy.password_classes)
    if _contains_a_name(person, password):
        yield Refusal("密码里不能含有用户名或姓名。")
    if _is_common(password):
        yield Refusal("这是常见的密码，容易被猜到，请换一个。")
    if _was_used(person, password):
        yield Refusal("不能与最近{n}次用过的密码相同。", n=policy.password_history)


@transaction.atomic
def change(*, person: Person, password: str, by: Person, now: dt.datetime) -> None:
    """Change one's own password (修改密码); the old one is remembered so that it does not come back."""
    if by.pk != person.pk:
        raise Denied("只能修改本人的密码。")
    for fault in faults(person, password):
        raise fault
    _keep_old(person, now)
    person.set_password(password)
    person.must_change, person.password_at = False, now
    person.save(update_fields=["password", "must_change", "password_at"])
    record("account.password_changed", person, by=by)


def give_first(person: Person, now: dt.datetime) -> str:
    """A random password that must be changed at once (初始密码); the caller saves and shows it once."""
    if person.pk and person.has_usable_password():
        _keep_old(person, now)
    first = random_password()
    person.set_password(first)
    person.must_change, person.password_at = True, now
    return first


def random_password() -> str:
    """Sixteen characters of every class that can't be mistaken for one another (随机密码)."""
    chosen = [secrets.choice(_ALPHABETS[k]) for k in (0, 1, 2, 3)]
    chosen += [secrets.choice(_ALPHABETS[0] + _ALPHABETS[1] + _ALPHABETS[2]) for _ in range(12)]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


def _keep_old(person: Person, now: dt.datetime) -> None:
    """The hashes of the last few are kept, the older are thrown away."""
    PastPassword.objects.create(person=person, hash=person.password, at=now)
    kept = PastPassword.objects.filter(person=person)[: settings.SECURITY.password_history]
    PastPassword.objects.filter(person=person).exclude(pk__in=[past.pk for past in kept]).delete()


def _was_used(person: Person, password: str) -> bool:
    if not person.pk:
        return False
    most = settings.SECURITY.password_history
    past = PastPassword.objects.filter(person=person).values_list("hash", flat=True)[: max(most - 1, 0)]
    return any(check_password(password, used) for used in ([person.password, *past] if most else []))


def _contains_a_name(person: Person, password: str) -> bool:
    plain = password.casefold()
    names = [person.username, *re.split(r"[@._+\- ]", person.username), person.full_name]
    return any(len(name) >= (2 if not name.isascii() else 3) and name.casefold() in plain for name in names)


def _is_common(password: str) -> bool:
    plain = password.casefold()
    stem = re.sub(r"[^a-z]+$", "", re.sub(r"[0-9\W_]+$", "", plain).translate(_LOOKALIKES))
    if stem in STEMS or len(set(plain)) < 5:
        return True
    try:
        CommonPasswordValidator().validate(plain)
    except ValidationError:
        return True
    return False
