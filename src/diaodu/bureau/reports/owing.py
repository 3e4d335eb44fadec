"""What falls due in a month, from whom and when (报送日历), issued or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.utils import timezone

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.reports import rounds
from diaodu.economy.forms import Form, Office
from diaodu.economy.periods import Period


class Owed(NamedTuple):
    """One report that somebody owes (应报一项)."""

    form: Form
    office: Office
    month: Period
    turn: int
    due_at: dt.datetime
    asked: int


def of_month(month: Period) -> Iterator[Owed]:
    """All that is owed for a month (当月应报), in the order of forms and units."""
    calendar = catalogues.workdays()
    for sheet in rounds.due(month):
        for turn in rounds.turns(sheet.form, month, calendar):
            due_at = timezone.make_aware(sheet.form.due.on(sheet.period, calendar, turn))
            yield Owed(sheet.form, sheet.office, sheet.period, turn, due_at, len(sheet.slots))
