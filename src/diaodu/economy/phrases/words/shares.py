"""占比、贡献率、拉动、剔除: a part held against its whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from diaodu.economy import contribution as formulas
from diaodu.economy.contribution import Piece
from diaodu.economy.decomposition import TOO_SMALL
from diaodu.economy.errors import UnknownName
from diaodu.economy.growth import FIRST_OF_YEAR
from diaodu.economy.indicators import Indicator
from diaodu.economy.periods import Period
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said
from diaodu.economy.phrases.spots import Spot, Where
from diaodu.economy.results import Result, gap

Pieces = tuple[Piece, tuple[int, ...]] | Result


@word(
    "占比",
    "占比和贡献",
    '占比("规上工业总产值", 占地区="全省")',
    least=0,
    indicator="指标",
    of="占",
    above="占地区",
)
def share(spot: Spot, indicator: Any = None, of: Any = None, above: Any = None) -> Said:
    """占另一指标（占=）、占上级地区（占地区=）或分项占全部的比重，%。"""
    spot, found = reading.settle(spot, indicator)
    return amounts.percent(_share(spot, found, of, above, spot.at(found)))


@word("占比变化", "占比和贡献", '占比变化("规上工业总产值", 占地区="全省", 较="上年末")', least=0,
      indicator="指标", of="占", above="占地区", against="较")  # fmt: skip
def share_change(
    spot: Spot, indicator: Any = None, of: Any = None, above: Any = None, against: str = "上年末"
) -> Said:
    """比重比对比期提高或下降的百分点；较：上年末、上年同期、上月、上季。"""
    spot, found = reading.settle(spot, indicator)
    then = reading.earlier(spot, found, against)
    if then is None:
        return Said.missing(FIRST_OF_YEAR)
    now = _share(spot, found, of, above, spot.at(found))
    old = _share(spot, found, of, above, then)
    return amounts.points(gap(now, old) or Result.of(formulas.share_change(now.known, old.known), now, old))


def _share(spot: Spot, indicator: Indicator, of: Any, above: Any, when: Period) -> Result:
    """The whole is another indicator, a place above, or the indicator without the part."""
    whole, total = spot, indicator
    if of is not None:
        whole, total = reading.settle(replace(spot, part="", indicator=None), of)
        if isinstance(of, Member) and of.kind == "part":
            raise BadExpression("“占=”要写一个指标")
    if above is not None:
        whole = replace(whole, where=spot.book.names.where(above))
    elif of is None:
        whole = replace(spot, part="") if spot.part else replace(spot, where=_parent(spot))
    own, all_of_it = reading.level(spot, indicator, when), reading.level(whole, total, total.period(when))
    if lacking := gap(own, all_of_it):
        return lacking
    value = formulas.share(own.known, all_of_it.known)
    return Result.missing("整体不为正") if value is None else Result.of(value, own, all_of_it)


def _parent(spot: Spot) -> Any:
    places = spot.book.catalogue.places
    parents = {places[p].parent for p in spot.where.places}
    if len(parents) != 1 or (parent := parents.pop()) not in places:
        raise BadExpression("要写明占什么：占=另一指标，或占地区=上级地区")
    return spot.book.names.where(places[parent])


@word("贡献率", "占比和贡献", '贡献率("规上工业总产值", "酒饮料茶")', least=0, indicator="指标", parts="部分")
def contribution(spot: Spot, indicator: Any = None, parts: Any = None) -> Said:
    """部分对整体增长的贡献率，%；整体增速低于0.5%时不说。部分：县区、分组、行业、指标，或它们的列表。"""
    return amounts.percent(_brought(spot, indicator, parts, formulas.contribution, TOO_SMALL))


@word(
    "拉动",
    "占比和贡献",
    '拉动("规上工业总产值", ["醴溪市", "岩坪县"])',
    least=0,
    indicator="指标",
    parts="部分",
)
def pull(spot: Spot, indicator: Any = None, parts: Any = None) -> Said:
    """部分拉动（正）或下拉（负）整体增速的百分点。"""
    return amounts.points(_brought(spot, indicator, parts, formulas.pull, "基数不为正"))


def _brought(spot: Spot, indicator: Any, parts: Any, formula: Any, reason: str) -> Result:
    """The member or the part being tried belongs to the whole that the template speaks of."""
    if parts is None:
        spot, parts = own_whole(spot)
    spot, found = reading.settle(spot, indicator)
    of, out = reading.piece(spot, found), together(spot, found, parts)
    if isinstance(of, Result):
        return of
    if isinstance(out, Result):
        return out
    value = formula(out[0], of[0])
    sources = tuple(dict.fromkeys((*out[1], *of[1])))
    return Result.missing(reason, sources) if value is None else Result(value, sources, None, _note(found))


def _note(indicator: Indicator) -> str | None:
    return None if indicator.has_level else reading.WEIGHED


def own_whole(spot: Spot) -> tuple[Spot, Any]:
    """In a condition a county is a part of the city, an industry one of the whole (成员自身)."""
    if spot.part and spot.indicator is not None:
        return replace(spot, part=""), Member("part", spot.part, spot.part, spot.indicator.code)
    if spot.where.places == (spot.book.catalogue.city.code,):
        raise BadExpression('要写明部分：县区、分组、行业或指标，例如：拉动("规上工业总产值", "醴溪市")')
    return replace(spot, where=_parent(spot)), [
        Member("place", p, spot.book.catalogue.places[p].label) for p in spot.where.places
    ]


def together(spot: Spot, indicator: Indicator, parts: Any) -> Pieces:
    """Several parts of a whole as one piece (部分合计), each counted once."""
    pieces: list[Piece] = []
    sources: list[int] = []
    spots = each(spot, indicator, parts)
    places = [one for one in spots if (one.indicator, one.part) == (spot.indicator, spot.part)]
    if places and (refused := _no_part(spot, indicator, places)):
        return refused
    one_place = [replace(spot, where=_united(spot, places))] if places else []
    for one in one_place + [one for one in spots if one not in places]:
        found = reading.piece(one, one.indicator or indicator)
        if isinstance(found, Result):
            return found
        pieces.append(found[0])
        sources += found[1]
    return formulas.whole(pieces), tuple(dict.fromkeys(sources))


def _united(spot: Spot, places: list[Spot]) -> Where:
    """Places that overlap count once, and so does a zone that a county among them holds (合并)."""
    codes = tuple(dict.fromkeys(code for one in places for code in one.where.places))
    known = spot.book.catalogue.places
    return Where("", "", tuple(code for code in codes if known[code].included_in not in codes))


def _no_part(spot: Spot, indicator: Indicator, places: list[Spot]) -> Result | None:
    """Why places are no parts of the whole (不成其为部分): incomes per head, or another city's county."""
    if not reading.adds_up(indicator):
        return Result.missing(f"{indicator.name}各地区不能相加")
    outside = next((one for one in places if not _inside(spot, one)), None)
    if outside is None:
        return None
    return Result.missing(f"{outside.where.label}不在{spot.where.label}之内，不是它的部分")


def _inside(spot: Spot, one: Spot) -> bool:
    return all(set(_above(spot, code)) & set(spot.where.places) for code in one.where.places)


def _above(spot: Spot, code: str) -> Iterator[str]:
    """A place, the county that holds its figures, and all that lie above (所属)."""
    places = spot.book.catalogue.places
    while code in places:
        yield code
        if places[code].included_in:
            yield places[code].included_in
        code = places[code].parent


def each(spot: Spot, indicator: Indicator, parts: Any) -> list[Spot]:
    """The spots of the parts meant (各部分): a part of the indicator, a place or group, another indicator."""
    if isinstance(parts, Said) and parts.members is not None:
        parts = list(parts.members)
    if isinstance(parts, list):
        found = [one for part in parts for one in each(spot, indicator, part)]
        keys = [(s.where.places, s.part, s.indicator and s.indicator.code) for s in found]
        if len(set(keys)) < len(keys):
            raise BadExpression("部分里有重复的，会算两次")
        return found
    if isinstance(parts, Member):
        return [spot.on(parts)] if parts.kind != "part" else [replace(spot, part=parts.code)]
    if not isinstance(parts, str):
        raise BadExpression("部分要写县区、分组、行业或指标的名称，或它们的列表")
    return [_named(spot, indicator, parts)]


def _named(spot: Spot, indicator: Indicator, name: str) -> Spot:
    held = spot.book.panel.parts_of(indicator, spot.where.places[0])
    part = spot.book.names.part(indicator, name, held)
    if part is not None:
        return replace(spot, part=part.code)
    try:
        return replace(spot, where=spot.book.names.where(name))
    except UnknownName as unknown:
        try:
            return replace(spot, indicator=spot.book.names.indicator(name), part="")
        except UnknownName:
            breakdown = spot.book.catalogue.breakdowns.get(indicator.parts)
            known = "、".join(p.label for p in breakdown.parts[:6]) if breakdown else "无"
            raise BadExpression(
                "“{name}”不是{indicator}的分项，也不是地区或指标。分项有：{known}…；地区相近的有：{near}",
                name=name, indicator=indicator.name, known=known, near=unknown.params.get("near", ""),
            ) from None  # fmt: skip


@word(
    "剔除增速",
    "占比和贡献",
    '剔除增速("规上工业总产值", 剔除=["醴溪市"])',
    least=0,
    indicator="指标",
    out="剔除",
)
def without(spot: Spot, indicator: Any = None, out: Any = None) -> Said:
    """剔除某些县区、行业或指标后的增速，%。"""
    if out is None:
        raise BadExpression('剔除增速缺参数“剔除”，例如：剔除增速("规上工业总产值", 剔除=["醴溪市"])')

    def rest(part: Piece, of: Piece) -> float | None:
        return formulas.growth_without(of, [part])

    return amounts.percent(_brought(spot, indicator, out, rest, "剔除后没有剩余"))
