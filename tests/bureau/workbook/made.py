"""Workbooks as they come back: issued, changed by hand, saved by another program (测试用填报表)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.reports import workbook
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.workbook import Taken, layout
from tests.bureau.reporting import COUNTY, NOW, person

VISITS = f"tourist_visits:{COUNTY}:level"
VISITS_GROWTH = f"tourist_visits:{COUNTY}:growth"
REVENUE = f"tourism_revenue:{COUNTY}:level"
JOBS = f"new_urban_jobs:{COUNTY}:level"
WIDE = {"places": "all", "units": [COUNTY]}
"""One unit that answers for all counties, as departments do."""


def issued(report: Report, now=NOW) -> bytes:
    return workbook.issue(report, now)[1]


def where(report: Report, code: str) -> tuple[str, str]:
    """Sheet and address of a number (所在格)."""
    sheet, _, cell = layout.build(report, catalogue.current()).cells()[code].partition("!")
    return sheet, cell


def changed(content: bytes, *acts: Callable[[Any], None]) -> bytes:
    """The workbook after somebody worked on it (改过的表)."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for act in acts:
        act(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(report: Report, values: Mapping[str, Any]) -> Callable[[Any], None]:
    """Numbers typed into their cells (填数)."""

    def act(book: Any) -> None:
        for code, value in values.items():
            sheet, cell = where(report, code)
            book[sheet][cell] = value

    return act


def filled(report: Report, values: Mapping[str, Any], now=NOW) -> bytes:
    return changed(issued(report, now), typed(report, values))


def taken(report: Report, content: bytes, by=None, name: str = "填报表.xlsx", now=NOW) -> Taken:
    by = by or person("filler", report.unit.code)
    return workbook.take(report=report, name=name, content=content, by=by, now=now)


def values(report: Report) -> dict[str, float | None]:
    return dict(report.cells.values_list("slot", "value"))


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The zip with parts added or replaced (改动部件)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)
