"""Who or what holds an indicator back, and by how much (拖累分析)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Better, Indicator
from diaodu.economy.results import MISSING, Result
from diaodu.economy.units import exact
from diaodu.web.shapes.phrases import told


@dataclass(frozen=True)
class Drag:
    """A county or an industry in the whole's growth (一项的作用)."""

    name: str
    place: Place | None
    value: Result
    growth: Result
    share: Result
    pull: Result
    contribution: Result
    light: Finding | None = None
    gap: float | None = None  # what it lacks to the whole's aim, in the indicator's unit
    burden: float | None = None  # its share of all that is lacking, %
    short: Result = MISSING  # growth against the aim, points
    within: str = ""  # the county whose figures hold this zone's already: it must not count twice


@dataclass(frozen=True)
class Drags:
    """All of them, and which columns have anything to say (拖累表)."""

    rows: list[Drag]

    @property
    def measured(self) -> bool:
        """Whether any pull is known: a rate-only indicator has none."""
        return any(row.pull.value is not None for row in self.rows)

    @property
    def burdened(self) -> bool:
        return any(row.burden is not None for row in self.rows)

    @property
    def placed(self) -> bool:
        return any(row.place is not None for row in self.rows)

    @property
    def aimed(self) -> bool:
        return any(row.short.value is not None for row in self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def counties(month: Month, indicator: Indicator) -> Drags:
    """The city's counties, the one that holds back most first (县区)."""
    rows = [_county(month, indicator, p) for p in month.catalogue.counties]
    return _burdened(
        [r for r in rows if r.growth.value is not None],
        aim(month, indicator, month.catalogue.city),
        indicator,
    )


def industries(month: Month, indicator: Indicator, place: Place) -> Drags:
    """The parts of an indicator at a place (行业、税种)."""
    breakdown = month.catalogue.breakdowns.get(indicator.parts)
    if breakdown is None:
        return Drags([])
    rows = [_part(month, indicator, place, p.code, p.label) for p in breakdown.parts]
    known = [r for r in rows if r.growth.value is not None or r.value.value is not None]
    return _burdened(known, aim(month, indicator, place), indicator)


def aim(month: Month, indicator: Indicator, place: Place) -> float | None:
    """The growth aimed at: the target, else the province's growth (要求增速)."""
    target = month.result("target_growth", indicator, place).value
    province = month.catalogue.province
    if target is not None or province is None:
        return target
    return month.result("growth", indicator, province).value


def _county(month: Month, indicator: Indicator, place: Place) -> Drag:
    def of(measure: str) -> Result:
        return told(month, measure, indicator, place)

    light = month.light(indicator.code, place.code)
    host = month.catalogue.places.get(place.included_in)
    numbers = (of("value"), of("growth"), of("share"), of("pull"), of("contribution"))
    return Drag(place.label, place, *numbers, light, within=host.label if host else "")


def _part(month: Month, indicator: Indicator, place: Place, code: str, name: str) -> Drag:
    def of(measure: str) -> Result:
        return told(month, f"part_{measure}", indicator, place, code)

    return Drag(name, None, of("value"), of("growth"), of("share"), of("pull"), of("contribution"))


def _burdened(rows: list[Drag], wanted: float | None, indicator: Indicator) -> Drags:
    """With what each lacks to the aim; those without a level only in the order of their growth."""
    sign = -1 if indicator.better is Better.LOWER else 1
    gaps = [_gap(row, wanted, sign) for row in rows]
    total = sum(g for g in gaps if g)
    out = [
        replace(row, gap=g, burden=g / total * 100 if g and total else None, short=_short(row, wanted))
        for row, g in zip(rows, gaps, strict=True)
    ]
    return Drags(sorted(out, key=lambda r: (-(r.gap or 0.0), sign * _growth(r))))


def _growth(row: Drag) -> float:
    return row.growth.value if row.growth.value is not None else 1e9


def _short(row: Drag, wanted: float | None) -> Result:
    if wanted is None or row.growth.value is None:
        return Result(None)
    return Result(exact(row.growth.value - wanted))


def _gap(row: Drag, wanted: float | None, sign: int) -> float | None:
    if (
        row.within
        or wanted is None
        or row.value.value is None
        or row.growth.value is None
        or row.growth.value <= -100
    ):
        return None
    base = row.value.value / (1 + row.growth.value / 100)
    return max(0.0, sign * base * (wanted - row.growth.value) / 100)
