"""四、县区情况: ranking, lights, dispersion, who leads and who trails."""

from __future__ import annotations

from diaodu.bureau.documents import charts, facts, text, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line, number
from diaodu.bureau.documents.report import cells
from diaodu.bureau.documents.tables import Cell, Table
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light
from diaodu.economy.units import percent_text, points_text, published

SPOKEN = 5


def write(paper: Paper, month: Month) -> None:
    """The chapter (县区情况)."""
    paper.heading(1, "四、县区情况")
    lines = _compared(month)
    for line in _first_of_fields(lines)[:SPOKEN]:
        paper.para(
            text.counties(line) + _above_city(line) + _dispersion(line), lead=f"{line.indicator.name}。"
        )
        if line is lines[0]:
            _ranking_chart(paper, line)
    _pull_chart(paper, lines)
    paper.para(_double_digits(lines))
    paper.para("".join(text.missing_counties(line) for line in lines))
    _lights(paper, month)


def _compared(month: Month) -> list[Line]:
    """Main indicators that most counties have (可比的主要指标)."""
    city, counties = month.catalogue.city, month.catalogue.counties
    chosen = []
    for line in facts.lines(month, city, facts.keys(month)):
        if len(facts.ranked(line, counties)) * 2 > len(counties) and not line.in_points:
            chosen.append(line)
    return chosen


def _first_of_fields(lines: list[Line]) -> list[Line]:
    """The first main indicator of every field (各领域首项)."""
    return list({x.indicator.field: x for x in reversed(lines)}.values())[::-1]


def _above_city(line: Line) -> str:
    city = line.growth
    ranked = facts.ranked(line, line.month.catalogue.counties)
    if city is None or not ranked:
        return ""
    over = sum(published(v) >= published(city) for _, v in ranked)
    return f"增速达到或高于全市（{percent_text(city)}）的县区{over}个，低于全市的{len(ranked) - over}个。"


def _dispersion(line: Line) -> str:
    spread = line.get("dispersion")
    return f"县区增速离散程度（标准差）为{points_text(spread)}。" if spread is not None else ""


def _ranking_chart(paper: Paper, line: Line) -> None:
    ranked = facts.ranked(line, line.month.catalogue.counties)
    name = f"图3　各县区{line.indicator.name}增速（%）"
    said = "、".join(f"{p.label}{percent_text(v)}" for p, v in ranked)
    picture = charts.ranking([p.label for p, _ in ranked], [v for _, v in ranked], line.growth, "全市")
    paper.picture(picture, alt=f"{name}：{said}", caption=name)


def _pull_chart(paper: Paper, lines: list[Line]) -> None:
    """The counties' pulls on the first indicator that has them."""
    for line in lines:
        known = [
            (p.label, v) for p in line.month.catalogue.counties if (v := line.at(p).get("pull")) is not None
        ]
        if len(known) < 4 or line.growth is None:
            continue
        known.sort(key=lambda pair: -pair[1])
        rest = line.growth - sum(v for _, v in known)
        if abs(rest) > 0.1:  # what the counties' pulls leave is a step of its own, not hidden
            known.append(("其他及误差", rest))
        name = f"图4　各县区对全市{line.indicator.name}增速的拉动（百分点）"
        said = "、".join(f"{n}{published(v):.1f}" for n, v in known)
        picture = charts.waterfall([n for n, _ in known], [v for _, v in known], line.growth, "全市")
        paper.picture(picture, alt=f"{name}：{said}", caption=name)
        return


def _double_digits(lines: list[Line]) -> str:
    """Counties that grow by two digits in both of the first two indicators (双两位数)."""
    if len(lines) < 2:
        return ""
    one, two = lines[:2]
    both = [
        p.label for p in one.month.catalogue.counties
        if published(one.at(p).growth or 0) >= 10 and published(two.at(p).growth or 0) >= 10
    ]  # fmt: skip
    if not both:
        return ""
    names = f"{one.indicator.name}和{two.indicator.name}"
    return f"{names}增速均达到两位数的县区有{len(both)}个（{words.listing(both)}）。"


def _lights(paper: Paper, month: Month) -> None:
    tallies = [(p, facts.counts(month, p)) for p in month.catalogue.counties]
    tallies = [(p, t) for p, t in tallies if sum(t.values())]
    if not tallies:
        return
    tallies.sort(key=lambda pair: (-pair[1][Light.RED], -pair[1][Light.YELLOW]))
    worst = [(p, t) for p, t in tallies if t[Light.RED]][:3]
    clean = [p.label for p, t in tallies if not t[Light.RED] and sum(t.values()) > t[Light.GREY]]
    clauses = []
    if worst:
        clauses.append("红灯较多的是" + "、".join(f"{p.label}（{t[Light.RED]}项）" for p, t in worst))
    if clean:
        clauses.append(f"{words.listing(clean)}没有红灯指标")
    paper.para(text.sentence(*clauses), lead="亮灯情况。")
    rows = [[p.label if len(p.name) > 6 else p.name, *_tally(t), _reds(month, p)] for p, t in tallies]
    paper.caption(f"表3　{month.period.label}各县区亮灯情况")
    paper.table(
        Table(
            ["县区", "红", "黄", "绿", "灰", "主要红灯指标"], rows, "lccccl", (2.7, 0.7, 0.7, 0.7, 0.7, 5.2)
        )
    )
    paper.note("注：灰灯为数据缺失，暂不判定。")


def _tally(tally: dict[Light, int]) -> list[Cell | str]:
    red = tally[Light.RED]
    first: Cell | str = cells.of(Light.RED)._replace(text=number(red, 0)) if red else "0"
    return [first, *(number(tally[light], 0) for light in (Light.YELLOW, Light.GREEN, Light.GREY))]


def _reds(month: Month, place: Place) -> str:
    reds = [x.indicator.label for x in facts.lights(month, place, Light.RED)]
    return "、".join(reds[:3]) + ("等" if len(reds) > 3 else "") if reds else "无"
