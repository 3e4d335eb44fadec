"""The tables that offices send, each way round."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
import xlwt

from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Severity
from diaodu.bureau.reports.intake.reading import read
from tests.bureau.workbooks import catalogue, csv_bytes, saved, xlsx

TODAY = dt.date(2024, 10, 20)


def reading(content, name="表.xlsx", **options):
    return read(name, content, catalogue(), Options.of(options), today=TODAY)


def figures(found):
    """Indicator, place, kind, what, period and value of every line."""
    return [
        (line.key.indicator, line.key.place, line.key.what, line.period.code, line.value)
        for line in found.lines
    ]


def refused(found):
    return [(p.cell, p.content) for p in found.problems if p.severity is Severity.REFUSE]


def test_places_by_indicators_with_merged_headers_title_unit_and_note():
    rows = [
        ["2024年1—9月各县（市、区）主要经济指标"],
        ["", "", "", "", "单位：亿元、%"],
        ["县（市、区）", "固定资产投资", "", "社会消费品零售总额", "", ""],
        ["", "总量", "增速", "总量", "增速", "位次"],
        ["全　市", 512.3, 8.1, 300, "5.5%", ""],
        ["城　关 区", 120, -9, "—", "..", 3],
        [],
        ["注：城关区社零按老口径"],
        ["联系人", "张三"],
    ]
    found = reading(xlsx(rows, merged=["A1:F1", "A3:A4", "B3:C3", "D3:F3"]))
    assert figures(found) == [
        ("fixed_asset_investment", "990100", "level", "2024-01..09", 512.3),
        ("fixed_asset_investment", "990100", "growth", "2024-01..09", 8.1),
        ("retail", "990100", "level", "2024-01..09", 300.0),
        ("retail", "990100", "growth", "2024-01..09", 5.5),
        ("fixed_asset_investment", "990101", "level", "2024-01..09", 120.0),
        ("fixed_asset_investment", "990101", "growth", "2024-01..09", -9.0),
    ]
    assert refused(found) == []


def test_one_place_indicators_by_month_and_total():
    rows = [
        ["临江市主要经济指标完成情况（2024年9月）"],
        ["序号", "指标名称", "计量单位", "本月", "1-本月累计", "同比增长（%）", "占全省比重", "责任单位"],
        ["", "一、工业"],
        [1, "规上工业增加值增速", "%", 7.7, 8.1, "", "", "工信局"],
        ["", "二、投资"],
        [2, "固定资产投资", "万元", "", 5123000, 8.1, 12, "发改局"],
        [3, "  其中：工业投资", "亿元", "", 200.5, "▲", 3, "发改局"],
        [4, "2.金融机构存款余额①", "亿元", 900, "", 3.2, "", "人行"],
    ]
    found = reading(xlsx(rows))
    assert figures(found) == [
        ("industrial_value_added", "990100", "growth", "2024-09", 7.7),
        ("industrial_value_added", "990100", "growth", "2024-01..09", 8.1),
        ("fixed_asset_investment", "990100", "level", "2024-01..09", 512.3),
        ("fixed_asset_investment", "990100", "growth", "2024-01..09", 8.1),
        ("industrial_investment", "990100", "level", "2024-01..09", 200.5),
        ("deposits", "990100", "level", "2024-09", 900.0),
        ("deposits", "990100", "growth", "2024-09", 3.2),
    ]
    assert refused(found) == [("F7", "▲")]


def test_places_by_months_under_years():
    rows = [
        ["固定资产投资（万元）"],
        ["县区", "2023年", "", "2024年", ""],
        ["", "1-3月", "上半年", "1-3月", "上半年"],
        ["城关区", 10000, 20000, 30000, 40000],
        ["合计", 10000, 20000, 30000, 40000],
    ]
    found = reading(xlsx(rows, merged=["B2:C2", "D2:E2"]))
    assert figures(found)[:4] == [
        ("fixed_asset_investment", "990101", "level", "2023-01..03", 1.0),
        ("fixed_asset_investment", "990101", "level", "2023-01..06", 2.0),
        ("fixed_asset_investment", "990101", "level", "2024-01..03", 3.0),
        ("fixed_asset_investment", "990101", "level", "2024-01..06", 4.0),
    ]
    assert {row[1] for row in figures(found)[4:]} == {"990100"}


def test_places_by_months_of_two_years_written_once():
    found = reading(
        csv_bytes([["地区", "2023年1-12月", "2024年1-2月", "1-3月"], ["城关区", 1, 2, 3]]),
        "投资.csv",
        indicator="固定资产投资",
    )
    assert [row[3] for row in figures(found)] == ["2023-01..12", "2024-01..02", "2024-01..03"]


def test_a_statistics_office_download():
    rows = [
        ["数据库：月度数据"],
        ["时间：最近13个月"],
        ["指标", "2024年9月", "2024年8月", "2024年2月"],
        ["社会消费品零售总额当期值(亿元)", 10, 9, ""],
        ["社会消费品零售总额累计值(亿元)", 90, 80, 18],
        ["社会消费品零售总额同比增长(%)", 3.2, 2.1, ""],
        ["社会消费品零售总额累计增长(%)", 3.3, 3.4, 5.5],
        ["居民消费价格指数(上年同月=100)", 100.4, 100.6, 100.7],
        ["注：1.数据来源于抽样调查，2024年起口径调整。"],
        ["　　　2.累计数不等于各月之和。", "", "", ""],
        ["数据来源：国家统计局"],
    ]
    found = reading(csv_bytes(rows, "gbk"), "月度数据.csv", place="全国")
    assert refused(found) == []
    assert figures(found)[:2] == [
        ("retail", "000000", "level", "2024-09", 10.0),
        ("retail", "000000", "level", "2024-08", 9.0),
    ]
    assert ("retail", "000000", "level", "2024-01..02", 18.0) in figures(found)
    assert ("retail", "000000", "growth", "2024-01..09", 3.3) in figures(found)
    assert ("cpi", "000000", "level", "2024-09", 100.4) in figures(found)
    assert len(found.lines) == 13


def test_a_download_of_one_indicator_by_place():
    rows = [
        ["数据库：分省月度数据"],
        ["指标：居民消费价格指数(上年同月=100)"],
        ["时间：2024"],
        ["地区", "2024年2月", "2024年1月"],
        ["江川省", "", 100.7],
    ]
    assert figures(reading(csv_bytes(rows, "gbk"), "a.csv")) == [("cpi", "990000", "level", "2024-01", 100.7)]


def test_a_research_database_with_four_header_rows():
    rows = [
        ["指标", "GDP_累计", "固定资产投资_累计同比实际增速", "GDP_当期", "发电量_当期"],
        ["地区", "全国", "全国", "全国", "全国"],
        ["频度", "季", "月", "季", "月"],
        ["单位", "亿元", "%", "亿元", "亿千瓦时"],
        ["2024-05", "", 5, "", 7],
        ["2024-06", 100, 6, 60, 8],
    ]
    about = [
        ["指标名称", "地区名称", "地区编码", "频度", "单位", "开始时间"],
        ["GDP_累计", "全国", "000000", "季", "亿元", "1992-03"],
    ]
    found = reading(xlsx(Sheet1=rows, Sheet2=about))
    assert figures(found) == [
        ("fixed_asset_investment", "000000", "growth", "2024-01..05", 5.0),
        ("gdp", "000000", "level", "2024-01..06", 100.0),
        ("fixed_asset_investment", "000000", "growth", "2024-01..06", 6.0),
        ("gdp", "000000", "level", "2024Q2", 60.0),
    ]
    assert refused(found) == [("E1", "发电量_当期")]


def test_a_panel_of_places_and_years():
    rows = [
        ["地区", "年份", "GDP_亿元", "城镇化率_%", "出口_千美元"],
        ["临江", 2022, 500, 60.1, 1],
        ["平湖", 2023, "", 61, 2],
    ]
    found = reading(csv_bytes(rows), "面板.csv")
    assert figures(found) == [
        ("gdp", "990100", "level", "2022-01..12", 500.0),
        ("urban_rate", "990100", "level", "2022-12", 60.1),
        ("urban_rate", "990200", "level", "2023-12", 61.0),
    ]
    assert refused(found) == [("E1", "出口_千美元")]


def test_an_unknown_unit_is_refused_and_never_taken_for_the_indicators_own():
    found = reading(
        csv_bytes([["时间", "一般公共预算收入(千美元)"], ["2024年1-6月", 5]]), "a.csv", place="临江市"
    )
    assert not found.lines
    assert "千美元" in found.problems[0].reason


def test_constant_prices_are_not_taken_for_current_ones():
    found = reading(
        csv_bytes([["指标", "2024年1-6月"], ["地区生产总值(不变价)累计值(亿元)", 5]]), "a.csv", place="临江市"
    )
    assert not found.lines
    assert refused(found) == [("A2", "地区生产总值(不变价)累计值(亿元)")]


def test_october_that_lost_its_zero():
    header = ["省份", *(f"2023.{m:02d}" for m in range(1, 10)), "2023.1", "2023.11"]
    found = reading(csv_bytes([header, ["江川", *range(100, 111)]]), "a.csv", indicator="居民消费价格指数")
    assert [line.key.last for line in found.lines] == list(range(1, 12))


def test_the_sheets_name_may_say_what_the_table_is_of():
    rows = [["地区", "2024年1-6月", "2024年1-3月"], ["城关区", 4, 2]]
    found = reading(xlsx(rows, sheet="社会消费品零售总额"))
    assert figures(found)[0] == ("retail", "990101", "level", "2024-01..06", 4.0)
    assert found.lines[0].cell == "社会消费品零售总额!B2"


def test_two_tables_on_one_sheet():
    rows = [
        ["2024年1-6月固定资产投资"],
        ["地区", "总量（亿元）", "增速（%）"],
        ["城关区", 4, 2],
        [],
        ["2024年1-9月社会消费品零售总额"],
        ["地区", "总量（亿元）", "增速（%）"],
        ["城关区", 5, 3],
    ]
    assert figures(reading(xlsx(rows))) == [
        ("fixed_asset_investment", "990101", "level", "2024-01..06", 4.0),
        ("fixed_asset_investment", "990101", "growth", "2024-01..06", 2.0),
        ("retail", "990101", "level", "2024-01..09", 5.0),
        ("retail", "990101", "growth", "2024-01..09", 3.0),
    ]


def test_targets_in_a_table():
    rows = [["2024年目标任务"], ["指标", "年度目标", "目标增速（%）"], ["固定资产投资", 700, 8]]
    found = reading(xlsx(rows), place="临江市")
    assert [(line.key.kind, line.key.what, line.value) for line in found.lines] == [
        ("target", "level", 700.0),
        ("target", "growth", 8.0),
    ]
    assert {line.period.code for line in found.lines} == {"2024-01..12"}


def test_hidden_rows_are_read_and_said():
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx([["固定资产投资"], ["地区", "2024年1-6月"], ["城关区", 4], ["东山区", 5]]))
    )
    book.active.row_dimensions[4].hidden = True
    found = reading(saved(book))
    assert len(found.lines) == 2
    assert "隐藏的行（第4行）" in found.problems[0].reason


def test_a_percent_format_is_a_percentage():
    book = openpyxl.load_workbook(
        io.BytesIO(
            xlsx([["固定资产投资"], ["地区", "2024年1-6月总量", "2024年1-6月增速"], ["城关区", 4, 0.083]])
        )
    )
    book.active["C3"].number_format = "0.0%"
    assert figures(reading(saved(book)))[1][-1] == 8.3


def test_formulas_without_results_are_refused():
    rows = [["固定资产投资"], ["地区", "2024年1-6月"], ["城关区", "=1+1"]]
    with pytest.raises(Exception, match="没有计算结果"):
        reading(xlsx(rows))
    found = reading(xlsx([*rows, ["东山区", 5]]))
    assert len(found.lines) == 1
    assert found.problems[0].cell == "B3"


def test_the_old_format():
    book = xlwt.Workbook()
    sheet = book.add_sheet("六月")
    for r, row in enumerate([["固定资产投资"], ["地区", "2024年1-6月"], ["城关区", 4.5]]):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    assert reading(saved(book), "表.xls").lines[0].cell == "六月!B3"


def test_what_a_column_is_must_be_known():
    rows = [["固定资产投资"], ["地区", "2024年1-6月", "两年平均增速"], ["城关区", 4, 6.6]]
    found = reading(xlsx(rows))
    assert len(found.lines) == 1
    assert refused(found) == [("C2", "两年平均增速")]


def test_a_sheet_without_any_header_says_so():
    found = reading(xlsx([[1, 2], [3, 4]]))
    assert "没有找到表头" in found.problems[0].reason


def test_other_names_and_columns_left_out():
    rows = [["area", "月度", "投资额", "内部编号"], ["主城", "2024年1-6月", 4, 77]]
    found = reading(
        csv_bytes(rows),
        "a.csv",
        columns={"area": "地区", "内部编号": ""},
        names={"主城": "城关区", "投资额": "固定资产投资"},
    )
    assert figures(found) == [("fixed_asset_investment", "990101", "level", "2024-01..06", 4.0)]
    assert refused(found) == []
