"""Names of an indicator's properties (口径用语)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from diaodu.bureau.reports import typed
from diaodu.economy.indicators import Indicator
from diaodu.economy.periods import Period
from diaodu.economy.units import level_text

register = template.Library()

ELSEWHERE = (
    *(gettext_noop("指标亮灯"), gettext_noop("欠账"), gettext_noop("由正转负")),
    *(gettext_noop("连续回落"), gettext_noop("低于全省")),
    *(gettext_noop("月度经济运行分析报告"), gettext_noop("预警单"), gettext_noop("提示函")),
    *(gettext_noop("初步"), gettext_noop("修订"), gettext_noop("核实")),
    *(gettext_noop("未入账"), gettext_noop("请核对"), gettext_noop("说明")),
)
"""Names of rules, papers, vintages, problems (别处的名称): kept in Chinese, translated where shown."""

CHECKED = (
    *(gettext_noop("改动"), gettext_noop("已变"), gettext_noop("前提不成立")),
    *(gettext_noop("标记丢失"), gettext_noop("文字改动"), gettext_noop("无来源")),
    *(gettext_noop("成文"), gettext_noop("核对"), gettext_noop("重新生成")),
    *(gettext_noop("正在办理"), gettext_noop("未办成")),
)
"""What a check finds, and what people have done with documents (核对和办件用语)."""

ASKED = (
    *(gettext_noop("增加值与用电方向"), gettext_noop("增加值与用电常态"), gettext_noop("产值与增值税")),
    *(gettext_noop("产值与产销率"), gettext_noop("产值与开票销售"), gettext_noop("投资与实物工作量")),
    *(gettext_noop("建安投资与建筑业产值"), gettext_noop("项目平台与统计投资"), gettext_noop("零售与开票")),
    *(gettext_noop("财政收入与现价GDP"), gettext_noop("城乡收入与GDP"), gettext_noop("县区合计与全市")),
    *(gettext_noop("分项与总体"), gettext_noop("当月数异常"), gettext_noop("累计数减少")),
    *(gettext_noop("计量单位"), gettext_noop("增速与总量"), gettext_noop("预计与走势")),
    *(gettext_noop("GDP测算与上报预计"), gettext_noop("商品房销售与房地产投资")),
    *(gettext_noop("存贷款余额突变"), gettext_noop("五上企业在库、新增与退库")),
    *(gettext_noop("增速差距"), gettext_noop("弹性系数"), gettext_noop("增减方向")),
    *(gettext_noop("县区位次"), gettext_noop("历史关系")),
    *(gettext_noop("高"), gettext_noop("中"), gettext_noop("低")),
    *(gettext_noop("待答复"), gettext_noop("已答复"), gettext_noop("退回重答")),
    *(gettext_noop("已办结"), gettext_noop("已消除")),
    *(gettext_noop("提出"), gettext_noop("数据有变"), gettext_noop("答复"), gettext_noop("办结")),
    *(gettext_noop("退回"), gettext_noop("重新提出"), gettext_noop("消除")),
)
"""Rules of consistency, severities, states and acts of a question (质询用语)."""

_UNITS = {"个百分点": gettext_noop("个百分点"), "倍": gettext_noop("倍"), "位": gettext_noop("位"),
          "个标准差": gettext_noop("个标准差")}  # fmt: skip


@register.simple_tag
def distance(question: Any) -> str:
    """How far a figure is off (相差): 9.0个百分点."""
    return _amount(question.distance, question.unit_of_distance)


@register.simple_tag
def limit(question: Any) -> str:
    """How far it may be off (容许)."""
    return _amount(question.limit, question.unit_of_distance)


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return "—"
    if unit != "%" and unit not in _UNITS:
        return level_text(value, unit)
    digits = 0 if unit == "位" else 2 if abs(value) < 1 and round(value, 1) != value else 1
    return f"{value:,.{digits}f}{_(_UNITS[unit]) if unit in _UNITS else unit}"


@register.filter
def when(period: Period) -> str:
    """A period as a page heads it (统计期): 2026年1—9月, Jan–Sep 2026."""
    if not (get_language() or "").startswith("en"):
        return period.label
    names = [date_format(dt.date(period.year, n, 1), "M") for n in (period.first, period.last)]
    return f"{'–'.join(dict.fromkeys(names))} {period.year}"


@register.simple_tag
def months(row: Any) -> str:
    """The months that a number of a form is of (统计期): 1—9月, 9月末, 全年; Jan–Sep, end of Sep."""
    if not (get_language() or "").startswith("en"):
        return typed.months(row.over, stock=row.stock)
    names = when(row.over).rpartition(" ")[0]
    return f"end of {names.rpartition('–')[2]}" if row.stock else names


@register.simple_tag
def basis_name(indicator: Indicator) -> str:
    """What sort of number it is (性质)."""
    names = {
        "flow": _("流量，累计可加"),
        "stock": _("时点数"),
        "rate": _("只公布增速"),
        "index": _("指数"),
        "ratio": _("比率"),
        "count": _("个数"),
    }
    return names[indicator.basis.value]


@register.simple_tag
def growth_basis_name(indicator: Indicator) -> str:
    """At which prices it grows (增速口径)."""
    names = {
        "real": _("可比价"),
        "nominal": _("现价"),
        "volume": _("实物量"),
        "points": _("百分点增减"),
        "none": _("不计增速"),
    }
    return names.get(indicator.growth_basis, indicator.growth_basis)


@register.simple_tag
def frequency_name(indicator: Indicator) -> str:
    """How often it comes (频度)."""
    return {"M": _("月度"), "Q": _("季度"), "Y": _("年度")}[indicator.frequency.value]


@register.simple_tag
def kind_name(kind: Any) -> str:
    """Where a figure's authority comes from (数据类别)."""
    names = {
        "official": _("法定统计"),
        "departmental": _("部门数据"),
        "estimate": _("预计"),
        "target": _("目标"),
        "plan": _("计划"),
    }
    return names.get(str(getattr(kind, "value", kind)), str(kind))


@register.simple_tag
def item_name(kind: Any, what: str) -> str:
    """What a figure says, and on whose authority (数据项): 法定统计增速."""
    item = {"growth": _("增速"), "base": _("上年同期")}.get(what) or _("数值")
    return _("{kind}{item}").format(kind=kind_name(kind), item=item)


@register.simple_tag
def better_name(indicator: Indicator) -> str:
    """Which direction is good (优向)."""
    return {"higher": _("越高越好"), "lower": _("越低越好"), "neutral": _("不判优劣")}[indicator.better.value]
