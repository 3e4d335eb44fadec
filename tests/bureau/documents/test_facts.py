"""What the papers say: only what the figures carry."""

# ruff: noqa: E501 (Chinese sentences)

import datetime as dt
import html
import io
import re
import zipfile
from dataclasses import replace

import pytest

from diaodu.bureau.documents import facts, text, words
from diaodu.bureau.documents.facts import Line
from diaodu.bureau.documents.issue import Issue
from diaodu.bureau.documents.kinds import KINDS, monthly_report, reminder_letter, warning_sheet
from diaodu.economy.findings import Light
from diaodu.economy.results import Key, Result, Results
from diaodu.economy.units import round_half_up
from tests.bureau.documents.made import CITY, month

ISSUE = Issue(dt.date(2026, 10, 22))


@pytest.fixture(scope="module")
def made():
    return month()


def said(content: bytes) -> str:
    """The text of a file, a line for each paragraph."""
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    paragraphs = ("".join(re.findall(r"<w:t[ >][^<]*", p)) for p in xml.split("</w:p>"))
    return html.unescape("\n".join(re.sub(r"<w:t[^>]*>", "", p) for p in paragraphs))


def chapter(whole: str, begin: str, end: str) -> str:
    return whole[whole.index(begin) : whole.index(end)]


@pytest.fixture(scope="module")
def whole(made):
    return said(monthly_report.build(made, monthly_report.subjects(made)[0], ISSUE))


def line(made, code: str, place: str = CITY) -> Line:
    return Line(made, made.catalogue.indicators[code], made.catalogue.places[place])


def test_all_seven_chapters_and_four_annexes_are_there(whole):
    for mark in ("一、总体情况", "二、主要指标", "三、支撑指标与匹配情况", "四、县区情况", "五、存在问题",
                 "六、欠账和后期需完成情况", "七、下一步工作建议", "附表1", "附表2", "附表3", "附表4"):  # fmt: skip
        assert mark in whole


def test_a_county_that_turned_negative_is_named_among_the_problems(whole):
    problems = chapter(whole, "五、存在问题", "六、欠账")
    assert "固定资产投资由正转负" in problems
    assert "临溪县由增长0.4%转为下降4.9%" in problems


def test_every_red_main_indicator_is_a_problem_with_its_unit(made, whole):
    problems = chapter(whole, "五、存在问题", "六、欠账")
    for one in facts.lights(made, made.catalogue.city, Light.RED):
        if one.indicator.key:
            assert f"{one.indicator.name}亮红灯" in problems
            assert f"责任单位：{facts.unit_of(one.indicator)}" in problems


def test_a_missing_figure_is_never_printed_as_0(made, whole):
    assert line(made, "exports").growth is None
    assert "出口总额" in chapter(whole, "本期应有而尚未取得数据", "三、支撑")
    assert "补报出口总额本期数据" in whole
    assert "石门县社会消费品零售总额本期数据暂缺，未参与排序" in whole
    assert facts.number(None) == "—"
    assert words.growth(line(made, "exports")) == ""
    assert "暂缺（缺2026年1—9月数据）" in text.opening(line(made, "exports"))


def test_a_zero_is_printed_and_a_missing_one_is_not(made):
    rows = {Key("growth", "fai", CITY): Result(0.0), Key("value", "fai", CITY): Result(5.0)}
    flat = replace(made, results=Results(rows.items()))
    assert text.paragraph(line(flat, "fai")) == "固定资产投资5.00亿元，同比持平。"


@pytest.mark.parametrize(("now", "before", "expected"), [
    (6.3, 6.7, "增速比1—8月回落0.4个百分点"),
    (6.3, 5.7, "增速比1—8月加快0.6个百分点"),
    (6.3, 6.3, "增速与1—8月持平"),
    (-4.9, 0.4, "较1—8月由正转负（由+0.4%到-4.9%）"),
    (0.4, -4.9, "较1—8月由负转正（由-4.9%到+0.4%）"),
    (-2.0, -4.0, "降幅比1—8月收窄2.0个百分点"),
    (-4.0, -2.0, "降幅比1—8月扩大2.0个百分点"),
])  # fmt: skip
def test_change_of_growth_in_words(made, now, before, expected):
    rows = {Key("growth", "fai", CITY): Result(now), Key("growth_before", "fai", CITY): Result(before)}
    assert words.change_from_before(line(replace(made, results=Results(rows.items())), "fai")) == expected


@pytest.mark.parametrize(("values", "expected"), [
    ([3.0, 2.0], "分别增长3.0%和2.0%"), ([-3.0, -2.0], "分别下降3.0%和2.0%"), ([1.0, -2.0], "分别为1.0%和-2.0%"),
    ([1.0], "增长1.0%"),
])  # fmt: skip
def test_several_growths_in_one_breath(values, expected):
    assert words.rates(values) == expected


def test_ties_share_a_rank_and_the_last_is_said_from_the_end(made):
    cities = [p.code for p in made.catalogue.cities]
    rows = {
        Key("rank", "fai", c): Result(float(n))
        for n, c in zip((2, 1, 2, 4, 5, 6, 7, 8, 9), cities, strict=True)
    }
    rows |= {Key("rank_size", "fai", c): Result(9.0) for c in cities}
    tied = replace(made, results=Results(rows.items()))
    assert words.position(line(tied, "fai", cities[0]), "全省") == "并列全省第二"
    assert words.position(line(tied, "fai", cities[1]), "全省") == "排全省第一"
    assert words.position(line(tied, "fai", cities[-1]), "全省") == "排全省倒数第一"


def test_departments_figures_are_marked(whole):
    assert "一般公共预算收入（部门数据）" in whole


def test_a_doubling_is_said_as_a_multiple(whole):
    assert "是上年同期的2.0倍" in whole


NUMBER = re.compile(r"-?\d+\.\d+")


def test_no_number_is_said_that_the_results_do_not_hold(made, whole):
    """Every decimal number of every paper is a result or a clause's figure, rounded, or a gap between two of them."""
    known = _known(made)
    papers = [whole]
    for kind in (warning_sheet, reminder_letter):
        papers += [said(kind.build(made, s, ISSUE)) for s in kind.subjects(made)]
    strange = {n for paper in papers for n in NUMBER.findall(paper) if abs(float(n)) not in known}
    assert not strange


def _known(made) -> set[float]:
    values = [r.value for _, r in made.results if r.value is not None]
    values += [v for f in made.findings for c in f.clauses for v in (c["value"], c["limit"]) if v is not None]
    values += [v / 10000 for v in values] + [v * 10000 for v in values if abs(v) < 1]
    # A growth's distance from its target is the one subtraction that sentences do themselves.
    for (measure, code, place, _), result in made.results:
        if measure == "target_growth" and result.value is not None:
            values.append(made.results.value("growth", code, place) - result.value)
    known = {abs(round_half_up(v, digits)) for v in values for digits in (1, 2)}
    return known | {round_half_up(1 + g / 100, 1) for g in values if g >= 100}


def test_sheets_go_to_red_counties_and_letters_to_red_departments(made):
    red = {p.code for p in made.catalogue.counties if facts.lights(made, p, Light.RED)}
    assert {s.code for s in warning_sheet.subjects(made)} == red
    units = {s.code for s in reminder_letter.subjects(made)}
    assert "市发改委" in units
    assert not units & red  # no light of theirs has been red for three months


def test_a_county_red_for_three_months_gets_a_letter(made):
    for finding in made.findings:
        if finding.indicator == "fai" and finding.place == "4505":
            finding.months = 3
    try:
        assert "4505" in {s.code for s in reminder_letter.subjects(made)}
    finally:
        for finding in made.findings:
            if finding.indicator == "fai" and finding.place == "4505":
                finding.months = 1


def test_a_sheet_says_all_that_it_must(made):
    subject = next(s for s in warning_sheet.subjects(made) if s.code == "4505")
    sheet = said(warning_sheet.build(made, subject, ISSUE))
    for wanted in ("YJ202609-05", "临溪县人民政府", "2026年1—9月", "固定资产投资", "-4.9", "增速为负（-4.9%）", "7.0",
                   "签发人", "抄送：市政府督查室", "回执", "2026年11月5日前"):  # fmt: skip
        assert wanted in sheet


def test_working_days_pass_over_weekends_and_holidays():
    friday = dt.date(2026, 9, 25)
    assert Issue(friday).after(1) == dt.date(2026, 9, 28)
    holidays = frozenset(dt.date(2026, 10, day) for day in range(1, 8))
    assert Issue(dt.date(2026, 9, 30), holidays=holidays).after(1) == dt.date(2026, 10, 8)


def test_every_kind_has_what_the_list_asks_of_it():
    for kind in KINDS:
        assert kind.__doc__.split("：")[0].strip().startswith(kind.name)
        assert all(callable(getattr(kind, verb)) for verb in ("title", "number", "subjects", "build"))
    assert len({kind.code for kind in KINDS}) == len(KINDS)
