"""概述、段落: what a report says of an indicator, the weightiest first, out of the other words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from diaodu.economy.indicators import Basis, Indicator, Kind, What
from diaodu.economy.periods import Period
from diaodu.economy.phrases import reading
from diaodu.economy.phrases.composing import Clause, ask, clause, joined, text
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words import aspects
from diaodu.economy.phrases.words.cells import newest
from diaodu.economy.units import published

_KINDS = {Kind.DEPARTMENTAL: "部门数据", Kind.ESTIMATE: "预计数"}
_ROUNDS = {"r": "修订数", "v": "核实数"}  # preliminary is the rule and not said


@word("概述", "文段", '概述("规上工业增加值")', least=0, indicator="指标", most="最多")
def brief(spot: Spot, indicator: Any = None, most: Any = 3.0) -> Said:
    """一句话：数值、增速，再说最值得说的几点（变化、新低、与上级比、位次等，默认三点）。"""
    there = newest(spot, indicator)
    return text([joined([opening(there, spot.period), *_told(there, most)])], _nothing(there))


@word("段落", "文段", '段落("规上工业增加值")', least=0, indicator="指标", most="最多")
def paragraph(spot: Spot, indicator: Any = None, most: Any = 4.0) -> Said:
    """一段话：数值、增速，最值得说的几点（默认四点），再说目标和进度。"""
    there = newest(spot, indicator)
    first = joined([opening(there, spot.period), *_told(there, most)])
    wanted = aim(there)
    subject = "增速" if wanted is not None and wanted.text.startswith(("比", "与")) else ""
    return text([first, joined([clause(subject, wanted)])] if first else [], _nothing(there))


@word("要点", "文段", '要点("规上工业增加值")', least=0, indicator="指标")
def point(spot: Spot, indicator: Any = None) -> Said:
    """半句话：增速和最值得说的一点，不带句号，几项并列时用。"""
    there = newest(spot, indicator)
    found = joined([opening(there, spot.period, level=False), *_told(there, 1.0)], end="")
    return found or Said.missing(_nothing(there))


@word("目标情况", "文段", '目标情况("一般公共预算收入")', least=0, indicator="指标")
def against_target(spot: Spot, indicator: Any = None) -> Said:
    """完成年度目标的67.3%，落后时间进度3.7个百分点；没有总量目标的，比增速目标。"""
    found = aim(newest(spot, indicator))
    return found or Said.missing("没有下达年度目标")


def aim(spot: Spot) -> Said | None:
    """Progress where an amount was set for the year, else growth against its target (进度、与目标比)."""
    done = clause("完成年度目标的", ask(spot, "进度"), "，", ask(spot, "快慢"))
    if done is not None and _set_as_amount(spot):
        return done
    assert spot.indicator is not None
    by = reading.judged_by(spot.indicator)
    wanted = ask(spot, "目标增速" if by == "增速" else "目标")
    return clause(ask(spot, "比", 对="目标", 按=by), "（年度目标", wanted, "）") or done


def _set_as_amount(spot: Spot) -> bool:
    """Whether the year's target was set as an amount (下达的是总量目标)."""
    assert spot.indicator is not None
    whole = spot.indicator.period(spot.period.full_year)
    places = spot.where.places
    return spot.book.panel.at(spot.indicator, places[0], whole, kind=Kind.TARGET) is not None


def opening(spot: Spot, asked: Period, *, level: bool = True) -> Said | None:
    """Name, level and growth (指标、数值、增速); its period where that is not the report's."""
    found = spot.indicator
    assert found is not None
    name = when(spot, found, asked) + found.name + origin(spot, found)
    amount, grown = ask(spot, "数值"), ask(spot, "同比")
    join = "为" if found.basis in (Basis.RATIO, Basis.INDEX) else ""
    rate = clause(grown, f"（{grown.note}）" if grown.note else "")
    shown = clause(name, join, amount) if found.has_level and (level or rate is None) else None
    if shown is not None:
        return clause(shown, "，", rate) or shown
    return clause(name, rate)


def when(spot: Spot, indicator: Indicator, asked: Period) -> str:
    """The period of a figure, where a reader couldn't know it (另注统计期)."""
    own = spot.at(indicator)
    if not indicator.cumulative:
        return f"{own.last}月末" if indicator.basis is Basis.STOCK or own.last != asked.last else ""
    if own.last == asked.last and own.year == asked.year:
        return ""
    return (own.season or own.short_label) if own.year == asked.year else own.season_label


def other_period(spot: Spot, asked: Period) -> str:
    """The period of a figure only where it is another than the report's (另注统计期)."""
    assert spot.indicator is not None
    own = spot.at(spot.indicator)
    return "" if (own.year, own.last) == (asked.year, asked.last) else when(spot, spot.indicator, asked)


def origin(spot: Spot, indicator: Indicator) -> str:
    """What a text says of a figure's authority and round (数据类别、版次)."""
    place, own = spot.where.places[0], spot.at(indicator)
    panel = spot.book.panel
    seen = panel.at(indicator, place, own) or panel.at(indicator, place, own, What.GROWTH)
    said = (_KINDS.get(indicator.kind), _ROUNDS.get(seen.vintage[:1]) if seen else None)
    told = "，".join(filter(None, said))
    return f"（{told}）" if told else ""


@word("其他指标", "文段", '其他指标("工业")', field="领域", most="最多")
def others(spot: Spot, field: str, most: Any = 4.0) -> Said:
    """一个领域的非主要指标：几项增长、几项下降，列出变动较大的（默认各四项）。"""
    if not any(i.field == field for i in spot.book.catalogue):
        raise BadExpression("没有名为“{name}”的领域", name=field)
    chosen = sorted((i for i in spot.book.catalogue if i.field == field and not i.key), key=lambda i: i.order)
    there = [newest(spot.on(member_of(i))) for i in chosen]
    limit = _limit(most)
    grown = joined([_some(spot, there, sign, limit) for sign in (1, -1)], by="；", end="")
    said = joined([grown, *(_level(spot, one) for one in there)], by="；")
    return said or Said.missing(f"{field}的其他指标没有数据")


def member_of(indicator: Indicator) -> Member:
    """An indicator as a member of a set (指标成员)."""
    return Member("indicator", indicator.code, indicator.label)


def _growth(spot: Spot) -> float:
    """Growth as published; nothing where it is no rate of growth."""
    assert spot.indicator is not None
    value = reading.growth(spot, spot.indicator).value
    plain = spot.indicator.growth_basis not in ("points", "none")
    return published(value) if value is not None and plain else 0.0


def _some(spot: Spot, there: list[Spot], sign: int, limit: int) -> Said | None:
    """Those that go one way, the furthest first; of many their number too."""
    found = sorted((s for s in there if _growth(s) * sign > 0), key=lambda s: -_growth(s) * sign)
    if not found:
        return None
    periods = {other_period(one, spot.period) for one in found[:limit]}
    shared = periods.pop() if len(periods) == 1 else ""  # one period of them all is said once
    told = clause(shared, listed(_one(spot, one, shared) for one in found[:limit]))
    if len(found) <= limit:
        return told
    members = [member_of(one.indicator) for one in found if one.indicator is not None]
    condition = f'增速(时期="最近") {"><"[sign < 0]} 0'
    size = ask(spot, "个数", ask(spot, "满足", members, condition))
    return clause(size, f"项{'增长，较快' if sign > 0 else '下降，较大'}的是", told)


def _one(spot: Spot, there: Spot, shared: str) -> Said | None:
    assert there.indicator is not None
    since = other_period(there, spot.period).removeprefix(shared)
    return clause(since, there.indicator.name, ask(there, "增降"))


def _level(spot: Spot, there: Spot) -> Said | None:
    """What has no growth of its own, an index or a ratio, by its value."""
    found = there.indicator
    assert found is not None
    if reading.judged_by(found) != "数值":
        return None
    return clause(when(there, found, spot.period), found.name, "为", ask(there, "数值"))


def listed(clauses: Iterable[Clause]) -> Said | None:
    """Clauses side by side (列举)."""
    return joined(clauses, by="、", end="")


def _told(spot: Spot, most: Any) -> list[Said]:
    return aspects.told(spot, _limit(most))


def _limit(most: Any) -> int:
    if not isinstance(most, float) or not 0 <= most <= 20:
        raise BadExpression("“最多=”要写0到20的整数")
    return int(most)


def _nothing(spot: Spot) -> str:
    assert spot.indicator is not None
    return reading.growth(spot, spot.indicator).reason or "没有数据"
