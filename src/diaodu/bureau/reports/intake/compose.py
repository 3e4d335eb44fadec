"""A figure of a table, from what its row, its column and its title say (组合)."""

from __future__ import annotations

import re

from diaodu.bureau.reports.intake import names, written
from diaodu.bureau.reports.intake.names import Measure, Names
from diaodu.bureau.reports.intake.problems import Wrong
from diaodu.bureau.reports.intake.words import NOTHING, Mark
from diaodu.bureau.reports.intake.written import Periods
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Indicator
from diaodu.economy.periods import Period, span


class Composer:
    """What the cells of one sheet are of; `title` and `section` fill in what rows and columns leave out."""

    def __init__(self, known: Names, title: Mark) -> None:
        self.names, self.options = known, known.options
        self.periods = Periods(known.options)
        self.title = title
        self.section = NOTHING  # the indicator that rows such as 增速 belong to
        self._settled: dict[tuple[str, ...], Measure | Wrong] = {}

    @property
    def year(self) -> int:
        """The title's year, or 0."""
        return self.title.period.year if self.title.period else self.title.year

    def place(self, mark: Mark) -> str | Wrong:
        """Where (地区)."""
        if code := mark.place or self.title.place:
            return code
        if not self.options.place:
            return Wrong("地区", "没有写明是哪个地区。请在导入时选择默认地区")
        found = self.names.place(self.options.place)
        return found if isinstance(found, Wrong) else found.code

    def measure(self, mark: Mark) -> Measure | Wrong:
        """What (口径)."""
        code = mark.indicator or self.section.indicator or self.title.indicator
        if not code and (mark.unknown or self.title.unknown):
            return Wrong("指标", self.why(mark.unknown or self.title.unknown))
        key = (code, mark.kind, mark.what, mark.unit, mark.part, self.title.unit)
        if key not in self._settled:
            self._settled[key] = self._settle(code, mark)
        return self._settled[key]

    def when(self, mark: Mark, measure: Measure, quarterly: bool) -> Period | Wrong:
        """When (时期): written in full, or months whose year stands above or in the title."""
        period = self._written(mark)
        if isinstance(period, Wrong):
            return period
        if mark.span == "cumulative":
            period = period.cumulative
        elif mark.span == "month" and period.first == 1 and not mark.period and not mark.relative:
            period = period.month  # 当月 under a title of 1—9月
        elif not mark.span and period.first == period.last:
            period = self.periods.spread(period, measure.indicator)
        if quarterly and mark.span != "cumulative" and period.first == period.last and period.last % 3 == 0:
            period = span(period.year, period.last - 2, period.last)
        return self.periods.canonical(period, measure.indicator, mark.span != "month")

    def why(self, text: str, heading: str = "") -> str:
        """Why a text is not understood, with the nearest names."""
        found = self.names.place(text) if heading == "地区" else self.names.indicator(text)
        return found.reason if isinstance(found, Wrong) else f"“{text}”没有识别"

    def _settle(self, code: str, mark: Mark) -> Measure | Wrong:
        if not code and not self.options.indicator:
            return Wrong("指标", "没有写明是哪个指标。请写在表题里，或在导入时选择默认指标")
        found = (
            self.names.catalogue.indicators[code] if code else self.names.indicator(self.options.indicator)
        )
        if isinstance(found, Wrong):
            return found
        unit = mark.unit or self._title_unit(mark, found)
        return self.names.settle(found, mark.kind, mark.what, unit, mark.part)

    def _title_unit(self, mark: Mark, indicator: Indicator) -> str:
        """A title's unit is the levels'; where it names several, the one that fits."""
        if mark.what == "growth":
            return ""
        written = self.title.unit or self.options.unit
        choices = [unit for unit in re.split(r"[、,;/]", written) if unit]
        fits = next((unit for unit in choices if names.convertible(unit, indicator.unit)), None)
        if fits is not None:
            return fits
        return "" if len(choices) > 1 or written == "%" else written

    def _written(self, mark: Mark) -> Period | Wrong:
        try:
            return mark.period or self._of(mark, self.year) or self._of_title()
        except Refusal as refusal:
            return Wrong("时期", str(refusal))

    def _of(self, mark: Mark, year: int) -> Period | None:
        if mark.relative:
            if not (mark.year or year) and self.options.period:
                year = written.parse(self.options.period).year
            return written.parse(mark.relative, year=mark.year or year or None)
        return span(mark.year, 1, 12) if mark.year else None

    def _of_title(self) -> Period:
        found = self.title.period or self._of(self.title, 0)
        if found is None and self.options.period:
            found = written.parse(self.options.period)
        if found is None:
            raise Refusal("没有写明是哪个时期。请写在表题里，或在导入时选择默认时期")
        return found
