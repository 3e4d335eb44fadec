"""Names and small steps in WordprocessingML that the whole package shares (标记用语)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

Element = Any  # lxml's own class has no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
P, RUN, T, TBL, TR, TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
RPR, PPR, TCPR, BOX, SECTION = (W + name for name in ("rPr", "pPr", "tcPr", "txbxContent", "sectPr"))
START, END = W + "bookmarkStart", W + "bookmarkEnd"
# Our own marks on elements while a template is filled, taken off before it is written.
TAG, CONTROL, BEFORE, AFTER, VANISH = "dd-tag", "dd-control", "dd-before", "dd-after", "dd-vanish"
HERE, CHART = "dd-here", "dd-chart"
NAME, ID, VAL = W + "name", W + "id", W + "val"

# What text flows through inside a paragraph; deleted and moved-away text is not in it.
THROUGH = {
    W + name for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent",
                          "fldSimple", "dir", "bdo")
}  # fmt: skip
SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_SEEN = {
    *(W + name for name in ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference",
                            "fldChar", "fldSimple", "pgNum")),
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
}  # fmt: skip
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parsed(content: bytes) -> Element:
    """An XML part, without entities, definitions or network (解析)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type where none belongs")
    return root


def writable(text: str) -> str:
    """A text as XML can hold it (可写入)."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def make(tag: str, **attributes: str) -> Element:
    """A new element of Word's with its attributes (新元素)."""
    found = etree.Element(W + tag, nsmap={"w": W[1:-1]})
    for name, value in attributes.items():
        found.set(W + name, value)
    return found


def walked(element: Element) -> Iterator[Element]:
    """All elements in order, without what only old readers show (遍历)."""
    if element.tag == FALLBACK:
        return
    yield element
    for child in element:
        yield from walked(child)


def paragraphs(element: Element) -> Iterator[Element]:
    """All paragraphs, those of tables and text boxes too (全部段落)."""
    for found in element.iter(P):
        if not any(above.tag == FALLBACK for above in found.iterancestors()):
            yield found


def runs(element: Element) -> Iterator[Element]:
    """The runs of a paragraph's own text (本段文字块)."""
    for child in element:
        if child.tag == RUN:
            yield child
        elif child.tag in THROUGH:
            yield from runs(child)


def text_of(run: Element) -> str:
    """The text of a run (文字块的文字)."""
    return "".join(piece for _, piece in pieces(run))


def pieces(run: Element) -> Iterator[tuple[Element, str]]:
    """The nodes of a run that show text, with the text (文字节点)."""
    for node in run:
        if node.tag == T:
            yield node, node.text or ""
        elif node.tag in SIGNS:
            yield node, SIGNS[node.tag]


def plain(paragraph: Element) -> str:
    """The text of a paragraph as it reads (段落文字)."""
    return "".join(text_of(run) for run in runs(paragraph))


def blank(element: Element) -> bool:
    """Whether nothing at all shows in it (空白)."""
    for node in walked(element):
        if node.tag in _SEEN or node.get(TAG) is not None or node.get(CHART):
            return False
        if node.tag == T and (node.text or "").strip():
            return False
    return True


def above(element: Element, tag: str) -> Element:
    """The nearest element of a tag around it (外层)."""
    return next(element.iterancestors(tag), None)
