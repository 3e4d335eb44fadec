"""Build the built-in Word templates (自带模板): `uv run python tools/templates.py [名称 …]`.

Each is written in code once, so that its look stays that of documents/docx.py; a city edits the Word file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from papers import monthly_report, reminder_letter, statements, warning_sheet

FOLDER = Path(__file__).resolve().parent.parent / "src" / "diaodu" / "definitions" / "documents"
TEMPLATES: dict[str, Callable[[], bytes]] = {
    "预警单": warning_sheet.build,
    "提示函": reminder_letter.build,
    "月度经济运行分析报告": monthly_report.build,
    "常用句式": statements.build,
}


def main(names: list[str]) -> None:
    """Write the templates named, or all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name in names or TEMPLATES:
        (FOLDER / f"{name}.docx").write_bytes(TEMPLATES[name]())
        print(FOLDER / f"{name}.docx")


if __name__ == "__main__":
    main(sys.argv[1:])
