"""The rules that light the lights (预警规则): `RULES` in the order they run, and `judge`.

thresholds     the numbers that rules compare with (阈值)
case           one indicator at one place in one month (研判对象)
light          the indicator's light and its clauses (指标亮灯)
rules          arrears, turned negative, falling, below the province (其他提示)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from diaodu.economy.findings import Finding
from diaodu.economy.indicators import Better, Catalogue
from diaodu.economy.periods import Period
from diaodu.economy.results import Results
from diaodu.economy.warning import light, rules
from diaodu.economy.warning.case import Case
from diaodu.economy.warning.thresholds import Thresholds


class Rule(NamedTuple):
    """A rule (预警规则): what it is called, and how it finds."""

    code: str
    name: str
    find: Callable[[Case], Iterable[Finding]]


RULES = (
    Rule(light.RULE, "指标亮灯", light.judge),
    Rule("arrears", "欠账", rules.arrears),
    Rule("turned_negative", "由正转负", rules.turned_negative),
    Rule("falling", "连续回落", rules.falling),
    Rule("below_province", "低于全省", rules.below_province),
)


def judge(
    results: Results,
    catalogue: Catalogue,
    thresholds: Thresholds,
    period: Period,
    previous: Mapping[str, Finding] | None = None,
) -> list[Finding]:
    """All that a month's results show of our city and its counties (研判); neutral indicators get no light.

    `previous` are the findings of the month before, by key.
    """
    cases = (
        Case(results, catalogue, thresholds, period, indicator, place, previous or {})
        for indicator in catalogue
        if indicator.better is not Better.NEUTRAL
        for place in (catalogue.city, *catalogue.counties)
    )
    return [finding for case in cases for rule in RULES for finding in rule.find(case)]
