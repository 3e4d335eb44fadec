"""The month that a page shows, and what a browser already has of it (所看的期)."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diaodu.bureau.findings import month as months
from diaodu.bureau.findings.month import Month
from diaodu.bureau.notices.models import Notice
from diaodu.economy.breakdowns import Place
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Indicator
from diaodu.economy.periods import Period
from diaodu.web.context import loop_fault

Found = TypeVar("Found", Indicator, Place)
STARTED = time.time_ns()  # pages of an older version of the program are not taken for unchanged


@dataclass(frozen=True)
class Frame:
    """A month, and how links keep to it (期)."""

    month: Month
    asked: bool  # the address names the month

    @property
    def query(self) -> str:
        """What links carry, so that a reader stays in the month he chose."""
        return f"?month={self.month.period.month.code}" if self.asked else ""

    @property
    def key(self) -> tuple[object, ...]:
        return (self.month.analysis_id, self.asked)

    def indicator(self, code: str) -> Indicator:
        """The indicator of an address, or 404."""
        return _found(self.month.catalogue.indicators.get(code))

    def place(self, code: str) -> Place:
        """The place of an address, or 404; none given means our city."""
        return _found(self.month.catalogue.places.get(code) if code else self.month.catalogue.city)


class NothingYet(Exception):
    """No month has been analysed (尚无分析)."""


def of(request: HttpRequest) -> Frame:
    """The month that the address asks for, else the newest."""
    asked = request.GET.get("month", "")
    month = months.latest(_period(asked) if asked else None)
    if month is None:
        if asked:
            raise Http404(_("没有这一期的分析"))
        raise NothingYet
    return Frame(month, bool(asked))


def unchanged(request: HttpRequest, *parts: object) -> HttpResponse | None:
    """304 where the browser has this very page already; never while a message waits to be shown."""
    etag = _etag(request, parts)
    request.etag = etag  # type: ignore[attr-defined]
    same = request.headers.get("If-None-Match", "").removeprefix("W/") == etag
    return (
        HttpResponseNotModified(headers={"ETag": etag}) if same and not len(get_messages(request)) else None
    )


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A whole page, marked so that it can be asked for again cheaply."""
    shown = bool(len(get_messages(request)))
    response = render(request, template, context)
    etag = getattr(request, "etag", "")
    if etag and not shown:
        response.headers["ETag"] = etag
    return response


def fragment(template: str, key: tuple[object, ...], build: Callable[[], dict[str, Any]]) -> SafeString:
    """A rendered part of a page, kept (片段): an analysis never changes, nor does what is drawn from it."""
    name = hashlib.sha256(repr((template, get_language(), *key)).encode()).hexdigest()
    html = cache.get(name)
    if html is None:
        html = render_to_string(template, build())
        cache.set(name, html, 24 * 3600)
    return SafeString(html)  # rendered by our own template just above or earlier


def _etag(request: HttpRequest, parts: tuple[object, ...]) -> str:
    session = request.session.session_key
    who = (
        session,
        getattr(request.user, "role", ""),
        get_language(),
        bool(request.headers.get("HX-Request")),
        Notice.objects.of(request.user).unread().count(),  # these stand in the head of every page
        loop_fault(request),
    )
    raw = repr((STARTED, request.get_full_path(), who, parts))
    return f'"{hashlib.sha256(raw.encode()).hexdigest()[:32]}"'


def _period(code: str) -> Period:
    try:
        return Period.parse(code).cumulative
    except (Refusal, ValueError) as error:
        raise Http404(_("没有这一期的分析")) from error


def _found(thing: Found | None) -> Found:
    if thing is None:
        raise Http404(_("没有这一项"))
    return thing
