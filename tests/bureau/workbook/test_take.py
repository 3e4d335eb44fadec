"""A workbook that comes back fills the report, whatever was done to it on the way."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pytest

from diaodu.bureau.reports import filing, workbook
from diaodu.bureau.reports.filing import Entered
from diaodu.bureau.reports.models import Attachment, Stage
from diaodu.bureau.reports.workbook import layout
from diaodu.economy.errors import Refusal
from tests.bureau import reporting, workbooks
from tests.bureau.reporting import COUNTY, NOW, person
from tests.bureau.workbook.made import (
    JOBS,
    REVENUE,
    VISITS,
    VISITS_GROWTH,
    WIDE,
    changed,
    filled,
    issued,
    part,
    taken,
    typed,
    values,
    where,
    with_parts,
)

pytestmark = pytest.mark.django_db


def problem(found, cell: str) -> str:
    return next(p.reason for p in found.problems if p.cell == cell)


def on_web(report, code: str, value: float | None, name: str = "乙") -> None:
    filing.save(report=report, entries={code: Entered(value)}, by=person("filler", COUNTY, name), now=NOW)


# 读回


def test_numbers_are_saved_with_the_cell_they_came_from(one) -> None:
    content = filled(one, {VISITS: 784.39, VISITS_GROWTH: 9.5})
    found = taken(one, content)
    assert values(one) == {VISITS: 784.39, VISITS_GROWTH: 9.5}
    assert found.read == 2
    assert found.problems == []
    assert one.cells.get(slot=VISITS).origin == f"填报表.xlsx 填报表!{where(one, VISITS)[1]}"
    one.refresh_from_db()
    assert one.stage == Stage.DRAFT


def test_the_file_is_kept_as_it_came_with_what_it_did(one) -> None:
    content = filled(one, {VISITS: 784.39, JOBS: "很多"})
    kept = taken(one, content).attachment
    assert bytes(Attachment.objects.get(pk=kept.pk).content) == content
    assert kept.kind == Attachment.Kind.WORKBOOK
    assert kept.outcome["taken"] == [VISITS]
    assert kept.outcome["problems"][0]["cell"] == where(one, JOBS)[1]
    assert kept.outcome["problems"][0]["content"] == "很多"


def test_the_same_workbook_twice_changes_nothing(one) -> None:
    content = filled(one, {VISITS: 784.39})
    taken(one, content)
    again = taken(one, content)
    assert again.saved.conflicts == []
    assert again.attachment.outcome["taken"] == []
    assert again.attachment.outcome["unchanged"] == 1
    assert one.cells.get(slot=VISITS).rev == 1


def test_a_blank_cell_clears_nothing_on_the_web(one) -> None:
    content = issued(one)
    on_web(one, VISITS, 55.0)
    assert taken(one, content).problems == []
    assert values(one) == {VISITS: 55.0}


def test_a_dash_clears_what_may_be_left_empty_and_nothing_else(one) -> None:
    for code in (REVENUE, VISITS):
        on_web(one, code, 55.0)
    found = taken(one, filled(one, {REVENUE: "—", VISITS: "无"}))
    assert values(one) == {REVENUE: None, VISITS: 55.0}
    assert "必须填报" in problem(found, where(one, VISITS)[1])


def test_a_cell_changed_on_the_web_meanwhile_is_not_overwritten_but_told(one) -> None:
    on_web(one, VISITS, 50.0)
    content = filled(one, {VISITS: 60.0, JOBS: 3.0})
    on_web(one, VISITS, 70.0, name="王五")
    found = taken(one, content)
    assert values(one) == {VISITS: 70.0, JOBS: 3.0}
    assert [c.slot for c in found.saved.conflicts] == [VISITS]
    assert "已由王五在网页上改为70" in problem(found, where(one, VISITS)[1])
    assert found.attachment.outcome["conflicts"][0]["cell"] == f"填报表!{where(one, VISITS)[1]}"


def test_a_slip_mended_in_ones_own_workbook_goes_over_itself_never_over_the_web(one) -> None:
    issued_once = issued(one)
    taken(one, changed(issued_once, typed(one, {VISITS: 78439.0, JOBS: 3.0})))
    on_web(one, JOBS, 4.0)
    found = taken(one, changed(issued_once, typed(one, {VISITS: 784.39, JOBS: 5.0})))
    assert values(one) == {VISITS: 784.39, JOBS: 4.0}
    assert [c.slot for c in found.saved.conflicts] == [JOBS]


def test_a_cell_nobody_touched_in_the_workbook_is_no_conflict(one) -> None:
    on_web(one, VISITS, 50.0)
    content = filled(one, {JOBS: 3.0})
    on_web(one, VISITS, 70.0)
    found = taken(one, content)
    assert values(one) == {VISITS: 70.0, JOBS: 3.0}
    assert found.saved.conflicts == []
    assert found.problems == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("784.39", 784.39),
        ("７８４．３９", 784.39),
        ("1,234.5", 1234.5),
        ("1，234.5", 1234.5),
        (" 12 ", 12.0),
        ("784.39万人次", 784.39),
        ("12.5亿人次", 125_000.0),
        ("7843900人次", 784.39),
        ("12.5*", 12.5),
        ("-3", -3.0),
    ],
)
def test_numbers_as_people_type_them(one, written, kept) -> None:
    taken(one, filled(one, {VISITS: written}))
    assert values(one)[VISITS] == pytest.approx(kept)


@pytest.mark.parametrize(("written", "kept"), [("9.5%", 9.5), ("９．５％", 9.5), ("-0.3个百分点", -0.3)])
def test_growth_as_people_type_it(one, written, kept) -> None:
    taken(one, filled(one, {VISITS_GROWTH: written}))
    assert values(one)[VISITS_GROWTH] == pytest.approx(kept)


def test_a_growth_that_excel_made_a_percentage_is_one(one) -> None:
    def percent(book):
        sheet, cell = where(one, VISITS_GROWTH)
        book[sheet][cell] = 0.083
        book[sheet][cell].number_format = "0.0%"

    taken(one, changed(issued(one), percent))
    assert values(one)[VISITS_GROWTH] == pytest.approx(8.3)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("很多", "却是文字"),
        ("12亿元", "不能换算"),
        ("9.5%", "百分数不能作为"),
        ("=100+200", "此格是公式，请改为数值后再传"),
        ("=cmd|' /C calc'!A0 ", None),
        ('=HYPERLINK("http://x","5")', "此格是公式"),
        ("#DIV/0!", "错误值"),
        ("1e16", "太大"),
        (True, "逻辑值"),
    ],
)
def test_a_bad_cell_is_told_and_the_others_are_taken(one, written, said) -> None:
    content = filled(one, {VISITS: written, JOBS: 3.0})
    if said is None:  # it would start a program: the whole file is refused
        with pytest.raises(Refusal, match="调用外部程序"):
            taken(one, content)
        assert values(one) == {}
        return
    found = taken(one, content)
    assert said in problem(found, where(one, VISITS)[1])
    assert values(one) == {JOBS: 3.0}


def test_an_array_formula_is_a_formula_in_each_of_its_cells(one) -> None:
    def array(book):
        sheet, cell = where(one, VISITS)
        row, column = book[sheet][cell].row, book[sheet][cell].column_letter
        area = f"{column}{row}:{column}{row + 1}"
        book[sheet][cell] = openpyxl.worksheet.formula.ArrayFormula(area, "={1;2}")

    content = filled(one, {JOBS: 3.0, REVENUE: 4.0})
    found = taken(one, changed(content, array))
    assert set(values(one)) == {JOBS}
    assert "此格是公式" in problem(found, where(one, REVENUE)[1])


# 行列动过


def first_row(book) -> int:
    return layout.TOP + 3  # the first row of a list, as Excel counts


def test_rows_inserted_and_deleted(one) -> None:
    def act(book):
        sheet = book["填报表"]
        sheet.insert_rows(2, 3)
        sheet.delete_rows(first_row(book) + 3 + 1)  # the second indicator's whole row
        sheet.insert_rows(first_row(book) + 3)

    found = taken(one, changed(filled(one, {VISITS: 1.5, JOBS: 3.0, REVENUE: 2.0}), act))
    assert found.problems == []
    typed_in = {VISITS: 1.5, JOBS: 3.0, REVENUE: 2.0}
    deleted = {code for code in typed_in if code.startswith(one.asked[2].indicator)}
    assert values(one) == {code: value for code, value in typed_in.items() if code not in deleted}


def rows_of(sheet):
    """The cells of the list's rows, as values."""
    start = layout.TOP + 3
    rows = []
    for row in range(start, start + 3):
        rows.append([sheet.cell(row, column).value for column in range(1, sheet.max_column + 1)])
    return start, rows


def put(sheet, start, rows, since=1):
    for n, row in enumerate(rows):
        for column, value in enumerate(row, 1):
            if column >= since:
                sheet.cell(start + n, column).value = value


@pytest.mark.parametrize("since", [1, 2])
def test_rows_sorted_with_or_without_the_hidden_keys(one, since) -> None:
    """Who sorts the visible columns alone leaves the keys behind: names go before them."""

    def reverse(book):
        start, rows = rows_of(book["填报表"])
        put(book["填报表"], start, rows[::-1], since)

    found = taken(one, changed(filled(one, {VISITS: 1.5, JOBS: 3.0}), reverse))
    assert values(one) == {VISITS: 1.5, JOBS: 3.0}
    assert found.problems == []


def test_columns_inserted_sheet_renamed_title_unmerged_styles_lost(one) -> None:
    def act(book):
        sheet = book["填报表"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet["B1"] = "随便改的题目"
        sheet.insert_cols(4, 2)
        sheet.title = "九月"
        for row in sheet.iter_rows():
            for cell in row:
                cell.style = "Normal"

    found = taken(one, changed(filled(one, {VISITS: 1.5, VISITS_GROWTH: 2.5}), act))
    assert values(one) == {VISITS: 1.5, VISITS_GROWTH: 2.5}
    assert found.problems == []


@pytest.mark.parametrize("lost", ["row", "column", "both"])
def test_without_the_keys_names_tell_the_rest(one, lost) -> None:
    def act(book):
        sheet = book["填报表"]
        if lost in ("row", "both"):
            sheet.delete_rows(layout.TOP + 1)
        if lost in ("column", "both"):
            sheet.delete_cols(1)

    found = taken(one, changed(filled(one, {VISITS: 1.5, VISITS_GROWTH: 2.5, JOBS: 3.0}), act))
    assert values(one) == {VISITS: 1.5, VISITS_GROWTH: 2.5, JOBS: 3.0}
    assert found.problems == []


@pytest.mark.parametrize("lost", ["row", "column", "both"])
def test_a_matrix_without_its_keys(db, lost) -> None:
    reporting.found(county_month=WIDE)
    one = reporting.report()
    asked = {slot.code: n + 0.5 for n, slot in enumerate(one.asked)}

    def act(book):
        sheet = book["填报表"]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        if lost in ("row", "both"):
            sheet.delete_rows(layout.TOP + 1)
        if lost in ("column", "both"):
            sheet.delete_cols(1)

    found = taken(one, changed(filled(one, asked), act))
    assert values(one) == asked
    assert found.problems == []


def test_a_row_of_ones_own_is_told(one) -> None:
    def add(book):
        sheet = book["填报表"]
        row = layout.TOP + 6
        sheet.insert_rows(row)
        sheet.cell(row, 3).value = "另加的一项"
        sheet.cell(row, 6).value = 77.0

    found = taken(one, changed(filled(one, {VISITS: 1.5}), add))
    assert values(one) == {VISITS: 1.5}
    assert "认不出" in found.problems[0].reason
    assert found.problems[0].content == "77"


def test_a_sheet_copied_inside_the_workbook(one) -> None:
    """The same numbers twice are one; two different ones are nobody's."""

    def copy(book):
        book.copy_worksheet(book["填报表"]).title = "备份"

    content = changed(filled(one, {VISITS: 1.5, JOBS: 3.0}), copy)
    _, cell = where(one, JOBS)
    found = taken(one, changed(content, lambda book: book["备份"].__setitem__(cell, 4.0)))
    assert values(one) == {VISITS: 1.5}
    assert len([p for p in found.problems if "不同的数" in p.reason]) == 2


def test_the_marked_copy_can_be_mended_and_sent_again(one) -> None:
    first = taken(one, filled(one, {VISITS: "很多", JOBS: 3.0}))
    name, copy = workbook.marked(first.attachment)
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert name == "填报表_标注.xlsx"
    assert book.sheetnames[0] == "问题清单"
    assert "却是文字" in book["填报表"][where(one, VISITS)[1]].comment.text
    again = taken(one, changed(copy, typed(one, {VISITS: 12.0})), name=name)
    assert values(one) == {VISITS: 12.0, JOBS: 3.0}
    assert again.problems == []


# 自有表格


def test_the_offices_own_wide_table_fills_the_report(one) -> None:
    rows = [
        ["岩坪县2026年9月旅游和就业情况"],
        ["指标", "单位", "1-9月", "同比增长(%)"],
        ["旅游接待人次", "人次", 7_843_900, 9.5],
        ["城镇新增就业", "万人", 0.62, ""],
        ["一般公共预算收入", "亿元", 5.5, 1.2],
    ]
    found = taken(one, workbooks.xlsx(rows), name="本县九月.xlsx")
    assert values(one) == {VISITS: pytest.approx(784.39), VISITS_GROWTH: 9.5, JOBS: 0.62}
    outside = [p.reason for p in found.problems if "不在本表应报范围" in p.reason]
    assert len(outside) == 2
    assert outside[0].startswith("2026年1—9月岩坪")


def test_the_long_form_and_csv_too(one) -> None:
    rows = workbooks.long(
        ("旅游接待人次", "岩坪县", "2026年1—9月", "数值", 784.39, "万人次"),
        ("旅游接待人次", "石垭县", "2026年1—9月", "数值", 500, "万人次"),
        ("旅游接待人次", "岩坪县", "2026年1—8月", "数值", 700, "万人次"),
    )
    found = taken(one, workbooks.csv_bytes(rows), name="九月.csv")
    assert values(one) == {VISITS: 784.39}
    assert len([p for p in found.problems if "不在本表应报范围" in p.reason]) == 2


def test_ones_own_table_goes_over_ones_own_numbers_never_over_anothers(one) -> None:
    def table(visits, jobs):
        return workbooks.xlsx(
            workbooks.long(
                ("旅游接待人次", "岩坪县", "2026年1—9月", "数值", visits, "万人次"),
                ("城镇新增就业", "岩坪县", "2026年1—9月", "数值", jobs, "万人"),
            )
        )

    on_web(one, JOBS, 0.5, name="王五")
    taken(one, table(700, 0.5))
    found = taken(one, table(710, 0.6))
    assert values(one) == {VISITS: 710.0, JOBS: 0.5}
    assert [c.slot for c in found.saved.conflicts] == [JOBS]


def test_a_formula_in_ones_own_table_is_a_problem_of_its_cell(one) -> None:
    rows = workbooks.long(("旅游接待人次", "岩坪县", "2026年1—9月", "数值", 5, "万人次"),
                          ("城镇新增就业", "岩坪县", "2026年1—9月", "数值", 0.6, "万人"))  # fmt: skip
    content = workbooks.xlsx(rows)
    sheet = part(content, "xl/worksheets/sheet1.xml")
    formula = re.sub(rb'<c r="E2"[^>]*>.*?</c>', b'<c r="E2"><f>2+3</f><v>5</v></c>', sheet)
    found = taken(one, with_parts(content, {"xl/worksheets/sheet1.xml": formula}))
    assert values(one) == {JOBS: 0.6}
    assert "此格是公式" in problem(found, "E2")


def test_what_no_database_takes_is_not_kept(one) -> None:
    """Some writers put NUL into a text, which PostgreSQL refuses in JSON."""
    content, cell = filled(one, {VISITS: "很多", JOBS: 3.0}), where(one, VISITS)[1].encode()
    sheet = part(content, "xl/worksheets/sheet1.xml")
    nul = b'<c r="%s" t="inlineStr"><is><t>a_x0000_b</t></is></c>' % cell
    sheet = re.sub(rb'<c r="%s"[^>]*>.*?</c>' % cell, nul, sheet)
    found = taken(one, with_parts(content, {"xl/worksheets/sheet1.xml": sheet}))
    assert values(one) == {JOBS: 3.0}
    assert found.attachment.outcome["problems"][0]["cell"] == cell.decode()
    assert "\\u0000" not in json.dumps(found.attachment.outcome)
