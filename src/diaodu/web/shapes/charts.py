"""What a chart draws, as plain data; the same numbers stand in a table below it (图表数据)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Indicator
from diaodu.economy.periods import Period
from diaodu.web.shapes.drags import Drag
from diaodu.web.shapes.series import Point, growths, levels, singles

YEARS = 3


def course(month: Month, indicator: Indicator, place: Place, single: bool = False) -> dict[str, Any]:
    """Bars of the level and lines of growth: of the place, of the one above it (走势)."""
    amounts = singles(month, indicator, place.code) if single else levels(month, indicator, place.code)
    lines = [] if single else [(p.label, growths(month, indicator, p.code)) for p in _beside(month, place)]
    axis = _axis(month, [*lines, ("", amounts)])
    series = [_line(name, points, axis) for name, points in lines if points]
    if amounts:
        name = _("当月值") if single else _("累计值") if indicator.cumulative else _("数值")
        unit = indicator.unit_display or indicator.unit
        series.append({"name": name, "type": "bar", "data": _on(axis, amounts), "unit": unit})
    return {
        "kind": "course",
        "x": [p.code for p in axis],
        "labels": [_tick(p) for p in axis],
        "series": series,
    }


def waterfall(indicator: Indicator, drags: list[Drag], total: float | None) -> dict[str, Any] | None:
    """Pulls stacked up to the whole's growth (拉动瀑布图)."""
    known = sorted(
        ((d.name, d.pull.value) for d in drags if d.pull.value is not None and not d.within),
        key=lambda p: -p[1],
    )
    if len(known) < 2 or total is None:
        return None
    shown, rest = (known, []) if len(known) <= 16 else (known[:8] + known[-7:], known[8:-7])
    if rest:
        shown.insert(8, (_("其余{n}项").format(n=len(rest)), sum(v for _n, v in rest)))
    left = total - sum(v for _n, v in known)
    if abs(left) >= 0.1:
        shown.append((_("其他及误差"), left))
    return {
        "kind": "waterfall",
        "x": [*(n for n, _v in shown), indicator.label],
        "data": [*(round(v, 2) for _n, v in shown), round(total, 2)],
    }


def _beside(month: Month, place: Place) -> list[Place]:
    cat = month.catalogue
    found = [place, cat.places.get(place.parent), cat.province if not place.home else cat.nation]
    return list({p.code: p for p in found if p}.values())


def _axis(month: Month, lines: list[tuple[str, list[Point]]]) -> list[Period]:
    since = month.period.year - YEARS + 1
    found = {p.period for _name, points in lines for p in points if p.period.year >= since}
    return sorted(found, key=lambda p: (p.year, p.last))


def _line(name: str, points: list[Point], axis: list[Period]) -> dict[str, Any]:
    return {
        "name": _("{place}增速").format(place=name),
        "type": "line",
        "data": _on(axis, points),
        "unit": "%",
    }


def _on(axis: list[Period], points: list[Point]) -> list[float | None]:
    known = {p.period: round(p.value, 2) for p in points}
    return [known.get(p) for p in axis]


def _tick(period: Period) -> str:
    return f"{period.year % 100:02d}/{period.last:02d}"


def table(chart: dict[str, Any]) -> list[tuple[str, list[float | None]]]:
    """The chart's numbers, newest first, for the table below it."""
    columns = [s["data"] for s in chart["series"]]
    rows = list(zip(chart["x"], *columns, strict=True))
    return [(str(row[0]), list(row[1:])) for row in reversed(rows)]
