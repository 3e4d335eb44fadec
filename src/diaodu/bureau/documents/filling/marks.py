"""What a written document says of itself (来源记录): figures with their formulas, paragraphs as written.

The record lies in the document as a custom XML part, so that it can be checked wherever it went, and beside
it as a side file, there with the sources written out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from diaodu.bureau.documents.filling.archive import Archive
from diaodu.bureau.documents.filling.xml import parsed, writable
from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.language import normal
from diaodu.economy.phrases.said import Binding, Member, Said, Scope, Truth, flat
from diaodu.economy.results import Ref

Entry = dict[str, Any]
Details = Callable[[Sequence[Ref]], Mapping[Ref, Mapping[str, object]]]
"""Tells what figures are: indicator, place, period, kind, vintage, state, value, file, cell."""

SPACE_NAME = "urn:diaodu:figures"
VERSION = 1
OPEN, CLOSE = "⟦", "⟧"  # around a figure's mark in a paragraph's words
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_STORE = "{D1A0D000-0000-4000-8000-00000D1A0D01}"


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

    def condition(self, expression: str, scope: Scope, truth: Truth) -> Entry:
        """Enter a condition with its outcome (登记条件)."""
        return self._governing("C", "condition", expression, scope, truth.holds, truth.reason, truth.sources)

    def loop(self, expression: str, scope: Scope, said: Said) -> Entry:
        """Enter a loop with its members (登记循环)."""
        codes = [[m.kind, m.code, m.of] for m in said.members] if said.members is not None else None
        entry = self._governing("L", "loop", expression, scope, codes, said.reason, said.sources)
        entry["names"] = [member.label for member in said.members or ()]
        if said.left_out:
            entry["left_out"] = [[member.label, reason] for member, reason in said.left_out]
        return entry

    def lacking(self, entry: Entry, shown: str) -> str:
        """Enter what stands in place of a block that can't be decided (登记缺项)."""
        entry["id"], entry["text"] = self._next("DD"), shown
        return str(entry["id"])

    def _governing(
        self, prefix: str, kind: str, expression: str, scope: Scope, outcome: object, reason: str | None,
        sources: Iterable[Ref],
    ) -> Entry:  # fmt: skip
        entry = {
            "id": self._next(prefix), "kind": kind, "expression": expression,
            "scope": kept(expression, scope), "outcome": outcome, "reason": reason, "sources": list(sources),
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


def kept(expression: str, scope: Scope) -> dict[str, Any]:
    """The names that an expression mentions with what they stand for, as plain data (留存变量)."""
    text = _normal(expression)
    return {name: _bound(binding) for name, binding in scope.items() if name in text}


def _normal(expression: str) -> str:
    try:
        return normal(expression)
    except Refusal:
        return expression


def _bound(binding: Binding) -> dict[str, Any]:
    if binding.member is not None:
        return {"member": list(binding.member)}
    return {"expression": binding.expression, "scope": kept(binding.expression, binding.scope)}


def bound(data: Mapping[str, Any]) -> Scope:
    """Names and what they stand for, from plain data (还原变量)."""
    return {name: _binding(one) for name, one in data.items()}


def _binding(data: Mapping[str, Any]) -> Binding:
    if "member" in data:
        return Binding(member=Member(*data["member"]))
    return Binding(expression=data["expression"], scope=bound(data["scope"]))


def embed(archive: Archive, record: Mapping[str, Any]) -> None:
    """Put the record into the document (嵌入)."""
    remove(archive)
    part = archive.free("customXml/item{}.xml")
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    archive.add(
        part, f'<figures xmlns="{SPACE_NAME}">{escape(writable(text))}</figures>'.encode(), "application/xml"
    )
    archive.link(archive.main, "customXml", part)
    properties = archive.free("customXml/itemProps{}.xml")
    archive.add(properties, _PROPS, _PROPERTIES)
    archive.link(part, "customXmlProps", properties)


_PROPS = (
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    f'ds:itemID="{_STORE}"><ds:schemaRefs><ds:schemaRef ds:uri="{SPACE_NAME}"/></ds:schemaRefs>'
    "</ds:datastoreItem>"
).encode()


def remove(archive: Archive) -> None:
    """Take an earlier record out, where a written document serves as a template (清除旧记录)."""
    for part in _records(archive):
        for properties in archive.targets(part, "customXmlProps"):
            archive.drop(properties)
        keys = [
            link.id for link in archive.links(archive.main) if link.target.endswith(part.rsplit("/", 1)[-1])
        ]
        for key in keys:
            archive.unlink(archive.main, key)
        archive.drop(part)


def found(archive: Archive) -> dict[str, Any] | None:
    """The record that lies in a document (读取记录)."""
    for part in _records(archive):
        return dict(json.loads("".join(parsed(archive.members[part]).itertext())))
    return None


def _records(archive: Archive) -> list[str]:
    named = (n for n in archive.members if n.lower().startswith("customxml/") and n.endswith(".xml"))
    return [
        name for name in named if SPACE_NAME.encode() in archive.members[name] and _is_record(archive, name)
    ]


def _is_record(archive: Archive, name: str) -> bool:
    try:
        return bool(parsed(archive.members[name]).tag == f"{{{SPACE_NAME}}}figures")
    except (ValueError, etree.XMLSyntaxError):
        return False


def side(record: Mapping[str, Any], details: Details | None) -> bytes:
    """The side file (旁注文件): the same with the ledger's figures written out."""
    refs = tuple(dict.fromkeys(ref for entry in record["entries"] for ref in entry["sources"]))
    told = details(refs) if details and refs else {}
    full = {
        **record,
        "entries": [
            {**e, "sources": [{"ref": r, **told.get(r, {})} for r in e["sources"]]} for e in record["entries"]
        ],
    }
    return json.dumps(full, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode() + b"\n"
