"""A whole against its counties and its parts (整体与分项的协调): K12, K13."""

from __future__ import annotations

from diaodu.economy import decomposition
from diaodu.economy.breakdowns import Place
from diaodu.economy.consistency.case import Case
from diaodu.economy.consistency.outcome import Compared, Outcome
from diaodu.economy.consistency.shapes import apart
from diaodu.economy.indicators import Basis
from diaodu.economy.results import Result
from diaodu.economy.units import exact, percent_text, points_text, published, round_half_up

POINTS = "个百分点"


def counties_and_city(case: Case) -> Outcome | None:
    """K12 县区合计与全市不符: levels apart by more than 1 %, or the city's growth outside its counties'."""
    one, counties = case.figure, _members(case)
    if not case.place.home or len(counties) < 2 or one.basis in (Basis.RATIO, Basis.INDEX):
        return None
    upto = case.when
    total, growth = case.level(one, upto), case.growth(one, upto)
    levels = [case.level(one, upto, "", c.code) for c in counties]
    growths = [case.growth(one, upto, c.code) for c in counties]
    adds = one.additive and one.has_level
    found = _sum_apart(case, total, levels) if adds else None
    found = found or _outside(case, growth, growths)
    if found:
        return found
    wanted = ([total, *levels] if adds else []) + ([] if one.growth_basis == "none" else [growth, *growths])
    return case.lacking(*wanted) or case.passed(total if adds else growth)


def industries_and_total(case: Case) -> Outcome | None:
    """K13 分项拉动之和与总体增速不符: by more than 0.15 points."""
    one = case.figure
    parts = case.panel.parts_of(one, case.place.code) if one.parts else []
    if not parts:
        return None
    when = one.newest(case.period)
    taken = decomposition.by_parts(case.panel, one, case.place.code, parts, when)
    total = case.read(one, "增速", "%", when, taken.growth)
    pulls = [row.pull for row in taken.rows]
    lack = next((pull for pull in pulls if pull.value is None), None)
    if lack:
        return case.missing(f"缺分项拉动（{lack.reason}）", total)
    if lacking := case.lacking(total):
        return lacking
    added = Result.of(exact(sum(pull.known for pull in pulls)), *pulls)
    parts_sum = case.read(one, "分项拉动合计", "%", when, added)
    distance = round_half_up(abs(total.result.known - added.known), 2)
    limit = case.limit("gap")
    if distance <= limit:
        return case.passed(total, parts_sum)
    text = f"{total.text}，分项拉动合计{added.known:.2f}{POINTS}，相差{points_text(distance, 2)}"
    return case.questioned(text, distance, limit, POINTS, total, parts_sum)


def _members(case: Case) -> list[Place]:
    """The counties that report it; a zone whose figures lie in its host's does not count twice (县区)."""
    counties = (c for c in case.panel.catalogue.counties if not c.included_in)
    return [c for c in counties if case.reports(case.figure, c.code)]


def _sum_apart(case: Case, total: Compared, levels: list[Compared]) -> Outcome | None:
    if any(x.result.value is None for x in (total, *levels)) or not total.known:
        return None
    added = case.figure.unit, exact(sum(x.known for x in levels))
    share, limit = abs(added[1] / total.known - 1) * 100, case.limit("level")
    if published(share) <= limit:
        return None
    summed = Result.of(added[1], *(x.result for x in levels))
    whole = case.read(case.figure, "县区合计", added[0], total.period, summed)
    text = f"全市{total.text}，{whole.text}，相差{percent_text(share)}"
    return case.questioned(text, published(share), limit, "%", total, whole)


def _outside(case: Case, growth: Compared, growths: list[Compared]) -> Outcome | None:
    if any(x.result.value is None for x in (growth, *growths)):
        return None
    low, high = (pick(growths, key=lambda x: x.known) for pick in (min, max))
    if low.known <= growth.known <= high.known:
        return None
    near = low if growth.known < low.known else high
    distance = apart(growth.known, near.known)
    word = "低于各县区中最低的" if near is low else "高于各县区中最高的"
    text = f"全市{growth.text}，{word}{near.shown}，相差{points_text(distance)}"
    return case.questioned(text, distance, 0.0, POINTS, growth, near)
