"""数值、增速、增速变化: the figure itself, and how it grew."""

from __future__ import annotations

from typing import Any

from diaodu.economy import growth as growths
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.results import Result


@word("数值", "数值", '数值("GDP")', least=0, indicator="指标")
def level(spot: Spot, indicator: Any = None) -> Said:
    """累计数；时点指标为期末数。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.level(reading.level(spot, found), found)


@word("当月值", "数值", '当月值("规上工业总产值")', least=0, indicator="指标")
def month_level(spot: Spot, indicator: Any = None) -> Said:
    """当月数；1—2月合并发布的不单独计算。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.level(reading.month_level(spot, found), found)


@word("增速", "增速", '增速("GDP")', least=0, indicator="指标")
def growth(spot: Spot, indicator: Any = None) -> Said:
    """累计同比增速；有发布增速的用发布数。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.rate(reading.growth(spot, found), found)


@word("当月增速", "增速", '当月增速("规上工业增加值")', least=0, indicator="指标")
def month_growth(spot: Spot, indicator: Any = None) -> Said:
    """当月同比增速。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.rate(reading.month_growth(spot, found), found)


@word("增速变化", "增速", '增速变化("GDP", 较="上季")', least=0, indicator="指标", against="较")
def growth_change(spot: Spot, indicator: Any = None, against: str = "上年同期") -> Said:
    """增速比对比期提高或回落的百分点；较：上年同期、上月、上季、上年末。"""
    spot, found = reading.settle(spot, indicator)
    now, then = reading.change(spot, found, against)
    return amounts.points(reading.apart(now, then))


@word("两年平均增速", "增速", '两年平均增速("GDP")', least=0, indicator="指标")
def two_year_growth(spot: Spot, indicator: Any = None) -> Said:
    """今年和上年增速的几何平均，%。"""
    spot, found = reading.settle(spot, indicator)
    place = spot.where.single
    if place is None:
        return Said.missing("几个地区合在一起没有两年平均增速")
    result = growths.two_year_growth(spot.book.panel, found, place, spot.at(found), spot.part)
    return amounts.percent(result)


@word("上年同期", "数值", '上年同期("GDP")', least=0, indicator="指标")
def year_before(spot: Spot, indicator: Any = None) -> Said:
    """上年同期的数值（按上年发布数）。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.level(reading.level(spot, found, spot.at(found).year_before), found)


@word("增减", "数值", '增减("五上在库", 较="上年末")', least=0, indicator="指标", against="较")
def difference(spot: Spot, indicator: Any = None, against: str = "上年同期") -> Said:
    """数值比对比期增减多少；增为正，减为负。"""
    spot, found = reading.settle(spot, indicator)
    then = reading.earlier(spot, found, against)
    now = reading.level(spot, found)
    old = reading.level(spot, found, then) if then else Result.missing(growths.FIRST_OF_YEAR)
    return amounts.level(reading.apart(now, old), found)
