"""Reports as they stand (报表): one's own unit's, or all for the city's people."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from diaodu.bureau.directory.models import Unit
from diaodu.bureau.directory.permissions import Permission, sees_all_units
from diaodu.bureau.reports import checking, owing, steps
from diaodu.bureau.reports.checking import Doubt
from diaodu.bureau.reports.models import Cell, Report, Stage, Step
from diaodu.economy.forms import Slot
from diaodu.web.access import own
from diaodu.web.api import fields
from diaodu.web.api.door import operation
from diaodu.web.api.fields import After, Code, Limit, Month, Number

router = Router(tags=["报表"])


class UnitOut(Schema):
    code: str
    name: str
    place: str = Field(description="所在县区；市级部门为空")


class ReportOut(Schema):
    id: int
    form: str
    name: str
    matter: str = Field(description="actual 实绩，estimate 预计，target 目标")
    unit: UnitOut
    month: str
    turn: int = Field(description="周报为当年第几周，其他为 0")
    stage: str = Field(description="open 未填报，draft 填报中，submitted 待审核，reviewed 待签发，"
                       "signed 已签发，returned 已退回")  # fmt: skip
    due_at: dt.datetime
    deadline: dt.datetime = Field(description="延期后的时限")
    late: bool
    editable: bool
    edition: int = Field(description="每次改动加一")
    asked: int = Field(description="应报几项")
    filled: int
    corrections: int
    first_signed_at: dt.datetime | None = Field(description="首次签发；被退回的不算")
    signed_at: dt.datetime | None


class ReportPage(Schema):
    items: list[ReportOut]
    next: int | None


class CellOut(Schema):
    slot: str = Field(description="项目代码")
    indicator: str
    place: str
    part: str
    kind: str
    what: str
    period: str
    optional: bool = Field(description="可以不填")
    value: float | None
    rev: int = Field(description="改动次数，保存时带回；未填过为 0")
    origin: str
    by: str
    at: dt.datetime | None


class StepOut(Schema):
    act: str
    said: str
    text: str
    name: str
    post: str
    at: dt.datetime
    digest: str | None = Field(description="所办版本的校验码")


class ReportFull(ReportOut):
    digest: str | None = Field(description="最近报送版本的校验码")
    cells: list[CellOut]
    steps: list[StepOut]


class DoubtOut(Schema):
    key: str = Field(description="说明时带回；数值变了就不再有效")
    check: str
    severity: str = Field(description="fix 必须改正，explain 改正或说明，note 提示")
    slots: list[str]
    text: str
    open: bool = Field(description="还妨碍报送")
    explanation: str | None


class DueOut(Schema):
    form: str
    name: str
    matter: str
    rhythm: str
    unit: UnitOut
    month: str
    turn: int
    due_at: dt.datetime
    asked: int


@operation(router, "GET", "/reports", Permission.REPORTS, ReportPage, summary="报表目录",
           description="单位的人看本单位的，市里的人看全部。")  # fmt: skip
def reports(
    request: HttpRequest, month: Month, form: Code, unit: Code,
    stage: Annotated[Stage | None, Query(None, description="状态")], after: After, limit: Limit,
) -> Any:  # fmt: skip
    """The list (报表目录)."""
    found = Report.objects.open_to(request.user).select_related("unit").filter(pk__gt=after)  # type: ignore[arg-type]
    if when := fields.month(month):
        found = found.of_month(when)
    asked = {"form": form, "unit__code": unit, "stage": stage}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    rows, now = list(found.order_by("pk")[: limit + 1]), timezone.now()
    return {
        "items": [out(one, now) for one in rows[:limit]],
        "next": fields.page(rows, limit, lambda r: r.pk),
    }


@operation(router, "GET", "/reports/{report_id}", Permission.REPORTS, ReportFull, summary="一份报表",
           description="各项数值及其改动次数（rev）、办理记录。")  # fmt: skip
def report(request: HttpRequest, report_id: Number) -> Any:
    """One report with its cells and steps (报表)."""
    return full(one(request, report_id))


@operation(router, "GET", "/reports/{report_id}/doubts", Permission.REPORTS, list[DoubtOut],
           summary="校验疑点", description="对现填数的全部校验结果，以及已作的说明。")  # fmt: skip
def doubts(request: HttpRequest, report_id: Number) -> Any:
    """What is doubted in it (疑点)."""
    found = one(request, report_id)
    return [doubt(d) for d in checking.doubts(found, steps.values_of(found))]


@operation(router, "GET", "/calendar", Permission.REPORTS, list[DueOut], summary="报送日历",
           description="一个月应报的报表和时限；单位的人看本单位的。不写月份为本月。")  # fmt: skip
def due(request: HttpRequest, month: Month) -> Any:
    """What is due from whom (报送日历)."""
    person: Any = request.user
    when = fields.month(month) or fields.this_month(timezone.localtime())
    known = {u.code: unit_out(u) for u in Unit.objects.all()}
    mine = None if sees_all_units(person) else getattr(person.unit, "code", "")
    return [
        {**_due(one), "unit": known[one.office.code]}
        for one in owing.of_month(when)
        if mine in (None, one.office.code)
    ]


def one(request: HttpRequest, pk: int) -> Report:
    """A report that the person may see (可看的报表); to others there is none, and the log says they asked."""
    mine = Report.objects.open_to(request.user).select_related("unit")  # type: ignore[arg-type]
    return own(mine, pk, "不是本单位的报表")


def full(found: Report) -> dict[str, Any]:
    """A report with all that is in it (报表全文)."""
    version = steps.newest(found)
    cells = {cell.slot: cell for cell in found.cells.select_related("by")}
    optional = set(found.block.get("optional", ()))
    return {
        **out(found, timezone.now()),
        "digest": version.digest if version else None,
        "cells": [_cell(slot, cells.get(slot.code), slot.indicator in optional) for slot in found.asked],
        "steps": [_step(step) for step in found.steps.select_related("version")],
    }


def out(found: Report, now: dt.datetime) -> dict[str, Any]:
    """A report without its cells (报表)."""
    made = ("unit", "month", "late", "asked", "id")
    plain = {name: getattr(found, name) for name in ReportOut.model_fields if name not in made}
    return {
        **plain, "id": found.pk, "unit": unit_out(found.unit), "month": found.period.code,
        "late": found.late(now), "asked": len(found.slots),
    }  # fmt: skip


def unit_out(unit: Unit) -> dict[str, Any]:
    """A unit (单位)."""
    return {"code": unit.code, "name": unit.name, "place": unit.place}


def doubt(found: Doubt) -> dict[str, Any]:
    """A doubt and what was said of it (疑点)."""
    hit = found.hit
    return {
        "key": hit.key, "check": hit.check, "severity": hit.severity.value, "slots": list(hit.slots),
        "text": hit.text, "open": found.open, "explanation": found.said.text if found.said else None,
    }  # fmt: skip


def _cell(slot: Slot, cell: Cell | None, optional: bool) -> dict[str, Any]:
    key = {name: getattr(slot, name) for name in ("indicator", "place", "part", "kind", "what")}
    head = {"slot": slot.code, **key, "period": slot.period.code, "optional": optional}
    if cell is None:
        return {**head, "value": None, "rev": 0, "origin": "", "by": "", "at": None}
    return {
        **head, "value": cell.value, "rev": cell.rev, "origin": cell.origin, "by": str(cell.by), "at": cell.at
    }  # fmt: skip


def _step(step: Step) -> dict[str, Any]:
    plain = {name: getattr(step, name) for name in ("act", "text", "name", "post", "at")}
    return {
        **plain,
        "said": str(Step.Act(step.act).label),
        "digest": step.version.digest if step.version else None,
    }


def _due(one: owing.Owed) -> dict[str, Any]:
    form = one.form
    head = {"form": form.code, "name": form.name, "matter": form.matter.value, "rhythm": form.rhythm.value}
    return {**head, "month": one.month.code, "turn": one.turn, "due_at": one.due_at, "asked": one.asked}
