"""Under whose name and on which day papers go out (签发): the day is given, never read from the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.workdays import WorkCalendar


class Subject(NamedTuple):
    """Whom a paper is addressed to (发送对象); empty for a paper of the whole city."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Issue:
    """The day and the office of papers (成文日期、发文机关), and the days that offices work."""

    day: dt.date
    office: str = ""
    contact: str = ""
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    def office_of(self, month: Month) -> str:
        """The issuing office; by default the city's dispatch office."""
        return self.office or f"{month.catalogue.city.name}经济运行调度办公室"

    def after(self, workdays: int) -> dt.date:
        """The day so many working days later (工作日后): days off don't count, make-up days do."""
        return self.calendar.shift(self.day, workdays)


def government(place: Place) -> str:
    """Who answers for a county or a zone (主送单位)."""
    return f"{place.name}{'管理委员会' if place.level == 'zone' else '人民政府'}"
