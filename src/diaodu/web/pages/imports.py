"""Workbooks in: received, read, previewed, posted or given up (导入)."""

from __future__ import annotations

import threading

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.reports import actions as reports
from diaodu.bureau.reports.models import State, Upload
from diaodu.economy.errors import Refusal
from diaodu.web import noted, refusals, sheets
from diaodu.web.access import needs, own

PER_PAGE = 20
DEFAULTS = ("period", "place", "indicator", "unit")
KINDS = (".xlsx", ".xls", ".csv")


@needs(Permission.IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """The form, and what came in before; a POST takes a file in."""
    if request.method == "POST":
        return _receive(request)
    past = Upload.objects.defer("content", "preview")
    mine = past.open_to(request.user).select_related("by__unit")  # type: ignore[arg-type]
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    refused = Upload.objects.filter(pk__in=[one.pk for one in page if one.state == State.REFUSED])
    kept = dict(refused.values_list("pk", "preview"))
    for one in page:
        one.message = refusals.retold(kept.get(one.pk, {}).get("refusal"), one.message)
    known = catalogue.current()
    context = {"page": page, "indicators": list(known), "places": known.places.values(), "states": State}
    return render(request, "imports/page.html", context)


@needs(Permission.IMPORT)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: how far it is read, then what it would post."""
    return render(request, "imports/upload.html", _shown(_get(request, pk)))


@needs(Permission.IMPORT)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that is asked for again and again while a file is read."""
    return render(request, "imports/state.html", _shown(_get(request, pk)))


@require_POST
@needs(Permission.IMPORT)
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Post what was shown (入库)."""
    one = _get(request, pk)
    try:
        done = reports.post(one, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    else:
        said = _("已入库：新增{new}条，修订{revised}条，未变{unchanged}条。")
        messages.success(request, said.format(**done._asdict()))
    return redirect("upload", pk)


@require_POST
@needs(Permission.IMPORT)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file up (放弃)."""
    try:
        reports.discard(_get(request, pk), by=request.user)  # type: ignore[arg-type]
        messages.info(request, _("已放弃，台账没有改动。"))
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    return redirect("imports")


@require_POST
@needs(Permission.IMPORT)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file again with other options (重读)."""
    options = _options(request)
    try:
        reports.reread(_get(request, pk), options=options, by=request.user)  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    else:
        _read_aside(pk, options)
    return redirect("upload", pk)


@needs(Permission.IMPORT)
def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook with its problems marked (标注件)."""
    name, content = reports.marked_copy(_get(request, pk))
    return sheets.download(name, content)


def _receive(request: HttpRequest) -> HttpResponse:
    file, options = request.FILES.get("file"), _options(request)
    try:
        if file is None or not (file.name or "").lower().endswith(KINDS):
            raise Refusal("请选择 xlsx、xls 或 csv 文件。")
        content = file.read(settings.UPLOAD_LIMIT_BYTES + 1)  # enough to see that it is too large
        one = reports.receive(
            name=file.name or "",
            content=content,
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
            options=options,
        )
    except Refusal as refusal:
        noted.file(request, refusal)
        messages.error(request, refusals.said(refusal))
        return redirect("imports")
    _read_aside(one.pk, options)
    return redirect("upload", one.pk)


def _options(request: HttpRequest) -> dict[str, object]:
    given: dict[str, object] = {name: request.POST.get(name, "").strip()[:60] for name in DEFAULTS}
    given["accept_units"] = request.POST.get("accept_units") == "1"
    return {name: value for name, value in given.items() if value}


def _read_aside(pk: int, options: dict[str, object]) -> None:
    """Read in a thread, so that the page answers at once; what a killed process leaves, the loop picks up."""
    threading.Thread(target=_read, args=(pk, options), name=f"read-{pk}", daemon=True).start()


def _read(pk: int, options: dict[str, object]) -> None:
    try:
        reports.read(Upload.objects.get(pk=pk), options=options)
    finally:
        connection.close()


def _get(request: HttpRequest, pk: int) -> Upload:
    mine = Upload.objects.open_to(request.user)  # type: ignore[arg-type]
    return own(mine.select_related("by__unit").defer("content"), pk, "不是本单位的导入件")


def _shown(one: Upload) -> dict[str, object]:
    preview = one.preview or {}
    return {
        "upload": one,
        "message": refusals.retold(preview.get("refusal"), one.message),
        "preview": preview,
        "counts": preview.get("counts", {}),
        "lines": preview.get("lines", [])[:50],
        "problems": preview.get("problems", [])[:200],
        "reading": one.state == State.READING,
        "ready": one.state == State.READY,
        "open": one.state in (State.READY, State.REFUSED),
        "defaults": preview.get("options", {}),
    }
