"""How the interface says no (拒绝的写法): one shape for all, in Chinese."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from diaodu.bureau.audit.refusals import Stale
from diaodu.bureau.directory.permissions import Denied
from diaodu.economy.errors import Refusal, UnknownName
from diaodu.web import noted

log = logging.getLogger("diaodu.api")
WRITES = frozenset({"PUT", "POST", "PATCH", "DELETE"})


class Fault(Schema):
    """One thing wrong with what was sent (错误之处)."""

    where: str = Field(description="哪一项，如 query.limit、body.cells.0.rev")
    what: str = Field(description="错在哪里")


class Problem(Schema):
    """Why a request was refused (拒绝的原因)."""

    detail: str = Field(description="原因和下一步怎么办")
    errors: list[Fault] = Field(default=[], description="参数有误时，逐项列出")


REASONS = {
    400: "请求无效，没有办理。请核对请求头和内容。",
    401: "没有令牌，或令牌无效、已撤销、已过期、本人账号停用或须先修改密码。"
    "请在请求头写 Authorization: Bearer 令牌。",
    403: "没有这项权限，或令牌没有带这项权限。",
    404: "没有这一项，或不在您可看的范围内。",
    405: "这个地址不支持这种请求方式。",
    409: "与现在的状态冲突：数据或状态已被别人改动。请重新读取后再办。",
    413: "内容过大，没有接收。请分几次报送。",
    422: "内容或参数有误，没有办理。",
    429: "请求过于频繁，请稍后再试。",
    500: "系统出错，已记入日志，没有办理。请稍后再试，仍不行时联系管理员。",
}
ALWAYS = (400, 401, 403, 404, 405, 413, 422, 429)


def problem(status: int, detail: str = "", errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """The answer (拒绝)."""
    told = {"detail": detail or REASONS[status], "errors": errors or []}
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


def handled_by(api: NinjaAPI) -> None:
    """Every way to fail ends in the one shape (统一处理)."""
    kinds: dict[type[Exception], Any] = {
        AuthenticationError: _nobody,
        Denied: lambda request, error: problem(403, str(error)),
        UnknownName: lambda request, error: problem(404, str(error)),
        Refusal: _refused,
        Http404: lambda request, error: problem(404),
        ValidationError: _invalid,
        HttpError: lambda request, error: problem(400 if error.status_code == 400 else 422),
        Exception: _broken,
    }
    for kind, answer in kinds.items():
        api.add_exception_handler(kind, answer)


def _nobody(request: HttpRequest, error: Exception) -> HttpResponse:
    answer = problem(401, noted.worthless(request, getattr(request, "secret", "")))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return problem(409 if isinstance(error, Stale) else 422, str(error))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        {"where": ".".join(str(step) for step in one["loc"])[:120], "what": _said(one)}
        for one in error.errors[:20]
    ]
    if request.method in WRITES:
        noted.refuse(request, "refused.request", "参数有误", errors=faults[:3])
    return problem(422, "", faults)


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("%s %s", request.method, request.path, exc_info=error)
    return problem(500)


SAID = {
    "missing": "没有写",
    "extra_forbidden": "没有这一项",
    "string_type": "应当是文字",
    "string_pattern_mismatch": "写法不对，应符合 {pattern}",
    "string_too_long": "太长，最多{max_length}字",
    "string_too_short": "太短，至少{min_length}字",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "int_from_float": "应当是整数",
    "float_type": "应当是数",
    "float_parsing": "应当是数",
    "finite_number": "应当是有限的数",
    "bool_parsing": "应当是 true 或 false",
    "bool_type": "应当是 true 或 false",
    "greater_than_equal": "应不小于{ge}",
    "less_than_equal": "应不大于{le}",
    "too_long": "太多，最多{max_length}项",
    "too_short": "太少，至少{min_length}项",
    "enum": "应为 {expected} 之一",
    "literal_error": "应为 {expected} 之一",
    "list_type": "应当是列表",
    "dict_type": "应当是一组“名称: 值”",
    "model_attributes_type": "应当是一组“名称: 值”",
    "json_invalid": "不是 JSON",
}
"""What the checks of parameters say, in Chinese (参数错误的说法)."""


def _said(one: dict[str, Any]) -> str:
    kind = str(one["type"])
    if kind.startswith(("datetime", "timezone", "date")):
        return "应当是时间，如 2026-10-20T09:00:00+08:00"
    return SAID.get(kind, "不合要求").format_map(_Known(one.get("ctx") or {}))


class _Known(dict):  # type: ignore[type-arg]
    def __missing__(self, name: str) -> str:
        return ""
