"""The workbook that a unit is given: what stands in it, what may be typed, what it carries unseen."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Person
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.reports import filing, workbook
from diaodu.bureau.reports.beside import references
from diaodu.bureau.reports.filing import Entered
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.workbook import doubts, keys, known, layout, seal
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY, MONTH, NOW, person
from tests.bureau.workbook.made import JOBS, REVENUE, VISITS, WIDE, issued, where

pytestmark = pytest.mark.django_db


def book(report):
    return openpyxl.load_workbook(io.BytesIO(issued(report)))


def texts(sheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def ledger(*rows: tuple[str, str, int, int, float]) -> None:
    """What the ledger knows: indicator, number, year, last month, value (台账)."""
    by = Person.system()
    source = figures.add_source(name="历史.xlsx", content=b"x", by=by, at=NOW)
    lines = [
        Line(FigureKey(i, COUNTY, "", "departmental", what, year, 1, last), value)
        for i, what, year, last, value in rows
    ]
    figures.post(lines=lines, source=source, by=by, at=NOW)


def test_it_names_the_unit_the_month_and_the_deadline(one) -> None:
    name, content = workbook.issue(one, NOW)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["填报表"]
    said = texts(sheet)
    assert name == "岩坪县人民政府_县（市、区）部门数据月报_2026年9月.xlsx"
    for text in (
        "岩坪县人民政府",
        "2026年9月",
        "2026年10月8日（周四）18:00",
        "填报人：",
        "审核人：",
        "签发人：",
    ):
        assert text in said
    assert "旅游接待人次" in said
    assert "1—9月" in said


def test_last_month_and_last_year_stand_beside(one) -> None:
    ledger(
        ("tourist_visits", "level", 2026, 8, 640.5),
        ("tourist_visits", "level", 2025, 9, 700.25),
        ("tourist_visits", "growth", 2025, 9, 8.4),
    )
    sheet, cell = where(one, VISITS)
    row = book(one)[sheet][cell].row
    shown = [c.value for c in book(one)[sheet][row]]
    assert [value for value in shown if isinstance(value, float)] == [640.5, 700.25, 8.4]


def test_only_what_is_asked_can_be_typed(one) -> None:
    sheet = book(one)["填报表"]
    open_cells = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert sheet.protection.sheet
    assert open_cells == {where(one, slot.code)[1] for slot in one.asked}
    checked = {str(one.sqref) for one in sheet.data_validations.dataValidation}
    assert checked == open_cells


def test_what_was_typed_on_the_web_and_what_the_ledger_has_is_there(one) -> None:
    ledger(("new_urban_jobs", "level", 2026, 9, 0.618))
    filing.save(report=one, entries={VISITS: Entered(12.345)}, by=person("filler", COUNTY), now=NOW)
    sheet = book(one)["填报表"]
    assert sheet[where(one, VISITS)[1]].value == 12.345  # in full, though two decimals are shown
    assert sheet[where(one, VISITS)[1]].number_format == "#,##0.00"
    assert sheet[where(one, JOBS)[1]].value == 0.618
    assert sheet[where(one, REVENUE)[1]].value is None


def test_the_sealed_page_is_out_of_sight_and_tells_revs(one) -> None:
    filing.save(report=one, entries={VISITS: Entered(12.0)}, by=person("filler", COUNTY), now=NOW)
    found = book(one)
    assert found[seal.PAGE].sheet_state == "veryHidden"
    grid = seal.Grid(seal.PAGE, [[cell.value for cell in row] for row in found[seal.PAGE].iter_rows()])
    sealed = seal.read("表", grid)
    assert (sealed.unit, sealed.form, sealed.period) == (COUNTY, "county_month", "2026-09")
    assert seal.issued(one, sealed)[VISITS] == (1, 12.0)
    assert seal.issued(one, sealed)[JOBS] == (0, None)


def test_keys_beside_rows_and_above_columns_name_every_number(one) -> None:
    sheet = book(one)["填报表"]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[layout.TOP + 1].hidden
    for slot in one.asked:
        cell = sheet[where(one, slot.code)[1]]
        row, column = (
            keys.read(sheet.cell(cell.row, 1).value),
            keys.read(sheet.cell(layout.TOP + 1, cell.column).value),
        )
        assert row
        assert column
        assert row.over(column).code == slot.code


def test_a_department_sees_places_down_and_indicators_across() -> None:
    reporting.found(
        county_month={
            **WIDE,
            "city_only": ["new_urban_jobs"],
            "indicators": ["tourist_visits", "new_urban_jobs"],
        }
    )
    one = reporting.report()
    found = book(one)
    assert found.sheetnames == ["表1分地区", "表2全市", seal.PAGE]
    wide = found["表1分地区"]
    assert [wide.cell(row, 2).value for row in range(8, 11)] == ["全市", "澄湾", "砚湖"]
    assert "“表2全市”也要填写" in texts(wide)
    assert wide.freeze_panes == "C8"
    alone = found["表2全市"]
    assert "城镇新增就业" in texts(alone)
    assert "澄湾" not in texts(alone)


def test_a_wide_matrix_is_printed_on_several_sheets_each_with_its_places() -> None:
    reporting.found(county_month=WIDE)
    sheet = book(reporting.report())["填报表"]
    assert sheet.print_title_cols == "$B:$B"
    assert [one.id for one in sheet.col_breaks.brk] == [14]  # two indicators of six columns, then the third
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "未填"),
        ({"level": 800.0}, "未填增速"),
        ({"level": "八百", "growth": 1.0}, "数值不是数字"),
        ({"level": 800.0, "growth": 14.3}, "√"),  # 800/700 = 114.29%
        ({"level": 800.0, "growth": 9.0}, "按上年同期推算14.3%"),
        ({"level": 600.0, "growth": -14.3}, "少于上期累计"),
        ({"level": 640.0, "growth": -8.6}, "与上期累计相同"),
        ({"level": 8_000_000.0, "growth": 5.0}, "大了千倍以上，查单位"),
        ({"level": 0.08, "growth": 5.0}, "小了千倍以上，查单位"),
        ({"level": -3.0, "growth": 5.0}, "负数，请核对"),
        ({"level": 7000.0, "growth": 900.0}, "与上年同期相差悬殊"),
        ({"level": 800.0, "growth": -140.0}, "增速异常"),
    ],
)
def test_the_doubt_beside_a_number(one, values, said) -> None:
    ledger(("tourist_visits", "level", 2026, 8, 640.0), ("tourist_visits", "level", 2025, 9, 700.0))
    placed = next(p for p in layout.build(one, catalogue.current()).items if p.item.first.code == VISITS)
    facts = references(one.asked, one.matter, catalogue.current())
    beside = known.beside(placed.item.first, facts)
    assert doubts.said(placed, values, False, beside) == said


def test_all_of_a_month_in_one_file(one) -> None:
    name, content = workbook.pack(MONTH, NOW, Report.objects.of_month(MONTH))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
    assert name == "填报表_2026年9月.zip"
    assert len(names) == len(set(names)) == reporting.Report.objects.of_month(MONTH).count()
    assert "县（市、区）部门数据月报/石垭县人民政府_县（市、区）部门数据月报_2026年9月.xlsx" in names


def test_names_that_would_lead_out_of_the_folder_do_not(one) -> None:
    one.unit.name, one.name = "../../发改委/能源局", "..\\月报"
    one.unit.save()
    one.save()
    assert "/" not in workbook.issue(one, NOW)[0]
    with zipfile.ZipFile(io.BytesIO(workbook.pack(MONTH, NOW, [one])[1])) as packed:
        (name,) = packed.namelist()
    assert ".." not in name.split("/")
    assert name.count("/") == 1


def test_text_of_the_city_is_never_a_formula(one) -> None:
    one.unit.name = "=cmd|' /C calc'!A0"
    one.unit.save()
    for row in book(one)["填报表"].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                assert cell.value.startswith(("=IF(", '="已填"&')), cell.value


def test_a_week_is_named_with_its_number(db) -> None:
    reporting.found()
    week = reporting.report("county_week")
    assert f"第{week.turn}周.xlsx" in workbook.issue(week, NOW)[0]
    assert dt.date(2026, 9, 1).isocalendar().week <= week.turn <= 40
