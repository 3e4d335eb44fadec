"""Periods and release dates as they are written, made to fit their indicator (统计期、发布)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from diaodu.bureau.reports.intake.grid import text_of
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Wrong
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Basis, Frequency, Indicator
from diaodu.economy.periods import Period, span

VINTAGES: dict[str, str] = {
    "": "",
    **dict.fromkeys(("初步", "初步核算", "初步数", "快报", "preliminary"), "preliminary"),
    **dict.fromkeys(("修订", "修订数", "revised"), "revised"),
    **dict.fromkeys(("核实", "最终核实", "核实数", "年报", "verified"), "verified"),
}


class Release(NamedTuple):
    """When it came out and in which round (发布)."""

    vintage: str = ""
    released: dt.date | None = None


class Periods:
    """Written periods, made to fit their indicator (统计期)."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self.merged: dict[tuple[str, int], str] = {}  # indicator and year whose 2月 was kept as 1—2月
        self.januaries: set[tuple[str, int]] = set()  # indicator and year that have a 1月 of their own

    def fit(self, written: Any, indicator: Indicator, kind: str) -> Period | Wrong:
        """The period a figure bears in the ledger, from its own words (对应统计期)."""
        try:
            period = parse(written)
        except Refusal as refusal:
            return Wrong("时期", str(refusal))
        bare = bare_month(period, written)
        return self.canonical(self.spread(period, indicator) if bare else period, indicator, bare)

    def canonical(self, period: Period, indicator: Indicator, bare: bool) -> Period | Wrong:
        """As `canonical`, remembering what it changed."""
        found = canonical(period, indicator, bare)
        if isinstance(found, Wrong):
            self.januaries.add((indicator.code, period.year))
        elif (found.first, period.first) == (1, 2) and found.last == 2:
            self.merged[indicator.code, period.year] = indicator.label
        return found

    @property
    def unclear(self) -> set[tuple[str, int]]:
        """Where 2月 may be the month alone, for the year's 1月 stands beside it (分不清的2月)."""
        return self.merged.keys() & self.januaries

    def said(self) -> str:
        """Which series had their 2月 kept as 1—2月 (说明); nothing where none had."""
        years: dict[str, list[str]] = {}
        for (code, year), name in self.merged.items():
            if (code, year) not in self.januaries:
                years.setdefault(name, []).append(str(year))
        listed = "；".join(f"{name}（{'、'.join(sorted(when))}年）" for name, when in years.items())
        return f"没有1月数的指标，2月按1—2月记：{listed}。如为2月单月数，请写明“当月”" if listed else ""

    def spread(self, period: Period, indicator: Indicator) -> Period:
        """A month that stands for January to it, where the person said so (只写月份的累计数)."""
        asked = self._options.spans.get(indicator.code, self._options.span)
        return period.cumulative if asked == "cumulative" and indicator.cumulative else period


UNCLEAR = "同年有1月数，分不清2月是单月数还是1—2月合计。请写明“2月当月”或“1—2月”"


def parse(written: Any, year: int | None = None, lost_zero: bool | None = None) -> Period:
    """The period of a cell (统计期): a date is its month, 202406 is June."""
    if isinstance(written, dt.date):
        if not 1900 <= written.year <= 2200:
            raise Refusal("“{text}”的年份不对，年份应在1900至2200之间", text=written.isoformat())
        return span(written.year, written.month, written.month)
    text = text_of(written)
    if match := re.fullmatch(r"((?:19|20)\d{2})-(\d{2})-(28|29|30|31)", text):
        text = f"{match[1]}-{match[2]}"  # a month's last day stands for the month
    return Period.parse(text, year=year, lost_zero=lost_zero)


def bare_month(period: Period, written: Any) -> bool:
    """Whether only a month is written, neither 当月 nor 末 (只写月份)."""
    return period.first == period.last and not re.search(r"[当末底单]", text_of(written))


def canonical(period: Period, indicator: Indicator, bare: bool = True) -> Period | Wrong:
    """The one way a figure's period is kept (规范统计期); 2月 of a series without January is 1—2月.

    `bare` says that only the month was written: an explicit 2月当月 stays what it says.
    """
    if indicator.basis is Basis.INDEX and indicator.frequency is Frequency.MONTH:
        return period  # 6月 and 1—6月 (平均) are two different figures
    if not indicator.cumulative:
        return period.month
    if indicator.no_january and period.first == period.last == 1:
        return Wrong("时期", f"“{indicator.name}”1月不单独发布，1月和2月合并为“1—2月”。请按1—2月填报")
    if indicator.no_january and bare and period.first == period.last == 2:
        return span(period.year, 1, 2)
    return period


def release(cell: Any) -> Release | Wrong:
    """Release date or round (发布): a date, or 初步 / 修订 / 核实."""
    if isinstance(cell, dt.datetime):
        return Release(released=cell.date())
    if isinstance(cell, dt.date):
        return Release(released=cell)
    text = text_of(cell)
    if text in VINTAGES:
        return Release(VINTAGES[text])
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", text
    )
    try:
        if match:
            return Release(released=dt.date(*(int(g) for g in match.groups())))
    except ValueError:
        pass
    return Wrong("发布", f"“{text}”不是发布日期，也不是初步、修订、核实")
