"""Which indicators a paper quotes (引用的指标): whether a revision can touch it."""

from __future__ import annotations

import ast

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.documents.filling.marks import Entry
from diaodu.bureau.documents.filling.record import recorded
from diaodu.economy.errors import Refusal
from diaodu.economy.panel import Panel
from diaodu.economy.phrases.language import read
from diaodu.economy.phrases.spots import Names

EVERY = "*"
AHEAD = "~"  # it quotes estimates, which move when a unit files anew
_OF_ESTIMATES = ("预计", "达成概率")


def indicators(content: bytes, panel: Panel) -> list[str]:
    """The codes of all indicators that a paper's figures were read from (引用的指标).

    What could not be said has no sources; there the indicators that it asks for count. A paper that lists
    lights hangs on every indicator, for any may become one of them.
    """
    try:
        entries = recorded(content)["entries"]
    except Refusal:
        return []
    ahead = [AHEAD] if any(word in _asked(entry) for entry in entries for word in _OF_ESTIMATES) else []
    if any("灯" in _asked(entry) or "要点" in _asked(entry) for entry in entries):
        return [EVERY, *ahead]
    by_row = _by_row(panel)
    found = {by_row[ref] for entry in entries for ref in entry["sources"] if ref in by_row}
    names = Names(panel.catalogue)
    for entry in entries:
        if not entry["sources"]:
            found.update(_asked_for(entry, names))
    return [*sorted(found), *ahead]


def newest(analysis: Analysis) -> int:
    """The newest figure that an analysis has seen (所见最新数据)."""
    return int(analysis.snapshot.last_figure)


def _by_row(panel: Panel) -> dict[int, str]:
    """The indicator of each of the ledger's rows."""

    def found() -> dict[int, str]:
        return {seen.ref: key.indicator for key, series in panel for seen in series.values()}

    rows: dict[int, str] = panel.remember("indicators by row", found)
    return rows


def _asked(entry: Entry) -> str:
    return str(entry.get("formula") or entry.get("expression") or "")


def _asked_for(entry: Entry, names: Names) -> set[str]:
    texts = _texts(entry.get("formula") or entry.get("expression") or "")
    return {code for text in texts if (code := _code(text, names))}


def _texts(expression: str) -> set[str]:
    try:
        tree = read(expression)
    except Refusal:
        return set()
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


def _code(text: str, names: Names) -> str:
    try:
        return names.indicator(text).code
    except Refusal:
        return ""
