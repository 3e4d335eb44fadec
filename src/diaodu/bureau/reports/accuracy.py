"""Each unit's past estimates against what came of them (预计准确度).

The estimate that counts is the last that was signed before the deadline, with its extension. What was signed
later, or returned after it was signed, is kept and listed with its reason.
An imported estimate counts where a date shows that it was in time.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.models import Unit
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports.models import Report, Step
from diaodu.economy import accuracy
from diaodu.economy.accuracy import Error, Lean
from diaodu.economy.forms import Form, Matter, Office, Rhythm, Slot
from diaodu.economy.growth import growth
from diaodu.economy.indicators import Catalogue, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Result

MONTHS = 12
UNPROVED = "台账补录，没有发布日期，不能证明是按时预计的"
COLUMNS = ("indicator", "place", "part", "kind", "what", "year", "first", "last")


class Said(NamedTuple):
    """One estimate as a unit signed it (预计版本)."""

    value: float
    at: dt.datetime | None
    why: str = ""  # 改动或退回的原因


@dataclass(frozen=True)
class Line:
    """One estimate and what came of it (预计与实际)."""

    unit: Unit
    slot: Slot
    indicator: Indicator
    counts: Said | None  # 时限前最后签发的
    later: tuple[Said, ...]  # 时限后签发的、被退回的，留存不计
    actual: Result
    note: str = ""

    @property
    def period(self) -> Period:
        """What was estimated (统计期)."""
        return self.slot.period

    @property
    def error(self) -> Error | None:
        """How far it lay (误差); None where it does not count or nothing is published yet."""
        if self.counts is None or self.actual.value is None:
            return None
        return accuracy.error(self.counts.value, self.actual.value, What(self.slot.what))


@dataclass(frozen=True)
class Course:
    """One unit's estimates of one indicator, the oldest first (一个指标的历次预计)."""

    lines: tuple[Line, ...]

    @property
    def errors(self) -> list[Error]:
        """The errors known (误差)."""
        return [line.error for line in self.lines if line.error is not None]

    @property
    def bias(self) -> float | None:
        """The mean lean of the last six (平均偏差)."""
        return accuracy.bias(self.errors)

    @property
    def lean(self) -> Lean:
        """Always high, always low (偏向)."""
        return accuracy.lean(self.errors)

    @property
    def score(self) -> float | None:
        """The mean score (平均得分)."""
        return accuracy.mean_score(self.errors)


@dataclass(frozen=True)
class Record:
    """How a unit has estimated (单位预计准确度)."""

    unit: Unit
    courses: tuple[Course, ...] = field(default=())

    @property
    def lines(self) -> list[Line]:
        """Every estimate, the newest period first (明细)."""
        every = (line for course in self.courses for line in course.lines)
        return sorted(every, key=lambda one: (-one.period.year, -one.period.last, one.indicator.order))

    @property
    def errors(self) -> list[Error]:
        """All errors known (误差)."""
        return [error for course in self.courses for error in course.errors]

    @property
    def score(self) -> float | None:
        """The mean score of all (平均得分)."""
        return accuracy.mean_score(self.errors)

    @property
    def leaning(self) -> list[Course]:
        """The indicators that it always estimates to one side (一贯偏高、偏低)."""
        return [course for course in self.courses if course.lean]


def of_unit(unit: Unit, upto: Period, months: int = MONTHS) -> Record:
    """One unit's record over the months up to one (本单位预计准确度)."""
    return next(iter(_records([unit], upto, months)))


def ranking(upto: Period, months: int = MONTHS) -> list[Record]:
    """All units that have estimated, the best first (各单位预计准确度排名)."""
    found = [one for one in _records(Unit.objects.filter(retired=False), upto, months) if one.courses]
    return sorted(found, key=lambda one: (one.score is None, -(one.score or 0.0), one.unit.order))


def _records(units: Iterable[Unit], upto: Period, months: int) -> list[Record]:
    catalogue = catalogues.current()
    chosen = {unit.pk: unit for unit in units}
    said = _signed(chosen, upto, months)
    _imported(said, chosen, catalogue, upto, months)
    panel = _actuals({slot for _, slot in said}, catalogue)
    courses: dict[int, dict[tuple[str, ...], list[Line]]] = defaultdict(lambda: defaultdict(list))
    for (pk, slot), told in said.items():
        if slot.indicator in catalogue.indicators:
            line = _line(chosen[pk], slot, catalogue, panel, told)
            courses[pk][slot.indicator, slot.place, slot.part, slot.what].append(line)
    return [Record(unit, _courses(courses[pk])) for pk, unit in chosen.items()]


def _courses(found: Mapping[tuple[str, ...], list[Line]]) -> tuple[Course, ...]:
    made = [Course(tuple(sorted(lines, key=lambda one: one.period))) for lines in found.values()]
    return tuple(sorted(made, key=lambda one: (one.lines[0].indicator.order, one.lines[0].slot)))


class Told(NamedTuple):
    """All that a unit said of one number (历次预计)."""

    counts: Said | None
    later: tuple[Said, ...]
    note: str = ""


def _line(unit: Unit, slot: Slot, catalogue: Catalogue, panel: Panel, told: Told) -> Line:
    one = catalogue.indicators[slot.indicator]
    return Line(unit, slot, one, told.counts, told.later, _actual(panel, one, slot), told.note)


def _signed(units: Mapping[int, Unit], upto: Period, months: int) -> dict[tuple[int, Slot], Told]:
    """What was signed on the desk (签发的预计): weekly sheets only where no monthly one asks the same."""
    found: dict[tuple[int, Slot], Told] = {}
    reports = Report.objects.filter(_window(upto, months, "month"), unit__in=units, matter=Matter.ESTIMATE)
    acts = (Step.Act.SIGNED, Step.Act.REOPENED, Step.Act.RETURNED)
    steps = Step.objects.filter(report__in=reports, act__in=acts).select_related("report", "version")
    by_report: dict[Report, list[Step]] = defaultdict(list)
    for step in steps.order_by("report__turn", "pk"):
        by_report[step.report].append(step)
    weekly = [report for report in by_report if report.turn]
    for report in (*weekly, *(one for one in by_report if not one.turn)):
        for slot, told in _told(report, by_report[report]).items():
            if told.counts or (report.unit_id, slot) not in found:
                found[report.unit_id, slot] = told
    return found


def _told(report: Report, steps: list[Step]) -> dict[Slot, Told]:
    """Of one report: the last version signed in time, and the others with their reasons."""
    in_time: dict[Slot, Said] = {}
    later: dict[Slot, list[Said]] = defaultdict(list)
    why, before = "", ""
    for step in steps:
        if step.act == Step.Act.RETURNED and before == Step.Act.SIGNED:  # refused: as if never handed in
            for slot, one in in_time.items():
                later[slot].append(one._replace(why=step.text))
            in_time = {}
        before = step.act
        if step.act != Step.Act.SIGNED or step.version is None:
            why = step.text
            continue
        values = json.loads(step.version.content)["values"]
        said = {Slot(*key): Said(float(value), step.at, why) for _, key, value in values}
        why = ""
        if step.at <= report.deadline:
            in_time = said  # all of it: a number that was taken back counts no more
            continue
        for slot, one in said.items():
            later[slot].append(one)
    return {slot: Told(in_time.get(slot), tuple(later[slot])) for slot in {*in_time, *later}}


def _imported(
    found: dict[tuple[int, Slot], Told],
    units: Mapping[int, Unit],
    catalogue: Catalogue,
    upto: Period,
    months: int,
) -> None:
    """Estimates that came in by workbook (补录的预计): whose they are is told by the forms."""
    forms = [one for one in catalogues.current_forms() if _monthly(one)]
    owners = _Owners(forms, list(units.values()), catalogue)
    rows = Figure.objects.filter(
        _window(upto, months, "last"), kind=Kind.ESTIMATE, value__isnull=False, source__unit__isnull=True
    )
    if len(places := {unit.place for unit in units.values()}) == 1:
        rows = rows.filter(place__in=[*filter(None, places)] or [catalogue.city.code])
    columns = rows.order_by().values_list("pk", *COLUMNS, "value", "released", "posted_at")
    dated: dict[tuple[int, Slot], list[tuple[float, dt.datetime, bool]]] = defaultdict(list)
    for _, *key, value, released, posted in sorted(columns):
        slot = Slot(*key)
        owner = owners.of(slot)
        if owner is not None and (owner.unit.pk, slot) not in found:
            dated[owner.unit.pk, slot].append(_dated(value, released, posted, owner.due(slot)))
    for at, versions in dated.items():
        counts = [Said(value, when) for value, when, in_time in versions if in_time]
        late = tuple(Said(value, when) for value, when, in_time in versions if not in_time)
        found[at] = Told(counts[-1] if counts else None, late, "" if counts else UNPROVED)


def _dated(
    value: float, released: dt.date | None, posted: dt.datetime, due: dt.datetime
) -> tuple[float, dt.datetime, bool]:
    if released is None:
        return value, posted, posted <= due
    at = timezone.make_aware(dt.datetime.combine(released, dt.time()))
    return value, at, at.date() <= due.date()


class _Owner(NamedTuple):
    """The unit that an estimate is of, and the form that asks it for it."""

    unit: Unit
    form: Form
    calendar: Any

    def due(self, slot: Slot) -> dt.datetime:
        month = span(slot.year, slot.last, slot.last)
        return timezone.make_aware(self.form.due.on(month, self.calendar))


class _Owners:
    """Whose an estimate is (填报单位): by the form that asks for it, each series looked up once."""

    def __init__(self, forms: list[Form], units: list[Unit], catalogue: Catalogue) -> None:
        self._forms, self._units, self._catalogue = forms, units, catalogue
        self._calendar = catalogues.workdays()
        self._known: dict[tuple[str, str, int], _Owner | None] = {}

    def of(self, slot: Slot) -> _Owner | None:
        key = (slot.indicator, slot.place, slot.last)
        if key not in self._known:
            self._known[key] = next(self._asked(slot), None)
        return self._known[key]

    def _asked(self, slot: Slot) -> Iterator[_Owner]:
        if slot.indicator not in self._catalogue.indicators:
            return
        lead = self._catalogue.indicators[slot.indicator].responsible
        month, city = span(slot.year, slot.last, slot.last), slot.place == self._catalogue.city.code
        for unit in self._units:
            if unit.place == slot.place or (city and unit.code == lead):
                office = Office(unit.code, unit.name, unit.place)
                for form in self._forms:
                    if form.addresses(office, self._catalogue) and form.due_in(month):
                        yield _Owner(unit, form, self._calendar)


def _monthly(form: Form) -> bool:
    return form.matter is Matter.ESTIMATE and form.rhythm is not Rhythm.WEEK


def _window(upto: Period, months: int, last: str) -> Q:
    """So many months up to one (起止期)."""
    end = upto.year * 12 + upto.last
    year, month = divmod(end - months, 12)  # the month before the first
    since = Q(year__gt=year) | Q(year=year, **{f"{last}__gt": month})
    until = Q(year__lt=upto.year) | Q(year=upto.year, **{f"{last}__lte": upto.last})
    return since & until


def _actuals(slots: set[Slot], catalogue: Catalogue) -> Panel:
    """What is published of the same numbers (实际数), with last year's for growth that is computed."""
    panel = Panel(catalogue)
    known = {slot for slot in slots if slot.indicator in catalogue.indicators}
    if not known:
        return panel
    years = {slot.year for slot in known}
    rows = Figure.objects.filter(
        indicator__in={slot.indicator for slot in known},
        place__in={slot.place for slot in known},
        part__in={slot.part for slot in known},
        year__in=years | {year - 1 for year in years},
    ).exclude(kind__in=(Kind.ESTIMATE, Kind.TARGET, Kind.PLAN))
    newest = {row[1:-1]: row for row in sorted(rows.order_by().values_list("pk", *COLUMNS, "value"))}
    for pk, indicator, place, part, kind, what, year, first, last, value in newest.values():
        if value is not None:
            series = SeriesKey(indicator, place, Kind(kind), What(what), part)
            panel.put(series, span(year, first, last), value, pk)
    return panel


def _actual(panel: Panel, one: Indicator, slot: Slot) -> Result:
    """What came of it (实际数): of the indicator's own kind, never another estimate."""
    if slot.what == What.GROWTH:
        return growth(panel, one, slot.place, slot.period, slot.part)
    seen = panel.at(one, slot.place, slot.period, What(slot.what), slot.part)
    return Result(seen.value, (seen.ref,)) if seen else Result.missing(f"{slot.period.label}尚未公布")


__all__ = ["Course", "Line", "Record", "Said", "of_unit", "ranking"]
