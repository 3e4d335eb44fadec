"""最低以来、连降、首次跌破: the present growth, or any figure, held against its own past."""

from __future__ import annotations

from typing import Any

from diaodu.economy import records
from diaodu.economy.phrases import amounts
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.past import UNITS, Past, past, past_of, rhythm
from diaodu.economy.results import Result

__all__ = ["UNITS", "past_of"]


@word("最低以来", "新低和连续", '最低以来("固定资产投资")', least=0, raw="value", indicator="指标", by="按",
      value="按值")  # fmt: skip
def lowest(spot: Spot, indicator: Any = None, by: str | None = None, value: str | None = None) -> Said:
    """本期增速是最近多少期的最低；按：季（季末默认）、月、年（同期）；按值：不看增速，看占比等另一取数式。"""
    return _count(past(spot, indicator, by, value), records.lowest_in)


@word("最高以来", "新低和连续", '最高以来("固定资产投资")', least=0, raw="value", indicator="指标", by="按",
      value="按值")  # fmt: skip
def highest(spot: Spot, indicator: Any = None, by: str | None = None, value: str | None = None) -> Said:
    """本期增速是最近多少期的最高；按值：看另一取数式，例如：最高以来("GDP", 按值="占比(占地区='全省')")。"""
    return _count(past(spot, indicator, by, value), records.highest_in)


@word("连降", "新低和连续", '连降("规上工业增加值")', least=0, raw="value", indicator="指标", by="按",
      value="按值")  # fmt: skip
def falling(spot: Spot, indicator: Any = None, by: str | None = None, value: str | None = None) -> Said:
    """增速（或按值=的取数式）已连续回落多少期；月度指标按月，季度指标按季。"""
    return _count(past(spot, indicator, by or rhythm(spot, indicator), value), records.falling)


@word("连升", "新低和连续", '连升("规上工业增加值")', least=0, raw="value", indicator="指标", by="按",
      value="按值")  # fmt: skip
def rising(spot: Spot, indicator: Any = None, by: str | None = None, value: str | None = None) -> Said:
    """增速（或按值=的取数式）已连续回升多少期。"""
    return _count(past(spot, indicator, by or rhythm(spot, indicator), value), records.rising)


@word("止降", "新低和连续", '止降("规上工业增加值")', least=0,
      raw="value", indicator="指标", by="按", value="按值")  # fmt: skip
def broken(spot: Spot, indicator: Any = None, by: str | None = None, value: str | None = None) -> Said:
    """本期回升，结束了此前连续多少期的回落（两期以上才说）；按值：看占比等另一取数式。"""
    found = past(spot, indicator, by or rhythm(spot, indicator), value)
    if found.lacking is not None:
        return found.lacking
    ended = records.broken(found.history.values)
    if ended is None:
        return Said.missing("此前没有连续两期以上回落，或本期没有回升", found.sources(2))
    return amounts.counted(Result(float(ended), found.sources(ended + 1)), UNITS[found.history.form])


@word("首次跌破", "新低和连续", '首次跌破("固定资产投资", 0)', least=0, indicator="指标", line="界限")
def first_below(spot: Spot, indicator: Any = None, line: Any = 10.0) -> Said:
    """同期增速多少年来首次低于某一界限（默认10%）。"""
    if not isinstance(line, float):
        raise BadExpression('“界限”要写数，例如：首次跌破("GDP", 10)')
    found = past(spot, indicator, "年")
    if found.lacking is not None:
        return found.lacking
    years = records.first_below(found.history.values, line)
    if years is None:
        return Said.missing(f"不是首次低于{line:g}%", found.history.sources)
    return amounts.counted(Result(float(years), found.history.sources), "年")


def _count(found: Past, count: Any) -> Said:
    if found.lacking is not None:
        return found.lacking
    times = count(found.history.values)
    return amounts.counted(Result(float(times), found.sources(times)), UNITS[found.history.form])
