"""The one long table of figures, asked by look-up (数据面板)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from diaodu.economy.indicators import Catalogue, Indicator, Kind, What
from diaodu.economy.periods import Period
from diaodu.economy.results import Ref


class Observation(NamedTuple):
    """One value read from the ledger (观测值), and the number of the figure it was read from."""

    value: float
    ref: Ref


class SeriesKey(NamedTuple):
    """What a series is of (序列): never two kinds in one series."""

    indicator: str
    place: str
    kind: Kind
    what: What = What.LEVEL
    part: str = ""


Series = Mapping[Period, Observation]
EMPTY: Series = {}


class Panel:
    """All the figures that an analysis may read (数据面板): value by indicator, place, kind and period."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._series: dict[SeriesKey, dict[Period, Observation]] = {}

    def __len__(self) -> int:
        return sum(len(series) for series in self._series.values())

    def __iter__(self) -> Iterator[tuple[SeriesKey, Series]]:
        return iter(self._series.items())

    def put(self, key: SeriesKey, period: Period, value: float, ref: Ref = 0) -> None:
        """Add a figure; a later one for the same period takes its place."""
        self._series.setdefault(key, {})[period] = Observation(value, ref)

    def extend(self, rows: Iterable[tuple[SeriesKey, Period, float, Ref]]) -> None:
        """Add many figures."""
        for key, period, value, ref in rows:
            self.put(key, period, value, ref)

    def series(
        self,
        indicator: Indicator,
        place: str,
        what: What = What.LEVEL,
        part: str = "",
        kind: Kind | None = None,
    ) -> Series:
        """One series (时间序列); by default of the indicator's own kind, so kinds can't mix."""
        return self._series.get(SeriesKey(indicator.code, place, kind or indicator.kind, what, part), EMPTY)

    def at(
        self,
        indicator: Indicator,
        place: str,
        period: Period,
        what: What = What.LEVEL,
        part: str = "",
        kind: Kind | None = None,
    ) -> Observation | None:
        """One figure, or None where there is none (取数)."""
        return self.series(indicator, place, what, part, kind).get(period)

    def parts_of(self, indicator: Indicator, place: str) -> list[str]:
        """Codes of the parts that have figures at a place (分项)."""
        own = (indicator.code, place, indicator.kind)
        return list(dict.fromkeys(key.part for key in self._series if key.part and key[:3] == own))
