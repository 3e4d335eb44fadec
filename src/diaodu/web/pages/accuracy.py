"""How well units have estimated (预计准确度): a unit its own, the dispatchers all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Unit
from diaodu.bureau.directory.permissions import Permission, may, sees_all_units
from diaodu.bureau.reports import accuracy as records
from diaodu.bureau.reports import typed
from diaodu.bureau.reports.accuracy import Record
from diaodu.economy.breakdowns import Place
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period, span
from diaodu.economy.rank import Rank, rank
from diaodu.web import sheets
from diaodu.web.access import needs
from diaodu.web.templatetags.words import item_name, when

PER_PAGE = 60


@needs(Permission.REPORTS)
def accuracy(request: HttpRequest) -> HttpResponse:
    """All units ranked, or one unit's own estimates."""
    upto, everyone = _upto(request.GET.get("month", "")), sees_all_units(request.user)
    context: dict[str, Any] = {
        "tab": "accuracy",
        "everyone": everyone,
        "month": upto,
        "months": _months(),
        "may_export": may(request.user, Permission.EXPORT),
    }
    unit = _unit(request, everyone)
    if unit is None:
        context["ranking"] = _ranked(records.ranking(upto)) if everyone else []
        return render(request, "accuracy/ranking.html", context)
    found = records.of_unit(unit, upto)
    page = Paginator(found.lines, PER_PAGE).get_page(request.GET.get("page", "1"))
    context |= {"record": found, "page": page, "query": f"month={upto.code}&unit={unit.code}"}
    return render(request, "accuracy/unit.html", context)


@needs(Permission.EXPORT)
def workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook (导出): one unit's, or all that one may see."""
    upto, everyone = _upto(request.GET.get("month", "")), sees_all_units(request.user)
    unit = _unit(request, everyone)
    found = [records.of_unit(unit, upto)] if unit else records.ranking(upto) if everyone else []
    heads = [_("单位"), _("指标"), _("数据项"), _("计量单位"), _("地区"), _("统计期"), _("预计数"),
             _("签发时间"), _("实际数"), _("误差"), _("得分"), _("时限后改动")]  # fmt: skip
    places = catalogue.current().places
    rows = [row for one in found for row in _rows(one, places)]
    name = _("{period}预计准确度").format(period=when(upto))
    record("collection.exported", request.user, by=request.user, asked=name, size=len(rows))
    widths = [24, 26, 12, 10, 12, 16, 12, 17, 12, 18, 8, 10]
    return sheets.download(f"{name}.xlsx", sheets.workbook(name, heads, rows, widths=widths))


def _ranked(found: list[Record]) -> list[tuple[Rank | None, Record]]:
    """Each with its place (位次): who has the same score shares it."""
    places = rank({one.unit.code: one.score for one in found})
    return [(places.get(one.unit.code), one) for one in found]


def _rows(one: Record, places: Mapping[str, Place]) -> list[list[Any]]:
    return [
        [
            one.unit.name, line.indicator.name, item_name(line.slot.kind, line.slot.what),
            typed.unit_of(line.indicator, line.slot.what), _label(places, line.slot.place), when(line.period),
            line.counts.value if line.counts else "",
            f"{timezone.localtime(line.counts.at):%Y-%m-%d %H:%M}" if line.counts and line.counts.at else "",
            line.actual.value if line.actual.value is not None else "",
            line.error.text if line.error else "",
            round(line.error.score, 1) if line.error else "",
            len(line.later),
        ]
        for line in one.lines
    ]  # fmt: skip


def _label(places: Mapping[str, Place], code: str) -> str:
    return places[code].label if code in places else code


def _unit(request: HttpRequest, everyone: bool) -> Unit | None:
    """A unit's people see their own, whatever they ask for."""
    if not everyone:
        return getattr(request.user, "unit", None)
    code = request.GET.get("unit", "")[:40]
    return get_object_or_404(Unit, code=code) if code else None


def _upto(code: str) -> Period:
    if not code:
        return _months()[0]
    try:
        return Period.parse(code).month
    except (Refusal, ValueError) as error:
        raise Http404(_("没有这一期")) from error


def _months() -> list[Period]:
    """The present month and a year back (可选的期)."""
    today = timezone.localtime(timezone.now())
    found = [span(today.year, today.month, today.month)]
    while len(found) < 13:
        found.append(found[-1].previous_month)
    return found
