"""Administrative figures that output, investment and trade are checked against (税务、供电等对照数据)."""

from __future__ import annotations

from diaodu.demo.cast import CITY, COUNTIES, OTHER_CITIES, PROVINCE
from diaodu.demo.made import Made
from diaodu.demo.recipes import Recipe
from diaodu.demo.series import Series
from diaodu.demo.shapes import LENGTH, YEARS

FLOWS = {
    "industrial_invoice_sales": Recipe(2350, 5.2, "industry", "industry", 0.8, 0.1, "industry", 0.9),
    "industrial_purchases": Recipe(1640, 5.0, "industry", "industry", 0.9, 0.1, "industry", 0.8),
    "new_taxpayers": Recipe(4200, 3.5, "industry", "even", 1.6, 0.3, decimals=0),
    "power_capacity_added": Recipe(96, 4.0, "industry", "even", 1.8, 0.2, "industry", 0.3),
    "construction_vat": Recipe(136000, 4.4, "invest", "invest", 1.6, 0.2, "investment", 0.7, decimals=0),
    "trade_invoice_sales": Recipe(1980, 6.4, "commerce", "even", 0.9, 0.4, "retail", 0.8),
}
TALLIES = {
    "invoicing_firms": Recipe(3900, 4.2, "industry", noise=0.6, cycle=0.2, spread=0.4, decimals=0),
}


def build(made: Made) -> None:
    """Firms' invoices, and a register that holds what came and did not leave (对照数据)."""
    for code, recipe in FLOWS.items():
        made.flow(code, recipe)
    for code, recipe in TALLIES.items():
        made.flow(code, recipe, stock=True)
    for place in (*COUNTIES, *OTHER_CITIES, CITY, PROVINCE):
        made.series["units_registered", place] = _register(made, place)


def _register(made: Made, place: str) -> Series:
    """Units held at a month's end (在库户数): last year's, those entered, less those that left."""
    entered, left = (made.series[code, place].level for code in ("units_entered", "units_left"))
    start = made.series["units_registered", place].base[11]
    level: list[float] = []
    for t in range(LENGTH):
        held = level[t // 12 * 12 - 1] if t >= 12 else round(start)
        level.append(held + entered[t] - left[t])
    first = [round(start)] * 12
    return Series(level, [*first, *level[: 12 * (len(YEARS) - 1)]])
