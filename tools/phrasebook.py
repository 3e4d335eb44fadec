"""Write the users' manual of placeholders (取数手册): `uv run --no-sync python tools/phrasebook.py`.

What it says of each word, every example and every result come from the code and the invented city.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "phrasebook.zh-CN.md"
TEXT = Path(__file__).parent / "phrasebook.zh-CN.md"
MONTH = "2026年1-9月"
LONGEST = 140
# The groups in the order in which an official meets them.
GROUPS = (
    "数值", "增速", "表述", "位次和差距", "比较", "新低和连续", "占比和贡献", "缺口", "目标和进度", "预计",
    "亮灯", "集合", "文段", "表格", "图", "名称",
)  # fmt: skip


def page(book: Any, statements: Iterable[Mapping[str, Any]]) -> str:
    """The manual (手册): the text, with words and statements where it calls for them."""
    text = TEXT.read_text("utf-8")
    text = re.sub(r"《(.+?)》", lambda found: _asked(book, found[1]), text)
    return text.replace("<!-- 词语 -->", "\n".join(_words(book))).replace(
        "<!-- 句式 -->", "\n".join(_statements(statements))
    )


def _asked(book: Any, expression: str) -> str:
    """A placeholder and what it gives."""
    return f"`{{{{ {expression} }}}}` → {_result(book, expression)}"


def _result(book: Any, expression: str) -> str:
    answer = book.ask(expression, book.at("全市", MONTH))
    if answer.chart is not None:
        return "一张图"
    text = " ".join(answer.shown.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _words(book: Any) -> Iterator[str]:
    from diaodu.economy.phrases.functions import FUNCTIONS

    groups = [*GROUPS, *dict.fromkeys(f.group for f in FUNCTIONS.values() if f.group not in GROUPS)]
    for group in groups:
        yield f"### {group}\n"
        for function in (f for f in FUNCTIONS.values() if f.group == group):
            yield f"- **{function.usage}**　{function.text}  "
            yield f"  `{function.example}` → {_result(book, function.example)}"
        yield ""


def _statements(examples: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One sentence of each kind, as it is asked and as it comes out."""
    told: set[str] = set()
    for one in sorted(examples, key=lambda one: one["statement"]):
        if one["statement"] in told or "{{" not in one["ask"] or "text" not in one["expected"]:
            continue
        told.add(one["statement"])
        yield f"- {one['statement']}　{one['name']}（{one['source']}，{one['given']['period']}）\n"
        yield f"  ```\n  {' '.join(one['ask'].split())}\n  ```\n"
        yield f"  {one['expected']['text']}\n"


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from tests.economy import stated

    PAGE.write_text(page(stated.invented(), stated.examples()), "utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
