"""Issue the reports that fall due, move deadlines, urge (布置报表、延期)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.catalogue import models as catalogue
from diaodu.bureau.directory.models import Unit
from diaodu.bureau.directory.permissions import Permission, require
from diaodu.bureau.reports.models import Report, Step
from diaodu.bureau.reports.steps import day_and_hour, locked, write
from diaodu.economy.errors import Refusal
from diaodu.economy.forms import Form, Office, Rhythm, Sheet, owed
from diaodu.economy.indicators import Catalogue
from diaodu.economy.periods import Period, span
from diaodu.economy.workdays import WorkCalendar

AHEAD = 1  # a month's reports are issued as the month begins


def due(month: Period, found: Catalogue | None = None) -> list[Sheet]:
    """What everybody owes for a month (当月应报)."""
    units = [
        Office(u.code, u.name, u.place) for u in Unit.objects.filter(retired=False).order_by("order", "code")
    ]
    return owed(catalogues.current_forms(), units, month, found or catalogues.current())


@transaction.atomic
def issue(*, month: Period, by: Any, now: dt.datetime, past: bool = True) -> int:
    """Issue a month's reports that are not there yet (布置当月报表); how many. Safe to repeat.

    Without `past` a form that fell due before any of it was issued is left out.
    """
    blocks = dict(catalogue.Form.objects.select_for_update().values_list("code", "block"))  # one at a time
    have = set(Report.objects.of_month(month).values_list("form", "unit__code", "turn"))
    calendar, units = catalogues.workdays(), {u.code: u for u in Unit.objects.all()}
    fresh = [
        _report(sheet, units[sheet.office.code], blocks[sheet.form.code], turn, calendar, now)
        for sheet in due(month)
        for turn in turns(sheet.form, month, calendar)
        if (sheet.form.code, sheet.office.code, turn) not in have
    ]
    if not past:
        begun = {(form, turn) for form, _unit, turn in have}
        fresh = [one for one in fresh if one.due_at > now or (one.form, one.turn) in begun]
    Report.objects.bulk_create(fresh)
    if fresh:
        record("reports.issued", fresh[0], by=by, month=month.code, count=len(fresh))
    return len(fresh)


def issue_due(*, by: Any, now: dt.datetime) -> int:
    """Issue the present month's reports and last month's (布置报表): what fell due before is history."""
    today = timezone.localtime(now).date()
    month = span(today.year, today.month, today.month)
    return sum(issue(month=one, by=by, now=now, past=False) for one in (month.previous_month, month))


def turns(form: Form, month: Period, calendar: WorkCalendar) -> Iterator[int]:
    """The weeks of a month by their deadlines (当月各周); 0 for what comes once.

    A deadline that a holiday moves ahead takes its week along into the month before; a week without a
    working day up to its deadline has none.
    """
    if form.rhythm is not Rhythm.WEEK:
        yield 0
        return
    first, last = dt.date(month.year, month.last, 1), month.last_day
    for n in range((last - first).days + 8):
        day = first + dt.timedelta(days=n)
        if day.isoweekday() == form.due.weekday:
            due = calendar.on_or_before(day)
            if first <= due <= last and due.isocalendar()[:2] == day.isocalendar()[:2]:
                yield day.isocalendar().week


def again_by(report: Report, now: dt.datetime) -> dt.datetime | None:
    """Until when to hand in again what is returned after its day (重报时限): next working day, same hour."""
    if now <= report.deadline:
        return None
    day = catalogues.workdays().shift(timezone.localtime(now).date(), 1)
    return timezone.make_aware(dt.datetime.combine(day, timezone.localtime(report.deadline).time()))


@transaction.atomic
def extend(*, report: Report, until: dt.datetime, text: str, by: Any, now: dt.datetime) -> Report:
    """Move a unit's deadline, with the reason (延期)."""
    require(by, Permission.COLLECT)
    one = locked(report)
    if one.first_signed_at is not None:
        raise Refusal("“{name}”已经签发过，不能再延期", name=str(one))
    if one.steps.filter(act=Step.Act.SIGNED, at__gt=one.deadline).exists():
        raise Refusal("“{name}”签发时已过时限，另定时限也不能算作按时", name=str(one))
    if until <= one.due_at:
        raise Refusal("延期后的时限应当晚于原定的{due}", due=day_and_hour(one.due_at))
    if not text.strip():
        raise Refusal("请写明延期的原因")
    old, one.extended_to = one.deadline, until
    one.save(update_fields=["extended_to"])
    write(one, Step.Act.EXTENDED, by=by, at=now, text=text.strip())
    record("report.extended", one, by=by, old=old.isoformat(), new=until.isoformat(), reason=text.strip())
    return one


def _report(
    sheet: Sheet, unit: Unit, block: dict[str, Any], turn: int, calendar: WorkCalendar, now: dt.datetime
) -> Report:
    form, period = sheet.form, sheet.period
    return Report(
        form=form.code,
        name=form.name,
        matter=form.matter.value,
        block=block,
        slots=[list(slot) for slot in sheet.slots],
        size=len(sheet.slots),
        unit=unit,
        year=period.year,
        month=period.last,
        turn=turn,
        opened_at=now,
        due_at=timezone.make_aware(form.due.on(period, calendar, turn)),
    )
