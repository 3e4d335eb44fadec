"""One analysed month, ready to be read by papers and pages (当月材料)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.findings.models import Finding
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Clause, Light
from diaodu.economy.findings import Finding as Judgement
from diaodu.economy.indicators import Catalogue, Indicator
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Result, Results

LIGHT_RULE = "indicator_light"


@dataclass(frozen=True)
class Month:
    """All that is known of one month (当月): everything in it is frozen, so it can be kept in memory."""

    analysis_id: int
    checksum: str  # of the snapshot
    period: Period  # cumulative to the month
    catalogue: Catalogue
    panel: Panel
    results: Results
    findings: tuple[Finding, ...]

    @cached_property
    def lights(self) -> dict[tuple[str, str], Finding]:
        """The light of an indicator at a place (灯)."""
        return {(f.indicator, f.place): f for f in self.findings if f.rule == LIGHT_RULE}

    @cached_property
    def indicators(self) -> list[Indicator]:
        """The indicators that our city or a county has ever had a figure of, in order (本市有数的指标)."""
        ours = {self.catalogue.city.code, *(place.code for place in self.catalogue.counties)}
        had = {key.indicator for key, _ in self.results if key.measure == "growth" and key.place in ours}
        return sorted((i for i in self.catalogue if i.code in had), key=lambda i: (i.order, i.code))

    def light(self, indicator: str, place: str) -> Finding | None:
        return self.lights.get((indicator, place))

    def result(self, measure: str, indicator: Indicator, place: Place, part: str = "") -> Result:
        """One computed number; the measures are listed in bureau/analyses/measures.py."""
        return self.results.get(measure, indicator.code, place.code, part)


def of(analysis: Analysis) -> Month:
    """The month of an analysis (取当月材料); kept in memory, since an analysis never changes."""
    return _month(analysis.pk)


def latest(period: Period | None = None) -> Month | None:
    """The newest month analysed and judged, or that of one period (最新一期)."""
    found = Analysis.objects.filter(judged=True)
    if period:
        found = found.filter(snapshot__year=period.year, snapshot__month=period.last)
    newest = found.order_by("-snapshot__year", "-snapshot__month", "-pk").values_list("pk", flat=True).first()
    return _month(newest) if newest else None


def judged(period: Period) -> dict[str, Judgement]:
    """A month's findings by key, as they were last judged (当时的研判); none for one never judged."""
    found = Analysis.objects.filter(
        judged=True, snapshot__year=period.year, snapshot__month=period.last
    ).order_by("-pk")
    rows = Finding.objects.filter(analysis=found.first()) if found else ()
    return {row.key: _judgement(row) for row in rows}


def newest_judged() -> int:
    """The number of the analysis judged last (最近研判); 0 where there is none."""
    return Analysis.objects.filter(judged=True).order_by("-pk").values_list("pk", flat=True).first() or 0


def _judgement(row: Finding) -> Judgement:
    clauses = tuple(Clause(**clause) for clause in row.clauses)
    when = span(row.year, 1, row.month)
    return Judgement(
        row.rule, row.indicator, row.place, when, Light(row.light), row.text, clauses, row.part,
        tuple(row.sources),
    )  # fmt: skip


def periods() -> list[Period]:
    """The months that have been analysed, newest first (已分析的各期)."""
    pairs = Analysis.objects.order_by("-snapshot__year", "-snapshot__month").values_list(
        "snapshot__year", "snapshot__month"
    )
    return [span(year, 1, month) for year, month in dict.fromkeys(pairs)]


@lru_cache(maxsize=6)
def _month(pk: int) -> Month:
    analysis = Analysis.objects.select_related("snapshot").get(pk=pk)
    frozen = snapshots.content(analysis.snapshot)
    return Month(
        analysis_id=pk,
        checksum=analysis.snapshot.checksum,
        period=span(analysis.snapshot.year, 1, analysis.snapshot.month),
        catalogue=frozen.catalogue,
        panel=frozen.panel,
        results=analyses.table(analysis),
        findings=tuple(Finding.objects.filter(analysis=analysis)),
    )
