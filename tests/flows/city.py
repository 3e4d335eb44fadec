"""The invented city in the database, posted straight into the ledger."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Person
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.demo import city

JULY, AUGUST, OCTOBER = (dt.datetime(2026, m, 20, 9, tzinfo=dt.UTC) for m in (8, 9, 10))
SOME_YEARS = 2023  # enough for usual shares and records, and quick


@lru_cache(maxsize=1)
def lines() -> tuple[Line, ...]:
    return tuple(
        Line(FigureKey(r.indicator, r.place, r.part, r.kind, r.what, r.year, r.first, r.last), r.value)
        for r in city.figures()
        if r.year >= SOME_YEARS
    )


def found(*, since: int = SOME_YEARS) -> Person:
    """Load the definitions and post the city's figures; the person who did it."""
    by = Person.system()
    catalogue.load(definitions=catalogue.read(catalogue.PACKAGE, city.OWN), by=by)
    source = figures.add_source(name="示例.xlsx", content=b"", by=by, at=JULY)
    figures.post(lines=[line for line in lines() if line.key.year >= since], source=source, by=by, at=JULY)
    return by
