"""Numbers as clerks type them, made the indicator's own."""

from __future__ import annotations

import pytest

from diaodu.bureau.reports.typed import months, padded, read, shown
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Basis, Indicator
from diaodu.economy.periods import span

MONEY = Indicator("revenue", "收入", "亿元", Basis.FLOW)
PEOPLE = Indicator("jobs", "新增就业", "人", Basis.FLOW)
RATIO = Indicator("share", "产销率", "%", Basis.RATIO, growth_basis="points")


@pytest.mark.parametrize(
    ("first", "last", "stock", "said"),
    [(1, 9, False, "1—9月"), (9, 9, True, "9月末"), (9, 9, False, "9月"), (1, 12, False, "全年")],
)
def test_the_months_that_a_number_is_of(first: int, last: int, stock: bool, said: str) -> None:
    assert months(span(2026, first, last), stock=stock) == said


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", 12.5), ("１２．５", 12.5), ("1,234.5", 1234.5), ("１，２３４．５", 1234.5), ("－3.2", -3.2),
        (" 12.5 ", 12.5), ("12.5亿元", 12.5), ("1,234万元", 0.1234), ("125000万", 12.5), ("3亿", 3.0),
        ("0", 0.0), ("", None), ("—", None), ("　", None), ("/", None), ("1.2e3", 1200.0),
    ],
)  # fmt: skip
def test_an_amount(text: str, value: float | None) -> None:
    assert read(text, MONEY, "level") == value


def test_a_rate_is_typed_with_or_without_its_sign() -> None:
    assert [read(t, MONEY, "growth") for t in ("5.3", "5.3%", "＋5.3％", "-0.4 %")] == [5.3, 5.3, 5.3, -0.4]
    assert read("1.2个百分点", RATIO, "growth") == 1.2
    assert read("98.5%", RATIO, "level") == 98.5
    assert read("1.2万人", PEOPLE, "level") == 12000.0


@pytest.mark.parametrize(
    "text", ["约12", "12-13", "=1+1", "12..5", "1,23", "十二", "12亿13", "1e30", "#DIV/0!"]
)
def test_what_is_no_number_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text, MONEY, "level")
    assert text in str(refused.value)


def test_another_thing_is_not_converted() -> None:
    for text, indicator, what in (
        ("12人", MONEY, "level"),
        ("12%", MONEY, "level"),
        ("12亿元", MONEY, "growth"),
    ):
        with pytest.raises(Refusal):
            read(text, indicator, what)


def test_a_number_stands_in_its_box_as_it_was_typed() -> None:
    assert [shown(v) for v in (12.5, 1234567890.0, 0.0001, 0.1 + 0.2, -3.0, 0.0, None)] == [
        "12.5", "1234567890", "0.0001", "0.3", "-3", "0", "",
    ]  # fmt: skip
    assert read(shown(123456789012.25), MONEY, "level") == 123456789012.25


def test_what_is_signed_is_read_whole() -> None:
    """Never rounded: who signs sees the exact value, with the decimals it is published with."""
    assert [padded(v, 1) for v in (3.0, 5.25, -0.4, 0.0, None)] == ["3.0", "5.25", "-0.4", "0.0", ""]
    assert [padded(v, 0) for v in (1234567.0, -1234.5)] == ["1,234,567", "-1,234.5"]
