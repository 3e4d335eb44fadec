"""Where growth can still come from, and a gap to the target shared out by it (提升空间、缺口分摊)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from diaodu.economy.gdp_support import formulas, readings
from diaodu.economy.gdp_support.estimate import Estimate, Line
from diaodu.economy.gdp_support.readings import ESTIMATED, Reading
from diaodu.economy.gdp_support.table import WHOLE
from diaodu.economy.growth import change
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Result, gap
from diaodu.economy.targets import target_growth
from diaodu.economy.units import exact

YEARS = 3  # the highest growth of the same period in so many years is held possible
HIGHEST = "近三年同期最高"
GIVEN = "按设定"


class Raise(NamedTuple):
    """What a support must bring more (支撑指标须多完成): points of its growth, and its level."""

    reading: Reading
    points: Result
    level: Result


class Portion(NamedTuple):
    """An industry's room and its part of the gap (空间与分摊)."""

    line: Line
    growth: Result  # 现增速：已公布的，否则测算
    upper: Result
    capacity: Result
    extra_pull: Result
    extra_growth: Result
    raises: tuple[Raise, ...]


class Sharing(NamedTuple):
    """A gap to the target shared out (缺口分摊); a gap below zero is a lead."""

    target: Result
    growth: Result
    gap: Result
    capacity: Result
    uncovered: Result
    portions: tuple[Portion, ...]

    @property
    def covered(self) -> Result:
        """What the industries take on together (已分摊)."""
        return gap(self.gap, self.uncovered) or _said(
            exact(max(0.0, self.gap.known) - self.uncovered.known), self.gap, self.uncovered
        )


def target_of(panel: Panel, period: Period, place: str = "") -> Result:
    """The year's growth target of GDP (年度目标增速)."""
    one = panel.catalogue.indicators.get(WHOLE)
    where = place or panel.catalogue.city.code
    return target_growth(panel, one, where, period) if one else Result.missing("指标目录里没有地区生产总值")


def share_out(
    panel: Panel, of: Estimate, target: Result, uppers: Mapping[str, float] | None = None
) -> Sharing:
    """What each industry has to add to reach a growth (缺口分摊): by its capacity, and never beyond it."""
    rooms = [_room(panel, of, line, (uppers or {}).get(line.industry.code)) for line in of.lines]
    now = of.published if of.published.value is not None else of.growth
    short = gap(target, now) or _said(change(target.known, now.known), target, now)
    known = {one.line.industry.code: one.capacity.known for one in rooms if one.capacity.value is not None}
    total = _said(exact(sum(known.values())), *(one.capacity for one in rooms))
    if short.value is None:
        return Sharing(target, now, short, total, short, tuple(rooms))
    shares = formulas.share_out(short.value, known)
    portions = tuple(_portion(panel, of, one, shares.extra, short) for one in rooms)
    return Sharing(target, now, short, total, _said(shares.uncovered, short, total), portions)


def upper(panel: Panel, of: Estimate, line: Line, given: float | None = None) -> Result:
    """The growth held possible (可能达到的最高增速): as set, else the highest of the last same periods."""
    stated = line.industry.upper if given is None else given
    if stated is not None:
        return Result(stated, (), None, GIVEN)
    past, seen = of.quarter, []
    for _ in range(YEARS):
        past = past.year_before
        seen.append(readings.value_added(panel, line.industry, of.place, past))
    known = [one for one in seen if one.value is not None]
    if not known:
        return Result.missing("近三年没有同期增速，须设定")
    best = max(known, key=lambda one: one.known)
    return Result.of(best.known, *known)._replace(note=HIGHEST)


def _room(panel: Panel, of: Estimate, line: Line, given: float | None) -> Portion:
    out = of.published.value is not None and line.published.value is not None
    now = line.published if out else line.expected
    most = upper(panel, of, line, given)
    room = gap(line.weight, now, most) or _said(
        formulas.capacity(line.weight.known, most.known, now.known), line.weight, now, most
    )
    none = Result.missing("没有缺口可分")
    return Portion(line, now, most, room, room if room.value is None else none, none, ())


def _portion(panel: Panel, of: Estimate, one: Portion, extra: Mapping[str, float], short: Result) -> Portion:
    if one.capacity.value is None or not short.known > 0:
        return one
    pull = _said(extra[one.line.industry.code], one.capacity, short)
    more = _said(exact(pull.known / one.line.weight.known * 100) if pull.known else 0.0, pull)
    raises = tuple(_raise(panel, of, one.line, reading, more) for reading in one.line.supports)
    return one._replace(extra_pull=pull, extra_growth=more, raises=raises)


def _raise(panel: Panel, of: Estimate, line: Line, reading: Reading, more: Result) -> Raise:
    points = _said(exact(more.known / line.elasticity.known), more, line.elasticity)
    last = readings.base(panel, reading.indicator, of.place, reading.period)
    level = gap(last) or _said(exact(points.known / 100 * last.known), points, last)
    return Raise(reading, points, level)


def _said(value: float, *inputs: Result) -> Result:
    return Result.of(value, *inputs)._replace(note=ESTIMATED)
