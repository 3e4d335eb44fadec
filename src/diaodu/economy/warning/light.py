"""The light of an indicator (指标亮灯): red, yellow, green with every clause that fired; grey: unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diaodu.economy.findings import Clause, Finding, Light
from diaodu.economy.units import percent_text, points_text, published, round_half_up
from diaodu.economy.warning.case import Case

RULE = "indicator_light"
_READ = ("value", "growth", "target", "target_growth", "lead", "distance_above", "rank")
_PAST = ("value", "growth_before", "growth_year_before", "target", "target_growth")


def negative(case: Case) -> Clause | None:
    """Growth below zero where the target is not (增速为负)."""
    figure, plan = case.figure, case.plan
    if case.by_value or figure is None or plan is None or case.sign * figure >= 0 or case.sign * plan < 0:
        return None
    return Clause("negative", f"{case.text}，年度目标{case.rate(plan)}", figure, plan)


def negative_unplanned(case: Case) -> Clause | None:
    """Growth below zero without any target (增速为负且无目标)."""
    figure = case.figure
    if case.by_value or figure is None or case.plan is not None or case.sign * figure >= 0:
        return None
    return Clause("negative_unplanned", f"{case.text}，未下达年度目标", figure, 0.0)


def far_below_plan(case: Case) -> Clause | None:
    """Far below the target and below the place above (大幅低于目标且低于上级平均)."""
    figure, plan, distance = case.figure, case.plan, case.shown("distance_above")
    limit = case.limit(RULE, "red_gap")
    if figure is None or plan is None or distance is None or case.sign * distance >= 0:
        return None
    if published(case.sign * (plan - figure)) <= limit:
        return None
    behind = f"比年度目标{case.rate(plan)}{case.worse}{points_text(plan - figure)}"
    return Clause(
        "far_below_plan",
        f"{case.text}，{behind}，比{case.above}{case.worse}{points_text(distance)}",
        figure,
        plan,
    )


def far_behind_pace(case: Case) -> Clause | None:
    """Progress far behind the planned share (进度大幅落后序时)."""
    behind = _behind(case)
    limit = case.limit(RULE, "red_pace")
    return (
        _pace_clause(case, "far_behind_pace", behind, limit)
        if behind is not None and behind > limit
        else None
    )


def behind_plan(case: Case) -> Clause | None:
    """Below the target (低于目标)."""
    figure, plan = case.figure, case.plan
    if figure is None or plan is None or case.sign * figure >= case.sign * plan:
        return None
    return Clause("behind_plan", f"{case.text}，{case.worse}于年度目标{case.rate(plan)}", figure, plan)


def below_average(case: Case) -> Clause | None:
    """Below the place above (低于上级平均)."""
    figure, distance = case.figure, case.shown("distance_above")
    if figure is None or distance is None or case.sign * distance >= 0:
        return None
    text = f"{case.text}，比{case.above}{case.worse}{points_text(distance)}"
    return Clause("below_average", text, figure, round_half_up(figure - distance))


def behind_pace(case: Case) -> Clause | None:
    """Progress behind the planned share (进度落后序时)."""
    behind, limit = _behind(case), case.limit(RULE, "yellow_pace")
    if behind is None or not limit < behind <= case.limit(RULE, "red_pace"):
        return None
    return _pace_clause(case, "behind_pace", behind, limit)


def last_ranks(case: Case) -> Clause | None:
    """Among the last of its peers (位次居后); in a small set nearly all would be."""
    position, size = case.get("rank").value, case.get("rank_size").value
    last = case.limit(RULE, "last_ranks")
    if position is None or size is None or size < case.limit(RULE, "least_ranked") or position <= size - last:
        return None
    text = f"位次{position:.0f}/{size:.0f}，居后{last:.0f}位"
    return Clause("last_ranks", text, position, size - last)


def _behind(case: Case) -> float | None:
    lead = case.get("lead").value
    return None if lead is None else published(-case.sign * lead)


def _pace_clause(case: Case, code: str, behind: float, limit: float) -> Clause:
    progress = case.get("progress").value
    done = "" if progress is None else f"完成进度{percent_text(progress)}，"
    word = "落后" if case.sign > 0 else "超出"
    return Clause(code, f"{done}{word}序时进度{points_text(behind)}", behind, limit)


Test = Callable[[Case], Clause | None]
RED: tuple[Test, ...] = (negative, far_below_plan, far_behind_pace)
YELLOW: tuple[Test, ...] = (negative_unplanned, behind_plan, below_average, behind_pace, last_ranks)
_SAID_ALREADY = {"far_below_plan": ("behind_plan", "below_average"), "negative": ("behind_plan",)}


def judge(case: Case) -> Iterator[Finding]:
    """The indicator's light with its clauses (指标亮灯); none for what the place never reports."""
    if case.figure is None and case.get("lead").value is None:
        yield from _grey(case)
        return
    red = _fired(case, RED)
    yellow = _fired(case, YELLOW)
    if case.limit(RULE, "red_unplanned"):
        red += [c for c in yellow if c.code == "negative_unplanned"]
    if yellow and not red:
        red = _second_yellow(case)
    light = Light.RED if red else Light.YELLOW if yellow else Light.GREEN
    yield case.finding(RULE, light, _clauses(red, yellow) or _green(case), *_READ)


def _fired(case: Case, tests: tuple[Test, ...]) -> list[Clause]:
    return [clause for clause in (test(case) for test in tests) if clause is not None]


def _clauses(red: list[Clause], yellow: list[Clause]) -> tuple[Clause, ...]:
    said = {c.code for c in red} | {code for c in red for code in _SAID_ALREADY.get(c.code, ())}
    return (*red, *(c for c in yellow if c.code not in said))


def _green(case: Case) -> tuple[Clause, ...]:
    if case.figure is None:
        return ()
    target = "" if case.plan is None else f"，达到年度目标{case.rate(case.plan)}"
    return (Clause("on_track", f"{case.text}{target}", case.figure, case.plan),)


def _second_yellow(case: Case) -> list[Clause]:
    """Yellow last month and now, and falling: red; a quarter's figure that merely stands is no second."""
    before = case.previous.get(f"{RULE}:{case.indicator.code}:{case.place.code}")
    now, then = case.shown("growth"), case.shown("growth_before")
    if before is None or now is None or then is None or case.sign * now >= case.sign * then:
        return []
    already = any(clause.code == "second_yellow" for clause in before.clauses)
    fresh = before.light is Light.YELLOW and case.fresh
    if not (already or fresh) or not case.limit(RULE, "second_yellow"):
        return []
    word = "回落" if case.sign > 0 else "上升"
    text = f"连续黄灯，增速由{percent_text(then)}{word}至{percent_text(now)}"
    return [Clause("second_yellow", text, now, then)]


def _grey(case: Case) -> Iterator[Finding]:
    """Missing on the day it is due (到期未报), where the place has reported before or has a target."""
    if all(case.get(measure).value is None for measure in _PAST):
        return
    reason = case.get("value" if case.by_value else "growth").reason or "未报送"
    yield case.finding(RULE, Light.GREY, (Clause("missing", f"不能研判：{reason}"),))
