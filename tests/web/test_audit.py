"""The log's page: for the audit administrator alone, old beside new, and itself recorded."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path

import pytest
from django.urls import reverse

from diaodu.bureau.audit import actions, chain
from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person, Role
from diaodu.economy.indicators import Catalogue
from diaodu.web.shapes import events

WEB = Path(__file__).resolve().parents[2] / "src/diaodu/web"


@pytest.fixture
def auditor(enter):
    return enter("auditor")


@pytest.fixture
def moved(planted, db) -> Event:
    """A viewer who became a filler."""
    by, who = Person.objects.get(username="secadmin"), Person.objects.get(username="viewer")
    with actions.around(address="10.3.2.8", path="/rights/12/"):
        return actions.record(
            "person.set", who, by=by,
            old={"role": "viewer", "post": "科员"}, new={"role": "filler", "post": "科员"},
        )  # fmt: skip


def page(client, **asked) -> str:
    return client.get(reverse("audit"), asked).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AUDITOR])
def test_nobody_else_reads_it(role, enter) -> None:
    for name in ("audit", "audit_export"):
        assert enter(role).get(reverse(name)).status_code == 403


def test_no_other_page_reads_events() -> None:
    others = [file for file in WEB.rglob("*.py") if re.search(r"audit\.models|EventQuery", file.read_text())]
    allowed = {"pages/audit.py", "shapes/events.py"}
    allowed.add("shapes/chain.py")  # three counts of the posting of a report that its reader sees anyway
    assert {file.relative_to(WEB).as_posix() for file in others} == allowed


def test_what_changed_stands_beside_what_it_was(auditor, moved) -> None:
    text = page(auditor, verb="person.set", subject="Person", number=moved.subject_id)
    assert re.search(r"角色</th><td class=\"was\">阅览</td><td class=\"is\">填报人", text)
    assert "科员" not in text  # did not change
    assert "10.3.2.8" in text
    assert "安全管理员甲" in text


def test_counts_named_new_are_no_change() -> None:
    known = Catalogue({}, {}, {}, {})
    assert events.changes({"new": 12, "revised": 3}, known) == []
    assert [(c.old, c.new) for c in events.changes({"old": "甲", "new": "乙"}, known)] == [("甲", "乙")]


def test_filters_by_book_person_and_day(auditor, moved) -> None:
    assert "设定账号</td>" in page(auditor, book="change")
    assert "设定账号</td>" not in page(auditor, book="login")
    assert "设定账号</td>" in page(auditor, person="安全管理员")
    assert "没有符合条件的记录" in page(auditor, person="查无此人")
    assert "没有符合条件的记录" in page(auditor, until="2020-01-01")
    assert "设定账号</td>" in page(auditor, since="2020-01-01", until="x", book="change")


def test_a_page_at_a_time_back_to_the_first(auditor, moved) -> None:
    by = Person.objects.get(username="secadmin")
    for n in range(60):
        actions.record("person.set", by, by=by, old={"post": n}, new={"post": n + 1})
    text = page(auditor, book="change")
    older = re.search(r"before=(\d+)\"", text)
    assert older
    assert text.count('class="nw when"') == 50
    assert "更早的" in text
    assert page(auditor, book="change", before=older[1]).count('class="nw when"') >= 11
    assert "回到最新" in page(auditor, before=older[1])


def test_reading_and_exporting_are_events_too(auditor, moved) -> None:
    page(auditor, book="change", person="甲")
    assert Event.objects.filter(verb="audit.read").first().detail["asked"] == {
        "book": "change",
        "person": "甲",
    }
    b"".join(auditor.get(reverse("audit_export"), {"book": "change"}).streaming_content)
    assert Event.objects.filter(verb="audit.exported").first().detail["asked"] == {"book": "change"}


def test_anybody_can_prove_the_chain_from_the_export(auditor, moved) -> None:
    chain.seal_due()
    head = chain.head()
    content = b"".join(auditor.get(reverse("audit_export")).streaming_content).decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(content)) if row["封存号"]]
    before = chain.START
    for row in sorted(rows, key=lambda row: int(row["封存号"])):
        before = hashlib.sha256((before + row["规范文本"]).encode()).hexdigest()
        assert before == row["封存值"]
    assert (len(rows), before) == head
    assert any(row["操作"] == "设定账号" and row["分册"] == "字段变更" for row in rows)


def test_what_stands_in_an_event_is_shown_as_text(auditor) -> None:
    actions.record_unknown("login.failed", name="<script>alert(1)</script>", reason="=cmd|' /C calc'!A0")
    text = page(auditor, book="login")
    assert "&lt;script&gt;alert(1)" in text
    content = b"".join(auditor.get(reverse("audit_export")).streaming_content).decode("utf-8-sig")
    assert "<script>" in content
    assert not re.search(r"(^|,)\"?[=+@-]\D", content)


def test_a_number_that_was_filled_in_is_named_in_words(auditor, moved) -> None:
    by = Person.objects.get(username="viewer")
    actions.record(
        "report.saved", by, by=by, old={"gdp:900300:growth": 4.6}, new={"gdp:900300:growth": 4.8, "a:b": 1}
    )
    text = page(auditor, book="change")
    assert "GDP增速" in text
    assert "gdp:900300" not in text
    assert "a:b" in text
