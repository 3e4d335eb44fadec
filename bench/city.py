"""The invented city in both shapes: our panel, and the peer's frames."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Collection, Iterable
from typing import Any

import django
import pandas as pd

from bench.peer.tables import Inputs
from diaodu.demo import city
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.panel import Observation, Panel, SeriesKey
from diaodu.economy.periods import Period, span

Row = tuple[Any, ...]
COLUMNS = ["indicator", "place", "part", "kind", "what", "year", "first", "last", "value", "vintage"]
END = (2026, 12)  # seven whole years
PERIOD = (2026, 1, 12)


def start() -> None:
    """Django as far as its apps; the analysis itself asks no database."""
    os.environ.setdefault("DIAODU_SECRET_KEY", "only-for-the-bench-" + "x" * 40)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaodu.config.settings")
    django.setup()


def catalogue(only: Collection[str] = ()) -> Catalogue:
    """The definitions with the invented city's own; some indicators only, where asked."""
    from diaodu.bureau.catalogue import actions

    found = actions.check(actions.read(actions.PACKAGE, city.OWN))
    known = ((code, one) for code, one in found.indicators.items() if not one.formula)  # the peer has none
    kept = {code: one for code, one in known if not only or code in only}
    return dataclasses.replace(found, indicators=kept)


def rows(only: Collection[str] = (), end: tuple[int, int] = END) -> list[Row]:
    """The ledger's rows, each with its vintage and its number."""
    made = (r for r in city.figures(end=end) if not only or r.indicator in only)
    return [(*row, "", number) for number, row in enumerate(made, 1)]


def panel(of: Catalogue, figures: Iterable[Row]) -> Panel:
    """Our table of the rows, put together series by series as a snapshot's."""
    found: dict[tuple[str, ...], list[tuple[Period, Observation]]] = {}
    for i, place, part, kind, what, year, first, last, value, vintage, number in figures:
        one = span(year, first, last), Observation(value, number, vintage)
        found.setdefault((i, place, part, kind, what), []).append(one)
    made = Panel(of)
    for (i, place, part, kind, what), series in found.items():
        made.add(SeriesKey(i, place, Kind(kind), What(what), part), series)
    return made


def frames(of: Catalogue, figures: Iterable[Row]) -> Inputs:
    """The same for pandas; names as categories, which suits it best."""
    frame = pd.DataFrame([row[:10] for row in figures], columns=COLUMNS)
    frame = frame.astype(dict.fromkeys((*COLUMNS[:5], "vintage"), "category"))
    return Inputs(frame, _table(of.indicators.values()), _table(of.places.values()))


def _table(blocks: Iterable[Any]) -> pd.DataFrame:
    rows = [{f.name: _plain(getattr(one, f.name)) for f in dataclasses.fields(one)} for one in blocks]
    return pd.DataFrame(rows)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value
