"""The log: appended only, chained without making anybody wait, proved, named."""

from __future__ import annotations

import ast
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from diaodu.bureau.audit import actions, chain, proof
from diaodu.bureau.audit.models import Event, Seal
from diaodu.bureau.audit.proof import Wrong
from diaodu.bureau.audit.verbs import BOOKS, VERBS, Book, book_of
from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.documents.models import Errand
from diaodu.bureau.findings.models import QuestionEntry
from tests.conftest import _without_triggers

SOURCE = Path(__file__).resolve().parents[2] / "src/diaodu"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return Person.objects.create(username="wang", full_name="王工", role=Role.DISPATCHER)


def write(clerk, count=5):
    return [
        actions.record("person.set", clerk, by=clerk, old={"role": n}, new={"role": n + 1})
        for n in range(count)
    ]


def tamper(model, pk, **fields):
    """As somebody does who may do anything to the database."""
    with _without_triggers(connection):
        model.objects.filter(pk=pk).update(**fields)


def take_out(model, pk):
    with _without_triggers(connection):
        model.objects.filter(pk=pk).delete()


@pytest.mark.parametrize("model", [Event, Seal])
def test_the_database_itself_refuses_to_change_or_delete(model, clerk):
    write(clerk)
    chain.seal_due()
    field = {Event: "actor", Seal: "hash"}[model]
    for wrong in (lambda: model.objects.update(**{field: "x"}), lambda: model.objects.all().delete()):
        with pytest.raises(DatabaseError, match="appended, never changed"), transaction.atomic():
            wrong()
    assert model.objects.count() == 5


def test_seals_run_without_gaps_and_prove_the_log(clerk):
    write(clerk, 3)
    assert (chain.seal(limit=2), chain.seal_due(), chain.seal_due()) == (2, 1, 0)
    assert list(Seal.objects.values_list("number", flat=True)) == [1, 2, 3]
    found = proof.verify()
    assert found.holds
    assert (found.head, found.unsealed) == (actions.head(), 0)
    assert found.head.number == 3


def test_an_event_that_commits_late_is_sealed_after_those_that_overtook_it(clerk):
    late, *others = write(clerk, 4)
    with _without_triggers(connection):
        row = Event.objects.filter(pk=late.pk).values(*chain.FIELDS).get()
        Event.objects.filter(pk=late.pk).delete()
        chain.seal_due()
        Event.objects.bulk_create([Event(**row)])
    assert chain.seal() == 1
    assert list(Seal.objects.values_list("event_id", flat=True)) == [*(one.pk for one in others), late.pk]
    assert proof.verify().holds


def test_what_is_far_behind_the_window_is_sealed_by_the_loop(clerk, monkeypatch):
    monkeypatch.setattr(chain, "WINDOW", 1)
    late, *_others = write(clerk, 4)
    with _without_triggers(connection):
        row = Event.objects.filter(pk=late.pk).values(*chain.FIELDS).get()
        Event.objects.filter(pk=late.pk).delete()
        chain.seal_due()
        Event.objects.bulk_create([Event(**row)])
    assert chain.seal() == 0
    assert chain.seal_due() == 1
    assert proof.verify().holds


def test_a_changed_event_is_named(clerk):
    events = write(clerk)
    chain.seal_due()
    tamper(Event, events[2].pk, detail={"old": {"role": 2}, "new": {"role": 99}})
    fault = proof.verify().fault
    assert (fault.wrong, fault.number, fault.event_id) == (Wrong.EVENT_CHANGED, 3, events[2].pk)


@pytest.mark.parametrize("field", ["at", "actor_id", "actor", "verb", "subject", "subject_id"])
def test_every_field_of_an_event_is_under_the_seal(field, clerk):
    events = write(clerk, 3)
    chain.seal_due()
    other = {"at": timezone.now(), "actor_id": clerk.pk + 1}.get(field, "x")
    tamper(Event, events[1].pk, **{field: other})
    assert proof.verify().fault.event_id == events[1].pk


def test_a_missing_event_a_changed_seal_and_a_missing_seal_are_told_apart(clerk):
    events = write(clerk)
    chain.seal_due()
    tamper(Seal, 2, hash="0" * 64)
    assert proof.verify().fault[:3] == (Wrong.SEAL_CHANGED, 2, events[1].pk)
    take_out(Seal, 2)
    assert proof.verify().fault[:2] == (Wrong.SEAL_MISSING, 2)
    take_out(Event, events[0].pk)
    assert proof.verify().fault[:3] == (Wrong.EVENT_MISSING, 1, events[0].pk)


def test_a_head_noted_on_paper_gives_away_a_log_written_anew(clerk):
    events = write(clerk)
    chain.seal_due()
    noted = actions.head()
    take_out(Event, events[4].pk)
    take_out(Seal, 5)
    assert proof.verify().holds  # the end cut off: the chain alone can't know
    assert proof.verify(expect=noted).fault.wrong == Wrong.HEAD_DIFFERS
    write(clerk, 2)
    chain.seal_due()
    assert proof.verify().holds
    assert proof.verify(expect=noted).fault[:2] == (Wrong.HEAD_DIFFERS, 5)
    assert proof.verify(expect=chain.Head(4, Seal.objects.get(pk=4).hash)).holds


def test_sealing_that_fails_never_fails_the_act(clerk, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(chain, "digest", lambda *_: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        write(clerk, 3)
    assert len(callbacks) == 1  # once, however many events
    assert (Event.objects.count(), Seal.objects.count()) == (3, 0)
    monkeypatch.undo()
    connection.run_on_commit.clear()  # as a commit does
    with django_capture_on_commit_callbacks(execute=True):
        write(clerk, 1)
    assert Seal.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_transaction_that_is_still_open():
    """Two clerks at once: the one who commits first is sealed first, the other one afterwards."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 一次只有一个写入者")
    clerk = Person.objects.create(username="wang", full_name="王工")
    wrote, may_end = threading.Event(), threading.Event()

    def slowly():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE figures_figure IN SHARE ROW EXCLUSIVE MODE")
            actions.record("figures.posted", clerk, by=clerk)
            wrote.set()
            may_end.wait(10)
        connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert wrote.wait(10)
    quick = actions.record("upload.posted", clerk, by=clerk)
    assert list(Seal.objects.values_list("event_id", flat=True)) == [quick.pk]
    may_end.set()
    thread.join()
    assert list(Seal.objects.values_list("event_id", flat=True)) == [quick.pk, quick.pk - 1]
    assert proof.verify().holds


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_one_chain():
    clerk = Person.objects.create(username="wang", full_name="王工")

    def some():
        for _ in range(10):
            with transaction.atomic():
                actions.record("upload.posted", clerk, by=clerk)
        connection.close()

    threads = [threading.Thread(target=some) for _ in range(4 if connection.vendor == "postgresql" else 1)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    chain.seal_due()
    found = proof.verify()
    assert found.holds
    assert found.head.number == Event.objects.count() == 10 * len(threads)


def test_what_no_database_keeps_is_made_plain(clerk):
    event = actions.record(
        "person.set",
        clerk,
        by=clerk,
        name="a\x00b\ud800",
        day=timezone.now().date(),
        rate=float("nan"),
        long="长" * 9_000,
    )
    event.refresh_from_db()
    assert event.detail["name"] == "ab?"
    assert event.detail["rate"] == "nan"
    assert len(event.detail["long"]) == actions.LONGEST


def test_who_is_not_known_and_what_is_refused(clerk):
    tried = actions.record_unknown("login.failed", name="root" * 40, reason="密码不对")
    assert (tried.actor_id, len(tried.actor)) == (None, 80)
    assert actions.refused("refused.forged", by=None, reason="没有令牌").actor == actions.NOBODY
    assert actions.refused("refused.permission", by=clerk, reason="无权").actor_id == clerk.pk


def test_events_bear_the_address_and_the_page_they_came_from(clerk):
    with actions.around(address="10.1.2.3", path="/people/"):
        write(clerk, 1)
    write(clerk, 1)
    later, earlier = Event.objects.all()
    assert (earlier.detail["address"], earlier.detail["path"]) == ("10.1.2.3", "/people/")
    assert "address" not in later.detail


def test_four_books_hold_every_event_once(clerk):
    for verb in VERBS:
        actions.record(verb, clerk, by=clerk)
    found = {book: set(Event.objects.in_book(book).values_list("verb", flat=True)) for book in Book}
    assert sum(map(len, found.values())) == len(VERBS)
    assert all(book_of(verb) is book for book, verbs in found.items() for verb in verbs)
    assert {"login.failed", "account.logged_in"} <= found[Book.LOGIN]
    assert {"audit.read", "figures.exported", "refused.permission"} <= found[Book.AUDIT]
    for prefix, book in BOOKS:  # the books' rules never overlap
        assert not [other for other, one in BOOKS if one is not book and other.startswith(prefix)]


def test_every_verb_recorded_anywhere_has_its_name():
    said, begun = set(), set()
    for file in SOURCE.rglob("*.py"):
        for verb in _verbs(ast.parse(file.read_text("utf-8"))):
            (said if isinstance(verb, ast.Constant) else begun).add(_text(verb))
    assert len(said) > 20
    assert {one for one in said if one} - set(VERBS) == set()
    for beginning in begun:
        assert any(verb.startswith(beginning) for verb in VERBS), beginning
    assert {f"question.{act}" for act in QuestionEntry.Act.values} <= set(VERBS)
    assert {f"errand.{kind}" for kind in Errand.Kind.values} <= set(VERBS)


def _verbs(tree):
    """First arguments of record, record_unknown, refused, and `verb=` of whatever has one."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("record", "record_unknown", "refused") and node.args:
            yield from (one for one in [node.args[0]] if isinstance(one, (ast.Constant, ast.JoinedStr)))
        if name != "filter":
            yield from (
                k.value for k in node.keywords if k.arg == "verb" and isinstance(k.value, ast.Constant)
            )


def _text(verb):
    return verb.value if isinstance(verb, ast.Constant) else verb.values[0].value
