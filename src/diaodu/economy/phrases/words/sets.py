"""县区、行业、指标、组: sets, and what is counted, listed, summed and sorted of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.evaluation import Evaluation, truth_of
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression, quote
from diaodu.economy.phrases.said import Member, Said, gathered
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.standing import group_members
from diaodu.economy.units import exact, level_text, round_half_up, text_decimals


@word("行业", "集合", '行业("规上工业总产值")', indicator="指标")
def industries(spot: Spot, indicator: Any) -> Said:
    """有数据的各行业（或其他分项）。"""
    spot, found = reading.settle(spot, indicator)
    own = {p.code: p.label for p in spot.book.names.own_parts(found)}
    every = {p.code: p.label for b in spot.book.catalogue.breakdowns.values() for p in b.parts}
    names = own or every  # an industry and a tax are no parts of one whole
    codes = spot.book.panel.parts_of(found, spot.where.places[0])
    order = {code: n for n, code in enumerate(names)}
    codes = [code for code in codes if code in names or code not in every]
    codes.sort(key=lambda code: order.get(code, len(order)))
    return gathered(Member("part", code, names.get(code, code), found.code) for code in codes)


@word("指标", "集合", '指标("主要指标")', name="名称")
def indicators(spot: Spot, name: str) -> Said:
    """一组指标：考核体系等定义里的名称、领域（如“工业”）、“主要指标”或“全部”。"""
    catalogue = spot.book.catalogue
    chosen = [
        i
        for i in catalogue
        if name in (i.field, *i.systems) or name == "全部" or (name == "主要指标" and i.key)
    ]
    if not chosen:
        known = dict.fromkeys(s for i in catalogue for s in (*i.systems, i.field) if s)
        raise BadExpression(
            "没有名为“{name}”的一组指标。已有：主要指标、{known}", name=name, known="、".join(known)
        )
    chosen.sort(key=lambda i: (i.order, i.code))
    return gathered(Member("indicator", i.code, i.label) for i in chosen)


@word("组", "集合", '组("四大片区")', name="名称")
def group(spot: Spot, name: str) -> Said:
    """一个分组的县区，或一种划分的各个分组（各组按所含县区合计）。"""
    return gathered(group_members(spot, name))


@word("满足", "集合", '满足(县区, "增速(\\"GDP\\") >= 10")', raw="condition", among="集合", condition="条件")
def satisfying(spot: Spot, among: Any, condition: str) -> Said:
    """集合中条件成立的成员；没有数据的不计入，另行列出。"""
    every = set_of(among, spot)
    members = every.members or ()
    truths = [(m, truth_of(_tried(spot, m, condition))) for m in members]
    sources = tuple(dict.fromkeys((*every.sources, *(ref for _, t in truths for ref in t.sources))))
    out = tuple((m, t.reason or "缺数据") for m, t in truths if t.holds is None)
    kept = [m for m, t in truths if t.holds]
    if members and len(out) == len(members):
        return Said.missing(f"各成员都没有数据：{out[0][1]}", sources)
    note = f"未计入：{_names(m for m, _ in out)}（没有数据）" if out else None
    return gathered(kept, sources=sources, left_out=out, note=note)


@word("个数", "集合", '个数(满足(县区, "增速(\\"GDP\\") < 0"))', among="集合")
def count(spot: Spot, among: Any) -> Said:
    """集合有多少个成员。"""
    found = set_of(among, spot)
    if found.value is None:
        return found
    size = len(found.members or ())
    return Said(float(size), "个", str(size), found.sources, note=found.note, members=found.members,
                left_out=found.left_out)  # fmt: skip


@word("名单", "集合", '名单(满足(县区, "增速(\\"GDP\\") < 0"), 附="增速(\\"GDP\\")")', raw="beside",
      among="集合", beside="附")  # fmt: skip
def names(spot: Spot, among: Any, beside: str | None = None) -> Said:
    """成员名单“A、B和C”；附：每个名称后括注的数。"""
    found = set_of(among, spot)
    if found.value is None:
        return found
    shown = [(m, _answered(spot, m, beside) if beside else None) for m in found.members or ()]
    told = [m.label + (f"（{a.shown}）" if a else "") for m, a in shown]
    sources = (*found.sources, *(ref for _, a in shown if a for ref in a.sources))
    return Said(float(len(told)), "个", listing(told) or "无", tuple(dict.fromkeys(sources)), note=found.note,
                members=found.members, left_out=found.left_out)  # fmt: skip


@word("最低", "集合", '最低(县区, "增速(\\"GDP\\")")', raw="by", among="集合", by="按")
def lowest(spot: Spot, among: Any, by: str) -> Said:
    """取数式最小的成员；并列的都列出。"""
    return _end(spot, among, by, min)


@word("最高", "集合", '最高(县区, "增速(\\"GDP\\")")', raw="by", among="集合", by="按")
def highest(spot: Spot, among: Any, by: str) -> Said:
    """取数式最大的成员；并列的都列出。"""
    return _end(spot, among, by, max)


@word("合计", "集合", '合计(县区, "欠账(\\"一般公共预算收入\\")")', raw="by", among="集合", by="取数式")
def total(spot: Spot, among: Any, by: str) -> Said:
    """各成员之和；有一个缺数就不合计。"""
    found = set_of(among, spot)
    if found.value is None:
        return found
    counted, held = once(spot, found.members or ())
    answers = [(m, _answered(spot, m, by)) for m in counted]
    gone = next((a for _, a in answers if a.value is None), None)
    sources = tuple(dict.fromkeys(ref for _, a in answers for ref in a.sources))
    if gone is not None or not answers:
        return Said.missing(gone.reason or "缺数据" if gone else "集合是空的", sources)
    value = exact(sum(a.number or 0.0 for _, a in answers))
    note = f"{_names(held)}的数已含在所在县区内，不重复计算" if held else found.note
    return Said(value, answers[0][1].unit, _sum_text(value, [a for _, a in answers]), sources, note=note)


def once(spot: Spot, members: tuple[Member, ...]) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """The members that add up (不重不漏), and the zones whose figures a county among them holds."""
    places, codes = spot.book.catalogue.places, {m.code for m in members if m.kind == "place"}
    held = tuple(m for m in members if m.kind == "place" and places[m.code].included_in in codes)
    return tuple(m for m in members if m not in held), held


def _sum_text(value: float, answers: list[Said]) -> str:
    """As its members are written: whole numbers, or as many decimals."""
    unit = answers[0].unit
    if unit in ("", "%", amounts.POINTS):
        return f"{round_half_up(value):.1f}{'个百分点' if unit == amounts.POINTS else unit}"
    decimals = max(sum(sign.isdigit() for sign in a.text.partition(".")[2]) for a in answers)
    return level_text(value, unit, text_decimals(value, unit, decimals))


@word(
    "排序",
    "集合",
    '排序(县区, "增速(\\"GDP\\")", 前=3)',
    raw="by",
    among="集合",
    by="按",
    order="序",
    first="前",
)
def ordered(spot: Spot, among: Any, by: str, order: str = "降", first: Any = None) -> Said:
    """按取数式从高到低排列；序="升" 从低到高，前=3 只取前三个；没有数据的不列。"""
    found = set_of(among, spot)
    if found.value is None:
        return found
    known, out, sources = _measured(spot, found, by)
    if order not in ("降", "升"):
        raise BadExpression("“序=”可写：降、升")
    if out and not known:
        return Said.missing(f"各成员都没有数据：{out[0][1]}", sources)
    known.sort(key=lambda pair: -pair[1] if order == "降" else pair[1])
    most = int(first) if isinstance(first, float) and first >= 0 else len(known)
    return gathered((m for m, _ in known[:most]), sources=sources, left_out=out)


def _end(spot: Spot, among: Any, by: str, choose: Callable[..., tuple[Member, float]]) -> Said:
    found = set_of(among, spot)
    if found.value is None:
        return found
    known, out, sources = _measured(spot, found, by)
    if not known:
        return Said.missing(out[0][1] if out else "集合是空的", sources)
    member, best = choose(known, key=lambda one: one[1])
    answer = _answered(spot, member, by)
    shown = amounts.as_shown(best, answer.unit)
    winners = tuple(m for m, v in known if amounts.as_shown(v, answer.unit) == shown)
    return Said(answer.value, answer.unit, listing(m.label for m in winners), sources, members=winners,
                left_out=out)  # fmt: skip


def _measured(
    spot: Spot, found: Said, by: str
) -> tuple[list[tuple[Member, float]], tuple[tuple[Member, str], ...], tuple[int, ...]]:
    answers = [(m, _answered(spot, m, by)) for m in found.members or ()]
    known = [(m, a.number) for m, a in answers if a.number is not None]
    out = tuple((m, a.reason or "缺数据") for m, a in answers if a.number is None)
    sources = (*found.sources, *(ref for _, a in answers for ref in a.sources))
    return known, out, tuple(dict.fromkeys(sources))


def set_of(among: Any, spot: Spot) -> Said:
    """A set out of what was given (集合): a set, a list of names, a group's name."""
    if isinstance(among, Said):
        if among.value is None or among.members is not None:
            return among
        among = among.text
    if isinstance(among, Member):
        return gathered((among,))
    if isinstance(among, str):
        return spot.book.sets[among]() if among in spot.book.sets else group(spot, among)
    if isinstance(among, list):
        found = [m if isinstance(m, Member) else spot.book.names.member(_name(m)) for m in among]
        return gathered(found, "[" + ", ".join(quote(m.label) for m in found) + "]")
    raise BadExpression("“集合”可写：县区、城市、行业(…)、指标(…)、组(…)、满足(…)或名称的列表")


def _name(value: Any) -> str:
    if isinstance(value, Said) and value.members and len(value.members) == 1:
        return value.members[0].label
    if not isinstance(value, str):
        raise BadExpression("列表里只能写名称")
    return value


def members_of(among: Any, spot: Spot) -> tuple[Member, ...]:
    """The members of what was given (成员)."""
    return set_of(among, spot).members or ()


def _tried(spot: Spot, member: Member, expression: str) -> Any:
    """An expression worked out for one member: places move the spot, industries and indicators stand in."""
    return Evaluation(spot.book, spot.on(member), {}).of(expression)


def _answered(spot: Spot, member: Member, expression: str) -> Said:
    return spot.book.said(_tried(spot, member, expression))


def listing(labels: Any) -> str:
    """A、B和C (列举)."""
    found = list(labels)
    return "和".join(filter(None, ("、".join(found[:-1]), found[-1]))) if found else ""


def _names(members: Any) -> str:
    return "、".join(m.label for m in members)
