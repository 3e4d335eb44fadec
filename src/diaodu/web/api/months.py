"""What a month's analysis said (当月测算、亮灯、发现)."""

from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.findings import month as months
from diaodu.bureau.findings.models import Finding
from diaodu.economy.periods import Period
from diaodu.economy.results import Key, Result
from diaodu.web.api import fields
from diaodu.web.api.door import operation
from diaodu.web.api.fields import After, Code, Limit, Month

SNAPSHOT = ("snapshot__year", "snapshot__month", "snapshot__checksum")
router = Router(tags=["当月分析"])


class MonthOut(Schema):
    month: str
    analysis: int
    checksum: str = Field(description="所用快照的校验值：相同则结果逐字相同")


class ResultOut(Schema):
    measure: str = Field(description="测算项，如 value 数值、growth 增速、rank 位次、contribution 贡献率")
    indicator: str
    place: str
    part: str
    value: float | None
    reason: str | None = Field(description="没有结果的原因")
    note: str | None
    sources: list[int] = Field(description="所用台账记录的编号")


class ResultPage(Schema):
    items: list[ResultOut]
    next: int | None


class FindingOut(Schema):
    key: str
    rule: str
    indicator: str
    place: str
    part: str
    light: str = Field(description="red 红，yellow 黄，green 绿，grey 灰")
    months: int = Field(description="连续几个月同一颜色")
    text: str
    sources: list[int]


class FindingPage(Schema):
    items: list[FindingOut]
    next: int | None


@operation(router, "GET", "/months", Permission.VIEW, list[MonthOut], summary="已分析的月份",
           description="新的在前。")  # fmt: skip
def analysed(request: HttpRequest) -> Any:
    """The months that have been analysed (已分析的各期)."""
    judged = Analysis.objects.filter(judged=True).order_by("-snapshot__year", "-snapshot__month", "-pk")
    newest: dict[tuple[int, int], dict[str, Any]] = {}
    for pk, year, month, checksum in judged.values_list("pk", *SNAPSHOT):
        told = {"month": f"{year}-{month:02d}", "analysis": pk, "checksum": checksum}
        newest.setdefault((year, month), told)
    return list(newest.values())


@operation(router, "GET", "/results", Permission.VIEW, ResultPage, summary="测算结果",
           description="一个月的全部测算项：增速、位次、贡献、进度等；不写月份为最新一期。")  # fmt: skip
def results(
    request: HttpRequest,
    month: Month,
    measure: Code,
    indicator: Code,
    place: Code,
    after: After,
    limit: Limit,
) -> Any:
    """The results of a month (测算结果)."""
    asked = (measure, indicator, place)
    found = (
        (n, key, result)
        for n, (key, result) in enumerate(_month(month).results, 1)
        if n > after and all(want in (None, have) for want, have in zip(asked, key, strict=False))
    )
    rows = list(islice(found, limit + 1))
    return {
        "items": [_result(*row[1:]) for row in rows[:limit]],
        "next": fields.page(rows, limit, lambda r: r[0]),
    }


@operation(router, "GET", "/findings", Permission.VIEW, FindingPage, summary="发现和亮灯",
           description="一个月的研判结果；rule=indicator_light 为各指标各地区的灯；"
           "不写月份为最新一期。")  # fmt: skip
def findings(
    request: HttpRequest, month: Month, rule: Code, light: Code, indicator: Code, place: Code,
    after: After, limit: Limit,
) -> Any:  # fmt: skip
    """The findings of a month (发现)."""
    asked = {"rule": rule, "light": light, "indicator": indicator, "place": place}
    rows = [
        one
        for one in _month(month).findings
        if one.pk > after and all(want in (None, getattr(one, name)) for name, want in asked.items())
    ][: limit + 1]
    return {
        "items": [_finding(one) for one in rows[:limit]],
        "next": fields.page(rows, limit, lambda f: f.pk),
    }


def _month(written: str | None) -> months.Month:
    asked: Period | None = fields.month(written)
    found = months.latest(asked.cumulative if asked else None)
    if found is None:
        raise Http404
    return found


def _result(key: Key, result: Result) -> dict[str, Any]:
    return {**key._asdict(), **result._asdict(), "sources": list(result.sources)}


def _finding(one: Finding) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FindingOut.model_fields}
