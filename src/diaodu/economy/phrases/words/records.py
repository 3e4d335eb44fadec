"""最低以来、连降、首次跌破: the present growth held against its own past."""

from __future__ import annotations

from typing import Any

from diaodu.economy import records
from diaodu.economy.history import Form, History, history
from diaodu.economy.indicators import Frequency, Indicator
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.results import Result

_FORMS: dict[str, Form] = {"季": "quarter", "月": "month", "年": "year"}
UNITS = {"quarter": "个季度", "month": "个月", "year": "年"}


@word("最低以来", "新低和连续", '最低以来("固定资产投资")', least=0, indicator="指标", by="按")
def lowest(spot: Spot, indicator: Any = None, by: str | None = None) -> Said:
    """本期增速是最近多少期的最低；按：季（季末默认）、月、年（同期）。"""
    return _count(spot, indicator, by, records.lowest_in)


@word("最高以来", "新低和连续", '最高以来("固定资产投资")', least=0, indicator="指标", by="按")
def highest(spot: Spot, indicator: Any = None, by: str | None = None) -> Said:
    """本期增速是最近多少期的最高。"""
    return _count(spot, indicator, by, records.highest_in)


@word("连降", "新低和连续", '连降("规上工业增加值")', least=0, indicator="指标", by="按")
def falling(spot: Spot, indicator: Any = None, by: str | None = None) -> Said:
    """增速已连续回落多少期；月度指标按月，季度指标按季。"""
    return _count(spot, indicator, by or _rhythm(spot, indicator), records.falling)


@word("连升", "新低和连续", '连升("规上工业增加值")', least=0, indicator="指标", by="按")
def rising(spot: Spot, indicator: Any = None, by: str | None = None) -> Said:
    """增速已连续回升多少期。"""
    return _count(spot, indicator, by or _rhythm(spot, indicator), records.rising)


@word("止降", "新低和连续", '止降("规上工业增加值", 按="季")', least=0, indicator="指标", by="按")
def broken(spot: Spot, indicator: Any = None, by: str | None = None) -> Said:
    """本期回升，结束了此前连续多少期的回落（两期以上才说）。"""
    spot, found, past = past_of(spot, indicator, by or _rhythm(spot, indicator))
    if past.values[-1] is None:
        return _absent(spot, found)
    ended = records.broken(past.values)
    if ended is None:
        return Said.missing("此前没有连续两期以上回落，或本期没有回升", past.sources)
    return amounts.counted(Result(float(ended), past.sources), UNITS[past.form])


@word("首次跌破", "新低和连续", '首次跌破("固定资产投资", 10)', least=0, indicator="指标", line="界限")
def first_below(spot: Spot, indicator: Any = None, line: Any = 10.0) -> Said:
    """同期增速多少年来首次低于某一界限（默认10%）。"""
    if not isinstance(line, float):
        raise BadExpression('“界限”要写数，例如：首次跌破("GDP", 10)')
    spot, found, past = past_of(spot, indicator, "年")
    if past.values[-1] is None:
        return _absent(spot, found)
    years = records.first_below(past.values, line)
    if years is None:
        return Said.missing(f"不是首次低于{line:g}%", past.sources)
    return amounts.counted(Result(float(years), past.sources), "年")


def _count(spot: Spot, indicator: Any, by: str | None, count: Any) -> Said:
    spot, found, past = past_of(spot, indicator, by)
    if past.values[-1] is None:
        return _absent(spot, found)
    times = count(past.values)
    read = past.sources if times >= len(past.values) else _read(spot, found, past, times)
    return amounts.counted(Result(float(times), read), UNITS[past.form])


def _read(spot: Spot, indicator: Indicator, past: History, times: int) -> tuple[int, ...]:
    """Only the periods that settle the count: those it runs over, and the one that ends it."""
    results = [reading.growth(spot, indicator, p) for p in past.periods[-times - 1 :]]
    return tuple(dict.fromkeys(ref for one in results for ref in one.sources))


def _absent(spot: Spot, indicator: Indicator) -> Said:
    return Said.of(reading.growth(spot, indicator), "")


def past_of(spot: Spot, indicator: Any, by: str | None) -> tuple[Spot, Indicator, History]:
    """The growth of like periods (可比序列): at a quarter's end by quarters, else by months."""
    spot, found = reading.settle(spot, indicator)
    place = spot.where.single
    if place is None:
        raise BadExpression("“{name}”是几个地区合计，没有历史序列", name=spot.where.name)
    form = _form(spot, found, by)
    when = spot.at(found)
    past: History = spot.book.once(
        ("history", found.code, place, when, form, spot.part),
        lambda: history(spot.book.panel, found, place, when, form, spot.part),
    )
    return spot, found, past


def _form(spot: Spot, indicator: Indicator, by: str | None) -> Form:
    if by is not None:
        if by not in _FORMS:
            raise BadExpression("“按=”可写：季、月、年")
        if by == "季" and spot.period.last % 3:
            raise BadExpression("{period}不是季末，不能按季比", period=spot.period.label)
        return _FORMS[by]
    return "quarter" if spot.period.last % 3 == 0 else "month"


def _rhythm(spot: Spot, indicator: Any) -> str:
    frequency = spot.book.indicator(indicator, spot).frequency
    return {Frequency.MONTH: "月", Frequency.QUARTER: "季", Frequency.YEAR: "年"}[frequency]
