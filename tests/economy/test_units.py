"""Numbers are converted within a family only, and rounded as they are published."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.economy import units
from diaodu.economy.errors import Refusal, UnknownName

MONEY = st.sampled_from([u.name for u in units.UNITS.values() if u.family == "元"])


@given(st.floats(-1e9, 1e9), MONEY, MONEY)
def test_conversion_there_and_back_changes_nothing(value: float, one: str, other: str) -> None:
    assert units.convert(units.convert(value, one, other), other, one) == pytest.approx(value)


@given(st.decimals(-10_000, 10_000, places=4))
def test_rounding_is_half_up_on_the_decimal_as_written(value: Decimal) -> None:
    expected = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert units.round_half_up(float(value), 2) == float(expected)


def test_half_goes_up_where_binary_fractions_would_go_down() -> None:
    assert units.round_half_up(2.675, 2) == 2.68
    assert units.published(-0.05) == -0.1
    assert str(units.published(-0.04)) == "0.0"


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("亿", "亿元"),
        ("百分比", "%"),
        ("kWh", "千瓦时"),
        ("万㎡", "万平方米"),
        ("单位：万元", "万元"),
        ("％", "%"),
        ("家", "户"),
    ],
)
def test_a_unit_has_many_names(alias: str, name: str) -> None:
    assert units.unit(alias).name == name


def test_yuan_are_not_dollars() -> None:
    with pytest.raises(Refusal, match="不能换算"):
        units.convert(1, "亿元", "万美元")
    with pytest.raises(Refusal):
        units.convert(1, "%", "百分点")


def test_an_unknown_unit_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="平方米"):
        units.unit("平方尺")


def test_money_is_said_in_yi_from_one_yi_on() -> None:
    assert units.level_text(12345, "万元") == "1.23亿元"
    assert units.level_text(0.9999, "亿元") == "9999.00万元"
    assert units.level_text(-2.5, "亿元") == "-2.50亿元"
    assert units.level_text(3500, "元") == "3500元"
    assert units.level_text(41234, "元") == "41234元"
    assert units.level_text(12, "户") == "12户"
    assert units.level_text(101, "指数", 1) == "101.0"
    assert units.level_text(3.456, "亿千瓦时") == "3.46亿千瓦时"


def test_positions_are_said_in_chinese() -> None:
    assert [units.ordinal(n) for n in (1, 10, 12, 20, 21)] == ["第一", "第十", "第十二", "第二十", "第二十一"]


def test_rates_carry_their_sign_only_when_asked() -> None:
    assert units.percent_text(8.25) == "8.3%"
    assert units.signed_text(8.25) == "+8.3%"
    assert units.signed_text(-0.01) == "0.0%"
    assert units.points_text(-1.2) == "1.2个百分点"


def test_a_number_too_large_to_have_decimals_is_left_as_it_is() -> None:
    assert units.round_half_up(1e29) == 1e29
    assert units.round_half_up(-1e300) == -1e300
