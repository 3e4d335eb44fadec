"""Cells that several tables share (表格单元)."""

from __future__ import annotations

from diaodu.bureau.documents.facts import Line
from diaodu.bureau.documents.tables import Cell
from diaodu.economy.findings import Light
from diaodu.economy.indicators import Indicator

# Pale, so that the word in the cell reads on a black-and-white printer too.
_FILLS = {Light.RED: "F4C7C3", Light.YELLOW: "FFF0C2", Light.GREEN: "D5EBD8", Light.GREY: "E8E8E8"}
_INKS = {Light.RED: "9C1C14", Light.YELLOW: "7A5B00", Light.GREEN: "1E6B34", Light.GREY: "6B6B6B"}


def light(line: Line) -> Cell | str:
    """A light in words on its colour (灯); a dash where none was judged."""
    return of(line.colour) if line.light else "—"


def of(colour: Light) -> Cell:
    """One light's cell."""
    return Cell(colour.text, _FILLS[colour], _INKS[colour], align="c")


def unit(indicator: Indicator) -> str:
    """The unit of a level, a dash for what has growth alone (计量单位)."""
    return indicator.unit if indicator.has_level else "—"
