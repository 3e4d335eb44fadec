"""A Word template filled (填充模板): every figure known, every gap told, the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from diaodu.bureau.documents.filling import pictures, record, tidy
from diaodu.bureau.documents.filling.archive import Archive
from diaodu.bureau.documents.filling.expand import Expansion
from diaodu.bureau.documents.filling.levels import settle
from diaodu.bureau.documents.filling.marks import Book, Entry
from diaodu.bureau.documents.filling.opening import opened
from diaodu.bureau.documents.filling.places import largest_id, spots, stories
from diaodu.bureau.documents.filling.reading import Line, lines, words
from diaodu.bureau.documents.filling.spans import isolate
from diaodu.bureau.documents.filling.structure import inspect
from diaodu.bureau.documents.filling.tags import Fault, Tag
from diaodu.bureau.documents.filling.writing import Writer
from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.desk import Desk
from diaodu.economy.phrases.said import Scope

TOLD = 20


@dataclass(frozen=True)
class Filled:
    """A written document (成文): the file, its record, and what could not be said."""

    content: bytes
    entries: list[Entry]
    missing: list[tuple[str, str]]  # place, reason
    left_out: list[tuple[str, str]]  # place, member without figures and why
    kept: record.Record
    details: record.Details | None = None

    @cached_property
    def side(self) -> bytes:
        """The record once more, its sources written out, for <file>.figures.json (旁注文件)."""
        return record.side(self.kept, self.details)


def fill(
    template: bytes,
    desk: Desk,
    *,
    details: record.Details | None = None,
    about: Mapping[str, str] | None = None,
    scope: Scope | None = None,
) -> Filled:
    """Fill a template (填充): a Refusal tells all that is wrong in it.

    `about` is kept in the record; `scope` holds names that the template may use besides its own.
    """
    archive = opened(template)
    _clear(archive)
    tags = _tags(archive)
    book = Book()
    writer = Writer(book, largest_id(archive))
    _expand(archive, Expansion(desk, tags, writer), scope or {})
    read = lines(archive)
    _place(book.entries, read)
    _finish(archive, writer)
    kept = {
        "version": record.VERSION,
        "about": dict(about or {}),
        "entries": book.entries,
        "paragraphs": said(read),
    }
    record.embed(archive, kept)
    gaps, left_out = _missing(book.entries), _left_out(book.entries)
    return Filled(archive.to_bytes(), book.entries, gaps, left_out, kept, details)


def faults(template: bytes) -> list[Fault]:
    """What is wrong in a template's tags, without asking anything (检查模板)."""
    archive = opened(template)
    _clear(archive)
    return _read_tags(archive)[1]


def _clear(archive: Archive) -> None:
    record.remove(archive)
    for part in _parts(archive):
        tidy.without_old_marks(archive.tree(part))
        tidy.empty_fallbacks(archive.tree(part))


def _parts(archive: Archive) -> list[str]:
    return list(dict.fromkeys(story.part for story in stories(archive)))


def _tags(archive: Archive) -> list[Tag]:
    tags, wrong = _read_tags(archive)
    _refuse(wrong)
    return tags


def _read_tags(archive: Archive) -> tuple[list[Tag], list[Fault]]:
    tags: list[Tag] = []
    wrong: list[Fault] = []
    for story in stories(archive):
        for spot in list(spots(story)):
            isolate(spot.paragraph, spot.place, tags, wrong)
        settle(story.root, tags, wrong)
        inspect(story.root, tags, wrong)
    return tags, wrong


def _refuse(wrong: list[Fault]) -> None:
    if wrong:
        told = list(dict.fromkeys(map(str, wrong)))
        more = f"\n……另有{len(told) - TOLD}处" if len(told) > TOLD else ""
        raise Refusal("模板有{count}处错误，没有成文：{errors}",
                      count=len(told), errors="\n" + "\n".join(told[:TOLD]) + more)  # fmt: skip


def _expand(archive: Archive, expansion: Expansion, given: Scope) -> None:
    """Fill the body first: what it sets is known in headers and notes too."""
    scope = dict(given)
    for story in stories(archive):
        expansion.fill(story.root, scope)
    _refuse(expansion.faults)


def _finish(archive: Archive, writer: Writer) -> None:
    drawn: set[str] = set()
    for part in _parts(archive):
        pictures.draw(archive, part, writer.charts)
        tidy.finish(archive.tree(part), drawn)
        tidy.refill_fallbacks(archive.tree(part))


def _place(entries: list[Entry], read: list[Line]) -> None:
    """Tell each entry where it stands; of what left no trace, where its tag stood in the template."""
    places = {
        token.value: line.place for line in read for token in line.tokens if token.kind in ("start", "here")
    }
    for entry in entries:
        entry["place"] = places.get(entry["id"], entry.get("place", ""))


def said(read: list[Line]) -> list[list[str]]:
    """The words of every paragraph that has any, figures as marks (逐段文字)."""
    found = ((line.place, words(line.tokens)) for line in read)
    return [[place, text] for place, text in found if text.strip()]


def _missing(entries: list[Entry]) -> list[tuple[str, str]]:
    gone = (e for e in entries if e["id"].startswith("DD") and e.get("value") is None)
    return [(e["place"], e["reason"] or "") for e in gone]


def _left_out(entries: list[Entry]) -> list[tuple[str, str]]:
    return [(e["place"], f"{label}：{why}") for e in entries for label, why in e.get("left_out", ())]
