"""An answer in place of its tag (写入): in the author's formatting, each figure in a bookmark of its own."""

from __future__ import annotations

import copy
import re

from diaodu.bureau.documents.filling.marks import CLOSE, OPEN, Book, Entry
from diaodu.bureau.documents.filling.places import below
from diaodu.bureau.documents.filling.xml import (
    CHART,
    NAME,
    PPR,
    RPR,
    RUN,
    SECTION,
    SPACE,
    TC,
    TCPR,
    TR,
    Element,
    P,
    W,
    make,
    writable,
)
from diaodu.economy.phrases.said import Chart, Said, flat

RED = "FF0000"
_CHINESE = re.compile("[\u2014\u2018-\u201d\u2026\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
# What stands before the colour among a run's properties.
_BEFORE_COLOUR = {
    W + name
    for name in [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
    ]
}


class Writer:
    """Writes answers and enters them in the book (写入器)."""

    def __init__(self, book: Book, last_id: int) -> None:
        self.book, self._id = book, last_id
        self.charts: dict[str, Chart] = {}

    def put(self, run: Element, said: Said) -> list[Element]:
        """The runs and bookmarks of an answer, formatted like the tag's run (写入取数结果)."""
        if said.chart is not None and said.known:
            return self._chart(run, said)
        pieces: list[str | Said] = list(flat(said)) if said.known else [said]
        if len(pieces) == 1 and isinstance(pieces[0], Said) and not said.pieces:
            return self._marked(self.book.figure(said), _shown(run, said))
        return self._sentence(run, said, pieces)

    def lack(self, element: Element, reason: str, entry: Entry) -> list[Element]:
        """What shows in place of a block that can't be decided: words, a paragraph or a row (缺)."""
        shown = Said.missing(reason)
        if element.tag == RUN:
            return self._lack(element, shown, entry)
        own = _emptied(element) if element.tag == TR else _hollow(element)
        paragraph = own if own.tag == P else next(own.iter(P))
        paragraph.extend(self._lack(paragraph, shown, entry))
        return [own]

    def _lack(self, like: Element, shown: Said, entry: Entry) -> list[Element]:
        return self._marked(self.book.lacking(entry, shown.shown), _shown(like, shown))

    def _sentence(self, run: Element, said: Said, pieces: list[str | Said]) -> list[Element]:
        inside: list[Element] = []
        parts: list[str] = []
        words = ""
        for piece in pieces:
            if isinstance(piece, str):
                inside.append(text_run(run, piece))
                words += piece
            else:
                parts.append(self.book.figure(piece))
                inside += self._marked(parts[-1], _shown(run, piece))
                words += f"{OPEN}{parts[-1]}{CLOSE}"
        return self._marked(self.book.sentence(said, parts, writable(words)), inside)

    def _chart(self, run: Element, said: Said) -> list[Element]:
        """A run that the picture is drawn into once its place is known."""
        assert said.chart is not None
        name = self.book.figure(said, "chart")
        self.charts[name] = said.chart
        holder = make("r")
        holder.set(CHART, name)
        return self._marked(name, [holder])

    def _marked(self, name: str, inside: list[Element]) -> list[Element]:
        self._id += 1
        start, end = make("bookmarkStart", id=str(self._id)), make("bookmarkEnd", id=str(self._id))
        start.set(NAME, name)
        return [start, *inside, end]


def _shown(run: Element, said: Said) -> list[Element]:
    return [text_run(run, said.shown, red=not said.known)]


def text_run(like: Element, text: str, *, red: bool = False) -> Element:
    """A run of text with the properties of another (文字块)."""
    run, given = make("r"), like.find(RPR) if like.tag != P else like.find(f"{PPR}/{RPR}")
    properties = copy.deepcopy(given) if given is not None else make("rPr")
    for child in list(properties):
        if child.tag in (W + "ins", W + "del", W + "moveFrom", W + "moveTo", W + "rPrChange"):
            properties.remove(child)
    if _CHINESE.search(text):
        _chinese(properties)
    if red:
        _coloured(properties)
    if len(properties):
        run.append(properties)
    run.extend(_texts(writable(text)))
    return run


def _texts(text: str) -> list[Element]:
    found: list[Element] = []
    for piece in re.split("([\t\n])", text):
        if piece in ("\t", "\n"):
            found.append(make("tab" if piece == "\t" else "br"))
        elif piece:
            found.append(make("t"))
            found[-1].text = piece
            found[-1].set(SPACE, "preserve")
    return found


def _chinese(properties: Element) -> None:
    """The hint makes quotes and dashes take the Chinese face, also where the tag was typed in Latin."""
    faces = properties.find(W + "rFonts")
    if faces is None:
        faces = make("rFonts")
        first = properties.find(W + "rStyle")
        properties.insert(0, faces) if first is None else first.addnext(faces)
    faces.set(W + "hint", "eastAsia")
    latin = faces.get(W + "ascii", "")
    if _CHINESE.search(latin) and not faces.get(W + "eastAsia") and not faces.get(W + "eastAsiaTheme"):
        faces.set(W + "eastAsia", latin)


def _coloured(properties: Element) -> None:
    colour = properties.find(W + "color")
    if colour is not None:
        properties.remove(colour)
    after = [child for child in properties if child.tag in _BEFORE_COLOUR]
    red = make("color", val=RED)
    after[-1].addnext(red) if after else properties.insert(0, red)


def _hollow(paragraph: Element) -> Element:
    """An empty paragraph of the same kind."""
    own = make("p")
    if (properties := paragraph.find(PPR)) is not None:
        own.append(copy.deepcopy(properties))
        for section in own.iter(SECTION):
            section.getparent().remove(section)
    return own


def _emptied(row: Element) -> Element:
    """A row of the same kind with nothing in its cells."""
    own = copy.deepcopy(row)
    own.attrib.clear()
    for cell in below(own, TC):
        first = next(iter(cell.iter(P)), None)
        kept = [child for child in cell if child.tag == TCPR]
        hollow = make("p") if first is None else _hollow(first)
        for child in list(cell):
            cell.remove(child)
        cell.extend([*kept, hollow])
    return own
