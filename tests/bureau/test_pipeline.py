"""One bad row must not stop the others, nor one bad turn the loop."""

from __future__ import annotations

import datetime as dt

import pytest

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.audit.models import Event
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Person
from diaodu.bureau.documents import actions as documents
from diaodu.bureau.documents.models import Document
from diaodu.bureau.findings import actions as findings
from diaodu.bureau.findings import month
from diaodu.bureau.pipeline import office, steps
from diaodu.bureau.reports import actions as reports
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.bureau.snapshots.models import Snapshot
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import span
from tests.bureau.workbooks import load_catalogue, long, xlsx

NOW = dt.datetime(2024, 10, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
AUGUST, SEPTEMBER = span(2024, 1, 8), span(2024, 1, 9)
COUNTY = "城关区"
CITY = "临江市"

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    load_catalogue()
    return Person.system()


def bring(by, *rows, now=NOW):
    return reports.import_file(name="表.xlsx", content=xlsx(long(*rows)), by=by, now=now)


def frozen(by, *periods):
    bring(by, *(("固定资产投资", COUNTY, f"2024年1-{p.last}月", "", 10.0 + p.last) for p in periods))
    return [snapshots.freeze(period=p, by=by, at=NOW) for p in periods]


def spoil(snapshot):
    Snapshot.objects.filter(pk=snapshot.pk).update(payload=b"not a snapshot")
    snapshots._read.cache_clear()


def test_a_snapshot_that_can_not_be_analysed_does_not_stop_the_next(by):
    bad, good = frozen(by, AUGUST, SEPTEMBER)
    spoil(bad)
    for _ in range(2):
        analyses.run_due(by=by)
    assert [a.snapshot_id for a in Analysis.objects.all()] == [good.pk]
    told = Event.objects.get(verb="analysis.failed")  # written once, however often it is tried
    assert (told.subject_id, bool(told.detail["reason"])) == (str(bad.pk), True)


def test_an_analysis_that_can_not_be_judged_does_not_stop_the_next(by):
    frozen(by, AUGUST, SEPTEMBER)
    bad, good = sorted(analyses.run_due(by=by), key=lambda a: a.pk)
    Analysis.objects.filter(pk=bad.pk).update(payload=b"")
    analyses._table.cache_clear()
    assert findings.record_due(by=by) > 0
    assert Event.objects.get(verb="findings.failed").subject_id == str(bad.pk)
    assert documents.write_due(by=by, issue_date=NOW.date()) > 0
    assert set(Document.objects.values_list("analysis", flat=True)) == {good.pk}


def test_what_shows_nothing_is_judged_once_and_shown_all_the_same(by, monkeypatch):
    frozen(by, SEPTEMBER)
    analyses.run_due(by=by)
    monkeypatch.setattr(findings, "judge", lambda *_, **__: [])
    for _ in range(3):
        findings.record_due(by=by)
    assert Event.objects.filter(verb="findings.judged").count() == 1
    assert month.latest().findings == ()


def test_a_turn_of_the_loop_outlives_whatever_happens(monkeypatch):
    closed = []
    monkeypatch.setattr(office.connections, "close_all", lambda: closed.append(True))
    monkeypatch.setattr(office.Person, "system", lambda: 1 / 0)
    office.turn(20)
    assert closed


def test_a_month_without_figures_is_not_run(by):
    frozen(by, SEPTEMBER)
    before = Snapshot.objects.count()
    with pytest.raises(Refusal, match="2062年1—9月"):
        steps.run(steps.Moment(NOW, by, span(2062, 1, 9)))
    assert Snapshot.objects.count() == before


def test_the_newest_month_is_that_of_our_own_figures(by):
    bring(by, ("GDP", COUNTY, "2024年1-9月", "", 10), ("GDP", "全国", "2024年10月", "", 9000))
    assert snapshots.newest_period() == SEPTEMBER


def test_a_withdrawn_figure_does_not_hold_the_newest_month(by):
    bring(
        by, ("固定资产投资", COUNTY, "2024年1-9月", "", 10), ("固定资产投资", COUNTY, "2024年1-10月", "", 11)
    )
    assert snapshots.newest_period() == span(2024, 1, 10)
    bring(by, ("固定资产投资", COUNTY, "2024年1-10月", "", "撤销"))
    assert snapshots.newest_period() == SEPTEMBER


def test_papers_of_before_do_not_pass_for_those_of_a_month_that_failed(by, tmp_path, monkeypatch):
    frozen(by, SEPTEMBER)
    office.run_month("2024-09", tmp_path, NOW)
    bring(by, ("固定资产投资", COUNTY, "2024年1-9月", "", 12))
    monkeypatch.setattr(analyses, "compute", lambda *_: 1 / 0)
    with pytest.raises(Refusal, match="没有形成新的文书"):
        office.run_month("2024-09", tmp_path, NOW)


def test_a_county_that_reports_early_does_not_move_the_board(by):
    bring(
        by, ("固定资产投资", CITY, "2024年1-8月", "", 9.0), ("固定资产投资", COUNTY, "2024年1-9月", "", 9.0)
    )
    (made,) = snapshots.freeze_due(by=by, at=NOW)
    assert (made.year, made.month) == (2024, 8)


def test_definitions_that_changed_are_frozen_anew(by):
    bring(by, ("固定资产投资", CITY, "2024年1-8月", "", 9.0))
    snapshots.freeze_due(by=by, at=dt.datetime.now(dt.UTC))
    assert snapshots.freeze_due(by=by, at=dt.datetime.now(dt.UTC)) == []
    Event.objects.create(verb=catalogue.LOADED, actor="", subject="", subject_id="")
    assert len(snapshots.freeze_due(by=by, at=dt.datetime.now(dt.UTC))) == 1
    assert snapshots.freeze_due(by=by, at=dt.datetime.now(dt.UTC)) == []
