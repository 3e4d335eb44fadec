"""Numbers off their own seasonal course, and slips of the unit or the point (走势与数量级)."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, log10

from diaodu.economy.entry.case import Case, Hit, Severity
from diaodu.economy.entry.expected import Expected, expected
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Basis, Indicator, What
from diaodu.economy.units import UNITS, unit

_LEAST_PAST = 6
_STEADY = 0.25  # a series as steady as this (logarithm) can be told from one ten times as large
_NEAR = {1: 0.12, 2: 0.2, 3: 0.3}  # how near to a power of ten, in powers


def off_course(case: Case) -> Iterator[Hit]:
    """走势异常: outside what the unit's own past leads to expect of the season."""
    for slot, one, value in case.filled() if case.actual else ():
        found = expected(case, slot, one)
        if found is None or abs(found.apart(value)) <= case.limit("outlier", one.code):
            continue
        low, high = _interval(case, slot, found)
        if low <= value <= high:
            continue  # within the rounding of what is shown
        shown = f"{case.shown(slot, low)}—{case.shown(slot, high)}之间"
        if low == high:  # a steady series, printed with few decimals
            shown = f"{case.shown(slot, low)}左右"
        text = f"{case.name(slot)}填了{case.typed(slot, value)}，按往年同期走势应在{shown}"
        yield case.hit("走势异常", Severity.EXPLAIN, text + _swapped(case, slot, value, low, high), slot)


def wrong_unit(case: Case) -> Iterator[Hit]:
    """计量单位: some 10,000 times, or one 10,000th of, all that the unit has reported (K16)."""
    for slot, one, value in _amounts(case):
        past = _past(case, slot, one)
        usual = past[len(past) // 2] if past else 0.0
        if len(past) < 2 or usual <= 0:
            continue
        power = round(log10(value / usual))
        if abs(power) < 4 or not _beyond(case, value, past):
            continue
        severity = Severity.FIX if len(past) >= _LEAST_PAST else Severity.EXPLAIN
        text = f"{case.name(slot)}填了{case.typed(slot, value)}，约为以往的{_times(power)}"
        text += _meant(case, slot, value, power)
        yield case.hit("计量单位", severity, text, slot)


def misplaced_point(case: Case) -> Iterator[Hit]:
    """数量级: about 10, 100 or 1,000 times what a steady series led to expect, or a fraction of it."""
    for slot, one, value in _amounts(case):
        found = expected(case, slot, one) if case.actual else None
        if found is None or found.middle <= 0 or abs(found.apart(value)) <= 4:
            continue
        low, high = found.bounds(1.0)
        apart = log10(value / found.middle)
        power = round(apart)
        near = _NEAR.get(abs(power))
        if near is None or abs(apart - power) > near or low <= 0 or log10(high / low) / 2 > _STEADY:
            continue
        middle = case.shown(slot, found.middle)
        text = (
            f"{case.name(slot)}填了{case.typed(slot, value)}，按往年同期走势应在{middle}左右，"
            f"约为其{_times(power)}，疑似小数点错位"
        )
        yield case.hit("数量级", Severity.EXPLAIN, text, slot)


def _amounts(case: Case) -> Iterator[tuple[Slot, Indicator, float]]:
    for slot, one, value in case.filled():
        if slot.what != What.GROWTH and one.basis in (Basis.FLOW, Basis.STOCK, Basis.COUNT) and value > 0:
            yield slot, one, value


def _past(case: Case, slot: Slot, one: Indicator) -> list[float]:
    """What it was in the like months of past years and lately, above nothing, from small to large."""
    series = case.panel.series(one, slot.place, What(slot.what), slot.part)
    alike = [p for p in series if p.last == slot.last or (p.year == slot.year and p.first == slot.first)]
    return sorted(series[p].value for p in alike if series[p].value > 0)


def _beyond(case: Case, value: float, past: list[float]) -> bool:
    """Beyond all that was ever reported, by nearly the whole of the factor."""
    factor = case.limit("factor", rule="K16") / 5
    return value > past[-1] * factor or value * factor < past[0]


def _times(power: int) -> str:
    words = {1: "10倍", 2: "100倍", 3: "1000倍", 4: "1万倍"}
    parts = {1: "十分之一", 2: "百分之一", 3: "千分之一", 4: "万分之一"}
    return (words if power > 0 else parts).get(
        abs(power), f"10的{abs(power)}次方{'倍' if power > 0 else '分之一'}"
    )


def _meant(case: Case, slot: Slot, value: float, power: int) -> str:
    """Which unit it seems to have been filled in (疑似的计量单位)."""
    one = case.indicator(slot)
    asked, up, down = unit(one.unit), 10 ** max(power, 0), 10 ** max(-power, 0)
    alike = (u for u in UNITS.values() if u.family == asked.family)
    other = next((u for u in alike if u.size * up == asked.size * down), None)
    if other is None:
        return "，请核对位数"
    right = case.shown(slot, value / 10.0**power)
    return f"，疑似按“{other.name}”填报；本表以“{one.unit}”计，应为{right}左右"


def _interval(case: Case, slot: Slot, found: Expected) -> tuple[float, float]:
    one = case.indicator(slot)
    low, high = found.bounds(case.limit("outlier", one.code))
    decimals = 1 if slot.what == What.GROWTH else one.decimals
    return (round(x, decimals) if isfinite(x) else x for x in (low, high))  # type: ignore[return-value]


def _swapped(case: Case, slot: Slot, value: float, low: float, high: float) -> str:
    """The number with two neighbouring digits exchanged, where only that fits (数字颠倒)."""
    decimals = 1 if slot.what == What.GROWTH else case.indicator(slot).decimals
    written = f"{value:.{decimals}f}"
    fits = set[float]()
    for n in range(len(written) - 1):
        after = n + 2 if written[n + 1] == "." else n + 1
        if after < len(written) and written[n].isdigit():
            swapped = list(written)
            swapped[n], swapped[after] = swapped[after], swapped[n]
            if low <= (tried := float("".join(swapped))) <= high:
                fits.add(tried)
    return f"；是否应为{case.shown(slot, fits.pop())}（数字颠倒）" if len(fits) == 1 else ""
