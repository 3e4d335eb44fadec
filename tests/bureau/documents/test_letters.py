"""What the letters say, and to whom they go."""

import datetime as dt

import pytest

from diaodu.bureau.documents.issue import Issue
from diaodu.bureau.documents.kinds import KINDS, reminder_letter, warning_sheet
from diaodu.economy.findings import Light
from tests.bureau.documents.made import month
from tests.bureau.documents.reading import said

ISSUE = Issue(dt.date(2026, 10, 22))


@pytest.fixture(scope="module")
def made():
    return month()


def test_sheets_go_to_red_counties_and_letters_to_red_departments(made):
    red = {place for (_, place), light in made.lights.items() if light.light == Light.RED}
    assert {s.code for s in warning_sheet.subjects(made)} == red - {made.catalogue.city.code}
    units = {s.code for s in reminder_letter.subjects(made)}
    assert "市发改委" in units
    assert not units & red  # no light of theirs has been red for three months


def test_a_county_red_for_three_months_gets_a_letter(made):
    finding = made.light("fixed_asset_investment", "4505")
    finding.months = 3
    try:
        assert "4505" in {s.code for s in reminder_letter.subjects(made)}
    finally:
        finding.months = 1


def test_a_sheet_says_all_that_it_must(made):
    subject = next(s for s in warning_sheet.subjects(made) if s.code == "4505")
    sheet = said(warning_sheet.build(made, subject, ISSUE))
    for wanted in ("YJ202609-05", "临溪县人民政府", "2026年1—9月", "固定资产投资", "-4.9", "7.0", "签发人",
                   "抄送：市政府督查室", "回执", "2026年11月5日前"):  # fmt: skip
        assert wanted in sheet


def test_working_days_pass_over_weekends_and_holidays():
    friday = dt.date(2026, 9, 25)
    assert Issue(friday).after(1) == dt.date(2026, 9, 28)
    assert Issue(dt.date(2026, 9, 30)).after(1) == dt.date(2026, 10, 8)
    assert Issue(dt.date(2026, 9, 30)).after(3) == dt.date(2026, 10, 10)  # a Saturday that makes up


def test_every_kind_has_what_the_list_asks_of_it():
    for kind in KINDS:
        assert kind.__doc__.split("：")[0].split(":")[0].strip() == kind.name
        assert all(callable(getattr(kind, verb)) for verb in ("title", "number", "subjects", "build"))
    assert len({kind.code for kind in KINDS}) == len(KINDS)
