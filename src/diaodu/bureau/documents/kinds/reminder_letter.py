"""提示函: a letter to the unit that must act on a red light.

Whom it goes to. A department gets one for the city's red indicators that it answers for: it holds no
预警单. A county is warned by its 预警单 in the first red month; it gets a letter besides once a light has
been red for three months running, for then the sheet alone has not helped. 督办函 and 约谈, the steps after
this, are decided by people. Main indicators come first; of many, the later ones are said in brief.
"""

from __future__ import annotations

from diaodu.bureau.documents import papers
from diaodu.bureau.documents.issue import Issue, Subject
from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.economy.findings import Light
from diaodu.economy.phrases.language import quote
from diaodu.economy.phrases.said import Binding, Scope
from diaodu.economy.phrases.words.warned import unit_of

code = "reminder_letter"
name = "提示函"
AGAIN = 3  # months of red running after which a county is written to


def title(month: Month, subject: Subject) -> str:
    """关于XX等指标的提示函, told apart by the unit's name."""
    return f"致{subject.name}的{month.period.label}经济运行提示函"


def number(month: Month, subject: Subject) -> str:
    """Month and place in the month's list (编号); the 发文字号 proper is given when it is registered."""
    order = [s.code for s in subjects(month)].index(subject.code) + 1
    return f"TS{month.period.year}{month.period.last:02d}-{order:02d}"


def subjects(month: Month) -> list[Subject]:
    """Departments with a red city indicator, then counties red for three months running."""
    known = month.catalogue.indicators
    city = [known[light.indicator] for light in _red(month, month.catalogue.city.code)]
    ordered = sorted(city, key=lambda one: (not one.key, one.order))
    units = dict.fromkeys(unit_of(one) for one in ordered)
    found = [Subject(unit, unit) for unit in units]
    return found + [Subject(p.code, p.name) for p in month.catalogue.counties if _again(month, p.code)]


def build(month: Month, subject: Subject, issue: Issue) -> bytes:
    """The finished Word file (成文)."""
    scope = _county(subject) if subject.code in month.catalogue.places else _department(subject)
    return papers.build(
        name, month, subject, issue, title=title(month, subject), number=number(month, subject), scope=scope
    )


def _red(month: Month, place: str) -> list[Finding]:
    lit = (light for (_, where), light in month.lights.items() if where == place)
    return [x for x in lit if x.light == Light.RED and x.indicator in month.catalogue.indicators]


def _again(month: Month, place: str) -> bool:
    return any(light.months >= AGAIN for light in _red(month, place))


def _county(subject: Subject) -> Scope:
    texts = {"所称": f"你{subject.name[-1]}", "情形": f"连续{AGAIN}个月以上亮红灯"}
    return papers.bound(texts) | _lights(f"亮灯月数() >= {AGAIN}")


def _department(subject: Subject) -> Scope:
    texts = {"所称": "你单位牵头的", "主送机关": subject.name}
    return papers.bound(texts) | _lights(f"责任单位() == {quote(subject.name)}")


def _lights(condition: str) -> Scope:
    return {"列入": Binding(expression=f'满足(亮灯指标("红"), {quote(condition)})')}
