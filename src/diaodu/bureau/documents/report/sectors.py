"""二、主要指标: field by field, each value, growth, change, comparison, rank, progress, main pull."""

from __future__ import annotations

from diaodu.bureau.documents import charts, facts, text, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line
from diaodu.bureau.findings.month import Month
from diaodu.economy.units import numeral, percent_text, published

FULL = 2  # main indicators of a field that get a paragraph of their own
BARS = 9


def write(paper: Paper, month: Month) -> None:
    """The chapter (主要指标)."""
    paper.heading(1, "二、主要指标")
    leading = next((x for x in facts.lines(month, month.catalogue.city, facts.keys(month))), None)
    drawn = False
    fields = {name: lines for name, lines in facts.fields(month).items() if lines != [leading]}
    for count, (name, lines) in enumerate(fields.items(), 1):
        paper.heading(2, f"（{numeral(count)}）{name}")
        drawn = _field(paper, lines, leading, drawn)
    paper.para(_absent(month))


def _field(paper: Paper, lines: list[Line], leading: Line | None, drawn: bool) -> bool:
    main = [x for x in lines if x.indicator.key]
    if not main:
        paper.para(_brief(lines[:1]) + text.others(lines[1:]))
        return drawn
    # The leading indicator has its paragraph in the first chapter.
    full = [x for x in main if x != leading][:FULL]
    for line in full:
        pulls = text.county_pulls(line) if line is full[0] else ""
        paper.para(text.paragraph(line) + text.parts(line) + pulls)
        drawn = drawn or _pulls_chart(paper, line)
    paper.para(_brief([x for x in main if x not in full and x != leading]))
    rest = [x for x in lines if x not in main]
    if said := text.others(rest):
        paper.para(f"相关指标方面，{said}" if full else said)
    return drawn


def _brief(lines: list[Line]) -> str:
    """The other main indicators, one sentence each (其余主要指标)."""
    said = []
    for x in lines:
        said.append(
            text.sentence(
                text.opening(x),
                words.change_from_before(x),
                words.position(x, "全省"),
                words.pace(x).split("，")[0],
            )
        )
    return "".join(said)


def _pulls_chart(paper: Paper, line: Line) -> bool:
    pulls = text.part_pulls(line)
    if len(pulls) < 4 or line.growth is None:
        return False
    names, values = _gathered(pulls)
    name = f"图2　{line.indicator.name}增速的分项拉动（百分点）"
    said = "、".join(f"{n}{published(v):.1f}" for n, v in zip(names, values, strict=True))
    picture = charts.waterfall(names, values, line.growth, "合计")
    paper.picture(picture, alt=f"{name}：{said}，合计{percent_text(line.growth)}", caption=name)
    return True


def _gathered(pulls: list[tuple[str, float]]) -> tuple[list[str], list[float]]:
    """The largest pulls either way, the rest in one bar (归并)."""
    if len(pulls) <= BARS:
        return [n for n, _ in pulls], [v for _, v in pulls]
    largest = sorted(pulls, key=lambda pair: -abs(pair[1]))[: BARS - 1]
    rest = sum(v for n, v in pulls if (n, v) not in largest)
    shown = sorted(largest, key=lambda pair: -pair[1])
    return [*(n for n, _ in shown), "其他"], [*(v for _, v in shown), rest]


def _absent(month: Month) -> str:
    gone = facts.absent(month, month.catalogue.city)
    if not gone:
        return ""
    return f"本期应有而尚未取得数据的指标{len(gone)}项：{text.names(gone)}，待发布后补充分析。"
