"""A number against its own earlier months (自身前后)."""

from __future__ import annotations

from collections.abc import Iterator

from diaodu.economy.entry.case import WHOLE, Case, Hit, Severity
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Basis, Indicator, What
from diaodu.economy.panel import Observation
from diaodu.economy.periods import Period

DIGITS, DIGITS_OF_GROWTH = 3, 2  # a number of fewer digits is the same again by chance
LEAST_COMPARED = 8


def falling_total(case: Case) -> Iterator[Hit]:
    """累计数比上期累计少: what only adds up never falls, unless earlier months are revised."""
    for slot, _, value, before, then in _totals(case):
        if value < then:
            text = f"{_so_far(case, slot, value)}，少于{before.short_label}的{case.shown(slot, then)}"
            yield case.hit("累计下降", Severity.EXPLAIN, text, slot)


def same_total(case: Case) -> Iterator[Hit]:
    """累计与上月相同: nothing in a month, or last month's number again; some stand still quite often."""
    for slot, one, value, before, then in _totals(case):
        if value == then and value and not _stands_still(case, slot, one):
            text = f"{_so_far(case, slot, value)}，与{before.short_label}的累计数完全相同"
            yield case.hit("与上月相同", Severity.EXPLAIN, text, slot)


def copied(case: Case) -> Iterator[Hit]:
    """照抄上期: much of the report is word for word last month's, or last year's.

    Growth hardly moves from month to month, and to expect no change is an estimate; last year's was another.
    """
    against = (("上月", _before, DIGITS), ("上年同期", _year_before, DIGITS_OF_GROWTH))
    for word, then, digits in against if case.actual else against[1:]:
        compared, same = 0, list[Slot]()
        for slot, one, value in case.filled():
            least = digits if slot.what == What.GROWTH else DIGITS
            seen = then(case, one, slot) if len(_digits(case, slot, value)) >= least else None
            if seen is not None:
                compared += 1
                same += [slot] if seen.value == value else []
        limit = case.limit("copied")
        if compared >= LEAST_COMPARED and len(same) * 100 >= compared * limit:
            text = f"可比的{compared}项中有{len(same)}项与{word}完全相同，请核对是否误用了{word}的表"
            yield case.hit("照抄上期", Severity.EXPLAIN, text, *same, series=f"{WHOLE}:{word}")


def _totals(case: Case) -> Iterator[tuple[Slot, Indicator, float, Period, float]]:
    """Cumulative amounts with the one before them in the same year."""
    for slot, one, value in case.filled(What.LEVEL):
        before = one.before(slot.period) if slot.first == 1 and one.basis is Basis.FLOW else None
        if before is None or case.limit("negative", one.code):
            continue  # a profit may shrink
        seen = case.panel.at(one, slot.place, before, part=slot.part)
        if seen is not None:
            yield slot, one, value, before, seen.value


def _so_far(case: Case, slot: Slot, value: float) -> str:
    one = case.indicator(slot)
    return f"{case.name(slot).replace(one.label, one.label + '累计')}填了{case.typed(slot, value)}"


def _stands_still(case: Case, slot: Slot, one: Indicator) -> bool:
    """Whether months without anything are usual with it: twice in the year before."""
    series = case.panel.series(one, slot.place, part=slot.part)
    when, still = slot.period, 0
    for _ in range(13):
        before = one.before(when)
        now, then = series.get(when), series.get(before) if before else None
        still += now is not None and then is not None and now.value == then.value
        when = one.earlier(when)
    return still >= 2


def _digits(case: Case, slot: Slot, value: float) -> str:
    """Its digits that say something (有效数字)."""
    decimals = 1 if slot.what == What.GROWTH else case.indicator(slot).decimals
    return f"{abs(value):.{decimals}f}".replace(".", "").lstrip("0").rstrip("0")


def _before(case: Case, one: Indicator, slot: Slot) -> Observation | None:
    return case.panel.at(one, slot.place, one.earlier(slot.period), What(slot.what), slot.part)


def _year_before(case: Case, one: Indicator, slot: Slot) -> Observation | None:
    return case.panel.at(one, slot.place, slot.period.year_before, What(slot.what), slot.part)
