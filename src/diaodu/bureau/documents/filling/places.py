"""Where in a document (位置), as one would say it: 正文第12段, 表2第3行第2格, 页眉, 脚注3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from diaodu.bureau.documents.filling.archive import Archive
from diaodu.bureau.documents.filling.xml import (
    BOX,
    END,
    FALLBACK,
    ID,
    START,
    TBL,
    TC,
    TR,
    Element,
    P,
    W,
    blank,
    plain,
)

_NOTES = (("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注"))
_EDGES = (("header", "页眉"), ("footer", "页脚"))


class Story(NamedTuple):
    """A run of text of its own (文字部分): the body, a header, one footnote."""

    part: str
    name: str
    root: Element


class Spot(NamedTuple):
    """A paragraph and where it is (段落位置)."""

    paragraph: Element
    place: str


def stories(archive: Archive) -> list[Story]:
    """The body first, then headers, footers, notes (各部分)."""
    main = archive.main
    found = [Story(main, "正文", archive.tree(main).find(W + "body"))]
    for kind, name in _EDGES:
        found += _edges(archive, kind, name)
    for kind, element, name in _NOTES:
        for part in _targets(archive, kind):
            notes = (
                n for n in archive.tree(part).iter(W + element) if n.get(W + "type", "normal") == "normal"
            )
            found += [Story(part, f"{name}{n}", note) for n, note in enumerate(notes, 1)]
    return [story for story in found if story.root is not None]


def _edges(archive: Archive, kind: str, name: str) -> Iterator[Story]:
    parts = _targets(archive, kind)
    full = [part for part in parts if not blank(archive.tree(part))]
    for part in parts:
        number = full.index(part) + 1 if len(full) > 1 and part in full else ""
        yield Story(part, f"{name}{number}", archive.tree(part))


def _targets(archive: Archive, kind: str) -> list[str]:
    return [part for part in dict.fromkeys(archive.targets(archive.main, kind)) if part in archive.members]


def spots(story: Story) -> Iterator[Spot]:
    """All paragraphs of a story with their places (段落位置)."""
    numbered = story.name == "正文"
    yield from _within(story.root, "正文" if numbered else story.name, _Count(numbered))


class _Count:
    """How many paragraphs and tables came before; only the body's paragraphs are numbered."""

    def __init__(self, numbered: bool) -> None:
        self.numbered, self.paragraphs, self.tables = numbered, 0, 0

    def paragraph(self, element: Element, name: str) -> str:
        if not self.numbered:
            return name
        self.paragraphs += bool(plain(element).strip()) or not blank(element)
        return f"{name}第{max(1, self.paragraphs)}段"

    def table(self, name: str) -> str:
        self.tables += 1
        return f"{'' if name == '正文' else name}表{self.tables}"


def _within(element: Element, name: str, count: _Count) -> Iterator[Spot]:
    for child in element:
        if child.tag == P:
            place = count.paragraph(child, name)
            yield Spot(child, place)
            yield from _boxes(child, place)
        elif child.tag == TBL:
            yield from _cells(child, count.table(name))
        elif child.tag != FALLBACK:
            yield from _within(child, name, count)


def _boxes(element: Element, place: str) -> Iterator[Spot]:
    for child in element:
        if child.tag == BOX:
            yield from _within(child, f"{place}文本框", _Count(numbered=False))
        elif child.tag != FALLBACK:
            yield from _boxes(child, place)


def _cells(table: Element, name: str) -> Iterator[Spot]:
    for row, line in enumerate(below(table, TR), 1):
        for column, cell in enumerate(below(line, TC), 1):
            yield from _within(cell, f"{name}第{row}行第{column}格", _Count(numbered=False))


def below(element: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, the cells of a row, even in a content control (行、格)."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from below(child, tag)


def largest_id(archive: Archive) -> int:
    """The largest number that a bookmark bears (书签编号)."""
    roots = {story.part: archive.tree(story.part) for story in stories(archive)}
    found = (mark.get(ID, "") for root in roots.values() for mark in root.iter(START, END))
    return max((int(n) for n in found if n.isdecimal()), default=0)
