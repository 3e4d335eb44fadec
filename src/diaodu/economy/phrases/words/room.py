"""空间、倒数、各县区: room left in a supporting indicator, ranks from the end, counties of other cities."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.economy.contribution import piece_from_base
from diaodu.economy.gdp_support.room import HIGHEST, YEARS
from diaodu.economy.indicators import Indicator
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.said import Member, Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.sets import gathered
from diaodu.economy.phrases.words.standing import standing
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact, numeral


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


@word(
    "倒数",
    "位次和差距",
    '倒数("固定资产投资", 范围="全省")',
    least=0,
    indicator="指标",
    among="范围",
    by="按",
)
def from_the_end(spot: Spot, indicator: Any = None, among: Any = None, by: str | None = None) -> Said:
    """从后往前的位次：排全省倒数第二 · 并列全省倒数第一。"""
    found = standing(spot, indicator, among, by)
    if found.rank is None:
        return Said.of(found.result, "")
    lead = f"并列{found.among}" if found.rank.tied else f"排{found.among}"
    result = Result.of(float(found.rank.from_end), found.result)
    return Said.of(result, f"{lead}倒数第{numeral(found.rank.from_end)}", "位")


@word("各县区", "集合", '各县区("全省")', above="范围")
def counties_of(spot: Spot, above: str) -> Said:
    """另一市的各县区，或全省各市的县区；外市县区没有列入目录时不能取。"""
    catalogue, where = spot.book.catalogue, spot.book.names.where(above)
    cities = [where.places[0]]
    if catalogue.province is not None and cities == [catalogue.province.code]:
        cities = [city.code for city in catalogue.cities]
    found = [place for city in cities for place in catalogue.children(city)]
    if len(cities) > 1 and all(place.parent == catalogue.city.code for place in found):
        return Said.missing("目录里只有本市的县区，没有外市的县区")
    if not found:
        return Said.missing(f"目录里没有{where.label}的县区")
    return gathered(Member("place", place.code, place.label) for place in found)
