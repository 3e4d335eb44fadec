"""The interface as a whole (开放接口): its operations, its description, its addresses."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLPattern, re_path
from ninja import NinjaAPI

from diaodu.web.api import definitions, documents, figures, filing, months, reports
from diaodu.web.api.door import guarded, needing_a_token
from diaodu.web.api.problems import handled_by, problem

NAMESPACE = "api-v1"
PREFIX = "api/v1/"
ABOUT = (
    "调度系统的开放接口。凭接口令牌以本人名义使用，权限不超过本人，也不超过令牌所带的范围；"
    "审核、签发、账号管理不能用令牌办理。被拒的请求和每次写入都记入审计日志。"
)

api = NinjaAPI(
    title="调度开放接口",
    version="v1",
    description=ABOUT,
    urls_namespace=NAMESPACE,
    docs_url=None,
    docs_decorator=needing_a_token,
)
handled_by(api)
for module in (definitions, figures, months, documents, reports, filing):
    api.add_router("", module.router)


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The OpenAPI document (接口描述)."""
    return api.get_openapi_schema()


def _unknown(request: HttpRequest) -> Any:
    return problem(401) if request.token is None else problem(404)  # type: ignore[attr-defined]


def addresses() -> tuple[list[URLPattern], str, str]:
    """Every address of the interface behind the one door (接口地址)."""
    patterns, app, namespace = api.urls
    found: list[Any] = [*patterns, re_path(r"^.*$", _unknown, name="unknown")]
    for pattern in found:
        pattern.callback = guarded(_answering(pattern.callback))
    return found, app, namespace


def _answering(view: Any) -> Any:
    """What is not there is told in the one shape."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return _unknown(request)

    return answered
