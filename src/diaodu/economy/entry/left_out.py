"""What is asked and not filled in (缺报): a few may be left out with the reason, half a report may not."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from diaodu.economy.entry.case import Case, Hit, Severity

NAME = "缺报"
LEAST, SHARE, MOST = 3, 0.1, 0.25  # so many or a tenth; never more than a quarter


def few(missing: Collection[object], asked: int) -> bool:
    """Whether so little is missing that it can be explained one by one (缺报不多)."""
    return len(missing) <= min(max(LEAST, SHARE * asked), MOST * asked)


def left_out(case: Case) -> Iterator[Hit]:
    """缺报: told one by one once the report is nearly full."""
    empty = [s for s, v in case.values.items() if v is None and s.indicator not in case.form.optional]
    for slot in empty if few(empty, len(case.values)) else ():
        text = f"{case.name(slot)}没有填。有数的请补上，没有发生的填0，确实报不出的写明原因"
        yield case.hit(NAME, Severity.EXPLAIN, text, slot)
