"""Industry's value added and output against electricity, tax and sales (工业的匹配): K01—K04."""

from __future__ import annotations

from statistics import median

from diaodu.economy.consistency.case import Case
from diaodu.economy.consistency.outcome import Compared, Outcome
from diaodu.economy.consistency.shapes import apart, said
from diaodu.economy.growth import growth as growth_of
from diaodu.economy.units import published

POINTS = "个百分点"


def value_added_and_power(case: Case) -> Outcome | None:
    """K01 增加值与用电方向相反: signs differ, and by more than 5 points."""
    one, other = _both(case)
    if lacking := case.lacking(one, other):
        return lacking
    distance, limit = apart(one.known, other.known), case.limit("gap")
    if _sign(one.known) == _sign(other.known) or distance <= limit:
        return case.passed(one, other)
    return case.questioned(said(one, other, distance, "方向相反，"), distance, limit, POINTS, one, other)


def value_added_off_its_habit(case: Case) -> Outcome | None:
    """K02 增加值与用电之差偏离常态: outside the median of 24 months and 2 median deviations."""
    one, other = _both(case)
    if lacking := case.lacking(one, other):
        return lacking
    least = int(case.limit("months"))
    past = _gaps(case, one, least)
    if len(past) < least:
        return case.missing(f"历史数据只有{len(past)}期，不足{least}期", one, other)
    middle = median(past)
    room = published(case.limit("mads") * median(abs(gap - middle) for gap in past))
    gap = published(one.known - other.known)
    distance = published(abs(gap - middle))
    if distance <= room:
        return case.passed(one, other)
    low, high = published(middle - room), published(middle + room)
    text = (
        f"{one.text}，{other.text}，前者减后者{gap:.1f}{POINTS}，"
        f"近{least}期一般在{low:.1f}至{high:.1f}{POINTS}之间"
    )
    return case.questioned(text, distance, room, POINTS, one, other)


def output_without_tax(case: Case) -> Outcome | None:
    """K03 产值快而税收慢: output more than 10 points ahead of its VAT, two months running."""
    upto = case.when
    before = case.figure.before(case.figure.period(upto))
    now = _both(case)
    if before is None:
        return case.missing("年内首期，没有上期可以相比", *now)
    then = tuple(case.growth(x, before.cumulative) for x in (case.figure, case.supports[0]))
    limit = case.limit("gap")
    if any(_ahead(pair) is not None and (_ahead(pair) or 0.0) <= limit for pair in (now, then)):
        return case.passed(*now)
    if lacking := case.lacking(*now, *then):
        return lacking
    text = f"连续两期{now[0].name}增速高于{now[1].name}，本期{said(*now, _ahead(now) or 0.0)}"
    return case.questioned(text, _ahead(now) or 0.0, limit, POINTS, *now, *then)


def output_unsold(case: Case) -> Outcome | None:
    """K04 产值增而产销率低: less than 95 % sold while output grows by more than 5 %."""
    upto = case.when
    output = case.growth(case.figure, upto)
    ratio = case.level(case.supports[0], upto)
    floor, limit = case.limit("ratio"), case.limit("growth")
    if (output.result.value is not None and output.known <= limit) or (
        ratio.result.value is not None and ratio.known >= floor
    ):
        return case.passed(output, ratio)
    if lacking := case.lacking(output, ratio):
        return lacking
    text = f"{output.text}，而{ratio.text}，低于{floor:g}%"
    return case.questioned(text, published(floor - ratio.known), floor, POINTS, output, ratio)


def _both(case: Case) -> tuple[Compared, Compared]:
    upto = case.when
    return case.growth(case.figure, upto), case.growth(case.supports[0], upto)


def _known(*figures: Compared) -> bool:
    return all(one.result.value is not None for one in figures)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _ahead(pair: tuple[Compared, ...]) -> float | None:
    return published(pair[0].known - pair[1].known) if _known(*pair) else None


def _gaps(case: Case, now: Compared, count: int) -> list[float]:
    """Differences of growth in the latest periods before, as published (此前各期之差)."""
    found: list[float] = []
    for when in case.past(case.figure, now.period.cumulative, count + 6):
        one, other = (
            growth_of(case.panel, x, case.place.code, x.period(when.cumulative)).value
            for x in (case.figure, case.supports[0])
        )
        if one is not None and other is not None:
            found.append(published(one) - published(other))
    return found[:count]
