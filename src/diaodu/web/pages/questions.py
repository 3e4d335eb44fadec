"""Figures that don't agree with what supports them: questions asked, answered, closed (匹配性)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.directory.permissions import Permission, may
from diaodu.bureau.findings import questions as acts
from diaodu.bureau.findings.models import (
    UNDONE,
    ConsistencyCheck,
    Question,
    QuestionEntry,
    QuestionQuery,
    QuestionState,
)
from diaodu.economy.breakdowns import Place
from diaodu.economy.consistency import BY_CODE, Severity
from diaodu.economy.errors import Refusal
from diaodu.web import frame, refusals
from diaodu.web.access import needs
from diaodu.web.frame import Frame
from diaodu.web.shapes import asked

PER_PAGE = 50
_GRAVEST = {one.value: one.order for one in Severity}


class Wanted(NamedTuple):
    """Which questions (筛选)."""

    severity: str = ""
    pair: str = ""
    place: str = ""
    state: str = ""
    past: str = ""
    mine: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Wanted:
        return cls(*(request.GET.get(name, "")[:40] for name in cls._fields))

    @property
    def query(self) -> str:
        return urlencode({k: v for k, v in self._asdict().items() if v})


@needs(Permission.VIEW)
def questions(request: HttpRequest) -> HttpResponse:
    """The month's questions, filtered and paged."""
    at, wanted = frame.of(request), Wanted.of(request)
    newest = QuestionEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    if same := frame.unchanged(request, *at.key, newest):
        return same
    context = _listed(at, wanted, request)
    if request.headers.get("HX-Target") == "found":
        return render(request, "questions/table.html", context)
    return frame.page(request, "questions/page.html", context)


@needs(Permission.VIEW)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: what was compared, what was said, what can be done."""
    one, at = _get(pk), frame.of(request)
    course = asked.course(at.month, one)
    context = {
        "at": at,
        "question": one,
        "rule": BY_CODE[one.rule].name,
        "place": at.month.catalogue.places.get(one.place),
        "indicator": at.month.catalogue.indicators.get(one.indicator),
        "figures": asked.figures(one, at.month.catalogue),
        "entries": one.entries.select_related("by__unit"),
        "earlier": acts.earlier(one)[:3],
        "course": course,
        "course_rows": asked.rows(course)[:24],
        "may_answer": acts.may_answer(request.user, one) and not one.done,
        "may_close": may(request.user, Permission.CLOSE),
    }
    return render(request, "questions/question.html", context)


@require_POST
@needs(Permission.ANSWER)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner answers (答复)."""
    text, evidence = request.POST.get("text", "")[:4000], request.POST.get("evidence", "")[:200]
    return _done(
        request,
        pk,
        lambda one: acts.answer(question=one, text=text, evidence=evidence, by=request.user),
        _("已答复。"),
    )


@require_POST
@needs(Permission.CLOSE)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepted and closed, or returned (办结、退回)."""
    text, accepted = request.POST.get("text", "")[:4000], request.POST.get("accepted") == "1"
    said = _("已办结。") if accepted else _("已退回。")
    return _done(
        request, pk, lambda one: acts.close(question=one, by=request.user, accepted=accepted, text=text), said
    )


@require_POST
@needs(Permission.CLOSE)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked again (重新提出)."""
    text = request.POST.get("text", "")[:4000]
    return _done(
        request, pk, lambda one: acts.reopen(question=one, by=request.user, text=text), _("已重新提出。")
    )


def _done(request: HttpRequest, pk: int, act: Callable[[Question], Any], said: str) -> HttpResponse:
    try:
        act(_get(pk))
    except Refusal as refusal:
        messages.error(request, refusals.said(refusal))
    else:
        messages.success(request, said)
    return redirect("question", pk)


def _get(pk: int) -> Question:
    return get_object_or_404(Question.objects.select_related("unit"), pk=pk)


def _listed(at: Frame, wanted: Wanted, request: HttpRequest) -> dict[str, Any]:
    unit = getattr(request.user, "unit", None)
    found = _chosen(at, wanted, unit)
    page = Paginator(asked.lines(found, at.month.catalogue), PER_PAGE).get_page(request.GET.get("page", "1"))
    check = ConsistencyCheck.objects.filter(analysis=at.month.analysis_id).first()
    month = f"month={at.month.period.month.code}" if at.asked else ""
    return {
        "at": at,
        "wanted": wanted,
        "page": page,
        "query": "&".join(filter(None, (wanted.query, month))),
        "places": _places(at),
        "severities": list(Severity),
        "states": QuestionState.choices,
        "left_over": Question.objects.left_over(at.month.period).count(),
        "check": asked.checked(check),
        "unit": unit,
    }


def _chosen(at: Frame, wanted: Wanted, unit: Any) -> list[Question]:
    """Gravest first; within a severity the city before its counties, in the order of the rules."""
    found: QuestionQuery = Question.objects.asked(at.month.period)
    if wanted.past:
        found = found | Question.objects.left_over(at.month.period)
    if wanted.mine and unit:
        found = found.of_unit(unit)
    given = {"severity": wanted.severity, "pair": wanted.pair, "place": wanted.place}
    found = found.filter(**{name: value for name, value in given.items() if value})
    if wanted.state:
        found = found.filter(state__in=UNDONE if wanted.state == "undone" else [wanted.state])
    order = {place.code: n for n, place in enumerate(_places(at))}
    return sorted(found, key=lambda q: (_GRAVEST[q.severity], order.get(q.place, 99), q.pk))


def _places(at: Frame) -> list[Place]:
    return [at.month.catalogue.city, *at.month.catalogue.counties]
