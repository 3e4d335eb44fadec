"""The only ways a figure enters the ledger (入账)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from django.db import transaction

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.models import Person
from diaodu.bureau.figures.models import KEY, Figure, Source, Vintage
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span


class FigureKey(NamedTuple):
    """What a figure is of (数据项标识)."""

    indicator: str
    place: str
    part: str
    kind: str
    what: str
    year: int
    first: int
    last: int


class Line(NamedTuple):
    """One figure on its way into the ledger (待入账数据)."""

    key: FigureKey
    value: float | None
    cell: str = ""
    vintage: str = ""  # "" lets the ledger decide: 初步 at first, 修订 when a value changes
    released: dt.date | None = None

    @property
    def period(self) -> Period:
        return span(self.key.year, self.key.first, self.key.last)


class Posted(NamedTuple):
    """What a posting did (入账结果)."""

    new: int
    revised: int
    unchanged: int


def known(
    keys: Sequence[FigureKey] = (), indicators: Iterable[str] = ()
) -> dict[FigureKey, tuple[float | None, str]]:
    """Value and vintage now in the ledger (现行值), for the indicators named or all those of `keys`."""
    codes = set(indicators) or {key.indicator for key in keys}
    rows = Figure.objects.filter(indicator__in=codes).order_by("pk").values_list(*KEY, "value", "vintage")
    # Later rows overwrite earlier ones: cheaper here than asking the database for the last of each key.
    return {FigureKey(*row[:8]): (row[8], row[9]) for row in rows.iterator(chunk_size=20_000)}


@transaction.atomic
def post(*, lines: Sequence[Line], source: Source, by: Person, at: dt.datetime) -> Posted:
    """Append the figures that are new or changed (入账); all of them or none."""
    before = known([line.key for line in lines])
    fresh = [(line, line.key in before) for line in lines if _changes(line, before)]
    rows = (_figure(line, seen, source, at) for line, seen in fresh)
    while batch := list(islice(rows, 5_000)):
        Figure.objects.bulk_create(batch, batch_size=2_000)
    revised = sum(seen for _, seen in fresh)
    done = Posted(len(fresh) - revised, revised, len(lines) - len(fresh))
    record("figures.posted", source, by=by, **done._asdict())
    return done


def add_source(*, name: str, content: bytes, by: Person, at: dt.datetime, why: str = "") -> Source:
    """Keep the file that figures come from (登记来源)."""
    digest = hashlib.sha256(content).hexdigest()
    return Source.objects.create(name=name, sha256=digest, content=content, received_at=at, by=by, why=why)


def read_panel(catalogue: Catalogue, figures: Iterable[tuple]) -> Panel:
    """The arithmetic's panel from ledger rows (KEY…, value, id) (数据面板)."""
    panel = Panel(catalogue)
    panel.extend(_observations(figures))
    return panel


def _observations(figures: Iterable[tuple]) -> Iterator[tuple[SeriesKey, Period, float, int]]:
    kinds, whats = {k.value: k for k in Kind}, {w.value: w for w in What}
    for indicator, place, part, kind, what, year, first, last, value, ref in figures:
        yield SeriesKey(indicator, place, kinds[kind], whats[what], part), span(year, first, last), value, ref


def _changes(line: Line, before: dict[FigureKey, tuple[float | None, str]]) -> bool:
    old = before.get(line.key)
    return old is None or old[0] != line.value or (line.vintage not in ("", old[1]))


def _figure(line: Line, seen: bool, source: Source, at: dt.datetime) -> Figure:
    vintage = line.vintage or (Vintage.REVISED if seen else Vintage.PRELIMINARY)
    return Figure(
        **line.key._asdict(),
        value=line.value,
        vintage=vintage,
        released=line.released,
        source=source,
        cell=line.cell,
        posted_at=at,
    )
