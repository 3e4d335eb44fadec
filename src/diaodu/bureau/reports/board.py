"""The status board (报送情况): units × forms of a month, and what is counted of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from diaodu.bureau.directory.models import Unit
from diaodu.bureau.reports.models import Report, ReportQuery, Stage
from diaodu.economy.periods import Period, span

HEAVY = ("slots", "block")  # what no board reads


class State(StrEnum):
    """How a report stands, as a board shows it (报送状态)."""

    OPEN = "open"  # 未填报
    DRAFT = "draft"  # 填报中
    SUBMITTED = "submitted"  # 待审核
    REVIEWED = "reviewed"  # 待签发
    RETURNED = "returned"  # 退回
    SIGNED = "signed"  # 已签发
    LATE = "late"  # 迟报：已签发，过了时限
    MISSING = "missing"  # 未报：过了时限，没有签发，或签发后被退回
    CHANGED = "changed"  # 本单位更正，尚未重新签发


SIGNED = (State.SIGNED, State.LATE)


def state_of(report: Report, now: dt.datetime) -> State:
    """How a report stands (报送状态)."""
    if report.stage == Stage.SIGNED:
        return State.LATE if report.late(now) else State.SIGNED
    if report.reopened:
        return State.CHANGED
    return State.MISSING if now > report.deadline else State(report.stage)


class Tally(NamedTuple):
    """What a board counts (合计): `due` are all, `missing` those past their deadline and not handed in.

    Of these `refused` were signed and returned; `reopened` are apart, for their units are correcting them.
    """

    due: int = 0
    signed: int = 0
    in_time: int = 0
    late: int = 0
    missing: int = 0
    refused: int = 0
    reopened: int = 0
    corrections: int = 0
    minutes: int = 0
    filled: int = 0
    asked: int = 0

    @property
    def complete(self) -> float | None:
        """The share of what was asked that has been filled (完整率, %)."""
        return 100 * self.filled / self.asked if self.asked else None

    @property
    def fallen(self) -> int:
        """What has fallen due, or came before (到期)."""
        return self.in_time + self.late + self.missing + self.reopened

    @property
    def timely(self) -> float | None:
        """The share of what has fallen due that stands signed in time (按时率, %)."""
        return 100 * self.in_time / self.fallen if self.fallen else None


def tally(reports: Iterable[Report], now: dt.datetime) -> Tally:
    """Count reports (合计): only a signature that stands is in time or late."""
    found = [_counted(report, now) for report in reports]
    return Tally(*map(sum, zip(*found, strict=True))) if found else Tally()


def _counted(report: Report, now: dt.datetime) -> Tally:
    signed, late = report.signed_at is not None, report.late(now)
    missing = report.first_signed_at is None and late
    return Tally(
        due=1,
        signed=signed,
        in_time=signed and not late,
        late=signed and late,
        missing=missing,
        refused=missing and report.refused,
        reopened=report.reopened,
        corrections=report.corrections,
        minutes=report.minutes,
        filled=report.filled,
        asked=report.size,
    )


class Column(NamedTuple):
    """One form, or one week of a weekly one (一列)."""

    form: str
    name: str
    turn: int
    due_at: dt.datetime


class Row(NamedTuple):
    """One unit and its reports by column (一行); None where it does not owe that form."""

    unit: Unit
    reports: list[tuple[Report, State] | None]


class Group(NamedTuple):
    """Units of one sort (单位类别): counties and zones, departments."""

    kind: str
    columns: list[Column]
    rows: list[Row]


KINDS = ("county", "department")


def kind_of(unit: Unit) -> str:
    """Which sort of unit (单位类别)."""
    return "county" if unit.place else "department"


class Choice(NamedTuple):
    """Which of a month's reports (筛选); empty is all."""

    form: str = ""
    state: str = ""
    kind: str = ""


ALL = Choice()


def of_month(month: Period, person: Any, choice: Choice = ALL) -> ReportQuery:
    """A month's reports that a person may see (当月报表), without what no board reads."""
    found = Report.objects.open_to(person).of_month(month).prefetch_related("unit").defer(*HEAVY)
    if choice.form:
        found = found.filter(form=choice.form)
    if choice.kind in KINDS:
        found = found.filter(unit__place="") if choice.kind == "department" else found.exclude(unit__place="")
    return found.order_by("unit__order", "unit__code", "due_at", "form", "turn")


def chosen(reports: Iterable[Report], state: str, now: dt.datetime) -> list[Report]:
    """Those in a state (按状态筛选)."""
    return [one for one in reports if state in ("", state_of(one, now))]


def matrix(reports: Iterable[Report], now: dt.datetime) -> list[Group]:
    """Units × forms (状态表), one for each sort of unit, for they owe different forms."""
    sorts: dict[str, list[Report]] = {kind: [] for kind in KINDS}
    for report in reports:
        sorts[kind_of(report.unit)].append(report)
    return [_group(kind, found, now) for kind, found in sorts.items() if found]


def _group(kind: str, reports: list[Report], now: dt.datetime) -> Group:
    first: dict[tuple[str, int], Report] = {}
    for report in reports:
        known = first.setdefault((report.form, report.turn), report)
        if report.due_at < known.due_at:
            first[report.form, report.turn] = report
    order = sorted(first.values(), key=lambda r: (_first_due(first, r.form), r.form, r.turn))
    columns = [Column(r.form, r.name, r.turn, r.due_at) for r in order]
    place = {(column.form, column.turn): n for n, column in enumerate(columns)}
    rows: dict[int, Row] = {}
    for report in reports:
        row = rows.setdefault(report.unit_id, Row(report.unit, [None] * len(columns)))
        row.reports[place[report.form, report.turn]] = (report, state_of(report, now))
    return Group(kind, columns, list(rows.values()))


def _first_due(first: dict[tuple[str, int], Report], form: str) -> dt.datetime:
    return min(report.due_at for (code, _), report in first.items() if code == form)


def months(person: Any, most: int = 24) -> list[Period]:
    """The months that have reports, newest first (各期)."""
    found = Report.objects.open_to(person).order_by("-year", "-month").values_list("year", "month")
    return [span(year, month, month) for year, month in found.distinct()[:most]]


def current_month(person: Any, now: dt.datetime) -> Period | None:
    """The month that a board opens with (默认期): the newest that something has fallen due of."""
    fallen = Report.objects.open_to(person).filter(due_at__lte=now + dt.timedelta(days=7))
    newest = fallen.order_by("-year", "-month").values_list("year", "month").first()
    if newest is None:
        newest = Report.objects.open_to(person).order_by("year", "month").values_list("year", "month").first()
    return span(newest[0], newest[1], newest[1]) if newest else None


class Line(NamedTuple):
    """What is counted of one unit, or of one form (一行统计)."""

    name: str
    month: Tally
    year: Tally
    unit: Unit | None = None


def by_unit(month: Period, person: Any, now: dt.datetime) -> list[Line]:
    """Completeness, timeliness, corrections and minutes of each unit (各单位报送质量)."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    return [
        Line(units[pk].name, *pair, units[pk])
        for pk, pair in _counted_by("unit_id", month, person, now).items()
    ]


def by_form(month: Period, person: Any, now: dt.datetime) -> list[Line]:
    """The same of each form (各表报送质量)."""
    found = Report.objects.open_to(person).filter(year=month.year).order_by("form")
    names = dict(found.values_list("form", "name"))
    return [Line(names[code], *pair) for code, pair in _counted_by("form", month, person, now).items()]


def _counted_by(field: str, month: Period, person: Any, now: dt.datetime) -> dict[Any, tuple[Tally, Tally]]:
    seen = Report.objects.open_to(person).filter(year=month.year)
    year = _sums(seen.filter(month__lte=month.last), field, now)
    alone = _sums(seen.filter(month=month.last), field, now)
    order = seen.order_by("unit__order", "unit__code", "form").values_list(field, flat=True)
    return {key: (alone.get(key, Tally()), year[key]) for key in dict.fromkeys(order) if key in year}


def _sums(found: ReportQuery, field: str, now: dt.datetime) -> dict[Any, Tally]:
    """Counted by the database, for a year has thousands of reports."""
    dated = found.order_by().annotate(until=Coalesce("extended_to", "due_at"))
    signed, late = ~Q(signed_at=None), Q(first_signed_at__gt=F("until"))
    missing = Q(first_signed_at=None, until__lt=now)
    rows = dated.values(field).annotate(
        n_due=Count("pk"),
        n_signed=Count("pk", filter=signed),
        n_late=Count("pk", filter=signed & late),
        n_missing=Count("pk", filter=missing),
        n_refused=Count("pk", filter=missing & Q(corrections__gt=0)),
        n_reopened=Count("pk", filter=~signed & Q(corrections__gt=0, first_signed_at__isnull=False)),
        **{f"n_{name}": Sum(name) for name in ("corrections", "minutes", "filled", "size")},
    )
    return {row[field]: _tally(row) for row in rows}


def _tally(row: dict[str, Any]) -> Tally:
    signed, late = row["n_signed"], row["n_late"]
    sums = ("missing", "refused", "reopened", "corrections", "minutes", "filled", "size")
    return Tally(row["n_due"], signed, signed - late, late, *(row[f"n_{name}"] for name in sums))
