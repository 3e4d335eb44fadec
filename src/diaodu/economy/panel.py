"""The one long table of figures, asked by look-up (数据面板)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from diaodu.economy.indicators import Catalogue, Indicator, Kind, What
from diaodu.economy.periods import Period
from diaodu.economy.results import Ref


class Observation(NamedTuple):
    """One value read from the ledger (观测值), and the number of the figure it was read from."""

    value: float
    ref: Ref
    vintage: str = ""  # 版次：初步、修订、核实


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
        self._remembered: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return sum(len(series) for series in self._series.values())

    def __iter__(self) -> Iterator[tuple[SeriesKey, Series]]:
        return iter(self._series.items())

    def put(self, key: SeriesKey, period: Period, value: float, ref: Ref = 0, vintage: str = "") -> None:
        """Add a figure; a later one for the same period takes its place."""
        self._series.setdefault(key, {})[period] = Observation(value, ref, vintage)
        self._remembered.clear()

    def add(self, key: SeriesKey, figures: Iterable[tuple[Period, Observation]]) -> None:
        """Add a whole series at once."""
        self._series.setdefault(key, {}).update(figures)
        self._remembered.clear()

    def remember(self, question: Hashable, answer: Callable[[], Any]) -> Any:
        """Ask once what many measures ask (记住); forgotten as soon as a figure is added."""
        if question not in self._remembered:
            self._remembered[question] = answer()
        return self._remembered[question]

    def series(
        self,
        indicator: Indicator,
        place: str,
        what: What = What.LEVEL,
        part: str = "",
        kind: Kind | None = None,
    ) -> Series:
        """One series (时间序列); by default of the indicator's own kind, so kinds can't mix."""
        key = (indicator.code, place, kind or indicator.kind, what, part)  # a plain tuple finds a SeriesKey
        return self._series.get(key, EMPTY)  # type: ignore[call-overload, no-any-return]

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
        return self._parts().get((indicator.code, place, indicator.kind), [])

    def _parts(self) -> dict[tuple[str, str, Kind], list[str]]:
        def found() -> dict[tuple[str, str, Kind], list[str]]:
            parts: dict[tuple[str, str, Kind], dict[str, None]] = {}
            for key in self._series:
                if key.part:
                    parts.setdefault(key[:3], {})[key.part] = None
            return {own: list(codes) for own, codes in parts.items()}

        return self.remember("parts", found)  # type: ignore[no-any-return]
