"""The single month, out of two cumulatives (当月数、当月增速)."""

from __future__ import annotations

from diaodu.economy.growth import NO_BASE, NOT_COMPARABLE, comparable_base, value_growth
from diaodu.economy.indicators import Basis, Frequency, Indicator, What
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact, published

IMPLIED = "基数按发布的累计增速推算"
OTHER_ROUND = "前后两期累计数版次不同，不能相减"


def month_value(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """The value of the last month alone (当月数): as published, else the difference of two cumulatives."""
    return _monthly(panel, indicator, place, period, What.LEVEL, part)


def month_growth(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    """Growth of the last month alone (当月增速): as published, else of the two years' month values."""
    said = panel.at(indicator, place, period.month, What.GROWTH, part)
    if said is not None:
        return Result(said.value, (said.ref,))
    if not indicator.has_level:
        return Result.missing(f"未发布{period.month.label}当月增速")
    now = month_value(panel, indicator, place, period, part)
    if now.value is None:
        return now
    base = _month_base(panel, indicator, place, period, part)
    if base.value is None:
        return base
    value = value_growth(now.value, base.value)
    return Result.of(value, now, base) if value is not None else Result.missing(NO_BASE, now.sources)


def _monthly(panel: Panel, indicator: Indicator, place: str, period: Period, what: What, part: str) -> Result:
    """A month out of cumulatives; never out of 1—2月, which Spring Festival moves between."""
    if indicator.basis is not Basis.FLOW or indicator.frequency is not Frequency.MONTH:
        return Result.missing("只有按月发布累计数的指标才有当月数")
    said = panel.at(indicator, place, period.month, what, part)
    if said is not None:
        return Result(said.value, (said.ref,))
    if period.last == 1 or (period.last == 2 and indicator.no_january):
        return Result.missing("1—2月合并发布，不单独计算当月" if indicator.no_january else "缺1月数据")
    upto, before = period.cumulative, span(period.year, 1, period.last - 1)
    longer = panel.at(indicator, place, upto, what, part)
    shorter = panel.at(indicator, place, before, what, part)
    if longer is None or shorter is None:
        lacking = upto if longer is None else before
        return Result.missing(f"缺{lacking.label}{'可比基数' if what is What.BASE else '累计数'}")
    sources = (longer.ref, shorter.ref)
    # A year's verified total less a preliminary November would put all of the revision into December.
    if longer.vintage != shorter.vintage:
        return Result.missing(OTHER_ROUND, sources)
    return Result(exact(longer.value - shorter.value), sources)


def _difference(longer: Result, shorter: Result) -> Result:
    """Unrounded: the months of a small county are hundredths, and growth is counted in them."""
    return gap(longer, shorter) or Result.of(longer.known - shorter.known, longer, shorter)


def _month_base(panel: Panel, indicator: Indicator, place: str, period: Period, part: str) -> Result:
    """Last year's month (上年同月基数): restated, else as released where that agrees, else implied.

    Last year's release of another set of enterprises gives nonsense for one month, so the base that the
    published cumulative growth implies goes before it unless both say the same.
    """
    restated = _monthly(panel, indicator, place, period, What.BASE, part)
    if restated.value is not None:
        return restated
    if indicator.real:
        return Result.missing("可比价指标的当月增速未发布，不能由现价累计数推算")
    old = _monthly(panel, indicator, place, period.year_before, What.LEVEL, part)
    implied = _difference(
        *(_implied(panel, indicator, place, span(period.year, 1, last), part) for last in _ends(period))
    )
    if implied.value is None:
        return old if old.value is None else Result.of(old.value, old, note=NOT_COMPARABLE)
    agrees = old.value is not None and all(
        _agrees(panel, indicator, place, span(period.year, 1, last), part) for last in _ends(period)
    )
    return old if agrees else Result.of(implied.value, implied, note=IMPLIED)


def _ends(period: Period) -> tuple[int, int]:
    return period.last, max(period.last - 1, 1)


def _implied(panel: Panel, indicator: Indicator, place: str, period: Period, part: str) -> Result:
    now = panel.at(indicator, place, period, What.LEVEL, part)
    said = panel.at(indicator, place, period, What.GROWTH, part)
    base = comparable_base(now.value, said.value) if now and said else None
    if now is None or said is None or base is None:
        return Result.missing(f"未发布{period.label}增速")
    return Result(base, (now.ref, said.ref))


def _agrees(panel: Panel, indicator: Indicator, place: str, period: Period, part: str) -> bool:
    """Whether last year's release gives the published growth, to the decimal it is published with."""
    now = panel.at(indicator, place, period, What.LEVEL, part)
    then = panel.at(indicator, place, period.year_before, What.LEVEL, part)
    said = panel.at(indicator, place, period, What.GROWTH, part)
    value = value_growth(now.value, then.value) if now and then else None
    return value is not None and said is not None and abs(published(value) - published(said.value)) < 0.15
