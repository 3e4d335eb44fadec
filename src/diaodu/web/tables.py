"""The desk's and the month's tables as rows (导出的表): headings first, as far as the person may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.permissions import sees_all_units
from diaodu.bureau.findings import month as months
from diaodu.bureau.reports import owing
from diaodu.bureau.reports.models import Report, Stage
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Catalogue, What
from diaodu.economy.periods import Period
from diaodu.web.shapes.said import NAMES

Row = tuple[Any, ...]
REPORTS = (
    "报表", "单位", "期别", "周次", "状态", "时限", "指标", "地区", "分组", "数据项", "统计期", "计量单位",
    "数值", "改动次数", "来源", "填报人", "填报时间",
)  # fmt: skip
FINDINGS = ("规则", "指标", "地区", "分组", "灯", "连续月数", "说明")
CALENDAR = ("报表", "单位", "期别", "周次", "时限", "应报项数")
_WHAT = {What.LEVEL.value: "数值", What.GROWTH.value: "同比增速", What.BASE.value: "上年同期"}
_LIGHT = {"red": "红", "yellow": "黄", "green": "绿", "grey": "灰"}


def reports(request: HttpRequest, month: Period) -> Iterator[Row]:
    """Every number that a month's reports ask for (报表逐项)."""
    yield REPORTS
    known = catalogues.current()
    found = Report.objects.open_to(request.user).of_month(month).select_related("unit")  # type: ignore[arg-type]
    for one in found.order_by("form", "unit__order", "unit__code", "turn"):
        cells = {cell.slot: cell for cell in one.cells.select_related("by")}
        head = (
            one.name,
            one.unit.name,
            one.period.label,
            one.turn or "",
            str(Stage(one.stage).label),
            _at(one.deadline),
        )
        for slot in one.asked:
            cell = cells.get(slot.code)
            tail = (cell.value, cell.rev, cell.origin, str(cell.by), _at(cell.at)) if cell else ("",) * 5
            yield (*head, *_slot(slot, known), *tail)


def findings(request: HttpRequest, month: Period) -> Iterator[Row]:
    """What a month's analysis found (发现); nothing where it has not been analysed."""
    yield FINDINGS
    found = months.latest(month.cumulative)
    for one in found.findings if found else ():
        known = found.catalogue  # type: ignore[union-attr]
        indicator, place = known.indicators.get(one.indicator), known.places.get(one.place)
        yield (
            str(NAMES.get(one.rule, one.rule)),
            indicator.name if indicator else one.indicator,
            place.name if place else one.place,
            one.part,
            _LIGHT.get(one.light, one.light),
            one.months,
            one.text,
        )


def calendar(request: HttpRequest, month: Period) -> Iterator[Row]:
    """What falls due in a month (报送日历); a unit's people see their own."""
    yield CALENDAR
    person: Any = request.user
    mine = None if sees_all_units(person) else getattr(person.unit, "code", "")
    for one in owing.of_month(month):
        if mine in (None, one.office.code):
            yield (
                one.form.name, one.office.name, one.month.label, one.turn or "", _at(one.due_at), one.asked
            )  # fmt: skip


def _slot(slot: Slot, known: Catalogue) -> Row:
    indicator, place = known.indicators.get(slot.indicator), known.places.get(slot.place)
    unit = "%" if slot.what == What.GROWTH.value else indicator.unit if indicator else ""
    return (
        indicator.name if indicator else slot.indicator,
        place.name if place else slot.place,
        slot.part,
        _WHAT[slot.what],
        slot.period.label,
        unit,
    )


def _at(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
