"""The report of the invented city tells its planted stories, in September and between two quarters."""

from __future__ import annotations

import pytest

from diaodu.bureau.documents import papers, templates
from diaodu.bureau.documents.filling.checking import check
from diaodu.bureau.documents.filling.fill import Filled, fill
from diaodu.demo import stories
from diaodu.demo.cast import CITY
from diaodu.economy.indicators import Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.phrases.book import Book
from tests.bureau.documents.reading import said

SEPTEMBER, AUGUST = span(2026, 1, 9), span(2026, 1, 8)
NAMES = ("签发单位", "成文日期", "文号", "回执期限", "回复期限", "整改期限")


@pytest.fixture(scope="module")
def book(invented) -> Book:
    from diaodu.bureau.catalogue import actions
    from diaodu.demo.city import OWN

    made = Panel(actions.check(actions.read(actions.PACKAGE, OWN)))
    for ref, r in enumerate(invented.rows, 1):
        key = SeriesKey(r.indicator, r.place, Kind(r.kind), What(r.what), r.part)
        made.put(key, span(r.year, r.first, r.last), r.value, ref)
    return Book(made, judged=lambda period: {})


def told(book: Book, expression: str, place: str = CITY, period: Period = SEPTEMBER) -> str:
    return book.ask(expression, book.at(place, period)).shown


def filled(book: Book, period: Period) -> Filled:
    names = papers.bound(dict.fromkeys(NAMES, "某"))
    return fill(templates.of("月度经济运行分析报告"), book.desk(CITY, period), scope=names)


def test_a_county_turning_negative_is_told_with_both_figures(book):
    text = told(book, '概述("规上工业增加值")', stories.TURNING_NEGATIVE.place)
    assert "较1—8月由正转负（由+0.4%到-0.3%）" in text
    assert told(book, '名单(转负("规上工业增加值"))') == "石垭"


def test_the_lowest_growth_since_2020_comes_first_among_the_points(book):
    text = told(book, "本期要点(4)")
    assert text.startswith("一是固定资产投资同比下降1.4%，为2020年一季度以来最低；")


def test_a_streak_of_six_falls_is_told(book):
    text = told(book, '概述("规上工业增加值", 5)', stories.FALLING.place)
    assert "已连续6个月回落" in text


def test_a_fall_that_ends_is_told(book):
    assert "结束此前连续6个月的回落" in told(book, '概述("规上工业增加值")')


def test_without_the_liquor_the_citys_output_grows_by_less(book):
    text = told(book, '分构成("规上工业总产值")')
    assert "酒饮料茶拉动2.3个百分点" in text
    assert "剔除酒饮料茶后，规上工业总产值增速为3.1%" in text


def test_the_shortfall_of_output_leads_to_the_tobacco_plant_and_its_county(book):
    output = '"规上工业总产值"'
    assert book.ask(f'短板({output}, "行业")', book.at(CITY, SEPTEMBER)).members[0].label == "烟草"
    assert book.ask(f"短板({output})", book.at(CITY, SEPTEMBER)).members[0].label == "岩坪"


@pytest.mark.parametrize("name", ["社会消费品零售总额", "限上消费品零售额", "一般公共预算收入", "税收收入"])
def test_the_counties_shares_of_a_shortfall_add_up_to_all_of_it(book, name):
    """Against the counties' sum: the city's own figure may differ by rounding and by what is not reported."""
    spot = book.at(CITY, SEPTEMBER)
    counted = [p for p in book.catalogue.counties if not p.included_in]
    shares = [book.ask(f'缺口份额("{name}", "{p.name}")', spot).number for p in counted]
    whole = book.ask(f'缺口份额("{name}", [{", ".join(chr(34) + p.name + chr(34) for p in counted)}])', spot)
    if None in shares:
        assert whole.value is None
        assert "竹桥" in whole.reason  # its retail sales were not reported
    else:
        assert sum(shares) == pytest.approx(whole.number)
        assert sum(shares) == pytest.approx(100, abs=8)


def test_between_two_quarters_gdp_is_the_half_years(book):
    text = told(book, '段落("GDP")', period=AUGUST)
    assert text.startswith("上半年地区生产总值906.91亿元，同比增长5.1%")
    assert "增速较一季度回落0.5个百分点" in text


@pytest.mark.parametrize("period", [SEPTEMBER, AUGUST])
def test_the_report_has_no_hole_and_every_number_holds(book, period):
    made = filled(book, period)
    assert made.missing == []
    assert check(made.content, book.desk(CITY, period)) == []
    text = said(made.content)
    for mark in ("固定资产投资亮红灯", "竹桥暂缺" if period == SEPTEMBER else "上半年", "责任单位："):
        assert mark in text


def test_a_city_with_a_single_figure_gets_a_report_without_holes(book):
    panel = Panel(book.catalogue)
    gdp = book.catalogue.indicators["gdp"]
    panel.put(SeriesKey("gdp", CITY, gdp.kind, What.GROWTH), SEPTEMBER, 5.0, 1)
    made = filled(Book(panel, judged=lambda period: {}), SEPTEMBER)
    assert made.missing == []
    text = said(made.content)
    assert "地区生产总值同比增长5.0%。" in text
    assert "本期没有亮红灯或黄灯的指标。" in text


def test_a_city_without_figures_says_so(book):
    made = filled(Book(Panel(book.catalogue), judged=lambda period: {}), SEPTEMBER)
    assert [reason for _, reason in made.missing] == ["主要指标没有数据"]
