"""分别: one question put to several, told in one breath."""

from __future__ import annotations

import re
from typing import Any

from diaodu.economy.phrases.evaluation import Evaluation
from diaodu.economy.phrases.functions import Function, word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said, lacking, sources_of
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.sets import listing, set_of

_LEAD = re.compile(r"^([^\d+\-第倒]*)(.*)$", re.S)
_POINTS = "个百分点"


@word("分别", "表述", '分别(同比, ["城镇居民收入", "农村居民收入"])', of="函数", items="列表",
      indicator="指标", among="范围", to="对", against="较", by="按")  # fmt: skip
def each(
    spot: Spot, of: Any, items: Any, indicator: Any = None, among: Any = None, to: Any = None,
    against: Any = None, by: Any = None,
) -> Said:  # fmt: skip
    """分别增长8.3%、7.1% · 分别排全省第七和第八；列表可以是几个指标，或同一指标（指标=）的几个地区。"""
    if not isinstance(of, Function):
        raise BadExpression('“分别”的第一个参数是函数名，不加括号，例如：分别(同比, ["GDP", "固定资产投资"])')
    options = {zh: v for zh, v in (("范围", among), ("对", to), ("较", against), ("按", by)) if v is not None}
    answers = [_one(spot, of, item, indicator, options) for item in _items(spot, items)]
    if not answers:
        raise BadExpression("“分别”的列表是空的")
    if gone := lacking(*answers):
        return Said.missing(gone.reason or "没有数据", sources_of(answers))
    numbers = tuple(a.number or 0.0 for a in answers)
    return Said(numbers[0] if len(numbers) == 1 else "；".join(f"{n:.15g}" for n in numbers), answers[0].unit,
                told([a.text for a in answers]), sources_of(answers))  # fmt: skip


def _items(spot: Spot, items: Any) -> list[Any]:
    if isinstance(items, list):
        return items
    return list(set_of(items, spot).members or ())


def _one(spot: Spot, of: Function, item: Any, indicator: Any, options: dict[str, Any]) -> Said:
    if indicator is not None:
        return Evaluation(spot.book, spot, {}).apply(of, [indicator], {"地区": item, **options})
    if isinstance(item, Member) and item.kind in ("place", "group"):
        return Evaluation(spot.book, spot.on(item), {}).apply(of, [], options)
    return Evaluation(spot.book, spot, {}).apply(of, [item], options)


def told(texts: list[str]) -> str:
    """Several phrases as one (合说): what they share is said once, 个百分点 only behind the last."""
    texts = [text.removeprefix("同比") for text in texts] if len(texts) > 1 else texts
    if len(texts) == 1:
        return texts[0]
    if len(set(texts)) == 1:
        return f"均{texts[0]}"
    if any("（" in text or "，" in text for text in texts):  # a phrase in two halves is not cut
        return f"分别{('；' if any('，' in text for text in texts) else '、').join(texts)}"
    leads = [_LEAD.match(text)[1] for text in texts]  # type: ignore[index]
    shared = _common(leads)
    rest = [text[len(shared) :] for text in texts]
    if all(one.endswith(_POINTS) for one in rest):
        rest = [one.removesuffix("百分点") for one in rest[:-1]] + rest[-1:]
    ranked = all(one.startswith(("第", "倒数")) for one in rest)
    return f"分别{shared}{listing(rest) if ranked else '、'.join(rest)}"


def _common(texts: list[str]) -> str:
    """What all begin with (共同开头)."""
    shared = texts[0]
    while not all(text.startswith(shared) for text in texts):
        shared = shared[:-1]
    return shared
