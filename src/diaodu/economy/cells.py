"""Text that a spreadsheet takes for text (防表格注入): for every csv that leaves the system.

In a workbook text is written as text and needs nothing of this.
"""

from __future__ import annotations

from typing import TypeVar

Value = TypeVar("Value")
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a cell of a csv a formula (公式起始符); the wide ones too, where an input method made them."""


def harmless(value: Value) -> Value | str:
    """A text that can't be run (去除公式): marked by an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" ").startswith(STARTS):
        return "'" + value
    return value


def restored(text: str) -> str:
    """The text as it was before it left (还原): what `harmless` put in front is taken off."""
    if text.startswith("'") and text[1:].lstrip(" ").startswith(STARTS):
        return text[1:]
    return text
