"""除外、唯一: a set told by who does not belong, or who alone does."""

from __future__ import annotations

from typing import Any

from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.comparing import few
from diaodu.economy.phrases.words.sets import listing, satisfying, set_of

FEW = 3  # so many may be told by name
_CALLED = {"place": "个县区", "indicator": "项指标", "part": "个行业", "group": "个片区"}


@word("除外", "集合", '除外(指标("主要指标"), "增速变化() < 0", 称="项指标")', raw="condition", among="集合",
      condition="条件", called="称")  # fmt: skip
def except_for(spot: Spot, among: Any, condition: str, called: Any = None) -> Said:
    """写在“增速回落”等的前面：除A外，其余13项指标均 · 14个县区均 · 只有A和B两个县区 · 没有一项指标。"""
    every = set_of(among, spot).members or ()
    found = satisfying(spot, list(every), condition)
    if found.value is None:
        return found
    kept, out = found.members or (), {m for m, _ in found.left_out}
    rest = tuple(m for m in every if m not in kept and m not in out)
    noun = _noun(called, every)
    return Said(float(len(kept)), noun[:1], told(kept, rest, noun), found.sources, note=found.note,
                members=kept, left_out=found.left_out)  # fmt: skip


def _noun(called: Any, members: tuple[Member, ...]) -> str:
    """The counted noun with its measure word (称): 项指标, 个县区."""
    if called is None:
        return _CALLED[members[0].kind] if members else "个"
    if not isinstance(called, str) or not called.strip():
        raise BadExpression('“称=”要写量词和名称，例如：称="个县（市、区）"')
    return called.strip()


def told(kept: tuple[Member, ...], rest: tuple[Member, ...], noun: str) -> str:
    """Who does it, in the fewest words (除外表述)."""
    names = listing(m.label for m in kept)
    if not kept:
        return f"没有一{noun}"
    if not rest:
        return names if len(kept) == 1 else f"{few(len(kept))}{noun}均"
    if len(rest) <= FEW and len(rest) < len(kept):
        return f"除{listing(m.label for m in rest)}外，其余{few(len(kept))}{noun}均"
    if len(kept) == 1:
        return f"只有{names}"
    return f"只有{names}{few(len(kept))}{noun}" if len(kept) <= FEW else f"有{few(len(kept))}{noun}"


@word("唯一", "集合", "唯一(满足(县区, \"增速('固定资产投资') < -10\"))", among="集合")
def only(spot: Spot, among: Any) -> Said:
    """集合里唯一的成员；不止一个或一个也没有时不说，可用 有(唯一(…)) 判断。"""
    found = set_of(among, spot)
    if found.value is None:
        return found
    members = found.members or ()
    if len(members) != 1:
        reason = f"不是唯一：有{len(members)}个" if members else "一个也没有"
        return Said.missing(reason, found.sources)
    label = members[0].label
    return Said(label, text=label, sources=found.sources, note=found.note, members=members,
                left_out=found.left_out)  # fmt: skip
