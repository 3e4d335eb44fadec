"""Three-line tables with heads that repeat (三线表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from diaodu.bureau.documents.markup import bold, colour, paragraph, run

THICK, THIN, HAIR = 12, 6, 4  # eighths of a point


class Cell(NamedTuple):
    """A cell that differs from its column's habit (单元格)."""

    text: str
    fill: str = ""
    ink: str = ""
    bold: bool = False
    align: str = ""
    span: int = 1
    pieces: tuple[tuple[str, str], ...] = ()  # text and ink, where they change within the cell


Row = Sequence["Cell | str"]


@dataclass(frozen=True)
class Table:
    """A table (表): `align` holds l, c or r for each column; `widths` are shares of the page's width."""

    head: Row
    rows: Sequence[Row]
    align: str
    widths: Sequence[float]
    strong: frozenset[int] = field(default_factory=frozenset)  # rows set bold
    boxed: bool = False  # a form with all its lines, rather than three
    head_rows: Sequence[Row] = ()  # further rows of the head
    size: int = 0  # half-points, other than the style's


_SIDES = {"l": "left", "c": "center", "r": "right"}


def xml(table: Table, width: int) -> str:
    """The table as markup, `width` twips wide (表格标记)."""
    total = sum(table.widths)
    columns = [round(width * share / total) for share in table.widths]
    columns[-1] += width - sum(columns)
    heads = [table.head, *table.head_rows] if table.head else []
    rows = [_row(table, row, columns, head=True, last=row is heads[-1]) for row in heads]
    rows += [_row(table, row, columns, strong=n in table.strong) for n, row in enumerate(table.rows)]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in columns)
    return f"<w:tbl>{_properties(table, width)}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _properties(table: Table, width: int) -> str:
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>{_borders(table.boxed)}'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
    )


def _borders(boxed: bool) -> str:
    lines = {"top": THICK, "bottom": THICK}
    lines |= {"left": THICK, "right": THICK, "insideH": HAIR, "insideV": HAIR} if boxed else {"insideH": 2}
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    body = "".join(
        f'<w:{side} w:val="single" w:sz="{lines[side]}" w:space="0" '
        f'w:color="{"BFBFBF" if lines[side] == 2 else "000000"}"/>'
        for side in order
        if side in lines
    )
    return f"<w:tblBorders>{body}</w:tblBorders>"


def _row(
    table: Table,
    row: Row,
    columns: list[int],
    *,
    head: bool = False,
    last: bool = False,
    strong: bool = False,
) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    cells, at = [], 0
    for cell in row:
        cell = cell if isinstance(cell, Cell) else Cell(cell)
        span = columns[at : at + cell.span]
        align = cell.align or ("c" if head else table.align[at])
        cells.append(_cell(table, cell, sum(span), align, head, last, strong))
        at += cell.span
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(table: Table, cell: Cell, width: int, align: str, head: bool, last: bool, strong: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    line = '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>'
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    nowrap = "<w:noWrap/>" if align == "r" else ""  # a minus must not part from its number
    properties = (
        f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{line if last else ""}{fill}{nowrap}'
        '<w:vAlign w:val="center"/>'
    )
    ink = (bold() if cell.bold or strong else "") + (colour(cell.ink) if cell.ink else "")
    ink += f'<w:sz w:val="{table.size}"/>' if table.size else ""
    # Rows of a small table stand closer, so that a wide annex keeps to one page.
    pitch, rule = (240, "atLeast") if table.size >= 18 else (table.size * 13, "exact")
    close = f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="{rule}"/>' if pitch else ""
    body = paragraph(
        "TableHead" if head else "TableText",
        *(run(text, ink + (colour(own) if own else "")) for text, own in cell.pieces or ((cell.text, ""),)),
        properties=f'{"<w:keepNext/>" if head else ""}{close}<w:jc w:val="{_SIDES[align]}"/>',
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"
