"""Two counties that owe reports, with their people, for the tests of the chain (报送测试)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.reports import checking, filing, rounds
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.steps import values_of
from diaodu.demo.city import OWN
from diaodu.economy.entry import Severity
from diaodu.economy.periods import Period, span

MONTH, AUGUST = span(2026, 9, 9), span(2026, 8, 8)
NOW = dt.datetime(2026, 10, 5, 2, tzinfo=dt.UTC)
COUNTY, OTHER = "900321", "900322"
ACTUAL = ("tourist_visits", "tourism_revenue", "new_urban_jobs")
ESTIMATED = ("general_budget_revenue", "retail_sales")
FORMS: dict[str, dict[str, Any]] = {
    "county_month": {"indicators": list(ACTUAL), "optional": ["tourism_revenue"], "units": ["counties"]},
    "county_estimate": {"indicators": list(ESTIMATED), "units": ["counties"], "where": {}},
    "county_week": {"indicators": ["general_budget_revenue"]},
}


def found(**forms: Mapping[str, Any]) -> Person:
    """The invented city's places, a few indicators, three forms, two counties (种入)."""
    read = catalogue.read(catalogue.PACKAGE, OWN)
    few = {code: read.indicators[code] for code in (*ACTUAL, *ESTIMATED)}
    blocks = {code: {**read.forms[code], **own, **forms.get(code, {})} for code, own in FORMS.items()}
    limits = [row for row in read.thresholds if row.get("indicator", "") in ("", *few)]
    chosen = read._replace(indicators=few, forms=blocks, thresholds=limits, consistency={}, gdp_support={})
    catalogue.load(definitions=chosen, by=Person.system())
    for code, name in ((COUNTY, "岩坪县人民政府"), (OTHER, "石垭县人民政府")):
        Unit.objects.get_or_create(code=code, defaults={"name": name, "place": code})
    return Person.system()


def person(role: str, unit: str = "", name: str = "") -> Person:
    """Somebody of a unit, or of the city (人员)."""
    own = Unit.objects.get(code=unit) if unit else None
    username = f"{role}{unit}{name}"
    made, _ = Person.objects.get_or_create(
        username=username,
        defaults={"full_name": name or Role(role).label + "甲", "role": role, "unit": own, "post": "科长"},
    )
    return made


def report(
    form: str = "county_month", unit: str = COUNTY, turn: int | None = None, month: Period = MONTH
) -> Report:
    """One report of a month, issued where it is not there yet (报表)."""
    rounds.issue(month=month, by=Person.system(), now=NOW)
    mine = Report.objects.of_month(month).filter(form=form, unit__code=unit).order_by("turn")
    return mine.get(turn=turn) if turn is not None else mine.first()  # type: ignore[return-value]


def fill(one: Report, by: Person, values: Mapping[str, float | None] | None = None, **more: Any) -> Any:
    """Fill every number, or those named (填报); what asks for an explanation is explained."""
    every = {slot.code: 100.0 if slot.what == "level" else 5.0 for slot in one.asked}
    entries = {code: filing.Entered(value) for code, value in (every if values is None else values).items()}
    saved = filing.save(report=one, entries=entries, by=by, now=more.get("now", NOW))
    one.refresh_from_db()
    for doubt in checking.doubts(one, values_of(one)):
        if doubt.open and doubt.hit.severity is Severity.EXPLAIN:
            filing.explain(report=one, hit=doubt.hit, text="已核实，确系如此", by=by, now=NOW)
    return saved


def signed(one: Report, values: Mapping[str, float | None] | None = None, now: dt.datetime = NOW) -> Any:
    """All the way to the signature by the unit's own people (报送、审核、签发)."""
    unit = one.unit.code
    fill(one, person("filler", unit), values)
    version = filing.submit(report=one, by=person("filler", unit), now=now)
    if "review" in one.chain:
        filing.review(report=one, seen=version.digest, by=person("reviewer", unit), now=now)
    return filing.sign(report=one, seen=version.digest, by=person("head", unit), now=now)
