"""Revisions to be seen: a series round by round, and what changed since the last report (修订)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogues
from diaodu.bureau.directory.permissions import Permission, may, sees_all_units
from diaodu.bureau.documents import changed
from diaodu.bureau.documents.changed import Change, Span
from diaodu.bureau.figures.models import Figure
from diaodu.economy.breakdowns import Place
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Catalogue, Indicator, Kind, What
from diaodu.economy.periods import Period, span
from diaodu.economy.revisions import Posting, Triangle, triangle
from diaodu.web import sheets
from diaodu.web.access import needs
from diaodu.web.templatetags.words import when

ROUNDS, PERIODS = 8, 24  # what a page shows; the workbook has all
PER_PAGE = 100
SEPARATE = (Kind.ESTIMATE, Kind.TARGET, Kind.PLAN)


class Series(NamedTuple):
    """Which series a triangle is of (序列)."""

    indicator: Indicator
    place: Place
    what: What
    kind: str
    whats: list[What]
    kinds: list[str]

    @property
    def is_growth(self) -> bool:
        """Whether it is in per cent (是否增速)."""
        return self.what is What.GROWTH

    @property
    def decimals(self) -> int:
        """As the field prints it (小数位)."""
        return 1 if self.is_growth else self.indicator.decimals

    @property
    def unit(self) -> str:
        """Its unit (单位)."""
        return "%" if self.is_growth else self.indicator.unit_display or self.indicator.unit


class Line(NamedTuple):
    """One change with its names (一行变动)."""

    change: Change
    indicator: str
    known: bool
    place: str
    part: str
    unit: str
    decimals: int


@needs(Permission.VIEW)
def revisions(request: HttpRequest, indicator: str, place: str) -> HttpResponse:
    """One series: periods × rounds."""
    series = _series(request, indicator, place)
    whole = triangle(_postings(series), ROUNDS)
    chart = _chart(series, whole)
    context = {
        "series": series,
        "triangle": whole,
        "rows": whole.rows[:PERIODS],
        "more": max(0, len(whole.rows) - PERIODS),
        "chart": chart,
        "chart_rows": _chart_rows(chart),
        "revised": sum(row.times > 0 for row in whole.rows),
        "may_export": may(request.user, Permission.EXPORT),
    }
    return render(request, "revisions/page.html", context)


@needs(Permission.EXPORT)
def workbook(request: HttpRequest, indicator: str, place: str) -> HttpResponse:
    """The whole triangle as a workbook (导出)."""
    series = _series(request, indicator, place)
    whole = triangle(_postings(series))
    heads = [_("统计期"), *(day.isoformat() for day in whole.rounds), _("修订次数"), _("累计修订")]
    rows = [
        [when(row.period), *(_blank(cell.value) for cell in row.cells), row.times, _blank(row.total)]
        for row in whole.rows
    ]
    name = _("{place}{indicator}修订三角").format(place=series.place.name, indicator=series.indicator.name)
    record("figures.exported", request.user, by=request.user, asked=name, figures=len(rows))
    widths = [16, *[12] * len(whole.rounds), 10, 12]
    return sheets.download(f"{name}.xlsx", sheets.workbook(name, heads, rows, widths=widths))


@needs(Permission.VIEW)
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since the last report before a month (上次通报以来的变动)."""
    found = changed.spans()
    chosen = _chosen(found, request.GET.get("month", ""))
    known = catalogues.current()
    lines = [_line(one, known) for one in changed.changes(chosen)] if chosen else []
    kinds = list(dict.fromkeys(line.change.new.kind for line in lines))
    kind = request.GET.get("kind", "")[:12]
    apart = [line for line in lines if line.change.new.kind in SEPARATE]
    shown = [line for line in lines if line.change.new.kind == kind] if kind else _without(lines, apart)
    context = {
        "tab": "changes",
        "everyone": sees_all_units(request.user),
        "spans": found,
        "span": chosen,
        "kinds": [(one, sum(line.change.new.kind == one for line in lines)) for one in kinds],
        "kind": kind,
        "page": Paginator(_ordered(shown, known), PER_PAGE).get_page(request.GET.get("page", "1")),
        "apart": [] if kind else _ordered(apart, known)[:PER_PAGE],
        "apart_count": len(apart),
        "query": f"month={chosen.month.code}&kind={kind}" if chosen else "",
    }
    return render(request, "revisions/changes.html", context)


def _series(request: HttpRequest, indicator: str, place: str) -> Series:
    known = catalogues.current()
    one, where = known.indicators.get(indicator), known.places.get(place)
    if one is None or where is None:
        raise Http404(_("没有这一项"))
    there = Figure.objects.filter(indicator=one.code, place=where.code, part="").order_by()
    pairs = set(there.values_list("kind", "what").distinct())
    kinds = [k.value for k in Kind if any(kind == k.value for kind, _what in pairs)] or [one.kind.value]
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else one.kind.value if one.kind.value in kinds else kinds[0]
    whats = [w for w in (What.GROWTH, What.LEVEL, What.BASE) if (kind, w.value) in pairs] or [What.GROWTH]
    asked = request.GET.get("what", "")
    what = next((w for w in whats if w.value == asked), whats[0])
    return Series(one, where, what, kind, whats, kinds)


def _postings(series: Series) -> Iterator[Posting]:
    rows = Figure.objects.filter(
        indicator=series.indicator.code, place=series.place.code, part="", kind=series.kind,
        what=series.what.value,
    )  # fmt: skip
    for year, first, last, value, posted, pk in rows.order_by("pk").values_list(
        "year", "first", "last", "value", "posted_at", "pk"
    ):
        yield Posting(span(year, first, last), value, timezone.localtime(posted).date(), pk)


def _chart(series: Series, whole: Triangle) -> dict[str, Any] | None:
    """First as published, and as it stands now, where anything was revised."""
    rows = [row for row in whole.rows if row.first is not None][:PERIODS][::-1]
    if not any(row.times for row in rows):
        return None
    digits = series.decimals
    lines = [(_("首次"), [row.first for row in rows]), (_("现行"), [row.last for row in rows])]
    return {
        "kind": "course",
        "x": [row.period.code for row in rows],
        "labels": [when(row.period) for row in rows],
        "series": [
            {
                "name": name,
                "type": "line",
                "unit": series.unit,
                "data": [None if v is None else round(v, digits + 1) for v in values],
            }
            for name, values in lines
        ],
    }


def _chart_rows(chart: dict[str, Any] | None) -> list[tuple[str, tuple[Any, ...]]]:
    if chart is None:
        return []
    columns = zip(*(line["data"] for line in chart["series"]), strict=True)
    return list(zip(chart["labels"], columns, strict=True))[::-1]


def _blank(value: float | None) -> Any:
    return "" if value is None else value


def _chosen(found: list[Span], code: str) -> Span | None:
    if not code:
        return found[0] if found else None
    try:
        month: Period = Period.parse(code).month
    except (Refusal, ValueError) as error:
        raise Http404(_("没有这一期")) from error
    exact = next((one for one in found if one.month == month), None)
    if exact is None:
        raise Http404(_("没有这一期"))
    return exact


def _line(one: Change, known: Catalogue) -> Line:
    figure = one.new
    indicator, place = known.indicators.get(figure.indicator), known.places.get(figure.place)
    growth = figure.what == What.GROWTH
    unit = "%" if growth else (indicator.unit_display or indicator.unit) if indicator else ""
    parts = known.breakdowns.get(indicator.parts) if indicator else None
    part = next((p.name for p in parts.parts if p.code == figure.part), figure.part) if parts else figure.part
    return Line(
        one,
        indicator.name if indicator else figure.indicator,
        indicator is not None,
        place.name if place else figure.place,
        part,
        unit,
        1 if growth or indicator is None else indicator.decimals,
    )


def _ordered(lines: list[Line], known: Catalogue) -> list[Line]:
    """As the catalogue has them, the newest period first; what papers quote before the rest."""
    indicators = {one.code: one.order for one in known}
    places = {code: place.order for code, place in known.places.items()}

    def order(line: Line) -> tuple[Any, ...]:
        figure = line.change.new
        return (
            not line.change.papers, indicators.get(figure.indicator, 9999), -figure.year, -figure.last,
            places.get(figure.place, 9999), figure.part, figure.what,
        )  # fmt: skip

    return sorted(lines, key=order)


def _without(lines: list[Line], apart: list[Line]) -> list[Line]:
    gone = {id(line) for line in apart}
    return [line for line in lines if id(line) not in gone]
