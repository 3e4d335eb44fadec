"""Print a number as the field prints it (数字显示): never 0 for what is not known."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diaodu.economy.findings import Light
from diaodu.economy.indicators import Indicator
from diaodu.economy.results import Key, Result
from diaodu.economy.units import percent_text, round_half_up, signed_text
from diaodu.web.shapes import phrases

register = template.Library()
Given = Result | float | None


def copied(tag: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """A number that is known leads to its phrase (可复制的数); scripts open a small menu on it."""

    @wraps(tag)
    def shown(given: Any, *more: Any, **named: Any) -> SafeString:
        made, query = tag(given, *more, **named), _query(given)
        return (
            format_html('<a class="ask" href="{}?{}">{}</a>', reverse("ask"), query, made) if query else made
        )

    return shown


def _query(given: Any) -> str:
    """What leads to a number's phrase, empty for what is computed on the page alone."""
    known = (
        isinstance(given, phrases.Told) and given.value is not None and given.key.measure in phrases.PHRASES
    )
    return phrases.query(given.key, given.period) if known else ""


@register.simple_tag
def asks(given: Given) -> SafeString:
    """The same for a cell that leads elsewhere already (格的取数)."""
    query = _query(given)
    return format_html(' data-ask="{}"', query) if query else SafeString("")


@register.simple_tag
def asks_finding(finding: Any, month: Any) -> SafeString:
    """The phrase of what a finding speaks of (发现的取数)."""
    measure = phrases.FINDINGS.get(finding.rule)
    if measure is None:
        return SafeString("")
    key = Key(measure, finding.indicator, finding.place)
    way = f"{reverse('ask')}?{phrases.query(key, month.period)}"
    return format_html('<a class="src ask" href="{}">{}</a>', way, _("取数"))


@register.simple_tag
@copied
def level(given: Given, indicator: Indicator, unit: bool = True) -> SafeString:
    """A level with its unit (数值): 66.00亿元."""
    result = _result(given)
    if result.value is None:
        return _none(result)
    digits = 0 if indicator.basis == "count" else indicator.decimals
    name = (indicator.unit_display or indicator.unit) if unit else ""
    small = format_html('<span class="u">{}</span>', name) if name else ""
    return format_html(
        '<span class="n">{}</span>{}', f"{round_half_up(result.value, digits):.{digits}f}", small
    )


@register.simple_tag
@copied
def growth(given: Given) -> SafeString:
    """A growth with its sign (增速): +8.3%."""
    result = _result(given)
    if result.value is None:
        return _none(result)
    return _signed(signed_text(result.value), result)


@register.simple_tag
@copied
def points(given: Given, unit: bool = False) -> SafeString:
    """A difference in percentage points (百分点): +1.2."""
    result = _result(given)
    if result.value is None:
        return _none(result)
    return _signed(signed_text(result.value).rstrip("%") + (_("个百分点") if unit else ""), result)


@register.simple_tag
@copied
def points2(given: Given) -> SafeString:
    """A pull, which is often small (拉动): +0.13."""
    result = _result(given)
    return (
        _none(result) if result.value is None else _signed(signed_text(result.value, 2).rstrip("%"), result)
    )


@register.simple_tag
@copied
def percent(given: Given) -> SafeString:
    """A share or a progress (百分数): 75.0%."""
    result = _result(given)
    if result.value is None:
        return _none(result)
    return format_html('<span class="n">{}</span>', percent_text(result.value))


@register.simple_tag
@copied
def rank(given: Given, size: Given) -> SafeString:
    """A position in its set (位次): 3/9."""
    result, of = _result(given), _result(size)
    if result.value is None:
        return _none(result)
    whole = f"/{of.value:.0f}" if of.value is not None else ""
    return format_html('<span class="n">{}<span class="u">{}</span></span>', f"{result.value:.0f}", whole)


@register.simple_tag
@copied
def moved(given: Given) -> SafeString:
    """Places won or lost (位次变化): 升2位."""
    value = _result(given).value
    if value is None:
        return SafeString("")
    if not value:
        return format_html('<span class="move">{}</span>', _("位次未变"))
    words = _("升{n}位") if value > 0 else _("降{n}位")
    return format_html('<span class="move">{}</span>', words.format(n=f"{abs(value):.0f}"))


@register.simple_tag
@copied
def whole(given: Given, unit: str = "") -> SafeString:
    """A count (个数)."""
    result = _result(given)
    if result.value is None:
        return _none(result)
    return format_html('<span class="n">{}</span>{}', f"{result.value:.0f}", unit)


@register.simple_tag
def light(given: Any) -> SafeString:
    """A light as a badge, by colour and by word (灯): 红."""
    one = Light(getattr(given, "light", given) or "grey")
    return format_html('<span class="light {}">{}</span>', one.value, light_word(one))


def light_word(one: Light) -> str:
    """The word of a light in the reader's language."""
    return {Light.RED: _("红"), Light.YELLOW: _("黄"), Light.GREEN: _("绿"), Light.GREY: _("灰")}[one]


@register.simple_tag
def light_name(given: Any) -> str:
    """The word of a light alone (灯色)."""
    return light_word(Light(given or "grey"))


@register.simple_tag
def bare(given: Given, indicator: Indicator | None = None) -> SafeString | str:
    """A number for a narrow cell, without sign or unit (表内数); a level where its indicator is given."""
    result = _result(given)
    if result.value is None:
        return _none(result)
    if indicator is None:
        return f"{round_half_up(result.value):.1f}"
    digits = 0 if indicator.basis == "count" else min(indicator.decimals, 1)
    return f"{round_half_up(result.value, digits):.{digits}f}"


@register.simple_tag
def fact(one: Any, indicator: Indicator) -> SafeString:
    """One line of an indicator's facts in its own form (数值)."""
    if one.form == "quarters":
        return _quarters(one.result)
    show = {
        "rate": growth,
        "points": lambda r: points(r, True),
        "points2": points2,
        "percent": percent,
        "count": whole,
    }
    return level(one.result, indicator) if one.form == "level" else show[one.form](one.result)


@copied
def _quarters(given: Result) -> SafeString:
    return format_html('<span class="n">{}</span>', _("近{n}个季度").format(n=f"{given.value:.0f}"))


@register.simple_tag
def sources(given: Given) -> SafeString:
    """The way to the figures that a number came from (来源)."""
    address, said = _way(_result(given))
    return format_html('<a class="src" href="{}">{}</a>', address, said) if address else SafeString("")


@register.simple_tag
def traced(given: Given, form: str, indicator: Indicator | None = None) -> SafeString:
    """A number that is itself the way to the figures it came from (带来源的数)."""
    result = Result(*_result(given))  # it is a link already
    shown = level(result, indicator) if indicator else _FORMS[form](result)
    address, said = _way(result)
    if result.value is None or not address:
        return shown
    title = f"{result.note}，{said}" if result.note else said
    return format_html('<a class="traced" href="{}" title="{}">{}</a>', address, title, shown)


def _way(result: Result) -> tuple[str, str]:
    refs = [ref for ref in result.sources if ref]
    if len(refs) < 2:
        return (reverse("figure", args=refs), _("来源")) if refs else ("", "")
    address = f"{reverse('figures')}?ids={','.join(map(str, refs[:60]))}"
    return address, _("来源{n}条").format(n=len(refs))


def _digits(count: int) -> Callable[[Result], SafeString]:
    def shown(result: Result) -> SafeString:
        if result.value is None:
            return _none(result)
        return format_html('<span class="n">{}</span>', f"{round_half_up(result.value, count):.{count}f}")

    return shown


def _growth2(result: Result) -> SafeString:
    return _none(result) if result.value is None else _signed(signed_text(result.value, 2), Result(0.0))


_FORMS: dict[str, Callable[[Result], SafeString]] = {
    "growth": lambda r: growth(r._replace(note=None)),
    "growth2": _growth2,
    "points2": lambda r: points2(r._replace(note=None)),
    "percent": percent,
    "plain2": _digits(2),
    "plain3": _digits(3),
}


@register.simple_tag
def plain(value: float | None, digits: int = 1) -> SafeString | str:
    """A number of a chart's table (数)."""
    return _none(Result(None)) if value is None else f"{value:.{digits}f}"


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, changing when the file does (静态文件)."""
    return f"{static(path)}?v={_stamp(path)}"


@lru_cache
def _stamp(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        return "0"
    return f"{os.stat(found).st_mtime_ns // 10**6:x}"


def _result(given: Given) -> Result:
    return given if isinstance(given, Result) else Result(given)


def _none(result: Result) -> SafeString:
    reason = result.reason or _("没有数据")
    return format_html(
        '<span class="none" title="{}"><span aria-hidden="true">—</span><span class="sr">{}</span></span>',
        reason,
        reason,
    )


def _signed(text: str, result: Result) -> SafeString:
    mood = "neg" if text.startswith("-") else "pos"
    if result.note:
        return format_html('<span class="n {} noted" title="{}">{}</span>', mood, result.note, text)
    return format_html('<span class="n {}">{}</span>', mood, text)
