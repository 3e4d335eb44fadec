"""Figures as SDMX-CSV 2.0 (统计数据和元数据交换格式), and read back: the same ledger."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from diaodu.bureau.figures.export import csv_bytes, in_order
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import FigureQuery, Vintage
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Catalogue, Frequency, What
from diaodu.economy.periods import Period, span

AGENCY, VERSION = "DIAODU", "1.0.0"
FIGURES, HISTORY = "DF_FIGURES", "DF_FIGURES_HISTORY"
MEDIA_TYPE = "application/vnd.sdmx.data+csv; version=2.0.0"
TOTAL = "_T"
MERGE, DELETE = "M", "D"  # 撤销的数据以 D 写出，没有数值

DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "MEASURE", "KIND", "PART", "SPAN")
ATTRIBUTES = ("UNIT_MEASURE", "OBS_STATUS", "RELEASED")
HEADINGS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES)
ROUND = "ROUND"  # 轮次：只在带各版的一份里，那里同一时期有几条

STATUS = {Vintage.PRELIMINARY.value: "P", Vintage.REVISED.value: "R", Vintage.VERIFIED.value: "A"}
_VINTAGE = {status: vintage for vintage, status in STATUS.items()}
YTD, ALONE = "YTD", "PERIOD"


class When(NamedTuple):
    """How a span of months is written (时期写法): frequency, how far back it reaches, the period it ends."""

    frequency: str
    reach: str
    period: str


def when(period: Period, frequency: Frequency) -> When:
    """A span in SDMX's words (时期写法).

    SPAN says what TIME_PERIOD covers: PERIOD that period alone, YTD the year until its end, Mnn the nn months
    until its end. A quarter is written as one only where the indicator is published by quarters or where the
    figure is of that quarter alone.
    """
    year, first, last = period.year, period.first, period.last
    if first == 1 and last == 12 and frequency is Frequency.YEAR:
        return When("A", ALONE, f"{year}")
    if first == last:
        return When("M", ALONE, f"{year}-{last:02d}")
    if first == 1:
        by_quarter = frequency is Frequency.QUARTER and last % 3 == 0
        return When("Q", YTD, f"{year}-Q{last // 3}") if by_quarter else When("M", YTD, f"{year}-{last:02d}")
    if (first, last) == (7, 12):
        return When("S", ALONE, f"{year}-S2")
    if first % 3 == 1 and last == first + 2:
        return When("Q", ALONE, f"{year}-Q{last // 3}")
    return When("M", f"M{last - first + 1:02d}", f"{year}-{last:02d}")


def months(written: When) -> Period:
    """The span that is written (读取时期)."""
    year, _, tail = written.period.partition("-")
    length = {"A": 12, "S": 6, "Q": 3, "M": 1}[written.frequency]
    last = int(tail.lstrip("QS")) * length if tail else 12
    if written.reach == YTD:
        return span(int(year), 1, last)
    back = length if written.reach == ALONE else int(written.reach.removeprefix("M"))
    return span(int(year), last - back + 1, last)


def stream(figures: FigureQuery, catalogue: Catalogue, *, history: bool = False) -> Iterator[bytes]:
    """The file piece by piece (流式写出)."""
    return csv_bytes(rows(figures, catalogue, history=history), mark=False)


def rows(figures: FigureQuery, catalogue: Catalogue, *, history: bool = False) -> Iterator[tuple[Any, ...]]:
    """Lines of the file, headings first (各行); with `history` each round of a figure by its number."""
    yield (*HEADINGS, ROUND) if history else HEADINGS
    flow = f"{AGENCY}:{HISTORY if history else FIGURES}({VERSION})"
    for row in in_order(figures):
        *key, value, vintage, released, turn = row
        cells = _row(FigureKey(*key), value, catalogue)
        tail = (STATUS[vintage], released.isoformat() if released else "")
        action = MERGE if value is not None else DELETE
        yield ("dataflow", flow, action, *cells, *tail, *((turn,) if history else ()))


def read(lines: Iterable[str]) -> Iterator[Line]:
    """A file read back (读回); a Refusal names the line that can't be read."""
    for number, row in enumerate(csv.DictReader(lines), 2):
        try:
            yield _line(row)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Refusal(
                "SDMX-CSV 第{number}行不能读取：{error}", number=number, error=repr(error)
            ) from error


def _row(key: FigureKey, value: float | None, catalogue: Catalogue) -> tuple[Any, ...]:
    indicator = catalogue.indicators.get(key.indicator)
    written = when(span(key.year, key.first, key.last), indicator.frequency if indicator else Frequency.MONTH)
    unit = "%" if key.what == What.GROWTH.value else indicator.unit if indicator else ""
    return (
        written.frequency,
        key.place,
        key.indicator,
        key.what,
        key.kind,
        key.part or TOTAL,
        written.reach,
        written.period,
        "" if value is None else value,
        unit,
    )


def _line(row: dict[str, str]) -> Line:
    period = months(When(row["FREQ"], row["SPAN"], row["TIME_PERIOD"]))
    part = "" if row["PART"] == TOTAL else row["PART"]
    named = (row["INDICATOR"], row["REF_AREA"], part, row["KIND"], row["MEASURE"])
    value = None if row["ACTION"] == DELETE else float(row["OBS_VALUE"])
    released = dt.date.fromisoformat(row["RELEASED"]) if row["RELEASED"] else None
    key = FigureKey(*named, period.year, period.first, period.last)
    return Line(key, value, "", _VINTAGE[row["OBS_STATUS"]], released)
