"""The desk's pages: the board, urging, the calendar, notices, revisions (报送情况等页面)."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re

import docx
import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from diaodu.bureau.audit.models import Event
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Person, Unit
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.notices import actions as notices
from diaodu.bureau.notices.models import Notice
from diaodu.bureau.reports import reminders, rounds
from diaodu.bureau.reports.models import Report, Stage, Step
from diaodu.economy.periods import span
from tests.web.city import COUNTY, INDICATOR

OTHER = "900322"


@pytest.fixture
def issued(planted: None, db: None) -> list[Report]:
    """September's county reports: one signed in time, one late, the others never."""
    now = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    rounds.issue(month=span(2026, 9, 9), by=Person.system(), now=now)
    found = list(Report.objects.filter(form="county_month").order_by("unit__order", "unit__code"))
    for one, days in zip(found, (-1, 2), strict=False):
        when = one.due_at + dt.timedelta(days=days)
        Report.objects.filter(pk=one.pk).update(
            stage=Stage.SIGNED, signed_at=when, first_signed_at=when, filled=one.size
        )
    return found


@pytest.fixture
def of_county(enter, issued) -> Client:
    """A county's filler."""
    client = enter("filler")
    Person.objects.filter(username="filler").update(unit=Unit.objects.get(code=COUNTY))
    return client


def test_the_board_shows_every_state_by_sign_and_word(issued, enter) -> None:
    html = enter("dispatcher").get("/collection/?month=2026-09&form=county_month").content.decode()
    for word in ("✓</i><span>已签发", "!</i><span>迟报", "✕</i><span>未报", "迟2天"):
        assert word in html, word
    assert f"<b>{len(issued)}</b>应报" in html
    assert f"<b>{len(issued) - 2}</b>到期未报" in html
    assert html.count('type="checkbox" name="report"') == len(issued) - 2  # what is signed needs no urging
    assert f'href="/reports/{issued[0].pk}/"' in html


def test_the_board_reads_little_however_many_units(issued, enter, django_assert_max_num_queries) -> None:
    client = enter("dispatcher")
    with django_assert_max_num_queries(20):
        client.get("/collection/?month=2026-09")


def test_a_state_or_a_form_can_be_chosen_and_strange_words_find_nothing(issued, enter) -> None:
    client = enter("dispatcher")
    html = client.get("/collection/?month=2026-09&state=late").content.decode()
    assert html.count('<tr><th scope="row"') == 1
    assert "没有符合条件的报表" in client.get("/collection/?month=2026-09&form=<b>x").content.decode()
    assert client.get("/collection/?month=zzz").status_code == 404
    assert client.get("/collection/?month=2031-01").status_code == 200


def test_urging_reaches_those_who_act_and_a_second_time_is_refused(issued, enter) -> None:
    client, one = enter("dispatcher"), issued[-1]
    filler = Person.objects.create(username="x-tb", full_name="填报甲", role="filler", unit=one.unit)
    said = {"report": [one.pk], "act": "urge", "text": "周三用", "month": "2026-09"}
    html = client.post("/collection/act/", said, follow=True).content.decode()
    assert "已催报 1 份" in html
    assert "一小时内已经催过" in client.post("/collection/act/", said, follow=True).content.decode()
    reminders.remind_due(by=Person.system(), now=timezone.now())
    assert Notice.objects.filter(person=filler, kind="step").count() == 1
    assert one.steps.filter(act=Step.Act.URGED).count() == 1


def test_all_unsigned_of_the_choice_can_be_extended_at_once(issued, enter) -> None:
    client = enter("dispatcher")
    given = {"all": "1", "act": "extend", "month": "2026-09", "form": "county_month", "text": "系统停电"}
    assert "请写明延到哪一天" in client.post("/collection/act/", given, follow=True).content.decode()
    until = {**given, "until": "2027-01-15T18:00"}
    html = client.post("/collection/act/", until, follow=True).content.decode()
    assert f"已延期 {len(issued) - 2} 份" in html
    assert "延至1-15" in html
    moved = Report.objects.exclude(extended_to=None)
    assert moved.count() == len(issued) - 2
    assert timezone.localtime(moved[0].extended_to).hour == 18
    refused = client.post("/collection/act/", {**until, "text": ""}, follow=True).content.decode()
    assert "请写明延期的原因" in refused
    one = Report.objects.get(form="county_month", unit__code=OTHER)
    again = {**until, "all": "", "report": [one.pk], "text": "系统停电<b>", "until": "2026-01-01T18:00"}
    refused = client.post("/collection/act/", again, follow=True).content.decode()
    assert f'value="{one.pk}" checked' in refused  # not to be ticked and typed again
    assert refused.count(" checked") == 1
    assert 'value="系统停电&lt;b&gt;"' in refused


def test_a_units_people_see_their_own_and_cannot_urge(issued, of_county) -> None:
    html = of_county.get("/collection/?month=2026-09").content.decode()
    assert "岩坪县人民政府" in html
    assert str(Unit.objects.get(code=OTHER)) not in html
    assert 'name="act"' not in html
    other = Report.objects.get(form="county_month", unit__code=OTHER)
    assert of_county.post("/collection/act/", {"report": [other.pk], "act": "urge"}).status_code == 403
    assert of_county.get("/collection/circular/").status_code == 403
    quality = of_county.get("/collection/quality/?month=2026-09").content.decode()
    assert str(Unit.objects.get(code=OTHER)) not in quality


def test_what_is_exported_is_what_one_sees_and_leaves_a_line_in_the_log(issued, of_county) -> None:
    answer = of_county.get("/collection/workbook/?month=2026-09")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert {row[0] for row in rows[2:]} == {"岩坪县人民政府"}
    event = Event.objects.filter(verb="collection.exported").latest("pk")
    assert event.detail["size"] == len(rows) - 2
    quality = of_county.get("/collection/quality/workbook/?month=2026-09")
    assert openpyxl.load_workbook(io.BytesIO(quality.content)).active.max_column == 21


def test_the_circular_can_be_copied_and_taken_as_word(issued, enter) -> None:
    client = enter("dispatcher")
    html = client.get("/collection/circular/?month=2026-09").content.decode()
    assert "关于2026年9月报表报送情况的通报" in html
    assert re.search(r"《县（市、区）部门数据月报》（1个单位）：[^。]*（迟2天）。", html)
    word = client.get("/collection/circular/word/?month=2026-09")
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "二、迟报单位" in text
    assert "关于2026年9月报表报送情况的通报" in text
    told = Event.objects.get(verb="circular.taken").detail
    as_of = dt.datetime.fromisoformat(told["as_of"])
    assert f"截至{as_of.month}月{as_of.day}日{as_of.hour}时{as_of.minute:02d}分" in text
    assert f"按时签发{told['in_time']}份，迟报{told['late']}份，未报{told['missing']}份" in text
    assert told["sha256"] == hashlib.sha256(word.content).hexdigest()


def test_the_calendar_marks_the_holiday_and_what_is_due(issued, enter, of_county) -> None:
    mine = of_county.get("/calendar/?month=2026-10").content.decode()
    assert "国庆节" in mine
    assert "班</i>" in mine
    assert "县（市、区）部门数据月报" in mine
    assert "统计月报" not in mine
    assert "放假安排还没有公布" not in mine
    assert "放假安排还没有公布" in of_county.get("/calendar/?month=2060-03").content.decode()
    city = enter("dispatcher").get("/calendar/?month=2026-10").content.decode()
    assert "统计月报" in city
    assert f"已签 2/{len(issued)}" in city


def test_the_calendar_file_is_ones_own(of_county) -> None:
    answer = of_county.get("/calendar/2026/")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    text = answer.content.decode().replace("\r\n ", "")
    assert "SUMMARY:县（市、区）部门数据月报（2026年9月）报送截止" in text
    assert "统计月报" not in text
    assert of_county.get("/calendar/1/").status_code == 404


def test_notices_are_ones_own_counted_in_the_head_and_read_once(planted, enter) -> None:
    client = enter("filler")
    me, other = (Person.objects.get(username=name) for name in ("filler", "head"))
    for who in (me, other):
        notices.tell([who], key=f"k{who.pk}", kind="step", text=reminders.TO_SIGN, link="/reports/",
                     params={"report": "<b>月报</b>"}, now=timezone.now())  # fmt: skip
    assert "消息<b>1</b>" in client.get("/indicators/").content.decode()
    html = client.get("/notices/").content.decode()
    assert "“&lt;b&gt;月报&lt;/b&gt;”已审核，请签发" in html
    theirs = Notice.objects.get(person=other)
    assert client.post(f"/notices/{theirs.pk}/").status_code == 404
    mine = Notice.objects.get(person=me)
    answer = client.post(f"/notices/{mine.pk}/", {"go": "1"})
    assert answer.headers["Location"] == "/reports/"
    assert "消息<b>" not in client.get("/indicators/").content.decode()
    client.post("/notices/read/")
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_a_notice_leads_nowhere_else(planted, enter) -> None:
    client = enter("filler")
    me = Person.objects.get(username="filler")
    for link in ("https://example.org/", "//example.org/", ""):
        notices.tell([me], key=f"k{link}", kind="step", text="x", link=link, now=timezone.now())
        answer = client.post(f"/notices/{Notice.objects.get(link=link).pk}/", {"go": "1"})
        assert answer.headers["Location"] == "/notices/"


def test_a_revision_is_seen_in_its_triangle_and_since_the_last_report(planted, enter) -> None:
    client = enter("dispatcher")
    at = {"indicator": INDICATOR, "place": COUNTY, "part": "", "what": "growth", "year": 2026, "last": 9}
    old = Figure.objects.current().get(**at, kind="official")
    by, now = Person.system(), timezone.now()
    source = figures.add_source(name="统计局更正.xlsx", content=b"x", by=by, at=now)
    key = FigureKey(*(getattr(old, name) for name in FigureKey._fields))
    figures.post(lines=[Line(key, old.value - 0.7)], source=source, by=by, at=now)
    html = client.get(f"/revisions/{INDICATOR}/{COUNTY}/").content.decode()
    assert '<td class="num down">' in html
    assert "<small>-0.7</small>" in html
    changes = client.get("/changes/").content.decode()
    assert "统计局更正.xlsx" in changes
    assert f'class="old" href="/figures/{old.pk}/"' in changes
    assert client.get(f"/revisions/{INDICATOR}/nowhere/").status_code == 404
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/revisions/{INDICATOR}/{COUNTY}/workbook/").content)
    ).active
    assert [cell.value for cell in sheet[2]][-2:] == ["修订次数", "累计修订"]


def test_a_units_accuracy_is_shown_to_it_and_not_to_others(issued, of_county, enter) -> None:
    html = of_county.get(f"/accuracy/?unit={OTHER}").content.decode()
    assert str(Unit.objects.get(code=OTHER)) not in html
    assert "岩坪县人民政府" in html
    ranking = enter("dispatcher").get("/accuracy/")
    assert ranking.status_code == 200
    assert catalogue.current_forms()
