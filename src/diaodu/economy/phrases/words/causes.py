"""成因、亮灯依据: a red light followed to the counties and industries that carry it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.economy.indicators import Frequency
from diaodu.economy.periods import Period
from diaodu.economy.phrases import reading
from diaodu.economy.phrases.composing import Clause, ask, clause, joined, text
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import quote
from diaodu.economy.phrases.said import Member, Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.aspects import upper
from diaodu.economy.phrases.words.cells import newest
from diaodu.economy.phrases.words.lights import finding_of
from diaodu.economy.phrases.words.passages import listed, other_period
from diaodu.economy.phrases.words.sets import listing
from diaodu.economy.phrases.words.shortfall import counted, lacks
from diaodu.economy.units import published

NAMED = 3  # parts named one by one


@word("亮灯依据", "亮灯", '亮灯依据("固定资产投资")', least=0, indicator="指标")
def grounds(spot: Spot, indicator: Any = None) -> Said:
    """亮灯所触发的条款，一句话：增速、与目标比、与上级比、进度、位次、已连续几个月。"""
    there = newest(spot, indicator)
    assert there.indicator is not None
    finding = finding_of(spot, there.indicator)
    if finding is None:
        return Said.missing(f"{there.indicator.name}在{spot.where.label}不亮灯")
    said = joined([_figure(there, spot.period), *_grounds(there, [c.code for c in finding.clauses])])
    return said or Said.missing("触发条款没有数据")


def _figure(spot: Spot, asked: Period) -> Said | None:
    assert spot.indicator is not None
    by_value = reading.judged_by(spot.indicator) == "数值"
    figure = ask(spot, "数值" if by_value else "同比")
    return clause(other_period(spot, asked), "为" if by_value else "", figure)


def _grounds(spot: Spot, codes: list[str]) -> list[Clause]:
    """The clauses that fired, each once: one may hold the other."""
    wanted = [one for code in codes for one in (_PARTS.get(code) or (code,))]
    return [_ground(spot, code) for code in dict.fromkeys(wanted)]


_PARTS = {"far_below_plan": ("behind_plan", "below_average"), "negative": ("behind_plan",),
          "negative_unplanned": (), "far_behind_pace": ("behind_pace",)}  # fmt: skip


def _ground(spot: Spot, code: str) -> Clause:
    """One clause of a light with its figures (触发条款), each asked for by itself."""
    assert spot.indicator is not None
    by = reading.judged_by(spot.indicator)
    wanted = ask(spot, "目标增速" if by == "增速" else "目标")
    above = upper(spot)
    if code == "behind_plan":
        return clause(ask(spot, "比", 对="目标", 按=by), "（年度目标", wanted, "）")
    if code == "below_average" and above:
        return clause(ask(spot, "比", 对=above))
    if code == "behind_pace":
        return clause("完成年度目标的", ask(spot, "进度"), "，", ask(spot, "快慢"))
    if code == "last_ranks":
        return clause(ask(spot, "排位"))
    if code == "second_yellow":
        return clause("连续亮黄灯且增速较上期", ask(spot, "变化", 较="上月"))
    return None


@word("成因", "缺口", '成因("社会消费品零售总额")', least=0, indicator="指标", among="范围")
def cause(spot: Spot, indicator: Any = None, among: Any = "县区") -> Said:
    """缺口在哪些县区（范围="行业" 为行业）：几个低于要求、份额最大的几个、合计占多少，是普遍还是集中。"""
    there = newest(spot, indicator)
    found = there.indicator
    assert found is not None
    if found.growth_basis in ("points", "none"):
        return Said.missing(f"{found.name}是比率或指数，没有缺口")
    short = ask(there, "短板", 范围=among)
    if not short.members:
        enough = None if lacks(there, found) else f"{found.name}增速不低于要求，没有缺口"
        return Said.missing(enough or short.reason or "没有低于要求的")
    many = among if among in ("行业", "县区") else "片区"
    size = _size(there, among)
    all_of_them = counted(there, among)
    first = clause(f"分{many}看，", _how_many(there, short, size, len(all_of_them), many, _gone(short)))
    spread = _spread(short, size) if lacks(there, found) else None
    return text([joined([first, spread, _carried(there, short)])])


def _gone(short: Said) -> str:
    """Those without a figure, where they are few enough to name (缺数的)."""
    names = [member.label for member, _ in short.left_out]
    return f"（{listing(names)}暂缺）" if 0 < len(names) <= NAMED else ""


def _size(spot: Spot, among: Any) -> Said:
    """How many have a figure."""
    assert spot.indicator is not None
    members = ask(spot, "行业", _named(spot)) if among == "行业" else list(counted(spot, among))
    grown = "增速()" if among == "行业" else f"增速({quote(spot.indicator.name)})"
    return ask(spot, "个数", ask(spot, "满足", members, f"有({grown})"))


def _how_many(spot: Spot, short: Said, size: Said, all_of_them: int, many: str, gone: str) -> Said | None:
    """How many lie below what is wanted, of those with a figure."""
    of = f"个{many}" if size.number == all_of_them else f"个有数据的{many}{gone}"
    aim = ("低于要求增速（", ask(spot, "要求增速"), "）")
    if size.number == short.value:
        return clause(ask(spot, "个数", short), f"{of}全部", *aim)
    return clause(size, f"{of}中", ask(spot, "个数", short), "个", *aim)


def _spread(short: Said, size: Said) -> Clause:
    """Broad, where most lie below; concentrated, where a few do (普遍、集中)."""
    behind, known = short.number or 0.0, size.number or 0.0
    return None if behind == known else "缺口较为普遍" if behind * 2 > known else "缺口相对集中"


def _carried(spot: Spot, short: Said) -> Clause:
    """The first few with their shares; without bases, with their growth."""
    members = list(short.members or ())[:NAMED]
    shares = [ask(spot, "缺口份额", _named(spot), m) for m in members]
    if any(share.number is None for share in shares):
        told = listed(clause(m.label, ask(_at(spot, m), "增降")) for m in members)
        return clause("差距较大的是" if len(short.members or ()) > NAMED else "", told)
    names, apart = listing(m.label for m in members), "分别" if len(members) > 1 else ""
    if sum(share.number or 0.0 for share in shares) > 100:  # others make up for a part of it
        points = listed(ask(spot, "缺口影响", _named(spot), m) for m in members)
        return clause(names, f"{apart}使{spot.where.label}增速少", points, "，其余有的高于要求、抵消一部分")
    each = [clause(m.label, "占", share) for m, share in zip(members, shares, strict=True)]
    each[0] = clause(members[0].label, "占缺口的", shares[0])
    both = clause("合计占", ask(spot, "缺口份额", _named(spot), members)) if apart else None
    return joined([listed(each), both], end="")


def _named(spot: Spot) -> Member:
    assert spot.indicator is not None
    return Member("indicator", spot.indicator.code, spot.indicator.name)


def _at(spot: Spot, member: Member) -> Spot:
    return replace(spot.on(member), indicator=spot.indicator)


@word("追赶要求", "缺口", '追赶要求("固定资产投资")', least=0, indicator="指标")
def catching_up(spot: Spot, indicator: Any = None) -> Said:
    """下月要完成多少才补齐欠账，后几个月平均要增长多少才完成年度目标。"""
    there = newest(spot, indicator)
    rest = clause("完成年度目标后期平均需增长", ask(there, "后期需增长")) if _rises(there) else None
    return joined([due(there), rest]) or Said.missing("没有可测算的欠账和目标")


def due(spot: Spot) -> Said | None:
    """What next month must bring, where a month's amount means anything (下月需完成)."""
    assert spot.indicator is not None
    if spot.indicator.frequency is not Frequency.MONTH or spot.indicator.real:
        return None
    owed = ask(spot, "欠账")
    if not owed.number:
        return None
    return clause("补齐欠账", f"{spot.period.next_month.last}月需完成", ask(spot, "下月需完成"))


def _rises(spot: Spot) -> bool:
    """Whether the growth of the months that are left means anything (后期增速可说)."""
    assert spot.indicator is not None
    gap = ask(spot, "差距", 对="目标")
    return spot.indicator.cumulative and gap.number is not None and published(gap.number) < 0
