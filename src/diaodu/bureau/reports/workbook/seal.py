"""The sealed page that travels with a workbook (随表信息): which form, and what stood in it when issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.signing import BadSignature, Signer

from diaodu.bureau.reports.intake.grid import Grid, text_of
from diaodu.bureau.reports.models import Report
from diaodu.bureau.reports.workbook.layout import Layout, digest
from diaodu.economy.errors import Refusal

PAGE = "_diaodu"
NOTICE = "本页由系统使用，请勿改动或删除"
PIECE = 30_000  # a cell holds 32,767 characters
VERSION = 1


@dataclass(frozen=True)
class Sealed:
    """What a workbook was issued as (下发时的情形); the lists follow the order of the report's slots."""

    form: str
    unit: str
    period: str
    turn: int
    layout: str
    edition: int
    issued: str
    revs: list[int]
    values: list[float | None]
    cells: list[str]
    version: int = VERSION


def of(report: Report, made: Layout, shown: Mapping[str, float | None], now: dt.datetime) -> Sealed:
    """What a workbook issued now is to bear (封存)."""
    asked = [slot.code for slot in report.asked]
    revs = dict(report.cells.values_list("slot", "rev"))
    where = made.cells()
    return Sealed(
        form=report.form,
        unit=report.unit.code,
        period=report.period.code,
        turn=report.turn,
        layout=digest(report),
        edition=report.edition,
        issued=now.isoformat(timespec="seconds"),
        revs=[revs.get(code, 0) for code in asked],
        values=[shown.get(code) for code in asked],
        cells=[where.get(code, "") for code in asked],
    )


def write(book: Any, sealed: Sealed) -> None:
    """Add the page, out of sight (写入)."""
    page = book.add_worksheet(PAGE)
    page.very_hidden()
    page.write_string(0, 0, NOTICE)
    text = _signer().sign_object(asdict(sealed), compress=True)
    for row, start in enumerate(range(0, len(text), PIECE), 1):
        page.write_string(row, 0, text[start : start + PIECE])


def read(name: str, page: Grid) -> Sealed:
    """What the page says (核对); a Refusal where anybody has changed it, or another system made it."""
    text = "".join(text_of(row[0]) for row in page.rows[1:200] if row)
    try:
        return Sealed(**_signer().unsign_object(text))
    except (BadSignature, ValueError, TypeError, OSError) as error:
        raise Refusal(
            "“{name}”的随表信息被改动过，或不是本系统下发的表。请重新下载填报表，把数填进去再传", name=name
        ) from error


def expect(sealed: Sealed, report: Report, name: str) -> None:
    """Refuse another unit's, form's or month's workbook, and one of an older layout (核对表)."""
    if sealed.unit != report.unit.code:
        raise Refusal("“{name}”是别的单位的表，不能填入{unit}的报表", name=name, unit=report.unit.name)
    if sealed.form != report.form:
        raise Refusal("“{name}”是另一张表，不是“{form}”。请选对报表再传", name=name, form=report.name)
    if (sealed.period, sealed.turn) != (report.period.code, report.turn):
        raise Refusal(
            "“{name}”是{theirs}的表，现在填报的是{ours}。请下载本期的表",
            name=name,
            theirs=when(sealed.period, sealed.turn),
            ours=when(report.period.code, report.turn),
        )
    if sealed.layout != digest(report):
        raise Refusal("“{name}”下发后表式有调整，这一份已经不能用。请重新下载", name=name)


def when(period: str, turn: int) -> str:
    """The period in words (期别): 2026年9月, 2026年第36周."""
    year, _, month = period.partition("-")
    return f"{year}年第{turn}周" if turn else f"{year}年{int(month[:2])}月"


def issued(report: Report, sealed: Sealed) -> Mapping[str, tuple[int, float | None]]:
    """Rev and value of each number when the workbook was issued (下发时的数)."""
    pairs = zip(sealed.revs, sealed.values, strict=False)
    return dict(zip((slot.code for slot in report.asked), pairs, strict=False))


def _signer() -> Signer:
    return Signer(salt="diaodu.workbook")
