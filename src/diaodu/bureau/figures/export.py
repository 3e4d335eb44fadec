"""The ledger out in the long form (导出长表): what `reports` reads back into the same figures."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Literal

import xlsxwriter
from django.db.models import Exists, F, Func, OuterRef, Subquery

from diaodu.bureau.figures.models import KEY, Figure, FigureQuery, Vintage
from diaodu.economy.cells import harmless
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.periods import Period, span

HEADINGS = ("指标", "地区", "时期", "类型", "数值", "单位", "部分", "发布", "类别", "版次", "轮次")
MAX_ROWS = 1_048_575  # of a worksheet, below its headings
Format = Literal["csv", "xlsx"]

_WHAT = {What.LEVEL.value: "数值", What.GROWTH.value: "同比增速", What.BASE.value: "上年同期"}
_AHEAD = {Kind.TARGET.value: "目标", Kind.PLAN.value: "计划", Kind.ESTIMATE.value: "预计"}
_SUFFIX = {What.LEVEL.value: "", What.GROWTH.value: "增速", What.BASE.value: "上年同期"}
_KIND = {Kind.OFFICIAL.value: "法定统计", Kind.DEPARTMENTAL.value: "部门数据", **_AHEAD}
FIELDS = (*KEY, "value", "vintage", "released")
BATCH = 2_000


def choose(
    *,
    indicators: Iterable[str] = (),
    places: Iterable[str] = (),
    year: int | None = None,
    years: tuple[int, int] | None = None,
    kind: str = "",
    part: str | None = None,
    period: Period | None = None,
    history: bool = False,
    as_of: dt.datetime | None = None,
) -> FigureQuery:
    """The figures to export (选取): those that stand, or stood at a moment; or all ever posted."""
    found = Figure.objects.all()
    if codes := list(indicators):
        found = found.filter(indicator__in=codes)
    if codes := list(places):
        found = found.filter(place__in=codes)
    if year is not None:
        found = found.filter(year=year)
    if years is not None:
        found = found.filter(year__range=years)
    if kind:
        found = found.filter(kind=kind)
    if part is not None:
        found = found.filter(part=part)
    if period is not None:
        found = found.filter(year=period.year, first=period.first, last=period.last)
    if as_of is not None:
        found = found.filter(posted_at__lte=as_of)
    return found if history else found.exclude(Exists(_later(as_of)))


def in_order(figures: FigureQuery) -> Iterator[tuple[Any, ...]]:
    """Key, value, vintage, release and the number of the round (轮次), as posted; never all at once."""
    told = figures.annotate(turn=_turn()).order_by("pk").values_list(*FIELDS, "turn")
    return told.iterator(chunk_size=5_000)


def rows(figures: FigureQuery, catalogue: Catalogue) -> Iterator[tuple[Any, ...]]:
    """Long-form rows, headings first (长表各行)."""
    yield HEADINGS
    for *key, value, vintage, released, turn in in_order(figures):
        yield _row(key, value, vintage, released, turn, catalogue)


def _same() -> FigureQuery:
    return Figure.objects.filter(**{name: OuterRef(name) for name in KEY})


def _later(as_of: dt.datetime | None) -> FigureQuery:
    """What was posted after a figure in its place: looked up in the index, so that a page costs a page."""
    known = _same() if as_of is None else _same().filter(posted_at__lte=as_of)
    return known.filter(pk__gt=OuterRef("pk"))


def _turn() -> Subquery:
    """Counted by the database: kept here it would be a table of all keys."""
    until = _same().filter(pk__lte=OuterRef("pk")).order_by()
    return Subquery(until.annotate(turn=Func(F("pk"), function="COUNT")).values("turn"))


def write(
    figures: FigureQuery, catalogue: Catalogue, to: str | Path | IO[bytes], format: Format = "xlsx"
) -> int:
    """Write a file (导出文件); how many figures it holds."""
    return (
        _write_csv(rows(figures, catalogue), to)
        if format == "csv"
        else write_xlsx(rows(figures, catalogue), to)
    )


def stream_csv(figures: FigureQuery, catalogue: Catalogue) -> Iterator[bytes]:
    """The long form as csv, piece by piece (流式导出), for a response of any length."""
    return csv_bytes(rows(figures, catalogue))


def csv_bytes(lines: Iterable[Sequence[Any]], *, mark: bool = True) -> Iterator[bytes]:
    """Any rows as csv, piece by piece (流式 csv); the mark lets Excel see UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if mark:
        yield codecs.BOM_UTF8
    for number, row in enumerate(lines, 1):
        writer.writerow(map(harmless, row))
        if number % BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _row(
    key: list[Any],
    value: float | None,
    vintage: str,
    released: dt.date | None,
    turn: int | None,
    catalogue: Catalogue,
) -> tuple[Any, ...]:
    code, place, part, kind, what, year, first, last = key
    indicator, where = catalogue.indicators.get(code), catalogue.places.get(place)
    unit = "%" if what == What.GROWTH.value else indicator.unit if indicator else ""
    return (
        indicator.name if indicator else code,
        where.name if where else place,
        span(year, first, last).code,
        _AHEAD[kind] + _SUFFIX[what] if kind in _AHEAD else _WHAT[what],
        "撤销" if value is None else value,
        unit,
        part,
        released.isoformat() if released else "",
        _KIND[kind],
        Vintage(vintage).label,
        turn,
    )


def _write_csv(lines: Iterable[tuple[Any, ...]], to: str | Path | IO[bytes]) -> int:
    if isinstance(to, (str, Path)):
        with open(to, "wb") as file:
            return _write_csv(lines, file)
    text = io.TextIOWrapper(to, encoding="utf-8-sig", newline="")
    writer, count = csv.writer(text), -1
    for row in lines:
        writer.writerow(map(harmless, row))
        count += 1
    text.flush()
    text.detach()
    return count


def write_xlsx(lines: Iterable[Sequence[Any]], to: str | Path | IO[bytes]) -> int:
    """Any rows as a workbook, headings first (写工作簿): row by row, so that memory stays small.

    A second sheet where one is full; how many rows there were.
    """
    book = xlsxwriter.Workbook(
        to, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    heading = book.add_format({"bold": True})
    source = iter(lines)
    titles = next(source)
    count, sheet = 0, _sheet(book, titles, heading)
    for row in source:
        if count and count % MAX_ROWS == 0:
            sheet = _sheet(book, titles, heading)
        sheet.write_row(count % MAX_ROWS + 1, 0, row)
        count += 1
    book.close()
    return count


def _sheet(book: Any, titles: Sequence[Any], heading: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, titles, heading)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 28)
    return sheet
