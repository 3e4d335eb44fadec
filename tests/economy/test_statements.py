"""The sentences of a leader's speech, each told from figures that are written out beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from diaodu.economy.units import round_half_up
from tests.economy import stated

EXAMPLES = stated.examples()
SHOWN = [pytest.param(one, id=f"{one['statement']}-{one['name']}") for one in EXAMPLES]
CITY = [param for param in SHOWN if param.values[0]["source"] == stated.INVENTED]
# Kinds that wait for the ledgers of projects, enterprises and deals.
WAITING = {21, 22, 23, 24, 27, 28, 29, 30, 32, 33, 47, 51, 52, 53, 55, 56}
KINDS = {f"S{n:02d}" for n in range(1, 59) if n not in WAITING}


@pytest.mark.parametrize("example", SHOWN)
def test_a_statement_follows_from_its_figures_alone(example: dict[str, Any]) -> None:
    agree(stated.answer(stated.book(example["given"]), example), example["expected"])


@pytest.mark.parametrize("example", CITY)
def test_the_invented_city_has_these_figures_and_says_the_same(example: dict[str, Any]) -> None:
    city = stated.invented()
    for key, period, value in stated.written(example["given"]):
        there = city.panel.at(
            city.catalogue.indicators[key.indicator], key.place, period, key.what, key.part, key.kind
        )
        assert there is not None, (key, period)
        assert there.value == pytest.approx(value, abs=1e-9), (key, period)
    agree(stated.answer(city, example), example["expected"])


@pytest.mark.parametrize("example", [p for p in SHOWN if "{{" not in p.values[0]["ask"]])
def test_its_formula_says_the_same_from_anywhere(example: dict[str, Any]) -> None:
    of = stated.book(example["given"])
    first = stated.answer(of, example)
    again = of.ask(first.formula, of.at("全国", "2001年1月")) if first.formula else first
    assert (again.value, again.shown) == (first.value, first.shown)


def agree(got: Any, expected: dict[str, Any]) -> None:
    if "text" in expected:
        assert got.shown == expected["text"]
    if "because" in expected:
        assert expected["because"] in (got.reason or "")
    if "value" in expected:
        value = expected["value"]
        shown = got.value if got.number is None else round_half_up(got.number, 4)
        assert shown == (value if isinstance(value, str | None) else pytest.approx(value, abs=6e-5))
    if "members" in expected:
        assert [m.label for m in got.members or ()] == expected["members"]
    if "left_out" in expected:
        assert [m.label for m, _ in got.left_out] == expected["left_out"]
    if "sources" in expected:
        assert len(got.sources) == expected["sources"]


def test_every_kind_of_statement_has_an_example() -> None:
    assert {one["statement"] for one in EXAMPLES} == KINDS


def test_every_kind_of_statement_is_told_of_the_invented_city() -> None:
    # It has no counties of other cities.
    told = {param.values[0]["statement"] for param in CITY}
    assert KINDS - told == {"S49"}


def test_every_example_shows_its_arithmetic() -> None:
    needed = {"name", "statement", "given", "ask", "expected", "arithmetic", "source"}
    assert all(needed <= set(one) and re.search(r"\S", one["arithmetic"]) for one in EXAMPLES)
    names = [(one["statement"], one["name"]) for one in EXAMPLES]
    assert len(set(names)) == len(names)
