"""核对: a written document sent in, and all in it that no longer holds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.documents import errands
from diaodu.bureau.documents.filling.opening import MAX_PACKED
from diaodu.bureau.documents.models import Errand
from diaodu.economy.errors import Refusal
from diaodu.web import aside, noted, refusals
from diaodu.web.access import needs
from diaodu.web.pages.fill import own, uploaded


@needs(Permission.VIEW)
def check(request: HttpRequest) -> HttpResponse:
    """The form; a POST has a document checked."""
    if request.method == "POST":
        return _check(request)
    past = own(request).filter(kind=Errand.Kind.CHECK).defer("content", "side", "given")
    return render(request, "fill/check.html", {"past": past[:10], "limit": MAX_PACKED >> 20})


def _check(request: HttpRequest) -> HttpResponse:
    file, side = request.FILES.get("file"), request.FILES.get("side")
    try:
        if file is None:
            raise Refusal("请选择要核对的 docx 文件。")
        one = errands.to_check(
            by=request.user, at=timezone.now(), name=file.name or "", content=uploaded(file),
            side=uploaded(side) if side else None,
        )  # fmt: skip
    except Refusal as refusal:
        noted.file(request, refusal)
        messages.error(request, refusals.said(refusal))
        return redirect("check")
    aside.carry_out(one)
    return redirect("errand", one.pk)
