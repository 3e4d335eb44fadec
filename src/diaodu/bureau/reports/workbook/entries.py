"""A cell as it was filled in (填写内容): a number, nothing, a word that clears, or why it can't be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import NamedTuple

from diaodu.bureau.reports.intake import names, numbers
from diaodu.bureau.reports.intake.grid import Grid, text_of
from diaodu.bureau.reports.intake.names import Names
from diaodu.bureau.reports.intake.problems import Wrong
from diaodu.economy.forms import Slot

FORMULA = "此格是公式，请改为数值后再传"
CLEARS = frozenset(("—", "——", "-", "--", "－", "–", "/", "无", "撤销", "作废", "不适用"))
LARGEST = 1e15

_UNITED = re.compile(r"([+-]?[\d,.]+(?:e[+-]?\d+)?)([^\d.,].*)", re.IGNORECASE)


class Entry(NamedTuple):
    """What a cell says (填写内容): `wrong` tells in Chinese why it can't be taken."""

    value: float | None = None
    blank: bool = False
    wrong: str = ""


BLANK = Entry(blank=True)


class Reader:
    """Cells of one report, read with the names in use (读格)."""

    def __init__(self, known: Names, optional: Collection[str]) -> None:
        self._names, self._optional = known, optional

    def read(self, grid: Grid, row: int, column: int, slot: Slot, formula: bool) -> Entry:
        """What stands in the cell of a number (读格)."""
        if formula:
            return Entry(wrong=FORMULA)
        cell = grid.cell(row, column)
        text = text_of(cell)
        if not text and (row, column) not in grid.broken:
            return BLANK
        if isinstance(cell, str) and text in CLEARS:
            return self._cleared(text, slot)
        found = numbers.at(grid, row, column)
        if isinstance(found, str):
            return self._united(text, slot, found) if isinstance(cell, str) else Entry(wrong=found)
        return self._number(found, slot)

    def _cleared(self, text: str, slot: Slot) -> Entry:
        if slot.indicator in self._optional:
            return Entry()
        return Entry(wrong=f"这一项必须填报，不能写“{text}”。没有发生的请填0，确实报不出的请联系调度部门")

    def _number(self, found: numbers.Number, slot: Slot, size: int = 1, per: int = 1) -> Entry:
        if found.value is None:
            return BLANK
        measure = self._measure(slot, "")
        if found.percent and not isinstance(measure, Wrong) and not names.percentage(measure):
            return Entry(wrong=names.not_percent(measure))
        value = found.value if size == per else found.value * size / per
        return Entry(value) if abs(value) < LARGEST else Entry(wrong="数值太大，或不是有限的数")

    def _united(self, text: str, slot: Slot, otherwise: str) -> Entry:
        """1,234万元 where 亿元 is asked for."""
        plain = "".join(unicodedata.normalize("NFKC", text).split())
        match = _UNITED.fullmatch(plain)
        if match is None:
            return Entry(wrong=otherwise)
        measure = self._measure(slot, match[2])
        if isinstance(measure, Wrong):
            return Entry(wrong=measure.reason)
        try:
            return self._number(numbers.read(match[1]), slot, measure.size, measure.per)
        except numbers.NotANumber as error:
            return Entry(wrong=str(error))

    def _measure(self, slot: Slot, unit: str) -> names.Measure | Wrong:
        indicator = self._names.catalogue.indicators[slot.indicator]
        return self._names.settle(indicator, slot.kind, slot.what, unit, "")
