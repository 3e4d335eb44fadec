"""要求增速、缺口、缺口份额、短板: how far growth lies below what is wanted, and whose that is."""

from __future__ import annotations

from typing import Any

from diaodu.economy import contribution as formulas
from diaodu.economy import targets
from diaodu.economy.growth import change
from diaodu.economy.indicators import Better, Indicator
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.composing import ask
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said, gathered
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.sets import set_of
from diaodu.economy.phrases.words.shares import own_whole, together
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact, published

NO_AIM = "未下达年度目标，增速也不为负"
NO_GAP = "增速不低于要求，没有缺口"
ZERO = "未下达年度目标，按不下降"


@word("要求增速", "缺口", '要求增速("固定资产投资")', least=0, indicator="指标")
def wanted(spot: Spot, indicator: Any = None) -> Said:
    """年度目标增速；未下达目标而增速为负的，按0（不下降）。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.rate(wanted_growth(spot, found), found)


def wanted_growth(spot: Spot, indicator: Indicator) -> Result:
    """The growth that a shortfall is counted from (要求增速)."""
    target = reading.pace(spot, indicator, targets.target_growth)
    if target.value is not None:
        return target
    grown = reading.growth(spot, indicator)
    if grown.value is None:
        return grown
    value = formulas.wanted_growth(grown.value, None)
    return Result.missing(NO_AIM, grown.sources) if value is None else Result.of(value, grown, note=ZERO)


@word("缺口", "缺口", '缺口("固定资产投资")', least=0, indicator="指标")
def shortfall(spot: Spot, indicator: Any = None) -> Said:
    """要求增速减实际增速，百分点；已达到要求的为负。"""
    spot, found = reading.settle(spot, indicator)
    aim, grown = wanted_growth(spot, found), reading.growth(spot, found)
    return amounts.points(reading.apart(aim, grown))


@word("缺口份额", "缺口", '缺口份额("社会消费品零售总额", "石垭")', least=0, indicator="指标", parts="部分")
def shortfall_share(spot: Spot, indicator: Any = None, parts: Any = None) -> Said:
    """部分占整体缺口的比重，%：按可比基数×（要求增速－增速）计算，高于要求的为负，各部分合计为100%。"""
    if parts is None:
        spot, parts = own_whole(spot)
    spot, found = reading.settle(spot, indicator)
    return amounts.percent(_share(spot, found, parts))


@word("缺口影响", "缺口", '缺口影响("社会消费品零售总额", "石垭")', least=0, indicator="指标", parts="部分")
def shortfall_points(spot: Spot, indicator: Any = None, parts: Any = None) -> Said:
    """部分没有达到要求增速，使整体增速少了几个百分点；各部分合计等于缺口。"""
    if parts is None:
        spot, parts = own_whole(spot)
    spot, found = reading.settle(spot, indicator)
    share, lacking = _share(spot, found, parts), ask(spot, "缺口").number
    if share.value is None or lacking is None:
        return Said.missing(share.reason or "没有缺口", share.sources)
    return amounts.points(Result.of(exact(share.value * lacking / 100), share))


def _share(spot: Spot, indicator: Indicator, parts: Any) -> Result:
    if indicator.growth_basis in ("points", "none"):
        return Result.missing(f"{indicator.name}是比率或指数，没有缺口份额")
    aim = wanted_growth(spot, indicator)
    if aim.value is None:
        return aim
    of, part = reading.piece(spot, indicator), together(spot, indicator, parts)
    if isinstance(of, Result):
        return of
    if isinstance(part, Result):
        return part
    if not lacks(spot, indicator):
        return Result.missing(NO_GAP, of[1])
    value = formulas.shortfall_share(part[0], of[0], aim.value)
    sources = tuple(dict.fromkeys((*part[1], *of[1], *aim.sources)))
    if value is None:
        return Result.missing(NO_GAP, sources)
    return Result(value, sources, None, None if indicator.has_level else reading.WEIGHED)


def lacks(spot: Spot, indicator: Indicator) -> bool:
    """Whether growth lies on the wrong side of what is wanted, as published (有无缺口)."""
    aim, grown = wanted_growth(spot, indicator), reading.growth(spot, indicator)
    if gap(aim, grown):
        return False
    return _short(indicator, aim.known, grown.known) > 0


def _short(indicator: Indicator, aim: float, grown: float) -> float:
    apart = published(change(published(aim), published(grown)))
    return -apart if indicator.better is Better.LOWER else apart


@word(
    "短板", "缺口", '短板("社会消费品零售总额", "县区")', least=0, indicator="指标", among="范围", first="前"
)
def behind(spot: Spot, indicator: Any = None, among: Any = "县区", first: Any = None) -> Said:
    """增速低于要求的县区（范围="行业" 为行业），缺口份额大的在前；没有总量的，差得多的在前。"""
    spot, found = reading.settle(spot, indicator)
    aim = wanted_growth(spot, found)
    if aim.value is None:
        return Said.missing(aim.reason or NO_AIM, aim.sources)
    members = counted(spot, among)
    known = [(m, reading.growth(spot.on(m), found)) for m in members]
    out = tuple((m, r.reason or "缺数据") for m, r in known if r.value is None)
    short = [(m, _short(found, aim.value, r.known)) for m, r in known if r.value is not None]
    rows = sorted((_weighed(spot, found, m, by) for m, by in short if by > 0), key=lambda row: row[1])
    sources = tuple(dict.fromkeys(ref for _, r in known for ref in r.sources))
    most = int(first) if isinstance(first, float) and first >= 0 else len(rows)
    return gathered((m for m, _ in rows[:most]), sources=sources, left_out=out)


def _weighed(
    spot: Spot, indicator: Indicator, member: Member, by: float
) -> tuple[Member, tuple[float, float]]:
    """By share where bases are known, else by how far below."""
    share = _share(spot, indicator, member)
    return member, (-(share.value or 0.0), -by)


def _own(spot: Spot) -> Member:
    assert spot.indicator is not None
    return Member("indicator", spot.indicator.code, spot.indicator.label)


def counted(spot: Spot, among: Any) -> tuple[Member, ...]:
    """Members that add up: a zone inside another's figures is that one's (不重复计算的成员)."""
    if among == "行业":
        return ask(spot, "行业", _own(spot)).members or ()
    if among == "县区":
        among = spot.book.sets["县区"]()
    places = spot.book.catalogue.places
    members = set_of(among, spot).members or ()
    codes = {m.code for m in members}
    if any(m.kind == "indicator" for m in members):
        raise BadExpression("“范围=”可写：县区、行业、分组名称")
    return tuple(m for m in members if m.kind != "place" or places[m.code].included_in not in codes)
