"""What the ledger knows beside what is asked for (参考数): last period's, last year's, the very number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey
from diaodu.bureau.reports.models import Report
from diaodu.economy.forms import Matter, Slot
from diaodu.economy.indicators import Catalogue, Indicator, What
from diaodu.economy.periods import Period, span

Ledger = Mapping[FigureKey, float]


class Beside(NamedTuple):
    """What stands beside one indicator at one place (参考数); None where the ledger does not know."""

    before: float | None  # 上期累计、上月末；只报增速的是上期增速
    last: float | None  # 上年同期
    last_growth: float | None  # 上年同期增速


def wanted(report: Report, catalogue: Catalogue) -> set[FigureKey]:
    """Every figure that a report's workbook shows (所需数据)."""
    found: set[FigureKey] = set()
    for slot in report.asked:
        found.add(FigureKey(*slot))
        if slot.indicator in catalogue.indicators:
            found.update(_keys(slot, catalogue.indicators[slot.indicator], Matter(report.matter)).values())
    return found


def ledger(reports: Iterable[Report], catalogue: Catalogue) -> Ledger:
    """What the ledger says now of all that some reports show (台账现有), read once."""
    keys = {key for report in reports for key in wanted(report, catalogue)}
    if not keys:
        return {}
    now = figures.known(sorted(keys))
    return {key: value for key in keys if (value := now.get(key, _NONE)[0]) is not None}


def beside(slot: Slot, indicator: Indicator, matter: Matter, known: Ledger) -> Beside:
    """What to show beside a number (参考数): actual figures, also beside an estimate or a target."""
    keys = _keys(slot, indicator, matter)
    return Beside(*(known.get(keys[name]) if name in keys else None for name in Beside._fields))


def _keys(slot: Slot, indicator: Indicator, matter: Matter) -> dict[str, FigureKey]:
    first = What(slot.what) if slot.what == What.GROWTH else What.LEVEL
    ago = span(slot.year - 1, slot.first, slot.last)
    found = {name: _key(slot, indicator, what, ago) for name, what in _LAST}
    before = None if matter is Matter.TARGET else indicator.before(slot.period)
    return found if before is None else found | {"before": _key(slot, indicator, first, before)}


def _key(slot: Slot, indicator: Indicator, what: What, when: Period) -> FigureKey:
    of = (slot.indicator, slot.place, slot.part, indicator.kind.value, what.value)
    return FigureKey(*of, when.year, when.first, when.last)


_LAST = (("last", What.LEVEL), ("last_growth", What.GROWTH))
_NONE: tuple[float | None, str] = (None, "")
