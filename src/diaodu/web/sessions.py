"""How long a log-in lasts, that there is one at a time, and what comes before anything else (会话)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory import factors, passwords
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import ADMINISTRATORS
from diaodu.web import client

TICKET, ENTERED, USED, FROM = "ticket", "entered", "used", "from"
POLL_HEADER = "X-Diaodu-Poll"
"""What a page's own script sets on what it asks by itself; so do addresses named `…progress`."""
FIRST = frozenset({"login", "logout", "password", "set_language"})
"""Open to who must change the password first (换密码前可用)."""
FACTOR = FIRST | {"factor", "account"}
"""Open to who must switch on the second factor first (启用动态口令前可用)."""
_STEP = 30  # seconds: how exactly the last use is kept


class Sessions:
    """Before every page: is this log-in still good, and is something else due first (会话检查)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        person = request.user
        if getattr(view, "by_token", False) or not person.is_authenticated:
            return None  # the open interface knows no log-in
        now = timezone.now()
        why = ended(request, now)
        if why:
            return _to_the_door(request, why)
        if not _is_polled(request):
            _use(request, now)
        return _first(request, now)


def begin(request: HttpRequest, now: dt.datetime) -> None:
    """The one log-in of this person from now on (开始会话): an older one ends with its next request."""
    person: Any = request.user
    session = request.session
    session[TICKET] = secrets.token_hex(16)
    session[ENTERED] = session[USED] = int(now.timestamp())
    session[FROM] = client.address(request)
    person.ticket = session[TICKET]
    Person.objects.filter(pk=person.pk).update(ticket=session[TICKET])
    Session.objects.filter(expire_date__lt=now).delete()  # whatever nobody logged out of


def end(request: HttpRequest) -> None:
    """Nothing of the log-in is left (结束会话)."""
    person = request.user
    if person.is_authenticated:
        record("account.logged_out", person, by=person)
        Person.objects.filter(pk=person.pk, ticket=request.session.get(TICKET, "")).update(ticket="")
    logout(request)


def ended(request: HttpRequest, now: dt.datetime) -> str:
    """Why this log-in is over, or nothing (会话失效原因)."""
    session, person, moment = request.session, request.user, now.timestamp()
    if TICKET not in session:
        begin(request, now)
    if session[TICKET] != person.ticket:  # type: ignore[union-attr]
        return "elsewhere" if person.ticket else "changed"  # type: ignore[union-attr]
    if moment - session[ENTERED] >= settings.SECURITY.session_hours * 3600:
        return "over"
    return "idle" if moment - session[USED] >= idle_minutes(person) * 60 else ""


def idle_minutes(person: Any) -> int:
    """How long one may do nothing (空闲时限)."""
    policy = settings.SECURITY
    return int(policy.admin_idle_minutes if person.role in ADMINISTRATORS else policy.idle_minutes)


def _use(request: HttpRequest, now: dt.datetime) -> None:
    moment = int(now.timestamp())
    if moment - request.session[USED] >= _STEP:
        request.session[USED] = moment


def _is_polled(request: HttpRequest) -> bool:
    """What a page asks by itself is no sign that somebody sits before it (轮询)."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return (name or "").endswith("progress") or POLL_HEADER in request.headers


def _to_the_door(request: HttpRequest, why: str) -> HttpResponse:
    record("account.session_ended", request.user, by=request.user, reason=why)
    logout(request)
    asked = {"ended": why}
    if request.method == "GET" and not request.headers.get("HX-Request"):
        asked["next"] = request.get_full_path()
    elif (page := client.came_from(request)) != "/":
        asked["next"] = page
    return _away(request, f"{reverse('login')}?{urlencode(asked)}")


def _first(request: HttpRequest, now: dt.datetime) -> HttpResponse | None:
    name = request.resolver_match.url_name if request.resolver_match else ""
    person: Any = request.user
    if name not in FIRST and passwords.is_due(person, now):
        return _away(request, reverse("password"))
    if name not in FACTOR and factors.is_wanted(person) and not factors.is_on(person):
        messages.warning(request, _("按本市的安全策略，请先启用动态口令。"))
        return _away(request, reverse("factor"))
    return None


def _away(request: HttpRequest, address: str) -> HttpResponse:
    """The whole page goes elsewhere, even where only a part of it was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
