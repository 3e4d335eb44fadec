"""What the log is told of a request: where it came from, what was refused (请求留痕)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from diaodu.bureau.audit.actions import around, put_off, record_unknown, refused
from diaodu.bureau.audit.refusals import Traced
from diaodu.bureau.directory import tokens
from diaodu.economy.errors import Refusal
from diaodu.economy.filenames import own_name
from diaodu.web import client

MOST_A_MINUTE = 60
"""So many refusals of one address are written singly in a minute (单列上限): the log must not be flooded."""
log = logging.getLogger("diaodu.audit")


class Noted:
    """Every event recorded during a request bears its address and page (请求情形).

    What was refused on the way is written when all is over, so that no transaction undoes it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with around(address=client.address(request), path=request.path[:200]), put_off() as lines:
            response = self.get_response(request)
            token = getattr(request, "token", None)
            program = {"token": token.name} if token else {}
            for verb, reason in dict.fromkeys(lines):
                refuse(request, verb, reason, **program)
        return response


def refuse(request: HttpRequest, verb: str, reason: str, **detail: Any) -> None:
    """Write down that something was refused (记录拒绝); that it can't be written stops nobody."""
    if _too_many(request):
        return
    try:
        refused(verb, by=getattr(request, "user", None), reason=reason, method=request.method, **detail)
    except DatabaseError:
        log.exception("could not record %s: %s", verb, reason)


def file(request: HttpRequest, refusal: Refusal, **detail: Any) -> None:
    """A file was turned away (文件被拒); that none was chosen is a slip."""
    if request.FILES and not isinstance(refusal, Traced):
        names = "、".join(own_name(str(getattr(one, "name", ""))) for one in request.FILES.values())
        refuse(request, "refused.upload", str(refusal), name=names, **detail)


def worthless(request: HttpRequest, secret: str) -> str:
    """A token that opens nothing (令牌无效): the log says whose it was, and its holder is told why."""
    found = tokens.spent(secret, timezone.now()) if secret else None
    if found is None:
        refuse(request, "refused.token", "令牌缺失或无效")
        return ""
    person, name, why = found
    request.user = person  # in whose name it was asked
    refuse(request, "refused.token", str(why), token=name)
    return str(why)


def login_failed(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """A log-in that failed (登录失败): the name that was tried, never the password."""
    if request is None or _too_many(request):
        return
    locked = bool(getattr(request, "axes_locked_out", False))
    record_unknown(
        "login.locked" if locked else "login.failed",
        name=str(credentials.get("username") or "")[:80],
        reason="失败次数过多，暂时锁定" if locked else "用户名或密码不对",
    )


def _too_many(request: HttpRequest) -> bool:
    address = client.address(request)
    key = f"refused:{address}"
    cache.add(key, 0, 60)
    try:
        count = cache.incr(key)
    except ValueError:  # gone since
        return False
    if count == MOST_A_MINUTE + 1:
        record_unknown(
            "refused.flood", reason="一分钟内被拒的请求过多，其余不再逐条记录", limit=MOST_A_MINUTE
        )
    return count > MOST_A_MINUTE
