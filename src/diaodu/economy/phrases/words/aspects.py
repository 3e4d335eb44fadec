"""What may be said of an indicator besides its figure (看点), each with its weight: the weightiest are said.

An aspect gives its clause, or None where the figures don't carry it; nothing is said twice, for aspects of
one group take each other's room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from diaodu.economy.indicators import Better, Frequency, Indicator
from diaodu.economy.phrases import reading
from diaodu.economy.phrases.composing import ask, clause
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.standing import standing
from diaodu.economy.units import published


class Aspect(NamedTuple):
    """One thing to say of an indicator (看点): `weight` decides whether, `group` what it would repeat."""

    clause: Said
    weight: float
    group: str
    name: str


# What is worth saying, the base of its weight. What adds to it stands with each aspect below. Those chosen
# are told in this order, so that what belongs together stands together.
WEIGHTS = {
    "turned": 100,  # 由正转负、由负转正
    "record": 90,  # 新低、新高，每期加1
    "first_below": 85,  # 首次低于两位数
    "moved": 60,  # 增速变化，每变1个百分点加5；持平减45
    "broken": 80,  # 结束连续回落
    "streak": 55,  # 连续回落、连续回升，每期加1
    "moved_apart": 35,  # 变化幅度与上级比，每差1个百分点加3
    "above": 50,  # 比上级高低，每差1个百分点加3
    "rank": 45,  # 位次，首位末位加25
    "month_apart": 70,  # 当月与累计方向相反
}
MOST_OF_A_GROUP = {"course": 2}  # how growth went: two clauses at most; one of each other group


def told(spot: Spot, most: int) -> list[Said]:
    """The weightiest clauses of an indicator (看点选择)."""
    assert spot.indicator is not None
    found = sorted(_found(spot, spot.indicator), key=lambda one: -one.weight)
    used: dict[str, int] = {}
    chosen: list[Aspect] = []
    for one in found:
        used[one.group] = used.get(one.group, 0) + 1
        if used[one.group] <= MOST_OF_A_GROUP.get(one.group, 1) and len(chosen) < most:
            chosen.append(one)
    return [one.clause for one in sorted(chosen, key=lambda one: list(WEIGHTS).index(one.name))]


def strongest(spot: Spot) -> float:
    """The weight of the weightiest thing to say (最强看点)."""
    assert spot.indicator is not None
    return max((one.weight for one in _found(spot, spot.indicator)), default=0.0)


def _found(spot: Spot, indicator: Indicator) -> Iterable[Aspect]:
    if reading.growth(spot, indicator).value is None:
        return []
    return [one for one in (make(spot, indicator) for make in ASPECTS) if one is not None]


def moved(spot: Spot, indicator: Indicator) -> Aspect | None:
    """How growth changed since the period before (增速变化)."""
    against, since = before(spot, indicator)
    change = ask(spot, "变化", 较=against)
    apart = ask(spot, "增速变化", 较=against).number
    if apart is None or indicator.growth_basis == "points":
        return None
    if change.text.startswith("由"):
        return _aspect("turned", "course", f"较{since}", change)
    subject = f"较{since}" if change.text.startswith("降幅") else f"增速较{since}"
    if change.text == "持平":
        return _aspect("moved", "course", f"增速与{since}", change, less=45)
    return _aspect("moved", "course", subject, change, more=5 * abs(apart))


def before(spot: Spot, indicator: Indicator) -> tuple[str, str]:
    """The period before as 较= names it, and as a text calls it (上期): 上半年, 1—8月, 8月末, 上年全年."""
    then = indicator.before(spot.at(indicator))
    if then is None:
        return "上年末", "上年" if indicator.frequency is Frequency.YEAR else "上年全年"
    if not indicator.cumulative:
        return "上月", "上年末" if then.year < spot.period.year else f"{then.last}月末"
    return "上月", then.season or then.short_label


def record(spot: Spot, indicator: Indicator) -> Aspect | None:
    """A low or a high worth saying (新低、新高)."""
    if indicator.growth_basis == "points":
        return None
    for name in ("新低", "新高"):
        found = ask(spot, name)
        if found.number is not None:
            return _aspect("record", "course", found, more=min(found.number, 20))
    return None


def first_below(spot: Spot, indicator: Indicator) -> Aspect | None:
    """The first growth of one digit in years (首次跌破两位数)."""
    return _aspect("first_below", "record", "为", ask(spot, "首次跌破", 界限=10.0), "来首次低于两位数")


def broken(spot: Spot, indicator: Indicator) -> Aspect | None:
    """A rise that ends several falls (止降)."""
    return _aspect("broken", "streak", "结束此前连续", ask(spot, "止降"), "的回落")


def streak(spot: Spot, indicator: Indicator) -> Aspect | None:
    """Falling or rising for three periods or more (连降、连升)."""
    for name, verb in (("连降", "回落"), ("连升", "回升")):
        times = ask(spot, name)
        if times.number is not None and times.number >= 3:
            return _aspect("streak", "streak", "已连续", times, verb, more=min(times.number, 12))
    return None


def above(spot: Spot, indicator: Indicator) -> Aspect | None:
    """Above or below the place above, and the nation (比全省、全国)."""
    label, gap = upper(spot), ask(spot, "差距", 对=upper(spot) or "全国").number
    if not label or gap is None or indicator.growth_basis == "points":
        return None
    pieces: list[Said | str] = [ask(spot, "比", 对=label)]
    nation = ask(spot, "比", 对="全国") if label == "全省" and spot.book.catalogue.nation else None
    if nation is not None and nation.known:
        pieces += ["、", nation]
    return _aspect("above", "above", *pieces, more=3 * abs(gap))


def upper(spot: Spot) -> str:
    """The place above as a text calls it (上级): 全省, 全市; empty where there is none."""
    places = spot.book.catalogue.places
    parent = places.get(places[spot.where.places[0]].parent) if spot.where.single else None
    return spot.book.names.where(parent).label if parent else ""


def ranked(spot: Spot, indicator: Indicator) -> Aspect | None:
    """Its rank among its peers (位次)."""
    rank = standing(spot, None, None, None).rank if spot.where.single and upper(spot) else None
    if rank is None or rank.size < 2 or indicator.better is Better.NEUTRAL:
        return None
    end = rank.position == 1 or rank.from_end == 1
    return _aspect("rank", "rank", ask(spot, "排位"), more=25 if end else 0)


def month_apart(spot: Spot, indicator: Indicator) -> Aspect | None:
    """The month alone going the other way than the cumulative (当月与累计反向)."""
    month = ask(spot, "当月增速")
    year = ask(spot, "增速")
    if month.number is None or year.number is None or not indicator.cumulative:
        return None
    if published(month.number) * published(year.number) >= 0:
        return None
    return _aspect("month_apart", "month", f"{spot.period.last}月当月", ask(spot, "当月同比"))


def moved_apart(spot: Spot, indicator: Indicator) -> Aspect | None:
    """The change held against that of the place above (变化幅度比上级)."""
    label, against = upper(spot), before(spot, indicator)[0]
    if not label or indicator.growth_basis == "points":
        return None
    apart = ask(spot, "变化差距", 对=label, 较=against).number
    found = ask(spot, "变化比", 对=label, 较=against)
    if apart is None or not found.text.startswith(("回落幅度", "提高幅度")):
        return None
    return _aspect("moved_apart", "moved_apart", found, more=3 * abs(apart))


ASPECTS: tuple[Callable[[Spot, Indicator], Aspect | None], ...] = (
    moved, record, first_below, broken, streak, above, ranked, month_apart, moved_apart,
)  # fmt: skip


def _aspect(name: str, group: str, *pieces: Said | str, more: float = 0, less: float = 0) -> Aspect | None:
    made = clause(*pieces)
    return None if made is None else Aspect(made, WEIGHTS[name] + more - less, group, name)
