"""预警单: to every county or zone with a red light, what is red, why, what is asked by when."""

from __future__ import annotations

from diaodu.bureau.documents import facts, text, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line
from diaodu.bureau.documents.facts import number as figure
from diaodu.bureau.documents.issue import Issue, Subject, government, month_end
from diaodu.bureau.documents.letter import date_text
from diaodu.bureau.documents.report import advice, cells
from diaodu.bureau.documents.tables import Cell, Row, Table
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light

code = "warning_sheet"
name = "预警单"
MAIN = 8
PLAN_DAYS, RECEIPT_DAYS = 10, 2  # working days


def title(month: Month, subject: Subject) -> str:
    """XX县2026年1—9月经济运行预警单."""
    return f"{subject.name}{month.period.label}经济运行预警单"


def number(month: Month, subject: Subject) -> str:
    """Month and the county's place in the official order (编号): stable, whoever else is warned."""
    order = [p.code for p in month.catalogue.counties].index(subject.code) + 1
    return f"YJ{month.period.year}{month.period.last:02d}-{order:02d}"


def subjects(month: Month) -> list[Subject]:
    """Every county or zone with a red light, in the official order."""
    return [Subject(p.code, p.name) for p in month.catalogue.counties if facts.lights(month, p, Light.RED)]


def build(month: Month, subject: Subject, issue: Issue) -> bytes:
    """The finished Word file (成文)."""
    place = month.catalogue.places[subject.code]
    reds = facts.lights(month, place, Light.RED)
    main = _main(reds)
    office = issue.office_of(month)
    paper = Paper(title=title(month, subject), author=office, day=month_end(month))
    paper.title("经济运行预警单")
    _head(paper, month, subject, place, issue)
    paper.caption("主要红灯指标")
    _table(paper, main)
    paper.heading(1, "一、触发条款")
    for count, line in enumerate(main, 1):
        paper.para(_why(line), lead=f"{count}．{line.indicator.name}。")
    paper.para(_rest(reds, main) + _yellow(month, place))
    paper.heading(1, "二、工作要求")
    _asks(paper, main, issue)
    paper.signature(office, issue.day)
    paper.imprint(_copies(main), office, issue.day)
    _receipt(paper, month, subject, issue, office)
    return paper.to_bytes()


def _main(reds: list[Line]) -> list[Line]:
    """The main indicators, at most eight; where none is red, the first of the others (列入表中的指标)."""
    return ([x for x in reds if x.indicator.key] or reds)[:MAIN]


def _rest(reds: list[Line], main: list[Line]) -> str:
    rest = [x for x in reds if x not in main]
    return f"其他红灯指标{len(rest)}项：{words.listing(x.indicator.label for x in rest)}。" if rest else ""


def _head(paper: Paper, month: Month, subject: Subject, place: Place, issue: Issue) -> None:
    rows: list[Row] = [
        [Cell("编号", align="c"), number(month, subject), Cell("发送单位", align="c"), government(place)],
        [Cell("统计期", align="c"), month.period.label, Cell("亮灯情况", align="c"),
         text.tally(facts.counts(month, place))],
        [Cell("签发人", align="c"), "", Cell("签发日期", align="c"), date_text(issue.day)],
    ]  # fmt: skip
    paper.blank()
    paper.table(Table([], rows, "clcl", (1.1, 2.2, 1.2, 4), boxed=True))


def _table(paper: Paper, reds: list[Line]) -> None:
    head = ["指标", "统计期", "本期数", "增速", "目标", "全市平均", "位次", "差距", "灯色", "月数"]
    rows = [_row(x) for x in reds]
    widths = (2.4, 1.2, 1.75, 1.0, 0.95, 1.25, 1.1, 1.0, 0.95, 0.95)
    paper.table(Table(head, rows, "lcrrrrcrcc", widths, size=18))
    paper.note(
        "注：增速、目标、全市平均单位为%，差距为与全市平均之差（百分点），月数为连续亮红灯月数；“—”为未发布、未下达或不可比，不代表0。"
    )


def _row(x: Line) -> list[Cell | str]:
    city = x.at(x.month.catalogue.city)
    months = x.light.months if x.light else 1
    return [
        x.indicator.label, x.period.short_label, x.level() or facts.NONE, x.growth_cell(),
        figure(x.get("target_growth")), city.growth_cell(), words.rank_cell(x),
        figure(x.get("distance_above"), signed=True), cells.light(x), str(months),
    ]  # fmt: skip


def _why(line: Line) -> str:
    kind = facts.kind_words(line.indicator)
    return text.sentence(*text.clauses(line), text.lasting(line)) + (f"（{kind}）" if kind else "")


def _yellow(month: Month, place: Place) -> str:
    yellow = facts.lights(month, place, Light.YELLOW)
    if not yellow:
        return ""
    some = words.listing(x.indicator.label for x in yellow[:6])
    return f"另有{some}{f'等{len(yellow)}项' if len(yellow) > 6 else ''}亮黄灯，请一并关注。"


def _asks(paper: Paper, reds: list[Line], issue: Issue) -> None:
    paper.para(
        f"请于{date_text(issue.after(RECEIPT_DAYS))}前反馈回执，于{date_text(issue.after(PLAN_DAYS))}前"
        "报送整改方案，逐项说明原因、措施、责任领导和分月进度。下列事项请重点安排："
    )
    for count, ask in enumerate(advice.together(reds[:6]), 1):
        paper.para(f"{count}．{ask}。")


def _copies(reds: list[Line]) -> str:
    return "市政府督查室，" + "，".join(dict.fromkeys(facts.unit_of(x.indicator) for x in reds))


def _receipt(paper: Paper, month: Month, subject: Subject, issue: Issue, office: str) -> None:
    """The form to be filled in and sent back (回执)."""
    paper.annex("回执", "经济运行预警单回执", wide=False)
    blank = "\n" * 5
    place = month.catalogue.places[subject.code]
    rows: list[Row] = [
        ["预警单编号", number(month, subject), Cell("接收单位", align="c"), government(place)],
        ["接收人", "", Cell("接收时间", align="c"), "　　　年　　月　　日"],
        ["原因分析", Cell(blank, span=3, align="l")],
        ["整改措施和\n分月安排", Cell(blank, span=3, align="l")],
        ["责任领导", "", Cell("联系人、电话", align="c"), ""],
        [
            "单位主要负责人\n签字（盖章）",
            Cell("\n\n　　　　　　　　　　　　　　年　　月　　日", span=3, align="l"),
        ],
    ]
    paper.table(Table([], rows, "clcl", (1.7, 2.4, 1.5, 3.2), boxed=True))
    paper.note(f"请于{date_text(issue.after(RECEIPT_DAYS))}前将本回执报送{office}。")
