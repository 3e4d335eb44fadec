"""My reports (我的报表): what is due, how far it is, what is late."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from diaodu.bureau.directory.models import Unit
from diaodu.bureau.directory.permissions import Permission, sees_all_units
from diaodu.bureau.reports.models import Report, ReportQuery, Stage
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period
from diaodu.web.access import needs

PER_PAGE = 50


class Wanted(NamedTuple):
    """Which reports (筛选)."""

    stage: str = ""
    month: str = ""
    unit: str = ""
    form: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Wanted:
        return cls(*(request.GET.get(name, "")[:40] for name in cls._fields))

    @property
    def query(self) -> str:
        return urlencode({k: v for k, v in self._asdict().items() if v})


class Line(NamedTuple):
    """One report of the list (报表行)."""

    report: Report
    days: int  # 距时限的天数，负数为已过
    late: bool
    share: int  # 已填的百分比
    asked: int

    @property
    def behind(self) -> int:
        """Days past the deadline (逾期天数)."""
        return -self.days


@needs(Permission.REPORTS)
def reports(request: HttpRequest) -> HttpResponse:
    """What is still to be done, the most urgent first; what is signed below."""
    wanted, now = Wanted.of(request), timezone.now()
    open_to = Report.objects.open_to(request.user)  # type: ignore[arg-type]
    found = _chosen(open_to, wanted).defer("block").select_related("unit")
    everyone = sees_all_units(request.user)
    todo = found.unsigned().order_by("due_at", "unit__order", "pk")
    page = Paginator(todo, PER_PAGE).get_page(request.GET.get("page"))
    past = found.filter(stage=Stage.SIGNED).order_by("-signed_at")
    context = {
        "wanted": wanted,
        "query": wanted.query,
        "page": page,
        "lines": [line(one, now) for one in page],
        "past": [line(one, now) for one in past[: PER_PAGE if wanted.query else 12]],
        "everyone": everyone,
        "stages": Stage.choices,
        "months": _months(open_to),
        "forms": open_to.order_by("form").values_list("form", "name").distinct(),
        "units": Unit.objects.filter(retired=False) if everyone else [],
    }
    return render(request, "reports/list.html", context)


def line(report: Report, now: dt.datetime) -> Line:
    """A report with how near its deadline is (紧急程度)."""
    day = timezone.localtime(report.deadline).date()
    asked = len(report.slots)
    share = round(100 * report.filled / asked) if asked else 0
    return Line(report, (day - timezone.localtime(now).date()).days, report.late(now), share, asked)


def _chosen(found: ReportQuery, wanted: Wanted) -> ReportQuery:
    if wanted.month:
        try:
            found = found.of_month(Period.parse(wanted.month))
        except (Refusal, ValueError):
            found = found.none()
    given: dict[str, Any] = {"unit__code": wanted.unit, "form": wanted.form, "stage": wanted.stage}
    return found.filter(**{name: value for name, value in given.items() if value})


def _months(found: ReportQuery) -> list[tuple[str, str]]:
    pairs = found.order_by("-year", "-month").values_list("year", "month").distinct()
    months = [Period(year, month, month) for year, month in pairs[:36]]
    return [(one.code, one.label) for one in months]
