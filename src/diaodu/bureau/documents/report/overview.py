"""一、总体情况: the judgement, the leading figure, against plan, lights."""

from __future__ import annotations

from diaodu.bureau.documents import charts, facts, text, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line, number
from diaodu.bureau.documents.report import cells
from diaodu.bureau.documents.tables import Table
from diaodu.bureau.findings.month import Month
from diaodu.economy.findings import Light
from diaodu.economy.growth import growth
from diaodu.economy.periods import Period, cumulatives
from diaodu.economy.units import published

ROWS = 14
NAMED = 10


def write(paper: Paper, month: Month) -> None:
    """The chapter (总体情况)."""
    paper.heading(1, "一、总体情况")
    main = [x for x in facts.lines(month, month.catalogue.city, facts.keys(month)) if x.growth is not None]
    paper.para(_judgement(month, main))
    for line in main[:1]:
        paper.para(text.paragraph(line) + text.parts(line))
        _chart(paper, line)
    paper.para(_against_plan(main))
    paper.para(_movement(month, main))
    paper.para(_lights(month))
    if main:
        _table(paper, month, main[:ROWS])


def _judgement(month: Month, main: list[Line]) -> str:
    """A judgement that the lights and the signs carry, and no other (总体判断)."""
    tally = facts.counts(month, month.catalogue.city)
    judged = tally[Light.RED] + tally[Light.YELLOW] + tally[Light.GREEN]
    up = sum(published(x.growth or 0) > 0 for x in main)
    down = sum(published(x.growth or 0) < 0 for x in main)
    when = f"{month.period.season_label}"
    if not main:
        return f"{when}，主要指标数据暂缺，本期不作总体判断。"
    moved = text.split(len(main), (up, "同比增长"), (down, "同比下降"))
    said = f"{when}，全市{len(main)}项有数据的主要指标中，{moved}"
    if not judged:
        return said + "。"
    red, bad = tally[Light.RED], tally[Light.RED] + tally[Light.YELLOW]
    word = "总体平稳" if bad * 3 <= judged else ("下行压力较大" if red * 3 > judged else "稳中承压")
    lit = f"红灯{red}项" if red else "没有红灯"
    return f"{said}，{judged}项指标已判定亮灯，其中{lit}，全市经济运行{word}。"


def _against_plan(main: list[Line]) -> str:
    """Which main indicators reach the year's growth, and which don't (与目标比)."""
    known = [
        (x, x.growth - t) for x in main if x.growth is not None and (t := x.get("target_growth")) is not None
    ]
    met = [x for x, gap in known if published(gap) >= 0]
    short = sorted(((x, gap) for x, gap in known if published(gap) < 0), key=lambda pair: pair[1])
    if not known:
        return ""
    clauses = [f"与年度目标比，{len(known)}项有增速目标的主要指标中，{_met(met, known)}"]
    if 0 < len(met) <= 4:
        clauses[0] += f"（{text.names(met)}）"
    if short:
        worst = "、".join(f"{x.indicator.name}低{abs(published(gap)):.1f}个百分点" for x, gap in short[:4])
        clauses.append(f"{len(short)}项低于目标，差距较大的是{worst}")
    return text.sentence(*clauses)


def _met(met: list[Line], known: list[tuple[Line, float]]) -> str:
    if not met:
        return "没有指标达到目标"
    return "全部达到或高于目标" if len(met) == len(known) else f"{len(met)}项达到或高于目标"


def _movement(month: Month, main: list[Line]) -> str:
    """How many speed up and slow down; who fell below zero; how many beat the province (走势、比较)."""
    moved = [(x, d) for x in main if (d := x.get("growth_change_month")) is not None]
    faster = sum(published(d) > 0 for _, d in moved)
    slower = sum(published(d) < 0 for _, d in moved)
    fallen = [x for x in main if words.turned(x)]
    gaps = [d for x in main if (d := x.get("distance_province")) is not None]
    return text.sentence(
        f"与上期比，{len(moved)}项可比的主要指标中，"
        + text.split(len(moved), (faster, "增速提高"), (slower, "增速回落")) if moved else "",
        f"{text.names(fallen)}由正转负" if fallen else "",
    ) + text.sentence(
        f"与全省比，{len(gaps)}项可比的主要指标中，" + text.split(
            len(gaps),
            (sum(published(g) > 0 for g in gaps), "高于全省平均"),
            (sum(published(g) < 0 for g in gaps), "低于全省平均"),
        ) if gaps else ""
    )  # fmt: skip


def _lights(month: Month) -> str:
    city = month.catalogue.city
    red = [x for x in facts.lights(month, city, Light.RED) if x.indicator.key][:NAMED]
    said = text.tally(facts.counts(month, city))
    if not said:
        return ""
    return text.sentence(
        f"从亮灯情况看，全市{said}", f"主要指标中亮红灯的是{text.names(red)}" if red else "主要指标没有亮红灯"
    )


def _table(paper: Paper, month: Month, main: list[Line]) -> None:
    province = month.catalogue.province
    rows = [
        [
            x.indicator.label,
            cells.unit(x.indicator),
            x.level_cell(),
            x.growth_cell(),
            number(x.get("growth_change_month"), signed=True),
            x.at(province).growth_cell() if province else facts.NONE,
            words.rank_cell(x),
            number(x.get("target_growth")),
            cells.light(x),
        ]
        for x in main
    ]
    head = ["指标", "单位", "本期数", "增速", "较上期", "全省", "位次", "目标", "灯色"]
    paper.caption(f"表1　{month.period.label}全市主要指标")
    paper.table(Table(head, rows, "lcrrrrccc", (3.1, 1.65, 1.6, 1.05, 1.3, 1.05, 1, 1.05, 1.05)))
    paper.note(
        "注：增速、全省增速、年度目标增速单位为%，较上期为增速变化的百分点；“—”为未发布或不可比，不代表0。"
        + ("除文中注明的外，本期数为初步数。" if any(x.vintage == "p" for x in main) else "")
    )


def _chart(paper: Paper, line: Line) -> None:
    """The growth of the leading indicator over two years, with the province and the nation."""
    catalogue = line.month.catalogue
    periods = _periods(line)
    places = [p for p in (catalogue.city, catalogue.province, catalogue.nation) if p]
    series = {
        p.label: [growth(line.month.panel, line.indicator, p.code, q).value for q in periods] for p in places
    }
    series = {name: values for name, values in series.items() if any(v is not None for v in values)}
    own = series.get(catalogue.city.label, [])
    if sum(v is not None for v in own) < 4:
        return
    marks = [f"{str(p.year)[2:]}年\n{p.last}月" for p in periods]
    name = f"图1　{line.indicator.name}累计增速走势（%）"
    said = "、".join(
        f"{m.replace(chr(10), '')}{v:.1f}%" for m, v in zip(marks, own, strict=True) if v is not None
    )
    paper.picture(charts.growth_lines(marks, series), alt=f"{name}：{said}", caption=name)


def _periods(line: Line) -> list[Period]:
    """The cumulatives of last year and this that are published."""
    indicator, now = line.indicator, line.period
    if not indicator.cumulative:
        return [
            Period(y, m, m)
            for y in (now.year - 1, now.year)
            for m in range(1, 13)
            if (y, m) <= (now.year, now.last)
        ]
    spans = [
        *cumulatives(now.year - 1, 12, no_january=indicator.no_january),
        *cumulatives(now.year, now.last, no_january=indicator.no_january),
    ]
    return [p for p in spans if indicator.due(p)]
