"""Widths, heights, what stays in view, and how it is printed (版面): A4 lying, headings on every sheet."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from diaodu.bureau.reports.workbook.layout import KEYS, TOP, Page
from diaodu.bureau.reports.workbook.words import NOTES, Head

A4 = 9
ACROSS_PIXELS = 277 / 0.2646  # of A4, lying, within the margins
DIGIT = 9  # pixels of a digit in the widest face that may stand in for the one named
PLACE = 10
LIST = (5, 29, 10, 8)
ONE_SHEET = 24  # rows of a list that still go on one sheet of paper


def lay(sheet: Any, page: Page, head: Head) -> None:
    """Lay a worksheet out (设置版面)."""
    _columns(sheet, page)
    _rows(sheet, page)
    sheet.freeze_panes(page.first, page.left if page.matrix else 3)
    cells = [at for one in page.items for slot in one.item.slots if (at := one.at(slot.what))]
    sheet.set_selection(*min(cells), *min(cells))
    sheet.hide_gridlines(2)
    _print(sheet, page, head)


def _columns(sheet: Any, page: Page) -> None:
    sheet.set_column(KEYS, KEYS, 4, None, {"hidden": True})
    for column, width in enumerate((PLACE,) if page.matrix else LIST, 1):
        sheet.set_column(column, column, width)
    for column, one in page.spread:
        listed = 20 if one.shown == "doubt" else 11.5
        sheet.set_column(column, column, one.width if page.matrix else listed)


def _rows(sheet: Any, page: Page) -> None:
    for row, height in enumerate((34, 18, 18, 16)):
        sheet.set_row(row, height)
    for row in range(TOP + 1, page.first):
        sheet.set_row(row, 32)
    for row in range(page.first, page.end):
        sheet.set_row(row, 22)
    sheet.set_row(page.end, 13 * len(NOTES) + 4)
    sheet.set_row(page.end + 1, 30)


def _print(sheet: Any, page: Page, head: Head) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.55)
    of = f"{head.unit}　{head.title}　{head.period}".replace("&", "&&")
    sheet.set_footer(f"&L&9{of}&R&9第&P页 共&N页")
    sheet.print_area(0, 1, page.end + 1, page.width - 1)
    sheet.repeat_rows(TOP + 1, page.first - 1)
    if page.breaks:
        # Excel passes over breaks where it is told to fit the page: the scale has to be small enough.
        sheet.repeat_columns(1, 1)
        sheet.set_v_pagebreaks(page.breaks)
        sheet.set_print_scale(_scale(page))
    else:
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1 if page.end - page.first <= ONE_SHEET else 0)


def _scale(page: Page) -> int:
    starts = [page.left, *page.breaks, page.width]
    widths = {column: one.width for column, one in page.spread}
    widest = max(
        sum(widths[column] * DIGIT + 5 for column in range(first, after)) for first, after in pairwise(starts)
    )
    return max(10, min(100, int(ACROSS_PIXELS / (widest + PLACE * DIGIT + 5) * 100)))
