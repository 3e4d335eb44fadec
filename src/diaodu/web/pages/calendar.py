"""The calendar of reporting: working days, and what is due from whom (报送日历)."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.permissions import Permission, sees_all_units
from diaodu.bureau.reports import calendar, ics
from diaodu.bureau.reports.calendar import Entry
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period, span
from diaodu.web import sheets
from diaodu.web.access import needs

YEARS = range(2000, 2101)


class Day(NamedTuple):
    """One day of the month's sheet (一天)."""

    date: dt.date
    mark: str
    festival: str
    inside: bool
    today: bool
    entries: list[Entry]


class Course(NamedTuple):
    """One form's deadlines through the year (一张表的全年时限), a list for each month."""

    name: str
    rhythm: str
    source: str
    days: list[list[dt.datetime]]


@needs(Permission.REPORTS)
def year(request: HttpRequest) -> HttpResponse:
    """A month day by day, and the year form by form."""
    now = timezone.localtime(timezone.now())
    month = _month(request.GET.get("month", ""), now.date())
    workdays, mine = catalogues.workdays(), calendar.of_month(month, request.user)
    context = {
        "tab": "calendar",
        "everyone": sees_all_units(request.user),
        "month": month,
        "before": month.previous_month,
        "after": month.next_month,
        "weeks": [
            [_day(day, mark, month, now.date(), mine, workdays.festival(day)) for day, mark in week]
            for week in calendar.days(month.year, month.last, workdays)
        ],
        "entries": mine,
        "settled": workdays.settled(month.year),
        "courses": _courses(month.year, request.user),
        "months": [span(month.year, n, n) for n in range(1, 13)],
        "now": now,
    }
    return render(request, "calendar/page.html", context)


@needs(Permission.REPORTS)
def file(request: HttpRequest, year: int) -> HttpResponse:
    """A year's deadlines for a calendar program (导出日历)."""
    if year not in YEARS:
        raise Http404
    entries = calendar.of_year(year, request.user)
    name = _("{year}年报送日历").format(year=year)
    record("collection.exported", request.user, by=request.user, asked=name, size=len(entries))
    content = ics.write(name, entries, timezone.now())
    return sheets.download(f"{name}.ics", content, "text/calendar; charset=utf-8")


def _day(day: dt.date, mark: str, month: Period, today: dt.date, entries: list[Entry], festival: str) -> Day:
    due = [one for one in entries if timezone.localtime(one.at).date() == day]
    due.sort(key=lambda one: one.at)
    return Day(day, mark, festival, day.month == month.last, day == today, due)


def _courses(year: int, person: Any) -> list[Course]:
    found = []
    for form, moments in calendar.deadlines(year, person):
        days: list[list[dt.datetime]] = [[] for _month in range(12)]
        for at in map(timezone.localtime, moments):
            days[at.month - 1].append(at)
        found.append(Course(form.name, form.rhythm.value, form.source, days))
    return found


def _month(code: str, today: dt.date) -> Period:
    if not code:
        return span(today.year, today.month, today.month)
    try:
        found: Any = Period.parse(code).month
    except (Refusal, ValueError) as error:
        raise Http404(_("没有这一期")) from error
    if found.year not in YEARS:
        raise Http404(_("没有这一期"))
    return found
