"""Who may see what: nothing without a log-in, every view behind one permission (访问控制)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render

from diaodu.bureau.audit.actions import trace
from diaodu.bureau.directory.permissions import Denied, Permission, require
from diaodu.web import client, refusals
from diaodu.web.frame import NothingYet

View = Callable[..., HttpResponseBase]
Thing = TypeVar("Thing", bound=Model)

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the select arrows of the base style are data images
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class LoginRequired(LoginRequiredMiddleware):
    """Deny by default; views marked `login_not_required` are open."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """To the door; what was sent is not sent again, one comes back to the page it was sent from."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(client.came_from(request), self.get_login_url(view_func))


class ContentPolicy:
    """Only our own files run and load; nothing is kept by shared caches (内容安全策略)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class ChosenLanguage(LocaleMiddleware):
    """Chinese until the reader chooses otherwise (语言): what a browser was set up with says nothing."""

    def process_request(self, request: HttpRequest) -> None:
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        super().process_request(request)


def own(mine: QuerySet[Thing], pk: int, why: str) -> Thing:
    """One of what is within a person's reach (本人可看的); the rest is not there, and who asks is noted."""
    found = mine.filter(pk=pk).first()
    if found is None:
        if mine.model._default_manager.filter(pk=pk).exists():
            trace(Denied.verb, why)
        raise Http404
    return found


def needs(permission: Permission) -> Callable[[View], View]:
    """A view that asks for a permission before anything else (权限检查); without any month it says so."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                require(request.user, permission)
                return view(request, *args, **kwargs)
            except Denied as denied:
                raise PermissionDenied(refusals.said(denied)) from denied
            except NothingYet:
                return render(request, "board/empty.html")

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
