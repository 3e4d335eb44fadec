"""What is shown when a page can't be (出错页)."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from diaodu.bureau.directory.permissions import Denied
from diaodu.web import noted

TRICKS = re.compile(r"(^|/)\.\.(/|$)|[\\\x00]")


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 (无权限): says which permission, and whom to ask."""
    if not isinstance(exception.__cause__, Denied):  # those are noted by themselves
        noted.refuse(request, "refused.permission", str(exception))
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 (跨站请求): a form that did not come from our own page, or from one too old."""
    noted.refuse(request, "refused.forged", reason)
    return render(request, "errors/forged.html", {}, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 (没有这一页); one that climbs out of its folder is written down."""
    if TRICKS.search(request.path):
        noted.refuse(request, "refused.malformed", "网址里有路径符号")
    return render(request, "errors/404.html", {}, status=404)


def wrong(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 (无效请求): what is no request at all; too much of one is told so."""
    if isinstance(exception, RequestDataTooBig):
        return too_long(request)
    noted.refuse(request, "refused.malformed", type(exception).__name__)
    return _plain(
        request, 400, _("请求无效"), _("浏览器发来的内容不完整或不合规，没有办理。请返回上一页重试。")
    )


def too_long(request: HttpRequest) -> HttpResponse:
    """413 (内容过大): answered without reading it."""
    limit = settings.UPLOAD_LIMIT_BYTES >> 20
    noted.refuse(
        request, "refused.too_long", "超过上限", size=request.META.get("CONTENT_LENGTH"), limit=limit
    )
    told = _(
        "上传的内容超过{limit}兆的上限，没有接收。请拆成几个文件，或压缩图片、删除无关的工作表后再上传。"
    )
    return _plain(request, 413, _("文件太大"), told.format(limit=limit))


def without_length(request: HttpRequest) -> HttpResponse:
    """411 (未报长度): what may be endless is not begun with."""
    noted.refuse(request, "refused.too_long", "没有写明长度")
    return _plain(
        request, 411, _("没有写明长度"), _("上传时没有写明内容的长度，没有接收。请换用常见的浏览器再试。")
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500 (系统出错): plain, since anything may be out of order."""
    return HttpResponse(get_template("errors/500.html").render(), status=500)


def _plain(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """A page that needs neither log-in nor menu; a program gets the same in JSON."""
    accepted = request.headers.get("Accept", "")
    if request.path.startswith("/api/") or ("json" in accepted and "html" not in accepted):
        told = {"detail": text, "errors": []}
        return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    page = get_template("errors/plain.html").render({"code": status, "title": title, "text": text})
    return HttpResponse(page, status=status)
