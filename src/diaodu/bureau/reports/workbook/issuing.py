"""Issue a unit's workbook, or all of a month in one file (下发填报表)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable

import xlsxwriter
from django.utils import timezone

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.reports.beside import References, references
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.workbook import known, layout, seal, sheet, words
from diaodu.bureau.reports.workbook.layout import Layout
from diaodu.economy.indicators import Catalogue
from diaodu.economy.periods import Period

USUAL = {"font_name": "宋体", "font_size": 10.5}


def issue(report: Report, now: dt.datetime) -> tuple[str, bytes]:
    """The unit's workbook (下发填报表): file name and content."""
    return _issue(report, now, catalogues.current())


def pack(month: Period, now: dt.datetime, reports: Iterable[Report]) -> tuple[str, bytes]:
    """All the workbooks of a month in one zip file (打包下发): file name and content."""
    catalogue, out = catalogues.current(), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for report in reports:
            name, content = _issue(report, now, catalogue)
            packed.writestr(zipfile.ZipInfo(f"{words.safe(report.name)}/{name}", _stamp(now)), content)
    return f"填报表_{month.label}.zip", out.getvalue()


def _issue(report: Report, now: dt.datetime, catalogue: Catalogue) -> tuple[str, bytes]:
    made, out = layout.build(report, catalogue), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_format_properties": USUAL})
    book.set_properties(
        {
            "title": str(report),
            "company": report.unit.name,
            "created": timezone.localtime(now).replace(tzinfo=None),
        }
    )
    content = _content(report, catalogue, made)
    sheet.write(book, content)
    seal.write(book, seal.of(report, made, content.values, now))
    book.close()
    return words.name(report), out.getvalue()


def _content(report: Report, catalogue: Catalogue, made: Layout) -> sheet.Content:
    ledger = references(report.asked, report.matter, catalogue)
    beside = {one.item.first.code: known.beside(one.item.first, ledger) for one in made.items}
    optional = frozenset(report.block.get("optional", ()))
    return sheet.Content(words.head(report), made, catalogue, _values(report, ledger), beside, optional)


def _values(report: Report, ledger: References) -> dict[str, float | None]:
    """What is filled in already: on the web, else what the ledger has of the very same (预填)."""
    found: dict[str, float | None] = dict.fromkeys(slot.code for slot in report.asked)
    found |= {code: one.value for code, one in ledger.same.items()}
    return found | {cell.slot: cell.value for cell in report.cells.all()}


def _stamp(now: dt.datetime) -> tuple[int, int, int, int, int, int]:
    return timezone.localtime(now).timetuple()[:6]
