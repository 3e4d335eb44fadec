"""From a file to the ledger: preview, posting, the same again, corrections, refusals."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.directory.permissions import Denied
from diaodu.bureau.figures.models import Figure, Source
from diaodu.bureau.reports import actions
from diaodu.bureau.reports.models import State, Upload
from diaodu.economy.errors import Refusal
from tests.bureau.workbooks import csv_bytes, load_catalogue, long, xlsx

NOW = dt.datetime(2024, 10, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ROWS = [
    (f"{name}", place, "2024年1-9月", "", 10.0)
    for name in ("GDP", "固定资产投资")
    for place in ("城关区", "东山区")
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    load_catalogue()


@pytest.fixture
def analyst():
    return Person.objects.create(username="wang", full_name="王工", role=Role.DISPATCHER)


def ledger():
    return list(Figure.objects.order_by("pk").values_list("indicator", "place", "value", "vintage"))


def bring(content, by, name="九月.xlsx", **options):
    return actions.import_file(name=name, content=content, by=by, now=NOW, options=options)


def test_a_file_is_shown_before_it_is_posted(analyst):
    upload = actions.receive(
        name="九月.xlsx",
        content=xlsx(long(*ROWS, ("GDP", "城关区", "2024年", "目标", 6, "%"))),
        by=analyst,
        now=NOW,
    )
    seen = []
    actions.read(upload, progress=seen.append)
    assert (upload.state, upload.preview["counts"]["new"]) == (State.READY, 5)
    assert ledger() == []
    assert seen == sorted(seen)
    posted = actions.post(upload, by=analyst, now=NOW)
    assert posted == (5, 0, 0)
    upload.refresh_from_db()
    assert (upload.state, upload.done, bytes(upload.content)) == (State.POSTED, 100, b"")
    assert Figure.objects.first().cell == "Sheet1!E2"
    assert Figure.objects.first().source.name == "九月.xlsx"
    assert set(Event.objects.values_list("verb", flat=True)) == {
        "upload.received",
        "figures.posted",
        "upload.posted",
    }


def test_posting_twice_is_refused(analyst):
    done = bring(xlsx(long(*ROWS)), analyst)
    with pytest.raises(Refusal, match="已入库"):
        actions.post(done.upload, by=analyst, now=NOW)


def test_the_same_file_again_changes_nothing(analyst):
    bring(xlsx(long(*ROWS)), analyst)
    before = ledger()
    again = bring(xlsx(long(*ROWS)), analyst)
    assert again.posted == (0, 0, 4)
    assert ledger() == before
    assert Source.objects.count() == 1
    assert "没有新的数据" in again.message


def test_a_corrected_file_revises_only_what_changed(analyst):
    bring(xlsx(long(*ROWS)), analyst)
    rows = [*ROWS[:3], (*ROWS[3][:4], 10.5)]
    upload = actions.receive(name="更正.xlsx", content=xlsx(long(*rows)), by=analyst, now=NOW)
    actions.read(upload)
    [line] = upload.preview["lines"]
    assert (line["before"], line["value"], line["change"]) == (10.0, 10.5, "revised")
    assert actions.post(upload, by=analyst, now=NOW) == (0, 1, 3)
    assert ledger()[-1] == ("fixed_asset_investment", "990102", 10.5, "revised")


def test_a_file_with_two_vintages_twice_changes_nothing(analyst):
    rows = long(*(("GDP", "城关区", "2023年", "", v, "", "", w) for v, w in ((5, "初步"), (6, "核实"))))
    assert bring(xlsx(rows), analyst).posted == (1, 1, 0)
    assert bring(xlsx(rows), analyst).posted == (0, 0, 2)
    assert [row[2:] for row in ledger()] == [(5.0, "preliminary"), (6.0, "verified")]


def test_a_figure_may_be_withdrawn(analyst):
    bring(xlsx(long(*ROWS)), analyst)
    assert bring(xlsx(long((*ROWS[0][:4], "撤销"))), analyst).posted == (0, 1, 0)
    assert ledger()[-1][2] is None
    assert bring(xlsx(long(("GDP", "南坪县", "2024年1-9月", "", "撤销"))), analyst).posted == (0, 0, 1)


def test_wrong_units_are_seen_against_the_ledger(analyst):
    bring(xlsx(long(*ROWS)), analyst)
    wrong = bring(xlsx(long(("GDP", "城关区", "2024年1-6月", "", 62_000))), analyst)
    assert wrong.posted == (0, 0, 0)
    assert "疑似单位有误" in wrong.problems[0].reason
    assert len(ledger()) == 4
    assert bring(xlsx(long(("GDP", "城关区", "2024年1-6月", "", 62_000, "万元"))), analyst).posted == (
        1,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.xlsx", b"", "空文件"),
        ("断.xlsx", xlsx(long(*ROWS))[:2000], "已损坏或不完整"),
        ("网页.xls", "<html><table><tr><td>指标</td></tr></table></html>".encode(), "网页"),
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "图片"),
        ("乱.csv", bytes(range(256)) * 4, "不是能识别的表格文件"),
        (
            "加密.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "密码",
        ),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "已损坏或不完整"),
    ],
)
def test_what_cannot_be_opened_is_refused_and_the_ledger_is_as_before(analyst, name, content, says):
    bring(xlsx(long(*ROWS)), analyst)
    before = ledger()
    with pytest.raises(Refusal, match=says) as refusal:
        bring(content, analyst, name)
    assert name in str(refusal.value)
    assert ledger() == before
    assert Upload.objects.first().state == State.REFUSED


def test_a_file_over_the_limit_is_refused(analyst, settings):
    settings.UPLOAD_LIMIT_BYTES = 1024
    with pytest.raises(Refusal, match="上限"):
        bring(xlsx(long(*ROWS)), analyst)


def test_a_viewer_may_not_import():
    viewer = Person.objects.create(username="v", role=Role.VIEWER)
    with pytest.raises(Denied):
        bring(xlsx(long(*ROWS)), viewer)
    assert not Upload.objects.exists()


def test_a_county_posts_only_its_own():
    unit = Unit.objects.create(code="cg", name="城关区发改局", place="990101")
    reporter = Person.objects.create(username="r", role=Role.DISPATCHER, unit=unit)
    done = bring(xlsx(long(*ROWS)), reporter)
    assert done.posted.new == 2
    assert {row[1] for row in ledger()} == {"990101"}
    assert [p.cell for p in done.problems] == ["E3", "E5"]


def test_nothing_is_half_posted(analyst, monkeypatch):
    monkeypatch.setattr(actions.preview, "outcome", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        bring(xlsx(long(*ROWS)), analyst)
    assert ledger() == []


def test_reading_again_after_a_kill_is_safe(analyst):
    upload = actions.receive(name="九月.csv", content=csv_bytes(long(*ROWS)), by=analyst, now=NOW)
    Upload.objects.filter(pk=upload.pk).update(done=40)
    actions.read(actions.read(upload))
    assert upload.preview["counts"]["new"] == 4


def test_a_file_can_be_given_up(analyst):
    upload = actions.receive(name="九月.csv", content=csv_bytes(long(*ROWS)), by=analyst, now=NOW)
    actions.discard(actions.read(upload), by=analyst)
    with pytest.raises(Refusal, match="已放弃"):
        actions.post(upload, by=analyst, now=NOW)


def test_the_marked_copy_shows_each_problem(analyst):
    bad = ("GTP", "城关区", "2024年1-9月", "", 1)
    done = bring(xlsx(long(*ROWS, bad, ("=1+1", "城关区", "2024年1-9月", "", 1))), analyst)
    name, content = actions.marked_copy(done.upload)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert name == "九月_标注.xlsx"
    assert book.sheetnames == ["问题清单", "Sheet1"]
    assert [cell.value for cell in book["问题清单"][2]][:3] == ["Sheet1", "A6", "GTP"]
    assert book["Sheet1"]["A6"].comment.text.startswith("没有名为")


def test_the_marked_copy_of_a_text_table_is_a_workbook(analyst):
    done = bring(csv_bytes(long(*ROWS, ("GTP", "城关区", "2024年1-9月", "", 1))), analyst, "九月.csv")
    book = openpyxl.load_workbook(io.BytesIO(actions.marked_copy(done.upload)[1]))
    assert book["数据"]["A6"].comment is not None


@pytest.mark.parametrize("act", [lambda f: f.update(value=1), lambda f: f.delete()])
def test_the_database_refuses_to_change_a_figure(analyst, act):
    bring(xlsx(long(*ROWS)), analyst)
    with pytest.raises(DatabaseError, match="appended"), transaction.atomic():
        act(Figure.objects.all())
    assert len(ledger()) == 4


def test_a_file_given_up_while_it_is_read_stays_given_up(analyst):
    upload = actions.receive(name="九月.csv", content=csv_bytes(long(*ROWS)), by=analyst, now=NOW)

    def give_up(done):
        if done > 80:
            Upload.objects.filter(pk=upload.pk).update(state=State.DISCARDED)

    assert actions.read(upload, progress=give_up).state == State.DISCARDED


def test_a_number_beyond_all_counting_is_refused(analyst):
    done = bring(csv_bytes(long(*ROWS, ("GDP", "南坪县", "2024年1-9月", "", "1e300"))), analyst, "九月.csv")
    assert (done.posted.new, done.problems[0].cell) == (4, "E6")


def reporter_of(place, name="r"):
    unit = Unit.objects.create(code=f"u{name}", name=f"{name}局", place=place)
    return Person.objects.create(username=name, full_name=name, role=Role.DISPATCHER, unit=unit)


def test_a_units_filler_has_his_forms_and_imports_nothing():
    with pytest.raises(Denied):
        bring(xlsx(long(*ROWS)), Person.objects.create(username="r", role=Role.FILLER))
    assert ledger() == []


def test_a_county_does_not_set_its_own_target():
    aims = [("GDP", "城关区", "2024年", kind, 6, "%") for kind in ("目标增速", "计划增速")]
    done = bring(xlsx(long(*ROWS, *aims)), reporter_of("990101"))
    assert set(Figure.objects.values_list("kind", flat=True)).isdisjoint({"target", "plan"})
    assert done.posted.new == 2
    assert any("目标" in p.reason for p in done.problems)


def test_another_units_file_can_not_be_handled(analyst):
    mine, other = reporter_of("990101"), reporter_of("990102", "s")
    upload = actions.read(actions.receive(name="九月.csv", content=csv_bytes(long(*ROWS)), by=mine, now=NOW))
    for act in (
        lambda: actions.post(upload, by=other, now=NOW),
        lambda: actions.discard(upload, by=other),
        lambda: actions.reread(upload, options={}, by=other),
    ):
        with pytest.raises(Denied):
            act()
    assert actions.post(upload, by=analyst, now=NOW).new == 2


def test_who_posts_must_answer_for_the_places_too():
    county = reporter_of("990101")
    chief = Person.objects.create(username="c", role=Role.DISPATCHER)
    upload = actions.read(actions.receive(name="九月.csv", content=csv_bytes(long(*ROWS)), by=chief, now=NOW))
    Person.objects.filter(pk=chief.pk).update(unit=county.unit)
    actions.post(upload, by=chief, now=NOW)
    assert {row[1] for row in ledger()} == {"990101"}


def test_what_may_no_longer_be_posted_is_not_called_posted(analyst):
    upload = actions.read(
        actions.receive(name="九月.csv", content=csv_bytes(long(*ROWS)), by=analyst, now=NOW)
    )
    Person.objects.filter(pk=analyst.pk).update(is_active=False)
    admin = Person.objects.create(username="a", role=Role.DISPATCHER)
    with pytest.raises(Refusal, match="没有可以入账的数据"):
        actions.post(upload, by=admin, now=NOW)
    upload.refresh_from_db()
    assert upload.state == State.READY


def test_a_posted_file_is_neither_given_up_nor_read_again(analyst):
    upload = actions.read(
        actions.receive(name="九月.csv", content=csv_bytes(long(*ROWS)), by=analyst, now=NOW)
    )
    stale = Upload.objects.get(pk=upload.pk)  # as another request still has it
    actions.post(upload, by=analyst, now=NOW)
    for act in (lambda: actions.discard(stale, by=analyst), lambda: actions.read(stale)):
        with pytest.raises(Refusal, match="已入库"):
            act()
    assert Upload.objects.get(pk=upload.pk).state == State.POSTED


def test_whoever_reads_a_file_knows_what_was_said_of_it(analyst):
    rows = [("指标", "地区", "数值"), ("GDP", "城关区", 10.0)]
    upload = actions.receive(
        name="九月.csv", content=csv_bytes(rows), by=analyst, now=NOW, options={"period": "2024年1-9月"}
    )
    later = NOW + dt.timedelta(hours=1)
    assert actions.read_due(now=later) == 1
    upload.refresh_from_db()
    assert upload.preview["lines"][0]["period"] == "2024-01..09"
    actions.reread(upload, options={"period": "2024年1-6月"}, by=analyst)
    assert actions.read_due(now=later) == 1
    upload.refresh_from_db()
    assert upload.preview["lines"][0]["period"] == "2024-01..06"


def test_a_preview_that_breaks_does_not_leave_a_file_being_read(analyst, monkeypatch):
    upload = actions.receive(name="九月.csv", content=csv_bytes(long(*ROWS)), by=analyst, now=NOW)
    monkeypatch.setattr(actions.preview, "build", lambda *_: 1 / 0)
    assert actions.read(upload).state == State.REFUSED
