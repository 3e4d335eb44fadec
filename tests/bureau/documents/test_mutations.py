"""A single sign changed in a finished paper, a figure, a rank or a word of direction, is always found."""

# ruff: noqa: E501 (words of direction)

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator

import pytest

from diaodu.bureau.documents import papers, templates
from diaodu.bureau.documents.filling import checking, fill
from diaodu.bureau.documents.filling.opening import read
from diaodu.bureau.documents.filling.reading import Line, Token, lines
from diaodu.bureau.documents.filling.record import record_of
from diaodu.bureau.documents.issue import Issue
from diaodu.bureau.documents.kinds import KINDS
from diaodu.economy.phrases.said import Said, Scope, Truth
from tests.bureau.documents import made

ISSUE = Issue(dt.date(2026, 10, 22))
MUTATIONS = 1000
FIGURES = re.compile(
    r"\d|[-+](?=\d)|[一二三四五六七八九十]|增长|增速|下降|降幅|提高|回落|回升|高于|低于|[高低](?=\d)|快于|落后|加快|放缓|收窄|扩大|持平|由正转负|由负转正|"
    r"倒数|首位|末位|最高|最低|[红黄绿灰]灯|亮[红黄绿灰]|拉动|下拉|超额|欠账"
)
# What a sign is changed to: another digit, another rank, the other direction.
LIKE = {sign: group.replace(sign, "") for group in (
    "0123456789", "一二三四五六七八九十", "增减", "降升", "高低", "快慢", "正负", "红黄绿灰", "首末", "扩缩", "拉推",
) for sign in group} | {"-": "+", "+": "-", "加": "减", "提": "回", "回": "提", "落": "升", "收": "扩", "放": "加",
                        "倒": "正", "平": "升", "超": "欠", "欠": "超"}  # fmt: skip


class Remembering:
    """A desk that asks once what is asked a thousand times: a changed document changes no figure."""

    def __init__(self, desk) -> None:
        self.desk, self.known = desk, {}

    def _once(self, how: str, expression: str, scope: Scope):
        key = (how, expression, repr(scope))
        if key not in self.known:
            self.known[key] = getattr(self.desk, how)(expression, scope)
        return self.known[key]

    def ask(self, expression: str, scope: Scope) -> Said:
        return self._once("ask", expression, scope)

    def holds(self, expression: str, scope: Scope) -> Truth:
        return self._once("holds", expression, scope)

    def members(self, expression: str, scope: Scope) -> Said:
        return self._once("members", expression, scope)


def written() -> Iterator[tuple[str, bytes, object]]:
    """The built-in kinds for their first subject, and every other built-in template for the city."""
    month, book = made.month(), made.book()
    for kind in KINDS:
        subject = kind.subjects(month)[0]
        place = subject.code if subject.code in month.catalogue.places else made.CITY
        yield kind.name, kind.build(month, subject, ISSUE), book.desk(place, made.PERIOD)
    for template in templates.all_of_them():
        if template.name not in {kind.name for kind in KINDS}:
            desk = book.desk(made.CITY, made.PERIOD)
            scope = papers.names(ISSUE, "临江市经济运行调度办公室")
            yield template.name, fill.fill(template.content, desk, scope=scope).content, desk


@pytest.fixture(scope="module")
def finished():
    found = {}
    for name, content, desk in written():
        archive = read(content)
        found[name] = (record_of(archive, None), body(lines(archive)), Remembering(desk))
    return found


def body(read_lines: list[Line]) -> list[Line]:
    return [line for line in read_lines if not line.place.startswith(("页", "脚注"))]


Place = tuple[int, int, int]  # line, token, sign


def places(read_lines: list[Line]) -> list[Place]:
    """Where a figure, a rank or a word of direction stands."""
    return [
        (n, k, at)
        for n, line in enumerate(read_lines)
        for k, token in enumerate(line.tokens)
        if token.kind == "text"
        for match in FIGURES.finditer(token.value)
        for at in range(*match.span())
        if token.value[at] in LIKE
    ]


def spread(found: dict[str, list[Place]], count: int) -> dict[str, int]:
    """How many of each paper: as many as of the others, as far as it has so many."""
    shares: dict[str, int] = {}
    for left, name in zip(range(len(found), 0, -1), sorted(found, key=lambda n: len(found[n])), strict=True):
        shares[name] = min(len(found[name]), -(-(count - sum(shares.values())) // left))
    return shares


def changed(read_lines: list[Line], n: int, k: int, at: int, sign: str) -> list[Line]:
    line = read_lines[n]
    text = line.tokens[k].value
    token = Token("text", text[:at] + sign + text[at + 1 :])
    tokens = [*line.tokens[:k], token, *line.tokens[k + 1 :]]
    return [*read_lines[:n], Line(line.place, tokens), *read_lines[n + 1 :]]


def grave(record, now, desk) -> set[str]:
    return {str(one) for one in checking.against(record, now, desk) if one.grave}


def test_a_finished_paper_stands_as_it_was_written(finished):
    for record, now, desk in finished.values():
        assert grave(record, now, desk) == set()


def test_a_thousand_single_signs_changed_are_all_found(finished):
    dice, missed = random.Random(20261022), []
    found = {name: places(now) for name, (_, now, _) in finished.items()}
    shares = spread(found, MUTATIONS)
    for name, (record, now, desk) in finished.items():
        for n, k, at in dice.sample(found[name], shares[name]):
            sign = dice.choice(LIKE[now[n].tokens[k].value[at]])
            wrong = grave(record, changed(now, n, k, at, sign), desk)
            if not any(one.startswith(f"{now[n].place}：") for one in wrong):
                missed.append((name, now[n].place, now[n].tokens[k].value, at, sign))
    assert sum(shares.values()) == MUTATIONS
    assert missed == []
