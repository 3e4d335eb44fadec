"""Charts drawn into a document (插图): as wide as the text where they stand, with their numbers in words."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from lxml import etree

from diaodu.bureau.documents import charts
from diaodu.bureau.documents.filling.archive import Archive
from diaodu.bureau.documents.filling.xml import (
    BOX,
    CHART,
    PPR,
    RUN,
    SECTION,
    TC,
    TCPR,
    Element,
    P,
    R,
    W,
    above,
    make,
    plain,
    writable,
)
from diaodu.economy.phrases.said import Chart

TWIP = 635  # EMU
CAPTION = 60  # signs at most
_A4 = 8306  # twips, between the margins that Word begins with
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_INLINE = (
    f'<w:drawing xmlns:w="{W[1:-1]}"><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{x}" cy="{y}"/><wp:docPr id="{id}" name="{name}"/><wp:cNvGraphicFramePr>'
    f'<a:graphicFrameLocks xmlns:a="{_A}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
    '<pic:nvPicPr><pic:cNvPr id="0" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
    f'<pic:blipFill><a:blip xmlns:r="{R[1:-1]}" r:embed="{{key}}"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
# The order that Word asks of a paragraph's properties, as far as we set them.
_ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
]


def draw(archive: Archive, part: str, given: Mapping[str, Chart]) -> None:
    """Draw every chart that waits in a part (插图)."""
    for run in [run for run in archive.tree(part).iter(RUN) if run.get(CHART)]:
        name = run.get(CHART)
        width = room(run, archive)
        png = charts.drawn(given[name], width / 1440)
        media = archive.free("word/media/diaodu{}.png")
        archive.add(media, png, "image/png")
        run.append(_inline(png, width * TWIP, archive.link(part, "image", media), name, given[name].told))
        _stand(above(run, P))


def _inline(png: bytes, across: int, key: str, name: str, told: str) -> Element:
    x, y = struct.unpack(">II", png[16:24])
    serial = str(900_000 + int(name[2:]))
    drawing = etree.fromstring(_INLINE.format(x=across, y=across * y // x, id=serial, name=name, key=key))
    drawing.find(f".//{{{_WP}}}docPr").set("descr", writable(told))
    return drawing


def room(run: Element, archive: Archive) -> int:
    """The width of text where a run stands, in twips (版心宽度)."""
    around = run
    while (around := around.getparent()) is not None:
        width = _width(around, archive)
        if width:
            return width
    return _page(archive.tree(archive.main).find(f"{W}body/{SECTION}"))


def _width(element: Element, archive: Archive) -> int:
    if element.tag == TC:
        given = element.find(f"{TCPR}/{W}tcW")
        fixed = given is not None and given.get(W + "type") == "dxa"
        return max(0, _twips(given, "w") - 216) if fixed else 0
    if element.tag == BOX:
        frame = next(
            (e for a in element.iterancestors() if (e := a.find(f"{{{_WP}}}extent")) is not None), None
        )
        across = frame.get("cx", "") if frame is not None else ""
        return max(0, int(across) // TWIP - 288) if across.isdecimal() else 0
    if element.getparent() is not None and element.getparent().tag == W + "body":
        return _page(_section(element))
    return 0


def _section(block: Element) -> Element | None:
    """The section that a paragraph or table of the body lies in: the next one that ends."""
    for one in (block, *block.itersiblings()):
        found = one if one.tag == SECTION else one.find(f"{PPR}/{SECTION}")
        if found is not None:
            return found
    return None


def _page(section: Element | None) -> int:
    size = section.find(W + "pgSz") if section is not None else None
    margins = section.find(W + "pgMar") if section is not None else None
    if size is None or margins is None:
        return _A4
    free = _twips(size, "w") - sum(_twips(margins, side) for side in ("left", "right", "gutter"))
    columns = section.find(W + "cols") if section is not None else None
    count = max(1, _twips(columns, "num")) if columns is not None else 1
    return max(1440, (free - (count - 1) * 425) // count)


def _twips(element: Element, name: str) -> int:
    given = element.get(W + name, "")
    return int(given) if given.isdecimal() else 0


def _stand(paragraph: Element) -> None:
    """Give a picture's paragraph the height that it needs; alone, it is centred and kept with its caption."""
    properties = paragraph.find(PPR)
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    _set(properties, "spacing", line="240", lineRule="auto")
    if not plain(paragraph).strip():
        _set(properties, "keepLines")
        if _named_below(paragraph):
            _set(properties, "keepNext")
        _set(properties, "ind", firstLineChars="0", firstLine="0")
        _set(properties, "jc", val="center")


def _named_below(paragraph: Element) -> bool:
    """Whether its name stands in the line below."""
    after = paragraph.getnext()
    return after is not None and after.tag == P and 0 < len(plain(after).strip()) <= CAPTION


def _set(properties: Element, name: str, **attributes: str) -> None:
    own = properties.find(W + name)
    if own is None:
        own = make(name)
        earlier = [c for c in properties if c.tag.rsplit("}", 1)[-1] in _ORDER[: _ORDER.index(name)]]
        earlier[-1].addnext(own) if earlier else properties.insert(0, own)
    for key in attributes:
        own.set(W + key, attributes[key])
    if not attributes:
        own.attrib.clear()  # w:val="0" would say no
