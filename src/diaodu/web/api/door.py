"""The door of the interface (接口的门): who asks, how often, and what he may."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from diaodu.bureau.audit.actions import around
from diaodu.bureau.directory import tokens
from diaodu.bureau.directory.permissions import Permission, require
from diaodu.web import client, noted, uploads
from diaodu.web.api.problems import ALWAYS, REASONS, Problem, problem

LONGEST = 2 * 1024 * 1024
WINDOW = 60  # seconds
NUL = b"\\u0000"  # as JSON writes what no database keeps
View = Callable[..., HttpResponseBase]


class Bearer(HttpBearer):
    """A token that carries a permission, of a person who has it (令牌)."""

    openapi_description = "在“我的账号—接口令牌”申领。请求头：Authorization: Bearer dd_……"

    def __init__(self, permission: Permission | None = None) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Any:
        token = getattr(request, "token", None)
        if token is None:
            raise AuthenticationError
        if self.permission is not None:
            require(request.user, self.permission)
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError  # the door has done it, for every address at once


def operation(
    router: Router, method: str, path: str, permission: Permission, answers: Any, **more: Any
) -> Callable[..., Any]:
    """An operation that says what it asks for (接口操作): its permission stands in the description too."""
    answers = answers if isinstance(answers, dict) else {200: answers}
    files = more.pop("files", {})
    told: dict[int, Any] = {status: {"description": REASONS[status]} for status in (*ALWAYS, 409)}
    extra = {
        "x-permission": permission.value,
        "responses": {status: told[status] for status in told if status in ALWAYS or status in answers}
        | {200: {"description": "办理结果", **({"content": files} if files else {})}},
    }

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        return router.api_operation(
            [method], path, auth=Bearer(permission), response={**dict.fromkeys(ALWAYS, Problem), **answers},
            operation_id=view.__name__, openapi_extra=extra, **more,
        )(view)  # fmt: skip

    return decorate


def guarded(view: View) -> View:
    """Every address of the interface behind one door (统一入口): a session's cookie opens nothing here."""

    @csrf_exempt  # there is no cookie that a foreign page could make use of
    @login_not_required
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = _enter(request)
        facts = {"address": client.address(request), "path": request.path[:200]}
        with translation.override("zh-hans"), around(**facts, token=token.name if token else ""):
            return _turned_away(request, token) or _plain(view(request, *args, **kwargs))

    door.by_token = True  # type: ignore[attr-defined]
    return door


def needing_a_token(view: View) -> View:
    """What asks for a token and for nothing else (凭令牌可看)."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            Bearer()(request)
        except AuthenticationError as error:
            api: NinjaAPI = kwargs.get("api") or view.keywords["api"]  # type: ignore[attr-defined]
            return api.on_exception(request, error)
        return view(request, *args, **kwargs)

    return asked


def _enter(request: HttpRequest) -> Any:
    """The token that asks; from here on the request is its person's and nobody else's."""
    request.user = AnonymousUser()
    request.token = request.secret = None  # type: ignore[attr-defined]
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    request.secret = secret.strip()  # type: ignore[attr-defined]
    found = tokens.bearer(request.secret, timezone.now())  # type: ignore[attr-defined]
    if found is not None:
        request.user = found[0]
        request.token = found[0].token  # type: ignore[attr-defined]
    return request.token  # type: ignore[attr-defined]


def _turned_away(request: HttpRequest, token: Any) -> HttpResponse | None:
    if token is not None and tokens.asked(token, timezone.now()) > settings.SECURITY.token_rate:
        noted.refuse(request, "refused.often", "令牌请求过于频繁", limit=settings.SECURITY.token_rate)
        answer = problem(429)
        answer["Retry-After"] = str(WINDOW - int(time.time()) % WINDOW)
        return answer
    if uploads.length(request) > LONGEST:
        noted.refuse(request, "refused.too_long", "超过上限", size=uploads.length(request))
        return problem(413)
    if uploads.told(request.GET) or NUL in request.body:
        noted.refuse(request, "refused.request", "含有空字符")
        return problem(400)
    return None


def _plain(answer: HttpResponseBase) -> HttpResponseBase:
    """What the frameworks say in their own words, in ours."""
    if answer.status_code == 405:
        told = problem(405)
        told["Allow"] = answer["Allow"]
        return told
    return answer
