"""The city and its counties (县区与全市): the arithmetic of K12, on a report."""

from __future__ import annotations

from collections.abc import Iterator

from diaodu.economy.breakdowns import Place
from diaodu.economy.entry.case import Case, Hit, Severity
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Basis, What
from diaodu.economy.units import percent_text, published


def counties_and_city(case: Case) -> Iterator[Hit]:
    """县区合计: what the counties add up to, zones that lie in one not counted twice."""
    for slot, one, value in case.filled(What.LEVEL):
        counties = _members(case, slot)
        if not counties or not one.additive or one.basis in (Basis.RATIO, Basis.INDEX) or not value:
            continue
        added = sum(number for _, number in counties)
        share, limit = abs(added / value - 1) * 100, case.limit("level", one.code, rule="K12")
        rounding = 0.5 * 10.0**-one.decimals * (len(counties) + 1)
        if published(share) > limit and abs(added - value) > rounding:
            text = (
                f"{case.name(slot)}填了{case.typed(slot, value)}，各县区合计{case.shown(slot, added)}，"
                f"相差{percent_text(share)}"
            )
            yield case.hit("县区合计", Severity.EXPLAIN, text, slot, *(s for s, _ in counties))


def city_among_counties(case: Case) -> Iterator[Hit]:
    """全市与县区增速: the whole grows no faster than its fastest county, no slower than its slowest."""
    for slot, one, value in case.filled(What.GROWTH):
        counties = _members(case, slot)
        if not counties or one.growth_basis == "points":
            continue
        slowest, fastest = (pick(counties, key=lambda pair: pair[1]) for pick in (min, max))
        if slowest[1] <= value <= fastest[1]:
            continue
        near, word = (
            (slowest, "低于各县区中最低的") if value < slowest[1] else (fastest, "高于各县区中最高的")
        )
        text = f"{case.name(slot)}{case.shown(slot, value)}，{word}{case.shown(slot, near[1])}"
        yield case.hit("全市与县区增速", Severity.EXPLAIN, text, slot, near[0])


def above_city(case: Case) -> Iterator[Hit]:
    """大于全市: a county's own report against what the department has filed for the city."""
    city = case.catalogue.city.code
    for slot, one, value in case.filled(What.LEVEL):
        if slot.place == city or not one.additive or one.basis in (Basis.RATIO, Basis.INDEX):
            continue
        whole = case.panel.at(one, city, slot.period, What.LEVEL, slot.part)
        if whole is not None and case.actual and value > whole.value:
            text = (
                f"{case.name(slot)}填了{case.typed(slot, value)}，大于全市的{case.shown(slot, whole.value)}"
            )
            yield case.hit("大于全市", Severity.NOTE, text, slot)


def _members(case: Case, slot: Slot) -> list[tuple[Slot, float]]:
    """The counties' numbers beside the city's, where the report asks at least two and all are filled."""
    if slot.place != case.catalogue.city.code:
        return []
    asked = [slot._replace(place=county.code) for county in _counted(case)]
    known = [(one, case.values[one]) for one in asked if one in case.values]
    found = [(one, number) for one, number in known if number is not None]
    return found if len(found) == len(known) > 1 else []


def _counted(case: Case) -> list[Place]:
    return [county for county in case.catalogue.counties if not county.included_in]
