"""月度经济运行分析报告: the month's report on the whole city, seven chapters and four annexes."""

from __future__ import annotations

from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.issue import Issue, Subject, month_end
from diaodu.bureau.documents.report import (
    advice,
    annexes,
    arrears,
    counties,
    overview,
    problems,
    sectors,
    supports,
)
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
    office = issue.office_of(month)
    paper = Paper(title=title(month, subject), author=office, day=month_end(month))
    paper.title(f"{subject.name}{month.period.label}", "经济运行分析报告")
    paper.subtitle(f"（{number(month, subject)}）")
    paper.blank()
    overview.write(paper, month)
    sectors.write(paper, month)
    supports.write(paper, month)
    counties.write(paper, month)
    problems.write(paper, month)
    arrears.write(paper, month)
    advice.write(paper, month, issue)
    paper.attachments(annexes.titles(month))
    paper.signature(office, issue.day)
    annexes.write(paper, month)
    return paper.to_bytes()
