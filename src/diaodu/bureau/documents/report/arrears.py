"""六、欠账和后期需完成: progress, arrears, what next month must bring, what growth the rest needs."""

from __future__ import annotations

from diaodu.bureau.documents import charts, facts, text, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line, number
from diaodu.bureau.documents.tables import Table
from diaodu.bureau.findings.month import Month
from diaodu.economy.units import percent_text, published


def write(paper: Paper, month: Month) -> None:
    """The chapter (欠账和后期需完成)."""
    lines = [x for x in facts.lines(month, month.catalogue.city) if x.get("progress") is not None]
    rates = _rate_only(month)
    paper.heading(1, "六、欠账和后期需完成情况")
    if not lines and not rates:
        paper.para("尚未下达年度目标，暂不测算欠账。")
        return
    paper.para(_summary(lines))
    if lines:
        _table(paper, month, lines)
        _chart(paper, [x for x in lines if x.indicator.key] or lines)
    paper.para(_rates(rates))


def owing(lines: list[Line]) -> list[Line]:
    """Those that owe, furthest behind first (欠账指标)."""
    behind = [x for x in lines if (x.get("arrears") or 0) > 0 and published(x.get("lead") or 0) < 0]
    return sorted(behind, key=lambda x: x.get("lead") or 0)


def _rate_only(month: Month) -> list[Line]:
    return [
        x for x in facts.lines(month, month.catalogue.city)
        if x.get("progress") is None and None not in (x.get("target_growth"), x.get("rest_growth"))
    ]  # fmt: skip


def _summary(lines: list[Line]) -> str:
    if not lines:
        return ""
    short = owing(lines)
    ahead = [x for x in lines if x not in short]
    parts = text.split(len(lines), (len(ahead), "达到或快于序时进度"), (len(short), "落后于序时进度"))
    said = f"{len(lines)}项有总量目标的指标中，{parts}。"
    for x in short[:3]:
        need = x.get("next_needed")
        said += text.sentence(
            f"{x.indicator.name}{words.pace(x)}",
            f"欠账{facts.level_of(x.indicator, x.get('arrears') or 0)}",
            f"补齐欠账下月需完成{facts.level_of(x.indicator, need)}" if need is not None and need > 0 else "",
        )
    return said


def _table(paper: Paper, month: Month, lines: list[Line]) -> None:
    rows = [
        [
            x.indicator.label,
            x.indicator.unit,
            number(x.get("target"), x.indicator.decimals),
            number(x.get("progress")),
            number(x.get("time_share")),
            number(x.get("arrears"), x.indicator.decimals),
            number(x.get("next_needed"), x.indicator.decimals),
            number(x.get("rest_growth") if x.indicator.cumulative else None),
            facts.unit_of(x.indicator),
        ]
        for x in lines
    ]
    head = ["指标", "单位", "年度目标", "进度", "序时", "欠账", "下月需", "后期增长", "牵头单位"]
    paper.caption(f"表4　{month.period.label}年度目标进度和欠账")
    paper.table(Table(head, rows, "lcrrrrrrc", (2.95, 1.6, 1.6, 0.95, 0.95, 1.15, 1.3, 1.55, 1.8)))
    paper.note(
        "注：进度、序时进度单位为%；下月需为补齐欠账下月需完成数，后期增长为完成目标后几个月需达到的增速（%）；欠账为到本期计划数与完成数之差，已达到计划的为0。"
    )


def _chart(paper: Paper, lines: list[Line]) -> None:
    shown = lines[:10]
    name = "图5　主要指标完成年度目标进度与序时进度（%）"
    done = [x.get("progress") or 0.0 for x in shown]
    said = "、".join(f"{x.indicator.label}{percent_text(d)}" for x, d in zip(shown, done, strict=True))
    picture = charts.progress([x.indicator.label for x in shown], done, [x.get("time_share") for x in shown])
    paper.picture(picture, alt=f"{name}：{said}", caption=name)


def _rates(lines: list[Line]) -> str:
    """For what has a growth target alone: the growth that the rest of the year needs."""
    short = [x for x in lines if published((x.growth or 0) - (x.get("target_growth") or 0)) < 0]
    said = [
        f"{x.indicator.name}要达到{percent_text(x.get('target_growth') or 0)}的年度目标，"
        f"后几个月平均需增长{percent_text(x.get('rest_growth') or 0)}"
        for x in short[:5]
    ]
    return f"{'；'.join(said)}。" if said else ""
