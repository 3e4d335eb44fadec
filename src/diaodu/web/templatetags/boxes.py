"""Small words of a form's boxes (录入格用语)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from diaodu.bureau.reports import typed as numbers

register = template.Library()


@register.filter
def at(found: Mapping[str, Any], code: str) -> Any:
    """What is kept under a code (按代码取)."""
    return found.get(code) if found else None


@register.filter
def unlocalized(value: float) -> str:
    """A number for a script (脚本用数): a point, no commas."""
    return repr(float(value))


@register.simple_tag
def typed(value: float | None) -> str:
    """A number as it was typed (录入数)."""
    return numbers.shown(value) or "—"
