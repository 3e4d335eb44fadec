"""The styles of an official paper after GB/T 9704-2012 (公文样式)."""

from __future__ import annotations

from typing import Any, NamedTuple

from diaodu.bureau.documents import fonts
from diaodu.bureau.documents.markup import element

LINE = 579  # twips: 225 mm of type area in 22 lines
TIGHT = -5  # twentieths of a point: 28 characters of 三号 take 441 of the line's 442 pt
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
FREE = '<w:snapToGrid w:val="0"/>'
THREE, FOUR, FIVE, SMALL_FIVE = 32, 28, 21, 18  # 三号 四号 五号 小五, in half-points


class Style(NamedTuple):
    """One paragraph style (段落样式)."""

    id: str
    name: str
    face: str
    size: int
    paragraph: str
    outline: int | None = None
    based: str = "Normal"
    latin: str = fonts.LATIN


def _spacing(line: int, before: int = 0, after: int = 0, rule: str = "exact") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


_KEEP = "<w:keepNext/><w:keepLines/>"
_BODY = _spacing(LINE)
_CENTRE = '<w:jc w:val="center"/>'

STYLES = (
    Style("Heading1", "heading 1", fonts.HEI, THREE, _KEEP + _BODY + INDENT, 0),
    Style("Heading2", "heading 2", fonts.KAI, THREE, _KEEP + _BODY + INDENT, 1),
    Style("Heading3", "heading 3", fonts.BODY, THREE, _KEEP + _BODY + INDENT, 2),
    Style("Heading4", "heading 4", fonts.BODY, THREE, _KEEP + _BODY + INDENT, 3),
    Style("Title", "Title", fonts.TITLE, 44, _KEEP + _spacing(LINE * 6 // 5) + FLUSH + _CENTRE),
    Style("Subtitle", "Subtitle", fonts.KAI, THREE, _spacing(LINE) + FLUSH + _CENTRE),
    Style("Addressee", "主送机关", fonts.BODY, THREE, _spacing(LINE) + FLUSH),
    Style("Signature", "Signature", fonts.BODY, THREE, _KEEP + _spacing(LINE) + FLUSH),
    Style("Mark", "发文机关标志", fonts.TITLE, 76, FREE + _spacing(1100) + FLUSH + _CENTRE),
    Style("Number", "发文字号", fonts.BODY, THREE, _spacing(LINE) + FLUSH + _CENTRE),
    Style("AnnexTitle", "附表标题", fonts.TITLE, 36, _KEEP + FREE + _spacing(480) + FLUSH + _CENTRE, 0),
    Style("AnnexMark", "附表编号", fonts.HEI, THREE, _KEEP + FREE + _spacing(400) + FLUSH),
    Style("Caption", "caption", fonts.HEI, 24, _KEEP + FREE + _spacing(440, 80, 20) + FLUSH + _CENTRE),
    Style("Picture", "图", fonts.BODY, THREE, _KEEP + FREE + _spacing(240, 60, 0, "auto") + FLUSH + _CENTRE),
    Style("TableHead", "表头", fonts.HEI, FIVE, FREE + _spacing(280, 20, 20, "atLeast") + FLUSH + _CENTRE),
    Style("TableText", "表文", fonts.BODY, FIVE, FREE + _spacing(280, 15, 15, "atLeast") + FLUSH),
    Style("TableNote", "表注", fonts.BODY, SMALL_FIVE, FREE + _spacing(300, 40, 120, "atLeast") + FLUSH),
    Style("Imprint", "版记", fonts.BODY, FOUR, FREE + _spacing(500, 0, 0, "atLeast") + FLUSH),
    Style("Footer", "footer", fonts.SONG, FOUR, FREE + _spacing(320) + FLUSH, latin=fonts.SONG),
    Style("Header", "header", fonts.SONG, SMALL_FIVE, FREE + _spacing(240) + FLUSH),
    Style("TOC1", "toc 1", fonts.BODY, THREE, _spacing(LINE) + FLUSH),
    Style("TOC2", "toc 2", fonts.BODY, THREE, _spacing(LINE) + '<w:ind w:left="320"/>'),
)  # fmt: skip


def apply(document: Any) -> None:
    """Put these styles in place of the ones that python-docx brings (设置样式)."""
    root = document.styles.element
    for child in list(root):
        root.remove(child)
    for child in element(f"<w:styles>{_defaults()}{_normal()}{''.join(map(_style, STYLES))}</w:styles>"):
        root.append(child)


def _run_properties(face: str, size: int, latin: str = fonts.LATIN) -> str:
    spacing = f'<w:spacing w:val="{TIGHT}"/>' if size == THREE else '<w:spacing w:val="0"/>'
    return f'<w:rPr>{fonts.faces(face, latin)}{spacing}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'


def _defaults() -> str:
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    faces = _run_properties(fonts.BODY, THREE).replace("</w:rPr>", language + "</w:rPr>")
    return f"<w:docDefaults><w:rPrDefault>{faces}</w:rPrDefault><w:pPrDefault/></w:docDefaults>"


def _normal() -> str:
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/>{_BODY}{INDENT}<w:jc w:val="both"/></w:pPr>'
        f"{_run_properties(fonts.BODY, THREE)}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def _style(style: Style) -> str:
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based}"/><w:next w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{style.paragraph}{outline}</w:pPr>"
        f"{_run_properties(style.face, style.size, style.latin)}</w:style>"
    )
