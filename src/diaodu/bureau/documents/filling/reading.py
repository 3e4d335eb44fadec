"""A document read back (读回): the words of each paragraph and which of them lie within our bookmarks.

Word cuts runs, adds spelling marks, changes the case of names, moves a bookmark's end out of its paragraph;
none of it changes what is read here. Page numbers and the like, which Word itself fills in, are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diaodu.bureau.documents.filling.archive import Archive
from diaodu.bureau.documents.filling.marks import CLOSE, OPEN
from diaodu.bureau.documents.filling.places import Story, spots, stories
from diaodu.bureau.documents.filling.tidy import OURS
from diaodu.bureau.documents.filling.xml import (
    BOX,
    END,
    FALLBACK,
    HERE,
    ID,
    NAME,
    RUN,
    SIGNS,
    START,
    THROUGH,
    Element,
    P,
    T,
    W,
)

_FRAME = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


class Token(NamedTuple):
    """One thing read (读到的一项)."""

    kind: str  # text, start, end, picture, here
    value: str


class Line(NamedTuple):
    """One paragraph (一段)."""

    place: str
    tokens: list[Token]


class Found(NamedTuple):
    """What lies within one bookmark (书签内容)."""

    place: str
    text: str
    words: str  # with the bookmarks in it as marks
    picture: str


def lines(archive: Archive) -> list[Line]:
    """All paragraphs of a document with what they hold (逐段读取)."""
    return [line for story in stories(archive) for line in _Reader(story).lines()]


class _Reader:
    def __init__(self, story: Story) -> None:
        self._story = story
        self._places = {id(spot.paragraph): spot for spot in spots(story)}
        self._names: dict[str, str] = {}
        self._fields: list[str] = []
        self._lines: list[Line] = []
        self._loose: list[Token] = []

    def lines(self) -> list[Line]:
        self._block(self._story.root)
        if self._loose and self._lines:
            self._lines[-1].tokens.extend(self._loose)
        return self._lines

    def _block(self, element: Element) -> None:
        for child in element:
            if child.tag == P:
                self._paragraph(child)
            elif child.tag in (START, END) or child.get(HERE) is not None:
                self._between(child)
            elif child.tag != FALLBACK:
                self._block(child)

    def _between(self, mark: Element) -> None:
        """A bookmark's end that stands between paragraphs belongs to the one before it."""
        token = self._mark(mark)
        if token and token.kind == "end" and self._lines:
            self._lines[-1].tokens.append(token)
        elif token:
            self._loose.append(token)

    def _paragraph(self, paragraph: Element) -> None:
        spot = self._places.get(id(paragraph))
        line = Line(spot.place if spot else self._story.name, self._loose)
        self._loose = []
        self._lines.append(line)
        boxes: list[Element] = []
        line.tokens.extend(self._tokens(paragraph, boxes))
        for box in boxes:
            self._block(box)

    def _tokens(self, element: Element, boxes: list[Element]) -> Iterator[Token]:
        for child in element:
            token = self._mark(child)
            if token:
                yield token
            elif child.tag == RUN:
                yield from self._run(child, boxes)
            elif child.tag in THROUGH and not _automatic(child.get(W + "instr", "HYPERLINK")):
                yield from self._tokens(child, boxes)

    def _mark(self, node: Element) -> Token | None:
        if node.get(HERE) is not None:
            return Token("here", node.get(HERE))
        if node.tag == START and OURS.fullmatch(node.get(NAME, "")):
            self._names[node.get(ID)] = node.get(NAME).upper()
            return Token("start", node.get(NAME).upper())
        if node.tag == END and node.get(ID) in self._names:
            return Token("end", self._names.pop(node.get(ID)))
        return None

    def _run(self, run: Element, boxes: list[Element]) -> Iterator[Token]:
        for node in run:
            if node.tag == W + "fldChar":
                self._field(node.get(W + "fldCharType"))
            elif node.tag == W + "instrText" and self._fields:
                self._fields[-1] += node.text or ""
            elif node.tag == T or node.tag in SIGNS:
                if not any(map(_automatic, self._fields)):
                    yield Token("text", SIGNS.get(node.tag) or node.text or "")
            else:
                yield from _pictures(node)
                boxes += _boxes(node)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()


def _automatic(code: str) -> bool:
    """Whether Word fills a field in by itself: page numbers, contents, dates."""
    return bool(code.strip()) and not code.strip().upper().startswith(("HYPERLINK", "FORMTEXT", "QUOTE"))


def _pictures(node: Element) -> Iterator[Token]:
    for frame in node.iter(_FRAME):
        if frame.get("descr"):
            yield Token("picture", frame.get("descr"))


def _boxes(node: Element) -> list[Element]:
    if node.tag == FALLBACK:
        return []
    return [node] if node.tag == BOX else [box for child in node for box in _boxes(child)]


def marked(read: Iterable[Line]) -> dict[str, Found]:
    """What lies within each of our bookmarks (书签内容)."""
    found: dict[str, Found] = {}
    waiting: dict[str, list[Token | Line]] = {}
    for line in read:
        for inside in waiting.values():
            inside.append(Token("text", "\n"))
        for token in line.tokens:
            if token.kind == "end" and token.value in waiting:
                found[token.value] = _found(waiting.pop(token.value))
            for inside in waiting.values():
                inside.append(token)
            if token.kind == "start":
                waiting[token.value] = [line]
    return found


def _found(inside: list[Token | Line]) -> Found:
    line, *rest = inside
    assert isinstance(line, Line)
    tokens = [token for token in rest if isinstance(token, Token)]
    text = "".join(token.value for token in tokens if token.kind == "text")
    picture = "".join(token.value for token in tokens if token.kind == "picture")
    return Found(line.place, text, words(tokens), picture)


def words(tokens: Iterable[Token]) -> str:
    """Text with a mark in place of each outermost bookmark (留标记的文字)."""
    out: list[str] = []
    within: str | None = None
    for token in tokens:
        if token.kind == "start" and within is None:
            within = token.value
            out.append(f"{OPEN}{within}{CLOSE}")
        elif token.kind == "end" and token.value == within:
            within = None
        elif token.kind == "text" and within is None:
            out.append(token.value)
    return "".join(out)
