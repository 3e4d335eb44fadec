"""分构成、县区拉动、县区情况: a growth told by its industries and its counties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.economy.indicators import Better
from diaodu.economy.phrases import reading
from diaodu.economy.phrases.composing import Clause, ask, clause, joined, text
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import quote
from diaodu.economy.phrases.said import Member, Said, gathered
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.cells import newest
from diaodu.economy.phrases.words.passages import listed, other_period
from diaodu.economy.phrases.words.sets import listing
from diaodu.economy.phrases.words.shortfall import counted
from diaodu.economy.units import published

NAMED = 3
LISTED = 6  # counties below zero named one by one
Pulls = list[tuple[Member, float]]


@word("分构成", "文段", '分构成("规上工业总产值")', least=0, indicator="指标")
def by_parts(spot: Spot, indicator: Any = None) -> Said:
    """分行业（税种等）看：几个增长、几个下降，拉动最大和下拉最大的，剔除拉动最大的以后的增速。"""
    there = newest(spot, indicator)
    parts = ask(there, "行业", _own(there))
    pulls = _pulls(there, parts.members or ())
    if not pulls:
        return Said.missing("没有分项数据")
    first = clause("分构成看，", _up_and_down(there, parts, "个分项"))
    said = joined([first, *_carried_and_dragged(there, pulls, "")])
    return text([said, _without(there, pulls)])


@word("县区拉动", "文段", '县区拉动("规上工业总产值")', least=0, indicator="指标")
def by_counties(spot: Spot, indicator: Any = None) -> Said:
    """哪些县区拉动全市增速最多，哪些下拉。"""
    there = newest(spot, indicator)
    assert there.indicator is not None
    pulls = _pulls(there, counted(there, "县区")) if there.indicator.additive else []
    found = _carried_and_dragged(there, pulls, "从县区看，")
    return joined(found) or Said.missing("没有县区拉动数据")


def _own(spot: Spot) -> Member:
    assert spot.indicator is not None
    return Member("indicator", spot.indicator.code, spot.indicator.name)


def _pulls(spot: Spot, members: tuple[Member, ...]) -> Pulls:
    found = ((m, ask(spot, "拉动", _own(spot), m).number) for m in members)
    return [(m, value) for m, value in found if value is not None and published(value)]


def _carried_and_dragged(spot: Spot, pulls: Pulls, lead: str) -> list[Clause]:
    """The largest pulls and the largest drags (拉动与下拉)."""
    up = sorted((p for p in pulls if p[1] > 0), key=lambda pair: -pair[1])[:NAMED]
    down = sorted((p for p in pulls if p[1] < 0), key=lambda pair: pair[1])[:NAMED]
    said = [clause(m.label, ask(spot, "作用", _own(spot), m)) for m, _ in (*up, *down)]
    return [clause(lead, listed(said[: len(up)])), clause("" if up else lead, listed(said[len(up) :]))]


def _without(spot: Spot, pulls: Pulls) -> Said | None:
    """Growth without the largest part, where that makes a point's difference (剔除)."""
    member, _ = max(pulls, key=lambda pair: abs(pair[1]))
    rest, grown = ask(spot, "剔除增速", _own(spot), 剔除=[member]), ask(spot, "增速")
    if rest.number is None or grown.number is None or abs(rest.number - grown.number) < 1:
        return None
    assert spot.indicator is not None
    return joined([clause(f"剔除{member.label}后，{spot.indicator.label}增速为", rest)])


def _up_and_down(spot: Spot, among: Said, unit: str) -> Said | None:
    """How many grow and how many fall, without saying none (增降个数)."""
    assert spot.indicator is not None
    of_parts = among.members and among.members[0].kind == "part"
    grown = "增速()" if of_parts else f"增速({quote(spot.indicator.name)})"
    size, up, down = (
        ask(spot, "个数", ask(spot, "满足", among, condition))
        for condition in (f"有({grown})", f"{grown} > 0", f"{grown} < 0")
    )
    if not size.number or up.number is None or down.number is None:
        return None
    if size.number in (up.number, down.number):
        return clause(size, f"{unit}全部{'增长' if up.number else '下降'}")
    both = [clause(n, f"个{verb}") for n, verb in ((up, "增长"), (down, "下降")) if n.number]
    return clause(size, f"{unit}中", listed(both)) if both else None


@word("县区情况", "文段", '县区情况("规上工业增加值")', least=0, indicator="指标")
def counties(spot: Spot, indicator: Any = None) -> Said:
    """县区几个增长、几个下降，增速居前、居后的三个，由正转负的，缺数的。"""
    there = newest(spot, indicator)
    among = spot.book.sets["县区"]()
    ranked = _ranked(there, among.members or ())
    if len(ranked) < 2:
        return Said.missing("县区有数据的不足两个")
    best, worst = ranked[:NAMED], ranked[NAMED:][-NAMED:]
    said = joined([
        other_period(there, spot.period) or None,
        _up_and_down(there, among, "个县区"),
        clause("增速居前的是", _with_growth(there, best)),
        clause("居后的是", _with_growth(there, worst[::-1])) if worst else None,
    ])  # fmt: skip
    return text([said, joined([_turned(there, ranked)]), _lacking(there, among.members or ())])


def _indicator(spot: Spot) -> Any:
    assert spot.indicator is not None
    return spot.indicator


def _ranked(spot: Spot, members: tuple[Member, ...]) -> list[Member]:
    """Members with growth, best first by the indicator's direction."""
    indicator = _indicator(spot)
    known = [(m, reading.growth(spot.on(m), indicator).value) for m in members]
    sign = 1 if indicator.better is Better.LOWER else -1
    rated = sorted(((sign * published(v), n, m) for n, (m, v) in enumerate(known) if v is not None))
    return [m for _, _, m in rated]


def _with_growth(spot: Spot, members: list[Member]) -> Said | None:
    return listed(clause(m.label, "（", ask(_at(spot, m), "增速"), "）") for m in members)


def _at(spot: Spot, member: Member) -> Spot:
    return replace(spot.on(member), indicator=spot.indicator)


def _turned(spot: Spot, members: list[Member]) -> Said | None:
    """Those whose growth fell below zero since the period before (由正转负)."""
    fallen = [m for m in members if _fell(_at(spot, m))]
    return listed(clause(m.label, ask(_at(spot, m), "变化", 较="上月")) for m in fallen)


def _lacking(spot: Spot, members: tuple[Member, ...]) -> str | None:
    gone = [m.label for m in members if reading.growth(spot.on(m), _indicator(spot)).value is None]
    return f"{listing(gone)}本期数据暂缺，未参与排序。" if gone else None


@word("转负", "集合", '转负("固定资产投资")', least=0, indicator="指标")
def turned(spot: Spot, indicator: Any = None) -> Said:
    """本期增速由正转负的县区。"""
    there = newest(spot, indicator)
    found = _ranked(there, spot.book.sets["县区"]().members or ())
    fallen = [m for m in found if _fell(_at(there, m))]
    sources = (ref for m in found for ref in ask(_at(there, m), "变化", 较="上月").sources)
    return gathered(fallen, sources=tuple(dict.fromkeys(sources)))


def _fell(spot: Spot) -> bool:
    return ask(spot, "变化", 较="上月").text.startswith("由正转负")
