"""Run every measure on a snapshot (测算)."""

from __future__ import annotations

import hashlib
import json
import zlib
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db import transaction

from diaodu.bureau.analyses.measures import MEASURES
from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.audit.actions import each, record
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.bureau.snapshots.models import Snapshot
from diaodu.economy.bulk import in_bulk
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Key, Result, Results


@in_bulk()
def compute(panel: Panel, period: Period) -> Results:
    """All measures of a month, in order (测算): a later measure may read the results of those before it."""
    results = Results()
    for measure in MEASURES:
        measure(panel, period, results)
    return results


@transaction.atomic
@in_bulk()
def run(*, snapshot: Snapshot, by: Any) -> Analysis:
    """Analyse a snapshot (分析); one that is analysed already is left as it is."""
    done = Analysis.objects.filter(snapshot=snapshot).first()
    if done:
        return done
    results = compute(snapshots.content(snapshot).panel, span(snapshot.year, 1, snapshot.month))
    text = _write(results)
    made = Analysis.objects.create(
        snapshot=snapshot,
        measures=len(results),
        checksum=hashlib.sha256(text).hexdigest(),
        payload=zlib.compress(text, 1),
    )
    record("analysis.run", made, by=by, results=len(results))
    return made


def run_due(*, by: Any) -> list[Analysis]:
    """Analyse every snapshot that has no analysis."""
    waiting = Snapshot.objects.exclude(pk__in=Analysis.objects.values("snapshot")).order_by("pk")
    return each(waiting, lambda one: run(snapshot=one, by=by), verb="analysis.failed", by=by)


def mark_judged(*, analysis: Analysis) -> None:
    """The rules have been through it (已研判), whether they found anything or not; only findings say so."""
    Analysis.objects.filter(pk=analysis.pk).update(judged=True)
    analysis.judged = True


def table(analysis: Analysis) -> Results:
    """The long table of an analysis (测算结果); kept in memory, since it never changes."""
    return _table(analysis.pk)


@lru_cache(maxsize=6)
@in_bulk()
def _table(pk: int) -> Results:
    blocks = json.loads(zlib.decompress(Analysis.objects.values_list("payload", flat=True).get(pk=pk)))
    return Results(
        (Key(measure, *row[:3]), Result(row[3], tuple(row[4]), row[5], row[6]))
        for measure, rows in blocks
        for row in rows
    )


def _write(results: Results) -> bytes:
    """Measure by measure, each a list of [indicator, place, part, value, sources, reason, note]."""
    blocks = [
        [measure, [[*key[1:], *result] for key, result in rows]]
        for measure, rows in groupby(results, key=lambda pair: pair[0].measure)
    ]
    return json.dumps(blocks, ensure_ascii=False, separators=(",", ":")).encode()
