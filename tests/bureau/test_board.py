"""The status board: nine states, what is counted, the circular, the calendar (报送情况)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.pipeline import office
from diaodu.bureau.reports import board, calendar, circular, filing, ics, rounds
from diaodu.bureau.reports.board import Choice, State
from diaodu.bureau.reports.models import Report, Stage, Step
from diaodu.demo import city
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import span
from tests.bureau.collecting import FORM, HERE, at, county, person, report, stepped, unit

pytestmark = pytest.mark.django_db
MONTH = span(2026, 9, 9)
NOW = at(10, 9, 10)
IN_TIME, LATE = at(10, 8, 17, 59), at(10, 8, 20)


@pytest.fixture
def dispatcher() -> Person:
    return person("diaodu", Role.DISPATCHER)


def signed(of: Report, when: dt.datetime, **given: object) -> Report:
    fields = {"stage": Stage.SIGNED, "signed_at": when, "first_signed_at": when, "filled": of.size, **given}
    Report.objects.filter(pk=of.pk).update(**fields)
    of.refresh_from_db()
    return of


@pytest.mark.parametrize(
    ("fields", "now", "expected"),
    [
        ({}, at(10, 8, 17), State.OPEN),
        ({}, at(10, 8, 18, 1), State.MISSING),  # a minute late is late
        ({"stage": Stage.DRAFT}, at(10, 1), State.DRAFT),
        ({"stage": Stage.SUBMITTED}, at(10, 1), State.SUBMITTED),
        ({"stage": Stage.REVIEWED}, NOW, State.MISSING),  # reviewed is not signed
        ({"stage": Stage.RETURNED}, at(10, 1), State.RETURNED),
        ({"stage": Stage.RETURNED, "extended_to": at(10, 12, 18)}, NOW, State.RETURNED),
        ({"stage": Stage.SIGNED, "first_signed_at": IN_TIME, "signed_at": IN_TIME}, NOW, State.SIGNED),
        ({"stage": Stage.SIGNED, "first_signed_at": LATE, "signed_at": LATE}, NOW, State.LATE),
        ({"stage": Stage.SIGNED, "first_signed_at": IN_TIME, "signed_at": NOW}, NOW, State.SIGNED),
        ({"stage": Stage.DRAFT, "first_signed_at": IN_TIME, "corrections": 1}, NOW, State.CHANGED),
        ({"stage": Stage.RETURNED, "corrections": 1}, NOW, State.MISSING),  # returned by the dispatchers
        ({"stage": Stage.RETURNED, "corrections": 1}, at(10, 8, 17), State.RETURNED),
    ],
)
def test_a_report_stands_as_its_stage_and_its_deadline_say(
    fields: dict, now: dt.datetime, expected: State
) -> None:
    assert board.state_of(report(county(), **fields), now) is expected


def test_a_correction_after_signing_stays_in_time_and_is_counted() -> None:
    one = signed(report(county()), IN_TIME, corrections=1, minutes=12)
    count = board.tally([one, report(county("900322", "云汀县"))], NOW)
    assert (count.due, count.signed, count.in_time, count.late, count.missing) == (2, 1, 1, 0, 1)
    assert (count.corrections, count.minutes, count.timely, count.complete) == (1, 12, 50.0, 50.0)


def test_what_the_dispatchers_returned_is_missing_until_it_is_signed_anew() -> None:
    """岩坪县 signed on the 8th in time; returned on the 9th: 未报, then late on the 10th."""
    one = signed(report(county()), IN_TIME)
    filing.send_back(report=one, text="与部门数不一致", by=person("diaodu", Role.DISPATCHER), now=NOW)
    one.refresh_from_db()
    count = board.tally([one], NOW)
    assert (count.signed, count.in_time, count.missing, count.refused, count.timely) == (0, 0, 1, 1, 0.0)
    count = board.tally([signed(one, at(10, 10, 9))], at(10, 10, 10))
    assert (count.signed, count.late, count.missing, count.refused, count.corrections) == (1, 1, 0, 0, 1)


def test_returned_with_a_new_date_it_is_in_time_by_that_date(dispatcher: Person) -> None:
    one, until = signed(report(county()), IN_TIME), at(10, 12, 18)
    assert rounds.again_by(one, NOW) == at(
        10, 10, 18
    )  # the next working day: Saturday makes up for the feast
    assert rounds.again_by(one, IN_TIME) is None
    filing.send_back(report=one, text="口径改了", by=dispatcher, now=NOW, until=until)
    one.refresh_from_db()
    assert (one.deadline, board.state_of(one, NOW)) == (until, State.RETURNED)
    assert board.tally([signed(one, at(10, 12, 17))], at(10, 13)).in_time == 1


def test_what_was_signed_late_is_not_made_timely_by_a_return(dispatcher: Person) -> None:
    one = report(county())
    stepped(one, Stage.SIGNED, Step.Act.SIGNED, Person.objects.get(username="900321-head"), LATE)
    with pytest.raises(Refusal, match="已过时限"):
        filing.send_back(report=one, text="口径改了", by=dispatcher, now=NOW, until=at(10, 12, 18))
    assert Report.objects.get(pk=one.pk).stage == Stage.SIGNED
    filing.send_back(report=one, text="口径改了", by=dispatcher, now=NOW)
    with pytest.raises(Refusal, match="已过时限"):
        rounds.extend(report=one, until=at(10, 12, 18), text="再给三天", by=dispatcher, now=NOW)


def test_a_unit_that_corrects_itself_is_neither_in_time_nor_missing_meanwhile() -> None:
    one = signed(report(county()), IN_TIME)
    filing.reopen(report=one, text="漏报", by=Person.objects.get(username="900321-filler"), now=NOW)
    one.refresh_from_db()
    count = board.tally([one], NOW)
    assert (count.signed, count.in_time, count.missing, count.reopened, count.timely) == (0, 0, 0, 1, 0.0)
    count = board.tally([signed(one, at(10, 12), first_signed_at=IN_TIME)], at(10, 13))
    assert (count.in_time, count.reopened, count.corrections) == (1, 0, 1)


def test_what_has_not_fallen_due_says_nothing_about_timeliness() -> None:
    count = board.tally([report(county())], at(10, 1))
    assert (count.due, count.missing, count.timely) == (1, 0, None)


def test_units_of_one_sort_stand_under_the_forms_that_they_owe(dispatcher: Person) -> None:
    report(county())
    report(county("900322", "云汀县"))
    week = {"form": "county_week", "name": "周报"}
    report(Report.objects.first().unit, **week, turn=37, due_at=at(9, 11, 12))  # type: ignore[union-attr]
    report(unit("fagai", "市发展和改革委员会", Role.FILLER), form="department_month", name="部门月报")
    groups = board.matrix(board.of_month(MONTH, dispatcher), NOW)
    assert [(group.kind, [(c.form, c.turn) for c in group.columns]) for group in groups] == [
        ("county", [("county_week", 37), ("county_month", 0)]),
        ("department", [("department_month", 0)]),
    ]
    yanping, yunting = groups[0].rows
    assert [pair and pair[1] for pair in yanping.reports] == [State.MISSING, State.MISSING]
    assert yunting.reports[0] is None  # it does not owe the weekly one


def test_a_units_people_see_their_own_row_alone() -> None:
    mine, other = county(), county("900322", "云汀县")
    report(mine)
    report(other)
    filler = Person.objects.get(username="900321-filler")
    assert [one.unit for one in board.of_month(MONTH, filler)] == [mine]
    assert [line.unit for line in board.by_unit(MONTH, filler, NOW)] == [mine]


def test_choices_narrow_by_form_sort_and_state(dispatcher: Person) -> None:
    signed(report(county()), IN_TIME)
    report(county("900322", "云汀县"))
    report(unit("fagai", "市发展和改革委员会"), form="department_month")
    of = lambda **given: list(board.of_month(MONTH, dispatcher, Choice(**given)))  # noqa: E731
    assert len(of()) == 3
    assert len(of(kind="county")) == 2
    assert [one.unit.code for one in of(kind="department")] == ["fagai"]
    assert len(of(form="county_month")) == 2
    assert {one.unit.code for one in board.chosen(of(), "missing", NOW)} == {"900322", "fagai"}


def test_the_database_counts_as_the_board_does(dispatcher: Person) -> None:
    for n, (month, when) in enumerate([(8, at(9, 8, 12)), (9, IN_TIME), (9, LATE), (9, None)]):
        due = at(month + 1, 8, 18)
        one = report(county(f"90032{n}", f"{n}县"), month=month, due_at=due)
        if when:
            signed(one, when, minutes=n + 1)
    extended = report(county("900330", "五县"), extended_to=at(10, 9, 18))
    signed(extended, at(10, 9, 9))
    for n, first in ((31, None), (32, IN_TIME), (33, LATE)):  # returned; being corrected by their units
        fields = {"first_signed_at": first, "corrections": 1, "stage": Stage.RETURNED}
        report(county(f"9003{n}", f"{n}县"), **fields)
    [line] = board.by_form(MONTH, dispatcher, NOW)
    assert line.month == board.tally(Report.objects.of_month(MONTH), NOW)
    assert line.year == board.tally(Report.objects.all(), NOW)
    assert (line.month.in_time, line.month.late, line.month.missing) == (2, 1, 2)
    assert (line.month.refused, line.month.reopened) == (1, 2)
    units = {one.name: one for one in board.by_unit(MONTH, dispatcher, NOW)}
    assert units["0县"].month.due == 0
    assert units["0县"].year.in_time == 1


def test_the_circular_names_who_was_late_and_by_how_much() -> None:
    signed(report(county()), IN_TIME)
    signed(report(county("900322", "云汀县")), LATE)
    report(county("900323", "青岭区"), stage=Stage.DRAFT, filled=1)
    signed(report(county("900324", "桐渡区")), IN_TIME, corrections=2)
    report(county("900325", "沁原县"), stage=Stage.RETURNED, corrections=1)
    report(county("900326", "石垭县"), stage=Stage.DRAFT, corrections=1, first_signed_at=IN_TIME)
    report(county("900327", "岩坪县"))
    passages = circular.write(MONTH, Report.objects.select_related("unit"), NOW)
    text = circular.as_text(MONTH, passages)
    assert text.startswith("关于2026年9月报表报送情况的通报")
    assert (
        "2026年9月应报报表7份，涉及7个单位、1种报表。截至10月9日10时00分，到期7份，其中按时签发2份，迟报1份，"
        "未报3份（其中签发后被退回、未重报1份），更正后未重新签发1份，按时率28.6%。" in text
    )
    assert "二、迟报单位\n《县区月报》（1个单位）：云汀县（迟2小时0分）。" in text
    assert (
        "三、未报单位\n《县区月报》（3个单位）：青岭区（已填1/2项）、沁原县（签发后被退回，未重报）、岩坪县。"
        in text
    )
    assert "四、更正后未重新签发\n《县区月报》（1个单位）：石垭县。" in text
    assert "五、签发后更正\n《县区月报》（1个单位）：桐渡区（2次）。" in text


def test_a_circular_of_a_good_month_blames_nobody() -> None:
    signed(report(county()), IN_TIME)
    passages = circular.write(MONTH, Report.objects.select_related("unit"), NOW)
    assert [one.text for one in passages if one.level] == ["一、总体情况"]


def test_three_thousand_reports_are_read_in_two_queries(dispatcher: Person) -> None:
    units = [unit(f"9{n:05d}", f"{n}单位", place=f"9{n:05d}") for n in range(100)]
    Report.objects.bulk_create(
        Report(form=f"f{k}", name=f"表{k}", matter="actual", block=FORM, slots=[["x"] * 8] * 75, size=75,
               unit=one, year=2026, month=9, opened_at=at(9, 1), due_at=at(10, 8, 18))
        for one in units for k in range(30)
    )  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = list(board.of_month(MONTH, dispatcher))
        groups = board.matrix(found, NOW)
        count = board.tally(found, NOW)
    assert len(asked) == 2
    assert (count.due, len(groups[0].rows), len(groups[0].columns)) == (3_000, 100, 30)
    with CaptureQueriesContext(connection) as asked:
        assert len(board.by_unit(MONTH, dispatcher, NOW)) == 100
    assert len(asked) <= 4


def test_what_fell_due_before_the_desk_opened_is_not_issued(dispatcher: Person) -> None:
    """On 9 October the county form of September (due on the 8th) is history; the offices' (20th) is not."""
    found = catalogue.read(catalogue.PACKAGE, city.OWN)
    catalogue.load(definitions=found, by=Person.system())
    office.directory.sync_units(office._units(catalogue.current()))
    rounds.issue_due(by=Person.system(), now=NOW)
    september = set(Report.objects.of_month(MONTH).values_list("form", flat=True))
    assert "county_month" not in september
    assert "statistics_month" in september
    assert rounds.issue_due(by=Person.system(), now=NOW) == 0


def test_the_calendar_says_what_is_due_from_whom(dispatcher: Person) -> None:
    found = catalogue.read(catalogue.PACKAGE, city.OWN)
    catalogue.load(definitions=found, by=Person.system())
    office.directory.sync_units(office._units(catalogue.current()))
    october = calendar.of_month(span(2026, 10, 10), dispatcher)
    county_month = next(one for one in october if one.form.code == "county_month")
    assert county_month.at == at(10, 8, 18)  # 8 October follows the holiday
    assert len(county_month.units) == len(catalogue.current().counties)
    assert county_month.period == MONTH
    own = Report.objects.none().model._meta.get_field("unit").related_model.objects.get(code="900321")
    filler = person("tb", Role.FILLER, own)
    mine = calendar.of_month(span(2026, 10, 10), filler)
    assert {one.units for one in mine} == {(own.name,)}
    assert {one.form.code for one in mine} == {"county_month", "county_estimate", "county_week"}
    year = {form.code: days for form, days in calendar.deadlines(2026, filler)}
    assert len(year["county_month"]) == 12
    assert (
        len(year["county_week"]) == 51
    )  # every week but Spring Festival's; New Year's is due in the year before


def test_the_marks_of_october() -> None:
    weeks = calendar.days(2026, 10, catalogue.workdays())
    marks = {day: mark for week in weeks for day, mark in week}
    assert marks[dt.date(2026, 10, 1)] == "off"
    assert marks[dt.date(2026, 10, 10)] == "work"
    assert marks[dt.date(2026, 10, 11)] == "rest"
    assert marks[dt.date(2026, 10, 12)] == ""
    assert all(len(week) == 7 and week[0][0].weekday() == 0 for week in weeks)


def test_the_calendar_file_keeps_to_the_standard(dispatcher: Person) -> None:
    found = catalogue.read(catalogue.PACKAGE, city.OWN)
    catalogue.load(definitions=found, by=Person.system())
    office.directory.sync_units(office._units(catalogue.current()))
    entries = calendar.of_month(span(2026, 10, 10), dispatcher)
    content = ics.write("报送日历", entries, NOW)
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    text = content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(entries)
    assert "DTEND:20261008T100000Z" in text  # 18:00 in China
    assert "SUMMARY:县（市、区）部门数据月报（2026年9月）报送截止" in text
    assert HERE.key == "Asia/Shanghai"
