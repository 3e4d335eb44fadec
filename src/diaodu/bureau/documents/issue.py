"""Under whose name and on which day papers go out (签发): the day is given, never read from the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place


class Subject(NamedTuple):
    """Whom a paper is addressed to (发送对象); empty for a paper of the whole city."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Issue:
    """The day and the office of papers (成文日期、发文机关). `holidays` are free days besides weekends."""

    day: dt.date
    office: str = ""
    contact: str = ""
    holidays: frozenset[dt.date] = frozenset()

    def office_of(self, month: Month) -> str:
        """The issuing office; by default the city's dispatch office."""
        return self.office or f"{month.catalogue.city.name}经济运行调度办公室"

    def after(self, workdays: int) -> dt.date:
        """The day so many working days later (工作日后): weekends and holidays don't count."""
        day = self.day
        while workdays > 0:
            day += dt.timedelta(days=1)
            workdays -= day.weekday() < 5 and day not in self.holidays
        return day


def government(place: Place) -> str:
    """Who answers for a county or a zone (主送单位)."""
    return f"{place.name}{'管理委员会' if place.level == 'zone' else '人民政府'}"
