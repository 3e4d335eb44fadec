"""What one was told (消息)."""

from __future__ import annotations

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.notices import actions, mail
from diaodu.bureau.notices.models import Notice
from diaodu.web.access import needs, own

PER_PAGE = 40


class Line(NamedTuple):
    """One notice in the reader's language (一条消息)."""

    notice: Notice
    text: str


@needs(Permission.VIEW)
def notices(request: HttpRequest) -> HttpResponse:
    """One's own, the unread first."""
    mine = Notice.objects.of(request.user)
    ordered = mine.order_by(F("read_at").desc(nulls_first=True), "-at", "-pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "lines": [Line(one, said(one)) for one in page],
        "unread": mine.unread().count(),
        "mails": mail.server() is not None,
    }
    return render(request, "notices/page.html", context)


@require_POST
@needs(Permission.VIEW)
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as read, and go where it leads (打开)."""
    one = own(Notice.objects.of(request.user), pk, "不是发给本人的消息")
    actions.mark_read(by=request.user, now=timezone.now(), pk=one.pk)
    ours = url_has_allowed_host_and_scheme(one.link, allowed_hosts=None)
    return redirect(one.link if ours and "go" in request.POST else "notices")


@require_POST
@needs(Permission.VIEW)
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read (全部已读)."""
    actions.mark_read(by=request.user, now=timezone.now())
    return redirect("notices")


def said(notice: Notice) -> str:
    """What it says, in the reader's language (消息内容)."""
    try:
        return _(notice.text).format(**notice.params)
    except (KeyError, IndexError, ValueError):  # written by another version of the program
        return notice.text
