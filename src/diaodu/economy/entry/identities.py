"""What must add up within one place (数量关系)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from diaodu.economy.consistency.shapes import apart
from diaodu.economy.entry.case import Case, Hit, Severity
from diaodu.economy.forms import Slot
from diaodu.economy.growth import comparable_base, growth_gap
from diaodu.economy.indicators import Indicator, What
from diaodu.economy.units import percent_text, points_text, round_half_up

ROUNDING = 0.05  # what one decimal leaves open, in points
LEAST_PAST = 12
MOST_MOVED = 900.0  # a base ten times as large is a slip in the amount, which is told as such


class Sum(NamedTuple):
    """A whole and what it is the sum of (合计关系); `all_of_it` where nothing else belongs to it."""

    whole: str
    parts: tuple[str, ...]
    all_of_it: bool = True


SUMS = (
    Sum("gdp", ("primary_value_added", "secondary_value_added", "tertiary_value_added")),
    Sum("general_budget_revenue", ("tax_revenue",), False),
    Sum("total_fiscal_revenue", ("general_budget_revenue",), False),
    Sum("general_budget_expenditure", ("eight_expenditures",), False),
    Sum("electricity", ("industrial_electricity",), False),
    Sum("retail_sales", ("above_quota_retail_sales",), False),
)


def growth_and_level(case: Case) -> Iterator[Hit]:
    """增速与总量: a growth that the amounts of the two years don't give.

    On a base that the report states it must come out; else the base may have been re-scoped, and what the
    unit's own past has shown of that is no news.
    """
    for slot, one, value in case.filled(What.GROWTH) if case.actual else ():
        if not one.has_level or one.real or one.growth_basis == "none":
            continue
        found = growth_gap(case.now, one, slot.place, slot.period, slot.part)
        if found.value is None:
            continue
        distance = apart(value, value - found.value)
        if distance <= case.limit("gap", one.code, rule="K17"):
            continue
        limit, severity = _tolerance(case, slot, one, found.note is None)
        if distance > limit:
            text = (
                f"{case.name(slot)}填了{case.typed(slot, value)}，按本期数和上年同期数推算为"
                f"{case.shown(slot, value - found.value)}，相差{points_text(distance)}"
            )
            yield case.hit(
                "增速与总量", severity, text + _rebased(case, slot, severity), slot, *_level_of(case, slot)
            )


def _rebased(case: Case, slot: Slot, severity: Severity) -> str:
    """What to do where the base was re-scoped: state it, where the form asks for it."""
    if severity is Severity.FIX:
        return ""
    if slot._replace(what=What.BASE) in case.values:
        return "；基数有调整的，请补报上年同期可比基数或说明"
    return "；基数有调整的，请说明可比基数"


def moved_base(case: Case) -> Iterator[Hit]:
    """基数变动: the base that this year's growth implies is not what last year was published as."""
    for slot, one, value in case.filled(What.GROWTH) if case.actual else ():
        if one.real or one.growth_basis not in ("nominal", "volume"):
            continue
        level = case.now.at(one, slot.place, slot.period, What.LEVEL, slot.part)
        then = case.panel.at(one, slot.place, slot.period.year_before, What.LEVEL, slot.part)
        base = comparable_base(level.value, value) if level else None
        if base is None or then is None or then.value <= 0:
            continue
        moved = (base / then.value - 1) * 100
        if moved > MOST_MOVED:
            continue
        if abs(moved) > case.limit("base_moved", one.code) and _coarse(one, then.value) < abs(moved) / 2:
            word = "多" if moved > 0 else "少"
            text = f"{case.name(slot)}对应的可比基数比上年公布数{word}{percent_text(abs(moved))}"
            yield case.hit("基数变动", Severity.NOTE, text, slot)


def parts_and_whole(case: Case) -> Iterator[Hit]:
    """分项与合计: parts that the form asks must give the whole."""
    for slot, one, value in case.filled(What.LEVEL):
        if slot.part or one.parts not in case.catalogue.breakdowns:
            continue
        asked = [s for s in case.values if s.part and s._replace(part="") == slot]
        whole = {part.code for part in case.catalogue.breakdowns[one.parts].parts}
        yield from _added(case, slot, value, asked, whole <= {s.part for s in asked})


def sums(case: Case) -> Iterator[Hit]:
    """总量与构成: indicators that are the sum, or a part, of another."""
    for one in SUMS:
        for slot, _, value in case.filled(What.LEVEL):
            if slot.indicator == one.whole and not slot.part:
                parts = [slot._replace(indicator=part) for part in one.parts]
                if all(part in case.values for part in parts):
                    yield from _added(case, slot, value, parts, one.all_of_it)


def _added(case: Case, whole: Slot, value: float, parts: list[Slot], all_of_it: bool) -> Iterator[Hit]:
    numbers = [case.values[part] for part in parts]
    known = [number for number in numbers if number is not None]
    if not parts or len(known) < len(numbers):
        return
    added, decimals = sum(known), case.indicator(whole).decimals
    over = round_half_up(added - value, decimals + 1)
    within = 0.5 * 10.0**-decimals * (len(parts) + 1)
    if over > within or (all_of_it and -over > within):
        word = "各项合计" if len(parts) > 1 else case.indicator(parts[0]).label
        relation = "大于" if over > 0 else "小于"
        text = f"{case.name(whole)}填了{case.typed(whole, value)}，其中{word}{case.shown(whole, added)}，"
        text += f"{relation}总数"
        yield case.hit("分项与合计", Severity.FIX, text, whole, *parts)


def _tolerance(case: Case, slot: Slot, one: Indicator, restated: bool) -> tuple[float, Severity]:
    least = case.limit("gap", one.code, rule="K17")
    if restated:
        return least, Severity.FIX
    usual = _usual_gap(case, slot, one)
    most = case.limit("rescoped", one.code, rule="K17")
    level = case.now.at(one, slot.place, slot.period.year_before, What.LEVEL, slot.part)
    coarse = _coarse(one, level.value if level else 0.0)
    return max(most if usual is None else usual + least, coarse + ROUNDING), Severity.EXPLAIN


def _usual_gap(case: Case, slot: Slot, one: Indicator) -> float | None:
    """How far its growth has lain from its amounts in the past two years, at most (以往差距)."""
    when, gaps = slot.period, list[float]()
    for _ in range(24):
        when = one.earlier(when)
        found = growth_gap(case.panel, one, slot.place, when, slot.part)
        if found.value is not None:
            gaps.append(abs(found.value))
    return max(gaps) if len(gaps) >= LEAST_PAST else None


def _coarse(one: Indicator, level: float) -> float:
    """What rounding leaves open in the growth of a small amount, in points (取整误差)."""
    return 100.0 * 10.0**-one.decimals / level if level > 0 else 100.0


def _level_of(case: Case, slot: Slot) -> list[Slot]:
    level = slot._replace(what=What.LEVEL.value)
    return [level] if case.values.get(level) is not None else []
