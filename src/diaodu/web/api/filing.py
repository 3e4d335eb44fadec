"""What programs hand in (报送): cells, explanations, the report itself; review and signature are people's."""

from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from ninja import Body, Router, Schema
from pydantic import Field

from diaodu.bureau.audit.refusals import Stale
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.reports import checking, filing, steps
from diaodu.bureau.reports.filing import Entered, Saved
from diaodu.web.api.door import operation
from diaodu.web.api.fields import Number
from diaodu.web.api.problems import REASONS, Problem
from diaodu.web.api.reports import ReportFull, full, one

router = Router(tags=["报送"])
ORIGIN = "接口"


class CellIn(Schema):
    """One number that is handed in (填报数)."""

    model_config = {"extra": "forbid"}
    value: Annotated[float, Field(allow_inf_nan=False)] | None = Field(description="空为清除")
    rev: int = Field(ge=0, le=2**31 - 1, description="读取时的改动次数；没有填过为 0")


class CellsIn(Schema):
    """Numbers by slot code (各项填报数)."""

    model_config = {"extra": "forbid"}
    cells: dict[Annotated[str, Field(max_length=160)], CellIn] = Field(min_length=1, max_length=5000)


class ConflictOut(Schema):
    slot: str
    mine: float | None
    theirs: float | None
    rev: int = Field(description="现在的改动次数")
    by: str = Field(description="现在的数是谁填的")


class SavedOut(Schema):
    detail: str
    revs: dict[str, int] = Field(description="已保存的各项现在的改动次数")
    conflicts: list[ConflictOut] = Field(description="没有保存的：读取之后别人改过")
    edition: int


class ExplanationIn(Schema):
    model_config = {"extra": "forbid"}
    key: str = Field(max_length=400, description="疑点的 key")
    text: str = Field(min_length=1, max_length=2000)


STATE = {409: Problem}
SAVED = {200: SavedOut, 409: SavedOut | Problem}


@operation(router, "PUT", "/reports/{report_id}/cells", Permission.FILL, SAVED, summary="保存填报数",
           description="逐项保存，只列要改的项。读取之后被别人改过的不覆盖，"
           "列在 conflicts 里并答复 409，其余各项照常保存。")  # fmt: skip
def save(request: HttpRequest, report_id: Number, given: CellsIn) -> Any:
    """Keep numbers (保存填报数)."""
    found = one(request, report_id)
    entries = {slot: Entered(cell.value, cell.rev, _origin(request)) for slot, cell in given.cells.items()}
    saved = filing.save(report=found, entries=entries, by=_by(request), now=timezone.now())
    status = 409 if saved.conflicts else 200
    return JsonResponse(_saved(saved), status=status, json_dumps_params={"ensure_ascii": False})


@operation(router, "POST", "/reports/{report_id}/explain", Permission.FILL, {200: ReportFull, **STATE},
           summary="说明疑点", description="对一个疑点作说明；数值再变，说明即失效。")  # fmt: skip
def explain(request: HttpRequest, report_id: Number, given: Annotated[ExplanationIn, Body()]) -> Any:
    """Say why a doubted number is right (说明疑点)."""
    found = one(request, report_id)
    doubts = checking.doubts(found, steps.values_of(found))
    hit = next((d.hit for d in doubts if d.hit.key == given.key), None)
    if hit is None:
        raise Stale("现在没有这个疑点。请重新读取疑点后再说明。")
    filing.explain(report=found, hit=hit, text=given.text, by=_by(request), now=timezone.now())
    return full(one(request, report_id))


@operation(router, "POST", "/reports/{report_id}/submit", Permission.FILL, {200: ReportFull, **STATE},
           summary="报送", description="报给审核人。须填齐，疑点都已改正或说明。"
           "审核和签发只能由本人在网页上办理。")  # fmt: skip
def submit(request: HttpRequest, report_id: Number) -> Any:
    """Hand it to the reviewer (报送)."""
    filing.submit(report=one(request, report_id), by=_by(request), now=timezone.now())
    return full(one(request, report_id))


@operation(router, "POST", "/reports/{report_id}/recall", Permission.FILL, {200: ReportFull, **STATE},
           summary="撤回", description="审核之前可以撤回。")  # fmt: skip
def recall(request: HttpRequest, report_id: Number) -> Any:
    """Take it back before it is reviewed (撤回)."""
    filing.recall(report=one(request, report_id), by=_by(request), now=timezone.now())
    return full(one(request, report_id))


def _saved(saved: Saved) -> dict[str, Any]:
    conflicts = [c._asdict() for c in saved.conflicts]
    return {
        "detail": REASONS[409] if conflicts else "已保存",
        "revs": saved.revs,
        "conflicts": conflicts,
        "edition": saved.edition,
    }


def _origin(request: HttpRequest) -> str:
    return f"{ORIGIN}：{request.token.name}"[:60]  # type: ignore[attr-defined]


def _by(request: HttpRequest) -> Person:
    return request.user  # type: ignore[return-value]
