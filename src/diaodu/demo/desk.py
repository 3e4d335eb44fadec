"""The invented city's desk: its units' people, and how September's reports came in (示例报送).

Most units hand in on time; some late, one is returned, one corrects what it signed, one never begins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.notices.models import Notice
from diaodu.bureau.reports import checking, filing, rounds
from diaodu.bureau.reports.models import Report, Stage
from diaodu.bureau.reports.steps import values_of
from diaodu.demo import city, stories
from diaodu.demo.world import SEED, world
from diaodu.economy.errors import Refusal
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Kind
from diaodu.economy.periods import span

MONTHS = (stories.MONTH, stories.MONTH + 1)  # September's figures, and October's estimates
NOW = dt.datetime(stories.YEAR, stories.MONTH + 1, 20, 1, tzinfo=dt.UTC)
SOON = dt.timedelta(days=7)  # some units hand in a week ahead
CHAIN = ((Role.FILLER, "tb", "统计员"), (Role.REVIEWER, "sh", "分管负责人"), (Role.HEAD, "qf", "主要负责人"))
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳敏静强磊军洋勇艳杰娟涛明超霞平刚桂英"
SHOWN = {"900322": "shiya", "财政局": "caizheng"}
WHY = (
    "大项目集中结算，已与部门核对",
    "上年同期基数偏低",
    "春节错月影响已消化，数据核对无误",
    "企业检修后恢复生产",
)
UNTOUCHED, HALF, WAITING, RETURNED, LATE, CORRECTING = (
    "untouched",
    "half",
    "waiting",
    "returned",
    "late",
    "corr",
)
# What happened to some of the reports (示例情节): by form and unit, month.
PLANTED = {
    ("county_estimate", "900322", 10): HALF,  # 石垭县，留给演示账号接着填
    ("county_month", "900327", 9): UNTOUCHED,
    ("county_month", "900325", 9): RETURNED,
    ("county_month", "900326", 9): CORRECTING,
    ("county_month", "900304", 9): LATE,
    ("county_estimate", "900381", 9): LATE,
    ("county_estimate", "900302", 10): WAITING,
    ("department_month", "商务局", 9): LATE,
    ("department_month", "文旅局", 9): HALF,
}


def people() -> None:
    """A filler, a reviewer and a head in every unit (填报人、审核人、签发人); they can't log in as yet."""
    for unit in Unit.objects.all():
        rng = world(SEED).rng("people", unit.code, "")
        for role, suffix, post in CHAIN:
            name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2))
            fields = {"full_name": name, "role": role, "unit": unit, "post": post, "password": "!"}
            Person.objects.get_or_create(username=username(unit, suffix), defaults=fields)


def username(unit: Unit, suffix: str) -> str:
    """A log-in name for one post of a unit (示例登录名); some units' are shown, so they are easy to type."""
    return f"{SHOWN[unit.code]}-{suffix}" if unit.code in SHOWN else f"u{unit.pk:02d}-{suffix}"


def shown() -> Iterator[Person]:
    """The units' people whose log-ins are given out (演示账号)."""
    for code in SHOWN:
        yield from Person.objects.filter(unit__code=code, role__in=[role for role, *_ in CHAIN]).order_by(
            "pk"
        )


def hand_in(*only: str) -> int:
    """Issue the months' reports and let the units hand them in, as of the story's day (报送)."""
    loop, figures = Person.system(), _figures()
    for month in MONTHS:
        when = span(stories.YEAR, month, month)
        rounds.issue(month=when, by=loop, now=dt.datetime(when.year, month, 1, 1, tzinfo=dt.UTC))
    reports = Report.objects.select_related("unit").filter(due_at__lte=NOW + SOON, stage=Stage.OPEN)
    if only:
        reports = reports.filter(form__in=only)
    filed = sum(_play(report, figures) for report in reports.order_by("due_at", "pk"))
    Notice.objects.filter(at__lt=NOW).delete()  # the loop of the months before has urged what is now in
    return filed


def _figures() -> dict[tuple[Any, ...], float]:
    """All the invented figures by key (示例数据)."""
    return {tuple(row[:8]): row.value for row in city.figures()}


def _play(report: Report, figures: Mapping[tuple[Any, ...], float]) -> int:
    fate = PLANTED.get((report.form, report.unit.code, report.month), "")
    begun = report.due_at - dt.timedelta(days=1 + report.pk % 6, hours=report.pk % 5)
    if fate == LATE:
        begun = report.due_at + dt.timedelta(days=1, hours=2)
    elif fate in (HALF, WAITING):
        begun = min(begun, NOW - dt.timedelta(days=1))
    if fate == UNTOUCHED or begun > NOW:
        return 0
    return _file(report, fate, dict(_entries(report, figures, fate)), begun)


def _entries(
    report: Report, figures: Mapping[tuple[Any, ...], float], fate: str
) -> Iterator[tuple[str, filing.Entered]]:
    asked = report.asked
    for slot in asked[: len(asked) // 2] if fate == HALF else asked:
        value = figures.get(tuple(slot), _estimate(slot, figures))
        if value is not None:
            yield slot.code, filing.Entered(value)


def _estimate(slot: Slot, figures: Mapping[tuple[Any, ...], float]) -> float | None:
    """What the generator has no estimate of is estimated from the month's own growth (预计)."""
    if slot.kind != Kind.ESTIMATE:
        return None
    first = min(slot.first, stories.MONTH)
    for kind in (Kind.OFFICIAL, Kind.DEPARTMENTAL):
        last = figures.get(
            (*slot[:3], kind.value, slot.what, slot.year, first, min(slot.last, stories.MONTH))
        )
        if last is not None:
            return round(last + world(SEED).rng("estimate", *slot[:2]).gauss(0.1, 0.4), 1) + 0.0
    return None


def _file(report: Report, fate: str, entries: dict[str, filing.Entered], at: dt.datetime) -> int:
    filler, reviewer, head = (Person.objects.get(username=username(report.unit, s)) for _, s, _ in CHAIN)
    filing.save(report=report, entries=entries, by=filler, now=at)
    if fate == HALF:
        return 0
    try:
        _explain(report, filler, at + dt.timedelta(minutes=3))
        seen = filing.submit(report=report, by=filler, now=at + dt.timedelta(minutes=4)).digest
    except Refusal:  # a figure that nobody has yet: the report stays as it is
        return 0
    if fate == WAITING:
        return 0
    if fate == RETURNED:
        text = "旅游收入与接待人次不匹配，请核对后重报"
        filing.send_back(report=report, text=text, by=reviewer, now=at + dt.timedelta(hours=1))
        return 0
    if "review" in report.chain:
        filing.review(report=report, seen=seen, by=reviewer, now=at + dt.timedelta(hours=1), text="同意")
    filing.sign(report=report, seen=seen, by=head, now=at + dt.timedelta(hours=3), text="同意上报")
    if fate == CORRECTING:
        _correct(report, filler, at + dt.timedelta(days=2))
    return 1


def _explain(report: Report, by: Person, at: dt.datetime) -> None:
    for n, doubt in enumerate(checking.doubts(report, values_of(report))):
        if doubt.open:
            filing.explain(report=report, hit=doubt.hit, text=WHY[n % len(WHY)], by=by, now=at)


def _correct(report: Report, by: Person, at: dt.datetime) -> None:
    """One number is found wrong after the signature; the head has not signed again yet."""
    filing.reopen(report=report, text="项目资金到位数核减", by=by, now=at)
    slot = report.asked[0].code
    value = values_of(report)[slot]
    entry = {slot: filing.Entered(round((value or 0.0) * 0.97, 2))}
    filing.save(report=report, entries=entry, by=by, now=at + dt.timedelta(minutes=2))
