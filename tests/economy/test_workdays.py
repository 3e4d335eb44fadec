"""Working days and deadlines, by the holidays as they were published (工作日、时限)."""

from __future__ import annotations

import datetime as dt

import pytest

from diaodu.bureau.reports.rounds import turns
from diaodu.economy.forms import Form
from diaodu.economy.periods import span
from diaodu.economy.workdays import Due, WorkCalendar

PUBLISHED = WorkCalendar()
WEEK = Form.of({"code": "w", "name": "周报", "rhythm": "W", "units": ["counties"], "due": {"weekday": 5}})


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "works"),
    [
        ("2026-10-01", False),  # 国庆节
        ("2026-10-07", False),  # 与10月10日（星期六）调休
        ("2026-10-10", True),  # 星期六上班
        ("2026-09-20", True),  # 星期日上班
        ("2026-10-17", False),  # 平常的星期六
        ("2026-02-16", False),  # 除夕
        ("2026-02-28", True),  # 星期六上班
        ("2026-10-08", True),
    ],
)
def test_holidays_and_make_up_days_as_published(date: str, works: bool) -> None:
    assert PUBLISHED.is_workday(day(date)) is works


def test_a_citys_own_days_go_before_the_published_ones() -> None:
    own = WorkCalendar.of(off=[day("2026-10-08")], work=[day("2026-10-17")])
    assert not own.is_workday(day("2026-10-08"))
    assert own.is_workday(day("2026-10-17"))
    assert own.on_or_after(day("2026-10-01")) == day("2026-10-09")


def test_workdays_are_counted_over_national_day() -> None:
    assert PUBLISHED.shift(day("2026-09-30"), 1) == day("2026-10-08")
    assert PUBLISHED.shift(day("2026-10-08"), -2) == day("2026-09-29")
    assert PUBLISHED.shift(day("2026-10-03"), 0) == day("2026-10-08")
    assert PUBLISHED.between(day("2026-09-30"), day("2026-10-12")) == 4  # 8, 9, 10（星期六）, 12
    assert PUBLISHED.nth(2026, 10, 5) == day("2026-10-13")
    assert PUBLISHED.nth(2026, 9, -1) == day("2026-09-30")
    assert PUBLISHED.nth(2026, 2, 1) == day("2026-02-02")


def test_a_year_is_settled_when_its_make_up_days_are_known() -> None:
    assert PUBLISHED.settled(2026)
    assert not PUBLISHED.settled(2060)
    assert WorkCalendar.of(work=[day("2060-02-08")]).settled(2060)


def test_a_festival_is_named_and_a_moved_day_off_is_not() -> None:
    assert PUBLISHED.festival(day("2026-10-01")) == "国庆节"
    assert PUBLISHED.festival(day("2026-02-17")) == "春节"
    assert PUBLISHED.festival(day("2026-10-07")) == ""
    assert PUBLISHED.festival(day("2026-10-08")) == ""


@pytest.mark.parametrize(
    ("block", "month", "turn", "expected"),
    [
        ({"day": 8, "months_after": 1}, 9, 0, "2026-10-08T18:00"),
        ({"day": 3, "months_after": 1}, 9, 0, "2026-10-08T18:00"),  # 国庆假期里的顺延到假后
        ({"day": 8, "months_after": 1}, 12, 0, "2027-01-08T18:00"),  # 跨年
        ({"day": 31}, 9, 0, "2026-09-30T18:00"),  # 没有31日的月份取末日
        ({"day": 25, "time": "12:00"}, 9, 0, "2026-09-28T12:00"),  # 25日中秋，26、27日周末
        ({"workday": 5, "months_after": 1}, 9, 0, "2026-10-13T18:00"),
        ({"workday": -1}, 9, 0, "2026-09-30T18:00"),
        ({"before_end": 10}, 9, 0, "2026-09-20T18:00"),  # 星期日，调休上班
        ({"before_end": 10}, 6, 0, "2026-06-18T18:00"),  # 20日星期六，19日端午，提前到18日
        ({"weekday": 5}, 9, 39, "2026-09-24T18:00"),  # 星期五中秋，提前到星期四
        ({"weekday": 5}, 9, 40, "2026-09-30T18:00"),  # 10月2日放假，提前到9月30日
    ],
)
def test_deadlines_roll_as_the_rule_says(block: dict, month: int, turn: int, expected: str) -> None:
    assert Due.of(block).on(span(2026, month, month), PUBLISHED, turn) == dt.datetime.fromisoformat(expected)


def test_a_deadline_names_one_day_and_no_more() -> None:
    for block in ({}, {"day": 8, "workday": 5}):
        with pytest.raises(ValueError, match="due"):
            Due.of(block)


def test_weeks_belong_to_the_month_that_their_deadline_lies_in() -> None:
    assert list(turns(WEEK, span(2026, 9, 9), PUBLISHED)) == [36, 37, 38, 39, 40]
    assert list(turns(WEEK, span(2026, 10, 10), PUBLISHED)) == [41, 42, 43, 44]


def test_the_week_of_spring_festival_asks_for_nothing() -> None:
    """16 to 20 February 2026 are all off: nobody reports a week that nobody worked."""
    assert list(turns(WEEK, span(2026, 2, 2), PUBLISHED)) == [6, 7, 9]


def test_weeks_run_over_the_years_end() -> None:
    """Friday 1 January 2027 is of week 53 of 2026, and a holiday: the week's report is due on 31 December."""
    december = list(turns(WEEK, span(2026, 12, 12), PUBLISHED))
    assert december[-1] == 53
    assert WEEK.due.on(span(2026, 12, 12), PUBLISHED, 53).date() == day("2026-12-31")
    assert 53 not in turns(WEEK, span(2027, 1, 1), PUBLISHED)
    for year in range(2015, 2035):
        for month in range(1, 13):
            of = span(year, month, month)
            for week in turns(WEEK, of, PUBLISHED):
                assert (WEEK.due.on(of, PUBLISHED, week).year, WEEK.due.on(of, PUBLISHED, week).month) == (
                    year,
                    month,
                )
