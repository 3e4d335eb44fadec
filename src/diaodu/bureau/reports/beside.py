"""What the ledger knows beside the numbers of a report (参考数): the last one, last year's, the very same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from diaodu.bureau.figures.models import Figure
from diaodu.economy.forms import Matter, Slot
from diaodu.economy.indicators import Catalogue, Indicator, What
from diaodu.economy.periods import Period

COLUMNS = ("indicator", "place", "part", "kind", "what", "year", "first", "last", "value", "pk")
WHATS = (What.LEVEL, What.GROWTH)
DERIVED = ("nominal", "volume")
"""Growth that levels give (现价、实物量); comparable prices don't."""


class Known(NamedTuple):
    """A figure of the ledger (台账数)."""

    value: float
    pk: int


class Line(NamedTuple):
    """What is counted where (数据行): indicator, place, part."""

    indicator: str
    place: str
    part: str


class Beside(NamedTuple):
    """What stands beside one line of a form (参考数), by what it gives: level or growth."""

    before: Mapping[str, Known]
    year: Mapping[str, Known]
    before_period: Period | None
    year_period: Period


class References(NamedTuple):
    """What the ledger knows of a report (参考数)."""

    beside: dict[Line, Beside]
    same: dict[str, Known]  # 台账里已有的同一项数据，按项目代码


def references(slots: Iterable[Slot], matter: str, catalogue: Catalogue) -> References:
    """Read them, in one question to the ledger (查参考数)."""
    asked = [slot for slot in slots if slot.indicator in catalogue.indicators]
    lines = {Line(*slot[:3]): slot.period for slot in asked}
    times = {line: _times(catalogue.indicators[line.indicator], when, matter) for line, when in lines.items()}
    found = _figures(asked, [one for pair in times.values() for one in pair if one])
    beside = {}
    for line, (before, year) in times.items():
        kind = catalogue.indicators[line.indicator].kind.value
        beside[line] = Beside(_at(found, line, kind, before), _at(found, line, kind, year), before, year)
    return References(beside, {slot.code: found[slot] for slot in asked if slot in found})


def growth_of(indicator: Indicator, level: float | None, base: float | None) -> float | None:
    """The growth that two levels give (由总量推算的增速); None where it is not for levels to say."""
    if level is None or base is None:
        return None
    if indicator.growth_basis == "points":
        return round(level - base, 1)
    if indicator.growth_basis not in DERIVED or base <= 0 or level < 0:
        return None
    return round((level / base - 1) * 100, 1)


def _times(indicator: Indicator, when: Period, matter: str) -> tuple[Period | None, Period]:
    if matter == Matter.TARGET:
        return None, when.year_before
    return indicator.before(when), when.year_before


def _figures(slots: list[Slot], times: list[Period]) -> dict[Slot, Known]:
    periods = [*times, *(slot.period for slot in slots)]
    rows = Figure.objects.filter(
        indicator__in={slot.indicator for slot in slots},
        place__in={slot.place for slot in slots},
        year__in={one.year for one in periods},
        last__in={one.last for one in periods},
    )
    found: dict[Slot, Known] = {}
    for *key, value, pk in rows.order_by("pk").values_list(*COLUMNS).iterator(chunk_size=5_000):
        if value is None:
            found.pop(Slot(*key), None)  # withdrawn since
        else:
            found[Slot(*key)] = Known(value, pk)
    return found


def _at(found: Mapping[Slot, Known], line: Line, kind: str, when: Period | None) -> dict[str, Known]:
    if when is None:
        return {}
    keys = {what.value: Slot(*line, kind, what.value, when.year, when.first, when.last) for what in WHATS}
    return {what: found[key] for what, key in keys.items() if key in found}
