"""Small words of a form's boxes (录入格用语)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from diaodu.bureau.reports import typed as numbers
from diaodu.bureau.reports.typed import LEDGER

register = template.Library()


@register.filter
def at(found: Mapping[str, Any], code: str) -> Any:
    """What is kept under a code (按代码取)."""
    return found.get(code) if found else None


@register.filter
def ledger_figure(origin: str) -> int | None:
    """The figure of the ledger that a box was filled from (采用的台账数)."""
    word, _, number = origin.partition(" ")
    return int(number) if word == LEDGER and number.isdecimal() else None


@register.filter
def unlocalized(value: float) -> str:
    """A number for a script (脚本用数): a point, no commas."""
    return repr(float(value))


@register.simple_tag
def typed(value: float | None) -> str:
    """A number as it was typed (录入数)."""
    return numbers.shown(value) or "—"
