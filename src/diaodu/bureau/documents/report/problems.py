"""五、存在问题: each with figures, the clause that fired, the counties behind it, the unit."""

from __future__ import annotations

from collections import Counter

from diaodu.bureau.documents import facts, text, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light
from diaodu.economy.units import percent_text, published

MOST = 6


def write(paper: Paper, month: Month) -> None:
    """The chapter (存在问题)."""
    paper.heading(1, "五、存在问题")
    city = chosen(month)
    fallen, heavy = turned(month), burdened(month)
    if not (city or fallen or heavy):
        paper.para("本期没有亮红灯或黄灯的指标。")
        return
    paper.heading(2, "（一）全市亮灯指标")
    for count, line in enumerate(city, 1):
        paper.para(_problem(line), lead=f"{count}．{line.indicator.name}亮{line.colour.text}灯。")
    if not city:
        paper.para("全市层面没有亮红灯或黄灯的指标。")
    paper.para(_left_out(month, city))
    if fallen or heavy:
        paper.heading(2, "（二）县区突出问题")
        for line, places in fallen:
            paper.para(_fallen(line, places), lead=f"{line.indicator.name}由正转负。")
        for place, reds in heavy:
            paper.para(_burden(place, reds), lead=f"{place.name}红灯较多。")


def chosen(month: Month) -> list[Line]:
    """The city's main indicators under red, then yellow, as far as there is room (全市问题)."""
    found = facts.lights(month, month.catalogue.city, Light.RED, Light.YELLOW)
    return [x for x in found if x.indicator.key][:MOST]


def turned(month: Month) -> list[tuple[Line, list[Place]]]:
    """Main indicators with the counties whose growth fell below zero this month (由正转负)."""
    found = []
    for indicator in facts.keys(month):
        line = Line(month, indicator, month.catalogue.city)
        places = [p for p in month.catalogue.counties if words.turned(line.at(p))]
        if places:
            found.append((line, places))
    return found


def burdened(month: Month) -> list[tuple[Place, list[Line]]]:
    """The three counties with most red lights, two at least (红灯集中的县区)."""
    reds = [(p, facts.lights(month, p, Light.RED)) for p in month.catalogue.counties]
    return sorted((pair for pair in reds if len(pair[1]) >= 2), key=lambda pair: -len(pair[1]))[:3]


def _problem(line: Line) -> str:
    return (
        text.sentence(*(clause.rstrip("。") for clause in text.clauses(line)), text.lasting(line))
        + behind(line)
        + _dragged(line)
        + f"责任单位：{facts.unit_of(line.indicator)}。"
    )


def behind(line: Line) -> str:
    """The counties behind it: those that fell, else the last three (县区原因)."""
    ranked = facts.ranked(line, line.month.catalogue.counties)
    if len(ranked) < 4 or line.in_points:
        return ""
    fallen = [(p, v) for p, v in reversed(ranked) if published(v) < 0]
    if line.indicator.better.value != "lower" and fallen:
        said = "、".join(f"{p.label}（下降{percent_text(abs(v))}）" for p, v in fallen[:4])
        return f"县区中{len(fallen)}个同比下降，{'降幅较大的是' if len(fallen) > 4 else '为'}{said}。"
    last = "、".join(f"{p.label}（{signed(v)}）" for p, v in reversed(ranked[-3:]))
    return f"县区中靠后的是{last}。"


def _dragged(line: Line) -> str:
    pulls = [(name, v) for name, v in text.part_pulls(line) if published(v) < 0]
    if not pulls:
        return ""
    worst = sorted(pulls, key=lambda pair: pair[1])[:2]
    said = "、".join(f"{name}下拉{abs(published(v)):.1f}个百分点" for name, v in worst)
    return f"分项中，{said}。"


def _fallen(line: Line, places: list[Place]) -> str:
    said = []
    for place in places:
        here = line.at(place)
        said.append(f"{place.name}由{signed(here.get('growth_before'))}转为{signed(here.growth)}")
    units = f"{words.listing(p.name for p in places)}，{facts.unit_of(line.indicator)}"
    return f"{'，'.join(said)}。责任单位：{units}。"


def signed(value: float | None) -> str:
    return (
        "暂缺"
        if value is None
        else f"{'增长' if published(value) >= 0 else '下降'}{percent_text(abs(value))}"
    )


def _burden(place: Place, reds: list[Line]) -> str:
    said = "、".join(
        f"{x.indicator.label}"
        + (f"（{signed(x.growth)}）" if x.growth is not None and not x.in_points else "")
        for x in reds[:6]
    )
    return f"{len(reds)}项指标亮红灯，主要是{said}。责任单位：{place.name}。"


def _left_out(month: Month, city: list[Line]) -> str:
    """The other lights counted by field, for the annex lists them (其余亮灯)."""
    rest = [x for x in facts.lights(month, month.catalogue.city, Light.RED, Light.YELLOW) if x not in city]
    tallies = []
    for light in (Light.RED, Light.YELLOW):
        count = Counter(x.indicator.field or "其他" for x in rest if x.colour is light)
        by_field = "、".join(f"{field}{n}项" for field, n in count.most_common(6))
        if count:
            tallies.append(f"{light.text}灯{count.total()}项（{by_field}{'等' if len(count) > 6 else ''}）")
    return f"其他指标中，{'，'.join(tallies)}，详见附表1。" if tallies else ""
