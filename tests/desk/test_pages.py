"""A unit's own pages: what is due, the form that loses nobody's number, the chain, paper and scan."""

from __future__ import annotations

import datetime as dt
import io
import json
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person
from diaodu.bureau.figures import actions as ledger
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports import filing, workbook
from diaodu.bureau.reports.models import Explanation, Report, Stage
from diaodu.bureau.reports.steps import newest, values_of
from diaodu.web.shapes import chain
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY, NOW, OTHER, fill, person, report, signed

MODEL = "django.contrib.auth.backends.ModelBackend"
VISITS, JOBS = f"tourist_visits:{COUNTY}:level", f"new_urban_jobs:{COUNTY}:level"
GREW, OPTIONAL = f"tourist_visits:{COUNTY}:growth", f"tourism_revenue:{COUNTY}:level"
PASSWORD = "Kai-tong7-lu-shan"
ACTS = (
    "cells",
    "explain",
    "adopt",
    "submit",
    "recall",
    "review",
    "sign",
    "return",
    "reopen",
    "upload",
    "scan",
)
SEEN = ("report", "report_check", "report_progress", "report_print", "report_history", "report_workbook")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    reporting.found()


@pytest.fixture
def one() -> Report:
    return report()


def enter(role: str, unit: str = "", name: str = "") -> Client:
    who = person(role, unit, name)
    who.set_password(PASSWORD)
    who.password_at, who.must_change = timezone.now(), False
    who.save()
    client = Client()
    client.force_login(who, backend=MODEL)
    return client


def clerk(name: str = "") -> Client:
    return enter("filler", COUNTY, name)


def send(client: Client, one: Report, **cells):
    """What the page's script sends: text and the change last seen, by slot code."""
    body = json.dumps({"cells": {code: list(cell) for code, cell in cells.items()}})
    return client.post(reverse("report_cells", args=[one.pk]), body, content_type="application/json")


def act(client: Client, one: Report, name: str, **data):
    return client.post(reverse(f"report_{name}", args=[one.pk]), data, follow=True).content.decode()


def shown(client: Client, one: Report, query: str = "") -> str:
    return client.get(reverse("report", args=[one.pk]) + query).content.decode()


def told(key: FigureKey | Line, value: float | None = None) -> Figure:
    """A figure that the ledger has from elsewhere (台账数)."""
    by = Person.system()
    source = ledger.add_source(name="部门月报.xlsx", content=b"", by=by, at=NOW)
    ledger.post(lines=[Line(FigureKey(*key), value)], source=source, by=by, at=NOW)
    return Figure.objects.order_by("-pk")[0]


# 清单


def test_the_list_shows_what_is_due_by_deadline(one: Report) -> None:
    fill(one, person("filler", COUNTY), {VISITS: 12.0})
    html = clerk().get(reverse("reports")).content.decode()
    names = re.findall(r'<th scope="row"><a href="/reports/\d+/">(.*?)</a>', html)
    assert len(names) == Report.objects.filter(unit__code=COUNTY).count()
    assert "县（市、区）部门数据月报" in names
    assert f"1/{len(one.slots)}" in html
    assert "填报中" in html
    assert "石垭县人民政府" not in html
    due = Report.objects.filter(unit__code=COUNTY).order_by("due_at").values_list("name", flat=True)
    assert names == list(due)


def test_the_citys_people_see_all_units_and_filter() -> None:
    one, other = report(), report(unit=OTHER)
    client = enter("dispatcher")
    html = client.get(reverse("reports")).content.decode()
    assert f"/reports/{one.pk}/" in html
    assert f"/reports/{other.pk}/" in html
    html = client.get(reverse("reports") + f"?unit={OTHER}&form=county_month").content.decode()
    assert f"/reports/{one.pk}/" not in html
    assert f"/reports/{other.pk}/" in html
    assert client.get(reverse("reports") + "?month=nonsense").status_code == 200


# 谁看得见


def test_nobody_sees_or_touches_another_units_report(one: Report) -> None:
    for role in ("filler", "reviewer", "head"):
        client = enter(role, OTHER)
        for name in SEEN:
            assert client.get(reverse(name, args=[one.pk])).status_code == 404, (role, name)
        for name in ACTS:
            status = client.post(reverse(f"report_{name}", args=[one.pk])).status_code
            assert status in (403, 404), (role, name)
    assert not one.cells.exists()
    assert not one.steps.exists()


def test_a_file_is_found_under_its_own_report_alone(one: Report) -> None:
    signed(one)
    kept = _scan(clerk(), one) and one.attachments.get()
    assert clerk().get(reverse("report_file", args=[one.pk, kept.pk])).content.startswith(b"%PDF")
    other = report(unit=OTHER)
    assert enter("filler", OTHER).get(reverse("report_file", args=[other.pk, kept.pk])).status_code == 404


def test_the_city_looks_on_but_does_not_fill_in(one: Report) -> None:
    for role in ("dispatcher", "inspector", "leader"):
        client = enter(role)
        html = shown(client, one)
        assert "data-code" not in html
        assert client.post(reverse("report_cells", args=[one.pk])).status_code == 403


# 填报


def test_a_number_is_kept_when_it_is_left(one: Report) -> None:
    answer = send(clerk(), one, **{VISITS: ("１，２３４．５万人次", 0), GREW: ("5.3%", 0)}).json()
    assert answer["cells"] == {VISITS: ["1234.5", 1], GREW: ["5.3", 1]}
    assert (answer["stage"], answer["filled"], answer["wrong"]) == ("draft", 2, {})
    assert values_of(one) == {VISITS: 1234.5, GREW: 5.3}


def test_what_is_no_number_is_told_and_the_rest_is_kept(one: Report) -> None:
    answer = send(clerk(), one, **{VISITS: ("约一千", 0), JOBS: ("800", 0), GREW: ("1e17", 0)}).json()
    assert set(answer["wrong"]) == {VISITS, GREW}
    assert "约一千" in answer["wrong"][VISITS]
    assert values_of(one) == {JOBS: 800.0}


def test_two_people_in_one_cell_both_are_told(one: Report) -> None:
    first, second = clerk("王甲"), clerk("李乙")
    send(first, one, **{VISITS: ("12", 0)})
    clash = send(second, one, **{VISITS: ("13", 0), JOBS: ("800", 0)}).json()
    assert clash["conflicts"] == {VISITS: {"mine": "13", "theirs": "12", "rev": 1, "by": "王甲"}}
    assert values_of(one) == {VISITS: 12.0, JOBS: 800.0}
    assert send(second, one, **{VISITS: ("13", 1)}).json()["conflicts"] == {}
    assert values_of(one)[VISITS] == 13.0


def test_the_page_asks_what_others_have_written(one: Report) -> None:
    client = clerk("王甲")
    send(clerk("李乙"), one, **{VISITS: ("12", 0)})
    address = reverse("report_progress", args=[one.pk])
    told = client.get(address, {"edition": "0", "stage": "open"}).json()
    assert told["cells"] == {VISITS: ["12", 1, "李乙"]}
    assert client.get(address, {"edition": told["edition"], "stage": told["stage"]}).status_code == 204


def test_without_scripts_the_whole_page_is_saved_at_once(one: Report) -> None:
    client = clerk()
    html = shown(client, one)
    assert f'name="v:{VISITS}"' in html
    assert f'name="r:{VISITS}" value="0"' in html
    html = act(client, one, "cells", **{f"v:{VISITS}": "12", f"r:{VISITS}": "0", f"o:{VISITS}": ""})
    assert "已保存" in html
    assert f'name="r:{VISITS}" value="1"' in html
    assert values_of(one) == {VISITS: 12.0}


def test_without_scripts_what_i_did_not_touch_is_not_put_back(one: Report) -> None:
    """The page was made when both were empty; meanwhile a colleague filled one of them."""
    send(clerk("李乙"), one, **{VISITS: ("12", 0)})
    untouched = {f"v:{VISITS}": "", f"r:{VISITS}": "0", f"o:{VISITS}": ""}
    html = act(clerk("王甲"), one, "cells", **untouched, **{f"v:{JOBS}": "800", f"r:{JOBS}": "0"})
    assert "已保存" in html
    assert values_of(one) == {VISITS: 12.0, JOBS: 800.0}


def test_without_scripts_a_clash_shows_both_and_saving_again_keeps_mine(one: Report) -> None:
    send(clerk("李乙"), one, **{VISITS: ("12", 0)})
    mine = {f"v:{VISITS}": "13", f"r:{VISITS}": "0", f"o:{VISITS}": "", f"v:{JOBS}": "八百"}
    html = act(clerk("王甲"), one, "cells", **mine)
    assert "有2格没有保存" in html
    assert "李乙同时填了 12" in html
    assert 'value="13"' in html
    assert "八百" in html
    assert f'name="r:{VISITS}" value="1"' in html
    act(clerk("王甲"), one, "cells", **mine | {f"r:{VISITS}": "1", f"o:{VISITS}": "12", f"v:{JOBS}": ""})
    assert values_of(one) == {VISITS: 13.0}


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "[]",
        "{}",
        '{"cells": 1}',
        '{"cells": {"a": 1}}',
        '{"cells": {"a": ["1", "x"]}}',
        "\x00",
        "[" * 9999,
        '{"cells": {"gdp:900300:level": ["1", 0]}}',
    ],
    ids=range(9),
)
def test_what_no_page_of_ours_sends_is_refused(one: Report, body: str) -> None:
    answer = clerk().post(reverse("report_cells", args=[one.pk]), body, content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["refusal"]
    assert Event.objects.filter(verb="refused.tampered").exists()
    assert not one.cells.exists()


def test_a_form_from_another_site_is_refused(one: Report) -> None:
    strict = Client(enforce_csrf_checks=True)
    who = person("filler", COUNTY)
    who.password_at = timezone.now()
    who.save()
    strict.force_login(who, backend=MODEL)
    for name in ACTS:
        assert strict.post(reverse(f"report_{name}", args=[one.pk])).status_code == 403, name
    assert not one.cells.exists()


def test_what_the_ledger_knows_already_is_taken_over_with_one_click(one: Report) -> None:
    slot = next(s for s in one.asked if s.code == VISITS)
    figure = told(slot, 345.6)
    send(clerk(), one, **{JOBS: ("800", 0)})
    told(next(s for s in one.asked if s.code == JOBS), 900.0)
    html = shown(clerk(), one)
    assert "台账里已有 1 项" in html
    assert reverse("figure", args=[figure.pk]) in html
    assert "已采用台账里的1项" in act(clerk(), one, "adopt")
    assert values_of(one) == {VISITS: 345.6, JOBS: 800.0}  # what was typed is left alone


def test_last_years_and_the_last_figures_stand_beside_with_their_sources(one: Report) -> None:
    slot = next(s for s in one.asked if s.code == VISITS)
    year = told(slot._replace(year=2025), 400.0)
    last = told(slot._replace(last=8), 345.6)
    html = shown(clerk(), one)
    assert re.search(rf'href="/figures/{year.pk}/">400\.?0*<', html)
    assert re.search(rf'href="/figures/{last.pk}/">345\.60?<', html)
    assert "2026年1—8月" in html
    assert "2025年1—9月" in html
    assert "<small>1—9月</small>" in html  # what is asked is cumulative


def test_growth_that_amounts_give_is_offered_and_not_asked_again(one: Report) -> None:
    slot = next(s for s in one.asked if s.code == VISITS)
    told(slot._replace(year=2025), 400.0)
    send(clerk(), one, **{VISITS: ("420", 0)})
    assert 'data-take="5"' in shown(clerk(), one)
    send(clerk(), one, **{GREW: ("4.8", 0)})
    assert 'data-take="5"' not in shown(clerk(), one)


def test_a_doubt_is_told_beside_the_form_and_explained_there(one: Report) -> None:
    told(next(s for s in one.asked if s.code == VISITS)._replace(last=8), 500.0)
    client = clerk()
    send(client, one, **{VISITS: ("420", 0)})
    part = client.get(reverse("report_check", args=[one.pk]), headers={"X-Diaodu-Part": "1"})
    html = part.content.decode()
    assert "<html" not in html
    assert "改正或说明" in html
    assert f'data-goto="{VISITS}"' in html
    keys = re.findall(r'name="key" value="(.*?)"', html)
    key = next(one for one in keys if "tourist_visits" in one)
    assert "请写明原因" in act(client, one, "explain", key=key, text="好")
    html = act(client, one, "explain", key=key, text="有景区改按新口径统计")
    assert "有景区改按新口径统计" in html
    assert Explanation.objects.filter(series=VISITS).count() == 1
    send(client, one, **{VISITS: ("421", 1)})
    assert "没有了，或数值已改动" in act(client, one, "explain", key=key, text="再说明一次")


def test_handing_in_says_what_is_still_missing(one: Report) -> None:
    client = clerk()
    html = shown(client, one)
    required = sum(s.indicator != "tourism_revenue" for s in one.asked)
    assert f"还有 {required} 项没有填" in html
    assert f"还有{required}项没有填" in act(client, one, "submit")
    one.refresh_from_db()
    assert one.stage == Stage.OPEN


# 办理


def ready(one: Report) -> str:
    fill(one, person("filler", COUNTY))
    assert "已报送，第1版" in act(clerk(), one, "submit")
    version = newest(one)
    assert version
    return version.digest


def test_the_chain_shows_whose_turn_it_is(one: Report) -> None:
    reviewer = person("reviewer", COUNTY, "审甲")
    digest = ready(one)
    html = shown(clerk(), one)
    assert re.search(r'<li class="now" aria-current="step"><b>审核</b><span>审甲', html)
    assert re.search(r'<li class="done"><b>填报</b><span>填报人甲（科长）', html)
    assert digest[:8] in html
    assert reviewer.full_name in html


def test_reviewed_signed_and_posted_with_the_heads_password(one: Report) -> None:
    digest = ready(one)
    reviewer, head = enter("reviewer", COUNTY), enter("head", COUNTY)
    page = shown(reviewer, one)
    assert "审核通过" in page
    assert "data-code" not in page
    assert "已审核" in act(reviewer, one, "review", seen=digest, text="同意")
    assert "密码不对" in act(head, one, "sign", seen=digest, password="guess")
    assert Event.objects.filter(verb="refused.signature").count() == 1
    assert not Figure.objects.exists()
    html = act(head, one, "sign", seen=digest, password=PASSWORD, text="同意报送")
    assert f"新增{len(one.slots)}项" in html
    assert "入账：新增" in html
    assert "同意报送" in html
    assert Figure.objects.count() == len(one.slots)
    figure = Figure.objects.get(cell=VISITS)
    source = enter("head", COUNTY).get(reverse("figure", args=[figure.pk])).content.decode()
    assert reverse("report", args=[one.pk]) in source


def test_guessing_the_password_of_a_log_in_left_open_locks_it(one: Report) -> None:
    digest = ready(one)
    act(enter("reviewer", COUNTY), one, "review", seen=digest)
    head = enter("head", COUNTY)
    for _ in range(5):
        act(head, one, "sign", seen=digest, password="guess")
    assert "连续输错" in act(head, one, "sign", seen=digest, password=PASSWORD)
    assert not Figure.objects.exists()


def test_a_page_asks_to_sign_the_very_numbers_that_it_shows(one: Report, monkeypatch) -> None:
    """Between the reading of the numbers and of the chain a colleague may hand in others."""
    ready(one)
    clerk, chain_of = person("filler", COUNTY), chain.of

    def meanwhile(report: Report):
        theirs = Report.objects.get(pk=report.pk)
        filing.recall(report=theirs, by=clerk, now=NOW)
        fill(theirs, clerk, {OPTIONAL: 7.0})
        filing.submit(report=theirs, by=clerk, now=NOW)
        return chain_of(report)

    monkeypatch.setattr(chain, "of", meanwhile)
    page = shown(enter("reviewer", COUNTY), one)
    monkeypatch.undo()
    assert "7.00" not in page
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found
    assert "有变动" in act(enter("reviewer", COUNTY), one, "review", seen=found[1])
    one.refresh_from_db()
    assert one.stage == Stage.SUBMITTED


def test_an_old_page_signs_nothing(one: Report) -> None:
    digest = ready(one)
    act(enter("reviewer", COUNTY), one, "review", seen=digest)
    html = act(enter("head", COUNTY), one, "sign", seen="0" * 64, password=PASSWORD)
    assert "有变动" in html
    assert not Figure.objects.exists()


def test_a_return_shows_its_reason_to_the_filer(one: Report) -> None:
    ready(one)
    act(enter("reviewer", COUNTY), one, "return", text="与文旅局口径不一致")
    html = shown(clerk(), one)
    assert "退回原因" in html
    assert "与文旅局口径不一致" in html
    assert "data-code" in html


def test_a_correction_shows_the_difference_until_it_is_signed_again(one: Report) -> None:
    signed(one)
    assert "签发已失效" in act(clerk(), one, "reopen", text="漏报一个景区")
    send(clerk(), one, **{VISITS: ("120", 1)})
    html = shown(clerk(), one)
    assert "<del>100</del>" in html
    assert "<ins>120</ins>" in html
    fill(one, person("filler", COUNTY), {})
    act(clerk(), one, "submit")
    html = shown(enter("reviewer", COUNTY), one)
    assert re.search(r"<del>100[.0]*</del> <ins>120[.0]*</ins>", html)
    history = clerk().get(reverse("report_history", args=[one.pk])).content.decode()
    assert "第2版" in history
    assert "漏报一个景区" in history


def test_the_dispatcher_returns_what_is_signed(one: Report) -> None:
    signed(one)
    act(enter("dispatcher"), one, "return", text="与上级反馈数不一致")
    one.refresh_from_db()
    assert (one.stage, one.voided) == (Stage.RETURNED, True)
    assert Figure.objects.filter(cell=VISITS).values_list("value", flat=True).get() == 100.0


def test_a_return_may_give_a_new_date(one: Report) -> None:
    signed(one)
    desk = enter("dispatcher")
    assert 'name="until"' in shown(desk, one)
    for until in ("下周", "9999-12-31T23:59Z"):  # the end of time elsewhere: no page could show it here
        assert "重报时限没有看懂" in act(desk, one, "return", text="口径改了", until=until)
    act(desk, one, "return", text="口径改了", until="2027-01-15T18:00")
    one.refresh_from_db()
    assert (one.refused, f"{timezone.localtime(one.deadline):%Y-%m-%d %H:%M}") == (True, "2027-01-15 18:00")


# 纸面


PDF = b"%PDF-1.7\n" + b"x" * 100


def _scan(client: Client, one: Report, name: str = "签字件.pdf", content: bytes = PDF):
    return client.post(
        reverse("report_scan", args=[one.pk]), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def test_the_sheet_for_the_wet_signature_names_all_hands(one: Report) -> None:
    step, _ = signed(one)
    html = enter("head", COUNTY).get(reverse("report_print", args=[one.pk])).content.decode()
    hands = ("填报人甲", "审核人甲", "签发人甲")
    for word in (*hands, "岩坪县人民政府", "2026年9月", step.version.digest, "第1版", "（盖章）"):
        assert word in html, word
    assert html.count('<td class="no">') == len({slot[:3] for slot in one.asked})
    assert "style=" not in html
    assert Event.objects.filter(verb="report.printed").exists()


def test_a_draft_on_paper_says_that_it_is_one(one: Report) -> None:
    html = clerk().get(reverse("report_print", args=[one.pk])).content.decode()
    assert "尚未报送" in html
    assert "校验码" not in html


def test_a_scan_is_kept_and_a_forged_one_refused(one: Report) -> None:
    signed(one)
    assert "签字件已留存" in _scan(clerk(), one).content.decode()
    kept = one.attachments.get()
    answer = clerk().get(reverse("report_file", args=[one.pk, kept.pk]))
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    html = _scan(clerk(), one, "../../签字.pdf", b"<html><script>alert(1)</script>").content.decode()
    assert "不是签字件" in html
    assert "请先选择文件" in act(clerk(), one, "scan")
    assert one.attachments.count() == 1
    assert Event.objects.filter(verb="refused.upload").count() == 1


# 工作簿


def _workbook(one: Report, **cells: float) -> bytes:
    """The workbook as issued, filled in with a program: the first entry cells by their order (填好的表)."""
    _, content = workbook.issue(one, timezone.now())
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    free = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    for cell, value in zip(free, cells.values(), strict=False):
        cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _upload(client: Client, one: Report, content: bytes, name: str = "填报表.xlsx") -> str:
    address, file = reverse("report_upload", args=[one.pk]), SimpleUploadedFile(name, content)
    return client.post(address, {"file": file}, follow=True).content.decode()


def test_the_workbook_goes_out_and_comes_back(one: Report) -> None:
    answer = clerk().get(reverse("report_workbook", args=[one.pk]))
    assert answer.content[:2] == b"PK"
    assert ".xlsx" in answer.headers["Content-Disposition"]
    html = _upload(clerk(), one, _workbook(one, a=12.5, b=5.0))
    assert "已读取2项，写入2项" in html
    assert sorted(values_of(one).values()) == [5.0, 12.5]
    kept = one.attachments.get()
    assert clerk().get(reverse("report_file", args=[one.pk, kept.pk])).content[:2] == b"PK"
    assert "填报表.xlsx!" not in shown(clerk(), one)
    assert "填报表.xlsx" in shown(clerk(), one)  # where the number came from stands below it


def test_a_cell_changed_on_the_web_since_is_told_and_chosen(one: Report) -> None:
    content = _workbook(one, a=12.5)
    (first,) = _first_cells(one, content)
    send(clerk("李乙"), one, **{first: ("13", 0)})
    html = _upload(clerk(), one, content)
    assert "冲突" in html
    assert "用文件里的" in html
    assert values_of(one) == {first: 13.0}
    act(clerk(), one, "cells", **{f"v:{first}": "12.5", f"r:{first}": "1"})
    assert values_of(one) == {first: 12.5}


def _first_cells(one: Report, content: bytes) -> list[str]:
    """Which cells a filled workbook fills, by reading it into a report and taking it back."""
    _upload(clerk(), one, content)
    codes = list(values_of(one))
    one.cells.all().delete()
    return codes


def test_another_units_workbook_is_refused_and_its_file_kept(one: Report) -> None:
    other = report(unit=OTHER)
    html = _upload(clerk(), one, _workbook(other, a=1.0))
    assert "石垭县人民政府" in html or "别的单位" in html
    assert not one.cells.exists()
    assert Event.objects.filter(verb="refused.upload").count() == 1
    assert one.attachments.get().outcome["refused"]
    page = clerk().get(reverse("report_taken", args=[one.pk, one.attachments.get().pk])).content.decode()
    assert "别的单位" in page


# 页面


def test_a_form_of_many_places_is_shown_an_indicator_at_a_time() -> None:
    reporting.found(county_month={"places": "all", "units": ["文旅局"], "where": {}})
    from diaodu.bureau.directory.models import Unit

    Unit.objects.get_or_create(code="文旅局", defaults={"name": "市文化和旅游局"})
    one = report(unit="文旅局")
    assert len({slot.place for slot in one.asked}) == 15
    client = enter("filler", "文旅局")
    html = shown(client, one)
    assert html.count("data-code=") == 30
    assert html.count("<option") == 3
    html = shown(client, one, "?block=new_urban_jobs")
    assert 'value="new_urban_jobs" selected' in html
    assert all("new_urban_jobs" in code for code in re.findall(r'data-code="(.*?)"', html))
    assert shown(client, one, "?block=nonsense").count("data-code=") == 30


def test_menu_leads_unit_people_to_their_reports_first() -> None:
    html = clerk().get(reverse("reports")).content.decode()
    menu = re.search(r'<nav class="sections".*?</nav>', html, re.S)
    assert menu
    assert re.findall(r'href="(.*?)"', menu[0])[0] == reverse("reports")


def test_a_deadline_passed_is_said(one: Report) -> None:
    Report.objects.filter(pk=one.pk).update(due_at=timezone.now() - dt.timedelta(days=2, hours=1))
    assert "已过 2 天" in clerk().get(reverse("reports")).content.decode()
    assert "已迟" in shown(clerk(), one)


def test_filing_is_where_the_pages_write(one: Report) -> None:
    """No page has a way past the chain: a filled report of another stage takes nothing."""
    ready(one)
    answer = send(clerk(), one, **{VISITS: ("999", 1)})
    assert answer.status_code == 409
    assert "待审核" in answer.json()["refusal"]
    assert filing.changes(one) == []


def test_an_earlier_months_explanation_is_offered_again(one: Report) -> None:
    """The same series falls short again: what was said in August stands in the box, to be checked."""
    before = reporting.report(month=reporting.AUGUST)
    key = next(s for s in before.asked if s.code == VISITS)
    told(key._replace(last=7), 500.0)
    fill(before, person("filler", COUNTY), {VISITS: 100.0})
    assert before.explanations.filter(series=VISITS).exists()
    told(key, 500.0)
    send(clerk(), one, **{VISITS: ("90", 0)})
    html = shown(clerk(), one, "?checked=1")
    assert "已填入往期的说明" in html
    assert ">已核实，确系如此</textarea>" in html
