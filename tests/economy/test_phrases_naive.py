"""10,000 generated questions, answered by the phrasebook and by a naive book: none may differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import pytest

from diaodu.bureau.catalogue import actions
from diaodu.demo.city import OWN, figures
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Catalogue, Kind, What
from diaodu.economy.panel import Observation, Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.phrases.book import Book
from tests.economy import world
from tests.economy.naive import half_up
from tests.economy.naive_sets import Sets
from tests.economy.phrase_questions import WEIGHTS, Drawer, Question

ASKED, SEED = 10_000, 20260930
NEAR = 1e-9
SAID_SELDOM = ("新低", "新高", "首次跌破", "预计")


class Both(NamedTuple):
    question: Question
    naive: tuple[Any, str]
    got: tuple[Any, str]

    @property
    def agree(self) -> bool:
        (value, text), (got, told) = self.naive, self.got
        return text == told and same(value, got)

    def __str__(self) -> str:
        return f"{self.question.text} @{self.question.place} {self.question.period}: {self.naive} {self.got}"


def same(value: Any, got: Any) -> bool:
    if isinstance(value, list):
        parts = got.split("；") if isinstance(got, str) else [got]
        return len(parts) == len(value) and all(same(v, float(g)) for v, g in zip(value, parts, strict=True))
    if value is None or got is None:
        return value is got
    return abs(float(value) - got) <= NEAR * max(1, abs(got))


def panel(catalogue: Catalogue, rows: list[Any]) -> Panel:
    """As a snapshot is put together, series by series."""
    series: dict[tuple[str, ...], list[tuple[Period, Observation]]] = {}
    for ref, (indicator, place, part, kind, what, year, first, last, value) in enumerate(rows, 1):
        found = series.setdefault((indicator, place, part, kind, what), [])
        found.append((span(year, first, last), Observation(value, ref)))
    made = Panel(catalogue)
    for (indicator, place, part, kind, what), found in series.items():
        made.add(SeriesKey(indicator, place, Kind(kind), What(what), part), found)
    return made


@lru_cache(maxsize=1)
def answers() -> list[Both]:
    catalogue, rows = actions.check(actions.read(actions.PACKAGE, OWN)), figures(end=(2026, 12))
    naive, book = Sets(rows, catalogue), Book(panel(catalogue, rows))
    drawer = Drawer(naive, SEED)
    questions = [drawer.draw() for _ in range(ASKED)]
    return [Both(q, naive.answered(q.naive), asked(book, q)) for q in questions]


def asked(book: Book, question: Question) -> tuple[Any, str]:
    """A question that has no sense there is refused, which counts as no answer."""
    try:
        said = book.ask(question.text, book.at(question.place, question.period))
    except Refusal:
        return None, ""
    return said.value, said.text


def shares() -> Iterator[tuple[str, int, int]]:
    """How many of each word were asked, and how many of them had an answer."""
    total, known = Counter(b.question.word for b in answers()), Counter(
        b.question.word for b in answers() if b.naive[0] is not None
    )  # fmt: skip
    return ((word, total[word], known[word]) for word in WEIGHTS)


def test_none_of_ten_thousand_answers_is_wrong() -> None:
    wrong = [both for both in answers() if not both.agree]
    assert not wrong, f"{len(wrong)} of {ASKED}\n" + "\n".join(map(str, wrong[:20]))


def test_most_of_the_questions_have_an_answer() -> None:
    known = sum(known for _, _, known in shares())
    print(*(f"{word} {known}/{total}" for word, total, known in shares()), sep="  ")
    assert known >= 0.6 * ASKED


@pytest.mark.parametrize("word", WEIGHTS)
def test_every_word_is_asked_and_answered(word: str) -> None:
    total, known = next((total, known) for one, total, known in shares() if one == word)
    assert total >= 100
    assert known >= (0.2 if word in SAID_SELDOM else 0.5) * total


def test_the_naive_book_knows_the_examples_of_the_formulas() -> None:
    """That both agree proves nothing if the naive one is wrong in the same way."""
    one = world.indicator(frequency="M")
    naive = Sets(written({"city": (104, 4), "甲": (66, 10), "乙": (38, -5)}), world.catalogue(one))
    parts = [("place", "甲")]
    assert naive.pull("x", parts, "city", JUNE) == 6
    assert naive.pull("x", [("place", "乙")], "city", JUNE) == -2
    assert naive.contribution("x", parts, "city", JUNE) == 150
    assert naive.without("x", parts, "city", JUNE) == -5


def test_the_naive_book_knows_the_example_of_pace() -> None:
    levels = [(2023, 12, 200), (2023, 5, 80), (2024, 5, 82)]
    rows = [("x", "city", "", "official", "level", year, 1, month, v) for year, month, v in levels]
    rows.append(("x", "city", "", "target", "growth", 2024, 1, 12, 8))
    naive = Sets(rows, world.catalogue(world.indicator()))
    asked = "x", "city", (2024, 5)
    assert half_up(naive.progress(*asked)) == Fraction("38.0")
    assert half_up(naive.lead(*asked)) == Fraction("-3.7")
    assert naive.arrears(*asked) == 8
    assert naive.needed(*asked, 6) == 26
    assert half_up(naive.rest_growth(*asked)) == Fraction("11.7")


JUNE = (2024, 6)


def written(figures: dict[str, tuple[float, float]]) -> list[tuple[Any, ...]]:
    """Level and growth of the half year, by place."""
    return [
        ("x", place, "", "official", what, 2024, 1, 6, value)
        for place, both in figures.items()
        for what, value in zip(("level", "growth"), both, strict=True)
    ]
