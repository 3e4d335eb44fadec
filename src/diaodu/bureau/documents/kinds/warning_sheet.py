"""预警单: to every county or zone with a red light, what is red, why, what is asked by when."""

from __future__ import annotations

from diaodu.bureau.documents import papers
from diaodu.bureau.documents.issue import Issue, Subject
from diaodu.bureau.findings.month import Month
from diaodu.economy.findings import Light

code = "warning_sheet"
name = "预警单"


def title(month: Month, subject: Subject) -> str:
    """XX县2026年1—9月经济运行预警单."""
    return f"{subject.name}{month.period.label}经济运行预警单"


def number(month: Month, subject: Subject) -> str:
    """Month and the county's place in the official order (编号): stable, whoever else is warned."""
    order = [p.code for p in month.catalogue.counties].index(subject.code) + 1
    return f"YJ{month.period.year}{month.period.last:02d}-{order:02d}"


def subjects(month: Month) -> list[Subject]:
    """Every county or zone with a red light, in the official order."""
    red = {place for (_, place), light in month.lights.items() if light.light == Light.RED}
    return [Subject(p.code, p.name) for p in month.catalogue.counties if p.code in red]


def build(month: Month, subject: Subject, issue: Issue) -> bytes:
    """The finished Word file (成文)."""
    return papers.build(
        name, month, subject, issue, title=title(month, subject), number=number(month, subject), scope={}
    )
