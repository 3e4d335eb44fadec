"""Estimates against what came of them: the last signed in time counts, and none becomes a figure."""

from __future__ import annotations

import datetime as dt

import pytest

from diaodu.bureau.directory.models import Role, Unit
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports import accuracy, filing
from diaodu.bureau.reports.models import Report
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy.accuracy import Lean
from diaodu.economy.indicators import Kind
from diaodu.economy.periods import span
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY, MONTH

pytestmark = pytest.mark.django_db
EARLY = dt.datetime(2026, 9, 20, 2, tzinfo=dt.UTC)
CODE = f"retail_sales:{COUNTY}:growth"


@pytest.fixture
def office():
    return reporting.found()


def key(kind: str, month: int = 9, year: int = 2026, what: str = "growth", place: str = COUNTY) -> FigureKey:
    return FigureKey("retail_sales", place, "", kind, what, year, 1, month)


def post(by, *lines: Line, at: dt.datetime = EARLY) -> None:
    source = figures.add_source(name="数据", content=b"x", by=by, at=at)
    figures.post(lines=list(lines), source=source, by=by, at=at)


def estimate(value: float, at: dt.datetime = EARLY) -> Report:
    report = reporting.report("county_estimate")
    reporting.signed(report, {slot.code: value for slot in report.asked}, now=at)
    report.refresh_from_db()
    return report


def correct(report: Report, value: float, at: dt.datetime, why: str) -> None:
    by = reporting.person(Role.FILLER, COUNTY)
    filing.reopen(report=report, text=why, by=by, now=at)
    report.refresh_from_db()
    reporting.signed(report, {slot.code: value for slot in report.asked}, now=at)


def line() -> accuracy.Line:
    found = accuracy.of_unit(Unit.objects.get(code=COUNTY), MONTH)
    (mine,) = [one for one in found.lines if one.slot.code == CODE]
    return mine


def test_the_last_version_signed_before_the_deadline_counts(office) -> None:
    """6.0, corrected to 5.4 in time; what was signed after the 25th is listed with its reason."""
    report = estimate(6.0)
    correct(report, 5.4, EARLY + dt.timedelta(days=2), "漏了一家商场")
    correct(report, 5.1, report.deadline + dt.timedelta(days=1), "看到了部门快报")
    post(office, Line(key("official"), 5.0))
    mine = line()
    assert mine.counts
    assert (mine.counts.value, mine.counts.why) == (5.4, "漏了一家商场")
    assert [(one.value, one.why) for one in mine.later] == [(5.1, "看到了部门快报")]
    assert mine.error
    assert mine.error.text == "高0.4个百分点"
    assert mine.error.score == pytest.approx(100 - 40 * 0.1 / 1.2)


def test_what_the_dispatchers_returned_counts_no_more(office) -> None:
    """6.0 in time, returned; 5.2 signed after the 25th: none counts, unless it had a new date."""
    report = estimate(6.0)
    after = report.deadline + dt.timedelta(days=1)
    desk = reporting.person(Role.DISPATCHER)
    filing.send_back(report=report, text="单位是亿元", by=desk, now=report.deadline - dt.timedelta(hours=1))
    reporting.signed(report, {slot.code: 5.2 for slot in report.asked}, now=after)
    assert line().counts is None
    assert [(one.value, one.why) for one in line().later] == [(6.0, "单位是亿元"), (5.2, "单位是亿元")]
    Report.objects.filter(pk=report.pk).update(extended_to=after)
    assert line().counts.value == 5.2


def test_an_extension_moves_the_deadline_that_counts(office) -> None:
    report = estimate(6.0)
    late = report.deadline + dt.timedelta(days=1)
    correct(report, 5.1, late, "更正")
    Report.objects.filter(pk=report.pk).update(extended_to=late + dt.timedelta(hours=1))
    assert line().counts.value == 5.1


def test_one_signed_too_late_does_not_count_at_all(office) -> None:
    report = reporting.report("county_estimate")
    estimate(5.0, report.deadline + dt.timedelta(days=3))
    post(office, Line(key("official"), 5.0))
    mine = line()
    assert mine.counts is None
    assert mine.error is None
    assert [one.value for one in mine.later] == [5.0]


def test_what_is_not_published_yet_has_no_error(office) -> None:
    estimate(6.0)
    assert line().actual.value is None
    assert line().error is None


def test_a_department_of_another_kind_is_not_the_actual(office) -> None:
    """A department's flash of an official indicator is no statistic: the estimate is not held against it."""
    estimate(6.0)
    post(office, Line(key("departmental"), 3.0))
    assert line().actual.value is None


def test_growth_is_held_against_what_the_amounts_give_where_none_is_published(office) -> None:
    estimate(6.0)
    post(office, Line(key("official", what="level"), 105.0))
    post(office, Line(key("official", year=2025, what="level"), 100.0))
    assert line().error.value == pytest.approx(1.0)


def test_imported_estimates_count_where_a_date_shows_they_were_in_time(office) -> None:
    """July's says it was released on the 24th; August's came in October and says nothing."""
    released = Line(key("estimate", 7), 5.0, released=dt.date(2026, 7, 24))
    silent = Line(key("estimate", 8), 6.0)
    post(office, released, silent, at=dt.datetime(2026, 10, 9, 2, tzinfo=dt.UTC))
    post(office, Line(key("official", 7), 5.2), Line(key("official", 8), 6.0))
    found = accuracy.of_unit(Unit.objects.get(code=COUNTY), MONTH)
    told = {one.period.last: one for one in found.lines}
    assert told[7].error.value == pytest.approx(-0.2)
    assert told[8].counts is None
    assert told[8].note == accuracy.UNPROVED
    assert len(found.errors) == 1


def history(office, errors: list[float], place: str = COUNTY) -> None:
    """Estimates of the first months of the year, each so far above what came."""
    for month, error in enumerate(errors, 2):
        day = dt.date(2026, month, 20)
        post(office, Line(key("estimate", month, place=place), 5.0 + error, released=day))
        post(office, Line(key("official", month, place=place), 5.0))


def test_units_are_ranked_and_who_always_estimates_high_is_named(office) -> None:
    history(office, [0.5, 0.7, 0.4, 0.9, 0.6, 0.5])
    history(office, [0.1, -0.2, 0.1, 0.0, -0.1, 0.2], place=reporting.OTHER)
    found = accuracy.ranking(MONTH)
    assert [one.unit.code for one in found] == [reporting.OTHER, COUNTY]
    assert found[0].score == 100
    (high,) = found[1].leaning
    assert high.lean is Lean.HIGH
    assert high.bias == pytest.approx(0.6)
    assert found[0].leaning == []


def test_all_units_cost_few_queries(office, django_assert_max_num_queries) -> None:
    history(office, [0.5, 0.7])
    history(office, [0.1, -0.2], place=reporting.OTHER)
    estimate(6.0)
    with django_assert_max_num_queries(14):
        accuracy.ranking(MONTH)


def test_only_the_months_asked_for_are_looked_at(office) -> None:
    history(office, [0.5, 0.7, 0.4])
    (found,) = accuracy.ranking(span(2026, 3, 3), months=2)
    assert [one.period.last for one in found.lines] == [3, 2]


def test_an_estimate_changes_no_official_or_departmental_series(office) -> None:
    """The panel of the month before and after: the same series, value by value, but for the estimates."""
    post(office, Line(key("official", 8), 4.9), Line(key("official", 8, what="level"), 80.0))
    post(office, Line(key("departmental", 8), 4.7))

    def series() -> dict:
        made = snapshots.freeze(period=MONTH, by=office, at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
        snapshots._read.cache_clear()
        panel = snapshots.content(made).panel
        return {k: {p: v.value for p, v in s.items()} for k, s in panel if k.kind is not Kind.ESTIMATE}

    before = series()
    assert len(before) == 3
    estimate(6.0)
    assert Figure.objects.filter(kind="estimate").count() > 0
    assert series() == before
