"""Blocks out of tags (结构): what lies between a for and its endfor, an if and its endif."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from diaodu.bureau.documents.filling.levels import number, numbers
from diaodu.bureau.documents.filling.tags import CLOSERS, MIDDLES, OPENERS, Fault, Tag
from diaodu.bureau.documents.filling.xml import (
    AFTER,
    BEFORE,
    CONTROL,
    FALLBACK,
    TAG,
    VANISH,
    Element,
)

DEEPEST = 5


class Item(NamedTuple):
    """One of a row of siblings (并列项): an element, or a tag with the element it stood in."""

    element: Element
    tag: Tag | None = None


@dataclass
class Block:
    """A for or an if with what it governs (控制块): an if has several branches."""

    branches: list[tuple[Item, list[Node]]] = field(default_factory=list)

    @property
    def head(self) -> Item:
        return self.branches[0][0]

    @property
    def tag(self) -> Tag:
        assert self.head.tag is not None
        return self.head.tag


Node = Item | Block


def items(element: Element, tags: list[Tag]) -> Iterator[Item]:
    """The children of an element, the tags noted on them in their places (并列项)."""
    for child in element:
        if child.get(TAG) is not None:
            yield Item(child, tags[number(child)])
            continue
        yield from (Item(child, tags[n]) for mark in (BEFORE, CONTROL) for n in numbers(child, mark))
        if child.get(VANISH) is None:
            yield Item(child)
        yield from (Item(child, tags[n]) for n in numbers(child, AFTER))


def tagged(element: Element) -> bool:
    """Whether any child of an element is or bears a tag (有无标记)."""
    return any(
        child.get(mark) is not None for child in element for mark in (TAG, BEFORE, CONTROL, AFTER, VANISH)
    )


def arrange(flat: Iterable[Item], faults: list[Fault]) -> list[Node]:
    """Siblings as nested blocks (成块); what is not closed, or crosses, is noted as wrong."""
    root: list[Node] = []
    waiting: list[Block] = []
    for item in flat:
        kind = item.tag.kind if item.tag else ""
        into = waiting[-1].branches[-1][1] if waiting else root
        if kind in OPENERS:
            block = Block([(item, [])])
            into.append(block)
            waiting.append(block)
        elif kind in MIDDLES:
            _branch(item, waiting, faults)
        elif kind in CLOSERS:
            _close(item, waiting, faults)
        else:
            into.append(item)
    faults += [
        Fault(b.tag.place, f"“{b.tag.text}”没有对应的“{{% end{b.tag.kind} %}}”（{_WHERE}）") for b in waiting
    ]
    return root


_WHERE = "两者要么在同一段，要么各自单独成段，要么在同一张表的行里"


def _branch(item: Item, waiting: list[Block], faults: list[Fault]) -> None:
    tag = item.tag
    assert tag is not None
    if not waiting or waiting[-1].tag.kind != "if":
        faults.append(Fault(tag.place, f"“{tag.text}”前面没有对应的“{{% if … %}}”（{_WHERE}）"))
        return
    last = waiting[-1].branches[-1][0].tag
    if last is not None and last.kind == "else":
        faults.append(Fault(tag.place, f"“{tag.text}”写在了“{{% else %}}”之后"))
    waiting[-1].branches.append((item, []))


def _close(item: Item, waiting: list[Block], faults: list[Fault]) -> None:
    tag = item.tag
    assert tag is not None
    opener = tag.kind.removeprefix("end")
    if waiting and waiting[-1].tag.kind == opener:
        waiting.pop()
    elif any(block.tag.kind == opener for block in waiting):
        inner = waiting[-1].tag
        faults.append(
            Fault(tag.place, f"“{tag.text}”与“{inner.text}”（{inner.place}）交叉了，应先结束后开始的")
        )
        while waiting.pop().tag.kind != opener:
            pass
    else:
        faults.append(Fault(tag.place, f"“{tag.text}”前面没有对应的“{{% {opener} … %}}”（{_WHERE}）"))


def inspect(element: Element, tags: list[Tag], faults: list[Fault], depth: int = 0) -> None:
    """Find all that is wrong in the blocks of a story before anything is asked (检查结构)."""
    if element.tag == FALLBACK:
        return
    if not tagged(element):
        for child in element:
            inspect(child, tags, faults, depth)
        return
    _inspect(arrange(items(element, tags), faults), tags, faults, depth)


def _inspect(nodes: list[Node], tags: list[Tag], faults: list[Fault], depth: int) -> None:
    for node in nodes:
        if isinstance(node, Item):
            if node.tag is None:
                inspect(node.element, tags, faults, depth)
            continue
        if depth + 1 > DEEPEST:
            faults.append(Fault(node.tag.place, f"“{node.tag.text}”套得太深，最多{DEEPEST}层"))
        for _, body in node.branches:
            _inspect(body, tags, faults, depth + 1)


def copied(nodes: list[Node]) -> list[Node]:
    """The same once more, to be filled for another member (复制)."""
    return [_copied(node) for node in nodes]


def _copied(node: Node) -> Node:
    if isinstance(node, Item):
        return node if node.tag else Item(copy.deepcopy(node.element))
    return Block([(head, copied(body)) for head, body in node.branches])


def elements_of(nodes: list[Node]) -> list[Element]:
    """The elements that blocks hold, however deep (块内元素)."""
    found: list[Element] = []
    for node in nodes:
        if isinstance(node, Item):
            found += [] if node.tag else [node.element]
        else:
            found += [element for _, body in node.branches for element in elements_of(body)]
    return found
