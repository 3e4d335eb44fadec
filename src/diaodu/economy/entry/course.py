"""A number against its own earlier months (自身走势)."""

from __future__ import annotations

from collections.abc import Iterator

from diaodu.economy.entry.case import Case, Hit, Severity
from diaodu.economy.indicators import Basis, What


def falling_total(case: Case) -> Iterator[Hit]:
    """累计数比上期累计少: a cumulative of what only adds up never falls, unless earlier months are revised."""
    for slot, value in case.values.items():
        one = case.indicator(slot)
        before = one.before(slot.period) if slot.first == 1 else None
        if value is None or before is None or slot.what != What.LEVEL or one.basis is not Basis.FLOW:
            continue
        seen = case.panel.at(one, slot.place, before, part=slot.part)
        if seen is not None and value < seen.value:
            text = f"{one.label}{slot.period.short_label}累计{value:g}{one.unit}，少于{before.short_label}的{seen.value:g}{one.unit}"
            yield case.hit("累计下降", Severity.EXPLAIN, text, slot)
