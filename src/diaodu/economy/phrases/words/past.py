"""The growth of like periods, or any figure of them, in order of time (可比序列)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from diaodu.economy.history import Form, History, history
from diaodu.economy.indicators import Frequency, Indicator
from diaodu.economy.periods import Period
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.evaluation import Evaluation
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot

FORMS: dict[str, Form] = {"季": "quarter", "月": "month", "年": "year"}
UNITS = {"quarter": "个季度", "month": "个月", "year": "年"}
_LENGTHS: tuple[Form, ...] = ("month", "quarter", "year")
_RHYTHMS = {Frequency.MONTH: "月", Frequency.QUARTER: "季", Frequency.YEAR: "年"}
HOLES = 4  # so many periods without a figure end a series
MOST = 120  # periods


class Past(NamedTuple):
    """A figure's own past, the present last (历史)."""

    history: History
    lacking: Said | None  # why the present can't be said
    noun: str  # what is held against its past: 增速, or nothing for a value
    read: Callable[[Period], tuple[int, ...]]  # what a period's figure was read from

    def sources(self, times: int) -> tuple[int, ...]:
        """Only the periods that settle a count: those it runs over, and the one that ends it."""
        periods = self.history.periods[-times - 1 :]
        return tuple(dict.fromkeys(ref for period in periods for ref in self.read(period)))


def past(spot: Spot, indicator: Any, by: str | None, value: str | None = None) -> Past:
    """Growth, or the figure of an expression (按值), over like periods (历史)."""
    if value is None:
        return _of_growth(spot, indicator, by)
    if indicator is not None or spot.indicator is not None:
        spot, _ = reading.settle(spot, indicator)
    form = form_of(spot, by)
    found: list[tuple[Period, Said]] = []
    holes = 0
    for period in _backwards(spot, form):
        there = replace(spot, period=period)
        found.append((period, spot.book.said(Evaluation(spot.book, there, {}).of(value), value)))
        holes = 0 if found[-1][1].value is not None else holes + 1
        if holes == HOLES or len(found) == MOST:
            break
    return _told(found, form)


def _told(found: list[tuple[Period, Said]], form: Form) -> Past:
    while len(found) > 1 and found[-1][1].value is None:
        found.pop()
    found.reverse()
    read = {period: said.sources for period, said in found}
    sources = tuple(dict.fromkeys(ref for refs in read.values() for ref in refs))
    values = tuple(_shown(said) for _, said in found)
    present = found[-1][1]
    lacking = present if present.value is None else None
    return Past(History(form, tuple(p for p, _ in found), values, sources), lacking, "", read.__getitem__)


def _shown(answer: Said) -> float | None:
    """A share is held against its past as it is published, with one decimal."""
    if answer.value is None:
        return None
    if answer.number is None:
        raise BadExpression("“按值=”的取数式要是一个数，例如：按值=\"占比('GDP', 占地区='全省')\"")
    return amounts.as_shown(answer.number, answer.unit)


def _backwards(spot: Spot, form: Form) -> Iterator[Period]:
    """Like periods back in time: a half year is never held against a quarter's month."""
    period = spot.period.cumulative
    while True:
        yield period
        if form == "year":
            period = period.year_before
        elif form == "quarter":
            period = period.previous_quarter
        else:
            period = _month_before(spot.indicator, period)


def _month_before(indicator: Indicator | None, period: Period) -> Period:
    if indicator is not None and indicator.cumulative:
        return indicator.before(period) or period.last_year_end
    return period.previous_month.cumulative


def _of_growth(spot: Spot, indicator: Any, by: str | None) -> Past:
    spot, found, known = past_of(spot, indicator, by)
    lacking = None
    if known.values[-1] is None:
        lacking = Said.of(reading.growth(spot, found), "")
    return Past(known, lacking, "增速", lambda period: reading.growth(spot, found, period).sources)


def past_of(spot: Spot, indicator: Any, by: str | None) -> tuple[Spot, Indicator, History]:
    """The growth of like periods (增速序列): at a quarter's end by quarters, else by months."""
    spot, found = reading.settle(spot, indicator)
    place = spot.where.single
    if place is None:
        raise BadExpression("“{name}”是几个地区合计，没有历史序列", name=spot.where.name)
    form, when = form_of(spot, by), spot.at(found)
    known: History = spot.book.once(
        ("history", found.code, place, when, form, spot.part),
        lambda: history(spot.book.panel, found, place, when, form, spot.part),
    )
    return spot, found, known


def form_of(spot: Spot, by: str | None) -> Form:
    """By quarters, months or years (按): at a quarter's end by quarters; not finer than it is published."""
    if by is None:
        by = "月" if spot.period.last % 3 else "季"
    if by not in FORMS:
        raise BadExpression("“按=”可写：季、月、年")
    if by == "季" and spot.period.last % 3:
        raise BadExpression("{period}不是季末，不能按季比", period=spot.period.label)
    return max(FORMS[by], _finest(spot), key=_LENGTHS.index)


def _finest(spot: Spot) -> Form:
    frequency = spot.indicator.frequency if spot.indicator is not None else Frequency.MONTH
    return FORMS[_RHYTHMS[frequency]]


def rhythm(spot: Spot, indicator: Any) -> str:
    """The beat of an indicator (频度): months for what has none."""
    if indicator is None and spot.indicator is None:
        return "月"
    frequency = spot.book.names.meant(indicator, spot.indicator).frequency
    return _RHYTHMS[frequency]
