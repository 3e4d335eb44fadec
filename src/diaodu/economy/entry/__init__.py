"""Checks on what a unit fills in, before anybody signs it (录入校验): `CHECKS`, and `check`.

A hit never changes a number: FIX asks for a correction, EXPLAIN for that or a reason, NOTE only tells.

case       one report beside the ledger (待校验报表)
possible   what no number of its sort can be (数值范围)
identities what must add up within one place (数量关系)
places     the city and its counties (县区与全市)
course     a number against the month before (自身前后)
outliers   units, decimal points, the seasonal course (走势与数量级), by expected, forecast, filters, festival
goals      figures that sit on their target (恰与目标一致)
estimates  estimates against the trend (预计)
digits     digits of a unit's numbers over years (数字特征): for dispatchers, never part of a report's check
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from diaodu.economy.entry import course, estimates, goals, identities, left_out, outliers, places, possible
from diaodu.economy.entry.case import Case, Hit, Severity
from diaodu.economy.entry.digits import Pattern, digit_patterns

__all__ = ["CHECKS", "Case", "Check", "Hit", "Pattern", "Severity", "check", "digit_patterns"]


class Check(NamedTuple):
    """One check (校验规则). One that `yields` says nothing of a number that an earlier one doubts already."""

    code: str
    name: str
    find: Callable[[Case], Iterable[Hit]]
    yields: bool = False


CHECKS: tuple[Check, ...] = (
    Check("缺报", "应报未报", left_out.left_out),
    Check("数值范围", "不可能出现的数", possible.impossible),
    Check("计量单位", "疑似计量单位有误", outliers.wrong_unit),
    Check("增速与总量", "增速与两年总量推算不符", identities.growth_and_level, True),
    Check("分项与合计", "分项之和与总数不符", identities.parts_and_whole),
    Check("分项与合计", "构成指标之和与总数不符", identities.sums),
    Check("县区合计", "县区合计与全市不符", places.counties_and_city),
    Check("全市与县区增速", "全市增速不在各县区之间", places.city_among_counties),
    Check("累计下降", "累计数比上期累计少", course.falling_total),
    Check("与上月相同", "累计数与上月完全相同", course.same_total),
    Check("照抄上期", "多项与上月或上年同期完全相同", course.copied),
    Check("数量级", "疑似小数点错位", outliers.misplaced_point, True),
    Check("增速过大", "增速大得少见", possible.steep),
    Check("走势异常", "偏离本单位往年同期走势", outliers.off_course, True),
    Check("恰与目标一致", "与目标或计划完全一致", goals.on_target),
    Check("预计与走势", "预计偏离近三期走势", estimates.off_trend),
    Check("预计低于已完成", "预计低于已完成数", estimates.below_reached),
    Check("预计低于已完成", "预计增速折合的数低于已完成数", estimates.growth_below_reached),
    Check("与上次预计相差", "与本月上次预计相差较大", estimates.changed_mind),
    Check("大于全市", "大于全市数", places.above_city),
    Check("基数变动", "可比基数与上年公布数不同", identities.moved_base),
)


def check(case: Case) -> list[Hit]:
    """All doubts about a report (校验), the gravest first; of one kind and number only one."""
    found, keys, doubted = list[Hit](), set[str](), set[str]()
    for one in CHECKS:
        for hit in one.find(case):
            if hit.key not in keys and not (one.yields and doubted.intersection(hit.slots)):
                found.append(hit)
                keys.add(hit.key)
        doubted |= {hit.slots[0] for hit in found if hit.severity is not Severity.NOTE}
    order = list(Severity)
    return sorted(found, key=lambda hit: order.index(hit.severity))
