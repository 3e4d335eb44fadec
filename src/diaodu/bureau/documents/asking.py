"""Books to put questions to (取数册): the ledger as it stands, or a month as frozen; and what a source is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from threading import Lock
from typing import Any

from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.audit.models import Event
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.figures.models import KEY, Figure, Vintage
from diaodu.bureau.findings import month as months
from diaodu.bureau.findings.month import Month
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy.bulk import in_bulk
from diaodu.economy.indicators import Catalogue, Indicator, Kind, What
from diaodu.economy.panel import Observation, Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.phrases.book import Book
from diaodu.economy.results import Ref
from diaodu.economy.warning.thresholds import Thresholds

KINDS = {
    Kind.OFFICIAL: "法定统计", Kind.DEPARTMENTAL: "部门行政数据", Kind.ESTIMATE: "预计",
    Kind.TARGET: "目标", Kind.PLAN: "计划",
}  # fmt: skip
WHATS = {What.LEVEL: "数值", What.GROWTH: "同比增速", What.BASE: "上年同期"}
STANDS, REVISED, WITHDRAWN = "现行", "已修订", "已撤销"
_BLOCK = 900  # numbers that one query may name
_reading = Lock()


def present() -> Book:
    """The ledger and the definitions as they stand now (现行取数册); kept until either moves on."""
    newest = Figure.objects.aggregate(newest=Max("pk"))["newest"] or 0
    loaded = Event.objects.filter(verb=catalogue.LOADED).aggregate(newest=Max("pk"))["newest"] or 0
    with _reading:  # two readers at once must not both read the whole ledger
        return _present(newest, loaded, months.newest_judged())


def of(month: Month) -> Book:
    """A month as it was frozen (当月取数册)."""
    return _of(month.analysis_id)


def newest(book: Book) -> Period | None:
    """The last month that has figures of our city (最新一期)."""
    return _newest(book.panel)


def periods(book: Book) -> list[Period]:
    """The months that our city has figures of, newest first (有数各期)."""
    return [span(year, 1, last) for year, last in reversed(_ends(book.panel))]


def plain(expression: str) -> str:
    """An expression, also one copied with the braces of a placeholder (去花括号)."""
    bare = expression.strip()
    if bare.startswith(("{{", "｛｛")) and bare.endswith(("}}", "｝｝")):
        return bare[2:-2].strip()
    return expression


def details(refs: Iterable[Ref]) -> dict[Ref, dict[str, Any]]:
    """What each source says and where it stands (来源明细), for many at once."""
    wanted = dict.fromkeys(refs)
    known = catalogue.current()
    found = {}
    for block in _blocks(wanted):
        for row in _rows(block):
            found[row["pk"]] = _detail(row, known)
    return {ref: found[ref] for ref in wanted if ref in found}


@lru_cache(maxsize=1)
def _present(newest: int, loaded: int, judged: int) -> Book:
    panel = _ledger(newest, loaded)
    return Book(panel, _in_force(catalogue.current_thresholds(), _newest(panel)), months.judged)


@lru_cache(maxsize=1)
def _ledger(newest: int, loaded: int) -> Panel:
    return _panel(catalogue.current(), newest)


@lru_cache(maxsize=4)
def _of(pk: int) -> Book:
    snapshot = Analysis.objects.select_related("snapshot").get(pk=pk).snapshot
    frozen = snapshots.content(snapshot)
    in_force = _in_force(frozen.thresholds, span(snapshot.year, 1, snapshot.month))
    return Book(frozen.panel, in_force, months.judged)


def _in_force(rows: list[dict[str, Any]], period: Period | None) -> Thresholds:
    """The thresholds of the month's last day, by which the month is judged."""
    return Thresholds.from_rows(rows, period.last_day if period else None)


@in_bulk()
def _panel(known: Catalogue, newest: int) -> Panel:
    """Of each figure the last posted; withdrawn ones are not there."""
    figures = Figure.objects.filter(pk__lte=newest).order_by("pk").values_list(*KEY, "value", "pk", "vintage")
    rows = figures.iterator(chunk_size=20_000)
    marks = {vintage.value: vintage.value[0] for vintage in Vintage}
    found: dict[tuple[str, ...], dict[Period, Observation]] = {}
    for indicator, place, part, kind, what, year, first, last, value, ref, vintage in rows:
        key = (indicator, place, kind, what, part)
        series = found.get(key)
        if series is None:
            series = found[key] = {}
        period = span(year, first, last)
        if value is not None:
            series[period] = Observation(value, ref, marks[vintage])
        else:
            series.pop(period, None)
    panel = Panel(known)
    for (indicator, place, kind, what, part), series in sorted(found.items()):
        if series:
            panel.add(SeriesKey(indicator, place, Kind(kind), What(what), part), series.items())
    return panel


def _newest(panel: Panel) -> Period | None:
    ends = _ends(panel)
    return span(ends[-1][0], 1, ends[-1][1]) if ends else None


def _ends(panel: Panel) -> list[tuple[int, int]]:
    """The last months of our city's actual figures, in order; of anybody's where it has none yet."""
    ours = {place.code for place in panel.catalogue.places.values() if place.home}

    def found() -> list[tuple[int, int]]:
        actual = [(key.place, s) for key, s in panel if key.kind not in snapshots.AHEAD]
        own = [s for place, s in actual if place in ours] or [s for _, s in actual]
        return sorted({(period.year, period.last) for series in own for period in series})

    ends: list[tuple[int, int]] = panel.remember("ends of our city's figures", found)
    return ends


def _blocks(refs: Iterable[Ref]) -> Iterator[Sequence[Ref]]:
    left = iter(refs)
    while block := list(islice(left, _BLOCK)):
        yield block


def _rows(refs: Sequence[Ref]) -> Iterable[dict[str, Any]]:
    """Rows of the ledger, each with the newest row of the same figure."""
    same = Figure.objects.filter(**{name: OuterRef(name) for name in KEY}).order_by("-pk")
    fields = (*KEY, "pk", "value", "vintage", "cell", "posted_at")
    return (
        Figure.objects.filter(pk__in=refs)
        .annotate(
            newest=Subquery(same.values("pk")[:1]),
            stands=Subquery(same.values("value")[:1]),
            file=F("source__name"),
        )
        .values(*fields, "newest", "stands", "file")
    )


def _detail(row: dict[str, Any], known: Catalogue) -> dict[str, Any]:
    indicator, place = known.indicators.get(row["indicator"]), known.places.get(row["place"])
    return {
        "id": row["pk"],
        "indicator": indicator.name if indicator else row["indicator"],
        "place": place.name if place else row["place"],
        "part": _part(known, row),
        "period": span(row["year"], row["first"], row["last"]).label,
        "kind": KINDS[Kind(row["kind"])],
        "what": WHATS[What(row["what"])],
        "vintage": str(Vintage(row["vintage"]).label),
        "state": _state(row),
        "value": row["value"],
        "unit": _unit(indicator, row["what"]),
        "file": row["file"],
        "cell": row["cell"],
        "posted_at": timezone.localtime(row["posted_at"]).isoformat(timespec="seconds"),
    }


def _unit(indicator: Indicator | None, what: str) -> str:
    if what == What.GROWTH:
        return "百分点" if indicator and indicator.growth_basis == "points" else "%"
    return indicator.unit if indicator else ""


def _part(known: Catalogue, row: dict[str, Any]) -> str:
    indicator = known.indicators.get(row["indicator"])
    breakdown = known.breakdowns.get(indicator.parts) if indicator else None
    named = {part.code: part.name for part in breakdown.parts} if breakdown else {}
    return named.get(row["part"], row["part"])


def _state(row: dict[str, Any]) -> str:
    if row["stands"] is None:
        return WITHDRAWN
    return STANDS if row["newest"] == row["pk"] else REVISED
