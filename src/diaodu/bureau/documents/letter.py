"""The head and the end of formal papers (版头、落款、版记)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from diaodu.bureau.documents.markup import colour, paragraph, run, text_paragraph

RED = "C8161D"
TAB = "<w:r><w:tab/></w:r>"
# The date is some eight characters wide and ends four from the right edge of 28.
_CENTRED = f'<w:tabs><w:tab w:val="center" w:pos="{20 * 316}"/></w:tabs>'
KEEP = "<w:keepNext/>"  # a signature must not stand alone on a page


def date_text(day: dt.date) -> str:
    """A date in Arabic digits without padding (成文日期): 2026年10月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def width_of(text: str) -> float:
    """How many Chinese characters wide a text is (字宽)."""
    return sum(0.5 if ord(char) < 0x2E80 and char not in "—“”" else 1 for char in text)


def _line(kind: str, size: int, side: str = "bottom", space: int = 1) -> str:
    return f'<w:pBdr><w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{RED}"/></w:pBdr>'


def red_head(office: str, number: str) -> list[str]:
    """发文机关标志 in red, 发文字号 two lines below, and the red line 4 mm under it."""
    mark = text_paragraph("Mark", office, _fit(office), colour(RED) + _mark_size(office))
    rule = _line("single", 12, space=11)
    return [mark, paragraph("Number"), text_paragraph("Number", number, rule), paragraph("Normal")]


def letter_head(office: str, number: str) -> list[str]:
    """A letter's mark over the double red line, and its number at the right under the line."""
    wide = '<w:ind w:left="-397" w:right="-397" w:firstLine="0"/>'
    rule = _line("thinThickSmallGap", 24, space=4)
    mark = text_paragraph("Mark", office, rule + wide, colour(RED) + _mark_size(office))
    return [mark, text_paragraph("Number", number, '<w:jc w:val="right"/>'), paragraph("Number")]


def _mark_size(office: str) -> str:
    """A mark that fits one line: at most 38 pt, less for long names."""
    size = min(76, int(442 / max(len(office), 1)) * 2)
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _fit(office: str) -> str:
    """Short names are spread over the width of the type area."""
    return '<w:jc w:val="distribute"/>' if 8 <= len(office) <= 14 else '<w:jc w:val="center"/>'


FOOT = paragraph(
    "Footer",
    properties=_line("thickThinSmallGap", 24, "top")
    + '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/>'
    + '<w:ind w:left="-397" w:right="-397" w:firstLine="0"/>',
)


def attachments(names: Sequence[str]) -> list[str]:
    """附件：1. …, the second name under the first; no mark at the end."""
    if not names:
        return []
    if len(names) == 1:
        return [paragraph("Normal"), text_paragraph("Normal", f"附件：{names[0]}")]
    first = text_paragraph("Normal", f"附件：1. {names[0]}", KEEP)
    indent = KEEP + '<w:ind w:left="1600" w:firstLine="0"/>'
    rest = [text_paragraph("Normal", f"{n}. {name}", indent) for n, name in enumerate(names[1:], 2)]
    return [paragraph("Normal", properties=KEEP), first, *rest]


def signature(office: str, day: dt.date, *, noted: bool = False) -> list[str]:
    """The office centred over its date; the date four blanks from the right edge, kept with a note."""
    date, keep = date_text(day), "" if noted else '<w:keepNext w:val="0"/>'
    right = 4 + (width_of(date) - width_of(office)) / 2
    return [
        paragraph("Signature"),
        paragraph("Signature"),
        text_paragraph("Signature", office, _from_right(max(right, 0))),
        text_paragraph("Signature", date, keep + _from_right(4)),
    ]


def signing(office: str, date: str, *, noted: bool = False) -> list[str]:
    """Signature and date of a template (署名占位): both centred on one line, however long they turn out."""
    keep = "" if noted else '<w:keepNext w:val="0"/>'
    return [
        paragraph("Signature"),
        paragraph("Signature"),
        paragraph("Signature", TAB, run(office), properties=_CENTRED),
        paragraph("Signature", TAB, run(date), properties=keep + _CENTRED),
    ]


def _from_right(blanks: float) -> str:
    return (
        f'<w:ind w:rightChars="{round(blanks * 100)}" w:right="{round(blanks * 320)}" w:firstLine="0"/>'
        '<w:jc w:val="right"/>'
    )


def imprint(copies: str, office: str, day: dt.date | str, width: int) -> str:
    """版记: a table that stands at the foot of the page, 0.35 mm lines outside and 0.25 mm within.

    Word sets it there; LibreOffice lets it follow the text.
    """
    right = f'<w:tabs><w:tab w:val="right" w:pos="{width - 280}"/></w:tabs>'
    inset = '<w:ind w:leftChars="100" w:left="280" w:rightChars="100" w:right="280" w:firstLine="0"/>'
    hung = '<w:ind w:left="1120" w:right="280" w:hanging="840"/>'  # further lines begin under the first unit
    date = day if isinstance(day, str) else date_text(day)
    last = paragraph("Imprint", run(office), TAB, run(f"{date}印发"), properties=right + inset)
    cells = ([text_paragraph("Imprint", f"抄送：{copies}。", hung)] if copies else []) + [last]
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{cell}</w:tc></w:tr>"
        for cell in cells
    )
    line = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
    borders = "".join(
        line.format(side=side, size=size) for side, size in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" '
        'w:horzAnchor="margin" w:tblpX="0" w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )
