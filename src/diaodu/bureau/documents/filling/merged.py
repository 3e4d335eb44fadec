"""Cells merged downwards (纵向合并) stay merged when rows are repeated or left out."""

from __future__ import annotations

from collections.abc import Iterator

from diaodu.bureau.documents.filling.places import below
from diaodu.bureau.documents.filling.structure import Node, elements_of
from diaodu.bureau.documents.filling.xml import TC, TCPR, TR, VAL, Element, W, make

_MERGE, _SPAN = W + "vMerge", W + "gridSpan"


def held_on(body: list[Node], after: list[Node]) -> set[int]:
    """The columns whose merged cell begins in a loop's rows and goes on below the loop (跨出循环的合并格).

    Such a cell is one for all the members: only the first of them begins it.
    """
    rows = [element for element in elements_of(body) if element.tag == TR]
    below_it = next((element for element in elements_of(after) if element.tag == TR), None)
    if not rows or below_it is None:
        return set()
    lower = {column for column, cell in _cells(below_it) if _merge(cell) == "continue"}
    return {column for column in lower if _begins(rows, column)}


def _begins(rows: list[Element], column: int) -> bool:
    for row in reversed(rows):
        kind = next((_merge(cell) for at, cell in _cells(row) if at == column), "")
        if kind != "continue":
            return kind == "restart"
    return False


def go_on(elements: list[Element], columns: set[int]) -> None:
    """Let the cells of these columns belong to the one above (续接上一行)."""
    for row in elements if columns else ():
        for column, cell in _cells(row) if row.tag == TR else ():
            if column in columns and _merge(cell) == "restart":
                del cell.find(f"{TCPR}/{_MERGE}").attrib[VAL]
                _empty(cell)


def mend(table: Element) -> None:
    """A cell that goes on from nothing begins anew (修补合并)."""
    above: dict[int, str] = {}
    for row in below(table, TR):
        own: dict[int, str] = {}
        for column, cell in _cells(row):
            own[column] = _merge(cell)
            if own[column] == "continue" and not above.get(column):
                cell.find(f"{TCPR}/{_MERGE}").set(VAL, "restart")
        above = own


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with the column of the grid that each begins in."""
    column = _number(row.find(f"{W}trPr/{W}gridBefore"))
    for cell in below(row, TC):
        yield column, cell
        column += max(1, _number(cell.find(f"{TCPR}/{_SPAN}")))


def _number(element: Element | None) -> int:
    given = element.get(VAL, "") if element is not None else ""
    return int(given) if given.isdecimal() else 0


def _merge(cell: Element) -> str:
    found = cell.find(f"{TCPR}/{_MERGE}")
    return "" if found is None else str(found.get(VAL, "continue"))


def _empty(cell: Element) -> None:
    for child in list(cell):
        if child.tag != TCPR:
            cell.remove(child)
    paragraph = make("p")
    cell.append(paragraph)
