"""Remind before, on and after the day; tell at once whose turn it is; urge by hand (提醒、催报).

What is to be told is worked out anew at every turn from the reports as they stand; the key of a notice
sees to it that nobody is told twice, however often the loop runs or is killed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from diaodu.bureau.audit.actions import each, record
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.directory.permissions import OF_A_UNIT, Permission, require
from diaodu.bureau.notices import actions as notices
from diaodu.bureau.notices.models import Notice
from diaodu.bureau.reports.models import Report, Stage, Step
from diaodu.bureau.reports.steps import MOVES, day_and_hour, link_to, locked, write
from diaodu.economy.errors import Refusal
from diaodu.economy.workdays import WorkCalendar

MORNING = dt.time(9, 0)
RUNGS = (-2, 0, 1, 3)
SINCE = dt.timedelta(days=3)  # acts of before are no news
WINDOW = dt.timedelta(days=45)  # a deadline further off than this has no rung today
PAUSE = dt.timedelta(hours=1)  # between two urgings of one report
TURNS = {Stage.SUBMITTED: Role.REVIEWER, Stage.REVIEWED: Role.HEAD}

AHEAD = _("“{report}”应于{due}前报送，还有{days}个工作日，现在{state}")
TODAY = _("“{report}”今天{due}截止，现在{state}")
LATE = _("“{report}”已于{due}到期，逾期{days}个工作日，现在{state}")
SUMMARY = _("“{form}”{period}已到期，{count}个单位未签发：{units}")
TO_REVIEW = _("“{report}”已由{name}报送，请审核")
TO_SIGN = _("“{report}”已审核，请签发")
RETURNED = _("“{report}”被{name}退回，请改正后重新报送：{text}")
URGED = _("{name}催报“{report}”，时限{due}，现在{state}：{text}")
EXTENDED = _("“{report}”的时限延至{due}：{text}")
REOPENED = _("{name}更正“{report}”，原签发失效，改好后要重新签发：{text}")


class Rung(NamedTuple):
    """One reminder that has come due (提醒级次): so many working days after the deadline."""

    report: Report
    days: int

    @property
    def key(self) -> str:
        """Once a report, and once more where its deadline was moved (提醒标识)."""
        moved = f":{self.report.extended_to:%y%m%d}" if self.report.extended_to else ""
        return f"report:{self.report.pk}:{self.days}{moved}"

    @property
    def pk(self) -> int:
        """What a failure is written down against (编号)."""
        return self.report.pk


def remind_due(*, by: Any, now: dt.datetime) -> int:
    """All that is to be told now (提醒); how many notices. A report gone wrong is set aside, others go on."""
    people = People()
    return _acts(people, by, now) + _ladder(people, by, now)


class People:
    """Who can act on a unit's reports (经办人): read once for one turn."""

    def __init__(self) -> None:
        self._of: dict[tuple[int, str], list[Person]] = defaultdict(list)
        self._units: dict[int, list[Person]] = defaultdict(list)
        self.dispatchers: list[Person] = []
        for person in Person.objects.filter(is_active=True, role__in=[*OF_A_UNIT, Role.DISPATCHER]):
            if person.role == Role.DISPATCHER:
                self.dispatchers.append(person)
            elif person.unit_id:
                self._of[person.unit_id, person.role].append(person)
                self._units[person.unit_id].append(person)

    def next_on(self, report: Report) -> list[Person]:
        """Whose turn it is (该谁办): the filler while it can be edited, then the reviewer, then the head."""
        role = TURNS.get(Stage(report.stage), Role.FILLER)
        return self.of(report, role)

    def of(self, report: Report, *roles: str) -> list[Person]:
        """The unit's people of these roles (某类人员); where it has none, whoever it has."""
        found = [person for role in roles for person in self._of[report.unit_id, role]]
        return found or self._units[report.unit_id]


@transaction.atomic
def urge(*, report: Report, by: Any, now: dt.datetime, text: str = "") -> Step:
    """Ask a unit for a report by hand (催报)."""
    require(by, Permission.COLLECT)
    one = locked(report)
    if one.stage == Stage.SIGNED:
        raise Refusal("“{unit}”的“{report}”已经签发，不用再催", unit=one.unit.name, report=str(one))
    if one.steps.filter(act=Step.Act.URGED, at__gt=now - PAUSE, at__lte=now).exists():
        raise Refusal("“{unit}”的“{report}”一小时内已经催过", unit=one.unit.name, report=str(one))
    step = write(one, Step.Act.URGED, by=by, at=now, text=text.strip())
    record("report.urged", one, by=by, reason=text.strip())
    return step


def state_of(report: Report) -> str:
    """How far it is, in words (办理情况)."""
    if report.stage == Stage.DRAFT:
        return f"已填{report.filled}/{report.size}项"
    return str(Stage(report.stage).label)


def _ladder(people: People, by: Any, now: dt.datetime) -> int:
    clock = Clock()
    found = each(_open(now), lambda one: _rung(one, clock, now), verb="reminders.failed", by=by)
    rungs = [rung for rung in found if rung]
    told = Notice.objects.told(rung.key for rung in rungs)
    fresh = [rung for rung in rungs if rung.key not in told]
    done = each(fresh, lambda rung: _reminded(rung, people, clock, now), verb="reminders.failed", by=by)
    return sum(done) + _summaries(rungs, people, clock, now)


class Clock:
    """When a rung comes due (提醒时刻): read once for one turn."""

    def __init__(self) -> None:
        self.calendar: WorkCalendar = catalogues.workdays()
        self._known: dict[tuple[dt.date, int], dt.datetime] = {}

    def at(self, report: Report, days: int) -> dt.datetime:
        """Nine in the morning, so many working days from the deadline; the day itself is never moved."""
        day = timezone.localtime(report.deadline).date()
        if (day, days) not in self._known:
            when = self.calendar.shift(day, days) if days else day
            self._known[day, days] = timezone.make_aware(dt.datetime.combine(when, MORNING))
        return self._known[day, days]


def _rung(report: Report, clock: Clock, now: dt.datetime) -> Rung | None:
    """The last rung that has come; one that would have come before the report was issued has not."""
    days = [n for n in report.block.get("remind", RUNGS) if clock.at(report, n) <= now]
    if not days or clock.at(report, max(days)) < report.opened_at:
        return None
    return Rung(report, max(days))


def _open(now: dt.datetime) -> Iterable[Report]:
    near = (now - WINDOW, now + WINDOW)
    waiting = Report.objects.exclude(stage=Stage.SIGNED).filter(first_signed_at=None)
    soon = waiting.filter(Q(due_at__range=near) | Q(extended_to__range=near))
    return soon.select_related("unit").defer("slots").order_by("unit__order", "pk")


def _reminded(rung: Rung, people: People, clock: Clock, now: dt.datetime) -> int:
    report = rung.report
    today, day = timezone.localtime(now).date(), timezone.localtime(report.deadline).date()
    if now > report.deadline:
        text, days = LATE, max(1, clock.calendar.between(day, today))
    else:
        text, days = (TODAY, 0) if day == today else (AHEAD, clock.calendar.between(today, day))
    return _tell(people.next_on(report), report, rung.key, "reminder", text, now, days=days)


def _summaries(rungs: Iterable[Rung], people: People, clock: Clock, now: dt.datetime) -> int:
    """For the dispatchers one line, a form and a day, of what has come late to its rung today."""
    late: dict[tuple[Any, ...], list[Report]] = defaultdict(list)
    today = timezone.localtime(now).date()
    for report, days in rungs:
        if days > 0 and timezone.localtime(clock.at(report, days)).date() == today:
            late[report.form, report.year, report.month, report.turn].append(report)
    return sum(_summary(reports, people, today, now) for reports in late.values())


def _summary(reports: list[Report], people: People, today: dt.date, now: dt.datetime) -> int:
    one = reports[0]
    month = f"{one.year}-{one.month:02d}"
    return notices.tell(
        people.dispatchers,
        key=f"late:{one.form}:{month}:{one.turn}:{today:%y%m%d}",
        kind="late",
        text=SUMMARY,
        now=now,
        params={
            "form": one.name,
            "period": _period(one),
            "count": len(reports),
            "units": _names(reports),
        },
        link=f"/collection/?month={month}&form={one.form}&state=missing",
    )


def _names(reports: list[Report]) -> str:
    names = [report.unit.short or report.unit.name for report in reports]
    return "、".join(names[:6]) + ("等" if len(names) > 6 else "")


ACTS = {
    Step.Act.SUBMITTED: TO_REVIEW,
    Step.Act.REVIEWED: TO_SIGN,
    Step.Act.RETURNED: RETURNED,
    Step.Act.REOPENED: REOPENED,
    Step.Act.URGED: URGED,
    Step.Act.EXTENDED: EXTENDED,
}
STANDS = {  # an act that has been overtaken is no news
    Step.Act.SUBMITTED: (Stage.SUBMITTED, Stage.REVIEWED),
    Step.Act.REVIEWED: (Stage.REVIEWED,),
    Step.Act.RETURNED: (Stage.RETURNED, Stage.DRAFT),
}


def _acts(people: People, by: Any, now: dt.datetime) -> int:
    recent = Step.objects.filter(act__in=ACTS, at__gt=now - SINCE, at__lte=now)
    told = set(Notice.objects.filter(kind="step", at__gt=now - SINCE).values_list("key", flat=True))
    fresh = [pk for pk in recent.values_list("pk", flat=True) if f"step:{pk}" not in told]
    steps = Step.objects.filter(pk__in=fresh).select_related("report__unit").defer("report__slots")
    done = each(steps.order_by("pk"), lambda step: _act(step, people, now), verb="reminders.failed", by=by)
    return sum(done)


def _act(step: Step, people: People, now: dt.datetime) -> int:
    report, act = step.report, Step.Act(step.act)
    if report.stage not in STANDS.get(act, tuple(Stage)) or (act in STANDS and _overtaken(step)):
        return 0
    if act is Step.Act.REOPENED:
        told = people.of(report, Role.REVIEWER, Role.HEAD)
    elif act in (Step.Act.RETURNED, Step.Act.EXTENDED):
        told = people.of(report, Role.FILLER)
    else:
        told = people.next_on(report)
    text = TO_SIGN if act is Step.Act.SUBMITTED and report.stage == Stage.REVIEWED else ACTS[act]
    others = [person for person in told if person.pk != step.by_id]
    return _tell(others, report, f"step:{step.pk}", "step", text, now, name=step.name, said=step.text)


def _overtaken(step: Step) -> bool:
    """Whether the report has gone on since: one who is told again what to do is told of the last act."""
    return Step.objects.filter(report=step.report_id, act__in=MOVES, pk__gt=step.pk).exists()


def _tell(
    told: Iterable[Person], report: Report, key: str, kind: str, text: str, now: dt.datetime, **more: Any
) -> int:
    params = {
        "report": f"{report.name}（{_period(report)}）",
        "due": day_and_hour(report.deadline),
        "state": state_of(report),
        "name": more.get("name", ""),
        "text": str(more.get("said") or "请抓紧办理")[:120],
        "days": more.get("days", 0),
    }
    return notices.tell(told, key=key, kind=kind, text=text, now=now, params=params, link=link_to(report))


def _period(report: Report) -> str:
    return f"{report.period.label}第{report.turn}周" if report.turn else report.period.label
