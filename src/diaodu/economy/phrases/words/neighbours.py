"""倒数、各县区、片区: ranks from the end, counties of other cities, the groups that a city divides into."""

from __future__ import annotations

from typing import Any

from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.said import Member, Said, gathered
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.standing import standing
from diaodu.economy.results import Result
from diaodu.economy.units import numeral


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


@word("片区", "集合", "片区()")
def divisions(spot: Spot) -> Said:
    """本市县区划分成的各片区（定义里的第一种划分），各片区按所含县区合计。"""
    groups = spot.book.catalogue.groups.values()
    of = next((group.of for group in groups if group.of), None)
    if of is None:
        return Said.missing("没有定义县区的划分")
    return gathered(Member("group", group.code, group.name) for group in groups if group.of == of)
