"""What no number of its sort can be (数值范围)."""

from __future__ import annotations

from collections.abc import Iterator

from diaodu.economy.entry.case import Case, Hit, Severity
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Basis, Indicator, What
from diaodu.economy.units import UNITS

NAME = "数值范围"
COUNTED = {"户", "个", "件", "项", "宗", "起", "台", "辆", "套", "人", "人次", "头", "只", "架次", "标准箱"}
INDEX = (50.0, 200.0)  # of last year = 100


def impossible(case: Case) -> Iterator[Hit]:
    """数值范围: below nothing, shares above the whole, halves of enterprises."""
    for slot, one, value in case.filled():
        why = _growth(case, one, value) if slot.what == What.GROWTH else _level(case, slot, one, value)
        if why:
            text = f"{case.name(slot)}填了{case.typed(slot, value)}，{why}"
            yield case.hit(NAME, Severity.FIX, text, slot)


def steep(case: Case) -> Iterator[Hit]:
    """增速过大: possible on a small base, and rare."""
    for slot, one, value in case.filled(What.GROWTH):
        limit = case.limit("growth_most", one.code)
        if one.growth_basis != "points" and value > limit:
            text = f"{case.name(slot)}{case.shown(slot, value)}，高于{limit:g}%，请核对或说明"
            yield case.hit("增速过大", Severity.EXPLAIN, text, slot)


def _growth(case: Case, one: Indicator, value: float) -> str:
    if one.growth_basis == "points":
        return "升降不会超过100个百分点" if abs(value) > case.limit("share_most", one.code) else ""
    return "下降不会超过100%" if value < -100 else ""


def _level(case: Case, slot: Slot, one: Indicator, value: float) -> str:
    if value < 0 and not _may_be_negative(case, slot, one):
        return "不会小于0"
    if one.basis is Basis.RATIO and one.unit == "%" and value > case.limit("share_most", one.code):
        return f"不会大于{case.limit('share_most', one.code):g}%"
    if one.basis is Basis.INDEX and not INDEX[0] <= value <= INDEX[1]:
        return "指数以上年为100"
    if counted(one) and value != int(value):
        return f"以“{one.unit}”计数，应为整数"
    return ""


def _may_be_negative(case: Case, slot: Slot, one: Indicator) -> bool:
    """Profits and the like, as a city says, and what has been negative before."""
    past = case.panel.series(one, slot.place, What(slot.what), slot.part)
    return bool(case.limit("negative", one.code)) or any(seen.value < 0 for seen in past.values())


def counted(one: Indicator) -> bool:
    """Whether it counts whole things (计数指标)."""
    known = UNITS.get(one.unit)
    return one.additive and known is not None and known.size == 1 and known.family in COUNTED
