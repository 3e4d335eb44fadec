"""Hold our results against the peer's, number by number."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from diaodu.economy.results import Key, Results

TOLERANCE = 1e-9


class Compared(NamedTuple):
    """How many results are the same, how many of these are numbers, and those that differ: ours, theirs."""

    equal: int
    known: int
    measures: int
    different: dict[Key, tuple[float | None, float | None]]


def compare(ours: Results, theirs: pd.DataFrame) -> Compared:
    """Every result of either, with a number or without one."""
    columns = (theirs[name] for name in ("measure", "indicator", "place", "part", "value"))
    peer = {Key(m, i, p, part): float(value) for m, i, p, part, value in zip(*columns, strict=True)}
    mine = {key: result.value for key, result in ours}
    both = dict.fromkeys((*mine, *peer))
    different = {k: (mine.get(k), peer.get(k)) for k in both if not _same(mine.get(k), peer.get(k))}
    known = sum(mine.get(key) is not None for key in both if key not in different)
    return Compared(len(both) - len(different), known, len({key.measure for key in both}), different)


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
