"""Logging in and out, one's own account (登录、我的账号)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from diaodu.bureau.audit.actions import record, refused
from diaodu.bureau.directory import actions, factors, lockout
from diaodu.bureau.directory import passwords as rules
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import Permission, may
from diaodu.bureau.notices import mail
from diaodu.economy.errors import Refusal
from diaodu.web import doors, passwords, refusals, sessions

HALF = "half"
HALF_SECONDS = 300
HOMES = (
    (Permission.VIEW, "board"),
    (Permission.ACCOUNTS, "people"),
    (Permission.RIGHTS, "rights"),
    (Permission.AUDIT, "audit"),
)
"""Where a person begins (首页): the first that he may see, else his own page."""


class LogIn(views.LoginView):
    """The log-in page (登录)."""

    template_name = "account/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        person, goal = form.get_user(), self.get_success_url()
        if not factors.is_on(person):
            return enter(self.request, person, goal)
        self.request.session.cycle_key()
        proof = person.get_session_auth_hash()
        self.request.session[HALF] = {"pk": person.pk, "at": int(time.time()), "next": goal, "proof": proof}
        return redirect("login_code")

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            ended=self.request.GET.get("ended", ""), policy=settings.SECURITY, **more
        )


@never_cache
@sensitive_post_parameters()
@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    """The second step of logging in (输入动态口令)."""
    person = _half_in(request)
    if person is None:
        return redirect("login")
    wrong, waits = False, factors.waits(person, timezone.now())
    if request.method == "POST" and not waits:
        if lockout.locked_until(doors.tried(request, person.username), timezone.now()):
            return doors.locked(request)
        if factors.proves(person, request.POST.get("code", "")):
            return enter(request, person, request.session[HALF]["next"])
        refused("account.code_refused", by=person, reason="动态口令或备用码不对，或已经用过")
        if doors.failed(request, person.username):
            request.session.flush()
            return doors.locked(request)
        wrong, waits = True, factors.waits(person, timezone.now())
    return render(request, "account/code.html", {"wrong": wrong, "waits": waits})


def enter(request: HttpRequest, person: Person, goal: str) -> HttpResponse:
    """Let a person in who has proved himself (进入)."""
    request.session.pop(HALF, None)
    last, notice = person.last_login, person.notice
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    sessions.begin(request, timezone.now())
    lockout.succeeded(doors.tried(request, person.username))
    record("account.logged_in", person, by=person)
    if notice == factors.REMOVED:
        messages.warning(request, _("您的动态口令已由安全管理员解除。如非本人要求，请立即告知管理员。"))
        Person.objects.filter(pk=person.pk).update(notice="")
    request.session["last"] = last.isoformat() if last else ""
    response = redirect(goal)
    doors.remember(request, response, person.username)
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out (退出登录)."""
    sessions.end(request)
    return redirect("login")


class ChangePassword(views.PasswordChangeView):
    """Change one's own password (修改密码)."""

    template_name = "account/password.html"
    form_class = passwords.Change

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who sits at a log-in left open can't guess here what its owner signs with."""
        if lockout.locked_until(self._tried(), timezone.now()):
            return doors.locked(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        person: Any = self.request.user
        if form.has_error("old_password", "password_incorrect"):
            refused("account.password_refused", by=person, reason="原密码不对")
            if doors.failed(self.request, person.username):
                return doors.locked(self.request)
        return super().form_invalid(form)

    def _tried(self) -> lockout.Tried:
        person: Any = self.request.user
        return doors.tried(self.request, person.username)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        lockout.succeeded(self._tried())
        messages.success(self.request, _("密码已修改。"))
        return response

    def get_success_url(self) -> str:
        return reverse("home")

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        person: Any = self.request.user
        due = rules.is_due(person, timezone.now())
        told = {"due": due, "rules": passwords.said(person), "may_token": may(person, Permission.TOKEN)}
        return super().get_context_data(**told, **more)


def account(request: HttpRequest) -> HttpResponse:
    """One's own page (我的账号)."""
    person: Any = request.user
    policy = settings.SECURITY
    context = {
        "person": person,
        "policy": policy,
        "factor_on": factors.is_on(person),
        "factor_wanted": factors.is_wanted(person),
        "codes_left": factors.codes_left(person),
        "session": _told_of(request),
        "idle": sessions.idle_minutes(person),
        "may_token": may(person, Permission.TOKEN),
        "mails": mail.server() is not None,
    }
    return render(request, "account/page.html", context)


@require_POST
def email(request: HttpRequest) -> HttpResponse:
    """Where one's reminders go (提醒邮箱)."""
    person: Any = request.user
    try:
        actions.set_email(email=request.POST.get("email", ""), by=person)
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    else:
        messages.success(request, _("已保存。"))
    return redirect("account")


def home(request: HttpRequest) -> HttpResponse:
    """Go where one begins (首页)."""
    return redirect(_home(request))


def board_or_home(board: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The bare address shows the board; who may not see it begins elsewhere (首页)."""

    @wraps(board)
    def front(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may(request.user, Permission.VIEW):
            return board(request, *args, **kwargs)
        return redirect(_home(request))

    return front


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back (切换语言)."""
    return set_language(request)


def _home(request: HttpRequest) -> str:
    for permission, page in HOMES:
        if may(request.user, permission):
            try:
                return reverse(page)
            except NoReverseMatch:
                continue
    return reverse("account")


def _half_in(request: HttpRequest) -> Person | None:
    """Who gave the right password a moment ago, and still owes the code (待二次验证)."""
    half = request.session.get(HALF)
    if not half or time.time() - half["at"] > HALF_SECONDS:
        return None
    person = Person.objects.filter(pk=half["pk"], is_active=True).first()
    if person is None or not constant_time_compare(half.get("proof", ""), person.get_session_auth_hash()):
        return None  # the password has been changed since
    return person


def _told_of(request: HttpRequest) -> dict[str, Any]:
    kept, last = request.session, request.session.get("last", "")
    return {
        "since": dt.datetime.fromtimestamp(kept[sessions.ENTERED], dt.UTC),
        "address": kept.get(sessions.FROM, ""),
        "last": dt.datetime.fromisoformat(last) if last else None,
    }
