"""The kinds of paper (文书种类).

Each is a module with `code`, `name`, `title`, `number`, `subjects` and `build`.
"""

from __future__ import annotations

from types import ModuleType

from diaodu.bureau.documents.kinds import monthly_report, reminder_letter, warning_sheet

KINDS: tuple[ModuleType, ...] = (monthly_report, warning_sheet, reminder_letter)
