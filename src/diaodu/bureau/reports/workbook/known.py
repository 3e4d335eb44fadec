"""The figures that a workbook shows beside a number (参考数), out of what the ledger knows of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from diaodu.bureau.reports.beside import Known, Line, References
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import What


class Beside(NamedTuple):
    """What stands beside one indicator at one place (参考数); None where the ledger does not know."""

    before: float | None  # 上期累计、上月末；只报增速的是上期增速
    last: float | None  # 上年同期
    last_growth: float | None  # 上年同期增速


def beside(slot: Slot, ledger: References) -> Beside:
    """What to show beside a number (参考数): actual figures, also beside an estimate or a target."""
    found = ledger.beside[Line(slot.indicator, slot.place, slot.part)]
    leads = What.GROWTH if slot.what == What.GROWTH else What.LEVEL
    return Beside(
        _value(found.before, leads), _value(found.year, What.LEVEL), _value(found.year, What.GROWTH)
    )


def _value(found: Mapping[str, Known], what: What) -> float | None:
    return found[what].value if what in found else None
