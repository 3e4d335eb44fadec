"""Passages: the newest figure, the weightiest first, nothing without a figure."""

from __future__ import annotations

from dataclasses import replace

from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Catalogue, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.words.aspects import WEIGHTS
from tests.economy import world

QUARTERLY = {"growth": {"2024-01..03": 5.6, "2024-01..06": 5.1}}


def book(figures: dict[str, dict[str, float]], **fields: object) -> Book:
    one = world.indicator(**fields)
    return Book(world.panel(one, figures))


def said(of: Book, expression: str, period: str = "2024年1-8月") -> Said:
    return of.ask(expression, of.at("某市", period))


def test_a_quarters_figure_stands_until_the_next_and_names_its_period() -> None:
    told = said(book(QUARTERLY, frequency="Q"), '概述("某指标")')
    assert told.text == "上半年某指标同比增长5.1%，增速较一季度回落0.5个百分点。"


def test_counties_of_a_quarter_are_told_with_its_name() -> None:
    of = book(QUARTERLY, frequency="Q")
    for county, growth in (("甲", 6.0), ("乙", 3.0)):
        world.panel(of.catalogue.indicators["x"], {"growth": {"2024-01..06": growth}}, county, of.panel)
    assert said(of, '县区情况("某指标")').text.startswith("上半年，2个县区全部增长，")
    assert said(of, '县区情况("某指标")', "2024年1-6月").text.startswith("2个县区全部增长，")


def test_the_newest_period_is_written_out_in_the_formula() -> None:
    told = said(book(QUARTERLY, frequency="Q"), '增速("某指标", 时期="最近")')
    assert told.value == 5.1
    assert told.formula == '增速("某指标", 地区="某市", 时期="2024-01..06")'


def test_a_balance_is_held_against_the_month_before() -> None:
    figures = {"level": {"2024-08": 120.0}, "growth": {"2024-08": 9.2, "2024-07": 9.3}}
    told = said(book(figures, basis="stock"), '概述("某指标")')
    assert told.text == "8月末某指标120.00亿元，同比增长9.2%，增速较7月末回落0.1个百分点。"


def test_a_ratio_is_told_by_its_value_and_points() -> None:
    figures = {"level": {"2024-08": 96.4, "2023-08": 96.8}}
    told = said(book(figures, basis="ratio", unit="%", growth_basis="points"), '概述("某指标")')
    assert told.text.startswith("某指标为96.4%，同比下降0.4个百分点")


def test_every_figure_of_a_passage_is_an_answer_of_its_own() -> None:
    told = said(book(QUARTERLY, frequency="Q"), '概述("某指标")')

    def singles(one: Said) -> list[Said]:
        inner = [p for p in one.pieces if isinstance(p, Said)]
        return [s for p in inner for s in singles(p)] if one.pieces else [one]

    assert [(one.text, one.formula.partition("(")[0]) for one in singles(told)] == [
        ("同比增长5.1%", "同比"), ("回落0.5个百分点", "变化"),
    ]  # fmt: skip


def test_a_turn_outweighs_all_else_that_may_be_said() -> None:
    assert max(WEIGHTS, key=lambda name: WEIGHTS[name]) == "turned"


def test_only_what_has_a_figure_is_in_the_set() -> None:
    of = book({"growth": {"2024-01..08": 6.0}})
    world.panel(of.catalogue.indicators["x"], {"growth": {"2024-01..08": 3.0}}, "甲", of.panel)
    assert said(of, '名单(有数(县区, "某指标"))').text == "甲县"
    assert said(of, '名单(有数(["某指标"]))').text == "某指标"


def test_lights_look_back_on_what_was_judged_then() -> None:
    """Yellow in July and falling in August is red; where July was never judged it is yellow."""
    figures = {"growth": {"2024-01..08": 6.0, "2024-01..07": 6.2}, "target_growth": {"2024-01..12": 8.0}}
    made = world.panel(world.indicator(), figures)
    alone, chained = Book(made, judged=lambda period: {}), Book(made)
    assert said(alone, '灯("某指标")').text == "黄"
    assert said(chained, '灯("某指标")').text == "红"


def test_a_zone_inside_a_county_is_not_counted_twice() -> None:
    one = world.indicator()
    known = world.catalogue(one)
    zone = Place("区", "新区", "zone", "city", included_in="甲", order=9)
    places = known.places | {"区": zone, "甲": replace(known.places["甲"], name="甲县")}
    made = Panel(Catalogue(known.indicators, places, {}, {}))
    for place, level, growth in (
        ("city", 99.6, -0.4),
        ("甲", 62.4, 4.0),
        ("乙", 38.0, -5.0),
        ("区", 9.0, -9.0),
    ):
        made.put(SeriesKey("x", place, one.kind), span(2024, 1, 6), level, 1)
        made.put(SeriesKey("x", place, one.kind, What.GROWTH), span(2024, 1, 6), growth, 2)
    of = Book(made)
    told = of.ask('名单(短板("某指标"))', of.at("某市", Period.parse("2024年1-6月")))
    assert told.text == "乙县"  # nothing is asked but not to fall, and the zone's fall is 甲县's
