"""三、支撑指标与匹配情况: growth of main and support indicators side by side; no cause is claimed."""

from __future__ import annotations

from diaodu.bureau.documents import facts, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line
from diaodu.bureau.documents.tables import Table
from diaodu.bureau.findings.month import Month
from diaodu.economy.units import published

SUPPORTS = 4


def write(paper: Paper, month: Month) -> None:
    """The chapter (支撑指标与匹配情况)."""
    pairs = _pairs(month)
    if not pairs:
        return
    paper.heading(1, "三、支撑指标与匹配情况")
    paper.para(
        "将各领域主要指标与同领域支撑指标的增速并列如下，供研判数据协调性时参考。"
        "并列只反映走势是否同向，不代表因果关系。"
    )
    rows = [
        [main.indicator.label if n == 0 else "", main.growth_cell() if n == 0 else "", x.indicator.label,
         x.growth_cell(), facts.kind_words(x.indicator) or "统计数据", facts.unit_of(x.indicator)]
        for main, supports in pairs for n, x in enumerate(supports)
    ]  # fmt: skip
    paper.caption(f"表2　{month.period.label}主要指标与支撑指标增速")
    head = ["主要指标", "增速（%）", "支撑指标", "增速（%）", "数据来源", "牵头单位"]
    paper.table(Table(head, rows, "lrlrcc", (2.5, 1.2, 3, 1.2, 1.4, 1.8)))
    paper.note("注：部门数据为部门行政记录，与法定统计数据口径不同，仅作对照。")
    for main, supports in pairs:
        paper.para(_side_by_side(main, supports))


def _pairs(month: Month) -> list[tuple[Line, list[Line]]]:
    """The first main indicator of each field with the field's other growths (配对)."""
    found = []
    for lines in facts.fields(month).values():
        grown = [x for x in lines if x.growth is not None and not x.in_points]
        main = next((x for x in grown if x.indicator.key), None)
        supports = [x for x in grown if not x.indicator.key][:SUPPORTS]
        if main and supports:
            found.append((main, supports))
    return found


def _side_by_side(main: Line, supports: list[Line]) -> str:
    """Only those that move against the main indicator are spoken of (反向)."""
    against = [x for x in supports if published(x.growth or 0) * published(main.growth or 0) < 0]
    if not against:
        return ""
    said = "、".join(f"{x.indicator.name}{words.growth(x).removeprefix('同比')}" for x in against)
    units = words.listing(dict.fromkeys(facts.unit_of(x.indicator) for x in (main, *against)))
    return (
        f"{main.indicator.name}{words.growth(main)}，同期{said}，方向不一致，"
        f"请{units}核对数据并说明情况。"
    )
