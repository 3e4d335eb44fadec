"""A template expanded (展开): one recursion over siblings, be they paragraphs, rows or words.

Nothing is worked out here: the desk answers every expression.
"""

from __future__ import annotations

from diaodu.bureau.documents.filling import merged, tidy
from diaodu.bureau.documents.filling.marks import Book, Entry, kept
from diaodu.bureau.documents.filling.structure import (
    Block,
    Item,
    Node,
    arrange,
    copied,
    elements_of,
    items,
    tagged,
)
from diaodu.bureau.documents.filling.tags import ITEM, Fault, Tag
from diaodu.bureau.documents.filling.writing import Writer
from diaodu.bureau.documents.filling.xml import (
    FALLBACK,
    HERE,
    PPR,
    RPR,
    SECTION,
    TBL,
    TCPR,
    TR,
    Element,
    W,
    make,
    writable,
)
from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.desk import Desk
from diaodu.economy.phrases.language import Forbidden
from diaodu.economy.phrases.said import Binding, Member, Said, Scope, Truth

MOST = 20_000
MOST_NODES = 4_000_000

_BARE = {FALLBACK, PPR, RPR, TCPR, SECTION, *(W + name for name in ("t", "tblPr", "tblGrid", "trPr"))}
"""Where no tag can lie: properties and words."""


class Expansion:
    """One template being filled (一次展开)."""

    def __init__(self, desk: Desk, tags: list[Tag], writer: Writer) -> None:
        self.desk, self.tags, self.writer = desk, tags, writer
        self.book: Book = writer.book
        self.faults: list[Fault] = []
        self._steps = self._nodes = 0

    def fill(self, element: Element, scope: Scope) -> None:
        """Fill whatever lies in an element (展开)."""
        if element.tag in _BARE:
            return
        if not tagged(element):
            for child in list(element):
                self.fill(child, scope)
                if _without_rows(child):
                    element.remove(child)
            tidy.ended(element)
            return
        filled = self._all(arrange(items(element, self.tags), []), scope)
        for child in list(element):
            element.remove(child)
        element.extend(tidy.apart(filled))
        tidy.ended(element)
        if element.tag == TBL:
            merged.mend(element)

    def _all(self, nodes: list[Node], scope: Scope) -> list[Element]:
        return [element for n, node in enumerate(nodes) for element in self._one(node, nodes[n + 1 :], scope)]

    def _one(self, node: Node, after: list[Node], scope: Scope) -> list[Element]:
        if isinstance(node, Block):
            self._count()
            return self._loop(node, after, scope) if node.tag.kind == "for" else self._choice(node, scope)
        if node.tag is None:
            self.fill(node.element, scope)
            return [] if _without_rows(node.element) else [node.element]
        return self._tag(node, node.tag, scope)

    def _tag(self, item: Item, tag: Tag, scope: Scope) -> list[Element]:
        if tag.kind == "set":
            scope[tag.name] = Binding(expression=tag.expression, scope=dict(scope))
        if tag.kind != "put":
            return []
        self._count()
        return self._put(item.element, self._ask(tag, scope), tag.expression, scope)

    def _put(self, run: Element, said: Said, expression: str, scope: Scope) -> list[Element]:
        """An answer that doesn't tell its own formula keeps the question, and what its names stood for."""
        written = self.writer.put(run, said.asked(expression))
        if not said.formula and (names := kept(expression, scope)):
            self.book.entries[-1]["scope"] = names
        return written

    def _ask(self, tag: Tag, scope: Scope) -> Said:
        try:
            return self.desk.ask(tag.expression, scope)
        except Refusal as refusal:
            return Said.missing(self._refused(tag, refusal))

    def _choice(self, block: Block, scope: Scope) -> list[Element]:
        """The first branch whose condition holds; a condition that can't be decided decides nothing."""
        seen: list[Element] = []
        for head, body in block.branches:
            tag = head.tag
            assert tag is not None
            if tag.kind == "else":
                return seen + self._all(body, scope)
            truth = self._holds(tag, scope)
            entry = self.book.condition(tag, scope, truth)
            if truth.holds is None:
                return [*seen, *self._lack(head, truth.reason, entry)]
            seen.append(_here(entry))
            if truth.holds:
                return seen + self._all(body, scope)
        return seen

    def _holds(self, tag: Tag, scope: Scope) -> Truth:
        try:
            return self.desk.holds(tag.expression, scope)
        except Refusal as refusal:
            return Truth(None, self._refused(tag, refusal))

    def _loop(self, block: Block, after: list[Node], scope: Scope) -> list[Element]:
        said = self._members(block.tag, scope)
        entry = self.book.loop(block.tag, scope, said)
        if said.members is None:
            return self._lack(block.head, said.reason, entry)
        body = block.branches[0][1]
        found = [_here(entry)]
        held = merged.held_on(body, after)
        for n, member in enumerate(said.members, 1):
            found += self._turn(body, n, member, block.tag.name, scope, held)
        return found

    def _turn(
        self, body: list[Node], n: int, member: Member, name: str, scope: Scope, held: set[int]
    ) -> list[Element]:
        """The body once more, for one member."""
        own = copied(body)
        elements = elements_of(own)
        self._count(len(elements), elements)
        if n > 1:
            tidy.again(elements)
            merged.go_on(elements, held)
        bound = Binding(expression=str(n), scope={})
        return self._all(own, {**scope, name: Binding(member=member), ITEM: bound})

    def _members(self, tag: Tag, scope: Scope) -> Said:
        try:
            return self.desk.members(tag.expression, scope)
        except Refusal as refusal:
            return Said.missing(self._refused(tag, refusal))

    def _lack(self, head: Item, reason: str | None, entry: Entry) -> list[Element]:
        return self.writer.lack(head.element, writable(reason or "没有数据"), entry)

    def _refused(self, tag: Tag, refusal: Refusal) -> str:
        if isinstance(refusal, Forbidden):
            self.faults.append(Fault(tag.place, f"“{tag.text}”：{refusal}"))
        return str(refusal)

    def _count(self, steps: int = 1, elements: list[Element] | None = None) -> None:
        """Bounds on what a template may grow to."""
        self._steps += steps
        self._nodes += sum(1 for element in elements or () for _ in element.iter())
        if self._steps > MOST or self._nodes > MOST_NODES:
            raise Refusal("模板展开后超过{most}项，没有成文。请减少循环，或分成几个模板", most=MOST)


def _without_rows(element: Element) -> bool:
    """Whether it is a table of which nothing is left, which Word would not open."""
    return element.tag == TBL and next(element.iter(TR), None) is None


def _here(entry: Entry) -> list[Element]:
    """A mark, taken off later, that tells where a block stood."""
    mark = make("proofErr")
    mark.set(HERE, entry["id"])
    return mark
