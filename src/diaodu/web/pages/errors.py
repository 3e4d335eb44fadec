"""What is shown when a page can't be (出错页)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 (无权限): says which permission, and whom to ask."""
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 (没有这一页)."""
    return render(request, "errors/404.html", {}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500 (系统出错): plain, since anything may be out of order."""
    from django.template.loader import get_template

    return HttpResponse(get_template("errors/500.html").render(), status=500)
