"""提示函: a letter to the unit that must act on a red light.

Whom it goes to. A department gets one for the city's red indicators that it answers for: it holds no
预警单. A county is warned by its 预警单 in the first red month; it gets a letter besides once a light has
been red for three months running, for then the sheet alone has not helped. 督办函 and 约谈, the steps after
this, are decided by people. Main indicators come first; of many, the later ones are said in brief.
"""

from __future__ import annotations

from diaodu.bureau.documents import facts, text, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line
from diaodu.bureau.documents.issue import Issue, Subject, government, month_end
from diaodu.bureau.documents.letter import date_text
from diaodu.bureau.documents.report import advice, problems
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light

code = "reminder_letter"
name = "提示函"
REPLY_DAYS = 5  # working days
FULL, NAMED = 2, 6  # lights said in full, and said at all; the rest are counted
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
    city = facts.lights(month, month.catalogue.city, Light.RED)
    units = dict.fromkeys(facts.unit_of(x.indicator) for x in city)
    found = [Subject(unit, unit) for unit in units]
    return found + [Subject(p.code, p.name) for p in month.catalogue.counties if _again(month, p)]


def build(month: Month, subject: Subject, issue: Issue) -> bytes:
    """The finished Word file (成文)."""
    lines = _lines(month, subject)
    office = issue.office_of(month)
    paper = Paper(title=title(month, subject), author=office, day=month_end(month))
    paper.letter_head(office, number(month, subject))
    paper.title(*_heading(month, lines))
    paper.blank()
    paper.addressee(_addressee(month, subject))
    paper.para(_opening(month, subject, lines))
    for count, line in enumerate(lines[:NAMED], 1):
        said = _facts(line) if count <= FULL else _brief(line)
        paper.para(said, lead=f"{count}．" if len(lines) > 1 else "")
    if len(lines) > NAMED:
        paper.para(f"此外，{_names(lines[NAMED:])}也亮红灯，请一并分析。")
    paper.para(f"为推动指标尽快回到合理区间，请于{date_text(issue.after(REPLY_DAYS))}前书面回复以下内容：")
    for count, ask in enumerate(_asks(lines), 1):
        paper.para(f"{count}．{ask}。")
    paper.para("有关数据如与你单位掌握的情况不一致，请在回复中一并说明口径和来源。")
    paper.signature(office, issue.day, f"联系人：{issue.contact or '　　　　　，电话：　　　　　　'}")
    return paper.to_bytes()


def _again(month: Month, place: Place) -> list[Line]:
    reds = facts.lights(month, place, Light.RED)
    return [x for x in reds if x.light and x.light.months >= AGAIN]


def _lines(month: Month, subject: Subject) -> list[Line]:
    place = month.catalogue.places.get(subject.code)
    if place:
        return _again(month, place)
    city = facts.lights(month, month.catalogue.city, Light.RED)
    return [x for x in city if facts.unit_of(x.indicator) == subject.code]


def _addressee(month: Month, subject: Subject) -> str:
    place = month.catalogue.places.get(subject.code)
    return government(place) if place else subject.name


def _heading(month: Month, lines: list[Line]) -> list[str]:
    first = lines[0].indicator.label
    what = first if len(lines) == 1 else f"{first}等{len(lines)}项指标"
    return [f"关于{month.period.label}", f"{what}亮红灯的提示函"]


def _opening(month: Month, subject: Subject, lines: list[Line]) -> str:
    where = f"你{subject.name[-1]}" if subject.code in month.catalogue.places else "你单位牵头的"
    if subject.code in month.catalogue.places:
        kept = f"连续{AGAIN}个月以上亮红灯"
        return f"据{month.period.label}经济运行调度，{where}{_names(lines)}{kept}。现将有关情况函告如下。"
    return f"据{month.period.label}经济运行调度，{where}{_names(lines)}亮红灯。现将有关情况函告如下。"


def _facts(line: Line) -> str:
    """The figures, the clause that fired, the counties behind it (事实、比较)."""
    why = text.sentence(*text.clauses(line), text.lasting(line))
    if not why:
        return text.paragraph(line)
    among = "全省" if line.place.home else "全市"
    moved = text.sentence(
        text.opening(line),
        words.change_from_before(line),
        words.record(line),
        "" if "位次" in why else words.position(line, among),
    )
    return f"{moved}亮灯依据：{why}{problems.behind(line) if line.place.home else ''}"


def _brief(line: Line) -> str:
    """The figures and the clause, without the comparisons (简述)."""
    why = text.sentence(*text.clauses(line), text.lasting(line))
    return f"{text.opening(line)}。" + (f"亮灯依据：{why}" if why else "")


def _names(lines: list[Line]) -> str:
    """The first names and how many there are (列举)."""
    names = words.listing(x.indicator.label for x in lines[:NAMED])
    return names + (f"等{len(lines)}项指标" if len(lines) > NAMED else "")


def _asks(lines: list[Line]) -> list[str]:
    asks = [f"{_names(lines)}亮红灯的主要原因，到具体行业、企业或项目"]
    asks += advice.together(lines[:NAMED])
    return [*asks, "分月工作计划、责任领导和责任人"]
