"""亮灯指标、要点指标: which indicators are to be spoken of, the weightiest first."""

from __future__ import annotations

from typing import Any

from diaodu.economy.indicators import Indicator
from diaodu.economy.phrases import reading
from diaodu.economy.phrases.composing import ask
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said, gathered
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words import aspects
from diaodu.economy.phrases.words.cells import newest
from diaodu.economy.phrases.words.lights import finding_of
from diaodu.economy.phrases.words.sets import set_of
from diaodu.economy.units import published

# What puts an indicator before others. The weight of the strongest thing to say of it is added.
RANKING = {
    "red": 200,  # 红灯
    "yellow": 60,  # 黄灯
    "grey": 0,
    "green": 0,
    "key": 100,  # 主要指标
    "below_target": 5,  # 每低于目标1个百分点
    "falling": 30,  # 增速为负
}
COLOURS = {"红": "red", "黄": "yellow", "绿": "green", "灰": "grey"}


@word("亮灯指标", "亮灯", '亮灯指标("红", "主要指标")', colour="灯", among="集合")
def lit(spot: Spot, colour: str, among: Any = "全部") -> Said:
    """亮某种灯（红、黄、绿、灰，可连写“红黄”）的指标，最要紧的在前。"""
    found = under(spot, colour, among)
    return gathered(sorted(found.members or (), key=lambda m: -weight(spot, m)), sources=found.sources)


def under(spot: Spot, colour: str, among: Any) -> Said:
    """The indicators under a light, in the catalogue's order (亮灯指标): to count them none is weighed."""
    wanted = [COLOURS.get(sign) for sign in str(colour)]
    if None in wanted or not wanted:
        raise BadExpression("“灯”可写：红、黄、绿、灰")
    members = _chosen(spot, among)

    def judged() -> Said:
        lights = [(m, finding_of(spot, spot.book.catalogue.indicators[m.code])) for m in members]
        found = (m for m, one in lights if one is not None and one.light.value in wanted)
        # Whether one belongs hangs on each that was looked at.
        sources = dict.fromkeys(ref for _, one in lights if one is not None for ref in one.sources)
        return gathered(found, sources=tuple(sources))

    found: Said = spot.book.once(("under", colour, members, spot.where.places, spot.period), judged)
    return found


@word("要点指标", "亮灯", "要点指标(5)", first="前", among="集合")
def standing_out(spot: Spot, first: Any = 5.0, among: Any = "主要指标") -> Said:
    """最值得先说的几项指标：红灯、转正转负、新低、差距大的在前。"""
    if not isinstance(first, float) or first < 0:
        raise BadExpression("“前=”要写个数")
    known = [m for m in _chosen(spot, among) if _grown(spot, m)]
    return gathered(sorted(known, key=lambda m: -weight(spot, m))[: int(first)])


def _chosen(spot: Spot, among: Any) -> tuple[Member, ...]:
    if isinstance(among, str):
        among = ask(spot, "指标", among)
    members = set_of(among, spot).members or ()
    if any(m.kind != "indicator" for m in members):
        raise BadExpression('“集合”要是指标的集合，例如：指标("主要指标")')
    return members


def _grown(spot: Spot, member: Member) -> bool:
    there = newest(spot.on(member))
    assert there.indicator is not None
    return reading.growth(there, there.indicator).value is not None


def weight(spot: Spot, member: Member) -> float:
    """How much an indicator is to be spoken of (轻重)."""

    def weighed() -> float:
        there = newest(spot.on(member))
        indicator = there.indicator
        assert indicator is not None
        said = aspects.strongest(there) if indicator.key else 0.0  # the others come after the main ones
        return _judged(spot, indicator) + _far(there, indicator) + said

    found: float = spot.book.once(("weight", member.code, spot.where.places, spot.period), weighed)
    return found


def _judged(spot: Spot, indicator: Indicator) -> float:
    found = finding_of(spot, indicator)
    return (RANKING[found.light.value] if found else 0) + RANKING["key"] * indicator.key


def _far(spot: Spot, indicator: Indicator) -> float:
    """How far it is below its target and below nothing."""
    growth = reading.growth(spot, indicator).value
    gap = ask(spot, "差距", 对="目标").number if spot.where.single else None
    falls = growth is not None and published(growth) < 0
    return RANKING["below_target"] * max(0.0, -(gap or 0.0)) + RANKING["falling"] * falls
