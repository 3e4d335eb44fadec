"""WordprocessingML written by hand (公文标记): paragraphs, runs and fields as text.

python-docx makes an object of every cell and run; a paper of twenty tables is ten times as fast as text.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

SPACE = ' xml:space="preserve"'


def element(text: str) -> BaseOxmlElement:
    """A parsed element; `text` is one tag without its namespace (解析)."""
    tag, _, rest = text.partition(">")
    closing = "/" if tag.endswith("/") else ""
    return parse_xml(f"{tag.removesuffix('/')} {nsdecls('w', 'r')}{closing}>{rest}")


def run(text: str, properties: str = "") -> str:
    """A run of text (文字): the hint makes quotes and dashes of Chinese text take the Chinese font."""
    parts = escape(text).split("\n")
    body = "<w:br/>".join(f"<w:t{SPACE}>{part}</w:t>" for part in parts)
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{properties}</w:rPr>{body}</w:r>'


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """A paragraph of a style (段落)."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def text_paragraph(style: str, text: str, properties: str = "", run_properties: str = "") -> str:
    """A paragraph of one run (单一文字段落)."""
    return paragraph(style, run(text, run_properties), properties=properties)


def field(code: str, shown: str = "1", properties: str = "") -> str:
    """A field that Word fills in, such as PAGE (域)."""
    rpr = f'<w:rPr><w:rFonts w:hint="eastAsia"/>{properties}</w:rPr>'
    mark = '<w:r>{rpr}<w:fldChar w:fldCharType="{kind}"/></w:r>'
    return (
        mark.format(rpr=rpr, kind="begin")
        + f"<w:r>{rpr}<w:instrText{SPACE}> {escape(code)} </w:instrText></w:r>"
        + mark.format(rpr=rpr, kind="separate")
        + f"<w:r>{rpr}<w:t>{escape(shown)}</w:t></w:r>"
        + mark.format(rpr=rpr, kind="end")
    )


def bold() -> str:
    """Properties of a bold run (加粗)."""
    return "<w:b/><w:bCs/>"


def colour(rgb: str) -> str:
    """Properties of a coloured run (颜色)."""
    return f'<w:color w:val="{rgb}"/>'
