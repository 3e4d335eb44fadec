"""What holds of the phrasebook's answers whatever the figures are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diaodu.economy.breakdowns import Group
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import span
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.said import Said
from diaodu.economy.units import published
from tests.economy import world

COUNTIES = ("甲", "乙", "丙", "丁", "戊")
YEARS = (2025, 2026)
JUNE = "2026年1-6月"
RISES = ("增长", "提高", "高", "快于", "倍", "翻", "收窄", "由负转正")
FALLS = ("下降", "回落", "低", "落后", "扩大", "由正转负")
amounts = st.integers(1, 10**7).map(lambda n: n / 100)
rates = st.integers(-600, 1500).map(lambda n: n / 10)
figures = st.lists(st.tuples(amounts, rates, rates), min_size=5, max_size=5)
ASKS = (
    '数值("某指标")', '增速("某指标")', '增速变化("某指标")', '同比("某指标")', '变化("某指标")',
    '位次("某指标")', '排位("某指标", 按="数值")', '差距("某指标", 对="全市")', '比("某指标", 对="甲县")',
    '占比("某指标", 占地区="全市")', '拉动("某指标", "甲县", 地区="全市")', '目标("某指标")',
    '进度("某指标")', '快慢("某指标")', '下月需完成("某指标")', '后期需增长("某指标")',
    '需完成("某指标", 到="12月")',
    '剔除增速("某指标", 剔除=["甲县"], 地区="全市")', '连降("某指标", 按="年")',
    '分别(同比, ["甲县", "乙县"], 指标="某指标")', '增速("某指标") - 增速("某指标", 地区="全市")',
    "满足(县区, \"增速('某指标') > 3\")", "名单(满足(县区, \"增速('某指标') > 3\"))",
    "合计(县区, \"数值('某指标')\")", "最高(县区, \"增速('某指标')\")",
    "排序(县区, \"数值('某指标')\", 前=2)",
)  # fmt: skip


def catalogue(**fields: Any) -> Catalogue:
    """Five counties, which together are the city and a group."""
    made = world.catalogue(world.indicator(**fields), COUNTIES)
    return replace(made, groups={"all": Group("all", "五县", COUNTIES, "划分")})


def book(rows: list[tuple[float, float, float]], **fields: Any) -> Book:
    """Levels and the growth of two years, by county; the city's are sums, its growth is not published."""
    panel = Panel(catalogue(**fields))
    for place, (level, *growths) in zip(COUNTIES, rows, strict=True):
        put(panel, place, 2026, What.LEVEL, level)
        put(panel, place, 2025, What.LEVEL, round(level / (1 + growths[-1] / 100), 2))
        for year, growth in zip(YEARS, growths, strict=True):
            put(panel, place, year, What.GROWTH, growth)
        whole_year(panel, place, level)
    for year in YEARS:
        seen = [panel.at(indicator(panel), p, span(year, 1, 6)) for p in COUNTIES]
        put(panel, world.CITY, year, What.LEVEL, round(sum(one.value for one in seen if one), 2))
    return Book(panel)


def whole_year(panel: Panel, place: str, level: float) -> None:
    """Last year's whole, and this year's target."""
    key = SeriesKey("x", place, Kind.OFFICIAL)
    panel.put(key, span(2025, 1, 12), round(level * 2.1, 2), len(panel) + 1)
    panel.put(key._replace(kind=Kind.TARGET), span(2026, 1, 12), round(level * 2.2, 2), len(panel) + 1)


def put(panel: Panel, place: str, year: int, what: What, value: float) -> None:
    panel.put(SeriesKey("x", place, Kind.OFFICIAL, what), span(year, 1, 6), value, len(panel) + 1)


def indicator(panel: Panel) -> Any:
    return panel.catalogue.indicators["x"]


def ask(of: Book, expression: str, place: str = "全市") -> Said:
    return of.ask(expression, of.at(place, JUNE))


def number(said: Said) -> float:
    assert said.number is not None, said.reason
    return said.number


@given(figures, st.sampled_from(["higher", "lower"]))
def test_ranks_are_a_permutation_in_which_the_equal_share_a_place(rows: Any, better: str) -> None:
    of = book(rows, better=better)
    ranks = [number(ask(of, '位次("某指标")', f"{p}县")) for p in COUNTIES]
    grown = [row[2] if better == "higher" else -row[2] for row in rows]
    assert ranks == [1 + sum(other > mine for other in grown) for mine in grown]
    for n, rank in enumerate(sorted(ranks), 1):
        assert rank <= n
        assert rank == n or rank == sorted(ranks)[n - 2]


@given(figures)
def test_pulls_of_all_members_add_up_to_the_growth_of_their_sum(rows: Any) -> None:
    of = book(rows)
    pulls = [number(ask(of, f'拉动("某指标", "{p}县")', "五县")) for p in COUNTIES]
    grown = number(ask(of, '增速("某指标")', "五县"))
    assert abs(sum(pulls) - grown) < 1e-8
    assert abs(number(ask(of, '拉动("某指标", 县区)', "五县")) - grown) < 1e-8
    if grown >= 0.5:
        shares = [number(ask(of, f'贡献率("某指标", "{p}县")', "五县")) for p in COUNTIES]
        assert abs(sum(shares) - 100) < 1e-6


@given(figures, st.sampled_from(["五县", "甲县", "全市"]))
def test_without_nothing_the_growth_stays(rows: Any, place: str) -> None:
    of = book(rows)
    grown = number(ask(of, '增速("某指标")', place))
    assert abs(number(ask(of, '剔除增速("某指标", 剔除=[])', place)) - grown) < 1e-8


@given(figures)
def test_without_a_part_growth_lies_on_the_other_side_of_that_parts(rows: Any) -> None:
    of = book(rows)
    whole, part = number(ask(of, '增速("某指标")', "五县")), rows[0][2]
    rest = number(ask(of, '剔除增速("某指标", 剔除="甲县")', "五县"))
    assert (rest - whole) * (whole - part) >= -1e-8


@given(figures)
def test_words_agree_with_signs(rows: Any) -> None:
    of = book(rows)
    for phrase in ('同比("某指标")', '变化("某指标")', '比("某指标", 对="全市")', '快慢("某指标")'):
        for place in COUNTIES:
            agrees(ask(of, phrase, f"{place}县"))


def agrees(said: Said) -> None:
    """Words of rising above nothing, of falling below, and 持平 for what shows as 0.0."""
    shown = published(number(said))
    rises, falls = (any(word in said.text for word in words) for words in (RISES, FALLS))
    assert ("持平" in said.text) == (shown == 0), said.text
    assert rises == (shown > 0), said.text
    assert falls == (shown < 0), said.text


@given(figures, st.sampled_from(COUNTIES))
def test_a_text_reads_back_as_its_value_at_one_decimal(rows: Any, place: str) -> None:
    of = book(rows)
    for expression in (
        '增速("某指标")',
        '增速变化("某指标")',
        '占比("某指标", 占地区="全市")',
        '进度("某指标")',
        f'拉动("某指标", "{place}县", 地区="全市")',
    ):
        said = ask(of, expression, f"{place}县")
        assert float(re.sub(r"%|个百分点", "", said.text)) == published(number(said))
        assert not said.text.startswith("-0.0")


@given(figures, st.sampled_from(COUNTIES))
def test_an_amount_reads_back_at_two_decimals_of_its_unit(rows: Any, place: str) -> None:
    said = ask(book(rows), '数值("某指标")', f"{place}县")
    digits, unit = re.fullmatch(r"([\d.]+)(亿元|万元)", said.text).groups()  # type: ignore[union-attr]
    assert (unit == "亿元") == (number(said) >= 1)
    assert abs(float(digits) * (1 if unit == "亿元" else 1e-4) - number(said)) < 1e-6


@settings(max_examples=30)
@given(figures, st.sampled_from(COUNTIES))
def test_the_formula_of_every_answer_gives_it_again_from_anywhere(rows: Any, place: str) -> None:
    of = book(rows)
    elsewhere = of.at("全国", "2001年3月")
    for expression in ASKS:
        said = ask(of, expression, f"{place}县")
        assert said.formula, expression
        again = of.ask(said.formula, elsewhere)
        assert (again.value, again.text) == (said.value, said.text), (expression, said.formula)


@given(figures)
def test_a_condition_and_its_opposite_divide_the_members(rows: Any) -> None:
    of, limit = book(rows), "\"增速('某指标') >= 3\""
    above = ask(of, f"满足(县区, {limit})").members or ()
    below = ask(of, "满足(县区, \"not 增速('某指标') >= 3\")").members or ()
    assert {m.code for m in above} == {p for p, row in zip(COUNTIES, rows, strict=True) if row[2] >= 3}
    assert {m.code for m in above} | {m.code for m in below} == set(COUNTIES)
    assert len(above) + len(below) == len(COUNTIES)


@given(figures)
def test_the_highest_comes_first_in_the_order_and_bears_rank_one(rows: Any) -> None:
    of = book(rows)
    assume(len({row[2] for row in rows}) == len(rows))
    order = ask(of, "排序(县区, \"增速('某指标')\")").members or ()
    best = ask(of, "最高(县区, \"增速('某指标')\")")
    assert [m.code for m in order] == [
        p for _, p in sorted(zip((-r[2] for r in rows), COUNTIES, strict=True))
    ]
    assert best.members == order[:1]
    assert number(ask(of, '位次("某指标")', order[0].label)) == 1
