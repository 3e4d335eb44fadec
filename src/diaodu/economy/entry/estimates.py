"""An estimate against the trend, against what is reached, against what the unit said before (预计)."""

from __future__ import annotations

from collections.abc import Iterator

from diaodu.economy.consistency.own import on_line
from diaodu.economy.consistency.shapes import apart
from diaodu.economy.entry.case import Case, Hit, Severity
from diaodu.economy.forms import Matter, Slot
from diaodu.economy.growth import growth
from diaodu.economy.indicators import Basis, Indicator, What
from diaodu.economy.periods import Period
from diaodu.economy.units import percent_text, points_text, published

Growths = tuple[float, float, float]


def off_trend(case: Case) -> Iterator[Hit]:
    """预计与走势: more than 3 points off the line through the last three cumulative growths (K18)."""
    for slot, one, value in _estimates(case, What.GROWTH):
        ahead, last = _last_three(case, slot, one)
        if last is None:
            continue
        trend = published(on_line(last, ahead))
        distance, limit = apart(value, trend), case.limit("gap", one.code, rule="K18")
        if distance > limit:
            text = (
                f"{case.name(slot)}预计{case.typed(slot, value)}，按近三期走势应在{percent_text(trend)}左右，"
                f"相差{points_text(distance)}"
            )
            yield case.hit("预计与走势", Severity.EXPLAIN, text, slot)


def below_reached(case: Case) -> Iterator[Hit]:
    """预计低于已完成: what only adds up can't end below what it has reached."""
    for slot, one, value in _estimates(case, What.LEVEL):
        before = one.before(slot.period) if one.basis is Basis.FLOW else None
        seen = case.panel.at(one, slot.place, before, part=slot.part) if before else None
        if seen is not None and value < seen.value and not case.limit("negative", one.code):
            text = (
                f"{case.name(slot)}预计{case.typed(slot, value)}，"
                f"低于{before.short_label if before else ''}已完成的{case.shown(slot, seen.value)}"
            )
            yield case.hit("预计低于已完成", Severity.EXPLAIN, text, slot)


def growth_below_reached(case: Case) -> Iterator[Hit]:
    """预计低于已完成: the amount that an estimated growth means."""
    for slot, one, value in _estimates(case, What.GROWTH):
        before = one.before(slot.period) if one.basis is Basis.FLOW and not one.real else None
        then = case.panel.at(one, slot.place, slot.period.year_before, part=slot.part)
        seen = case.panel.at(one, slot.place, before, part=slot.part) if before else None
        if then is None or seen is None or case.limit("negative", one.code) or one.growth_basis == "points":
            continue
        means = then.value * (1 + value / 100)
        if means < seen.value:
            level = slot._replace(what=What.LEVEL.value)
            text = (
                f"{case.name(slot)}预计{case.typed(slot, value)}，折合{case.shown(level, means)}，"
                f"低于{before.short_label if before else ''}已完成的{case.shown(level, seen.value)}"
            )
            yield case.hit("预计低于已完成", Severity.EXPLAIN, text, slot)


def changed_mind(case: Case) -> Iterator[Hit]:
    """与上次预计相差: the same month estimated anew, more than 3 points from what was said."""
    for slot, one, value in _estimates(case, What.GROWTH):
        said = case.filed.get(slot)
        distance = apart(value, said) if said is not None else 0.0
        if said is not None and distance > case.limit("gap", one.code, rule="K18"):
            text = (
                f"{case.name(slot)}预计{case.typed(slot, value)}，本月上次预计{case.shown(slot, said)}，"
                f"相差{points_text(distance)}"
            )
            yield case.hit("与上次预计相差", Severity.EXPLAIN, text, slot)


def _estimates(case: Case, what: What) -> Iterator[tuple[Slot, Indicator, float]]:
    if case.form.matter is Matter.ESTIMATE:
        yield from case.filled(what)


def _last_three(case: Case, slot: Slot, one: Indicator) -> tuple[int, Growths | None]:
    """The last three growths, the oldest first, and how far the newest lies behind.

    Early in a month last month's figure is not out yet: then the line runs on from the month before that.
    """
    last = one.earlier(slot.period)
    for ahead, newest in enumerate((last, one.earlier(last)), 1):
        if found := _three(case, slot, one, newest):
            return ahead, found
    return 0, None


def _three(case: Case, slot: Slot, one: Indicator, newest: Period) -> Growths | None:
    before = one.earlier(newest)
    times = newest, before, one.earlier(before)
    last, middle, first = (growth(case.panel, one, slot.place, when, slot.part).value for when in times)
    if first is None or middle is None or last is None:
        return None
    return published(first), published(middle), published(last)
