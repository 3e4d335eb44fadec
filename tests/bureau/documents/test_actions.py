"""Papers are written once for an analysis, and handed out under Chinese names."""

import datetime as dt

import pytest
from django.utils import timezone

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person
from diaodu.bureau.documents import actions
from diaodu.bureau.documents.models import Document
from diaodu.bureau.findings import month as months
from diaodu.bureau.snapshots.models import Snapshot
from tests.bureau.documents.made import month

DAY = dt.date(2026, 10, 22)


@pytest.fixture
def analysis(db, monkeypatch):
    snapshot = Snapshot.objects.create(
        year=2026, month=9, cutoff=timezone.now(), figures=0, checksum="0" * 64, payload=b""
    )
    made = month()
    monkeypatch.setattr(months, "of", lambda analysis: made)
    found = Analysis.objects.create(
        snapshot=snapshot, measures=0, checksum="0" * 64, payload=b"", judged=True
    )
    finding = made.findings[0]
    finding.analysis = found
    finding.save()
    return found


def test_papers_are_written_once_and_kept(analysis):
    person = Person.system()
    papers = actions.write(analysis=analysis, by=person, issue_date=DAY)
    assert len(papers) == Document.objects.count() > 10
    assert {p.kind for p in papers} == {"monthly_report", "warning_sheet", "reminder_letter"}
    again = actions.write(analysis=analysis, by=person, issue_date=DAY)
    assert [(p.pk, p.sha256) for p in again] == [(p.pk, p.sha256) for p in papers]
    assert Event.objects.filter(verb="documents.written").count() == 1


def test_another_issue_date_changes_what_bears_it(analysis):
    person = Person.system()
    first = {(p.kind, p.subject): p for p in actions.write(analysis=analysis, by=person, issue_date=DAY)}
    second = actions.write(analysis=analysis, by=person, issue_date=DAY + dt.timedelta(days=1))
    assert {(p.kind, p.subject) for p in second} == set(first)
    assert all(first[p.kind, p.subject].sha256 != p.sha256 for p in second)
    assert Document.objects.filter(pk__in=[p.pk for p in first.values()]).count() == len(first)  # kept


def test_only_analyses_without_papers_are_due(analysis):
    assert actions.write_due(by=Person.system(), issue_date=DAY) > 10
    assert actions.write_due(by=Person.system(), issue_date=DAY) == 0


def test_export_gives_files_with_chinese_names(analysis, tmp_path):
    papers = actions.write(analysis=analysis, by=Person.system(), issue_date=DAY)
    paths = actions.export(papers, tmp_path / "文书")
    assert (tmp_path / "文书" / "临江市2026年1—9月经济运行分析报告.docx") in paths
    assert len(set(paths)) == len(papers)
    assert all(path.read_bytes()[:2] == b"PK" for path in paths)


@pytest.mark.parametrize(("name", "safe"), [
    ("临江市1—9月报告.docx", "临江市1—9月报告.docx"),
    ("../../a\\b:c*?.docx", "a_b_c.docx"), ("  ", "文书.docx"),
    ("甲" * 100, "甲" * 60 + ".docx"),
])  # fmt: skip
def test_file_names_are_safe(name, safe):
    assert actions.safe_name(name) == safe
