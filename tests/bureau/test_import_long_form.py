"""The long form, from bytes to lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from diaodu.bureau.catalogue import models
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Severity
from diaodu.bureau.reports.intake.reading import read
from diaodu.economy import formula
from diaodu.economy.indicators import Catalogue
from tests.bureau.workbooks import BREAKDOWNS, INDICATORS, PLACES, catalogue, csv_bytes, long, xlsx

TODAY = dt.date(2024, 10, 20)


def reading(content, name="九月.xlsx", options=None, **more):
    return read(name, content, catalogue(), Options.of(options), today=TODAY, **more)


def one(row, **options):
    found = reading(xlsx(long(row)), options=options)
    assert [p for p in found.problems if p.severity is Severity.REFUSE] == []
    return found.lines[0]


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        (
            ("GDP", "临江市", "2024年1-9月", "", 512.3),
            ("gdp", "990100", "", "official", "level", 2024, 1, 9),
            512.3,
        ),
        (
            ("gdp", "990100", "2024年前三季度", "同比增速", "5.8%"),
            ("gdp", "990100", "", "official", "growth", 2024, 1, 9),
            5.8,
        ),
        (
            ("固定资产投资", "城关区", "2024年1—6月", "数值", "１，２３４,567.8", "万元"),
            ("fixed_asset_investment", "990101", "", "official", "level", 2024, 1, 6),
            123.45678,
        ),
        (
            ("固定资产投资", "城关区", "2024年", "目标", 8, "%"),
            ("fixed_asset_investment", "990101", "", "target", "growth", 2024, 1, 12),
            8.0,
        ),
        (
            ("固定资产投资", "城关区", "2024年", "目标", "8%"),
            ("fixed_asset_investment", "990101", "", "target", "growth", 2024, 1, 12),
            8.0,
        ),
        (
            ("固定资产投资", "城关区", 2024, "目标", 300),
            ("fixed_asset_investment", "990101", "", "target", "level", 2024, 1, 12),
            300.0,
        ),
        (
            ("一般公共预算收入", "全 市", "2024年9月", "上年同期", 40),
            ("budget", "990100", "", "departmental", "base", 2024, 9, 9),
            40.0,
        ),
        (
            ("GDP", "全省", "2024年前三季度", "预计", 6, "%"),
            ("gdp", "990000", "", "estimate", "growth", 2024, 1, 9),
            6.0,
        ),
        (("存款", "临江", "2024年9月末"), None, None),
        (
            ("金融机构存款余额", "临江", "2024年9月末", "", 900),
            ("deposits", "990100", "", "official", "level", 2024, 9, 9),
            900.0,
        ),
        (
            ("工业增加值", "西　河 县", "2024-01..08", "", 7.7),
            ("industrial_value_added", "990103", "", "official", "growth", 2024, 1, 8),
            7.7,
        ),
        (
            ("工业增加值", "临江市", "2024年1-8月", "同比增速", 7.7, "%", "酒、饮料和精制茶制造业"),
            ("industrial_value_added", "990100", "C15", "official", "growth", 2024, 1, 8),
            7.7,
        ),
        (
            ("城镇化率", "临江市", "2023年", "", "61.2%"),
            ("urban_rate", "990100", "", "official", "level", 2023, 12, 12),
            61.2,
        ),
        (
            ("固定资产投资", "城关区", "2024年2月", "", 12),
            ("fixed_asset_investment", "990101", "", "official", "level", 2024, 1, 2),
            12.0,
        ),
    ],
)
def test_a_row_says_what_it_means(row, key, value):
    if key is None:
        assert not reading(xlsx(long(row))).lines
        return
    line = one(row)
    assert tuple(line.key) == key
    assert line.value == pytest.approx(value, abs=1e-12)


def test_headings_may_stand_in_any_order_and_below_a_title():
    rows = [
        ["某表"],
        [],
        ["数值", "备注", "时期", "地区", "指标"],
        [3.5, "x", "2024年1-9月", "平湖市", "GDP"],
    ]
    assert reading(xlsx(rows)).lines[0].cell == "Sheet1!A4"


@pytest.mark.parametrize("missing", ["", "—", "..", "…", "-", None, "……"])
def test_missing_is_no_figure(missing):
    found = reading(
        xlsx(long(("GDP", "临江市", "2024年1-9月", "", missing), ("GDP", "临江市", "2024年1-6月", "", 1)))
    )
    assert [line.key.last for line in found.lines] == [6]
    assert not [p for p in found.problems if p.severity is Severity.REFUSE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables(encoding, delimiter):
    content = csv_bytes(long(("地区生产总值", "临江市", "2024年1-9月", "", "1 512.3")), encoding, delimiter)
    line = reading(content, "九月.csv").lines[0]
    assert (line.value, line.cell) == (1512.3, "E2")


@pytest.mark.parametrize(
    ("row", "cell", "content", "reason"),
    [
        (("GTP", "临江市", "2024年1-9月", "", 1), "A2", "GTP", "没有名为“GTP”的指标"),
        (("GDP", "临港市", "2024年1-9月", "", 1), "B2", "临港市", "没有名为“临港市”的地区"),
        (("GDP", "临江市", "九月份前", "", 1), "C2", "九月份前", "不是能识别的统计期"),
        (("GDP", "临江市", "2024年1-9月", "同比增加", 1), "D2", "同比增加", "没有“同比增加”这种类型"),
        (("GDP", "临江市", "2024年1-9月", "", "约五百"), "E2", "约五百", "却是文字"),
        (("GDP", "临江市", "2024年1-9月", "", 1, "吨"), "F2", "吨", "不能换算"),
        (("GDP", "临江市", "2024年1-9月", "", 1, "亿圆"), "F2", "亿圆", "没有名为“亿圆”的计量单位"),
        (("GDP", "临江市", "2024年1-9月", "", "5.8%"), "E2", "5.8%", "百分数不能作为"),
        (("税收收入", "临江市", "2024年1-9月", "", 1, "", "营业税"), "G2", "营业税", "分项中没有“营业税”"),
        (("GDP", "临江市", "2024年1-9月", "", 1, "", "", "以后"), "H2", "以后", "不是发布日期"),
        (("固定资产投资", "临江市", "2024年1月", "", 1), "C2", "2024年1月", "1—2月"),
        (("GDP", "临江市", "2024年全年", "", 1), "E2", "1", "还没有到"),
    ],
)
def test_what_cannot_be_read_is_listed_and_the_rest_is_read(row, cell, content, reason):
    found = reading(xlsx(long(row, ("GDP", "平湖市", "2024年1-6月", "", 2))))
    assert [line.value for line in found.lines] == [2.0]
    [problem] = found.problems
    assert (problem.sheet, problem.cell, problem.content) == ("Sheet1", cell, content)
    assert reason in problem.reason


def test_a_short_name_that_a_city_and_a_county_bear_is_not_guessed():
    places = [{**p, "short": "西河"} if p["name"] == "西河县" else p for p in PLACES]
    city = {"code": "990300", "name": "西河市", "short": "西河", "level": "city", "parent": "990000"}
    known = models.build(INDICATORS, [*places, city], [], BREAKDOWNS)
    rows = long(*(("GDP", name, "2024年1-6月", "", 1) for name in ("西河", "西河县", "西河市")))
    found = read("九月.xlsx", xlsx(rows), known, Options.of({}), today=TODAY)
    assert [line.key.place for line in found.lines] == ["990103", "990300"]
    assert [p.reason for p in found.problems] == ["“西河”不止一个：西河县、西河市。请写全称或代码"]


def test_two_different_figures_for_one_thing_are_both_held_back():
    rows = long(
        *(("GDP", "临江市", "2024年1-9月", "", v) for v in (5, 6)), ("GDP", "平湖市", "2024年1-9月", "", 1)
    )
    found = reading(xlsx(rows))
    assert [line.key.place for line in found.lines] == ["990200"]
    assert [p.cell for p in found.problems] == ["E2", "E3"]


def test_the_same_figure_twice_is_only_said():
    found = reading(xlsx(long(*[("GDP", "临江市", "2024年1-9月", "", 5)] * 2)))
    assert len(found.lines) == 1
    assert [p.severity for p in found.problems] == [Severity.NOTE]


def test_two_vintages_of_one_figure_may_stand_in_one_file():
    rows = long(
        ("GDP", "临江市", "2023年", "", 5, "", "", "初步"), ("GDP", "临江市", "2023年", "", 6, "", "", "核实")
    )
    assert [(line.value, line.vintage) for line in reading(xlsx(rows)).lines] == [
        (5, "preliminary"),
        (6, "verified"),
    ]


def test_ten_thousand_yuan_taken_for_a_hundred_million_is_held_back():
    rows = long(*(("固定资产投资", "临江市", f"2024年1-{m}月", "", 100.0 * m) for m in range(2, 8)))
    found = reading(xlsx([*rows, ("固定资产投资", "临江市", "2024年1-8月", "", 8_000_000.0, "", "", "")]))
    assert len(found.lines) == 6
    assert "疑似单位有误" in found.problems[0].reason
    accepted = reading(
        xlsx([*rows, ("固定资产投资", "临江市", "2024年1-8月", "", 8_000_000.0, "", "", "")]),
        options={"accept_units": True},
    )
    assert len(accepted.lines) == 7


def test_a_cumulative_that_falls_is_read_and_said():
    rows = long(
        ("一般公共预算收入", "临江市", "2024年1-5月", "", 9),
        ("一般公共预算收入", "临江市", "2024年1-6月", "", 8),
    )
    found = reading(xlsx(rows))
    assert len(found.lines) == 2
    assert found.problems[0].severity is Severity.WARN


def test_defaults_and_other_headings():
    content = csv_bytes([("month", "v", "g"), ("2024-08", "5", "1.2")])
    options = {
        "indicator": "一般公共预算收入",
        "place": "临江市",
        "span": "cumulative",
        "columns": {"month": "时期", "v": "数值", "g": "同比增速"},
    }
    found = reading(content, "a.csv", options)
    assert [(line.key.what, line.key.first, line.value) for line in found.lines] == [
        ("level", 1, 5),
        ("growth", 1, 1.2),
    ]


def test_nobody_files_what_the_system_computes() -> None:
    known = catalogue()
    side = ({"name": "产能", "weight": 1, "terms": [{"indicator": "power", "weight": 1}]},)
    index = replace(known.indicators["power"], code="index", name="税电指数", formula=formula.read(side))
    with_index = Catalogue({**known.indicators, "index": index}, known.places, {}, known.breakdowns)
    rows = long(
        ("税电指数", "临江市", "2024年1-9月", "", 104.2), ("全社会用电量", "临江市", "2024年1-9月", "", 88)
    )
    found = read("九月.xlsx", xlsx(rows), with_index, Options.of(None), today=TODAY)
    assert [line.key.indicator for line in found.lines] == ["power"]
    (problem,) = [p for p in found.problems if p.severity is Severity.REFUSE]
    assert "由系统推算，不接受填报" in problem.reason
