"""A computed number with its reason and sources, and the long table of them (测算结果)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

Ref = int
"""Number of the ledger's figure that a value was read from."""


class Result(NamedTuple):
    """A computed number (测算结果): `value` is None where it can't be said, and `reason` says why.

    `sources` are the numbers of the ledger's figures it came from. `note` marks a weaker way it was got
    (for example "名义增速，不可比"), never a reason for a missing value.
    """

    value: float | None
    sources: tuple[Ref, ...] = ()
    reason: str | None = None
    note: str | None = None

    @classmethod
    def missing(cls, reason: str, sources: tuple[Ref, ...] = ()) -> Result:
        """A result that can't be said, and why (缺)."""
        return cls(None, sources, reason)

    @classmethod
    def of(cls, value: float, *inputs: Result, note: str | None = None) -> Result:
        """A number got from other results (由其他结果算得): their sources together, their notes handed on."""
        sources = tuple(dict.fromkeys(ref for one in inputs for ref in one.sources))
        return cls(value, sources, None, note or next((one.note for one in inputs if one.note), None))

    @property
    def known(self) -> float:
        """The number, where it is known to be there (已知值)."""
        assert self.value is not None
        return self.value


class Key(NamedTuple):
    """What a result is of (测算项): a measure of an indicator at a place, of a part of it."""

    measure: str
    indicator: str
    place: str
    part: str = ""


def gap(*inputs: Result) -> Result | None:
    """The first of the inputs that can't be said (所缺项), or None when all are there."""
    return next((one for one in inputs if one.value is None), None)


MISSING = Result(None, (), "未测算")


class Results:
    """The long table of one period's results (测算结果表): computed in bulk, asked by look-up."""

    def __init__(self, rows: Iterable[tuple[Key, Result]] = ()) -> None:
        self._rows: dict[Key, Result] = {}
        self._by_part: dict[tuple[str, str, str], dict[str, Result]] = {}
        for key, result in rows:
            self.add(key, result)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[tuple[Key, Result]]:
        return iter(self._rows.items())

    def add(self, key: Key, result: Result) -> None:
        """Put one result in; the same key twice is a bug."""
        if key in self._rows:
            raise ValueError(f"computed twice: {key}")
        self._rows[key] = result
        if key.part:
            self._by_part.setdefault(key[:3], {})[key.part] = result

    def get(self, measure: str, indicator: str, place: str, part: str = "") -> Result:
        """The result asked for, or a missing one; never an error."""
        return self._rows.get(Key(measure, indicator, place, part), MISSING)

    def value(self, measure: str, indicator: str, place: str, part: str = "") -> float | None:
        """Only the number of it."""
        return self.get(measure, indicator, place, part).value

    def across(self, measure: str, indicator: str, places: Iterable[str]) -> dict[str, float | None]:
        """One measure of one indicator at many places (横向)."""
        return {place: self.value(measure, indicator, place) for place in places}

    def parts(self, measure: str, indicator: str, place: str) -> dict[str, Result]:
        """One measure of all the parts of an indicator at a place (分行业), in the order computed."""
        return self._by_part.get((measure, indicator, place), {})
