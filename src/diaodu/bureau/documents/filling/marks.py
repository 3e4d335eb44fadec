"""What is entered while a document is written (登记): figures, sentences, conditions, loops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from diaodu.bureau.documents.filling.tags import Tag
from diaodu.bureau.documents.filling.xml import writable
from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.language import normal
from diaodu.economy.phrases.said import Binding, Member, Said, Scope, Truth, flat
from diaodu.economy.results import Ref

Entry = dict[str, Any]
MOST_NAMES = 1_000  # that one expression may rest on, each name counted as often as it is used
OPEN, CLOSE = "⟦", "⟧"  # around a figure's mark in a paragraph's words


class Book:
    """The entries of one document while it is written (登记簿)."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._counts: dict[str, int] = {}

    def figure(self, said: Said, kind: str = "figure") -> str:
        """Enter one figure or picture (登记数据); the name of its bookmark."""
        text = said.chart.told if said.chart else said.shown
        return self._enter("DD", kind, text=writable(text), **_answer(said))

    def sentence(self, said: Said, parts: list[str], words: str) -> str:
        """Enter a sentence of several figures (登记句子)."""
        own = {"parts": parts, "words": words}
        return self._enter("DDS", "sentence", text=writable(said.shown), **_answer(said), **own)

    def condition(self, tag: Tag, scope: Scope, truth: Truth) -> Entry:
        """Enter a condition with its outcome (登记条件)."""
        return self._governing("C", "condition", tag, scope, truth.holds, truth.reason, truth.sources)

    def loop(self, tag: Tag, scope: Scope, said: Said) -> Entry:
        """Enter a loop with its members (登记循环)."""
        outcome = codes(said)
        entry = self._governing("L", "loop", tag, scope, outcome, said.reason, said.sources)
        entry["names"] = [member.label for member in said.members or ()]
        if said.left_out:
            entry["left_out"] = [[member.label, reason] for member, reason in said.left_out]
        return entry

    def lacking(self, entry: Entry, shown: str) -> str:
        """Enter what stands in place of a block that can't be decided (登记缺项)."""
        entry["id"], entry["text"] = self._next("DD"), shown
        return str(entry["id"])

    def _governing(
        self, prefix: str, kind: str, tag: Tag, scope: Scope, outcome: object, reason: str | None,
        sources: Iterable[Ref],
    ) -> Entry:  # fmt: skip
        entry = {
            "id": self._next(prefix), "kind": kind, "expression": tag.expression, "place": tag.place,
            "scope": kept(tag.expression, scope), "outcome": outcome, "reason": reason,
            "sources": list(sources),
        }  # fmt: skip
        self.entries.append(entry)
        return entry

    def _enter(self, prefix: str, kind: str, **fields: object) -> str:
        self.entries.append({"id": self._next(prefix), "kind": kind, **fields})
        return str(self.entries[-1]["id"])

    def _next(self, prefix: str) -> str:
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}{self._counts[prefix]:06d}"


def _answer(said: Said) -> Entry:
    found: Entry = {
        "formula": said.formula, "value": said.value, "unit": said.unit, "reason": said.reason,
        "note": said.note, "sources": list(said.sources),
    }  # fmt: skip
    left_out = [[member.label, reason] for one in (said, *_singles(said)) for member, reason in one.left_out]
    return found | ({"left_out": left_out} if left_out else {})


def _singles(said: Said) -> list[Said]:
    return [one for one in flat(said) if isinstance(one, Said) and one is not said]


def codes(said: Said) -> list[list[str]] | None:
    """The members of a set as plain data (成员代码)."""
    return None if said.members is None else [[m.kind, m.code, m.of] for m in said.members]


def kept(expression: str, scope: Scope) -> dict[str, Any]:
    """The names that an expression mentions with what they stand for, as plain data (留存变量)."""
    return _kept(expression, scope, count(1))


def _kept(expression: str, scope: Scope, steps: Iterator[int]) -> dict[str, Any]:
    text = _normal(expression)
    return {name: _bound(binding, steps) for name, binding in scope.items() if name in text}


def _normal(expression: str) -> str:
    try:
        return normal(expression)
    except Refusal:
        return expression


def _bound(binding: Binding, steps: Iterator[int]) -> dict[str, Any]:
    if next(steps) > MOST_NAMES:
        raise Refusal("模板展开后超过{most}项，没有成文。请减少循环，或分成几个模板", most=MOST_NAMES)
    if binding.member is not None:
        return {"member": list(binding.member)}
    return {"expression": binding.expression, "scope": _kept(binding.expression, binding.scope, steps)}


def bound(data: Mapping[str, Any]) -> Scope:
    """Names and what they stand for, from plain data (还原变量)."""
    return {name: _binding(one) for name, one in data.items()}


def _binding(data: Mapping[str, Any]) -> Binding:
    if "member" in data:
        return Binding(member=Member(*data["member"]))
    return Binding(expression=data["expression"], scope=bound(data["scope"]))
