"""The invented city with two months analysed and a person of every role (页面测试用的城市)."""

from __future__ import annotations

import datetime as dt

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory import actions as directory
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.documents import actions as documents
from diaodu.bureau.findings import actions as findings
from diaodu.bureau.findings import questions
from diaodu.bureau.pipeline import office
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy.periods import span
from tests.flows import city

PASSWORD = "diaodu-tests-2026"
SINCE = 2025  # two years are enough for growth, and quick
MONTHS = (8, 9)
COUNTY, INDICATOR = "900321", "gdp"  # 岩坪县，地区生产总值


def plant() -> None:
    """Load, post, analyse, judge, write (种入)."""
    by = city.found(since=SINCE)
    people()
    for month in MONTHS:
        at = dt.datetime(2026, month + 1, 20, 9, tzinfo=dt.UTC)
        snapshots.freeze(period=span(2026, 1, month), by=by, at=at)
        analyses.run_due(by=by)
        findings.record_due(by=by)
    directory.sync_units(office._units(catalogue.current()))
    questions.raise_due(by=by)
    documents.write_due(by=by, issue_date=dt.date(2026, 10, 20))


def people() -> dict[str, Person]:
    """One person of every role, whose user name is the role's (人员)."""
    office, _ = Unit.objects.get_or_create(code="yunxing", defaults={"name": "市经济运行调度办公室"})
    made = {}
    for role in Role:
        found, _ = Person.objects.get_or_create(
            username=role.value, defaults={"full_name": f"{role.label}甲", "role": role, "unit": office}
        )
        found.set_password(PASSWORD)
        found.save()
        made[role.value] = found
    return made
