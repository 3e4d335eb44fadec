"""目标、进度、序时差、欠账: how far along the year's target a place is."""

from __future__ import annotations

import re
from typing import Any

from diaodu.economy import pace as formulas
from diaodu.economy import targets
from diaodu.economy.indicators import Indicator, Kind
from diaodu.economy.periods import Period, span
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.results import Result
from diaodu.economy.units import exact

HALF = "双过半：到6月完成全年目标的一半"


@word("目标", "目标和进度", '目标("一般公共预算收入")', least=0, indicator="指标")
def target(spot: Spot, indicator: Any = None) -> Said:
    """全年目标值；只下达增速的按上年总量推算。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.level(reading.pace(spot, found, targets.target), found)


@word("目标增速", "目标和进度", '目标增速("GDP")', least=0, indicator="指标")
def target_growth(spot: Spot, indicator: Any = None) -> Said:
    """全年目标增速，%。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.rate(reading.pace(spot, found, targets.target_growth), found)


@word("进度", "目标和进度", '进度("一般公共预算收入")', least=0, indicator="指标")
def progress(spot: Spot, indicator: Any = None) -> Said:
    """完成全年目标的百分比。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.percent(reading.pace(spot, found, targets.progress))


@word("应达进度", "目标和进度", '应达进度("一般公共预算收入")', least=0, indicator="指标")
def planned_share(spot: Spot, indicator: Any = None) -> Said:
    """到本期应完成全年目标的百分比：有分月计划按计划，否则按前三年平均，再否则按时间进度。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.percent(reading.pace(spot, found, targets.planned_share))


@word("序时差", "目标和进度", '序时差("一般公共预算收入")', least=0, indicator="指标")
def lead(spot: Spot, indicator: Any = None) -> Said:
    """进度快于（正）或落后（负）应达进度的百分点。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.points(reading.pace(spot, found, targets.lead))


@word("欠账", "目标和进度", '欠账("一般公共预算收入")', least=0, indicator="指标")
def arrears(spot: Spot, indicator: Any = None) -> Said:
    """到本期应完成数与实际完成数之差，不为负。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.level(reading.pace(spot, found, targets.arrears), found)


@word("超额", "目标和进度", '超额("一般公共预算收入")', least=0, indicator="指标")
def surplus(spot: Spot, indicator: Any = None) -> Said:
    """超出应完成数的部分，不为负。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.level(reading.pace(spot, found, targets.surplus), found)


@word("下月需完成", "目标和进度", '下月需完成("一般公共预算收入")', least=0, indicator="指标")
def next_month(spot: Spot, indicator: Any = None) -> Said:
    """下个月一个月要完成多少才能赶上计划。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.level(reading.pace(spot, found, targets.next_month_needed), found)


@word("月均需完成", "目标和进度", '月均需完成("一般公共预算收入")', least=0, indicator="指标", upto="到")
def each_month(spot: Spot, indicator: Any = None, upto: Any = "12月") -> Said:
    """年内余下各月平均每月要完成多少才能完成全年目标；到="6月" 指到6月平均每月。"""
    spot, found = reading.settle(spot, indicator)
    month = _month(upto)
    left = month - spot.period.last
    if left <= 0:
        return Said.missing("全年已结束" if month == 12 else f"{month}月已过")
    whole = reading.pace(spot, found, _to_the_target if month == 12 else _needed, month)
    if whole.value is None:
        return amounts.level(whole, found)
    return amounts.level(Result.of(exact(whole.value / left), whole, note=whole.note), found)


@word("后期需增长", "目标和进度", '后期需增长("固定资产投资")', least=0, indicator="指标")
def rest_growth(spot: Spot, indicator: Any = None) -> Said:
    """年内余下各月平均要增长多少才能完成全年目标，%。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.percent(reading.pace(spot, found, targets.rest_growth))


@word("追平需增长", "目标和进度", '追平需增长("GDP", 对="全省")', least=0, indicator="指标", to="对")
def catch_up(spot: Spot, indicator: Any = None, to: Any = "全省") -> Said:
    """余下各月要增长多少，全年才能追平对方现在的增速，%。"""
    spot, found = reading.settle(spot, indicator)
    other = spot.book.names.where(to).single
    if other is None:
        return Said.missing("对方要是一个地区")
    return amounts.percent(reading.pace(spot, found, targets.catch_up, other))


@word("需完成", "目标和进度", '需完成("一般公共预算收入", 到="12月")', least=0, indicator="指标", upto="到",
      by="按")  # fmt: skip
def needed(spot: Spot, indicator: Any = None, upto: Any = "12月", by: str | None = None) -> Said:
    """从下月起到某月共要完成多少；到6月为全年目标的一半，有分月计划的按计划；按="过半" 不看计划。"""
    spot, found = reading.settle(spot, indicator)
    if by not in (None, "计划", "过半"):
        raise BadExpression("“按=”可写：计划、过半")
    month = 6 if by == "过半" else _month(upto)
    if month <= spot.period.last:
        return Said.missing(f"{month}月已过")
    if by == "过半":
        return amounts.level(reading.pace(spot, found, targets.half_year_needed)._replace(note=HALF), found)
    return amounts.level(reading.pace(spot, found, _needed, month), found)


def _needed(panel: Any, indicator: Indicator, place: str, period: Period, month: int) -> Result:
    planned = panel.at(indicator, place, indicator.period(span(period.year, 1, month)), kind=Kind.PLAN)
    if month == 6 and planned is None:
        return targets.half_year_needed(panel, indicator, place, period)._replace(note=HALF)
    if month == 12 and planned is None:
        whole = _to_the_target(panel, indicator, place, period)
        if whole.value is not None:
            return whole
    return targets.needed_by(panel, indicator, place, period, month)


def _to_the_target(panel: Any, indicator: Indicator, place: str, period: Period, _: int = 12) -> Result:
    """What is left of the year's target, whatever the plan says (距全年目标)."""
    wanted = targets.target(panel, indicator, place, period)
    actual = panel.at(indicator, place, indicator.period(period))
    if wanted.value is None or actual is None:
        return wanted if wanted.value is None else Result.missing(f"缺{period.label}数据")
    done = Result(actual.value, (actual.ref,))
    return Result.of(formulas.needed_by(done.known, wanted.known), wanted, done)


def _month(upto: Any) -> int:
    named = {
        "上半年": 6,
        "半年": 6,
        "一季度": 3,
        "前三季度": 9,
        "三季度": 9,
        "全年": 12,
        "年底": 12,
        "年末": 12,
    }
    text = f"{upto:g}" if isinstance(upto, float) else str(upto).strip()
    found = re.fullmatch(r"(\d{1,2})月?(?:末|底)?", text)
    month = named.get(text) or (int(found[1]) if found else 0)
    if not 1 <= month <= 12:
        raise BadExpression("“到=”要写月份，如“6月”，不能写“{upto}”", upto=text)
    return month
