"""月度经济运行分析报告: the month's report on the whole city, filled from its template."""

from __future__ import annotations

from diaodu.bureau.documents import papers
from diaodu.bureau.documents.issue import Issue, Subject
from diaodu.bureau.findings.month import Month

code = "monthly_report"
name = "月度经济运行分析报告"


def title(month: Month, subject: Subject) -> str:
    """XX市2026年1—9月经济运行分析报告."""
    return f"{subject.name}{month.period.label}经济运行分析报告"


def number(month: Month, subject: Subject) -> str:
    """The report's issue (期号): one a month."""
    return f"{month.period.year}年第{month.period.last}期"


def subjects(month: Month) -> list[Subject]:
    """The city alone."""
    return [Subject("", month.catalogue.city.name)]


def build(month: Month, subject: Subject, issue: Issue) -> bytes:
    """The finished Word file (成文)."""
    return papers.build(
        name, month, subject, issue, title=title(month, subject), number=number(month, subject), scope={}
    )
