"""GDP by its supporting indicators (GDP支撑): an estimate beside the published figure, never in its place."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.directory.permissions import Permission
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy import gdp_support
from diaodu.economy.gdp_support import Backtest, Estimate, Line, Sharing, Table
from diaodu.economy.results import Result
from diaodu.web import frame
from diaodu.web.access import needs
from diaodu.web.frame import Frame

MOST = 100.0  # no growth beyond this is meant in earnest
UPPER = "u_"


class Wish(NamedTuple):
    """What the reader asks for (设想): a target, growth held possible, and what could not be read."""

    target: float | None
    uppers: Mapping[str, float]
    wrong: tuple[str, ...]


@needs(Permission.VIEW)
def page(request: HttpRequest) -> HttpResponse:
    """The estimate, what carries it, how it has done, and a gap to the target shared out."""
    at = frame.of(request)
    if same := frame.unchanged(request, *at.key):
        return same
    return frame.page(request, "gdp_support/page.html", _context(at, request.GET))


def _context(at: Frame, asked: Mapping[str, str]) -> dict[str, Any]:
    table, panel, period = _table(at), at.month.panel, at.month.period
    if not table.rows:
        return {"at": at}
    wish = wished(asked, table)
    now = gdp_support.estimate(panel, table, period)
    tested = gdp_support.backtest(panel, table, period)
    set_now = Result(wish.target, (), None, _("按设定"))
    goal = gdp_support.target_of(panel, period) if wish.target is None else set_now
    shared = gdp_support.share_out(panel, now, goal, wish.uppers)
    return {
        "at": at,
        "now": now,
        "sectors": _by_sector(now),
        "test": tested,
        "last": tested.trials[-1] if tested.trials else None,
        "chart": chart(tested),
        "chart_rows": _rows(tested),
        "shared": shared,
        "ahead": shared.gap.value is not None and shared.gap.value <= 0,
        "portions": _with_inputs(shared, wish),
        "wish": wish,
    }


def _table(at: Frame) -> Table:
    """The table as it was frozen with the month, so that the page says the same whenever it is read."""
    analysis = Analysis.objects.select_related("snapshot").get(pk=at.month.analysis_id)
    return snapshots.content(analysis.snapshot).gdp_support


def wished(asked: Mapping[str, str], table: Table) -> Wish:
    """The numbers of the form (读取设想): an empty box means the usual value, a wrong one is told."""
    names = ("target", *(UPPER + code for code in dict.fromkeys(row.code for row in table.rows)))
    given = {name: asked.get(name, "").strip().rstrip("%％") for name in names}
    read = {name: _number(text) for name, text in given.items() if text}
    wrong = tuple(given[name] for name, value in read.items() if value is None)
    known = {name: value for name, value in read.items() if value is not None}
    target = known.pop("target", None)
    return Wish(target, {name.removeprefix(UPPER): value for name, value in known.items()}, wrong)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= MOST else None


def _by_sector(now: Estimate) -> list[tuple[str, list[Line]]]:
    names = {"primary": _("第一产业"), "secondary": _("第二产业"), "tertiary": _("第三产业")}
    ordered = sorted(now.lines, key=lambda line: list(names).index(line.industry.sector))
    return [(names[code], list(lines)) for code, lines in groupby(ordered, lambda x: x.industry.sector)]


def _with_inputs(shared: Sharing, wish: Wish) -> list[tuple[Any, str, float | None]]:
    """Every portion with the name of its box and what stands in it."""
    return [
        (one, UPPER + one.line.industry.code, wish.uppers.get(one.line.industry.code))
        for one in shared.portions
    ]


def chart(tested: Backtest) -> dict[str, Any] | None:
    """Estimate and published growth of past quarters as lines, the error as bars (回溯图)."""
    trials = tested.trials
    if len(trials) < 2:
        return None
    series = (
        (_("公布增速"), "line", "%", [t.published for t in trials]),
        (_("测算增速"), "line", "%", [t.estimate for t in trials]),
        (_("测算误差"), "bar", _("百分点"), [t.error for t in trials]),
    )
    return {
        "kind": "course",
        "x": [t.quarter.code for t in trials],
        "labels": [f"{t.quarter.year % 100:02d}/{t.quarter.last:02d}" for t in trials],
        "series": [
            {"name": name, "type": kind, "unit": unit, "data": [_point(one) for one in values]}
            for name, kind, unit, values in series
        ],
    }


def _point(one: Result) -> float | None:
    return None if one.value is None else round(one.value, 2)


def _rows(tested: Backtest) -> list[Any]:
    return list(reversed(tested.trials))
