"""Freeze what an analysis may read (制作快照)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, Q

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.catalogue.models import build
from diaodu.bureau.figures.models import KEY, Figure, FigureQuery
from diaodu.bureau.snapshots.models import Snapshot
from diaodu.economy.bulk import in_bulk
from diaodu.economy.consistency import Pair
from diaodu.economy.gdp_support import Table
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.panel import Observation, Panel, SeriesKey
from diaodu.economy.periods import Period, span

AHEAD = (Kind.ESTIMATE, Kind.TARGET, Kind.PLAN)  # these may speak of months to come


class Frozen(NamedTuple):
    """What a snapshot holds (快照内容)."""

    catalogue: Catalogue
    thresholds: list[dict[str, Any]]
    panel: Panel
    gdp_support: Table
    pairs: tuple[Pair, ...] = ()


def newest_period(*, home_only: bool = False) -> Period | None:
    """The last month that has figures of our own (最新一期).

    With `home_only` the city's own: one county that reports early does not move the board to a new month.
    """
    months = _own(home_only).order_by("-year", "-last").values_list("year", "last").distinct()
    return next((one for year, last in months if has_figures(one := span(year, 1, last))), None)


def has_figures(period: Period) -> bool:
    """Whether our city or its counties have a figure to that month, not withdrawn (有无本期数据)."""
    of_month = _own().filter(year=period.year, last=period.last)
    return of_month.current().exclude(value=None).exists()


def _own(home_only: bool = False) -> FigureQuery:
    """Actual figures of our city and its counties (本市实际数)."""
    places = catalogue.current().places.values()
    homes = {place.code for place in places if place.home}
    counties = set() if home_only else {place.code for place in places if place.parent in homes}
    return Figure.objects.exclude(kind__in=AHEAD).filter(place__in=homes | counties)


@transaction.atomic
@in_bulk()
def freeze(*, period: Period, by: Any, at: dt.datetime) -> Snapshot:
    """Freeze a month as known at a moment (制作快照); the same content gives the same snapshot."""
    body, refs = _content(period, at)
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    checksum = hashlib.sha256(text.encode()).hexdigest()
    newest = Figure.objects.filter(posted_at__lte=at).aggregate(Max("pk"))["pk__max"] or 0
    same = Snapshot.objects.filter(year=period.year, month=period.last).first()
    if same and same.checksum == checksum:
        Snapshot.objects.filter(pk=same.pk).update(last_figure=newest, cutoff=at)
        return same
    payload = zlib.compress((text + "\n" + json.dumps(refs, separators=(",", ":"))).encode(), 1)
    made = Snapshot.objects.create(
        year=period.year,
        month=period.last,
        cutoff=at,
        last_figure=newest,
        figures=sum(map(len, refs)),
        checksum=checksum,
        payload=payload,
    )
    record("snapshot.frozen", made, by=by, checksum=checksum, figures=made.figures)
    return made


def freeze_due(*, by: Any, at: dt.datetime) -> list[Snapshot]:
    """Freeze the city's newest month when figures or definitions have come that it has not seen."""
    period = newest_period(home_only=True)
    if period is None:
        return []
    last = Snapshot.objects.filter(year=period.year, month=period.last).first()
    newest = Figure.objects.aggregate(Max("pk"))["pk__max"]
    if last and last.last_figure == newest and not catalogue.changed_since(last.cutoff):
        return []
    return [freeze(period=period, by=by, at=at)]


@lru_cache(maxsize=4)
@in_bulk()
def _read(pk: int) -> Frozen:
    payload = Snapshot.objects.values_list("payload", flat=True).get(pk=pk)
    text, refs = zlib.decompress(payload).decode().split("\n")
    body = json.loads(text)
    frozen = build(*(body["definitions"][name] for name in ("indicators", "places", "groups", "breakdowns")))
    supports = Table.from_rows(body.get("gdp_support", []))  # a snapshot of before there was one has none
    pairs = tuple(Pair.of(block) for block in body.get("consistency", []))
    return Frozen(frozen, body["thresholds"], _panel(frozen, body, json.loads(refs)), supports, pairs)


def content(snapshot: Snapshot) -> Frozen:
    """What a snapshot holds (读取快照); kept in memory, since it never changes."""
    return _read(snapshot.pk)


def _content(period: Period, at: dt.datetime) -> tuple[dict[str, Any], list[list[int]]]:
    """The canonical body, and beside it the ledger's row numbers, which differ between copies of a city."""
    blocks = catalogue.current_blocks()
    series, refs = _series(period, at)
    body = {
        "period": period.code,
        "definitions": dict(zip(("indicators", "places", "groups", "breakdowns"), blocks, strict=True)),
        "thresholds": catalogue.current_thresholds(),
        "gdp_support": catalogue.current_gdp_support(),
        "consistency": catalogue.current_consistency(),
        "series": series,
    }
    return body, refs


def _series(period: Period, at: dt.datetime) -> tuple[list[list[Any]], list[list[int]]]:
    until = Q(year__lt=period.year) | Q(year=period.year, last__lte=period.last) | Q(kind__in=AHEAD)
    known_then = Figure.objects.filter(until, posted_at__lte=at).order_by("pk")
    rows = known_then.values_list(*KEY, "value", "vintage", "pk")
    found: dict[tuple[Any, ...], dict[tuple[int, int, int], tuple[Any, ...]]] = {}
    for row in rows.iterator(chunk_size=20_000):
        found.setdefault(row[:5], {})[row[5:8]] = row[8:]
    series, refs = [], []
    for key in sorted(found):
        known = sorted((p, *said) for p, said in found[key].items() if said[0] is not None)
        if known:
            series.append([*key, [[*p, value, vintage[0]] for p, value, vintage, _ in known]])
            refs.append([ref for *_, ref in known])
    return series, refs


def _panel(catalogue: Catalogue, body: dict[str, Any], refs: list[list[int]]) -> Panel:
    panel = Panel(catalogue)
    for (indicator, place, part, kind, what, rows), ids in zip(body["series"], refs, strict=True):
        key = SeriesKey(indicator, place, Kind(kind), What(what), part)
        panel.add(key, _observations(rows, ids))
    return panel


def _observations(rows: list[list[Any]], ids: list[int]) -> Iterator[tuple[Period, Observation]]:
    for (year, first, last, value, vintage), ref in zip(rows, ids, strict=True):
        yield span(year, first, last), Observation(value, ref, vintage)
