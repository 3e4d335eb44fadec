"""One's own tokens (接口令牌)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from diaodu.bureau.directory import tokens as verbs
from diaodu.bureau.directory.models import Token
from diaodu.bureau.directory.permissions import Permission
from diaodu.economy.errors import Refusal
from diaodu.web import refusals
from diaodu.web.access import needs, own

WORDS = {
    Permission.VIEW: gettext_lazy("查看看板、指标、文书"),
    Permission.EXPORT: gettext_lazy("导出数据"),
    Permission.REPORTS: gettext_lazy("查看报表"),
    Permission.FILL: gettext_lazy("填报本单位的报表"),
    Permission.ANSWER: gettext_lazy("答复质询"),
}
DAYS = (30, 90, 180, 365)


@never_cache
@needs(Permission.TOKEN)
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and a form for another (令牌); a new one's secret is in the answer to its form alone."""
    secret = ""
    if request.method == "POST":
        try:
            secret = _issue(request)
        except Refusal as refusal:
            messages.error(request, refusals.said(refusal))
            return redirect("tokens")
    return render(request, "account/tokens.html", {**_shown(request), "secret": secret})


@require_POST
@needs(Permission.TOKEN)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one back (撤销令牌)."""
    person: Any = request.user
    token = own(Token.objects.filter(person=person), pk, "不是本人的令牌")
    verbs.revoke(token=token, by=person, now=timezone.now())
    messages.success(request, _("令牌已撤销，用它的程序不能再取数。"))
    return redirect("tokens")


def _issue(request: HttpRequest) -> str:
    person: Any = request.user
    days = request.POST.get("days", "")
    _token, secret = verbs.issue(
        person=person, name=request.POST.get("name", ""), permissions=request.POST.getlist("may"),
        days=int(days) if days.isdecimal() and len(days) < 5 else 0, by=person, now=timezone.now(),
    )  # fmt: skip
    return secret


def _shown(request: HttpRequest) -> dict[str, Any]:
    person: Any = request.user
    now = timezone.now()
    rows = [
        {"token": one, "may": [WORDS.get(Permission(p), p) for p in one.permissions if p in WORDS],
         "state": "revoked" if one.revoked_at else "over" if one.expires_at <= now else "good"}
        for one in Token.objects.filter(person=person)[:100]
    ]  # fmt: skip
    most = settings.SECURITY.token_days
    choices = [(p.value, WORDS[p]) for p in verbs.grantable(person)]
    return {"rows": rows, "choices": choices, "days": [n for n in DAYS if n <= most] or [most]}
