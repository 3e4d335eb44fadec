"""The log, for the audit administrator alone (审计日志)."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from diaodu.bureau.audit import actions, export
from diaodu.bureau.audit.models import Event, EventQuery
from diaodu.bureau.audit.verbs import SUBJECTS, VERBS, Book, book_of
from diaodu.bureau.directory.permissions import Permission
from diaodu.web import sheets
from diaodu.web.access import needs
from diaodu.web.shapes import events

PER_PAGE = 50


class Wanted(NamedTuple):
    """Which events (筛选)."""

    book: str = ""
    person: str = ""
    verb: str = ""
    subject: str = ""
    number: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Wanted:
        return cls(*(request.GET.get(name, "").replace("\x00", "").strip()[:40] for name in cls._fields))

    @property
    def asked(self) -> dict[str, str]:
        return {name: value for name, value in self._asdict().items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    @property
    def others(self) -> str:
        """All but the book, for the tabs of the books."""
        return urlencode({name: value for name, value in self.asked.items() if name != "book"})

    def chosen(self) -> EventQuery:
        found = Event.objects.between(_day(self.since), _day(self.until))
        found = found.in_book(self.book) if self.book in Book.values else found
        given = {"actor__contains": self.person, "verb": self.verb,
                 "subject": self.subject, "subject_id": self.number}  # fmt: skip
        return found.filter(**{name: value for name, value in given.items() if value})


@never_cache
@needs(Permission.AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """The four books, filtered, the newest first; that somebody read them is an event as well."""
    wanted = Wanted.of(request)
    context = {**_listed(wanted, request.GET.get("before", "")), "wanted": wanted}
    actions.record("audit.read", request.user, by=request.user, asked=wanted.asked)
    if request.headers.get("HX-Target") == "found":
        return render(request, "audit/table.html", context)
    head = actions.head()
    more = {
        "books": Book.choices,
        "verbs": [(book.label, _verbs_of(book)) for book in Book if wanted.book in ("", book)],
        "subjects": SUBJECTS.items(),
        "head": head,
        "unsealed": max(0, Event.objects.count() - head.number),
    }
    return render(request, "audit/page.html", context | more)


@needs(Permission.AUDIT)
def table(request: HttpRequest) -> HttpResponseBase:
    """The chosen events with their seals (导出); recorded like the reading of them."""
    wanted, head = Wanted.of(request), actions.head()
    actions.record("audit.exported", request.user, by=request.user, asked=wanted.asked, head=str(head))
    stream = export.stream(wanted.chosen())
    response = StreamingHttpResponse(stream, content_type="text/csv; charset=utf-8")
    return sheets.named(response, _("审计日志.csv"))


def _listed(wanted: Wanted, before: str) -> dict[str, Any]:
    """One page more than enough: of a million events nobody counts the pages."""
    found = wanted.chosen()
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    block = list(found[: PER_PAGE + 1])
    shown = block[:PER_PAGE]
    return {
        "lines": events.lines(shown),
        "older": shown[-1].pk if len(block) > PER_PAGE else None,
        "newest": not before,
    }


def _verbs_of(book: Book) -> list[tuple[str, Any]]:
    return [(verb, name) for verb, name in VERBS.items() if book_of(verb) is book]


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 9999 else None  # the ends of time have no midnight in every zone
