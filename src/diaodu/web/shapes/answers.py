"""How an answer was made, ready to be read (答案的由来): what went in, what was asked on the way."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from diaodu.bureau.documents import asking
from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.functions import FUNCTIONS, Function
from diaodu.economy.phrases.language import read
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot

MOST_STEPS = 12


class Step(NamedTuple):
    """One question inside a question (中间一步)."""

    expression: str
    shown: str


def exact(said: Said) -> str:
    """The number before it was rounded (未舍入), empty where nothing was."""
    if said.number is None:
        return ""
    bare = f"{said.number:.10g}"
    return "" if bare in said.text else bare


def steps(book: Book, expression: str, spot: Spot) -> list[Step]:
    """The calls that a sum, a comparison or a nested call is made of (分步), each answered by itself."""
    tree = read(expression)
    whole = isinstance(tree, ast.Call)
    inner = _inner(ast.iter_child_nodes(tree) if whole else [tree])
    found = []
    for text in list(dict.fromkeys(inner))[:MOST_STEPS]:
        try:
            found.append(Step(text, book.ask(text, spot).shown))
        except Refusal:
            continue  # the whole was answered without it
    return found


def _inner(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The outermost calls below some nodes, written as people do."""
    for node in nodes:
        if isinstance(node, ast.Call):
            yield _written(node)
        else:
            yield from _inner(ast.iter_child_nodes(node))


def _written(node: ast.Call) -> str:
    texts = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    plain = ast.unparse(node)
    return plain if any(mark in text for text in texts for mark in "'\"\\") else plain.replace("'", '"')


def used(expression: str) -> list[Function]:
    """The words in an expression (所用函数), also those of its conditions."""
    names: dict[str, None] = {}
    _named(expression, names, 4)
    return [FUNCTIONS[name] for name in names]


def _named(expression: str, names: dict[str, None], deep: int) -> None:
    try:
        tree = read(expression)
    except Refusal:
        return  # a text that is no expression
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in FUNCTIONS:
            names[node.id] = None
        elif deep and isinstance(node, ast.Constant) and isinstance(node.value, str) and "(" in node.value:
            _named(node.value, names, deep - 1)


def sources(said: Said, most: int) -> list[dict[str, Any]]:
    """What was read from the ledger (来源), the first of many."""
    return list(asking.details(said.sources[:most]).values())
