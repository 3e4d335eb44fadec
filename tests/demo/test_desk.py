"""September's reports in the invented city: most in time, each of the others in its own trouble."""

import pytest

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory import actions as directory
from diaodu.bureau.directory.models import Person
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.pipeline import office
from diaodu.bureau.reports import filing
from diaodu.bureau.reports.models import Report, Stage
from diaodu.demo import desk
from diaodu.demo.cast import COUNTIES
from tests.flows import city


@pytest.fixture
def handed_in(db):
    city.found(since=2025)
    directory.sync_units(office._units(catalogue.current()))
    desk.people()
    desk.hand_in("county_month", "county_estimate")


def of(form: str, county: str, month: int) -> Report:
    return Report.objects.get(form=form, unit__code=county, month=month)


def test_september_came_in_and_each_trouble_is_there(handed_in):
    september = Report.objects.filter(form="county_month", month=9)
    assert september.count() == len(COUNTIES)
    assert september.filter(stage=Stage.SIGNED).count() >= len(COUNTIES) - 4
    assert of("county_month", "900327", 9).stage == Stage.OPEN
    assert of("county_month", "900325", 9).stage == Stage.RETURNED
    late = of("county_month", "900304", 9)
    assert late.stage == Stage.SIGNED
    assert late.late(desk.NOW)
    people = Person.objects.filter(unit__code="900322").values_list("role", flat=True)
    assert sorted(people) == ["filler", "head", "reviewer"]


def test_a_correction_voids_the_signature_and_estimates_stay_estimates(handed_in):
    report = of("county_month", "900326", 9)
    assert report.voided
    assert report.corrections == 1
    (change,) = filing.changes(report)
    assert change.new == round(change.old * 0.97, 2)
    ledger = Figure.objects.current().get(
        **dict(zip(filing.figures.FigureKey._fields, report.slots[0], strict=True))
    )
    assert ledger.value == change.old, "the ledger keeps what was signed until the head signs again"
    signed = Figure.objects.filter(source__unit__isnull=False, year=2026, last=10)
    assert set(signed.values_list("kind", flat=True)) <= {"estimate"}
    assert of("county_estimate", "900322", 10).stage == Stage.DRAFT
