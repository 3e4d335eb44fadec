"""Judge an analysis and record what it shows (研判)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.audit.actions import each, record
from diaodu.bureau.findings.models import Finding
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy import findings as economy
from diaodu.economy.bulk import in_bulk
from diaodu.economy.periods import Period, span
from diaodu.economy.warning import judge
from diaodu.economy.warning.thresholds import Thresholds


@transaction.atomic
@in_bulk()
def judge_analysis(*, analysis: Analysis, by: Any) -> int:
    """Judge an analysis by all rules and record the findings (研判); judged once only."""
    if Finding.objects.filter(analysis=analysis).exists():
        analyses.mark_judged(analysis=analysis)
        return 0
    period = span(analysis.snapshot.year, 1, analysis.snapshot.month)
    frozen = snapshots.content(analysis.snapshot)
    before = _before(period)
    found = judge(
        analyses.table(analysis),
        frozen.catalogue,
        Thresholds.from_rows(frozen.thresholds, period.last_day),
        period,
        previous={key: _twin(row, period) for key, row in before.items()},
    )
    Finding.objects.bulk_create((_row(f, analysis, before) for f in found), batch_size=500)
    analyses.mark_judged(analysis=analysis)
    record("findings.judged", analysis, by=by, findings=len(found))
    return len(found)


def record_due(*, by: Any) -> int:
    """Judge every analysis not yet judged, the earliest month first, since lights look back."""
    waiting = Analysis.objects.filter(judged=False)
    waiting = waiting.select_related("snapshot").order_by("snapshot__year", "snapshot__month", "pk")
    return sum(each(waiting, lambda one: judge_analysis(analysis=one, by=by), verb="findings.failed", by=by))


def _before(period: Period) -> dict[str, Finding]:
    """The findings of the month before, by key (上期)."""
    earlier = span(period.year, 1, period.last - 1) if period.last > 1 else span(period.year - 1, 1, 12)
    last = (
        Analysis.objects.filter(judged=True, snapshot__year=earlier.year, snapshot__month=earlier.last)
        .order_by("-pk")
        .first()
    )
    return {f.key: f for f in Finding.objects.filter(analysis=last)} if last else {}


def _twin(row: Finding, period: Period) -> economy.Finding:
    light = economy.Light(row.light)
    clauses = tuple(economy.Clause(**clause) for clause in row.clauses)
    when = span(row.year, 1, row.month)
    return economy.Finding(
        row.rule, row.indicator, row.place, when, light, row.text, clauses, row.part, tuple(row.sources)
    )


def _row(found: economy.Finding, analysis: Analysis, before: dict[str, Finding]) -> Finding:
    last = before.get(found.key)
    lasting = last is not None and last.light == found.light
    return Finding(
        analysis=analysis, key=found.key, rule=found.rule, indicator=found.indicator, place=found.place,
        part=found.part, year=analysis.snapshot.year, month=analysis.snapshot.month, light=found.light.value,
        text=found.text, clauses=[asdict(clause) for clause in found.clauses], sources=list(found.sources),
        months=last.months + 1 if last and lasting else 1,
    )  # fmt: skip
