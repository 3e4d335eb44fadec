"""What the month's report says: only what the figures carry, the red lights with their causes."""

import datetime as dt
import re

import pytest

from diaodu.bureau.documents.filling.checking import check
from diaodu.bureau.documents.filling.record import recorded
from diaodu.bureau.documents.issue import Issue
from diaodu.bureau.documents.kinds import monthly_report
from diaodu.economy.findings import Light
from diaodu.economy.phrases.words.warned import unit_of
from diaodu.economy.units import round_half_up
from tests.bureau.documents.made import CITY, PERIOD, book, month
from tests.bureau.documents.reading import said

CHAPTERS = (
    "总体情况", "需要关注的问题", "主要指标运行情况", "县区情况", "年度目标进度和欠账", "下一步工作建议",
    "附表1", "附表2", "附表3", "附表4",
)  # fmt: skip


@pytest.fixture(scope="module")
def made():
    return month()


@pytest.fixture(scope="module")
def report(made) -> bytes:
    return monthly_report.build(made, monthly_report.subjects(made)[0], Issue(dt.date(2026, 10, 22)))


@pytest.fixture(scope="module")
def whole(report) -> str:
    return said(report)


def chapter(whole: str, begin: str, end: str) -> str:
    return whole[whole.index(begin) : whole.index(end, whole.index(begin) + 1)]


def problems(whole: str) -> str:
    return chapter(whole, "\n需要关注的问题", "\n主要指标运行情况")


def test_chapters_and_annexes_stand_in_their_order(whole):
    places = [whole.index(f"\n{mark}") for mark in CHAPTERS]
    assert places == sorted(places)


def test_every_red_main_indicator_is_a_problem_with_its_cause_and_unit(made, whole):
    text = problems(whole)
    known = made.catalogue.indicators
    red = [
        known[code] for (code, place), one in made.lights.items() if place == CITY and one.light == Light.RED
    ]
    assert {one.code for one in red if one.key} == {"fixed_asset_investment", "retail_sales"}
    for one in red:
        assert (f"{one.name}亮红灯" in text) is one.key
        assert not one.key or f"责任单位：{unit_of(one)}" in text


def test_a_shortfall_is_followed_to_the_counties_that_make_it(whole):
    """The shares are worked out again from the made figures: b (R - g) over the city's."""
    asked = book()
    panel, i = asked.panel, asked.catalogue.indicators["retail_sales"]
    bases = {}
    for place in (CITY, *(p.code for p in asked.catalogue.counties)):
        now, grown = panel.at(i, place, PERIOD), panel.at(i, place, PERIOD, "growth")
        bases[place] = (now.value / (1 + grown.value / 100), grown.value) if now else None
    lacking = {place: b * (6.0 - g) for place, (b, g) in ((p, x) for p, x in bases.items() if x)}
    first, *_ = sorted(lacking.keys() - {CITY}, key=lambda place: -lacking[place])
    share = round_half_up(lacking[first] / lacking[CITY] * 100)
    assert f"{asked.catalogue.places[first].label}占缺口的{share:.1f}%" in problems(whole)


def test_investment_without_amounts_is_told_by_growth_not_by_shares(whole):
    first = next(line for line in problems(whole).split("\n") if "固定资产投资亮红灯" in line)
    assert "14个县区全部低于要求增速（7.0%），差距较大的是" in first
    assert "占缺口" not in first


def test_a_county_that_turned_negative_is_named_among_the_problems(whole):
    assert "固定资产投资由正转负的是临溪县" in problems(whole)
    assert "核查固定资产投资由正转负的原因" in whole


def test_a_missing_figure_is_never_printed_as_0(whole):
    assert "本期应有而尚未取得数据的指标1项：汽柴油销量。" in whole
    assert "补报汽柴油销量本期数据" in whole
    assert "13个有数据的县区" in problems(whole)  # 石门县 has no retail figure
    assert "〔缺" not in whole


def test_departments_figures_are_marked_and_a_doubling_is_a_multiple(whole):
    assert "一般公共预算收入（部门数据）" in whole
    assert "旅游接待人次是去年同期的2.0倍" in whole


def test_a_quarters_figure_is_held_against_the_half_year(whole):
    assert "地区生产总值1800.00亿元" in whole
    assert re.search(r"地区生产总值1800\.00亿元[^。]*较上半年", whole)


def test_nothing_is_said_twice_in_one_sentence(whole):
    for sentence in re.split("[\n。；]", whole):
        clauses = [one for one in sentence.split("，") if len(one) > 8]
        assert len(clauses) == len(set(clauses)), sentence


def test_every_number_bears_a_mark_and_holds(report):
    """The checker tells of numbers without a mark, and of answers that are no longer given."""
    assert check(report, book().desk(CITY, PERIOD)) == []


def test_every_figure_has_its_formula_and_its_sources(report):
    entries = [e for e in recorded(report)["entries"] if e["kind"] == "figure"]
    assert len(entries) > 1000
    asked = [e for e in entries if re.search(r"\d", e["text"]) and not e["formula"].isdigit()]  # 序号
    no_figures = ("期(", "最近期(", '"', "个数(", "亮灯", "格(应达进度(")  # periods, dates, counts, m/12
    unfounded = [e["formula"] for e in asked if not e["sources"] and not e["formula"].startswith(no_figures)]
    assert unfounded == []


def test_the_same_snapshot_gives_the_same_bytes(made, report):
    subject = monthly_report.subjects(made)[0]
    assert monthly_report.build(month(), subject, Issue(dt.date(2026, 10, 22))) == report
