"""Keys by which a person's programs ask in his name (接口令牌)."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, transaction
from django.db.models import Case, F, When

from diaodu.bureau.audit.actions import record
from diaodu.bureau.audit.chain import impatient
from diaodu.bureau.audit.refusals import Tampered
from diaodu.bureau.directory import passwords
from diaodu.bureau.directory.models import Person, Token
from diaodu.bureau.directory.permissions import BY_TOKEN, Denied, Permission, may, require
from diaodu.economy.errors import Refusal

PREFIX = "dd_"
MOST = 20
_STILL_USED = dt.timedelta(minutes=1)
_STEPS, _KEPT = 50, 120


def grantable(person: Person) -> list[Permission]:
    """What a person may give to a token of his (可授范围)."""
    return [p for p in Permission if p in BY_TOKEN and may(person, p)]


@transaction.atomic
def issue(
    *, person: Person, name: str, permissions: Iterable[str], days: int, by: Person, now: dt.datetime
) -> tuple[Token, str]:
    """Make a token for oneself (申领令牌); its secret is returned once and kept nowhere."""
    require(by, Permission.TOKEN)
    if by.pk != person.pk:
        raise Denied("令牌只能为本人申领。")
    name, chosen = name.strip(), sorted(set(permissions))
    _check(person, name, chosen, days)
    _check_room(person, now)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person, name=name, digest=_digest(secret), permissions=chosen,
        created_at=now, expires_at=now + dt.timedelta(days=days),
    )  # fmt: skip
    record("token.issued", token, by=by, name=name, permissions=chosen, days=days)
    return token, secret


def _check(person: Person, name: str, chosen: list[str], days: int) -> None:
    most = settings.SECURITY.token_days
    if not name or len(name) > 60:
        raise Refusal("请写明令牌的用途，不超过60个字。")
    if not chosen:
        raise Refusal("请选择令牌可办的事项。")
    if not set(chosen) <= set(grantable(person)):
        raise Denied("令牌可办的事项，只能选您自己有权办理、且允许程序办理的。")
    if not 1 <= days <= most:
        raise Tampered("令牌的有效期应在1至{most}天之间。", most=most)


def _check_room(person: Person, now: dt.datetime) -> None:
    Person.objects.select_for_update().get(pk=person.pk)  # 同时申领的不会一起越过上限
    if Token.objects.filter(person=person, revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise Refusal("最多同时有{most}个令牌。请先撤销不用的。", most=MOST)


@transaction.atomic
def revoke(*, token: Token, by: Person, now: dt.datetime) -> None:
    """Make a token worthless (撤销令牌); its owner does."""
    require(by, Permission.TOKEN)
    if by.pk != token.person_id:
        raise Denied("只能撤销本人的令牌。")
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        record("token.revoked", token, by=by, name=token.name)


def revoke_all(*, person: Person, by: Person, now: dt.datetime) -> int:
    """Make all of a person's tokens worthless (撤销全部令牌): he is not trusted as he was."""
    found = Token.objects.filter(person=person, revoked_at=None)
    count = found.update(revoked_at=now)
    if count:
        record("token.all_revoked", person, by=by, count=count)
    return count


def bearer(secret: str, now: dt.datetime) -> tuple[Person, frozenset[Permission]] | None:
    """Who asks with this secret, and what he may by it (令牌持有人); None where it is worth nothing.

    Found by its digest, so that neither a guess's time nor the database tells anything of a secret.
    """
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    tokens = Token.objects.select_related("person__unit").filter(digest=_digest(secret))
    token = tokens.filter(revoked_at=None, expires_at__gt=now, person__is_active=True).first()
    if token is None or passwords.is_due(token.person, now):
        return None
    if token.last_used_at is None or now - token.last_used_at > _STILL_USED:
        _put(token, last_used_at=now)
    person = token.person
    person.token = token
    person.scope = frozenset(Permission(p) for p in token.permissions if p in set(BY_TOKEN))
    return person, frozenset(p for p in person.scope if may(person, Permission(p)))  # type: ignore[misc]


def spent(secret: str, now: dt.datetime) -> tuple[Person, str, Refusal] | None:
    """Whose token a secret was, its name, and why it opens nothing any more (失效原因)."""
    token = Token.objects.select_related("person").filter(digest=_digest(secret)).first()
    if token is None:
        return None
    return token.person, token.name, _why(token, now)


def asked(token: Token, now: dt.datetime) -> int:
    """How often a token has asked in this minute (本分钟次数), of all workers together.

    Each worker counts for itself and tells the rest in steps, a fiftieth of what is allowed: a write at every
    request would take longer than the request.
    """
    minute = now.replace(second=0, microsecond=0)
    here, others = f"asked:{token.pk}:{minute:%H%M}", f"asked:{token.pk}:{minute:%H%M}:others"
    cache.add(here, 0, _KEPT)
    try:
        mine = cache.incr(here)
    except ValueError:  # thrown out of a full cache since
        return 1
    step = max(1, settings.SECURITY.token_rate // _STEPS)
    if mine % step == 0:
        cache.set(others, max(0, _told(token, minute, step) - mine), _KEPT)
    return mine + int(cache.get(others, 0))


def _told(token: Token, minute: dt.datetime, more: int) -> int:
    """Add to what all workers have counted in a minute, and read it (累计)."""
    _put(token, asked=Case(When(minute=minute, then=F("asked") + more), default=more), minute=minute)
    return Token.objects.filter(pk=token.pk, minute=minute).values_list("asked", flat=True).first() or 0


def _put(token: Token, **values: Any) -> None:
    """Nobody who reads waits for somebody's long import (不等)."""
    with suppress(OperationalError), impatient():
        Token.objects.filter(pk=token.pk).update(**values)


def _why(token: Token, now: dt.datetime) -> Refusal:
    if token.revoked_at is not None:
        return Refusal("令牌“{name}”已撤销。请重新申领。", name=token.name)
    if token.expires_at <= now:
        return Refusal("令牌“{name}”已到期。请重新申领。", name=token.name)
    if not token.person.is_active:
        return Refusal("令牌“{name}”的本人账号已停用。请联系系统管理员。", name=token.name)
    return Refusal("令牌“{name}”的本人须先登录网页修改密码，令牌才能再用。", name=token.name)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
