"""Headings that Word numbers itself: 一、（一）1.（1） (标题自动编号)."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part

_LEVELS = (
    ("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."),
    ("decimal", "（%4）"),
)  # fmt: skip


def properties(level: int) -> str:
    """What makes a paragraph one of the counted headings (编号属性)."""
    return f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'


def add(document: Any) -> None:
    """Put the counting into a document (加入编号定义): the face and the indent stay those of the styles."""
    part = Part(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, _xml().encode(), document.part.package)
    document.part.relate_to(part, RT.NUMBERING)


def _xml() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for n, (form, text) in enumerate(_LEVELS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
