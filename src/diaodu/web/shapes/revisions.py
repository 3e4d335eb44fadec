"""How a figure changed over time (修订沿革)."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count

from diaodu.bureau.figures.models import KEY, Figure
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Indicator, What
from diaodu.economy.periods import Period, span

MOST = 12


class Revision(NamedTuple):
    """A figure and all that it has been (一条数据的各版)."""

    period: Period
    what: str
    versions: list[Figure]

    @property
    def is_growth(self) -> bool:
        return self.what == What.GROWTH.value


def revisions(indicator: Indicator, place: Place) -> list[Revision]:
    """The latest figures of the series that were posted more than once, oldest version first."""
    series = Figure.objects.filter(
        indicator=indicator.code, place=place.code, part="", kind=indicator.kind.value
    )
    changed = series.order_by().values(*KEY).annotate(times=Count("pk")).filter(times__gt=1)
    keys = [
        (r["what"], r["year"], r["first"], r["last"])
        for r in changed.order_by("-year", "-last", "what")[:MOST]
    ]
    if not keys:
        return []
    rows = (
        series.filter(year__in={k[1] for k in keys})
        .select_related("source__by")
        .order_by("year", "last", "what", "first", "pk")
    )
    found = [_revision(key, list(group)) for key, group in groupby(rows, key=_key) if key in keys]
    return sorted(found, key=lambda r: keys.index((r.what, r.period.year, r.period.first, r.period.last)))


def versions(figure: Figure) -> list[Figure]:
    """Every version of one figure, oldest first (各版)."""
    same: dict[str, Any] = {name: getattr(figure, name) for name in KEY}
    return list(
        Figure.objects.filter(**same).select_related("source__by").defer("source__content").order_by("pk")
    )


def _key(figure: Figure) -> tuple[str, int, int, int]:
    return figure.what, figure.year, figure.first, figure.last


def _revision(key: tuple[str, int, int, int], rows: list[Figure]) -> Revision:
    return Revision(span(*key[1:]), key[0], rows)
