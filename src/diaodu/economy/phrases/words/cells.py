"""格、有数、增降、作用: what tables and lists need of a figure, and which members have one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from diaodu.economy.phrases import reading
from diaodu.economy.phrases.composing import ask, clause
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said, gathered
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.sets import set_of
from diaodu.economy.units import points_text, published, round_half_up

NONE = "—"
_NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")


@word("格", "表格", '格(增速("GDP", 时期="最近"))', answer="取数式", signed="符号")
def cell(spot: Spot, answer: Any, signed: Any = None) -> Said:
    """表格里的一格：只写数，不写单位；没有数的写“—”；符号="+" 时正数前加“+”。"""
    given: Said = spot.book.said(answer)
    if given.value is None:
        return Said(NONE, text=NONE, sources=given.sources, note=given.reason)
    found = _NUMBER.match(given.text)
    if given.number is not None and given.unit == "位" and "/" not in given.text:
        return replace(given, text=f"{given.number:.0f}", formula="")
    if given.number is None or found is None or given.unit in ("", "位"):
        return replace(given, formula="")
    digits = len(found[1] or "")
    shown = round_half_up(given.number, digits)
    sign = "+" if signed == "+" and shown > 0 else ""
    return replace(given, text=f"{sign}{shown:.{digits}f}", formula="")


@word("增速位次", "表格", '增速位次("GDP")', least=0, indicator="指标")
def growth_and_rank(spot: Spot, indicator: Any = None) -> Said:
    """表格里的一格：增速，斜线后是位次，如 8.3/2；没有数的写“—”。"""
    spot, _ = reading.settle(spot, indicator)
    grown = ask(spot, "格", ask(spot, "增速"))
    if grown.number is None:
        return grown
    return clause(grown, "/", ask(spot, "格", ask(spot, "位次"))) or grown


@word("有数", "集合", '有数(指标("主要指标"))', among="集合", indicator="指标")
def having(spot: Spot, among: Any, indicator: Any = None) -> Said:
    """集合中到本期已有数（增速或数值）的成员：指标看其最近一期，地区看所写的指标。"""
    found = set_of(among, spot)
    if found.value is None:
        return found
    kept = [m for m in found.members or () if _known(_tried(spot, m, indicator))]
    return gathered(kept, note=found.note, left_out=found.left_out)


def _tried(spot: Spot, member: Member, indicator: Any) -> Spot:
    there = spot.on(member)
    if member.kind in ("place", "group") and indicator is None and there.indicator is None:
        raise BadExpression('“有数”的集合是地区时要写明指标，例如：有数(县区, "GDP")')
    return newest(there, indicator)


def _known(spot: Spot) -> bool:
    assert spot.indicator is not None
    found = (reading.growth(spot, spot.indicator), reading.level(spot, spot.indicator))
    return any(one.value is not None for one in found)


def newest(spot: Spot, indicator: Any = None) -> Spot:
    """The spot at the last period that the indicator should be out for (最近应发布期)."""
    spot, found = reading.settle(spot, indicator)
    return replace(spot, period=found.newest(spot.period))


@word("增降", "表述", '增降("规上工业增加值")', least=0, indicator="指标")
def up_or_down(spot: Spot, indicator: Any = None) -> Said:
    """增长8.3% · 下降3.1% · 持平：不带“同比”，几项并列时用。"""
    spot, _ = reading.settle(spot, indicator)
    found = ask(spot, "同比")
    return replace(found, text=found.text.removeprefix("同比"), formula="")


@word("作用", "表述", '作用("规上工业总产值", "酒饮料茶")', least=0, indicator="指标", parts="部分")
def effect(spot: Spot, indicator: Any = None, parts: Any = None) -> Said:
    """拉动1.2个百分点 · 下拉0.3个百分点：部分对整体增速的作用。"""
    found = ask(spot, "拉动", *(one for one in (indicator, parts) if one is not None))
    if found.number is None:
        return replace(found, formula="")
    verb = "拉动" if published(found.number) >= 0 else "下拉"
    return replace(found, text=f"{verb}{points_text(found.number)}", formula="")
