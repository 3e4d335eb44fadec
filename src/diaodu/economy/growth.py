"""Year-on-year growth, and its change (增速、增速变化)."""

from __future__ import annotations

from math import sqrt
from typing import Literal

from diaodu.economy.indicators import Indicator, What
from diaodu.economy.panel import Observation, Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact, percent_text, points_text, published, signed_text

NOT_COMPARABLE = "按上年发布数计算，不可比"
FIRST_OF_YEAR = "年内首期，没有上期累计"
NO_BASE = "上年同期数不为正，不计算增速"
Against = Literal["上年同期", "上月", "上季", "上年末"]


def value_growth(now: float, before: float) -> float | None:
    """Growth of a value over the same period last year, in per cent (增速); None on a base not positive."""
    return exact((now - before) / before * 100) if before > 0 else None


def change(now: float, then: float) -> float:
    """Difference of two rates, in percentage points (百分点变化)."""
    return exact(now - then)


def comparable_base(now: float, growth: float) -> float | None:
    """Last year's value that a growth implies (可比基数): v / (1 + g/100)."""
    return now / (1 + growth / 100) if growth > -100 else None


def two_year_average(growth: float, growth_year_before: float) -> float | None:
    """Average growth of two years (两年平均增速), their geometric mean."""
    if growth < -100 or growth_year_before < -100:
        return None
    return exact((sqrt((1 + growth / 100) * (1 + growth_year_before / 100)) - 1) * 100)


def relative_growth(growth: float, of: float) -> float | None:
    """Growth of a ratio from those of its two sides (单位量增速), such as electricity per unit of output."""
    return exact(((1 + growth / 100) / (1 + of / 100) - 1) * 100) if of > -100 else None


def growth(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """Growth (增速): the published one; else on the restated base; else on last year's release."""
    said = panel.at(indicator, place, period, What.GROWTH, part)
    if said is not None:
        return Result(said.value, (said.ref,))
    return computed_growth(panel, indicator, place, period, part, allow_old_base=not indicator.real)


def computed_growth(
    panel: Panel,
    indicator: Indicator,
    place: str,
    period: Period,
    part: str = "",
    *,
    allow_old_base: bool = True,
) -> Result:
    """Growth computed from levels (推算增速): on the restated base, else on last year's release."""
    if indicator.growth_basis == "none":
        return Result.missing("该指标不计算增速")
    if not indicator.has_level:
        return Result.missing(f"未发布{period.label}增速")
    now = panel.at(indicator, place, period, What.LEVEL, part)
    if now is None:
        return Result.missing(f"缺{period.label}数据")
    base = panel.at(indicator, place, period, What.BASE, part)
    if base is not None:
        return _over(now, base, indicator)
    if not allow_old_base:
        return Result.missing("可比价增速不能按上年发布数推算，且未发布增速", (now.ref,))
    base = panel.at(indicator, place, period.year_before, What.LEVEL, part)
    if base is None:
        return Result.missing(f"缺上年同期（{period.year_before.label}）数据", (now.ref,))
    return _over(now, base, indicator, NOT_COMPARABLE)


def _over(now: Observation, base: Observation, indicator: Indicator, note: str | None = None) -> Result:
    sources = (now.ref, base.ref)
    if indicator.growth_basis == "points":
        return Result(change(now.value, base.value), sources, None, note)
    value = value_growth(now.value, base.value)
    return Result.missing(NO_BASE, sources) if value is None else Result(value, sources, None, note)


def growth_gap(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """Published growth minus the one that levels give, in points (发布增速与推算增速之差)."""
    said = panel.at(indicator, place, period, What.GROWTH, part)
    if said is None:
        return Result.missing(f"未发布{period.label}增速")
    computed = computed_growth(panel, indicator, place, period, part)
    if computed.value is None:
        return computed
    return Result.of(change(said.value, computed.value), Result(said.value, (said.ref,)), computed)


def two_year_growth(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """Average growth of this year and last (两年平均增速)."""
    now = growth(panel, indicator, place, period, part)
    then = growth(panel, indicator, place, period.year_before, part)
    if lacking := gap(now, then):
        return lacking
    value = two_year_average(now.known, then.known)
    return Result.missing("增速低于-100%，不计算两年平均") if value is None else Result.of(value, now, then)


def reference(indicator: Indicator, period: Period, against: Against) -> Period | None:
    """The period that a growth is held against (对比期); None where the year has none before it."""
    if against == "上月":
        return indicator.before(period)
    chosen = {
        "上年同期": period.year_before,
        "上季": period.previous_quarter,
        "上年末": period.last_year_end,
    }[against]
    return chosen if indicator.cumulative or against == "上年同期" else chosen.month


def growth_change(
    panel: Panel,
    indicator: Indicator,
    place: str,
    period: Period,
    against: Against = "上年同期",
    part: str = "",
) -> Result:
    """Change of growth in points (增速变化) against last year, last month, last quarter or last year-end."""
    then = reference(indicator, period, against)
    if then is None:
        return Result.missing(FIRST_OF_YEAR)
    g1 = growth(panel, indicator, place, period, part)
    g0 = growth(panel, indicator, place, then, part)
    return gap(g1, g0) or Result.of(change(g1.known, g0.known), g1, g0)


def growth_phrase(value: float, against: str = "去年同期") -> str:
    """A growth in words (增速表述): 同比增长8.3%, 同比下降2.1%; from a doubling on, the multiple."""
    shown = published(value)
    if shown == 100:
        return "同比翻了一番"
    if shown > 100:
        return f"是{against}的{published(1 + value / 100):.1f}倍"
    if shown == 0:
        return "同比持平"
    return f"同比增长{percent_text(value)}" if shown > 0 else f"同比下降{percent_text(-value)}"


def change_phrase(now: float, then: float, rise: str = "加快") -> str:
    """A change of growth in words (增速变化表述), by the signs of both; `rise` is 提高 for ratios."""
    g1, g0, difference = published(now), published(then), points_text(change(now, then))
    if g1 == g0 or not published(change(now, then)):
        return "持平"
    if g0 >= 0:
        return f"由正转负（由{signed_text(then)}到{signed_text(now)}）" if g1 < 0 else (
            f"{rise}{difference}" if g1 > g0 else f"回落{difference}"
        )  # fmt: skip
    if g1 >= 0:
        return f"由负转正（由{signed_text(then)}到{signed_text(now)}）"
    return f"降幅收窄{difference}" if g1 > g0 else f"降幅扩大{difference}"
