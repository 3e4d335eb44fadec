"""How the pages of the desk show a report's state (报送状态的显示): colour, sign and word."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from diaodu.bureau.reports.board import State
from diaodu.economy.units import round_half_up

register = template.Library()
ELSEWHERE = (
    *(gettext_noop("一贯偏高"), gettext_noop("一贯偏低")),
    *(gettext_noop("末位分布"), gettext_noop("末位为0或5"), gettext_noop("数值重复")),
)
"""Names of leans and of digit patterns (别处的名称): kept in Chinese, translated where shown."""
SIGNS = {
    State.OPEN: "○",
    State.DRAFT: "◔",
    State.SUBMITTED: "◑",
    State.REVIEWED: "◕",
    State.RETURNED: "↩",
    State.SIGNED: "✓",
    State.LATE: "!",
    State.MISSING: "✕",
    State.CHANGED: "≠",
}


NAMES = {
    State.OPEN: gettext_noop("未填报"),
    State.DRAFT: gettext_noop("填报中"),
    State.SUBMITTED: gettext_noop("待审核"),
    State.REVIEWED: gettext_noop("待签发"),
    State.RETURNED: gettext_noop("已退回"),
    State.SIGNED: gettext_noop("已签发"),
    State.LATE: gettext_noop("迟报"),
    State.MISSING: gettext_noop("未报"),
    State.CHANGED: gettext_noop("更正未重签"),
}


@register.filter
def state_name(state: Any) -> str:
    """What a state is called (状态名称)."""
    return _(NAMES[State(state)])


@register.filter
def kind_name_of_units(kind: str) -> str:
    """Which sort of units (单位类别)."""
    return {"county": _("县（市、区）和开发区"), "department": _("市直部门")}.get(kind, kind)


@register.simple_tag
def state_mark(state: Any) -> SafeString:
    """A state by sign and word (状态)."""
    one = State(state)
    return format_html('<i aria-hidden="true">{}</i><span>{}</span>', SIGNS[one], state_name(one))


@register.filter
def share(value: float | None) -> str:
    """A share in per cent (百分数); nothing where there is nothing to share."""
    return "—" if value is None else f"{value:.1f}%" if value < 100 else "100%"


@register.filter
def hours(minutes: int) -> str:
    """Minutes as people say them (用时)."""
    if minutes < 60:
        return _("{n}分").format(n=minutes)
    return _("{h}时{m}分").format(h=minutes // 60, m=minutes % 60)


@register.filter
def words(text: str) -> list[str]:
    """A few words of a template, one by one (逐词)."""
    return text.split()


@register.filter
def at(items: Any, n: int) -> Any:
    """One of a list (第几项)."""
    return items[n]


@register.filter
def fixed(value: float | None, digits: int) -> str:
    """A number to so many decimals (定位小数)."""
    return "—" if value is None else f"{round_half_up(value, digits):,.{digits}f}"


@register.filter
def signed(value: float | None, digits: int) -> str:
    """A difference with its sign (变动): +0.3."""
    if value is None:
        return "—"
    shown = round_half_up(value, digits)
    return f"{shown:+,.{digits}f}" if shown or not value else f"{value:+.2g}"


@register.filter
def how_late(report: Any) -> str:
    """By how much it came late (迟多久): days, or hours."""
    over = report.first_signed_at - report.deadline
    if over.days:
        return _("迟{n}天").format(n=over.days)
    return _("迟{n}小时").format(n=max(1, round(over.total_seconds() / 3600)))
