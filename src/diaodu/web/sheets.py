"""Workbooks and files as they leave the system (下载)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from diaodu.economy.filenames import own_name
from diaodu.economy.findings import Light
from diaodu.web.templatetags.numbers import light_word

Answer = TypeVar("Answer", bound=HttpResponseBase)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLOURS = {Light.RED: "#F6CFC9", Light.YELLOW: "#F9E4A6", Light.GREEN: "#DFEEE3", Light.GREY: "#E9E5DB"}


def workbook(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[int],
    lights: int | None = None,
) -> bytes:
    """One sheet: title, frozen head, filter, print area (表格); text is never taken for a formula.

    `lights` is the column that holds lights, written by their word and their colour.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title[:31])
    big = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format(
        {"bold": True, "bg_color": "#13263C", "font_color": "#FFFFFF", "border": 1, "valign": "vcenter"}
    )
    plain = {"border": 1, "border_color": "#CFC6B2", "text_wrap": True, "valign": "top"}
    cell = book.add_format(plain)
    tints = {one: book.add_format({**plain, "bg_color": tint}) for one, tint in COLOURS.items()}
    for n, width in enumerate(widths):
        sheet.set_column(n, n, width)
    sheet.write_string(0, 0, title, big)
    sheet.write_row(1, 0, heads, head)
    last = 1
    for last, row in enumerate(rows, 2):
        for n, value in enumerate(row):
            if n == lights:
                sheet.write(last, n, light_word(value), tints[value])
            else:
                sheet.write(last, n, value, cell)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, last, len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    book.close()
    return out.getvalue()


def download(name: str, content: bytes, kind: str = XLSX) -> HttpResponse:
    """A file to be kept under its own Chinese name; never shown inside the page."""
    return named(HttpResponse(content, content_type=kind), name)


def named(response: Answer, name: str) -> Answer:
    """The response as a file of that name (附件)."""
    name = own_name(name)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
