"""Figures of the ledger (台账数据): by pages, or whole as csv, xlsx, SDMX-CSV."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.permissions import Permission, require
from diaodu.bureau.figures import export, sdmx, sdmx_structure
from diaodu.bureau.figures.models import KEY, FigureQuery
from diaodu.economy.indicators import Kind
from diaodu.economy.periods import Period, span
from diaodu.web import sheets, taken
from diaodu.web.api.door import operation
from diaodu.web.api.fields import After, Limit, moment

router = Router(tags=["数据"])
COLUMNS = ("pk", *KEY, "value", "vintage", "released", "posted_at", "filed_by")
ACCEPTED = {"text/csv": "csv", sheets.XLSX: "xlsx", sdmx.MEDIA_TYPE.split(";")[0]: "sdmx"}
_FILE = {"schema": {"type": "string", "format": "binary"}}
FILES = {"text/csv": _FILE, sheets.XLSX: _FILE, sdmx.MEDIA_TYPE.split(";")[0]: _FILE}


class FigureOut(Schema):
    id: int
    indicator: str
    place: str
    part: str
    kind: str
    what: str = Field(description="level 数值，growth 同比增速（%），base 上年同期")
    period: str = Field(description="2026-09 当月，2026-01..09 累计，2026Q2 一个季")
    year: int
    first: int
    last: int
    value: float | None = Field(description="空为已撤销")
    vintage: str = Field(description="preliminary 初步，revised 修订，verified 核实")
    released: dt.date | None
    posted_at: dt.datetime
    filed_by: str | None = Field(description="签发单位的代码；不由单位签发的为空")


class FigurePage(Schema):
    items: list[FigureOut]
    next: int | None = Field(description="写到 after 里取下一页；空为已取完")


class Wanted(Schema):
    """Which figures (取哪些)."""

    indicator: str | None = Field(None, max_length=80, description="指标代码或名称")
    place: str | None = Field(None, max_length=80, description="地区代码或名称")
    year: int | None = Field(None, ge=1900, le=2200)
    period: str | None = Field(None, max_length=40, description="统计期，如 2026-09、2026-01..09、2026Q2")
    kind: Kind | None = Field(None, description="数据类别；不写为全部")
    part: str | None = Field(
        None, max_length=40, pattern=r"^[\w\-.]*$", description="分组；写空为合计，不写为全部"
    )
    as_of: dt.datetime | None = Field(None, description="截至某一时点所知的数据")
    history: bool = Field(False, description="连同修订前的各版")


@operation(router, "GET", "/figures", Permission.VIEW, FigurePage, summary="台账数据",
           description="按页取用 JSON；format=csv、xlsx、sdmx（SDMX-CSV 2.0）或相应的 Accept 时整份流出，"
           "须有导出权限，并记入审计日志。", files=FILES)  # fmt: skip
def figures(
    request: HttpRequest, wanted: Annotated[Wanted, Query()], after: After, limit: Limit,
    format: Annotated[Literal["json", "csv", "xlsx", "sdmx"] | None, Query(None, description="格式")],
) -> Any:  # fmt: skip
    """Figures that stand, stood, or all (台账数据)."""
    chosen, form = _chosen(wanted), format or _accepted(request)
    if form == "json":
        return _page(chosen, after, limit)
    require(request.user, Permission.EXPORT)
    asked = wanted.model_dump(mode="json", exclude_none=True)
    return taken.figures(request, chosen, form, history=wanted.history, asked=asked)


@operation(router, "GET", "/sdmx/structure", Permission.VIEW, dict[str, Any], summary="SDMX 数据结构",
           description="SDMX-CSV 的维度、代码表和数据流定义（SDMX-JSON 2.0）。")  # fmt: skip
def structure(request: HttpRequest) -> Any:
    """What the SDMX-CSV is made of (数据结构)."""
    return sdmx_structure.structure(catalogues.current(), timezone.localtime())


def _chosen(wanted: Wanted) -> FigureQuery:
    known = catalogues.current()
    return export.choose(
        indicators=[known.indicator(wanted.indicator).code] if wanted.indicator else (),
        places=[known.place(wanted.place).code] if wanted.place else (),
        year=wanted.year,
        period=Period.parse(wanted.period) if wanted.period else None,
        kind=wanted.kind or "",
        part=wanted.part,
        as_of=moment(wanted.as_of) if wanted.as_of else None,
        history=wanted.history,
    )


def _accepted(request: HttpRequest) -> str:
    told = request.headers.get("Accept", "")
    return next((form for kind, form in ACCEPTED.items() if kind in told), "json")


def _page(chosen: FigureQuery, after: int, limit: int) -> dict[str, Any]:
    told = chosen.filter(pk__gt=after).order_by("pk").annotate(filed_by=F("source__unit__code"))
    rows = list(told.values_list(*COLUMNS)[: limit + 1])
    return {
        "items": [_out(row) for row in rows[:limit]],
        "next": rows[limit - 1][0] if len(rows) > limit else None,
    }


def _out(row: tuple[Any, ...]) -> dict[str, Any]:
    told = dict(zip(("id", *COLUMNS[1:]), row, strict=True))
    return {**told, "period": span(told["year"], told["first"], told["last"]).code}
