"""Units with their people, and reports as they were issued (报送测试用的单位和报表)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.reports.models import Report, Stage, Step
from diaodu.bureau.reports.steps import write

HERE = ZoneInfo("Asia/Shanghai")
FORM = {"code": "county_month", "name": "县区月报", "matter": "actual", "rhythm": "M", "units": ["counties"]}
FORM |= {"due": {"day": 8, "months_after": 1}, "remind": [-2, 0, 1, 3], "chain": ["review", "sign"]}


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of 2026 by the city's clock (时点)."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=HERE)


def unit(code: str, name: str, *roles: str, place: str = "") -> Unit:
    """A unit with one person of each role, who has an address (单位)."""
    made = Unit.objects.create(code=code, name=name, place=place, order=int(code) if code.isdigit() else 0)
    for role in roles:
        person(f"{code}-{role}", role, made)
    return made


def person(username: str, role: str, unit: Unit | None = None, email: str | None = None) -> Person:
    """A log-in (人员)."""
    address = f"{username}@city.test" if email is None else email
    return Person.objects.create(
        username=username, full_name=f"{username}某", role=role, unit=unit, email=address, post="科员"
    )


def county(code: str = "900321", name: str = "岩坪县") -> Unit:
    """A county with its whole chain (县)."""
    return unit(code, name, Role.FILLER, Role.REVIEWER, Role.HEAD, place=code)


def report(of: Unit, **given: Any) -> Report:
    """September's report of a unit, due on 8 October at 18:00 (报表)."""
    slots = [["gdp", of.place or "900300", "", "official", what, 2026, 1, 9] for what in ("level", "growth")]
    usual: dict[str, Any] = {
        "form": "county_month", "name": "县区月报", "matter": "actual", "block": FORM, "slots": slots,
        "size": 2, "year": 2026, "month": 9, "opened_at": at(9, 1), "due_at": at(10, 8, 18),
    }  # fmt: skip
    return Report.objects.create(unit=of, **{**usual, **given})


def stepped(one: Report, stage: str, act: str, by: Person, when: dt.datetime, text: str = "") -> Step:
    """The report in another stage, and the act that brought it there (办理)."""
    one.stage = stage
    if stage == Stage.SIGNED:
        one.signed_at, one.first_signed_at = when, one.first_signed_at or when
    one.save()
    return write(one, act, by=by, at=when, text=text)
