"""How the month's reports stand: the board, urging and extending, counts, the circular (报送情况)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.models import Unit
from diaodu.bureau.directory.permissions import Permission, may, sees_all_units
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.reports import board, checking, circular, reminders, rounds, workbook
from diaodu.bureau.reports.board import Choice, State
from diaodu.bureau.reports.models import Report
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period
from diaodu.web import refusals, sheets
from diaodu.web.access import needs
from diaodu.web.pages.reporting import common
from diaodu.web.templatetags.desk import state_name
from diaodu.web.templatetags.words import when

PER_PAGE = 60  # units
MOST = 3_000  # reports that one act is done to
SHOWN = 200  # ticks that an address carries


class Asked(NamedTuple):
    """What a page was asked for (所看的期和筛选)."""

    month: Period | None
    choice: Choice
    now: dt.datetime

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        given = request.POST if request.method == "POST" else request.GET
        choice = Choice(*(given.get(name, "")[:40] for name in Choice._fields))
        now = timezone.now()
        return cls(_month(given.get("month", ""), request.user, now), choice, now)

    @property
    def query(self) -> str:
        """What links carry (筛选条件)."""
        month = {"month": self.month.code} if self.month else {}
        return urlencode({**month, **{k: v for k, v in self.choice._asdict().items() if v}})

    def reports(self, person: Any) -> list[Report]:
        """The month's reports, but for the state (当月报表)."""
        return list(board.of_month(self.month, person, self.choice)) if self.month else []


@needs(Permission.REPORTS)
def collection(request: HttpRequest) -> HttpResponse:
    """Units × forms of a month."""
    asked = Asked.of(request)
    found = asked.reports(request.user)
    shown = board.chosen(found, asked.choice.state, asked.now)
    page, groups = _paged(board.matrix(shown, asked.now), request.GET.get("page", "1"))
    context = {
        **_common(request, asked, "collection"),
        "tally": board.tally(found, asked.now),
        "states": _states(found, asked.now),
        "groups": groups,
        "page": page,
        "query": asked.query,
        "forms": _forms(asked, request.user),
        "choice": asked.choice,
        "until": request.GET.get("until") or f"{timezone.localdate(asked.now) + dt.timedelta(days=1)}T18:00",
        "text": request.GET.get("text", ""),
        "ticked": set(_numbers(request.GET.getlist("report"))),
    }
    return render(request, "collection/page.html", context)


@require_POST
@needs(Permission.COLLECT)
def act(request: HttpRequest) -> HttpResponse:
    """Urge, or extend (催报、延期): the reports that were ticked, or all unsigned ones of the choice."""
    asked = Asked.of(request)
    wanted, left = _ticked(request, asked), list[Report]()
    if not wanted:
        messages.error(request, _("没有选中报表。请勾选要办理的报表"))
    elif request.POST.get("act") == "extend":
        left = _extend(request, wanted, asked.now)
    else:
        text = request.POST.get("text", "")[:200]
        urge = partial(reminders.urge, text=text, by=request.user, now=asked.now)
        left = _each(request, wanted, lambda one: urge(report=one), _("已催报 {n} 份，消息随即发出。"))
    return redirect(
        f"{reverse('collection')}?{asked.query}{_kept(request, left) if left or not wanted else ''}"
    )


def _kept(request: HttpRequest, left: list[Report]) -> str:
    """What was typed and ticked, where it was not done (未办成的): to be put right, not typed again."""
    typed = {name: request.POST.get(name, "")[:200] for name in ("text", "until")}
    return f"&{urlencode({**typed, 'report': [one.pk for one in left[:SHOWN]]}, doseq=True)}"


@needs(Permission.EXPORT)
def listed(request: HttpRequest) -> HttpResponse:
    """The chosen reports as a workbook (导出)."""
    asked = Asked.of(request)
    found = board.chosen(asked.reports(request.user), asked.choice.state, asked.now)
    heads = [_("单位"), _("报表"), _("期别"), _("状态"), _("已填"), _("应填"), _("时限"), _("首次签发"),
             _("迟（小时）"), _("更正次数"), _("用时（分钟）")]  # fmt: skip
    rows = [_row(one, asked.now) for one in found]
    name = _("{period}报送情况").format(period=when(_given(asked)))
    record("collection.exported", request.user, by=request.user, asked=asked.query, size=len(rows))
    widths = [26, 30, 14, 12, 8, 8, 17, 17, 10, 10, 12]
    return sheets.download(f"{name}.xlsx", sheets.workbook(name, heads, rows, widths=widths))


@needs(Permission.COLLECT)
def templates(request: HttpRequest) -> HttpResponse:
    """Every unit's workbook of the month in one file (打包下载填报表)."""
    asked = Asked.of(request)
    month = _given(asked)
    found = board.of_month(month, request.user, asked.choice).defer(None)
    name, content = workbook.pack(month, asked.now, found)
    record("collection.exported", request.user, by=request.user, asked=asked.query, size=len(content))
    return sheets.download(name, content, "application/zip")


@needs(Permission.REPORTS)
def quality(request: HttpRequest) -> HttpResponse:
    """How complete, how timely, how often corrected, how many minutes (报送质量)."""
    asked = Asked.of(request)
    context = _common(request, asked, "quality")
    if asked.month:
        context |= {
            "units": board.by_unit(asked.month, request.user, asked.now),
            "by_form": board.by_form(asked.month, request.user, asked.now),
            "year": asked.month.cumulative,
            "may_export": may(request.user, Permission.EXPORT),
            **_digits(request, asked.month),
        }
    return render(request, "collection/quality.html", context)


def _digits(request: HttpRequest, month: Period) -> dict[str, Any]:
    """What is odd in one unit's digits (数字特征): a hint to the dispatchers, and shown to nobody else."""
    code = request.GET.get("unit", "")[:40]
    if not code or not may(request.user, Permission.COLLECT):
        return {}
    unit = get_object_or_404(Unit, code=code)
    return {"looked_at": unit, "patterns": checking.patterns(unit, month)}


@needs(Permission.EXPORT)
def quality_workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook (导出)."""
    asked = Asked.of(request)
    month = _given(asked)
    counted = [_("应报"), _("已签发"), _("按时"), _("迟报"), _("未报"), _("更正未重签"), _("完整率（%）"),
               _("按时率（%）"), _("更正次数"), _("用时（分钟）")]  # fmt: skip
    heads = [_("单位或报表"), *(f"{_('当月')}{h}" for h in counted), *(f"{_('累计')}{h}" for h in counted)]
    lines = [
        *board.by_unit(month, request.user, asked.now),
        *board.by_form(month, request.user, asked.now),
    ]
    rows = [[line.name, *_counted(line.month), *_counted(line.year)] for line in lines]
    name = _("{period}报送质量").format(period=when(month))
    record("collection.exported", request.user, by=request.user, asked=asked.query, size=len(rows))
    return sheets.download(
        f"{name}.xlsx", sheets.workbook(name, heads, rows, widths=[30, *[10] * (2 * len(counted))])
    )


@needs(Permission.COLLECT)
def bulletin(request: HttpRequest) -> HttpResponse:
    """The circular's text, to be copied (通报)."""
    asked = Asked.of(request)
    context = _common(request, asked, "circular")
    if asked.month:
        passages = circular.write(asked.month, asked.reports(request.user), asked.now)
        context |= {
            "name": circular.title(asked.month),
            "passages": passages,
            "whole": circular.as_text(asked.month, passages),
        }
    return render(request, "collection/circular.html", context)


@needs(Permission.COLLECT)
def bulletin_word(request: HttpRequest) -> HttpResponse:
    """The circular as a Word file (通报); the log keeps who took it, its counts and its digest."""
    asked = Asked.of(request)
    month, found = _given(asked), asked.reports(request.user)
    name, day = circular.title(month), timezone.localtime(asked.now).date()
    office = str(getattr(request.user, "unit", None) or "")
    paper = Paper(title=name, author=office, day=day)
    paper.title(name)
    paper.blank()
    for passage in circular.write(month, found, asked.now):
        if passage.level:
            paper.heading(passage.level, passage.text)
        else:
            paper.para(passage.text)
    paper.signature(office or _("经济运行调度办公室"), day)
    content, count = paper.to_bytes(), board.tally(found, asked.now)
    counts = {
        one: getattr(count, one) for one in ("due", "in_time", "late", "missing", "refused", "reopened")
    }
    told = {"asked": asked.query, "as_of": timezone.localtime(asked.now).isoformat(timespec="seconds")}
    sha256 = hashlib.sha256(content).hexdigest()
    record("circular.taken", request.user, by=request.user, **told, **counts, sha256=sha256)
    return sheets.download(f"{name}.docx", content, sheets.DOCX)


def _common(request: HttpRequest, asked: Asked, tab: str) -> dict[str, Any]:
    return {
        "tab": tab,
        "month": asked.month,
        "months": board.months(request.user),
        "everyone": sees_all_units(request.user),
    }


def _month(code: str, person: Any, now: dt.datetime) -> Period | None:
    if not code:
        return board.current_month(person, now)
    try:
        return Period.parse(code).month
    except (Refusal, ValueError) as error:
        raise Http404(_("没有这一期")) from error


def _given(asked: Asked) -> Period:
    if asked.month is None:
        raise Http404(_("没有这一期"))
    return asked.month


def _forms(asked: Asked, person: Any) -> list[tuple[str, str]]:
    month = board.of_month(asked.month, person) if asked.month else Report.objects.none()
    return list(dict.fromkeys(month.order_by("form").values_list("form", "name")))


def _states(found: list[Report], now: dt.datetime) -> list[tuple[State, int]]:
    counts = dict.fromkeys(State, 0)
    for one in found:
        counts[board.state_of(one, now)] += 1
    return list(counts.items())


def _paged(groups: list[board.Group], number: str) -> tuple[Page, list[board.Group]]:
    """So many units a page, and the groups that they are of."""
    rows = [(n, row) for n, group in enumerate(groups) for row in group.rows]
    page = Paginator(rows, PER_PAGE).get_page(number)
    kept = [[row for n, row in page.object_list if n == k] for k in range(len(groups))]
    return page, [group._replace(rows=rows) for group, rows in zip(groups, kept, strict=True) if rows]


def _ticked(request: HttpRequest, asked: Asked) -> list[Report]:
    if request.POST.get("all"):
        found = board.chosen(asked.reports(request.user), asked.choice.state, asked.now)
        return [one for one in found if board.state_of(one, asked.now) not in board.SIGNED][:MOST]
    numbers = _numbers(request.POST.getlist("report"))
    return list(Report.objects.open_to(request.user).filter(pk__in=numbers).select_related("unit"))  # type: ignore[arg-type]


def _numbers(given: list[str]) -> list[int]:
    return [int(n) for n in given if n.isascii() and n.isdigit() and len(n) < 16]


def _extend(request: HttpRequest, wanted: list[Report], now: dt.datetime) -> list[Report]:
    until = common.moment(request.POST.get("until", ""))
    if until is None:
        messages.error(request, _("请写明延到哪一天、几点"))
        return wanted
    extend = partial(
        rounds.extend, until=until, text=request.POST.get("text", "")[:200], by=request.user, now=now
    )
    return _each(request, wanted, lambda one: extend(report=one), _("已延期 {n} 份。"))


def _each(
    request: HttpRequest, wanted: list[Report], act: Callable[[Report], Any], said: str
) -> list[Report]:
    """One by one: what is refused is told and given back, the rest is done."""
    left, refused = list[Report](), dict[str, None]()
    for one in wanted:
        try:
            act(one)
        except Refusal as refusal:
            refused.setdefault(refusals.said(refusal))
            left.append(one)
    if done := len(wanted) - len(left):
        messages.success(request, said.format(n=done))
    for text in list(refused)[:3]:
        messages.error(request, text)
    if len(refused) > 3:
        messages.error(request, _("另有 {n} 份没有办成").format(n=len(refused) - 3))
    return left


def _row(one: Report, now: dt.datetime) -> list[Any]:
    signed = one.first_signed_at
    over = round((signed - one.deadline).total_seconds() / 3600, 1) if signed and one.late(now) else ""
    return [
        one.unit.name, one.name, _period(one), state_name(board.state_of(one, now)), one.filled, one.size,
        _clock(one.deadline), _clock(signed), over, one.corrections, one.minutes,
    ]  # fmt: skip


def _period(one: Report) -> str:
    return f"{when(one.period)} W{one.turn}" if one.turn else when(one.period)


def _clock(moment: dt.datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _counted(one: board.Tally) -> list[Any]:
    shares = [round(x, 1) if x is not None else "" for x in (one.complete, one.timely)]
    counts = [one.due, one.signed, one.in_time, one.late, one.missing, one.reopened]
    return [*counts, *shares, one.corrections, one.minutes]
