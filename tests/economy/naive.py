"""A second, naive reading of the arithmetic: exact fractions over raw rows, nothing of the analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from diaodu.economy.indicators import Catalogue

Where = str  # a place's code, or a group's
When = tuple[int, int]  # year and last month


class Gone(Exception):
    """There is no figure for it."""


def exact(value: float) -> Fraction:
    return Fraction(repr(value))


def half_up(value: Fraction, digits: int = 1) -> Fraction:
    """Rounded as published: 0.05 becomes 0.1, -0.05 becomes -0.1."""
    scaled = abs(value) * 10**digits
    whole = Fraction((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))
    return (whole if value >= 0 else -whole) / 10**digits


def step_back(when: When, months: int = 1) -> When:
    count = when[0] * 12 + when[1] - 1 - months
    return count // 12, count % 12 + 1


class Naive:
    """Every figure worked out from rows: `indicator, place, part, kind, what, year, first, last, value`."""

    def __init__(self, rows: Iterable[tuple[Any, ...]], catalogue: Catalogue) -> None:
        self.raw = {row[:8]: row[8] for row in rows}
        self.catalogue = catalogue
        self.kept: dict[Any, Any] = {}
        self.city = next(p for p in catalogue.places.values() if p.home)
        self.parts: dict[tuple[str, str], set[str]] = {}
        for indicator, place, part, kind, *_ in self.raw:
            if part and kind == catalogue.indicators[indicator].kind:
                self.parts.setdefault((indicator, place), set()).add(part)

    # what is written in the table

    def cumulative(self, a: str) -> bool:
        return self.catalogue.indicators[a].basis in ("flow", "rate")

    def figure(self, a: str, place: str, when: When, what: str, kind: str = "", part: str = "") -> Fraction:
        first = 1 if self.cumulative(a) else when[1]
        key = (a, place, part, kind or self.catalogue.indicators[a].kind.value, what, when[0], first, when[1])
        if key not in self.raw:
            raise Gone(key)
        return exact(self.raw[key])

    def single(self, a: str, place: str, when: When) -> Fraction:
        """The growth of one month where it is published as such."""
        key = (a, place, "", self.catalogue.indicators[a].kind.value, "growth", when[0], when[1], when[1])
        if key not in self.raw:
            raise Gone(key)
        return exact(self.raw[key])

    def known(self, ask: Callable[..., Any], *args: Any) -> Any:
        """The answer, None where there is none; asked once."""
        key = (ask.__name__, *args)
        if key not in self.kept:
            try:
                self.kept[key] = ask(*args)
            except Gone:
                self.kept[key] = None
        return self.kept[key]

    def some(self, ask: Callable[..., Any], *args: Any) -> Any:
        found = self.known(ask, *args)
        if found is None:
            raise Gone(args)
        return found

    def places(self, where: Where) -> list[str]:
        """The places that add up to it: a zone held by a county of the same group counts once."""
        group = self.catalogue.groups.get(where)
        return self.once(group.members) if group else [where]

    def once(self, places: Iterable[str]) -> list[str]:
        kept = list(dict.fromkeys(places))
        return [p for p in kept if self.catalogue.places[p].included_in not in kept]

    def addable(self, a: str) -> bool:
        one = self.catalogue.indicators[a]
        return one.additive and one.basis in ("flow", "stock", "count", "rate")

    # 1 levels

    def level(self, a: str, where: Where, when: When, part: str = "") -> Fraction:
        if self.catalogue.indicators[a].basis == "rate":
            raise Gone
        if where not in self.catalogue.groups:
            return self.figure(a, where, when, "level", part=part)
        if not self.addable(a):
            raise Gone
        return sum((self.figure(a, p, when, "level", part=part) for p in self.places(where)), Fraction(0))

    def month_of(self, read: Callable[[When], Fraction], a: str, when: When) -> Fraction:
        """The month as the difference of two cumulatives; January and February may be one."""
        one = self.catalogue.indicators[a]
        if one.basis != "flow" or one.frequency != "M" or (one.no_january and when[1] < 3):
            raise Gone
        return read(when) - (read((when[0], when[1] - 1)) if when[1] > 1 else 0)

    def month_level(self, a: str, where: Where, when: When, part: str = "") -> Fraction:
        return self.month_of(lambda w: self.level(a, where, w, part), a, when)

    # 2 growth

    def growth(self, a: str, where: Where, when: When, part: str = "") -> Fraction:
        """Published, else against the restated base, else (never at comparable prices) last year's level."""
        if where in self.catalogue.groups:
            return self.sum_growth([self.piece(a, p, when, part) for p in self.places(where)], a)
        try:
            return self.figure(a, where, when, "growth", part=part)
        except Gone:
            return self.computed(a, where, when, part)

    def computed(self, a: str, place: str, when: When, part: str) -> Fraction:
        one = self.catalogue.indicators[a]
        if one.basis == "rate" or one.growth_basis == "none":
            raise Gone
        base = self.year_ago(a, place, when, part)
        now = self.figure(a, place, when, "level", part=part)
        if one.growth_basis == "points":
            return now - base
        if base <= 0:
            raise Gone
        return (now / base - 1) * 100

    def year_ago(self, a: str, place: str, when: When, part: str = "") -> Fraction:
        """Last year's value: as restated now, else as released then."""
        try:
            return self.figure(a, place, when, "base", part=part)
        except Gone:
            if self.catalogue.indicators[a].growth_basis == "real":
                raise
            return self.figure(a, place, (when[0] - 1, when[1]), "level", part=part)

    def month_growth(self, a: str, where: Where, when: When) -> Fraction:
        one = self.catalogue.indicators[a]
        if where in self.catalogue.groups:
            raise Gone
        if one.basis == "rate" or one.basis == "index":
            return self.single(a, where, when)
        now = self.month_of(lambda w: self.figure(a, where, w, "level"), a, when)
        if when[1] == 1:
            return self.growth(a, where, when)
        before = self.month_base(a, where, when)
        return (now / self.above_zero(before) - 1) * 100

    def month_base(self, a: str, place: str, when: When) -> Fraction:
        """As restated; as released then, where the published growth agrees; else what that implies."""
        both = (when, (when[0], when[1] - 1))
        for read in (self.restated, self.released, self.implied):
            values = [self.known(read, a, place, at) for at in both]
            if None not in values:
                return Fraction(values[0] - values[1])
        raise Gone

    def restated(self, a: str, place: str, when: When) -> Fraction:
        return self.figure(a, place, when, "base")

    def released(self, a: str, place: str, when: When) -> Fraction:
        before = self.year_ago(a, place, when)
        published = self.known(self.figure, a, place, when, "growth")
        if published is None:
            return before
        computed = (self.figure(a, place, when, "level") / self.above_zero(before) - 1) * 100
        if abs(half_up(computed) - half_up(published)) > Fraction(1, 10):
            raise Gone
        return before

    def implied(self, a: str, place: str, when: When) -> Fraction:
        return self.piece(a, place, when)[1]

    def change(self, a: str, where: Where, when: When, against: str = "上年同期", part: str = "") -> Fraction:
        before = self.earlier(a, when, against)
        return self.growth(a, where, when, part) - self.growth(a, where, before, part)

    def earlier(self, a: str, when: When, against: str) -> When:
        """The period that a change is measured from."""
        year, month = when
        one = self.catalogue.indicators[a]
        if against == "上年同期":
            return year - 1, month
        if against == "上年末":
            return year - 1, 12
        if against == "上季":
            return (year, (month - 1) // 3 * 3) if month > 3 else (year - 1, 12)
        before = step_back(when, {"M": 1, "Q": 3, "Y": 12}[one.frequency])
        if (self.cumulative(a) and before[0] < year) or (one.no_january and before[1] == 1):
            if self.cumulative(a):
                raise Gone
            before = step_back(before)
        return before

    # 6 parts of a whole

    def piece(self, a: str, where: Where, when: When, part: str = "") -> tuple[Fraction, Fraction]:
        """Present value and comparable base."""
        if where in self.catalogue.groups:
            pieces = [self.piece(a, p, when, part) for p in self.places(where)]
            if not self.addable(a):
                raise Gone
            return sum(v for v, _ in pieces), sum(b for _, b in pieces)  # type: ignore[return-value]
        one = self.catalogue.indicators[a]
        if one.basis == "rate":
            if not one.weight:
                raise Gone
            _, base = self.piece(one.weight, where, when, part)
            return base * (1 + self.growth(a, where, when, part) / 100), base
        value = self.figure(a, where, when, "level", part=part)
        return value, self.comparable(a, where, when, value, part)

    def comparable(self, a: str, place: str, when: When, value: Fraction, part: str) -> Fraction:
        """The base that the published growth speaks of, else the restated one, else last year's value."""
        try:
            growth = self.figure(a, place, when, "growth", part=part)
        except Gone:
            return self.year_ago(a, place, when, part)
        if growth <= -100:
            raise Gone
        return value / (1 + growth / 100)

    def sum_growth(self, pieces: list[tuple[Fraction, Fraction]], a: str) -> Fraction:
        base = sum((b for _, b in pieces), Fraction(0))
        if base <= 0 or not self.addable(a):
            raise Gone
        return (sum((v for v, _ in pieces), Fraction(0)) / base - 1) * 100

    def gathered(self, a: str, parts: list[tuple[str, str]], where: Where, when: When) -> list[Any]:
        """The pieces of places, groups, industries, indicators; what lies in two of them counts once."""
        places = self.once(p for kind, code in parts if kind == "place" for p in self.members(code))
        if places and not (self.addable(a) and all(self.within(p, where) for p in places)):
            raise Gone
        found = [self.piece(a, p, when) for p in places]
        for kind, code in dict.fromkeys(parts):
            if kind == "part":
                found.append(self.piece(a, where, when, code))
            if kind == "indicator":
                found.append(self.piece(code, where, when))
        return found

    def members(self, where: Where) -> Iterable[str]:
        group = self.catalogue.groups.get(where)
        return group.members if group else [where]

    def within(self, place: str, whole: Where) -> bool:
        """Whether its figures are a part of the whole's: a zone's also of the county that holds them."""
        if place in self.members(whole):
            return True
        above = self.catalogue.places.get(place)
        return above is not None and any(
            self.within(one, whole) for one in (above.parent, above.included_in) if one
        )

    def pull(self, a: str, parts: list[tuple[str, str]], where: Where, when: When) -> Fraction:
        _, base = self.piece(a, where, when)
        pieces = self.gathered(a, parts, where, when)
        return Fraction(sum(v - b for v, b in pieces)) / self.above_zero(base) * 100

    def contribution(self, a: str, parts: list[tuple[str, str]], where: Where, when: When) -> Fraction:
        value, base = self.piece(a, where, when)
        if (value / self.above_zero(base) - 1) * 100 < Fraction(1, 2):
            raise Gone
        return Fraction(sum(v - b for v, b in self.gathered(a, parts, where, when))) / (value - base) * 100

    def without(self, a: str, parts: list[tuple[str, str]], where: Where, when: When) -> Fraction:
        value, base = self.piece(a, where, when)
        pieces = self.gathered(a, parts, where, when)
        rest = base - sum(b for _, b in pieces)
        return ((value - sum(v for v, _ in pieces)) / self.above_zero(rest) - 1) * 100

    @staticmethod
    def above_zero(base: Fraction) -> Fraction:
        if base <= 0:
            raise Gone
        return base

    def share(self, a: str, where: Where, when: When, whole: tuple[str, Where], part: str = "") -> Fraction:
        """Per cent of another indicator, or of the same in another place."""
        of = self.level(whole[0] or a, whole[1] or where, when)
        return self.level(a, where, when, part) / self.above_zero(of) * 100
