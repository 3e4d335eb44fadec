"""What a warning says of a light, on the invented city: held against its raw figures."""

from __future__ import annotations

import pytest

from tests.economy import stated

SEPTEMBER = "2026年1-9月"
INVESTMENT = '"固定资产投资"'


@pytest.fixture(scope="module")
def city():
    return stated.invented()


def ask(city, place, expression, period=SEPTEMBER):
    return city.ask(expression, city.at(place, period))


def test_the_counties_behind_an_indicator_are_its_lowest(city, invented):
    counties = city.catalogue.counties
    growth = {p.label: invented.at("fixed_asset_investment", p.code) for p in counties}
    known = sorted((v, name) for name, v in growth.items() if v is not None)
    fallen = [pair for pair in known if pair[0] < 0]
    told = ask(city, "全市", f"县区短板({INVESTMENT})").text
    assert len(fallen) > 4
    assert told.startswith(f"县区中{len(fallen)}个同比下降，降幅较大的是")
    named = "、".join(f"{name}（下降{-value:.1f}%）" for value, name in fallen[:4])
    assert told.endswith(named)


def test_the_counties_behind_are_said_of_the_city_alone(city):
    assert ask(city, "石垭县", f"县区短板({INVESTMENT})").value is None


def test_a_light_has_lasted_as_many_months_as_it_was_the_same(city):
    months = int(ask(city, "全市", f"亮灯月数({INVESTMENT})").value)
    assert months >= 3
    lights = [
        ask(city, "全市", f"灯({INVESTMENT})", f"2026年1-{9 - n}月").text for n in range(min(months, 8))
    ]
    assert set(lights) == {"红"}
    assert ask(city, "全市", f"触发条款({INVESTMENT})").text.endswith("个月亮红灯")


@pytest.mark.parametrize(("indicator", "kind", "asked"), [
    ("固定资产投资", "止降", "分析固定资产投资下降的构成"),
    ("社会消费品零售总额", "提速", "后几个月平均增长"),
])  # fmt: skip
def test_what_is_asked_follows_the_heaviest_reason(city, indicator, kind, asked):
    growth = ask(city, "全市", f'增速("{indicator}")').value
    assert (growth < 0) == (kind == "止降")
    assert ask(city, "全市", f'要求类别("{indicator}")').text == kind
    task = ask(city, "全市", f'工作要求("{indicator}")')
    assert asked in task.text
    if kind == "提速":
        assert ask(city, "全市", f'后期需增长("{indicator}")').text in task.text


def test_who_answers_and_whom_it_goes_to(city):
    assert ask(city, "全市", f"责任单位({INVESTMENT})").text == "市发改委"
    assert ask(city, "石垭县", "主送单位()").text == "石垭县人民政府"
    assert ask(city, "经开区", "主送单位()").text == "栖川经济技术开发区管理委员会"
    several = ask(city, "全市", '责任单位(["固定资产投资", "GDP", "社会消费品零售总额"])').text
    assert several == "市发改委、市商务局"  # each but once


def test_some_of_a_set_keep_its_order(city):
    whole = ask(city, "全市", '排序(县区, "增速(\\"固定资产投资\\")")')
    labels = [m.label for m in whole.members]
    first = ask(city, "全市", '前几(排序(县区, "增速(\\"固定资产投资\\")"), 3)')
    assert [m.label for m in first.members] == labels[:3]
    rest = ask(
        city,
        "全市",
        '除去(排序(县区, "增速(\\"固定资产投资\\")"), 前几(排序(县区, "增速(\\"固定资产投资\\")"), 3))',
    )
    assert [m.label for m in rest.members] == labels[3:]


def test_a_light_counts_every_figure_that_it_was_chosen_among(city):
    """A green one that turns red must be seen: the list hangs on it as well."""
    red = set(ask(city, "全市", '亮灯指标("红")').sources)
    green = ask(city, "全市", '灯("农林牧渔业总产值")')
    assert set(green.sources) <= red
