"""Files of a report (报表文件): the workbook out and back, the signed sheet, originals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.permissions import Permission, may
from diaodu.bureau.reports import scans, workbook
from diaodu.bureau.reports.models import Attachment, Report
from diaodu.economy.errors import Refusal
from diaodu.web import noted, refusals, sheets
from diaodu.web.access import needs, own
from diaodu.web.pages.reporting import common
from diaodu.web.shapes import reporting

MOST = 60 * 1024 * 1024


@needs(Permission.REPORTS)
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's workbook to fill in (下载填报表)."""
    one = common.get(request, pk)
    try:
        name, content = workbook.issue(one, timezone.now())
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("report", pk)
    record("report.downloaded", one, by=request.user, name=name)
    return sheets.download(name, content)


@require_POST
@needs(Permission.FILL)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook that came back (上传填报表): what was taken, what was not and why."""
    one = common.get(request, pk)
    try:
        name, content = _sent(request)
        by: Any = request.user
        taken = workbook.take(report=one, name=name, content=content, by=by, now=timezone.now())
    except Refusal as refusal:  # it is kept, and in the log already
        messages.error(request, refusals.said(refusal))
        return redirect("report", pk)
    _tell(request, one, taken)
    return redirect("report_taken", pk, taken.attachment.pk)


@needs(Permission.REPORTS)
def taken(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What a workbook that came back did (收回结果)."""
    one = _file(request, pk, number)
    standing = common.standing(one.report, checked=False)
    clashes = {clash["slot"]: clash for clash in one.outcome.get("conflicts", [])}
    told = {clash["cell"] for clash in clashes.values()}
    context = {
        "report": one.report,
        "file": one,
        "outcome": one.outcome,
        "taken": reporting.links(standing, one.outcome.get("taken", [])),
        "conflicts": [(way, clashes[way.code]) for way in reporting.links(standing, clashes)],
        "problems": [p for p in one.outcome.get("problems", []) if f"{p['sheet']}!{p['cell']}" not in told],
        "editable": one.report.editable and may(request.user, Permission.FILL, unit=one.report.unit_id),
    }
    return render(request, "reports/taken.html", context)


@require_POST
@needs(Permission.REPORTS)
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet that was signed on paper (上传签字件)."""
    one = common.get(request, pk)
    try:
        name, content = _sent(request)
        by: Any = request.user
        scans.keep(report=one, name=name, content=content, by=by, now=timezone.now())
    except Refusal as refusal:
        noted.file(request, refusal, report=pk)
        messages.error(request, refusals.said(refusal))
    else:
        messages.success(request, _("签字件已留存。"))
    return redirect("report", pk)


@needs(Permission.REPORTS)
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file as it came (原件): downloaded, never shown inside the page."""
    one = _file(request, pk, number)
    record("report.file_downloaded", one.report, by=request.user, name=one.name, sha256=one.sha256)
    return sheets.download(one.name, bytes(one.content), "application/octet-stream")


@needs(Permission.REPORTS)
def marked(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The workbook with what was wrong marked in it (标注件)."""
    try:
        name, content = workbook.marked(_file(request, pk, number))
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("report", pk)
    return sheets.download(name, content)


def _file(request: HttpRequest, pk: int, number: int) -> Attachment:
    one = common.get(request, pk)
    return own(Attachment.objects.filter(report=one).select_related("report"), number, "不是这份报表的文件")


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    given = request.FILES.get("file")
    if given is None:
        raise Refusal("请先选择文件")
    return given.name or "", given.read(MOST)


def _tell(request: HttpRequest, one: Report, taken: workbook.Taken) -> None:
    conflicts = len(taken.saved.conflicts)
    problems = len(taken.problems) - conflicts  # each is among the problems, too
    said = _("已读取{read}项，写入{saved}项。").format(read=taken.read, saved=len(taken.saved.revs))
    more = _("有{n}项与网页上的改动冲突，没有覆盖，见下。").format(n=conflicts) if conflicts else ""
    more += _("有{n}处没有写入，原因见下。").format(n=problems) if problems else ""
    if more:
        messages.warning(request, said + more)
    else:
        messages.success(request, said)
