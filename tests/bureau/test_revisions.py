"""What changed since the last report went out, and which papers quote it (上次通报以来的变动)."""

from __future__ import annotations

import datetime as dt

import pytest

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.directory.models import Person
from diaodu.bureau.documents import changed
from diaodu.bureau.documents.models import Document, Objection
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.snapshots.models import Snapshot
from diaodu.economy.periods import span

pytestmark = pytest.mark.django_db


def key(what: str = "growth", kind: str = "official", last: int = 9, place: str = "900300") -> FigureKey:
    return FigureKey("gdp", place, "", kind, what, 2026, 1, last)


def post(day: int, *lines: tuple[FigureKey, float | None]) -> int:
    """Post figures on a day of October; returns the newest row."""
    at, by = dt.datetime(2026, 10, day, tzinfo=dt.UTC), Person.system()
    source = figures.add_source(name=f"{day}日.xlsx", content=str(lines).encode(), by=by, at=at)
    figures.post(lines=[Line(*one) for one in lines], source=source, by=by, at=at)
    return int(Figure.objects.order_by("-pk").values_list("pk", flat=True)[0])


def report(month: int, last_figure: int) -> Document:
    """The month's report, written when the ledger stood at a row (月度报告)."""
    snapshot = Snapshot.objects.create(
        year=2026, month=month, cutoff=dt.datetime(2026, month, 20, tzinfo=dt.UTC), last_figure=last_figure,
        figures=1, checksum=f"{month}{last_figure}", payload=b"",
    )  # fmt: skip
    analysis = Analysis.objects.create(snapshot=snapshot, measures=0, checksum="", payload=b"")
    return Document.objects.create(
        analysis=analysis,
        kind="monthly_report",
        title=f"{month}月报告",
        filename="x.docx",
        sha256="",
        content=b"",
    )


def test_a_revised_figure_is_shown_with_both_values_and_its_source() -> None:
    paper = report(9, post(10, (key(), 5.1), (key("level"), 120.0)))
    post(25, (key(), 4.9), (key("level"), 120.0))
    [now] = changed.spans()
    assert (now.report, now.month, now.until) == (paper, span(2026, 10, 10), None)
    [one] = changed.changes(now)
    assert (one.old.value, one.new.value, one.new.source.name) == (5.1, 4.9, "25日.xlsx")


def test_a_new_month_is_no_change_and_what_was_put_back_is_none() -> None:
    report(9, post(10, (key(), 5.1)))
    post(25, (key(last=10), 5.0), (key(), 4.9))
    post(26, (key(), 5.1))
    assert changed.changes(changed.spans()[0]) == []


def test_a_withdrawn_figure_is_a_change() -> None:
    report(9, post(10, (key(), 5.1)))
    post(25, (key(), None))
    [one] = changed.changes(changed.spans()[0])
    assert (one.old.value, one.new.value) == (5.1, None)


def test_each_month_tells_what_changed_between_its_report_and_the_next() -> None:
    report(8, post(1, (key(last=8), 5.3), (key(), 5.0)))
    report(9, post(10, (key(last=8), 5.2)))
    post(25, (key(), 4.9))
    september, august = changed.spans()
    assert [one.new.value for one in changed.changes(august)] == [5.2]
    assert [one.new.value for one in changed.changes(september)] == [4.9]
    assert august.month == span(2026, 9, 9)


def test_a_report_written_anew_is_the_one_that_counts() -> None:
    first = post(10, (key(), 5.1))
    report(9, first)
    report(9, post(25, (key(), 4.9)))
    [now] = changed.spans()
    assert changed.changes(now) == []


def test_the_papers_that_quote_the_old_figure_are_named() -> None:
    newest = post(10, (key(), 5.1))
    paper = report(9, newest)
    Objection.objects.create(document=paper, kind="已变", place="第1段", told="5.1%", sources=[newest])
    post(25, (key(), 4.9))
    [one] = changed.changes(changed.spans()[0])
    assert one.papers == (paper,)


def test_without_a_report_there_is_nothing_to_compare_with() -> None:
    post(10, (key(), 5.1))
    assert changed.spans() == []
