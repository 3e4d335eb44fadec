"""What every act on a report needs (办理公共部分): the row locked, the state expected, the step written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from diaodu.bureau.audit.refusals import Stale
from diaodu.bureau.figures.models import Source
from diaodu.bureau.notices import actions as notices
from diaodu.bureau.reports.models import Report, Stage, Step, Version

MOVES = (
    Step.Act.SUBMITTED,
    Step.Act.REVIEWED,
    Step.Act.RETURNED,
    Step.Act.RECALLED,
    Step.Act.SIGNED,
    Step.Act.REOPENED,
)
"""Acts after which it is another's turn (流转)."""
PAUSE = dt.timedelta(minutes=5)  # work goes on through a pause as short as this


def link_to(report: Report) -> str:
    """Its page (报表页): a notice leads there."""
    return f"/reports/{report.pk}/"


def day_and_hour(at: dt.datetime) -> str:
    """A moment by the city's clock (时点): 10月8日18:00."""
    here = timezone.localtime(at)
    return f"{here.month}月{here.day}日{here:%H:%M}"


def locked(report: Report) -> Report:
    """The report as it stands now, nobody else's until the transaction ends (锁定)."""
    return Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)


def expect(report: Report, *stages: str) -> None:
    """Refuse an act that the state does not allow (核对状态)."""
    if report.stage not in stages:
        raise Stale(
            "“{name}”现在是“{stage}”，不能办理这一步。请刷新页面看最新状态",
            name=str(report),
            stage=Stage(report.stage).label,
        )


def write(
    report: Report,
    act: str,
    *,
    by: Any,
    at: dt.datetime,
    text: str = "",
    version: Version | None = None,
    source: Source | None = None,
) -> Step:
    """Append what was done, under the name and post of that day (办理记录); whose turn it was has done it."""
    if act in MOVES:
        notices.settle(unit=report.unit_id, link=link_to(report), kinds=("reminder", "step"), now=at)
    return Step.objects.create(
        report=report,
        act=act,
        text=text,
        version=version,
        source=source,
        by=by,
        name=str(by),
        post=by.post,
        at=at,
    )


def values_of(report: Report) -> dict[str, float | None]:
    """What stands in the report, by slot code (现填数)."""
    return dict(report.cells.values_list("slot", "value"))


def content_of(report: Report, values: Mapping[str, float | None]) -> str:
    """The report word for word (规范文本): what the digest is of, the same on every machine."""
    asked = {slot.code: list(slot) for slot in report.asked}
    filled = [[code, asked[code], values[code]] for code in sorted(asked) if values.get(code) is not None]
    head = {
        "form": report.form,
        "unit": report.unit.code,
        "period": report.period.code,
        "turn": report.turn,
        "values": filled,
    }
    return json.dumps(head, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(content: str) -> str:
    """The digest that is signed (校验码)."""
    return hashlib.sha256(content.encode()).hexdigest()


def newest(report: Report) -> Version | None:
    """What was last submitted (最近报送的版本)."""
    return report.versions.order_by("-number").first()


def touch(report: Report, at: dt.datetime) -> None:
    """Count the minutes of work (计用时): short pauses are work, long ones are not."""
    last = report.touched_at
    if last is not None and dt.timedelta(0) < at - last <= PAUSE:
        report.minutes += int(at.timestamp() // 60) - int(last.timestamp() // 60)
    elif last is None or at > last:
        report.minutes += 1
    report.touched_at = at
