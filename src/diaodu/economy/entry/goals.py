"""Figures that sit on the target or the plan more neatly than chance allows (恰与目标一致)."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb
from typing import NamedTuple

from diaodu.economy.entry.case import WHOLE, Case, Hit, Severity
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Basis, Indicator, Kind, What
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.units import round_half_up

NAME = "恰与目标一致"
BY_CHANCE = 0.05  # a growth near its target falls on it, to one decimal, about once in twenty
RARE = 0.01
MONTHS = 6
DIGITS = 4  # an amount of so many digits doesn't meet its plan by chance


class Goal(NamedTuple):
    """What the ledger says was to be reached (目标值), and its name."""

    value: float
    name: str


def on_target(case: Case) -> Iterator[Hit]:
    """恰与目标一致: an amount to the last digit; growth in several indicators, or months running."""
    if not case.actual:
        return
    compared, met = 0, list[tuple[Slot, str]]()
    for slot, one, value in case.filled():
        goal = _goal(case.panel, one, slot, slot.period)
        if goal is None:
            continue
        compared += slot.what == What.GROWTH
        if not _meets(one, slot, value, goal):
            continue
        if slot.what == What.LEVEL and _long(one, goal):
            text = f"{case.name(slot)}填了{case.typed(slot, value)}，与{goal.name}完全一致，请说明数据来源"
            yield case.hit(NAME, Severity.EXPLAIN, text, slot)
        elif slot.what == What.GROWTH:
            met.append((slot, goal.name))
            yield from _running(case, one, slot)
    if len(met) > 1 and chance(len(met), compared) < RARE:
        names = "、".join(case.name(slot) for slot, _ in met)
        text = f"{compared}项有目标的增速中有{len(met)}项与目标完全一致：{names}，请说明数据来源"
        yield case.hit(NAME, Severity.EXPLAIN, text, *(slot for slot, _ in met), series=WHOLE)


def chance(met: int, of: int) -> float:
    """How likely so many or more fall on their target by chance (巧合的可能)."""
    return sum(comb(of, k) * BY_CHANCE**k * (1 - BY_CHANCE) ** (of - k) for k in range(met, of + 1))


def _running(case: Case, one: Indicator, slot: Slot) -> Iterator[Hit]:
    """The same series on its target month after month."""
    when, compared, met = slot.period, 1, 1
    for _ in range(MONTHS - 1):
        when = one.earlier(when)
        seen = case.panel.at(one, slot.place, when, What.GROWTH, slot.part)
        goal = _goal(case.panel, one, slot, when)
        if seen and goal:
            compared += 1
            met += _meets(one, slot, seen.value, goal)
    if met > 1 and chance(met, compared) < RARE:
        text = f"{case.name(slot)}近{compared}期中有{met}期与目标完全一致，请说明数据来源"
        yield case.hit(NAME, Severity.EXPLAIN, text, slot)


def _goal(panel: Panel, one: Indicator, slot: Slot, when: Period) -> Goal | None:
    """The plan of that month, else the year's target where it can be held against it."""
    what = What(slot.what)
    plan = panel.at(one, slot.place, when, what, slot.part, Kind.PLAN)
    if plan is not None:
        return Goal(plan.value, "计划进度")
    year = when.full_year if one.cumulative else when.full_year.month
    target = panel.at(one, slot.place, year, what, slot.part, Kind.TARGET)
    if target is None or (what is What.LEVEL and one.basis is Basis.FLOW and when.last < 12):
        return None
    return Goal(target.value, "年度目标")


def _meets(one: Indicator, slot: Slot, value: float, goal: Goal) -> bool:
    digits = 1 if slot.what == What.GROWTH else one.decimals
    return round_half_up(value, digits) == round_half_up(goal.value, digits)


def _long(one: Indicator, goal: Goal) -> bool:
    return len(f"{abs(goal.value):.{one.decimals}f}".replace(".", "").strip("0")) >= DIGITS
