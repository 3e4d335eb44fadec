"""Reminders: in working days, to whoever's turn it is, once (提醒)."""

from __future__ import annotations

import datetime as dt

import pytest

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.directory.permissions import Denied
from diaodu.bureau.notices.models import Notice
from diaodu.bureau.reports import filing, reminders, rounds
from diaodu.bureau.reports.models import Report, Stage, Step
from diaodu.economy.errors import Refusal
from tests.bureau.collecting import at, county, person, report, stepped, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispatcher() -> Person:
    return person("diaodu", Role.DISPATCHER)


def remind(now: dt.datetime) -> int:
    return reminders.remind_due(by=Person.system(), now=now)


def told(kind: str = "reminder") -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind=kind).order_by("pk").select_related("person")
    return [(one.person.username, str(one)) for one in rows]


def test_two_working_days_before_national_days_deadline_is_before_the_holiday() -> None:
    """8 October 2026 follows the holiday: two working days before it is 29 September."""
    report(county())
    assert remind(at(9, 29, 8, 59)) == 0
    assert remind(at(9, 29)) == 1
    assert told() == [
        (
            "900321-filler",
            "“县区月报（2026年9月）”应于10月8日18:00前报送，还有2个工作日，现在未填报",
        )
    ]


def test_each_rung_once_however_often_the_loop_runs() -> None:
    report(county())
    for when in (at(9, 29), at(9, 29, 9, 1), at(10, 5), at(10, 8), at(10, 8, 17), at(10, 9), at(10, 9, 20)):
        remind(when)
        remind(when)
    assert [text.split("，")[1] for _, text in told()] == [
        "还有2个工作日",
        "现在未填报",  # on the day
        "逾期1个工作日",
    ]


def test_the_third_day_late_counts_the_make_up_saturday() -> None:
    """10 October 2026 is a Saturday that offices work: three days after the 8th is Monday the 12th."""
    report(county())
    remind(at(10, 11, 12))
    assert not [text for _, text in told() if "逾期3个" in text]
    remind(at(10, 12))
    assert "逾期3个工作日" in told()[-1][1]


def test_after_days_of_standstill_only_the_last_rung_is_told() -> None:
    report(county())
    remind(at(10, 9, 10))
    assert [text for _, text in told()] == [
        "“县区月报（2026年9月）”已于10月8日18:00到期，逾期1个工作日，现在未填报"
    ]


def test_whose_turn_it_is_is_reminded_and_nobody_once_it_is_signed() -> None:
    one = report(county())
    stepped(one, Stage.SUBMITTED, Step.Act.SUBMITTED, Person.objects.get(username="900321-filler"), at(10, 7))
    remind(at(10, 8, 10))
    assert [name for name, _ in told()] == ["900321-reviewer"]
    head = Person.objects.get(username="900321-head")
    stepped(one, Stage.SIGNED, Step.Act.SIGNED, head, at(10, 8, 12))
    remind(at(10, 9, 10))
    assert len(told()) == 1


def test_who_was_reminded_has_nothing_left_to_read_once_it_is_handed_in() -> None:
    one, other = report(county()), report(county("900322", "石垭县"))
    remind(at(10, 8, 10))
    assert Notice.objects.unread().count() == 2
    stepped(
        one, Stage.SUBMITTED, Step.Act.SUBMITTED, Person.objects.get(username="900321-filler"), at(10, 8, 11)
    )
    (left,) = Notice.objects.unread()
    assert left.link == f"/reports/{other.pk}/"


def test_a_unit_without_a_filler_still_hears_of_it() -> None:
    report(unit("fagai", "市发展和改革委员会", Role.HEAD))
    remind(at(10, 8, 10))
    assert [name for name, _ in told()] == ["fagai-head"]


def test_a_moved_deadline_has_rungs_of_its_own(dispatcher: Person) -> None:
    one = report(county())
    remind(at(9, 29))
    rounds.extend(report=one, until=at(10, 13, 18), text="停电", by=dispatcher, now=at(9, 30))
    remind(at(10, 9, 10))  # one working day after the old deadline
    assert len(told()) == 1
    remind(at(10, 10, 10))  # the Saturday is worked: two working days before the new one
    assert "应于10月13日18:00前报送，还有2个工作日" in told()[-1][1]
    assert not [text for _, text in told() if "逾期" in text]


def test_what_was_returned_after_its_signature_is_reminded_of_again(dispatcher: Person) -> None:
    one = report(county())
    stepped(one, Stage.SIGNED, Step.Act.SIGNED, Person.objects.get(username="900321-head"), at(10, 8, 9))
    assert remind(at(10, 9, 10)) == 0
    filing.send_back(report=one, text="与部门数不一致", by=dispatcher, now=at(10, 9, 11))
    remind(at(10, 9, 12))
    assert "逾期1个工作日，现在已退回" in dict(told())["900321-filler"]


def test_what_was_issued_after_its_day_is_not_called_late() -> None:
    report(county(), opened_at=at(10, 20))
    assert remind(at(10, 21)) == 0


def test_dispatchers_get_one_line_a_form_and_a_day(dispatcher: Person) -> None:
    for n, name in enumerate(("岩坪县", "云汀县", "青岭区")):
        report(county(f"90032{n}", name))
    for hour in (9, 10, 16):
        remind(at(10, 9, hour))
    lines = told("late")
    assert lines == [("diaodu", "“县区月报”2026年9月已到期，3个单位未签发：岩坪县、云汀县、青岭区")]
    remind(at(10, 12))
    assert len(told("late")) == 2


def test_the_next_person_is_told_at_once_and_a_returned_report_says_why() -> None:
    one = report(county())
    filler, reviewer = (Person.objects.get(username=f"900321-{role}") for role in ("filler", "reviewer"))
    stepped(one, Stage.SUBMITTED, Step.Act.SUBMITTED, filler, at(9, 20, 10))
    assert remind(at(9, 20, 10, 1)) == 1
    stepped(one, Stage.RETURNED, Step.Act.RETURNED, reviewer, at(9, 20, 11), "旅游收入与上月相同")
    remind(at(9, 20, 11, 1))
    assert remind(at(9, 20, 11, 2)) == 0
    assert told("step") == [
        ("900321-reviewer", "“县区月报（2026年9月）”已由900321-filler某报送，请审核"),
        (
            "900321-filler",
            "“县区月报（2026年9月）”被900321-reviewer某退回，请改正后重新报送：旅游收入与上月相同",
        ),
    ]


def test_an_act_overtaken_before_the_loop_came_is_no_news() -> None:
    one = report(county())
    filler, reviewer = (Person.objects.get(username=f"900321-{role}") for role in ("filler", "reviewer"))
    stepped(one, Stage.SUBMITTED, Step.Act.SUBMITTED, filler, at(9, 20, 10))
    stepped(one, Stage.RETURNED, Step.Act.RETURNED, reviewer, at(9, 20, 10, 2), "差一项")
    stepped(one, Stage.SUBMITTED, Step.Act.SUBMITTED, filler, at(9, 20, 10, 4))
    stepped(one, Stage.REVIEWED, Step.Act.REVIEWED, reviewer, at(9, 20, 10, 5))
    remind(at(9, 20, 10, 6))
    assert told("step") == [("900321-head", "“县区月报（2026年9月）”已审核，请签发")]


def test_a_dispatcher_urges_and_not_twice_within_the_hour(dispatcher: Person) -> None:
    one = report(county())
    reminders.urge(report=one, text="市长办公会要用", by=dispatcher, now=at(10, 7, 15))
    remind(at(10, 7, 15, 1))
    assert "催报“县区月报（2026年9月）”，时限10月8日18:00，现在未填报：市长办公会要用" in told("step")[0][1]
    assert Event.objects.filter(verb="report.urged").count() == 1
    with pytest.raises(Refusal, match="一小时内已经催过"):
        reminders.urge(report=one, by=dispatcher, now=at(10, 7, 15, 30))
    reminders.urge(report=one, by=dispatcher, now=at(10, 7, 16, 30))
    with pytest.raises(Denied):
        reminders.urge(report=one, by=Person.objects.get(username="900321-head"), now=at(10, 8))


def test_one_report_gone_wrong_does_not_silence_the_others() -> None:
    broken = report(county("900321", "岩坪县"))
    Report.objects.filter(pk=broken.pk).update(block={**broken.block, "remind": "坏"})
    report(county("900322", "云汀县"))
    assert remind(at(10, 8, 10)) == 1
    assert told()[0][0] == "900322-filler"
    assert Event.objects.filter(verb="reminders.failed", subject_id=str(broken.pk)).count() == 1
    remind(at(10, 8, 11))
    assert Event.objects.filter(verb="reminders.failed").count() == 1  # its reason is written down once


def test_a_run_of_a_past_moment_tells_nothing_of_later_days() -> None:
    report(county())
    assert remind(at(9, 1)) == 0
