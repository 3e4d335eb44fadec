"""The only ways a figure enters the ledger (入账)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction

from diaodu.bureau.audit.actions import record
from diaodu.bureau.directory.models import Person, Unit
from diaodu.bureau.directory.permissions import Denied
from diaodu.bureau.figures.lines import FigureKey, Known, Line, Posted
from diaodu.bureau.figures.models import KEY, Figure, Source, Vintage
from diaodu.economy.bulk import in_bulk

__all__ = ["FigureKey", "Line", "Posted", "add_source", "filed", "known", "post", "sift"]

COLUMNS = (*KEY, "value", "vintage", "released", "cell", "source_id", "posted_at")


FEW = 50
_FIRST, _LATER = Vintage.PRELIMINARY.value, Vintage.REVISED.value


class Fresh(NamedTuple):
    """A line that the ledger does not say yet (待追加), and whether it revises one that it does."""

    line: Line
    revises: bool


@in_bulk()
def known(keys: Sequence[FigureKey] = (), indicators: Iterable[str] = (), since: int = 0) -> Known:
    """Value and vintage now in the ledger (现行值), for the indicators named or all those of `keys`.

    Only from the year `since` on, or the months of `keys`: one month's table need not read twenty years.
    """
    codes = set(indicators) or {key.indicator for key in keys}
    figures = Figure.objects.filter(indicator__in=codes, year__gte=since)
    if keys:
        figures = figures.filter(**_bounds(keys))
    rows = figures.order_by("pk").values_list(*KEY, "value", "vintage")
    # Later rows overwrite earlier ones: cheaper here than asking the database for the last of each key.
    return {FigureKey(*row[:8]): (row[8], row[9]) for row in rows.iterator(chunk_size=20_000)}


def filed(keys: Sequence[FigureKey]) -> dict[FigureKey, int]:
    """Which unit signed each figure that a unit signed (签发单位): nobody else may change it."""
    indicators = {key.indicator for key in keys}
    signed = Figure.objects.filter(source__unit__isnull=False, indicator__in=indicators)
    rows = signed.filter(**_bounds(keys)).order_by("pk").values_list(*KEY, "source__unit")
    owners = {FigureKey(*row[:8]): row[8] for row in rows.iterator(chunk_size=20_000)}
    return {key: owners[key] for key in keys if key in owners}


def sift(lines: Sequence[Line], before: Known) -> list[Fresh]:
    """The lines that say something new (新数据), in order; a figure may come in several vintages."""
    now = dict(before)
    passed = _already_told(lines, before)
    fresh = []
    for number, line in enumerate(lines):
        old = now.get(line.key)
        if number not in passed and _changes(line, old):
            fresh.append(Fresh(line, old is not None))
            now[line.key] = (line.value, _vintage(line, old is not None))
    return fresh


@transaction.atomic
@in_bulk()
def post(*, lines: Sequence[Line], source: Source, by: Person, at: dt.datetime) -> Posted:
    """Append the figures that are new or changed (入账); all of them or none."""
    _alone()
    before = known([line.key for line in lines])
    fresh = sift(lines, before)
    _only_the_filer(fresh, source)
    _append([*fresh, *_borne_out(lines, fresh, before, source)], source, at)
    revised = sum(one.revises for one in fresh)
    done = Posted(len(fresh) - revised, revised, len(lines) - len(fresh))
    record("figures.posted", source, by=by, **done._asdict())
    return done


def add_source(
    *, name: str, content: bytes, by: Person, at: dt.datetime, why: str = "", unit: Unit | None = None
) -> Source:
    """Keep the file that figures come from (登记来源), and the unit that signed it where one did."""
    digest = hashlib.sha256(content).hexdigest()
    return Source.objects.create(
        name=name, sha256=digest, content=content, received_at=at, by=by, why=why, unit=unit
    )


def _only_the_filer(fresh: Sequence[Fresh], source: Source) -> None:
    """What a unit signed is changed by that unit alone (谁报谁改)."""
    revised = [one.line.key for one in fresh if one.revises]
    others = {key: unit for key, unit in filed(revised).items() if unit != source.unit_id}
    if others:
        key, unit = next(iter(others.items()))
        raise Denied(
            "{count}项数据由填报单位签发，不能代改，如{unit}的{key}。请把报表退回该单位更正后重新签发",
            count=len(others),
            unit=Unit.objects.get(pk=unit).name,
            key=f"{key.indicator} {key.place} {key.year}-{key.last:02d}",
        )


def _borne_out(
    lines: Sequence[Line], fresh: Sequence[Fresh], before: Known, source: Source
) -> Iterable[Fresh]:
    """Figures that stand already and that a unit now signs (签发认可): once more, unchanged, as its own."""
    if source.unit_id is None:
        return
    moved = {one.line.key for one in fresh}
    same = [line for line in lines if line.value is not None and line.key not in moved]
    owners = filed([line.key for line in same]) if same else {}
    free = [line for line in same if line.key not in owners]
    days = _released([line.key for line in free]) if free else {}
    for line in free:
        yield Fresh(line._replace(vintage=before[line.key][1], released=days.get(line.key)), False)


def _released(keys: Sequence[FigureKey]) -> dict[FigureKey, dt.date | None]:
    """The day each figure bears in the ledger (发布日期)."""
    figures = Figure.objects.filter(indicator__in={key.indicator for key in keys}, **_bounds(keys))
    return {FigureKey(*row[:8]): row[8] for row in figures.order_by("pk").values_list(*KEY, "released")}


def _bounds(keys: Sequence[FigureKey]) -> dict[str, Any]:
    """The years and months of keys, and their places where these are few: a unit's own are read quickly."""
    places = {key.place for key in keys}
    near = {"year__in": {key.year for key in keys}, "last__in": {key.last for key in keys}}
    return near | ({"place__in": places} if len(places) <= FEW else {})


def _alone() -> None:
    """One posting at a time (逐个入账), else two would add the same figure; SQLite sees to it by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE figures_figure IN SHARE ROW EXCLUSIVE MODE")


def _changes(line: Line, old: tuple[float | None, str] | None) -> bool:
    if old is None:
        return line.value is not None  # nothing is there to withdraw
    return old[0] != line.value or line.vintage not in ("", old[1])


def _vintage(line: Line, seen: bool) -> str:
    return line.vintage or (_LATER if seen else _FIRST)


def _already_told(lines: Sequence[Line], before: Known) -> set[int]:
    """Earlier vintages of figures whose later vintage the ledger has: not news, else a file undoes itself."""
    told: set[int] = set()
    rows: dict[FigureKey, list[int]] = {}
    if len({line.key for line in lines}) == len(lines):
        return told
    for number, line in enumerate(lines):
        rows.setdefault(line.key, []).append(number)
    for key, numbers in rows.items():
        same = [n for n in numbers if key in before and not _changes(lines[n], before[key])]
        if same:
            told.update(n for n in numbers if n <= same[-1])
    return told


def _append(fresh: Sequence[Fresh], source: Source, at: dt.datetime) -> None:
    """Plain SQL: building a model object for each of 150,000 figures takes three times as long."""
    names = ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    places = ", ".join(["%s"] * len(COLUMNS))
    table = connection.ops.quote_name(Figure._meta.db_table)
    moment = connection.ops.adapt_datetimefield_value(at)
    rows = [
        (
            *line.key,
            line.value,
            _vintage(line, revises),
            line.released and connection.ops.adapt_datefield_value(line.released),
            line.cell,
            source.pk,
            moment,
        )
        for line, revises in fresh
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)
