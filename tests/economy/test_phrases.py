"""The phrasebook: how expressions are read, what they give, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from diaodu.economy.breakdowns import Breakdown, Part
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.language import Forbidden, normal
from diaodu.economy.phrases.said import Binding, Said
from diaodu.economy.units import round_half_up
from tests.economy import world

EXAMPLES = [
    pytest.param(one, id=one["name"])
    for file in sorted((Path(__file__).parent / "examples/phrases").glob("*.yaml"))
    for one in yaml.safe_load(file.read_text("utf-8"))
]
JUNE = "2024年1-6月"


def book(given: dict[str, Any], **fields: Any) -> Book:
    """A book over the small province; figures of other places under their codes."""
    one = world.indicator(**fields)
    own = {name: values for name, values in given.items() if name not in PLACES}
    panel: Panel = world.panel(one, own)
    for place in given.keys() & PLACES:
        world.panel(one, given[place], place, panel)
    return Book(panel)


PLACES = {"nation", "province", "rival", "甲", "乙"}
COUNTIES = {
    "growth": {"2024-01..06": 6.0},
    "甲": {"growth": {"2024-01..06": 12.0}},
    "乙": {"growth": {"2024-01..06": -1.0}},
}


def said(expression: str, given: dict[str, Any], place: str = "某市", period: str = JUNE) -> Said:
    of = book(given)
    return of.ask(expression, of.at(place, period))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_figure_is_told_in_the_fields_wording(example: dict[str, Any]) -> None:
    got = said(example["ask"], example["given"], period=example.get("period", JUNE))
    assert got.shown == example["text"]
    if "value" in example:
        assert (None if got.number is None else round_half_up(got.number, 1)) == example["value"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_formula_gives_the_same_from_anywhere(example: dict[str, Any]) -> None:
    of = book(example["given"])
    first = of.ask(example["ask"], of.at("某市", example.get("period", JUNE)))
    again = of.ask(first.formula, of.at("全国", "2001年1月"))
    assert (again.value, again.shown, again.sources) == (first.value, first.shown, first.sources)


@pytest.mark.parametrize(
    "typed",
    [
        "增速（“某指标”）",
        "增速(”某指标”)",
        "增速（「某指标」，　地区＝‘某市’）",
        "增速(某指标)",
        "增速('某 指 标')",
        '增速("x", 时期="二〇二四年六月")',
    ],
)
def test_what_chinese_typing_makes_of_an_expression_is_read(typed: str) -> None:
    assert said(typed, {"growth": {"2024-01..06": 8.3}}).value == 8.3


def test_words_between_numbers_and_names_are_read() -> None:
    assert normal("增速(“A”)≥10且增速(“B”)＜5") == '增速("A")>=10 and 增速("B")<5'


def test_quotes_within_quotes_wait_for_the_inner_reading() -> None:
    both = said("名单(满足(县区, “增速(“某指标”) >= 10”))", COUNTIES)
    assert both.text == "甲县"


def test_a_county_without_a_figure_is_left_out_and_named() -> None:
    given = {"growth": {"2024-01..06": 6.0}, "甲": {"growth": {"2024-01..06": 12.0}}}
    found = said('个数(满足(县区, "增速(\\"某指标\\") >= 10"))', given)
    assert found.value == 1
    assert [member.label for member, _ in found.left_out] == ["乙县"]
    assert found.note == "未计入：乙县（没有数据）"


def test_a_set_is_named_with_brackets_and_in_quotes_too() -> None:
    for written in ("县区", "县区()", '"县区"'):
        assert said(f'名单(满足({written}, "增速(“某指标”) > 0"))', COUNTIES).text == "甲县"


def test_a_rank_among_places_that_are_listed_by_name() -> None:
    assert said('位次比("某指标", 范围=["甲县", "乙县"])', COUNTIES, "乙县").text == "2/2"
    outside = said('位次("某指标", 范围=["甲县"])', COUNTIES, "乙县")
    assert outside.reason == "乙县不在所列各地区之中，不能排位"


def test_what_is_shown_as_ten_counts_as_ten() -> None:
    given = {"甲": {"growth": {"2024-01..06": 9.96}}, "乙": {"growth": {"2024-01..06": 9.94}}}
    assert said('名单(满足(县区, "增速(\\"某指标\\") >= 10"))', given).text == "甲县"


def test_a_sum_with_a_county_missing_is_no_sum() -> None:
    given = {"甲": {"level": {"2024-01..06": 12.0}}}
    found = said('合计(县区, "数值(\\"某指标\\")")', given)
    assert found.value is None
    assert "乙县" in (found.reason or "")


def test_a_condition_without_its_figure_is_neither_yes_nor_no() -> None:
    of = book({})
    desk = of.desk("某市", JUNE)
    assert desk.holds('增速("某指标") < 0', {}).holds is None
    assert desk.ask('"下降" if 增速("某指标") < 0 else "增长"', {}).value is None
    assert desk.holds('有(增速("某指标"))', {}).holds is False
    assert desk.holds('增速("某指标") < 0 and 1 > 2', {}).holds is False


def test_a_direction_word_chosen_by_a_condition_is_chosen_again() -> None:
    of = book({"growth": {"2024-01..06": 3.0, "2023-01..06": -3.0}})
    said = of.desk("某市", JUNE).ask('"增长" if 增速("某指标") > 0 else "下降"', {})
    assert said.text == "增长"
    turned = said.formula.replace("2024-01..06", "2023-01..06")
    assert of.ask(turned, of.at("全国", "2001年1月")).text == "下降"


def test_a_name_bound_by_a_template_is_written_out_in_the_formula() -> None:
    of = book(COUNTIES)
    desk = of.desk("某市", JUNE)
    member = (desk.members("县区", {}).members or ())[1]
    scope = {
        "县": Binding(member),
        "增": Binding(expression='增速("某指标", 地区=县)', scope={"县": Binding(member)}),
    }
    assert desk.ask("增", scope).value == -1.0
    assert "乙县" in desk.ask("增", scope).formula
    assert "乙县" in desk.ask('"降" if 增 < 0 else "升"', scope).formula


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ('增速("某指表")', "某指标"),
        ('增速("某指标", 地区="某是")', "某市"),
        ('增长("某指标")', "增速"),
        ('增速("某指标", 1, 2)', "最多要1个参数"),
        ('增速("某指标", 范围="全省")', "没有“范围”这个参数"),
        ('剔除增速("某指标")', "缺参数“剔除”"),
        ('增速("某指标"', "括号"),
        ('增速("某指标', "引号没有配对"),
        ('满足(县区, 增速("某指标") > 0)', "写在引号里"),
        ('增速("某指标") + "八"', "不是数"),
        ("", "是空的"),
    ],
)
def test_a_mistake_is_told_with_the_way_out(expression: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        said(expression, {})
    assert told in str(refused.value)


def test_attributes_are_refused_as_forbidden() -> None:
    with pytest.raises(Forbidden):
        said('"".__class__', {})


def test_a_short_name_that_two_bear_is_refused() -> None:
    one = world.indicator(aliases=("产值",))
    catalogue = world.catalogue(one)
    other = world.indicator(code="y", name="另一指标", aliases=("产值",))
    both = type(catalogue)({"x": one, "y": other}, catalogue.places, catalogue.groups, catalogue.breakdowns)
    of = Book(Panel(both))
    with pytest.raises(Refusal, match=r"某指标、另一指标"):
        of.ask('数值("产值")', of.at("某市", JUNE))


def test_several_phrases_are_told_in_one_breath() -> None:
    counties = '分别(同比, ["甲县", "乙县"], 指标="某指标")'
    assert said(counties, COUNTIES).text == "分别增长12.0%、下降1.0%"
    assert said('分别(比, ["甲县", "乙县"], 指标="某指标", 对="全市")', COUNTIES).text == (
        "分别比全市高6.0个、低7.0个百分点"
    )


def test_a_part_of_another_breakdown_is_found_by_its_name_where_it_has_figures() -> None:
    industry = Breakdown("industry", "分行业", (Part("15", "酒类制造业", "酒类"),))
    tax = Breakdown("tax", "分税种", (Part("vat", "增值税"), Part("deed", "契税")))
    one = world.indicator(parts="industry")
    known = replace(world.catalogue(one), breakdowns={"industry": industry, "tax": tax})
    panel = Panel(known)
    for ref, (part, value) in enumerate({"": 40.0, "15": 30.0, "vat": 10.0}.items(), 1):
        key = SeriesKey(one.code, world.CITY, one.kind, What.LEVEL, part)
        panel.put(key, Period.parse("2024-01..06"), value, ref)
    of = Book(panel)
    here = of.at("某市", JUNE)
    assert of.ask('占比("某指标", 部分="增值税")', here).value == 25.0
    assert of.ask('名单(行业("某指标"))', here).text == "酒类"  # a tax is no industry
    with pytest.raises(Refusal, match="没有名为“契税”的分项"):
        of.ask('数值("某指标", 部分="契税")', here)


def test_a_month_of_what_has_only_growth_is_said_to_be_unpublished() -> None:
    of = book({"growth": {"2024-01..06": 8.3}}, basis="rate")
    assert of.ask('当月增速("某指标")', of.at("某市", JUNE)).reason == "未发布2024年6月当月增速"
