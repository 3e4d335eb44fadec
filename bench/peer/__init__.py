"""The month's analysis a second time, in plain pandas, after the same definitions and by other means.

It has neither sources nor reasons; it is here to be raced against, and to check the numbers.
"""

from __future__ import annotations

import pandas as pd

from bench.peer import members, pace, past, rates
from bench.peer.tables import Inputs, Tables, read


def compute(inputs: Inputs, year: int, month: int) -> pd.DataFrame:
    """All known results of a month in a long frame: measure, indicator, place, part, value."""
    tables = read(inputs, year, month)
    grown = rates.growths(tables)
    blocks = {
        **rates.measures(tables, grown),
        **pace.measures(tables, grown.best),
        **past.measures(tables, grown.best),
    }
    rows = [tables.long(name, values) for name, values in blocks.items()]
    rows += members.counties(tables, grown.best)
    rows += members.parts(tables, grown.best)
    rows += members.compared(tables, blocks)
    return pd.concat(rows, ignore_index=True)


__all__ = ["Inputs", "Tables", "compute"]
