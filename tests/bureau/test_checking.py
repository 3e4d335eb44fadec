"""A report beside the ledger: what is doubted, what was said of it before, what a unit's digits look like."""

from __future__ import annotations

import datetime as dt

import pytest

from diaodu.bureau.catalogue import actions
from diaodu.bureau.catalogue import models as catalogue
from diaodu.bureau.directory.models import Role, Unit
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.reports import checking, filing
from diaodu.bureau.reports.models import Explanation, Report
from diaodu.bureau.reports.steps import values_of
from diaodu.demo.city import OWN
from diaodu.economy.entry import Severity
from diaodu.economy.periods import span
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY, MONTH, NOW

pytestmark = pytest.mark.django_db
CODE = f"tourist_visits:{COUNTY}:level"
SHAPE = (8.0, 7.4, 8.5, 8.3, 8.4, 8.6, 8.3, 8.4, 8.5, 8.5, 8.6, 8.5)


@pytest.fixture
def office():
    return reporting.found()


def post(by, rows, unit: Unit | None = None, at: dt.datetime = NOW) -> None:
    """Figures as they would have come in: (key, value)."""
    source = figures.add_source(name="往月", content=b"x", by=by, at=at, unit=unit)
    figures.post(lines=[Line(FigureKey(*key), value) for key, value in rows], source=source, by=by, at=at)


def course(place: str = COUNTY, year: float = 120.0, since: int = 2020) -> list:
    """Six years of tourists, five per cent more each year, months a little uneven."""
    rows, n = [], 0
    for y in range(since, 2027):
        total = 0.0
        for month in range(1, 13):
            n += 1
            wobble = 1 + ((n * 7) % 11 - 5) / 500
            total += SHAPE[month - 1] / 100 * year * 1.05 ** (y - 2026) * wobble
            if (y, month) < (2026, 9):
                key = ("tourist_visits", place, "", "departmental", "level", y, 1, month)
                rows.append((key, round(total, 2)))
    return rows


def found(report: Report, value: float) -> dict[str, Severity]:
    return {one.hit.check: one.hit.severity for one in checking.doubts(report, {CODE: value})}


def test_the_units_own_years_say_what_september_can_be(office) -> None:
    """120 (万人次) a year: 1—9月 about 90.5; 95 is a third of a month too much."""
    post(office, course())
    report = reporting.report()
    assert found(report, 89.4) == {}
    (doubt,) = checking.doubts(report, {CODE: 95.0})
    assert doubt.hit.check == "走势异常"
    assert doubt.open
    assert "按往年同期走势应在" in doubt.hit.text


def test_a_thousand_times_ten_is_to_be_corrected_not_explained(office) -> None:
    post(office, course())
    report, filler = reporting.report(), reporting.person(Role.FILLER, COUNTY)
    (doubt,) = checking.doubts(report, {CODE: 894_000.0})
    assert (doubt.hit.check, doubt.hit.severity) == ("计量单位", Severity.FIX)
    assert "疑似按“人次”填报" in doubt.hit.text
    with pytest.raises(Exception, match="必须改正"):
        filing.explain(report=report, hit=doubt.hit, text="确实如此", by=filler, now=NOW)


def test_another_countys_figures_are_not_this_ones_past(office) -> None:
    post(office, course(place=reporting.OTHER))
    assert found(reporting.report(), 95.0) == {}


def test_what_the_report_posted_itself_is_not_its_own_past(office) -> None:
    """Signed, opened again: the number is held against August, not against itself."""
    post(office, course())
    report = reporting.report()
    reporting.signed(report, {slot.code: 89.4 for slot in report.asked})
    report.refresh_from_db()
    case = checking.case(report, values_of(report))
    assert case.filed[next(s for s in report.asked if s.code == CODE)] == 89.4
    assert "与上月相同" not in found(report, 89.4)


def test_a_later_figure_takes_the_place_of_an_earlier(office) -> None:
    """August was revised from 90 down to 70: 75 in September is no fall."""
    key = ("tourist_visits", COUNTY, "", "departmental", "level", 2026, 1, 8)
    post(office, [(key, 90.0)])
    report = reporting.report()
    assert "累计下降" in found(report, 75.0)
    post(office, [(key, 70.0)], at=NOW + dt.timedelta(hours=1))
    assert "累计下降" not in found(report, 75.0)


def test_an_explanation_is_offered_again_and_does_not_hold_by_itself(office) -> None:
    """August's doubt was explained; September's, of another number, asks again and offers those words."""
    key = ("tourist_visits", COUNTY, "", "departmental", "level", 2026, 1, 8)
    post(office, [(key, 90.0)])
    report = reporting.report()
    (doubt,) = [one for one in checking.doubts(report, {CODE: 75.0}) if one.hit.check == "累计下降"]
    older = Report.objects.create(
        form=report.form, name=report.name, matter=report.matter, block=report.block, slots=report.slots,
        unit=report.unit, year=2026, month=8, opened_at=NOW, due_at=NOW,
    )  # fmt: skip
    by = reporting.person(Role.FILLER, COUNTY)
    for text in ("上半年数据已修订", "7月起改按新口径统计"):
        Explanation.objects.create(
            report=older,
            check_code="累计下降",
            series=doubt.hit.series,
            values="70",
            text=text,
            by=by,
            at=NOW,
        )
    assert doubt.open
    offered = checking.remembered(report, [doubt.hit])
    assert {key: one.text for key, one in offered.items()} == {doubt.hit.key: "7月起改按新口径统计"}


def test_another_units_explanations_are_not_offered(office) -> None:
    key = ("tourist_visits", COUNTY, "", "departmental", "level", 2026, 1, 8)
    post(office, [(key, 90.0)])
    report, other = reporting.report(), reporting.report(unit=reporting.OTHER)
    (doubt,) = [one for one in checking.doubts(report, {CODE: 75.0}) if one.hit.check == "累计下降"]
    Explanation.objects.create(
        report=other, check_code="累计下降", series=doubt.hit.series, values="70", text="别县的说明",
        by=reporting.person(Role.FILLER, reporting.OTHER), at=NOW,
    )  # fmt: skip
    assert checking.remembered(report, [doubt.hit]) == {}


def test_limits_are_those_in_force_at_the_reports_month(office) -> None:
    """A city holds growth above 50 % for rare, from October on: September's report is not asked."""
    code = f"retail_sales:{COUNTY}:growth"
    report = reporting.report()
    report.slots = [["retail_sales", COUNTY, "", "official", "growth", 2026, 1, 9]]
    row = {"rule": "entry", "parameter": "growth_most", "value": 50.0, "source": "本市规定"}
    catalogue.Threshold.objects.create(**row, valid_from=dt.date(2026, 10, 1))
    checking._loaded.cache_clear()
    assert [one.hit.check for one in checking.doubts(report, {code: 80.0})] == []
    catalogue.Threshold.objects.create(**row, valid_from=dt.date(2026, 9, 1))
    checking._loaded.cache_clear()
    assert [one.hit.check for one in checking.doubts(report, {code: 80.0})] == ["增速过大"]


def test_definitions_loaded_anew_are_seen_at_once(office) -> None:
    report = reporting.report()
    assert found(report, 12.0) == {}
    read = actions.read(actions.PACKAGE, OWN)
    few = {code: read.indicators[code] for code in (*reporting.ACTUAL, *reporting.ESTIMATED)}
    few["tourist_visits"] = {**few["tourist_visits"], "unit": "人次", "decimals": 0}
    read = read._replace(indicators=few, forms={}, thresholds=[], consistency={}, gdp_support={})
    actions.load(definitions=read, by=office)
    assert found(report, 12.5) == {"数值范围": Severity.FIX}


def test_digits_are_read_of_what_the_unit_signed_alone(office) -> None:
    """Three years that all end in 0 or 5 are told to dispatchers; imported figures are nobody's hand."""
    unit = Unit.objects.get(code=COUNTY)
    rounded = [(key, round(value * 20) / 20) for key, value in course(since=2020)]
    more = [((*key[:1], key[1], "", "departmental", "level", *key[5:]), value) for key, value in rounded]
    revenue = [(("tourism_revenue", *key[1:]), round(value * 3.3 * 20) / 20 + 0.05) for key, value in more]
    post(office, rounded + revenue)
    assert checking.patterns(unit, MONTH) == []
    post(office, [(key, value + 0.05) for key, value in rounded + revenue], unit=unit)
    assert "末位为0或5" in {one.code for one in checking.patterns(unit, MONTH)}
    assert checking.patterns(unit, span(2021, 3, 3)) == []  # too few by then


def test_a_report_costs_few_queries(office, django_assert_max_num_queries) -> None:
    post(office, course())
    report = Report.objects.select_related("unit").get(pk=reporting.report().pk)
    checking.doubts(report, {CODE: 89.4})
    with django_assert_max_num_queries(4):
        checking.doubts(report, {CODE: 89.4})
