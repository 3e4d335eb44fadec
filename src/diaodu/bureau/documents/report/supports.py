"""三、支撑指标与匹配情况: growth of main and support indicators side by side; no cause is claimed."""

from __future__ import annotations

from diaodu.bureau.documents import facts, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import Line
from diaodu.bureau.documents.tables import Table
from diaodu.bureau.findings.month import Month
from diaodu.economy.indicators import Basis
from diaodu.economy.units import published

SUPPORTS = 4
# What a main indicator is looked at beside; one that is not in the catalogue is passed over.
PAIRS: dict[str, tuple[str, ...]] = {
    "gdp": ("electricity", "loans", "road_turnover", "tax_revenue"),
    "industrial_value_added": (
        "industrial_electricity", "industrial_vat", "industrial_output", "industrial_revenue",
    ),
    "fixed_asset_investment": (
        "construction_investment", "cement_output", "key_project_investment", "large_projects",
    ),
    "retail_sales": ("above_quota_retail_sales", "retail_goods_sales", "catering_turnover", "fuel_sales"),
    "general_budget_revenue": ("tax_revenue", "total_fiscal_revenue", "industrial_vat"),
    "urban_income": ("new_urban_jobs", "public_payroll"),
    "property_investment": ("housing_starts", "housing_sales_area"),
}  # fmt: skip


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
    """The first main indicator of each field with its supports; else with the field's own (配对)."""
    found = []
    for lines in facts.fields(month).values():
        main = next((x for x in lines if _comparable(x) and x.indicator.key), None)
        if main is None:
            continue
        supports = _named(month, main) or [x for x in lines if _comparable(x) and not x.indicator.key]
        if supports:
            found.append((main, supports[:SUPPORTS]))
    return found


def _named(month: Month, main: Line) -> list[Line]:
    known = month.catalogue.indicators
    named = [known[code] for code in PAIRS.get(main.indicator.code, ()) if code in known]
    return [x for x in facts.lines(month, main.place, named) if _comparable(x)]


def _comparable(line: Line) -> bool:
    return line.growth is not None and not line.in_points and line.indicator.basis is not Basis.INDEX


def _side_by_side(main: Line, supports: list[Line]) -> str:
    """Only those that move against the main indicator are spoken of (反向)."""
    against = [x for x in supports if published(x.growth or 0) * published(main.growth or 0) < 0]
    if not against:
        return ""
    said = "、".join(f"{x.indicator.name}{words.growth(x).removeprefix('同比')}" for x in against)
    units = words.listing(dict.fromkeys(facts.unit_of(x.indicator) for x in (main, *against)))
    return f"{main.indicator.name}{words.growth(main)}，同期{said}，方向不一致，请{units}核对数据并说明情况。"
