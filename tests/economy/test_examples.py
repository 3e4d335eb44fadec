"""Every worked example: what is given, what is asked, what must come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
import yaml

from diaodu.economy import accuracy, consistency, contribution, decomposition, gdp_support, rank
from diaodu.economy.contribution import Piece
from diaodu.economy.entry import case
from diaodu.economy.errors import Refusal
from diaodu.economy.findings import Clause, Finding, Light
from diaodu.economy.indicators import Better, What
from diaodu.economy.periods import Period
from diaodu.economy.results import Key, Result, Results
from diaodu.economy.units import round_half_up
from diaodu.economy.warning import RULES, judge
from diaodu.economy.warning.thresholds import PARAMETERS, Thresholds
from tests.economy import gdp, matching, stated, world

Given = dict[str, Any]
EXAMPLES = [
    pytest.param(example, id=f"{file.stem}-{example['name']}")
    for file in sorted((Path(__file__).parent / "examples").glob("*.yaml"))
    for example in yaml.safe_load(file.read_text("utf-8"))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_worked_example_comes_out(example: dict[str, Any]) -> None:
    got = ask(example["ask"], example["given"])
    if isinstance(got, Result):
        assert example.get("reason") in (None, got.reason)
        assert example.get("note") in (None, got.note)
        got = got.value
    agree(got, example["expected"], example.get("decimals", 1))


def agree(got: Any, expected: Any, decimals: int) -> None:
    if isinstance(expected, Mapping):
        for name, value in expected.items():
            agree(got[name], value, decimals)
    elif isinstance(expected, (int, float)):
        assert round_half_up(got, decimals) == expected
    else:
        assert got == expected


def ask(question: str, given: Given) -> Any:
    """One of the questions below, else the function of that name, on a panel if it takes one."""
    if question in QUESTIONS:
        return QUESTIONS[question](given)
    module, name = question.split(".")
    function = getattr(import_module(f"diaodu.economy.{module}"), name)
    if "panel" in signature(function).parameters:
        one = world.indicator(**given["indicator"])
        made = world.panel(one, given["figures"])
        return function(made, one, world.CITY, Period.parse(given["period"]))
    return function(**given)


def read_periods(given: Given) -> str:
    read = {Period.parse(written, year=given.get("year")) for written in given["written"]}
    (period,) = read
    return str(getattr(period, given.get("form", "code")))


def refusal(given: Given) -> str:
    """The telling part of the refusal, when all are refused for the same reason."""
    said = []
    for written in given["written"]:
        with pytest.raises(Refusal) as refused:
            Period.parse(written)
        said.append(str(refused.value).split("”")[1].split("（")[0].split("。")[0])
    (reason,) = set(said)
    return reason


def ranks(given: Given) -> dict[str, rank.Rank]:
    return rank.rank(given["values"], Better(given.get("better", "higher")))


def piece(figures: Mapping[str, float]) -> Piece:
    if "base" in figures and "value" in figures:
        return Piece(figures["value"], figures["base"])
    if "base" in figures:
        return contribution.piece_from_base(figures["base"], figures["growth"])
    made = contribution.piece(figures["value"], figures["growth"])
    assert made is not None
    return made


def pieces(given: Given) -> tuple[dict[str, Piece], Piece]:
    parts = {name: piece(figures) for name, figures in given["parts"].items()}
    return parts, piece(given["whole"]) if "whole" in given else contribution.whole(parts.values())


def pulls_of_counties(given: Given) -> dict[str, float | None]:
    one = world.indicator(**given["indicator"])
    made = world.panel(one, given["figures"])
    for county, figures in given["counties"].items():
        series = {name: {given["period"]: value} for name, value in figures.items()}
        world.panel(one, series, county, made)
    found = decomposition.by_members(
        made, one, world.CITY, given["counties"], Period.parse(given["period"]), given.get("weights")
    )
    return {row.code: row.pull.value for row in found.rows}


def judged(given: Given) -> dict[str, Any] | None:
    """The finding of one rule on the results of one county."""
    one = world.indicator(**given.get("indicator", {}))
    period = Period.parse(given.get("period", "2024-01..08"))
    rows = [(Key(measure, "x", "甲"), Result(value)) for measure, value in given["results"].items()]
    before = {}
    if "previous" in given:
        clauses = tuple(Clause(code, "") for code in given["previous"]["clauses"])
        last = Finding("indicator_light", "x", "甲", period, Light(given["previous"]["light"]), "", clauses)
        before[last.key] = last
    thresholds = Thresholds.from_rows(given.get("thresholds", []))
    found = judge(Results(rows), world.catalogue(one), thresholds, period, before)
    mine = [f for f in found if f.rule == given["rule"]]
    if not mine:
        return None
    return {"light": mine[0].light.value, "clauses": [c.code for c in mine[0].clauses], "text": mine[0].text}


def estimated(given: Given) -> dict[str, Any]:
    """GDP's growth from the bottom up, with every industry's pull."""
    made = gdp.panel(given["industries"], given.get("published"))
    found = gdp_support.estimate(made, gdp.table(given["industries"]), gdp.QUARTER)
    pulls = {line.industry.code: line.pull.value for line in found.lines}
    numbers = {name: getattr(found, name).value for name in ("growth", "coverage", "rest", "error")}
    return {**pulls, **numbers, "reason": found.growth.reason}


def phrased(given: Given) -> dict[str, Any]:
    """What a phrase says of the figures given."""
    book = stated.book(given)
    said = book.ask(given["phrase"], book.at(given.get("place", "全市"), given["period"]))
    return {"value": said.value, "text": said.text, "reason": said.reason}


def scored(given: Given) -> dict[str, Any]:
    """The error of one estimate, its score and words."""
    found = accuracy.error(given["estimate"], given["actual"], What(given.get("what", "growth")))
    assert found is not None
    return {"value": found.value, "score": found.score, "text": found.text}


def leaning(given: Given) -> dict[str, Any]:
    """The bias of past errors, and whether they all lie on one side."""
    errors = [accuracy.Error(value, What.GROWTH) for value in given["differences"]]
    return {"bias": accuracy.bias(errors), "lean": accuracy.lean(errors).value}


QUESTIONS: dict[str, Callable[[Given], Any]] = {
    "accuracy.scored": scored,
    "accuracy.leaning": leaning,
    "gdp_support.estimate": estimated,
    "gdp_support.slope": lambda given: gdp_support.slope(**given)._asdict(),
    "gdp_support.share_gap": lambda given: gdp_support.share_gap(**given)._asdict(),
    "periods.parse": read_periods,
    "periods.refusal": refusal,
    "rank.text": lambda given: {code: one.text for code, one in ranks(given).items()},
    "rank.phrase": lambda given: {code: one.phrase for code, one in ranks(given).items()},
    "contribution.pulls": lambda given: contribution.pulls(*pieces(given)),
    "contribution.contributions": lambda given: contribution.contributions(*pieces(given)),
    "contribution.shortfall_shares": lambda given: contribution.shortfall_shares(
        pieces(given)[0], given["wanted"], pieces(given)[1]
    ),
    "contribution.whole_growth": lambda given: contribution.whole_growth(pieces(given)[1]),
    "contribution.increase": lambda given: {n: p.value - p.base for n, p in pieces(given)[0].items()},
    "contribution.growth_without": lambda given: contribution.growth_without(
        pieces(given)[1], [pieces(given)[0][given["without"]]]
    ),
    "contribution.dispersion": lambda given: contribution.dispersion(**given)._asdict(),
    "decomposition.pull": pulls_of_counties,
    "warning.judge": judged,
    "consistency.check": matching.checked,
    "phrases.ask": phrased,
}


def test_every_rule_has_an_example() -> None:
    asked = {p.values[0]["given"].get("rule") for p in EXAMPLES if p.values[0]["ask"] == "warning.judge"}
    assert {rule.code for rule in RULES} <= asked


def test_every_parameter_belongs_to_a_rule() -> None:
    rules = {rule.code for rule in (*RULES, *consistency.RULES)}
    assert {p.rule for p in PARAMETERS} <= rules | {case.RULE}


def test_every_rule_of_consistency_passes_questions_and_says_what_is_missing() -> None:
    shown: dict[str, set[str]] = {}
    for example in (p.values[0] for p in EXAMPLES if p.values[0]["ask"] == "consistency.check"):
        pair = example["given"]["pair"]
        rule = pair.get("rule", pair["code"]) if isinstance(pair, Mapping) else matching.pairs()[pair].rule
        shown.setdefault(rule, set()).add(example["expected"]["state"])
    states = {"passed", "questioned", "missing"}
    assert {rule.code: states - shown.get(rule.code, set()) for rule in consistency.RULES} == {
        rule.code: set() for rule in consistency.RULES
    }


def test_every_example_shows_its_arithmetic_and_source() -> None:
    for example in EXAMPLES:
        assert {"name", "given", "ask", "expected", "arithmetic", "source"} <= set(example.values[0])
