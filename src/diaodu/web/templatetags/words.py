"""Names of an indicator's properties (口径用语)."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from diaodu.economy.indicators import Indicator

register = template.Library()


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
def better_name(indicator: Indicator) -> str:
    """Which direction is good (优向)."""
    return {"higher": _("越高越好"), "lower": _("越低越好"), "neutral": _("不判优劣")}[indicator.better.value]
