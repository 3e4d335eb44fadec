"""Numbers as answers show them (数的写法): the unit and the decimals of the field, or those asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.economy.indicators import Indicator
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.results import Result
from diaodu.economy.units import (
    convert,
    exact,
    level_text,
    percent_text,
    published,
    round_half_up,
    text_decimals,
)

POINTS = "百分点"


def is_rate(unit: str) -> bool:
    """Whether it is published with one decimal (比率): a per cent or points."""
    return unit in ("%", POINTS)


def as_shown(value: float, unit: str) -> float:
    """A number as it is compared (按显示): a rate as published, an amount without binary noise."""
    return published(value) if is_rate(unit) else exact(value)


def level(result: Result, indicator: Indicator, digits: int | None = None) -> Said:
    """An amount of an indicator (数值), in its unit; money in 亿元 from 1亿元 on."""
    if result.value is None:
        return Said.of(result, "")
    return Said.of(result, amount_text(indicator, result.value, digits), indicator.unit)


def amount_text(indicator: Indicator, value: float, digits: int | None = None) -> str:
    """An amount of an indicator in words (数值写法): income per head stays in 元, however large."""
    decimals = indicator.decimals if digits is None else digits
    if indicator.unit == "%":
        return percent_text(value, 1 if digits is None else digits)
    if indicator.unit == "元":
        return f"{round_half_up(value, decimals):.{decimals}f}元"
    if digits is None:
        decimals = text_decimals(value, indicator.unit, decimals)
    return level_text(value, indicator.unit, decimals)


def percent(result: Result) -> Said:
    """A rate or a share (百分数)."""
    return Said.of(result, "" if result.value is None else percent_text(result.value), "%")


def points(result: Result) -> Said:
    """A difference of rates with its sign (百分点)."""
    if result.value is None:
        return Said.of(result, "")
    return Said.of(result, f"{round_half_up(result.value):.1f}个百分点", POINTS)


def rate(result: Result, indicator: Indicator) -> Said:
    """Growth (增速): of a ratio it is a difference in points."""
    return points(result) if indicator.growth_basis == "points" else percent(result)


def counted(result: Result, unit: str) -> Said:
    """A number of periods, members, years (个数)."""
    return Said.of(result, "" if result.value is None else f"{result.value:.0f}{unit}", unit)


def formatted(answer: Said, digits: Any, unit: Any) -> Said:
    """The same with other decimals or in another unit (改写法); 单位="" leaves the bare number."""
    if answer.number is None:
        return answer
    if digits is not None and not (isinstance(digits, float) and digits in (0, 1, 2, 3, 4, 5, 6)):
        raise BadExpression("“位数=”要写0到6的整数")
    value, name = answer.number, answer.unit
    if unit and unit != name:
        value, name = convert(value, name, str(unit)), str(unit)
    places = int(digits) if digits is not None else _places(name)
    text = f"{round_half_up(value, places):.{places}f}"
    shown = "" if unit == "" else {POINTS: "个百分点"}.get(name, name)
    return replace(answer, value=value, unit=name, text=text + shown)


def _places(unit: str) -> int:
    return 1 if is_rate(unit) else 0 if unit in ("个", "位", "年", "个月", "个季度") else 2
