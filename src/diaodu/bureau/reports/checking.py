"""A report put to the checks on entry (录入校验): what is doubted, and what has been explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from diaodu.bureau.audit.models import Event
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.models import Unit
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports.models import Explanation, Report
from diaodu.economy import entry
from diaodu.economy.bulk import in_bulk
from diaodu.economy.entry import Case, Hit, Pattern, Severity, digit_patterns
from diaodu.economy.forms import Form, Matter, Slot
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.panel import Observation, Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.warning.thresholds import Thresholds

YEARS = 6  # how far back a unit's own history is read
SHORT = 1  # what estimates and targets are held against
MONTHS = 36  # a unit's numbers whose digits are looked at
FEW = 100  # parts named in a query
COLUMNS = ("pk", "indicator", "place", "part", "kind", "what", "year", "first", "last", "value")


class Doubt(NamedTuple):
    """A hit, and what the unit said of these very values (疑点与说明)."""

    hit: Hit
    said: Explanation | None

    @property
    def open(self) -> bool:
        """Whether it stands in the way of signing (未了结)."""
        return self.hit.severity is Severity.FIX or (
            self.hit.severity is Severity.EXPLAIN and self.said is None
        )


def doubts(report: Report, values: Mapping[str, float | None]) -> list[Doubt]:
    """All doubts about a report's values, by slot code (校验)."""
    said = {_key(one): one for one in report.explanations.all()}
    return [Doubt(hit, said.get(hit.key)) for hit in entry.check(case(report, values))]


def remembered(report: Report, hits: Iterable[Hit]) -> dict[str, Explanation]:
    """What the unit last said of the same doubts in other months (以往说明), by hit key: offered again."""
    asked = {(hit.check, hit.series): hit.key for hit in hits}
    before = Explanation.objects.filter(
        report__unit=report.unit_id,
        check_code__in={check for check, _ in asked},
        series__in={series for _, series in asked},
    ).exclude(report=report.pk)
    newest = before.order_by("report__year", "report__month", "pk") if asked else Explanation.objects.none()
    found = {(one.check_code, one.series): one for one in newest}
    return {key: found[doubt] for doubt, key in asked.items() if doubt in found}


def patterns(unit: Unit, upto: Period) -> list[Pattern]:
    """What is odd in the digits of all that a unit has signed up to a month (数字特征); for dispatchers."""
    return digit_patterns(written(unit, upto))


def written(unit: Unit, upto: Period) -> Iterator[str]:
    """The amounts that a unit signed in the past years, as it writes them (填报数): decimals by series."""
    end = upto.year * 12 + upto.last
    rows = Figure.objects.filter(
        source__unit=unit.pk, what=What.LEVEL, year__gte=(end - MONTHS) // 12, value__isnull=False
    ).exclude(kind__in=(Kind.ESTIMATE, Kind.TARGET, Kind.PLAN))
    newest = {row[1:-1]: row for row in sorted(rows.values_list(*COLUMNS))}
    series: dict[tuple[Any, ...], list[float]] = defaultdict(list)
    for _, *key, year, _, last, value in newest.values():
        if end - MONTHS < year * 12 + last <= end and value:
            series[tuple(key)].append(value)
    for values in series.values():
        decimals = max(_decimals(value) for value in values)
        yield from (f"{value:.{decimals}f}" for value in values)


def case(report: Report, values: Mapping[str, float | None]) -> Case:
    """The report beside its own history (待校验报表)."""
    catalogue, rows = _definitions()
    slots = [slot for slot in report.asked if slot.indicator in catalogue.indicators]
    limits = Thresholds.from_rows(rows, report.period.last_day)
    panel, filed = history(slots, catalogue, Matter(report.matter))
    filled = {slot: values.get(slot.code) for slot in slots}
    return Case(Form.of(report.block), report.period, filled, panel, limits, filed)


@in_bulk()
def history(
    slots: list[Slot], catalogue: Catalogue, matter: Matter = Matter.ACTUAL
) -> tuple[Panel, dict[Slot, float]]:
    """What the ledger knows beside the report (历史数据), and what it now says of the report's own slots."""
    found: dict[tuple[Any, ...], dict[tuple[int, ...], float | None]] = defaultdict(dict)
    for _, indicator, place, part, kind, what, year, first, last, value in _rows(slots, catalogue, matter):
        found[indicator, place, part, kind, what][year, first, last] = value
    filed = {slot: found[slot[:5]].pop(slot[5:], None) for slot in slots if slot[:5] in found}
    panel = Panel(catalogue)
    for (indicator, place, part, kind, what), series in found.items():
        key = SeriesKey(indicator, place, Kind(kind), What(what), part)
        known = ((span(*when), Observation(v, 0)) for when, v in series.items() if v is not None)
        panel.add(key, known)
    return panel, {slot: value for slot, value in filed.items() if value is not None}


def _rows(slots: list[Slot], catalogue: Catalogue, matter: Matter) -> list[tuple[Any, ...]]:
    """The ledger's rows of the report's series, the later posted last.

    Sorted here, for a database asked to sort by number would rather walk the whole ledger by number.
    """
    if not slots:
        return []
    indicators, year = {slot.indicator for slot in slots}, max(slot.year for slot in slots)
    own = {catalogue.indicators[code].kind.value for code in indicators}
    kinds = own | {slot.kind for slot in slots}
    back = YEARS if matter is Matter.ACTUAL else SHORT
    wanted = Q(kind__in=kinds, year__gte=year - back) & (~Q(what=What.BASE) | Q(year__gte=year - 2))
    if matter is Matter.ACTUAL:
        wanted |= Q(kind__in=(Kind.TARGET, Kind.PLAN), year__gte=year - 1)
    figures = Figure.objects.filter(wanted, indicator__in=indicators).order_by()
    if len(parts := {slot.part for slot in slots}) <= FEW:
        figures = figures.filter(part__in=parts | {""})
    if matter is Matter.ACTUAL and {slot.what for slot in slots} == {What.LEVEL.value}:
        figures = figures.filter(what=What.LEVEL)
    places, city = {slot.place for slot in slots}, catalogue.city.code
    found = list(figures.filter(place__in=places).values_list(*COLUMNS).iterator(chunk_size=10_000))
    if city not in places:  # a county's report is held against the city's figures of the same months
        ends = {slot.last for slot in slots}
        found += figures.filter(place=city, year__gte=year, last__in=ends).values_list(*COLUMNS)
    return sorted(found)


def _definitions() -> tuple[Catalogue, list[dict[str, Any]]]:
    """Catalogue and limits as last loaded (现行定义): built once, for thousands of reports read them."""
    loaded = Event.objects.filter(verb=catalogues.LOADED).order_by("-pk").values_list("pk", "at").first()
    return _loaded(loaded) if loaded else (catalogues.current(), catalogues.current_thresholds())


@lru_cache(maxsize=2)
def _loaded(_mark: tuple[Any, ...]) -> tuple[Catalogue, list[dict[str, Any]]]:
    return catalogues.current(), catalogues.current_thresholds()


def _decimals(value: float) -> int:
    return len(f"{value:.12g}".partition(".")[2]) if abs(value) < 1e9 else 0


def _key(one: Explanation) -> str:
    return f"{one.check_code}|{one.series}|{one.values}"
