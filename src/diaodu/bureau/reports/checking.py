"""A report put to the checks on entry (录入校验): what is doubted, and what has been explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports.models import Explanation, Report
from diaodu.economy import entry
from diaodu.economy.entry import Case, Hit, Severity
from diaodu.economy.forms import Form, Slot
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import span

YEARS = 5  # how far back a unit's own history is read
COLUMNS = ("indicator", "place", "part", "kind", "what", "year", "first", "last", "value", "pk", "vintage")


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


def case(report: Report, values: Mapping[str, float | None]) -> Case:
    """The report beside its own history (待校验报表)."""
    catalogue, slots = catalogues.current(), report.asked
    filled = {slot: values.get(slot.code) for slot in slots if slot.indicator in catalogue.indicators}
    return Case(Form.of(report.block), report.period, filled, history(slots, catalogue), {})


def history(slots: list[Slot], catalogue: Catalogue) -> Panel:
    """What the ledger knows of the report's series before it (历史数据), its own figures left out."""
    panel, asked = Panel(catalogue), set(slots)
    since = min((slot.year for slot in slots), default=0) - YEARS
    figures = Figure.objects.filter(
        indicator__in={s.indicator for s in slots}, place__in={s.place for s in slots}, year__gte=since
    )
    for *key, value, pk, vintage in figures.order_by("pk").values_list(*COLUMNS).iterator(chunk_size=5_000):
        slot = Slot(*key)
        if slot not in asked and value is not None:
            series = SeriesKey(slot.indicator, slot.place, Kind(slot.kind), What(slot.what), slot.part)
            panel.put(series, span(slot.year, slot.first, slot.last), value, pk, vintage)
    return panel


def _key(one: Explanation) -> str:
    return f"{one.check_code}|{one.series}|{one.values}"
