"""Parameters that come again and again (常用参数)."""

import datetime as dt
from typing import Annotated, Any

from django.utils import timezone
from ninja import Query
from pydantic import Field

from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period, span

MOST = 2**53
_MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"

Number = Annotated[int, Field(ge=1, le=MOST)]
Month = Annotated[
    str | None,
    Query(None, pattern=_MONTH, description="月份，如 2026-09；不写为最新或全部", examples=["2026-09"]),
]
Code = Annotated[str | None, Query(None, max_length=80)]
After = Annotated[int, Query(0, ge=0, le=MOST, description="从上一页的 next 往后取")]
Limit = Annotated[int, Query(500, ge=1, le=5000, description="一页最多几条")]


def month(written: str | None) -> Period | None:
    """The month that is asked for, if any (月份)."""
    if not written:
        return None
    year, number = written.split("-")
    return span(int(year), int(number), int(number))


def this_month(now: dt.datetime) -> Period:
    """The present month (本月)."""
    return span(now.year, now.month, now.month)


def moment(written: dt.datetime) -> dt.datetime:
    """A moment as the ledger knows it (时点); one without a zone is of our own."""
    if not 1990 <= written.year <= 2200:
        raise Refusal("时点{moment}不在1990至2200年之间", moment=written.isoformat())
    return timezone.make_aware(written) if timezone.is_naive(written) else written


def page(rows: list[Any], limit: int, number: Any) -> int | None:
    """Where the next page begins (下一页): `rows` holds one more than the page where there is one."""
    return number(rows[limit - 1]) if len(rows) > limit else None
