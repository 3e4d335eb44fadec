"""Page, type area, grid and page numbers after GB/T 9704-2012 (版面)."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as REL

from diaodu.bureau.documents import fonts, styles
from diaodu.bureau.documents.markup import element, field, paragraph, run

PORTRAIT = (11906, 16838)
MARGINS = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1588}
# Turned a quarter, so that the head of a wide table lies at the binding edge (横表的表头在订口一侧).
TURNED = {"top": 1588, "right": 2098, "bottom": 1474, "left": 1984}
TEXT_WIDTH = PORTRAIT[0] - MARGINS["left"] - MARGINS["right"]
WIDE_WIDTH = PORTRAIT[1] - TURNED["left"] - TURNED["right"]
# The number's line is 320 twips high and begins 7 mm (397) below the type area.
_FOOTER = MARGINS["bottom"] - 397 - 320
_WIDE_FOOTER = TURNED["bottom"] - 397 - 320
# 22 lines. The 28 characters come from the styles' spacing (styles.TIGHT) and not from the grid's charSpace:
# Word reads that as meant, LibreOffice as cells that a 16 pt character doesn't fit, spreading it over two.
_GRID = f'<w:docGrid w:type="lines" w:linePitch="{styles.LINE}"/>'


def section(*, wide: bool = False, references: str = "", letter: bool = False) -> str:
    """The properties of a section, upright or turned (节)."""
    width, height = PORTRAIT[::-1] if wide else PORTRAIT
    margins = TURNED if wide else MARGINS
    turned = ' w:orient="landscape"' if wide else ""
    edges = " ".join(f'w:{name}="{size}"' for name, size in margins.items())
    footer = _WIDE_FOOTER if wide else _FOOTER
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar {edges} w:header="851" w:footer="{footer}" w:gutter="0"/><w:cols w:space="425"/>'
        f"{'<w:titlePg/>' if letter else ''}{_GRID}</w:sectPr>"
    )


def prepare(document: Any) -> None:
    """Settings and parts that every paper has (文档设置)."""
    _settings(document)
    for rel in list(document.part.rels.values()):
        if rel.reltype == REL.FONT_TABLE:
            rel.target_part._blob = fonts.table()
        elif rel.reltype.rsplit("/", 1)[-1] in ("stylesWithEffects", "customXml", "numbering"):
            del document.part.rels[rel.rId]
    package = document.part.package
    for key, rel in list(package.rels.items()):
        if rel.reltype == REL.THUMBNAIL:
            del package.rels[key]


def _settings(document: Any) -> None:
    root = document.settings.element
    for child in list(root):
        root.remove(child)
    uri = "http://schemas.microsoft.com/office/word"
    options = (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="156"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:adjustLineHeightInTable/><w:useFELayout/>"
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    )
    for child in element(f"<w:settings>{options}</w:settings>"):
        root.append(child)


def number(even: bool) -> str:
    """The page number's line (页码): — 1 —, outside on the page, one blank from the edge."""
    side, indent = ("left", "left") if even else ("right", "right")
    properties = f'<w:ind w:{indent}Chars="100" w:{indent}="280"/><w:jc w:val="{side}"/>'
    return paragraph("Footer", run("— "), field("PAGE"), run(" —"), properties=properties)
