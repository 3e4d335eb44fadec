"""October's reports, and the people of one county who fill, review and sign (浏览器测试用的报送)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.reports import rounds
from diaodu.economy.periods import span
from tests.web.city import PASSWORD

COUNTY = "900322"
PEOPLE = (
    ("tianbao", Role.FILLER),
    ("tianbao2", Role.FILLER),
    ("shenhe", Role.REVIEWER),
    ("qianfa", Role.HEAD),
)


def lay_out() -> None:
    """Issue and people (布置)."""
    unit = Unit.objects.get(code=COUNTY)
    for username, role in PEOPLE:
        made = Person(username=username, full_name=f"{username}员", post="科长", role=role, unit=unit)
        made.set_password(PASSWORD)
        made.password_at = timezone.now()
        made.save()
    now = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    rounds.issue(month=span(2026, 10, 10), by=Person.system(), now=now)
