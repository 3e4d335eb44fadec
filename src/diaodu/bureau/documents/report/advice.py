"""七、下一步工作建议: a task for every red light, with its unit and its day."""

from __future__ import annotations

import datetime as dt

from diaodu.bureau.documents import facts, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line
from diaodu.bureau.documents.issue import Issue
from diaodu.bureau.documents.report import problems
from diaodu.bureau.documents.tables import Table
from diaodu.bureau.findings.month import Month
from diaodu.economy.findings import Light
from diaodu.economy.indicators import Better
from diaodu.economy.units import percent_text, published

PLAN_DAYS, CHECK_DAYS, DATA_DAYS = 10, 5, 3  # working days


def write(paper: Paper, month: Month, issue: Issue) -> None:
    """The chapter (下一步工作建议)."""
    paper.heading(1, "七、下一步工作建议")
    paper.para("根据本期亮灯、欠账和数据情况，建议安排以下事项，由责任单位按期反馈，纳入下月调度。")
    rows = [
        [str(n), what, who, _short(issue.after(days))] for n, (what, who, days) in enumerate(tasks(month), 1)
    ]
    if not rows:
        paper.para("本期没有需要专项安排的事项，按既定计划推进。")
        return
    paper.caption("表5　下一步工作建议清单")
    paper.table(Table(["序号", "事项", "责任单位", "反馈时限"], rows, "clcc", (0.9, 6.6, 2.3, 2.2)))


def _short(day: dt.date) -> str:
    return f"{day.month}月{day.day}日前"


def tasks(month: Month) -> list[tuple[str, str, int]]:
    """What, who, within how many working days (事项、单位、时限)."""
    main = problems.chosen(month)
    found = [(task(x), facts.unit_of(x.indicator), PLAN_DAYS) for x in main]
    found += _others(month, main)
    for line, places in problems.turned(month):
        who = words.listing(p.label for p in places)
        found.append((f"逐项核查{line.indicator.name}由正转负的情况，报回稳措施和分月安排", who, CHECK_DAYS))
    for place, reds in problems.burdened(month):
        found.append(
            (f"就{len(reds)}项红灯指标制定整改计划，逐项明确责任领导和时间节点", place.label, PLAN_DAYS)
        )
    return found + _data(month)


def _others(month: Month, main: list[Line]) -> list[tuple[str, str, int]]:
    """The other red lights, in one task for each unit (其余红灯)."""
    units: dict[str, list[str]] = {}
    for x in facts.lights(month, month.catalogue.city, Light.RED):
        if x not in main:
            units.setdefault(facts.unit_of(x.indicator), []).append(x.indicator.label)
    return [(f"逐项分析{_some(names)}红灯指标，提出措施", unit, PLAN_DAYS) for unit, names in units.items()]


def _some(names: list[str]) -> str:
    """Three names and how many there are (列举几项)."""
    return words.listing(names[:3]) + (f"等{len(names)}项" if len(names) > 3 else "")


def task(line: Line) -> str:
    """The task that a light asks for, by its heaviest clause (按触发条款定事项)."""
    name, need = line.indicator.name, line.get("next_needed")
    codes = {clause["code"] for clause in line.light.clauses} if line.light else set()
    rest, target = line.get("rest_growth"), line.get("target_growth")
    higher = line.indicator.better is Better.HIGHER
    if line.growth is not None and published(line.growth) < 0 and higher and not line.in_points:
        return f"分析{name}下降的构成，提出止降回升的分月安排" + _who_falls(line)
    if codes & {"behind_pace", "far_behind_pace"} and need is not None and need > 0:
        return f"补齐{name}欠账，下月完成{facts.level_of(line.indicator, need)}以上"
    if (
        rest is not None
        and target is not None
        and line.growth is not None
        and line.growth < target
        and higher
        and line.indicator.cumulative  # a balance has no growth of the months that are left
    ):
        return f"推动{name}后几个月平均增长{percent_text(rest)}以上，确保完成年度目标"
    above = "全省" if line.place.home else "全市"
    return f"分析{name}落后的环节，提出赶上{above}平均水平的措施"


def together(lines: list[Line]) -> list[str]:
    """The tasks of several lights; those that fall share one (合并同类事项)."""
    fallen = [x for x in lines if task(x).startswith(f"分析{x.indicator.name}下降的构成")]
    others = [task(x) for x in lines if x not in fallen]
    if len(fallen) < 2:
        return [task(x) for x in fallen] + others
    names = words.listing(x.indicator.label for x in fallen)
    return [f"分别分析{names}下降的构成，提出止降回升的分月安排", *others]


def _who_falls(line: Line) -> str:
    if not line.place.home:
        return ""
    fallen = [p.label for p, v in facts.ranked(line, line.month.catalogue.counties) if published(v) < 0]
    return f"，重点调度{words.listing(fallen[-3:])}" if fallen else ""


def _data(month: Month) -> list[tuple[str, str, int]]:
    """Missing figures, by the unit that owes them (补报数据)."""
    units: dict[str, list[str]] = {}
    for x in facts.absent(month, month.catalogue.city):
        units.setdefault(facts.unit_of(x.indicator), []).append(x.indicator.label)
    return [(f"补报{words.listing(names)}本期数据", unit, DATA_DAYS) for unit, names in units.items()]
