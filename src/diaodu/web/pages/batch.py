"""Open many log-ins from one sheet (批量开户)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.directory import batch as verbs
from diaodu.bureau.directory import people as roll
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.reports.intake.files import open_book
from diaodu.bureau.reports.intake.grid import text_of
from diaodu.economy.errors import Refusal
from diaodu.web import noted, refusals, sheets
from diaodu.web.access import needs

KEPT = "batch"
LIMIT = 5 * 1024 * 1024
WIDTHS = (30, 12, 16, 14, 16, 26)


@needs(Permission.ACCOUNTS)
def batch(request: HttpRequest) -> HttpResponse:
    """The form; a POST reads the sheet and shows what it would open (批量开户)."""
    if request.method != "POST":
        return render(request, "people/batch.html", {})
    try:
        sheet = _read(request)
    except Refusal as refusal:
        noted.file(request, refusal)
        messages.error(request, refusals.said(refusal))
        return redirect("people_batch")
    request.session.pop(KEPT, None)
    if not sheet.faults:
        request.session[KEPT] = [list(line) for line in sheet.lines]
    faults = [(one.cell, one.content, refusals.said(one.why)) for one in sheet.faults]
    return render(request, "people/batch.html", {"lines": sheet.lines, "faults": faults, "read": True})


@require_POST
@needs(Permission.ACCOUNTS)
def open_all(request: HttpRequest) -> HttpResponse:
    """Open what was shown; the first passwords are in the answer alone (开户并下载初始密码)."""
    person: Any = request.user
    lines = [verbs.Line(*line) for line in request.session.pop(KEPT, [])]
    try:
        if not lines:
            raise Refusal("没有待开户的名单，或已经开过户。请重新上传。")
        opened = verbs.open_all(lines=lines, by=person, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
        return redirect("people_batch")
    heads = (*verbs.COLUMNS[:4], "初始密码")
    messages.success(request, _("已开户 {n} 个，请安全管理员授权。").format(n=len(opened)))
    content = sheets.workbook("初始密码", heads, opened, widths=WIDTHS)
    return sheets.download(f"初始密码-{timezone.localdate():%Y%m%d}.xlsx", content)


@needs(Permission.ACCOUNTS)
def blank(request: HttpRequest) -> HttpResponse:
    """An empty sheet with a row for each unit (名单模板)."""
    rows = [(unit.name, "", "", post, "", "") for unit in roll.units() for post in roll.POSTS]
    content = sheets.workbook("人员名单", verbs.COLUMNS, rows, widths=WIDTHS)
    return sheets.download("人员名单.xlsx", content)


def _read(request: HttpRequest) -> verbs.Sheet:
    file = request.FILES.get("file")
    if file is None:
        raise Refusal("请选择名单文件（xlsx 或 csv）。")
    if file.size is None or file.size > LIMIT:
        raise Refusal("名单文件超过{limit}兆。请只留人员名单。", limit=LIMIT // 1024 // 1024)
    book = open_book(file.name or "", file.read())
    grid = next(iter(book.grids), None)
    rows = grid.rows if grid else []
    return verbs.read([[text_of(cell) for cell in row[:26]] for row in rows[:5000]])
