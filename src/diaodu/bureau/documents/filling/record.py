"""What a written document says of itself (来源记录): figures with their formulas, paragraphs as written.

The record lies in the document as a custom XML part, so that it can be checked wherever it went, and beside
it as a side file, there with the sources written out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from diaodu.bureau.documents.filling.archive import Archive
from diaodu.bureau.documents.filling.opening import read
from diaodu.bureau.documents.filling.xml import parsed, writable
from diaodu.economy.errors import Refusal
from diaodu.economy.results import Ref

Record = dict[str, Any]
Details = Callable[[Sequence[Ref]], Mapping[Ref, Mapping[str, object]]]
"""Tells what figures are: indicator, place, period, kind, vintage, state, value, file, cell."""

SPACE_NAME = "urn:diaodu:figures"
VERSION = 1
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_STORE = "{D1A0D000-0000-4000-8000-00000D1A0D01}"


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


def found(archive: Archive) -> Record | None:
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
    """The side file (旁注文件): the same with every figure of the ledger written out once, one a line."""
    refs = tuple(dict.fromkeys(ref for entry in record["entries"] for ref in entry["sources"]))
    told = details(refs) if details and refs else {}
    rest = _line({name: value for name, value in record.items() if name != "entries"})
    entries = ",\n".join(_line(entry) for entry in record["entries"])
    sources = ",\n".join(f'"{ref}": {_line(told.get(ref, {}))}' for ref in refs)
    return f'{rest[:-1]}, "entries": [\n{entries}\n], "sources": {{\n{sources}\n}}}}\n'.encode()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def recorded(content: bytes, side: bytes | None = None) -> Record:
    """A document's record (来源记录): what was filled in and, under `about`, for which place and period."""
    return record_of(read(content), side)


def record_of(archive: Archive, side: bytes | None = None) -> Record:
    """The record that lies in a document or beside it (来源记录)."""
    record = found(archive)
    if record is None and side is not None:
        record = _given(side)
    if record is None:
        raise Refusal(
            "文书里没有来源记录（可能不是由本系统成文，或被别的软件去掉了），"
            "旁边也没有 .figures.json，无法核对。请找到成文时的 .figures.json 再核对"
        )
    return record


def _given(side: bytes) -> Record:
    try:
        record = dict(json.loads(side))
        record.pop("sources", None)
        for entry in record["entries"]:
            entry["sources"] = [int(ref) for ref in entry["sources"]]
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(".figures.json 不是完整的来源记录。请找到成文时的那一份") from error
    return record
