"""The year's calendar of reporting (报送日历), made from the forms: what is due from whom on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils import timezone

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.models import Unit
from diaodu.bureau.directory.permissions import sees_all_units
from diaodu.bureau.reports import rounds
from diaodu.bureau.reports.models import Report
from diaodu.economy.forms import Form, Office, Sheet
from diaodu.economy.indicators import Catalogue
from diaodu.economy.periods import Period, span
from diaodu.economy.workdays import WorkCalendar

REACH = 3  # so many months after its period may a form fall due


class Entry(NamedTuple):
    """One form's deadline (一次报送): `units` are the names of those who owe it."""

    form: Form
    period: Period
    turn: int
    at: dt.datetime
    units: tuple[str, ...]
    signed: int = 0
    issued: bool = False

    @property
    def key(self) -> str:
        """Its name for a calendar program (日程标识)."""
        return f"{self.form.code}-{self.period.code}-{self.turn}"


def of_month(month: Period, person: Any) -> list[Entry]:
    """What falls due in a month (当月到期)."""
    return [one for one in _entries(_before(month), person) if _within(one, month)]


def of_year(year: int, person: Any) -> list[Entry]:
    """What falls due in a year (全年日历)."""
    return [one for one in _entries(_months(year), person) if _local(one).year == year]


def deadlines(year: int, person: Any) -> Iterator[tuple[Form, list[dt.datetime]]]:
    """Every form's deadlines in a year by its rule (全年时限), without counting who owes what."""
    found, calendar, own = catalogues.current(), catalogues.workdays(), _own(person)
    offices = [Office(u.code, u.name, u.place) for u in Unit.objects.all() if own in ("", u.code)]
    for form in catalogues.current_forms():
        moments = [
            timezone.make_aware(form.due.on(month, calendar, turn))
            for month in _months(year)
            if form.due_in(month) and _owes(form, offices, month, found, own)
            for turn in rounds.turns(form, month, calendar)
        ]
        of_year = [at for at in moments if timezone.localtime(at).year == year]
        if of_year:
            yield form, of_year


def days(year: int, month: int, calendar: WorkCalendar) -> list[list[tuple[dt.date, str]]]:
    """The weeks of a month, Monday first, each day with its mark (月历): 休, 班, or nothing."""
    first = dt.date(year, month, 1)
    start = first - dt.timedelta(days=first.weekday())
    end = span(year, month, month).last_day
    weeks = []
    while start <= end:
        week = [start + dt.timedelta(days=n) for n in range(7)]
        weeks.append([(day, mark(day, calendar)) for day in week])
        start += dt.timedelta(days=7)
    return weeks


def mark(day: dt.date, calendar: WorkCalendar) -> str:
    """Where a day is other than its weekday says (调休标记): `off` or `work`; `rest` is a plain weekend."""
    works, weekday = calendar.is_workday(day), day.weekday() < 5
    if works:
        return "" if weekday else "work"
    return "off" if weekday or calendar.festival(day) else "rest"


def _entries(months: Iterable[Period], person: Any) -> Iterator[Entry]:
    found, calendar, forms = catalogues.current(), catalogues.workdays(), catalogues.current_forms()
    names, own = dict(Unit.objects.values_list("code", "name")), _own(person)
    wanted = list(months)
    issued = _issued(wanted)
    for month in wanted:
        for form, sheets in _by_form(rounds.due(month, found), forms):
            mine = [sheet for sheet in sheets if own in ("", sheet.office.code)]
            for turn in rounds.turns(form, month, calendar) if mine else ():
                at = timezone.make_aware(form.due.on(month, calendar, turn))
                units = tuple(names.get(sheet.office.code, sheet.office.name) for sheet in mine)
                yield _counted(Entry(form, month, turn, at, units), issued, own)


def _counted(entry: Entry, issued: dict[tuple[Any, ...], list[tuple[str, bool]]], own: str) -> Entry:
    key = (entry.form.code, entry.period.year, entry.period.last, entry.turn)
    found = [signed for code, signed in issued.get(key, ()) if own in ("", code)]
    return entry._replace(signed=sum(found), issued=bool(found))


def _issued(months: list[Period]) -> dict[tuple[Any, ...], list[tuple[str, bool]]]:
    """Of every form and week issued the units and whether they have signed."""
    made: dict[tuple[Any, ...], list[tuple[str, bool]]] = {}
    years = {month.year for month in months}
    fields = ("form", "year", "month", "turn", "unit__code", "signed_at")
    for *key, unit, signed in Report.objects.filter(year__in=years).order_by().values_list(*fields):
        made.setdefault(tuple(key), []).append((unit, signed is not None))
    return made


def _by_form(sheets: list[Sheet], forms: list[Form]) -> Iterator[tuple[Form, list[Sheet]]]:
    for form in forms:
        of_it = [sheet for sheet in sheets if sheet.form.code == form.code]
        if of_it:
            yield of_it[0].form, of_it


def _before(month: Period) -> list[Period]:
    """The periods that may fall due in a month, earliest first."""
    found = [month]
    for _ in range(REACH):
        found.append(found[-1].previous_month)
    return found[::-1]


def _months(year: int) -> list[Period]:
    return [*_before(span(year, 1, 1)), *(span(year, n, n) for n in range(2, 13))]


def _owes(form: Form, offices: list[Office], month: Period, found: Catalogue, own: str) -> bool:
    """A unit's own calendar shows what it is asked for; the city's shows every form."""
    asked = (one for one in offices if form.addresses(one, found))
    return any(not own or form.slots(one, month, found) for one in asked)


def _within(entry: Entry, month: Period) -> bool:
    day = _local(entry)
    return (day.year, day.month) == (month.year, month.last)


def _local(entry: Entry) -> dt.datetime:
    return timezone.localtime(entry.at)


def _own(person: Any) -> str:
    """The unit whose calendar it is; empty for the whole city's."""
    if sees_all_units(person):
        return ""
    return person.unit.code if person.unit else "-"
