"""What Word insists on, seen to after copying and leaving out (整理)."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable

from diaodu.bureau.documents.filling.xml import (
    AFTER,
    BEFORE,
    BOX,
    CHART,
    CONTROL,
    END,
    FALLBACK,
    HERE,
    ID,
    NAME,
    START,
    TAG,
    TBL,
    TC,
    VANISH,
    Element,
    P,
    W,
    make,
)

OURS = re.compile(r"DDS?\d{6}", re.IGNORECASE)
_ALTERNATE = FALLBACK.replace("Fallback", "AlternateContent")
_PROPERTY = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PARAGRAPH_IDS = tuple(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{n}" for n in ("paraId", "textId")
)
_ONCE = (START, END, *(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference")))
_ENDED = (TC, BOX, *(W + name for name in ("hdr", "ftr", "footnote", "endnote")))
_PAIRS = ((START, END), (W + "commentRangeStart", W + "commentRangeEnd"))


def again(elements: Iterable[Element]) -> None:
    """Take out of a copy what a document may hold only once (去重)."""
    for element in elements:
        for node in list(element.iter(*_ONCE)):
            if node is not element:
                node.getparent().remove(node)
        for node in element.iter():
            for name in _PARAGRAPH_IDS:
                node.attrib.pop(name, None)
        for node in list(element.iter(W + "sdtPr")):
            for own in node.findall(ID):
                node.remove(own)


def apart(elements: list[Element]) -> list[Element]:
    """Siblings with a thin line between two tables, which Word would take for one (隔开表格)."""
    found: list[Element] = []
    last = None
    for element in elements:
        if element.tag == TBL and last == TBL:
            found.append(_thin())
        last = last if element.get(HERE) else element.tag
        found.append(element)
    return found


def _thin() -> Element:
    paragraph, properties = make("p"), make("pPr")
    properties.append(make("spacing", before="0", after="0", line="20", lineRule="exact"))
    paragraph.append(properties)
    return paragraph


def ended(element: Element) -> None:
    """A cell, a header, a note ends in a paragraph (以段落结尾)."""
    if element.tag in _ENDED and (len(element) == 0 or not any(c.tag == P for c in _last(element))):
        element.append(make("p"))


def _last(element: Element) -> list[Element]:
    return [child for child in element if not child.get(HERE)][-1:]


def without_old_marks(root: Element) -> None:
    """Take out the bookmarks of an earlier filling (清除旧标记)."""
    for start in list(root.iter(START)):
        if OURS.fullmatch(start.get(NAME, "")):
            start.getparent().remove(start)


def finish(root: Element, drawn: set[str]) -> None:
    """Take our notes off, and marks that lost their partner (收尾)."""
    for node in list(root.iter()):
        if node.get(HERE) is not None:
            node.getparent().remove(node)
            continue
        for mark in (TAG, CONTROL, BEFORE, AFTER, VANISH, CHART):
            node.attrib.pop(mark, None)
    for start, end in _PAIRS:
        _pair(root, start, end)
    _number_drawings(root, drawn)


def _pair(root: Element, start: str, end: str) -> None:
    paired = {node.get(ID) for node in root.iter(start)} & {node.get(ID) for node in root.iter(end)}
    for node in list(root.iter(start, end)):
        if node.get(ID) not in paired:
            node.getparent().remove(node)


def _number_drawings(root: Element, taken: set[str]) -> None:
    for node in root.iter(_PROPERTY):
        if node.get("id") in taken:
            node.set("id", str(max((int(n) for n in taken if n.isdecimal()), default=0) + 1))
        taken.add(node.get("id", ""))


def empty_fallbacks(root: Element) -> None:
    """Empty the text boxes that only old readers show: they are filled from the others (清空旧版文本框)."""
    for alternate in list(root.iter(_ALTERNATE)):
        fallback = alternate.find(FALLBACK)
        if fallback is not None and next(fallback.iter(BOX), None) is not None and not _boxes(alternate):
            alternate.remove(fallback)
        for _, old in _boxes(alternate):
            for child in list(old):
                old.remove(child)


def refill_fallbacks(root: Element) -> None:
    """Give old readers the same text, without the marks, held only once (回填旧版文本框)."""
    for alternate in root.iter(_ALTERNATE):
        for new, old in _boxes(alternate):
            old.extend(copy.deepcopy(child) for child in new)
            again([old])


def _boxes(alternate: Element) -> list[tuple[Element, Element]]:
    """The text boxes as new and as old readers see them, side by side."""
    fallback = alternate.find(FALLBACK)
    if fallback is None:
        return []
    old = list(fallback.iter(BOX))
    new = [box for box in alternate.iter(BOX) if fallback not in box.iterancestors()]
    return list(zip(new, old, strict=True)) if len(new) == len(old) else []
