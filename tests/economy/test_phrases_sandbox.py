"""Expressions that try what none may: each refused, with a reason in Chinese, within a second."""

from __future__ import annotations

import re
import time

import pytest

from diaodu.economy.errors import Refusal
from diaodu.economy.panel import Panel
from diaodu.economy.phrases.book import FUNCTIONS, Book
from diaodu.economy.phrases.language import Forbidden, quote
from tests.economy import world

JUNE = "2024年1-6月"
CHINESE = re.compile("[\u4e00-\u9fff]{2}")


@pytest.fixture(scope="module")
def book() -> Book:
    return of_counties("甲乙")


def of_counties(names: str) -> Book:
    """A city that grows by 8.3 %, and so does each of its counties."""
    one, figures = world.indicator(), {"growth": {"2024-01..06": 8.3}}
    panel = Panel(world.catalogue(one, names))
    for place in (world.CITY, *names):
        world.panel(one, figures, place, panel)
    return Book(panel)


def asked(book: Book, expression: str) -> object:
    return book.ask(expression, book.at("某市", JUNE)).value


def nested(times: int, inner: str = '增速("某指标") > 0') -> str:
    """A condition in a condition in a condition: every level tries all counties again."""
    for _ in range(times):
        inner = f"满足(县区, {quote(inner)})"
    return inner


ESCAPES = [
    '"".__class__',
    '"".__class__.__mro__[1].__subclasses__()',
    '增速("某指标").__class__.__init__.__globals__',
    "增速.__globals__",
    "县区.members",
    '"{0.__class__}".format(1)',
    '"{}".join([1])',
    '"%s" % 县区',
    'f"{县区}"',
    'f"{().__class__}"',
    "__builtins__",
    '__import__("os").system("id")',
    "_",
    "＿＿class＿＿",
    '"".＿＿class＿＿',
    '＿＿import＿＿("os")',
    '__ｉｍｐｏｒｔ__("os")',
    "__imp\u200bort__",
    "\u200b__class__",
    "\ufeff__builtins__",
    "县区[0]",
    "县区[0:1]",
    '{"a": 1}["a"]',
    "{1, 2}",
    "[x for x in 县区]",
    "(x for x in 县区)",
    "{x for x in 县区}",
    "{x: 1 for x in 县区}",
    "lambda: 1",
    "(lambda: 1)()",
    '(增速)("某指标").x',
    '增速(*["某指标"])',
    '增速(**{"indicator": "某指标"})',
    "(x := 1)",
    "await 县区",
    "9 ** 9 ** 9 ** 9",
    "10 ** 1000000",
    "1 << 1000000",
    "7 % 2",
    "7 // 2",
    "1 | 2",
    "~1",
    "1j",
    'b"a"',
    "...",
    '增速("某指标")("x")',
    '"增速"("某指标")',
]
"""What the grammar has no word for: told apart from a slip, for it refuses a whole template."""


@pytest.mark.parametrize("expression", ESCAPES)
def test_a_way_out_of_the_language_is_forbidden(expression: str, book: Book) -> None:
    with pytest.raises(Forbidden) as refused:
        asked(book, expression)
    assert CHINESE.search(str(refused.value))


MISTAKES = [
    'getattr("a", "__class__")',
    "ℊetattr(1, 2)",
    "𝐠𝐞𝐭𝐚𝐭𝐭𝐫(1, 2)",
    'eval("1")',
    'exec("1")',
    'open("/etc/passwd")',
    "print(1)",
    "globals()",
    "Evaluation",
    "self",
    "import os",
    "a; b",
    "增速 = 1",
    "yield 1",
    '增速("某指标")\n\nimport os',
    "{% for x in 县区 %}",
    "1 if",
    '"a" * 1000000000',
    '["a"] * 1000000000',
    "1e308 * 1e308",
    "1e400",
    "-1e400",
    "1e999 - 1e999",
    "排序(县区, \"增速('某指标')\", 前=1e400)",
    "9" * 3900,
    "0x" + "f" * 3900,
    '增速("某指标", 位数=1e300)',
    '增速("某指标", 位数=-1)',
    '增速("某指标", 时期="9999年")',
    '增速("某指标", 时期="' + "1" * 3000 + '")',
    '增速("' + "农" * 3000 + '")',
    '增速("某指标")\0',
    "\0",
    '增速("某指标',
    '增速("某指标”)',
    '增速(“某指标")',
    "增速(“某指标“)",
    "'" * 3999,
    "“" * 3999,
    "(" * 100_000,
    "-" * 100_000 + "1",
    "a" * 100_000,
    "(" * 3000,
    "[" * 1500 + "]" * 1500,
    "-" * 3900 + "1",
    "not " * 900 + "1",
    "1," * 1900 + "1",
    "1+" * 1900 + "1",
    "增速(" * 39 + '"某指标"' + ")" * 39,
    "满足(县区, 增速(“某指标”) > 0)",
    "#",
    "\\",
    "",
    "\u3000\u200b ",
]


@pytest.mark.parametrize("expression", MISTAKES, ids=lambda one: repr(one[:24]))
def test_what_means_nothing_is_refused_at_once_in_chinese(expression: str, book: Book) -> None:
    begun = time.perf_counter()
    with pytest.raises(Refusal) as refused:
        asked(book, expression)
    assert time.perf_counter() - begun < 1
    told = str(refused.value)
    assert CHINESE.search(told)
    assert "\0" not in told
    assert not re.search(r"Traceback|Error|Exception", told)


@pytest.mark.parametrize("depth", [5, 6, 12])
def test_conditions_in_conditions_are_cut_short(depth: int) -> None:
    """Fourteen counties six deep would be seven million questions."""
    of = of_counties("甲乙丙丁戊己庚辛壬癸子丑寅卯")
    begun = time.perf_counter()
    with pytest.raises(Refusal, match=r"要算的太多|太长"):
        asked(of, nested(depth))
    assert time.perf_counter() - begun < 1


def test_the_bound_is_of_one_question_and_not_of_the_book(book: Book) -> None:
    for _ in range(30):
        assert asked(book, nested(2)) == 2.0  # both counties: any county fits what holds for a set
    assert asked(book, '增速("某指标")') == 8.3


def test_a_text_that_looks_like_code_stays_a_text(book: Book) -> None:
    assert asked(book, "\"__import__('os')\"") == "__import__('os')"
    assert asked(book, '"<script>alert(1)</script>"') == "<script>alert(1)</script>"


def test_signs_of_no_width_from_a_paste_mean_nothing(book: Book) -> None:
    assert asked(book, '\ufeff增\u200b速("某指标")\u200d') == 8.3


def test_no_word_answers_to_a_name_that_python_knows() -> None:
    assert not FUNCTIONS.keys() & set(dir(__builtins__))
    assert not any(name.startswith("_") or name.isascii() for name in FUNCTIONS)


def test_a_list_or_a_sum_as_long_as_may_be_is_quick(book: Book) -> None:
    begun = time.perf_counter()
    assert asked(book, "+".join(["1"] * 200)) == 200
    assert asked(book, "1<2 and " * 490 + "1<2") == "是"
    assert time.perf_counter() - begun < 1


MISPLACED = [
    "1",
    "[1]",
    "[县区]",
    "县区",
    "None",
    "同比",
    '"它"',
    '"2201年"',
    '["甲县"]',
    '增速("没有")',
    "1/0",
    "县区()",
]


@pytest.mark.parametrize("value", MISPLACED)
def test_whatever_stands_in_an_arguments_place_is_answered_or_refused(value: str, book: Book) -> None:
    for function in FUNCTIONS.values():
        options = ("地区", "时期", "部分", "位数", "单位", "缺", *(zh for zh, _ in function.takes))
        for inside in (value, f'"某指标", {value}', *(f'"某指标", {zh}={value}' for zh in options)):
            answered_or_refused(book, f"{function.name}({inside})", "2024年1-6月")


@pytest.mark.parametrize("period", ["1900年1-9月", "2200年全年"])
def test_the_first_and_the_last_year_that_may_be_written(period: str, book: Book) -> None:
    for function in FUNCTIONS.values():
        answered_or_refused(book, f'{function.name}("某指标")', period)
        answered_or_refused(book, f"{function.name}()", period)


def answered_or_refused(book: Book, expression: str, period: str) -> None:
    """Anything but a refusal would end a batch of thousands."""
    told: str | None
    try:
        said = book.ask(expression, book.at("某市", period))
        told = said.reason or ("有数" if said.known else None)
    except Refusal as refusal:
        told = str(refusal)
    assert told, expression
    assert CHINESE.search(told), expression
