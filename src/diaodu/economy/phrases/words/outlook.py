"""预计、达成概率: the units' own estimates, or the model's; neither is ever a figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.economy import targets
from diaodu.economy.forecast import seasonal
from diaodu.economy.growth import NOT_COMPARABLE, value_growth
from diaodu.economy.indicators import Indicator, Kind, What
from diaodu.economy.pace import arrears
from diaodu.economy.periods import Period
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact

OWN, MODEL = "单位", "模型"
ESTIMATE = "预计数"


@word("预计", "预计", '预计("一般公共预算收入")', least=0, indicator="指标", source="来源", upto="到")
def estimate(spot: Spot, indicator: Any = None, source: str = OWN, upto: Any = None) -> Said:
    """下一期的预计数：单位自报，或 来源="模型"；到="6月" 指到某月的累计。只报增速的给增速。"""
    spot, found = reading.settle(spot, indicator)
    ahead = _ahead(spot, found, upto)
    if ahead is None:
        return Said.missing("全年已结束")
    if not found.has_level:
        return amounts.rate(_growth(spot, found, ahead, source), found)
    return amounts.level(_level(spot, found, ahead, source), found)


@word("预计增速", "预计", '预计增速("一般公共预算收入")', least=0, indicator="指标", source="来源", upto="到")
def estimate_growth(spot: Spot, indicator: Any = None, source: str = OWN, upto: Any = None) -> Said:
    """下一期的预计增速，%。"""
    spot, found = reading.settle(spot, indicator)
    ahead = _ahead(spot, found, upto)
    if ahead is None:
        return Said.missing("全年已结束")
    return amounts.rate(_growth(spot, found, ahead, source), found)


@word("预计进度", "预计", '预计进度("一般公共预算收入", 到="6月")', least=0, indicator="指标", source="来源",
      upto="到", of="占")  # fmt: skip
def estimate_progress(
    spot: Spot, indicator: Any = None, source: str = OWN, upto: Any = None, of: str = "全年目标"
) -> Said:
    """按预计数可完成全年目标（占="半年目标" 时为全年目标的一半）的百分比。"""
    if of not in ("全年目标", "半年目标"):
        raise BadExpression("“占=”可写：全年目标、半年目标")
    spot, found = reading.settle(spot, indicator)
    ahead = _ahead(spot, found, upto)
    if ahead is None:
        return Said.missing("全年已结束")
    level = _level(spot, found, ahead, source)
    wanted = reading.pace(spot, found, targets.target)
    if level.value is None or not wanted.value:
        return Said.of(level if level.value is None else wanted, "")
    whole = wanted.value / (2 if of == "半年目标" else 1)
    return amounts.percent(Result.of(exact(level.value / whole * 100), level, wanted, note=ESTIMATE))


@word("预计欠账", "预计", '预计欠账("一般公共预算收入", 到="6月")', least=0, indicator="指标", source="来源",
      upto="到")  # fmt: skip
def estimate_arrears(spot: Spot, indicator: Any = None, source: str = OWN, upto: Any = None) -> Said:
    """按预计数还会欠多少，不为负：到6月对全年目标的一半，到12月对全年目标，其余各月对应完成数。"""
    spot, found = reading.settle(spot, indicator)
    ahead = _ahead(spot, found, upto)
    if ahead is None:
        return Said.missing("全年已结束")
    level = _level(spot, found, ahead, source)
    due = _due(replace(spot, period=ahead), found, ahead.last)
    if lacking := gap(level, due):
        return Said.of(lacking, "")
    return amounts.level(Result.of(arrears(level.known, due.known), level, due, note=ESTIMATE), found)


def _due(spot: Spot, indicator: Indicator, month: int) -> Result:
    if month not in (6, 12):
        return reading.pace(spot, indicator, targets.planned)
    whole = reading.pace(spot, indicator, targets.target)
    return whole if whole.value is None or month == 12 else Result.of(whole.value / 2, whole)


@word("达成概率", "预计", '达成概率("GDP")', least=0, indicator="指标")
def chance(spot: Spot, indicator: Any = None) -> Said:
    """全年达到目标增速的可能性，%，按前些年同期到年末的变动推算。"""
    spot, found = reading.settle(spot, indicator)
    place = spot.where.single
    if place is None:
        return Said.missing("几个地区合在一起没有目标")
    now = spot.at(found)
    end = found.period(now.full_year)
    wanted = reading.pace(spot, found, targets.target_growth)
    panel = spot.book.panel
    result = seasonal.target_chance(panel, found, place, now, end, wanted)
    return amounts.percent(result)


def _ahead(spot: Spot, indicator: Indicator, upto: Any) -> Period | None:
    """The next period that the indicator is published for (下一期), or the one asked for."""
    now = spot.at(indicator)
    if upto is not None:
        return indicator.period(spot.book.names.period(str(upto), spot.period).cumulative)
    step = {"M": 1, "Q": 3, "Y": 12}[indicator.frequency]
    last = now.last + step if now.last % step == 0 else -(-now.last // step) * step
    if last > 12:
        return None
    return indicator.period(Period(now.year, 1, last))


def _level(spot: Spot, indicator: Indicator, ahead: Period, source: str) -> Result:
    place = spot.where.single
    if place is None:
        return Result.missing("几个地区合在一起没有预计")
    if _by(source) == OWN:
        return _own(spot, indicator, place, ahead, What.LEVEL)
    grown = _growth(spot, indicator, ahead, source)
    base = spot.book.panel.at(indicator, place, ahead.year_before)
    if grown.value is None or base is None:
        return grown if grown.value is None else Result.missing(f"缺{ahead.year_before.label}数据")
    if indicator.real:
        return Result.missing("可比价指标只推算增速，不推算总量")
    value = exact(base.value * (1 + grown.value / 100))
    return Result.of(value, grown, Result(base.value, (base.ref,)), note=grown.note)


def _growth(spot: Spot, indicator: Indicator, ahead: Period, source: str) -> Result:
    place = spot.where.single
    if place is None:
        return Result.missing("几个地区合在一起没有预计")
    panel = spot.book.panel
    if _by(source) == MODEL:
        return seasonal.next_growth(panel, indicator, place, spot.at(indicator), ahead)
    own = _own(spot, indicator, place, ahead, What.GROWTH)
    level = _own(spot, indicator, place, ahead, What.LEVEL)
    if own.value is not None or level.value is None or indicator.growth_basis not in ("nominal", "volume"):
        return own
    base = panel.at(indicator, place, ahead.year_before)
    value = value_growth(level.value, base.value) if base else None
    if base is None or value is None:
        return own
    return Result.of(value, level, Result(base.value, (base.ref,)), note=f"{ESTIMATE}，{NOT_COMPARABLE}")


def _own(spot: Spot, indicator: Indicator, place: str, ahead: Period, what: What) -> Result:
    found = spot.book.panel.at(indicator, place, ahead, what, kind=Kind.ESTIMATE)
    if found is None:
        label = spot.book.catalogue.places[place].label
        return Result.missing(f"{label}没有报送{ahead.label}{indicator.name}的预计数")
    return Result(found.value, (found.ref,), None, ESTIMATE)


def _by(source: str) -> str:
    if source not in (OWN, MODEL):
        raise BadExpression("“来源=”可写：单位、模型")
    return source
