"""位次、差距: where a place stands among others, and how far from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from diaodu.economy import targets
from diaodu.economy.growth import change
from diaodu.economy.indicators import Indicator, Kind, What
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said
from diaodu.economy.phrases.spots import Spot, Where
from diaodu.economy.rank import Rank, rank
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact

PLAN_IS_TARGET = "没有分期计划，按年度目标增速"


class Standing(NamedTuple):
    """A rank, and the set it is in (位次与范围)."""

    rank: Rank | None
    result: Result
    among: str


@word("位次", "位次和差距", '位次("GDP", 范围="全省", 按="增速")', least=0,
      indicator="指标", among="范围", by="按")  # fmt: skip
def position(spot: Spot, indicator: Any = None, among: Any = None, by: str | None = None) -> Said:
    """在一组地区中的位次，从好到差；范围：全省、县区或分组名称，按：增速、数值、进度、当月增速。"""
    found = standing(spot, indicator, among, by)
    return Said.of(found.result, found.rank.phrase if found.rank else "", "位")


@word("位次比", "位次和差距", '位次比("GDP")', least=0, indicator="指标", among="范围", by="按")
def position_of(spot: Spot, indicator: Any = None, among: Any = None, by: str | None = None) -> Said:
    """位次和参加排位的个数，如 3/9，表格中用。"""
    found = standing(spot, indicator, among, by)
    return Said.of(found.result, found.rank.text if found.rank else "", "位")


def standing(spot: Spot, indicator: Any, among: Any, by: str | None) -> Standing:
    """The rank of the spot's place among a set (位次)."""
    spot, found = reading.settle(spot, indicator)
    by = by or reading.judged_by(found)
    label, members = peers(spot, among)
    own = reading.measure(spot, found, by)
    if own.value is None:
        return Standing(None, own, label)
    mine = next((m for m in members if spot.book.names.where(m).places == spot.where.places), None)
    if mine is None:
        named = f"“{label}”" if label else "所列"
        reason = f"{spot.where.label}不在{named}各地区之中，不能排位"
        return Standing(None, Result.missing(reason, own.sources), label)
    positions, sources = spot.book.once(
        ("rank", found.code, by, members, spot.period, spot.part),
        lambda: _positions(spot, found, by, members),
    )
    place = positions[mine.code]
    return Standing(place, Result(place.position, tuple(dict.fromkeys((*own.sources, *sources)))), label)


def _positions(
    spot: Spot, indicator: Indicator, by: str, members: tuple[Member, ...]
) -> tuple[dict[str, Rank], tuple[int, ...]]:
    # Ranks go by the published decimals: one for rates, the indicator's own for levels.
    scale = 10 ** (indicator.decimals - 1) if by in ("数值", "当月值") else 1
    results = {m.code: reading.measure(spot.on(m), indicator, by) for m in members}
    values = {code: None if r.value is None else r.value * scale for code, r in results.items()}
    sources = tuple(ref for r in results.values() for ref in r.sources)
    return rank(values, indicator.better), sources


def peers(spot: Spot, among: Any) -> tuple[str, tuple[Member, ...]]:
    """The set that a place is ranked in, and what a text calls it (排位范围)."""
    catalogue = spot.book.catalogue
    if isinstance(among, Said) and among.members is not None:
        return "", among.members
    if isinstance(among, list):
        return "", tuple(_listed(spot, one) for one in among)
    if among is None:
        place = catalogue.places.get(spot.where.single or "")
        if place is None:
            return group_peers(spot)
        among = "全省" if place.parent and place.parent == catalogue.city.parent else "县区"
    if among in ("全省", "城市", "全省各市"):
        return "全省", spot.book.sets["城市"]().members or ()
    if among in ("县区", "全市", "各县区"):
        return "全市", spot.book.sets["县区"]().members or ()
    if not isinstance(among, str):
        raise BadExpression("“范围=”可写：全省、县区、分组名称或一个集合")
    return among, group_members(spot, among)


def _listed(spot: Spot, one: Any) -> Member:
    found = spot.book.names.member(one) if isinstance(one, str) else one
    if not isinstance(found, Member) or found.kind not in ("place", "group"):
        raise BadExpression("“范围=”可写：全省、县区、分组名称或一个集合")
    return found


def group_members(spot: Spot, name: str) -> tuple[Member, ...]:
    """The counties of a group, or the groups of a division (分组成员)."""
    groups = [g for g in spot.book.catalogue.groups.values() if g.of == name]
    if groups:
        return tuple(Member("group", g.code, g.name) for g in groups)
    group = spot.book.names.group(name)
    if group is None:
        known = dict.fromkeys(n for g in spot.book.catalogue.groups.values() for n in (g.of, g.name) if n)
        raise BadExpression(
            "没有名为“{name}”的分组。已有的分组：{known}", name=name, known="、".join(known) or "无"
        )
    places = spot.book.catalogue.places
    return tuple(Member("place", m, places[m].label) for m in group.members if m in places)


def group_peers(spot: Spot) -> tuple[str, tuple[Member, ...]]:
    """The groups beside one (同级分组)."""
    group = spot.book.names.group(spot.where.name)
    if group is None or not group.of:
        raise BadExpression("“{name}”要写明排位的范围", name=spot.where.name)
    return group.of, group_members(spot, group.of)


@word("差距", "位次和差距", '差距("GDP", 对="全省")', least=0, indicator="指标", to="对", by="按")
def distance(spot: Spot, indicator: Any = None, to: Any = "全省", by: str | None = None) -> Said:
    """比对方高（正）或低（负）多少；对：全省、全国、某地、目标、计划。"""
    found, by, result = far(spot, indicator, to, by)
    amount = by in ("数值", "当月值") and found.unit != "%"
    return amounts.level(result, found) if amount else amounts.points(result)


def far(spot: Spot, indicator: Any, to: Any, by: str | None) -> tuple[Indicator, str, Result]:
    """How far from another, and by what (差距)."""
    spot, found = reading.settle(spot, indicator)
    by = by or reading.judged_by(found)
    return found, by, reading.apart(reading.measure(spot, found, by), counterpart(spot, found, to, by))


def counterpart(spot: Spot, indicator: Indicator, to: Any, by: str) -> Result:
    """What a figure is held against (对比的数): elsewhere, or the target and the plan."""
    if to == "目标":
        return _target(spot, indicator, by)
    if to == "计划":
        return _plan(spot, indicator, by)
    other = spot.book.names.where(to)
    return reading.measure(_there(spot, other), indicator, by)


def _there(spot: Spot, where: Where) -> Spot:
    return replace(spot, where=where)


def _target(spot: Spot, indicator: Indicator, by: str) -> Result:
    formula = {"增速": targets.target_growth, "数值": targets.target, "进度": targets.planned_share}.get(by)
    if formula is None:
        return Result.missing(f"没有{by}的目标")
    return reading.pace(spot, indicator, formula)


def _plan(spot: Spot, indicator: Indicator, by: str) -> Result:
    """The plan's growth by now (计划增速): its own, else what its level means, else the year's target."""
    if by != "增速":
        return (
            reading.pace(spot, indicator, targets.planned) if by == "数值" else _target(spot, indicator, by)
        )
    place, when = spot.where.single, spot.at(indicator)
    if place is None:
        return Result.missing("几个地区合在一起没有计划")
    own = spot.book.panel.at(indicator, place, when, What.GROWTH, kind=Kind.PLAN)
    if own is not None:
        return Result(own.value, (own.ref,))
    due = spot.book.panel.at(indicator, place, when, What.LEVEL, kind=Kind.PLAN)
    base = reading.level(spot, indicator, when.year_before)
    if due is not None and not indicator.real and base.value:
        value = exact((due.value / base.value - 1) * 100)
        return Result.of(value, Result(due.value, (due.ref,)), base)
    year = reading.pace(spot, indicator, targets.target_growth)
    return year if year.value is None else year._replace(note=PLAN_IS_TARGET)


@word(
    "变化差距", "位次和差距", '变化差距("GDP", 对="全省")', least=0, indicator="指标", to="对", against="较"
)
def change_distance(spot: Spot, indicator: Any = None, to: Any = "全省", against: str = "上年同期") -> Said:
    """两地增速变化之差：本地变化减对方变化，单位百分点。"""
    results = changes(spot, indicator, to, against)
    if lacking := gap(*results):
        return amounts.points(lacking)
    now, then, other_now, other_then = (r.known for r in results)
    value = change(change(now, then), change(other_now, other_then))
    return amounts.points(Result.of(value, *results))


def changes(spot: Spot, indicator: Any, to: Any, against: str) -> tuple[Result, Result, Result, Result]:
    """Growth now and then, here and there (两地两期增速)."""
    spot, found = reading.settle(spot, indicator)
    there = _there(spot, spot.book.names.where(to))
    return (*reading.change(spot, found, against), *reading.change(there, found, against))
