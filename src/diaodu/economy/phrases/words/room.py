"""空间: the room that is left in a supporting indicator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.economy.contribution import piece_from_base
from diaodu.economy.gdp_support.room import HIGHEST, YEARS
from diaodu.economy.indicators import Indicator
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact


@word("空间", "目标和进度", '空间("建筑业增值税", 对="固定资产投资")', least=0, indicator="指标", to="对")
def room(spot: Spot, indicator: Any = None, to: Any = None) -> Said:
    """支撑指标还可增加多少：增速达到近三年同期最高时比现在多出的数；对：达到另一指标的增速时多出的数。"""
    spot, found = reading.settle(spot, indicator)
    if not found.has_level:
        return Said.missing(f"{found.name}只发布增速，没有总量")
    upper = _highest(spot, found) if to is None else _growth_of(spot, to)
    own = reading.piece(spot, found)
    if isinstance(own, Result) or upper.value is None:
        return amounts.level(own if isinstance(own, Result) else upper, found)
    piece, sources = own
    more = max(0.0, exact(piece_from_base(piece.base, upper.value).value - piece.value))
    return amounts.level(Result.of(more, Result(piece.value, sources), upper, note=upper.note), found)


def _growth_of(spot: Spot, to: Any) -> Result:
    there, other = reading.settle(replace(spot, part="", indicator=None), to)
    return reading.growth(there, other)


def _highest(spot: Spot, indicator: Indicator) -> Result:
    when, found = spot.at(indicator), []
    for _ in range(YEARS):
        when = when.year_before
        found.append(reading.growth(spot, indicator, when))
    return gap(*found) or Result.of(max(one.known for one in found), *found, note=HIGHEST)
