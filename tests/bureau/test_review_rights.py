"""Who speaks for a number: what is signed stays the signer's, what is explained holds for itself alone."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory import actions, tokens
from diaodu.bureau.directory.models import Person, Role, Token, Unit
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.figures import actions as ledger
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports import filing, rounds
from diaodu.bureau.reports.models import Report
from diaodu.economy.entry import Severity
from diaodu.economy.entry.case import Case
from diaodu.economy.errors import Refusal
from diaodu.economy.forms import Form, Slot
from diaodu.economy.panel import Panel
from diaodu.economy.warning.thresholds import Thresholds
from diaodu.web.shapes import chain
from tests.bureau import reporting
from tests.bureau.reporting import COUNTY, MONTH, NOW, OTHER, person, report, signed

LATER = NOW + dt.timedelta(hours=1)
VISITS = f"tourist_visits:{COUNTY}:level"
WEEKLY = f"general_budget_revenue:{COUNTY}:growth"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    reporting.found()


def key(one: Report, code: str) -> FigureKey:
    return FigureKey(*next(slot for slot in one.asked if slot.code == code))


def post(line: Line, by: Person, unit: Unit | None = None) -> ledger.Posted:
    source = ledger.add_source(name="表.xlsx", content=b"", by=by, at=LATER, unit=unit)
    return ledger.post(lines=[line], source=source, by=by, at=LATER)


def now_said(of: FigureKey) -> Figure:
    return Figure.objects.current().get(**of._asdict())


# 谁报谁改


def test_what_was_imported_first_and_then_signed_is_the_signers() -> None:
    """The unit takes over the ledger's number and signs it: from then on nobody else changes it."""
    one, desk = report(), person("dispatcher")
    of = key(one, VISITS)
    post(Line(of, 100.0, vintage="verified", released=dt.date(2026, 10, 1)), desk)
    _step, posted = signed(one, {slot.code: 100.0 for slot in one.asked})
    assert posted.unchanged == 1
    assert chain.of(one).posting[:3] == tuple(posted)  # type: ignore[index]
    assert ledger.filed([of]) == {of: one.unit_id}
    with pytest.raises(Refusal, match="不能代改"):
        post(Line(of, 120.0), desk)
    said = now_said(of)
    assert (said.value, said.vintage, said.released) == (100.0, "verified", dt.date(2026, 10, 1))


def test_signing_the_same_number_again_adds_nothing() -> None:
    one = report()
    signed(one)
    before = Figure.objects.count()
    filing.reopen(report=one, text="核对", by=person("filler", COUNTY), now=LATER)
    signed(one, now=LATER)
    assert Figure.objects.count() == before


def test_another_unit_that_agrees_does_not_become_the_owner() -> None:
    one = report()
    signed(one)
    of, other = key(one, VISITS), Unit.objects.get(code=OTHER)
    assert post(Line(of, 100.0), person("head", OTHER), other) == ledger.Posted(0, 0, 1)
    assert ledger.filed([of]) == {of: one.unit_id}


def test_an_older_week_signed_again_does_not_undo_the_newer() -> None:
    first = report("county_week")
    weeks = list(
        Report.objects.of_month(MONTH).filter(form="county_week", unit=first.unit).order_by("due_at")
    )
    older, newer = weeks[0], weeks[1]
    signed(older, {WEEKLY: 5.0})
    signed(newer, {WEEKLY: 8.0})
    filing.reopen(report=older, text="当时少计一笔", by=person("filler", COUNTY), now=LATER)
    signed(older, {WEEKLY: 6.0}, now=LATER)
    assert now_said(key(newer, WEEKLY)).value == 8.0
    filing.reopen(report=newer, text="更正", by=person("filler", COUNTY), now=LATER)
    signed(newer, {WEEKLY: 8.5}, now=LATER)
    assert now_said(key(newer, WEEKLY)).value == 8.5


@pytest.mark.django_db(transaction=True)
def test_an_older_week_signed_beside_the_newer_does_not_undo_it() -> None:
    """The newer is signed and not yet through as the older one is: it waits and lets the newer stand."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 一次只有一个写入者")
    report("county_week")
    older, newer = Report.objects.filter(form="county_week", unit__code=COUNTY).order_by("due_at")[:2]
    seen = {}
    for one, value in ((older, 5.0), (newer, 8.0)):
        reporting.fill(one, person("filler", COUNTY), {WEEKLY: value})
        seen[one] = filing.submit(report=one, by=person("filler", COUNTY), now=NOW).digest
    head, wrote, may_end = person("head", COUNTY), threading.Event(), threading.Event()

    def newly() -> None:
        with transaction.atomic():
            filing.sign(report=newer, seen=seen[newer], by=head, now=LATER)
            wrote.set()
            may_end.wait(10)
        connection.close()

    thread = threading.Thread(target=newly)
    thread.start()
    assert wrote.wait(10)
    threading.Timer(0.3, may_end.set).start()
    filing.sign(report=older, seen=seen[older], by=head, now=LATER)
    thread.join()
    assert now_said(key(newer, WEEKLY)).value == 8.0


# 疑点说明


def test_an_explanation_of_many_counties_does_not_outlive_a_change_of_the_last_of_them() -> None:
    slots = [Slot("gdp", str(900301 + n), "", "official", "level", 2026, 1, 9) for n in range(30)]

    def hit(last: float) -> str:
        values = {slot: 1234.5678 + n for n, slot in enumerate(slots)} | {slots[-1]: last}
        case = Case(Form.of(BLOCK), MONTH, values, Panel(None), Thresholds.from_rows([]))  # type: ignore[arg-type]
        return case.hit("分县合计", Severity.EXPLAIN, "不等于全市", *slots).key

    assert hit(1.0) == hit(1.0)
    assert hit(1.0) != hit(2.0)


BLOCK = {"code": "c", "name": "c", "units": ["counties"], "due": {"day": 8}}


# 延期


def test_the_log_of_a_second_extension_names_the_first() -> None:
    one, desk = report(), person("dispatcher")
    first, second = one.due_at + dt.timedelta(days=3), one.due_at + dt.timedelta(days=2)
    rounds.extend(report=one, until=first, text="停电", by=desk, now=NOW)
    rounds.extend(report=one, until=second, text="来电了", by=desk, now=NOW)
    told = Event.objects.filter(verb="report.extended").order_by("pk").last()
    assert (told.detail["old"], told.detail["new"]) == (first.isoformat(), second.isoformat())


# 人员


def test_a_token_does_not_move_with_its_person_to_another_unit() -> None:
    """The old office's program must not go on to read and fill the new office's reports."""
    clerk, keeper = person("filler", COUNTY), person("secadmin")
    clerk.password_at = NOW
    clerk.save()
    _token, secret = tokens.issue(
        person=clerk, name="报数程序", permissions=[Permission.FILL], days=30, by=clerk, now=NOW
    )
    there = Unit.objects.get(code=OTHER)
    actions.grant(person=clerk, unit=there, post="科员", role=Role.FILLER, by=keeper, now=NOW)
    assert tokens.bearer(secret, NOW) is None
    assert not Token.objects.filter(revoked_at=None).exists()


def test_nobody_is_put_into_a_unit_that_was_retired_meanwhile() -> None:
    clerk, keeper = person("filler", COUNTY), person("secadmin")
    there = Unit.objects.get(code=OTHER)  # as the page had it
    actions.retire_unit(unit=Unit.objects.get(code=OTHER), by=person("sysadmin"))
    with pytest.raises(Refusal, match="已撤销"):
        actions.grant(person=clerk, unit=there, post="科员", role=Role.FILLER, by=keeper, now=NOW)
