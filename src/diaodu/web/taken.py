"""What is taken out of the system (导出): written down first, then sent piece by piece."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.figures import export, sdmx
from diaodu.bureau.figures.models import FigureQuery
from diaodu.web import sheets

CSV = "text/csv; charset=utf-8"
Rows = Iterable[Sequence[Any]]


def figures(
    request: HttpRequest, chosen: FigureQuery, form: str, *, history: bool, asked: dict[str, Any]
) -> HttpResponseBase:
    """Figures as csv, xlsx or SDMX-CSV (导出台账): the log says what was asked and how much there was."""
    known, count = catalogues.current(), chosen.count()
    record("figures.exported", request.user, by=request.user, form=form, asked=asked, figures=count)
    if form == "sdmx":
        return _streamed(sdmx.stream(chosen, known, history=history), _("数据.sdmx.csv"), sdmx.MEDIA_TYPE)
    if form == "csv":
        return _streamed(export.stream_csv(chosen, known), _("数据长表.csv"), CSV)
    return _workbook(export.rows(chosen, known), _("数据长表.xlsx"))


def table(
    request: HttpRequest, verb: str, name: str, rows: Rows, form: str, **asked: Any
) -> HttpResponseBase:
    """Any table as csv or xlsx (导出表格), headings first; `name` is the file's without its ending."""
    told = list(rows)
    record(verb, request.user, by=request.user, form=form, asked=asked, figures=len(told) - 1)
    if form == "csv":
        return _streamed(export.csv_bytes(told), f"{name}.csv", CSV)
    return _workbook(told, f"{name}.xlsx")


def _streamed(pieces: Iterator[bytes], name: str, kind: str) -> HttpResponseBase:
    return sheets.named(StreamingHttpResponse(pieces, content_type=kind), name)


def _workbook(rows: Rows, name: str) -> HttpResponseBase:
    """Through a file that goes when it is sent, so that a large table never stands in memory."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    export.write_xlsx(rows, file)
    file.seek(0)
    return sheets.named(FileResponse(file, content_type=sheets.XLSX), name)
