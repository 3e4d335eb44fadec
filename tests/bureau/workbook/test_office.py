"""Another program opens the workbook, computes its doubts, saves it in its own way: nothing is lost."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.reports.beside import references
from diaodu.bureau.reports.workbook import doubts, known, layout
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY
from tests.bureau.workbook.made import WIDE, filled, issued, part, taken, values, where, with_parts
from tests.bureau.workbook.test_issue import ledger

OFFICE = shutil.which("soffice")
CALC = OFFICE is not None and (Path(OFFICE).resolve().parent / "libsclo.so").exists()
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not CALC,
        reason="no LibreOffice Calc: apt-get install libreoffice-calc-nogui fonts-noto-cjk",
    ),
]


def saved_by_office(folder: Path, *contents: bytes, target: str = "xlsx") -> list[bytes]:
    """The workbooks as LibreOffice writes them after computing everything anew (另存)."""
    given, out = folder / "in", folder / "out"
    given.mkdir()
    for n, content in enumerate(contents):
        (given / f"{n}.xlsx").write_bytes(_unknown_maker(content))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(given / f"{n}.xlsx") for n in range(len(contents))]
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(out), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [(out / f"{n}.{target}").read_bytes() for n in range(len(contents))]


def _unknown_maker(content: bytes) -> bytes:
    """LibreOffice trusts what Excel computed: here it must compute itself."""
    app = part(content, "docProps/app.xml").replace(b"Microsoft Excel", b"Somebody")
    return with_parts(content, {"docProps/app.xml": app})


CASES = [
    {},
    {"level": 800.0},
    {"level": 800.0, "growth": 14.3},
    {"level": 800.0, "growth": 9.0},
    {"level": 600.0, "growth": -14.3},
    {"level": 640.0, "growth": -8.6},
    {"level": 8_000_000.0, "growth": 5.0},
    {"level": 0.08, "growth": 5.0},
    {"level": -3.0, "growth": 5.0},
    {"level": 7000.0, "growth": 900.0},
    {"level": "八百", "growth": 1.0},
    {"level": 800.0, "growth": -140.0},
    {"growth": 3.0},
]


def test_the_formula_says_what_the_rule_says_and_numbers_come_back(tmp_path: Path) -> None:
    reporting.found(county_month=WIDE)
    wide = reporting.report()
    ledger(("tourist_visits", "level", 2026, 8, 640.0), ("tourist_visits", "level", 2025, 9, 700.0))
    slot = f"tourist_visits:{COUNTY}:"
    books = []
    for case in CASES:
        books.append(filled(wide, {slot + what: value for what, value in case.items()}))
    asked = {one.code: n + 0.25 for n, one in enumerate(wide.asked)}
    *answers, back = saved_by_office(tmp_path, *books, filled(wide, asked))

    made = layout.build(wide, catalogue.current())
    placed = next(p for p in made.items if p.item.first.code == slot + "level")
    facts = references(wide.asked, wide.matter, catalogue.current())
    beside = known.beside(placed.item.first, facts)
    row, column = placed.beside("doubt")
    for case, content in zip(CASES, answers, strict=True):
        shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["填报表"].cell(
            row + 1, column + 1
        )
        assert shown.value == doubts.said(placed, case, False, beside), case

    found = taken(wide, back)
    assert values(wide) == asked
    assert found.problems == []
    sheet = openpyxl.load_workbook(io.BytesIO(back))["填报表"]
    assert sheet.protection.sheet
    assert not sheet[where(wide, slot + "level")[1]].protection.locked


def test_the_progress_line_counts(tmp_path: Path, one) -> None:
    codes = [slot.code for slot in one.asked]
    books = (filled(one, dict.fromkeys(codes[:3], 5.0)), filled(one, dict.fromkeys(codes[:3], -5.0)))
    told = [
        openpyxl.load_workbook(io.BytesIO(content), data_only=True)["填报表"]["B3"].value
        for content in saved_by_office(tmp_path, *books)
    ]
    assert told[0] == f"已填3项，共{len(codes)}项；校验提示0处"
    assert told[1] == f"已填3项，共{len(codes)}项；校验提示1处"


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="no pdfinfo: apt-get install poppler-utils")
def test_it_prints_on_as_many_sheets_as_it_should(tmp_path: Path) -> None:
    reporting.found(county_month=WIDE)
    (pdf,) = saved_by_office(tmp_path, issued(reporting.report()), target="pdf")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    assert "Pages:           2" in told  # three indicators of six columns, two to a sheet
    assert "841.8" in told  # A4, lying
