"""What the open interface offers, for people (接口)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from diaodu.bureau.directory.permissions import Permission, may
from diaodu.web import sheets
from diaodu.web.access import needs
from diaodu.web.api import schema as api
from diaodu.web.pages.tokens import WORDS


@needs(Permission.VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """Every operation, from the description itself, so that none is forgotten (接口一览)."""
    told = api.description()
    context = {
        "groups": _groups(told),
        "about": told["info"]["description"],
        "base": request.build_absolute_uri(f"/{api.PREFIX}"),
        "may_token": may(request.user, Permission.TOKEN),
    }
    return render(request, "interface/page.html", context)


@needs(Permission.VIEW)
def schema(request: HttpRequest) -> HttpResponse:
    """The description as a file (OpenAPI 文件)."""
    told = JsonResponse(api.description(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return sheets.named(told, "diaodu-openapi.json")


def _groups(told: dict[str, Any]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            groups.setdefault(one["tags"][0], []).append(_operation(path, method, one))
    return [{"name": name, "operations": found} for name, found in groups.items()]


def _operation(path: str, method: str, one: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": method.upper(),
        "path": path,
        "summary": one["summary"],
        "description": one["description"],
        "permission": WORDS[Permission(one["x-permission"])],
        "parameters": [_parameter(p) for p in one["parameters"]],
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {"name": one["name"], "in": one["in"], "told": one.get("description", "")}
