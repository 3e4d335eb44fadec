"""除去、前几: some of a set, in its order."""

from __future__ import annotations

from typing import Any

from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said, gathered
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.sets import members_of, set_of


@word("除去", "集合", '除去(指标("全部"), 指标("主要指标"))', among="集合", others="另一集合")
def without(spot: Spot, among: Any, others: Any) -> Said:
    """在前一集合而不在后一集合的成员，次序不变。"""
    found, gone = set_of(among, spot), set_of(others, spot)
    if found.value is None or gone.value is None:
        return found if found.value is None else gone
    left = set(members_of(gone, spot))
    sources = tuple(dict.fromkeys((*found.sources, *gone.sources)))
    return gathered((m for m in found.members or () if m not in left), sources=sources)


@word("前几", "集合", '前几(排序(县区, "增速(\\"GDP\\")"), 3)', among="集合", count="个数")
def first(spot: Spot, among: Any, count: Any) -> Said:
    """集合按其次序的前几个；不够的全取。"""
    if not isinstance(count, float) or count < 0:
        raise BadExpression("“个数”要写数，例如：前几(县区, 3)")
    found = set_of(among, spot)
    if found.value is None:
        return found
    return gathered((found.members or ())[: int(count)], sources=found.sources)
