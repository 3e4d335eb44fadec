"""欠账情况、缺数说明、支撑情况: what is owed, what is missing, what doesn't agree."""

from __future__ import annotations

from typing import Any

from diaodu.economy.phrases import reading
from diaodu.economy.phrases.composing import ask, clause, joined, text
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said, gathered
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.causes import due
from diaodu.economy.phrases.words.cells import newest
from diaodu.economy.phrases.words.lights import finding_of
from diaodu.economy.phrases.words.passages import listed, member_of
from diaodu.economy.phrases.words.sets import listing, set_of
from diaodu.economy.units import published

# What a main indicator is looked at beside; one that is not in the catalogue is passed over.
SUPPORTS: dict[str, tuple[str, ...]] = {
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


@word("支撑指标", "集合", '支撑指标("规上工业增加值")', least=0, indicator="指标")
def supports(spot: Spot, indicator: Any = None) -> Said:
    """与一项主要指标相互印证的指标中，本期有数的。"""
    spot, found = reading.settle(spot, indicator)
    known = spot.book.catalogue.indicators
    members = [member_of(known[code]) for code in SUPPORTS.get(found.code, ()) if code in known]
    return gathered(m for m in members if _grown(spot, m))


def _grown(spot: Spot, member: Member) -> bool:
    there = newest(spot.on(member))
    assert there.indicator is not None
    return reading.growth(there, there.indicator).value is not None


@word("支撑情况", "文段", '支撑情况("规上工业增加值")', least=0, indicator="指标", among="集合")
def supported(spot: Spot, indicator: Any = None, among: Any = None) -> Said:
    """支撑指标的增速并列，方向不一致的指出来请核对；集合：自选的支撑指标。"""
    there = newest(spot, indicator)
    own = ask(there, "增速").number
    members = (set_of(among, spot) if among is not None else ask(there, "支撑指标")).members or ()
    known = [(m, newest(spot.on(m))) for m in members if _grown(spot, m)]
    if not known or own is None:
        return Said.missing("没有支撑指标数据")
    side = joined(
        [clause("从支撑指标看，", listed(clause(m.label, ask(at, "增降")) for m, at in known))], end=""
    )
    against = [m.label for m, at in known if published(ask(at, "增速").number or 0.0) * published(own) < 0]
    assert there.indicator is not None
    hint = f"{listing(against)}与{there.indicator.label}方向不一致，需核对数据" if against else None
    return text([joined([side, hint])])


@word("欠账情况", "文段", "欠账情况()", among="集合", most="最多")
def owing(spot: Spot, among: Any = "主要指标", most: Any = 4.0) -> Said:
    """有总量目标的指标中几项落后时间进度，落后最多的几项：进度、欠账、下月需完成。"""
    chosen = ask(spot, "指标", among) if isinstance(among, str) else set_of(among, spot)
    lead = '序时差(时期="最近")'
    aimed = ask(spot, "满足", chosen, f"有({lead})")
    behind = ask(spot, "排序", ask(spot, "满足", aimed, f"{lead} < 0"), lead, "升")
    size = ask(spot, "个数", aimed)
    if not size.number:
        return Said.missing("没有下达年度总量目标")
    if not behind.members:
        return text([joined([clause(size, "项有总量目标的指标全部达到或快于时间进度")])])
    first = clause(size, "项有总量目标的指标中，", ask(spot, "个数", behind), "项落后时间进度")
    limit = int(most) if isinstance(most, float) else 4
    return text([joined([first]), *(_owes(spot, m) for m in behind.members[:limit])])


def _owes(spot: Spot, member: Member) -> Said | None:
    there = newest(spot.on(member))
    done = clause(member.label, "完成年度目标的", ask(there, "进度"), "，", ask(there, "快慢"))
    return joined([done, due(there)]) if done else None


@word("缺数指标", "集合", "缺数指标()", among="集合")
def missing(spot: Spot, among: Any = "全部") -> Said:
    """本期应有而没有数的指标；本市从未有过数的不算。"""
    chosen = ask(spot, "指标", among) if isinstance(among, str) else set_of(among, spot)
    if any(m.kind != "indicator" for m in chosen.members or ()):
        raise BadExpression('要写明哪个指标，名称加引号，例如：增速("GDP")')
    return gathered(m for m in chosen.members or () if _due_and_gone(spot.on(m)))


def _due_and_gone(spot: Spot) -> bool:
    indicator, place = spot.indicator, spot.where.single
    assert indicator is not None
    if place is None or not indicator.due(spot.period) or indicator.formula:
        return False
    there = newest(spot)
    if any(
        one.value is not None for one in (reading.growth(there, indicator), reading.level(there, indicator))
    ):
        return False
    finding = finding_of(spot, indicator)
    return finding is not None  # a place that never reports one gets no light


@word("缺数说明", "文段", "缺数说明()", among="集合")
def missing_told(spot: Spot, among: Any = "全部") -> Said:
    """本期应有而尚未取得数据的指标有几项，是哪些。"""
    gone = ask(spot, "缺数指标", among)
    if not gone.members:
        return Said.missing("没有缺数的指标")
    names = listing(m.label for m in gone.members)
    return text([joined([clause("本期应有而尚未取得数据的指标", ask(spot, "个数", gone), f"项：{names}")])])
