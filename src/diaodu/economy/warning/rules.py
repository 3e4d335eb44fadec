"""What else calls for attention (其他提示): arrears, turned negative, falling, below the province."""

from __future__ import annotations

from collections.abc import Iterator

from diaodu.economy.findings import Clause, Finding, Light
from diaodu.economy.units import percent_text, points_text, published
from diaodu.economy.warning.case import Case


def arrears(case: Case) -> Iterator[Finding]:
    """What a place owes to its plan (欠账); nothing is owed of what should be low."""
    owed, lead = case.get("arrears").value, case.get("lead").value
    limit = case.limit("arrears", "minimum")
    if owed is None or owed <= limit or case.sign < 0:
        return
    behind = "" if lead is None else f"，落后序时进度{points_text(lead)}"
    far = lead is not None and published(-lead) > case.limit("arrears", "red_pace")
    clause = Clause("arrears", f"欠账{case.amount(owed)}{behind}", owed, limit)
    light = Light.RED if far else Light.YELLOW
    yield case.finding("arrears", light, (clause,), "arrears", "lead")


def turned_negative(case: Case) -> Iterator[Finding]:
    """Growth that was not negative before and is now (由正转负); against last year where the year begins."""
    limit = case.limit("turned_negative", "below")
    measure = "growth_before" if case.shown("growth_before") is not None else "growth_year_before"
    now, then = case.shown("growth"), case.shown(measure)
    if case.by_value or now is None or then is None:
        return
    if not case.sign * now < case.sign * limit <= case.sign * then:
        return
    since = "上期" if measure == "growth_before" else "上年同期"
    word = "由正转负" if case.sign > 0 else "由降转升"
    clause = Clause("turned_negative", f"增速{word}，由{since}{_rate(then)}转为{_rate(now)}", now, limit)
    yield case.finding("turned_negative", Light.RED, (clause,), "growth", measure)


def falling(case: Case) -> Iterator[Finding]:
    """Growth that has fallen for some months running (连续回落); risen, of what should be low."""
    measure, word = ("falling_streak", "回落") if case.sign > 0 else ("rising_streak", "上升")
    months, now = case.get(measure).value, case.shown("growth")
    limit = case.limit("falling", "months")
    if months is None or months < limit or now is None:
        return
    times = {"M": "个月", "Q": "个季度", "Y": "年"}[case.indicator.frequency.value]
    clause = Clause("falling", f"增速连续{months:.0f}{times}{word}，现为{_rate(now)}", months, limit)
    yield case.finding("falling", Light.YELLOW, (clause,), measure)


def below_province(case: Case) -> Iterator[Finding]:
    """Below the province's growth (低于全省): the city's in everything, a county's in main indicators."""
    if not (case.place.home or case.indicator.key):
        return
    figure, distance = case.figure, case.shown("distance_province")
    limit = case.limit("below_province", "gap")
    if figure is None or distance is None or case.sign * distance >= -limit:
        return
    text = f"{case.text}，比全省{case.worse}{points_text(distance)}"
    clause = Clause("below_province", text, figure, published(figure - distance))
    yield case.finding("below_province", Light.YELLOW, (clause,), "growth", "distance_province")


def _rate(value: float) -> str:
    return percent_text(value)
