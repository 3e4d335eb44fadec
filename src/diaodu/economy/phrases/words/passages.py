"""段落: what a report says of an indicator, the most important first, out of the other words."""

from __future__ import annotations

from typing import Any

from diaodu.economy.phrases import reading
from diaodu.economy.phrases.composing import ask, clause, joined, text
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot


@word("概述", "文段", '概述("规上工业增加值")', least=0, indicator="指标")
def brief(spot: Spot, indicator: Any = None) -> Said:
    """一句话：数值、增速、较上期变化、与上级比、位次。"""
    spot, found = reading.settle(spot, indicator)
    level = clause(ask(spot, "指标名"), ask(spot, "数值"), "，", ask(spot, "同比"))
    rate = clause(ask(spot, "指标名"), ask(spot, "同比"))
    moved = clause("增速较上月", ask(spot, "变化", 较="上月"))
    first = level if found.has_level and level else rate
    return text([joined([first, moved if first else None, ask(spot, "比"), ask(spot, "排位")])])
