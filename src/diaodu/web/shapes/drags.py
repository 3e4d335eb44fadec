"""Who or what holds an indicator back, and by how much (拖累分析)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.contribution import RESIDUAL, wanted_growth
from diaodu.economy.indicators import Better, Indicator
from diaodu.economy.results import MISSING, Key, Result
from diaodu.economy.units import exact
from diaodu.web.shapes.phrases import asked, told

LEAST_LEFT = 0.05  # per cent that shows


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
    burden: Result = MISSING  # its share of the whole's shortfall, %; below nothing where it is ahead
    short: Result = MISSING  # growth against the aim, points
    code: str = ""  # of an industry
    bar: float = 0.0  # length of the share's bar, of a hundred
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
        return any(row.burden.value is not None for row in self.rows)

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
    known = [row for row in rows if row.growth.value is not None]
    return _burdened(month, indicator, month.catalogue.city, known)


def industries(month: Month, indicator: Indicator, place: Place) -> Drags:
    """The parts of an indicator at a place (行业、税种)."""
    breakdown = month.catalogue.breakdowns.get(indicator.parts)
    if breakdown is None:
        return Drags([])
    rows = [_part(month, indicator, place, p.code, p.label) for p in breakdown.parts]
    known = [row for row in rows if row.growth.value is not None or row.value.value is not None]
    return _burdened(month, indicator, place, known)


def aim(month: Month, indicator: Indicator, place: Place) -> float | None:
    """The growth aimed at: the target; without one, not to fall (要求增速)."""
    grown = month.result("growth", indicator, place).value
    target = month.result("target_growth", indicator, place).value
    return None if grown is None else wanted_growth(grown, target)


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

    return Drag(name, None, of("value"), of("growth"), of("share"), of("pull"), of("contribution"), code=code)


def _burdened(month: Month, indicator: Indicator, whole: Place, rows: list[Drag]) -> Drags:
    """With the share that each has in the shortfall; what the shares leave is a row of its own."""
    wanted = aim(month, indicator, whole)
    out = [
        replace(row, burden=_share(month, indicator, whole, row), short=_short(row, wanted)) for row in rows
    ]
    sign = -1 if indicator.better is Better.LOWER else 1
    out.sort(key=lambda row: (-(row.burden.value or 0.0), sign * _growth(row)))
    return Drags([*_barred(out), *_rest(out)])


def _barred(rows: list[Drag]) -> list[Drag]:
    """With bars as long as the shares, or in proportion where one is more than all (份额条)."""
    longest = max([100.0, *(row.burden.value or 0.0 for row in rows)])
    return [replace(row, bar=max(0.0, row.burden.value or 0.0) / longest * 100) for row in rows]


def _share(month: Month, indicator: Indicator, whole: Place, row: Drag) -> Result:
    """The same number as papers give (缺口份额)."""
    if row.within:
        return MISSING
    measure = "shortfall_share" if row.place else "part_shortfall_share"
    where = row.place or whole
    return asked(month, Key(measure, indicator.code, where.code, "" if row.place else row.code))


def _rest(rows: list[Drag]) -> list[Drag]:
    """What the shares leave to a hundred (其他及误差)."""
    known = [row.burden.value for row in rows if row.burden.value is not None]
    left = Result(exact(100 - sum(known))) if known else MISSING
    if left.value is None or abs(left.value) < LEAST_LEFT:
        return []
    return [Drag(RESIDUAL, None, MISSING, MISSING, MISSING, MISSING, MISSING, burden=left)]


def _growth(row: Drag) -> float:
    return row.growth.value if row.growth.value is not None else 1e9


def _short(row: Drag, wanted: float | None) -> Result:
    if wanted is None or row.growth.value is None:
        return Result(None)
    return Result(exact(row.growth.value - wanted))
