"""One figure with its supports at one place, as a rule sees it (核查对象)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from diaodu.economy import growth as growths
from diaodu.economy import months
from diaodu.economy.breakdowns import Place
from diaodu.economy.consistency.outcome import Compared, Outcome, Severity, State
from diaodu.economy.consistency.pairs import Pair
from diaodu.economy.indicators import Indicator, What
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Result
from diaodu.economy.warning.thresholds import Thresholds

NEVER = "未报送过"
_YEARS_BACK = 2


@dataclass(frozen=True, slots=True)
class Case:
    """A figure at a place with all that a rule may read (核查对象).

    `given` holds numbers computed elsewhere, by name and place, such as the estimate of GDP.
    """

    panel: Panel
    pair: Pair
    severity: Severity
    hint: str
    figure: Indicator
    supports: tuple[Indicator, ...]
    place: Place
    period: Period
    thresholds: Thresholds
    given: Mapping[tuple[str, str], Result]

    def limit(self, name: str) -> float:
        """A tolerance of the rule, the figure's own where it has one (容许值)."""
        return self.thresholds.get(self.pair.rule, name, self.figure.code)

    def reports(self, indicator: Indicator, place: str = "") -> bool:
        """Whether a place has ever reported an indicator (是否报送)."""
        where = place or self.place.code
        return bool(self.panel.series(indicator, where) or self.panel.series(indicator, where, What.GROWTH))

    @property
    def when(self) -> Period:
        """The latest month that the figure and all its supports are published for (可比期)."""
        return self.common(self.figure, *self.supports)

    def common(self, *indicators: Indicator) -> Period:
        """The latest month that all these are published for (共同统计期)."""
        newest = min((p.year, p.last) for p in (one.newest(self.period) for one in indicators))
        month = span(newest[0], 1, newest[1])
        while not all(one.due(month) for one in indicators) and month.year > newest[0] - _YEARS_BACK:
            month = month.previous_month.cumulative
        return month

    def growth(self, indicator: Indicator, upto: Period, place: str = "") -> Compared:
        """Growth to a month (增速)."""
        when = indicator.period(upto)
        found = growths.growth(self.panel, indicator, place or self.place.code, when)
        return self.read(indicator, "增速", "%", when, found, place)

    def level(self, indicator: Indicator, upto: Period, what: str = "", place: str = "") -> Compared:
        """The level at a month (数值)."""
        when = indicator.period(upto)
        return self.read(indicator, what, indicator.unit, when, self._level(indicator, when, place), place)

    def month(self, indicator: Indicator, upto: Period) -> Compared:
        """The amount of the month alone (当月数)."""
        found = months.month_value(self.panel, indicator, self.place.code, upto)
        return self.read(indicator, "当月数", indicator.unit, upto.month, found)

    def read(
        self, indicator: Indicator, what: str, unit: str, when: Period, found: Result, place: str = ""
    ) -> Compared:
        """A number of an indicator, ready to be compared (对照数据)."""
        where = place or self.place.code
        if found.value is None and not found.sources and not self.reports(indicator, where):
            found = Result.missing(NEVER)
        return Compared(indicator.code, indicator.label, where, what, unit, when, found)

    def past(self, indicator: Indicator, upto: Period, count: int) -> list[Period]:
        """So many published periods before a month, the newest first (此前各期)."""
        return list(islice(self._backwards(indicator, upto), count))

    def passed(self, *figures: Compared) -> Outcome:
        """Nothing to ask (通过)."""
        return self._outcome(State.PASSED, figures)

    def questioned(self, text: str, distance: float, limit: float, unit: str, *figures: Compared) -> Outcome:
        """A question to the figure's owner (质疑)."""
        found = self._outcome(State.QUESTIONED, figures)
        return replace(found, text=text, distance=distance, limit=limit, unit=unit)

    def missing(self, reason: str, *figures: Compared) -> Outcome:
        """It can't be said, and why (不可比)."""
        return replace(self._outcome(State.MISSING, figures), reason=reason)

    def lacking(self, *figures: Compared) -> Outcome | None:
        """Not computable, where one of the figures is missing (所缺数据)."""
        lack = next((one for one in figures if one.result.value is None), None)
        return self.missing(self.lack(lack), *figures) if lack else None

    def lack(self, one: Compared) -> str:
        """Which figure is missing, and why (缺什么)."""
        place = self.panel.catalogue.places[one.place]
        return f"缺{place.label}{one.label}（{one.result.reason or '没有数据'}）"

    def _outcome(self, state: State, figures: tuple[Compared, ...]) -> Outcome:
        period = figures[0].period if figures else self.figure.period(self.period)
        return Outcome(
            self.pair.rule, self.pair.code, self.figure.code, self.place.code, period, state, self.severity,
            figures, hint=self.hint,
        )  # fmt: skip

    def _level(self, indicator: Indicator, when: Period, place: str) -> Result:
        found = self.panel.at(indicator, place or self.place.code, when)
        return Result(found.value, (found.ref,)) if found else Result.missing(f"缺{when.label}数据")

    @staticmethod
    def _backwards(indicator: Indicator, upto: Period) -> Iterator[Period]:
        when = indicator.period(upto)
        while when.year > 1950:
            year_end = when.last_year_end if indicator.cumulative else when.last_year_end.month
            when = indicator.before(when) or year_end
            yield when
