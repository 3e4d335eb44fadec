"""The invented city's figures, by what they are of."""

from __future__ import annotations

import pytest

from diaodu.demo.city import blocks, figures


class Figures:
    """Look-up of one figure; by default the growth of January to September 2026."""

    def __init__(self) -> None:
        self.rows = figures()
        self.values = {tuple(row[:8]): row.value for row in self.rows}

    def at(self, indicator, place, what="growth", year=2026, month=9, part="", kind=None):
        block = blocks()[indicator]
        first = 1 if block.basis in ("flow", "rate") else month
        return self.values.get((indicator, place, part, kind or block.kind, what, year, first, month))


@pytest.fixture(scope="session")
def invented() -> Figures:
    return Figures()
