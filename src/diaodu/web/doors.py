"""Locked doors, and browsers that are known at them (登录锁定)."""

from __future__ import annotations

import secrets
from typing import Any

from axes.handlers.base import AxesHandler
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from diaodu.bureau.directory import lockout
from diaodu.web import client

KNOWN = "diaodu_known"
_SALT = "diaodu.known"
_KEPT = 180 * 24 * 3600


class Handler(AxesHandler):
    """What django-axes asks and tells, by our own counting (锁定规则)."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return lockout.locked_until(_tried(request, credentials), timezone.now()) is None

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return not self.is_allowed(request, credentials)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        if request is not None:
            failed(request, str(credentials.get("username") or ""))


def tried(request: HttpRequest, username: str) -> lockout.Tried:
    """Who tries, from where, and whether this browser is one of his (登录来源)."""
    return lockout.Tried(username, client.address(request), _mark(request, username))


def failed(request: HttpRequest, username: str) -> bool:
    """Count a failure; says whether the door is locked now (记失败)."""
    until = lockout.failed(tried(request, username), timezone.now())
    if until:
        request.axes_locked_out = True  # type: ignore[attr-defined]
        request.locked_until = until  # type: ignore[attr-defined]
    return until is not None


def locked(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """The page that says for how long (锁定提示)."""
    until = getattr(request, "locked_until", None)
    left = (until - timezone.now()).total_seconds() / 60 if until else settings.SECURITY.lock_minutes
    return render(request, "account/locked.html", {"minutes": max(1, round(left))}, status=429)


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """This browser has been let in once (记住浏览器); it lets nobody in, it only counts by itself."""
    mark = _mark(request, username) or secrets.token_hex(8)
    value = signing.dumps([lockout.plain(username), mark], salt=_SALT)
    response.set_cookie(
        KNOWN, value, max_age=_KEPT, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _tried(request: HttpRequest, credentials: dict[str, Any] | None) -> lockout.Tried:
    return tried(request, str((credentials or {}).get("username") or ""))


def _mark(request: HttpRequest, username: str) -> str:
    try:
        name, mark = signing.loads(request.COOKIES.get(KNOWN, ""), salt=_SALT, max_age=_KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if name == lockout.plain(username) else ""
