"""All that is computed of an indicator at a place, line by line (指标要情)."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Indicator
from diaodu.economy.results import Result
from diaodu.web.shapes.phrases import told

LEVEL, RATE, POINTS, POINTS2 = "level", "rate", "points", "points2"
PERCENT, COUNT, QUARTERS = "percent", "count", "quarters"
LEAST = {COUNT: 2, QUARTERS: 4}  # shorter runs are not worth saying

MEASURES: tuple[tuple[str, Any, str], ...] = (
    ("value", _("数值"), LEVEL),
    ("growth", _("累计同比增速"), RATE),
    ("growth_before", _("上期增速"), RATE),
    ("growth_change_month", _("较上期"), POINTS),
    ("growth_change", _("较上年同期"), POINTS),
    ("month_value", _("当月值"), LEVEL),
    ("month_growth", _("当月增速"), RATE),
    ("two_year_growth", _("两年平均增速"), RATE),
    ("distance_above", _("比上级地区"), POINTS),
    ("distance_province", _("比全省"), POINTS),
    ("distance_nation", _("比全国"), POINTS),
    ("target_growth", _("年度目标增速"), RATE),
    ("target", _("年度目标"), LEVEL),
    ("progress", _("完成进度"), PERCENT),
    ("time_share", _("序时进度"), PERCENT),
    ("lead", _("领先（落后）序时"), POINTS),
    ("arrears", _("欠账"), LEVEL),
    ("next_needed", _("下月需完成"), LEVEL),
    ("rest_growth", _("余下月份需增长"), RATE),
    ("share", _("占全市比重"), PERCENT),
    ("pull", _("拉动全市"), POINTS2),
    ("contribution", _("对全市增长贡献率"), PERCENT),
    ("growth_without", _("剔除后全市增速"), RATE),
    ("falling_streak", _("连续回落（期）"), COUNT),
    ("rising_streak", _("连续加快（期）"), COUNT),
    ("lowest_quarters", _("累计增速最低"), QUARTERS),
    ("highest_quarters", _("累计增速最高"), QUARTERS),
)
QUIET = {
    "rising_streak",
    "falling_streak",
    "lowest_quarters",
    "highest_quarters",
    "arrears",
}  # said only when they say something


class Fact(NamedTuple):
    """One line (一项)."""

    measure: str
    title: Any
    form: str
    result: Result
    has_level: bool


def facts(month: Month, indicator: Indicator, place: Place) -> list[Fact]:
    """The lines that can be said of this indicator; what can't be computed for its sort is left out."""
    found = [
        Fact(m, title, form, told(month, m, indicator, place), indicator.has_level)
        for m, title, form in MEASURES
    ]
    return [fact for fact in found if _worth_saying(fact)]


def _worth_saying(fact: Fact) -> bool:
    if fact.measure in QUIET:
        return (fact.result.value or 0) >= LEAST.get(fact.form, 1e-9)
    if fact.result.value is not None:
        return True
    return fact.measure == "growth" or (fact.measure == "value" and fact.has_level)
