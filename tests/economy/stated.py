"""Statements told from figures that can all be seen: a panel of nothing but what an example writes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from diaodu.bureau.catalogue import actions
from diaodu.demo.city import OWN, figures
from diaodu.economy.breakdowns import Place
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.said import Said

FOLDER = Path(__file__).parent / "examples/statements"
INVENTED = "示例城市"  # the source of examples whose figures are the invented city's
KINDS: dict[str, tuple[What, Kind | None]] = {
    "数值": (What.LEVEL, None), "增速": (What.GROWTH, None), "当月增速": (What.GROWTH, None),
    "可比基数": (What.BASE, None), "目标": (What.LEVEL, Kind.TARGET), "目标增速": (What.GROWTH, Kind.TARGET),
    "计划": (What.LEVEL, Kind.PLAN), "计划增速": (What.GROWTH, Kind.PLAN),
    "预计": (What.LEVEL, Kind.ESTIMATE), "预计增速": (What.GROWTH, Kind.ESTIMATE),
}  # fmt: skip
Figure = tuple[SeriesKey, Period, float]


def examples() -> list[dict[str, Any]]:
    """All worked statements, by file."""
    return [one for file in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load(file.read_text("utf-8"))]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return actions.check(actions.read(actions.PACKAGE, OWN))


@lru_cache(maxsize=1)
def invented() -> Book:
    """The invented city, whole."""
    made = Panel(catalogue())
    for ref, r in enumerate(figures(), 1):
        key = SeriesKey(r.indicator, r.place, Kind(r.kind), What(r.what), r.part)
        made.put(key, span(r.year, r.first, r.last), r.value, ref)
    return Book(made)


def book(given: Mapping[str, Any]) -> Book:
    """A book over the figures of an example, on the invented city's definitions."""
    made = Panel(_with_places(given.get("places", ())))
    for ref, (key, period, value) in enumerate(written(given), 1):
        made.put(key, period, value, ref)
    return Book(made)


def _with_places(more: Any) -> Catalogue:
    """Counties of other cities, where an example has some."""
    known = catalogue()
    names = {p.name: p.code for p in known.places.values()}
    added = {
        f"x{n}": Place(f"x{n}", one["name"], "county", names[one["parent"]], order=500 + n)
        for n, one in enumerate(more)
    }
    return Catalogue(known.indicators, {**known.places, **added}, known.groups, known.breakdowns)


def written(given: Mapping[str, Any]) -> Iterator[Figure]:
    """The figures of an example: rows of what they share, and the values by what they differ in."""
    names = Book(Panel(_with_places(given.get("places", ()))))
    for *shared, values in given["figures"]:
        for differs, value in values.items():
            if value is not None:
                yield _figure(names, given, [str(one) for one in (*shared, differs)], value)


def _figure(names: Book, given: Mapping[str, Any], told: list[str], value: float) -> Figure:
    found: dict[str, Any] = {"kind": "增速", "place": given.get("place", "全市"), "period": given["period"]}
    for one in told:
        found[_which(names, one)] = one
    indicator, _, part = found["indicator"].partition("/")
    known = names.names.indicator(indicator)
    what, kind = KINDS[found["kind"]]
    period = Period.parse(found["period"])
    if kind is Kind.TARGET:
        period = period.full_year
    period = period.month if found["kind"] == "当月增速" else known.period(period)
    code = names.names.part(known, part) if part else None
    place = names.names.where(found["place"]).places[0]
    return SeriesKey(known.code, place, kind or known.kind, what, code.code if code else part), period, value


def _which(names: Book, told: str) -> str:
    """Whether a word names a kind of figure, a period, a place or an indicator."""
    if told in KINDS:
        return "kind"
    try:
        Period.parse(told)
        return "period"
    except Refusal:
        pass
    try:
        names.names.where(told)
        return "place"
    except Refusal:
        return "indicator"


def answer(of: Book, example: Mapping[str, Any]) -> Said:
    """What an example's expression gives, or its sentence filled."""
    given, ask = example["given"], example["ask"]
    spot = of.at(given.get("place", "全市"), given["period"])
    if "{{" not in ask:
        return of.ask(ask, spot)
    text = re.sub(r"\{\{(.+?)\}\}", lambda tag: of.ask(tag[1].strip(), spot).shown, ask)
    return Said(text, text=text)
