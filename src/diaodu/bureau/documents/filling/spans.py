"""Tags in a paragraph (标记): found however Word cut them up, each put into a run of its own.

Chinese input gives full-width braces; Word splits a tag over runs wherever it checked spelling, set a
bookmark or tracked a change. What stands between the braces goes to the desk as it is.
"""

from __future__ import annotations

import copy
import re

from diaodu.bureau.documents.filling import tags as grammar
from diaodu.bureau.documents.filling.tags import Fault, Tag
from diaodu.bureau.documents.filling.xml import (
    RPR,
    RUN,
    SPACE,
    TAG,
    Element,
    W,
    above,
    make,
    pieces,
    runs,
)

_HALF = str.maketrans("｛｝％＃", "{}%#")
# A tag ends before the next begins, which also keeps the search as long as the text and no longer.
_TAG = re.compile(
    r"\{\{(?P<put>(?:(?!\{[{%#]|\}\}).)*)\}\}|\{%(?P<control>(?:(?!\{[{%#]|%\}).)*)%\}|"
    r"\{#(?P<comment>(?:(?!\{[{%#]|#\}).)*)#\}",
    re.DOTALL,
)
_OPEN = re.compile(r"\{[{%#]|\}\}|\{\s+[{%]")


def isolate(paragraph: Element, place: str, tags: list[Tag], faults: list[Fault]) -> None:
    """Put each tag of a paragraph into an empty run that bears its number (标记独立成块)."""
    text = "".join(piece for run in runs(paragraph) for _, piece in pieces(run)).translate(_HALF)
    if "{" not in text and "}}" not in text:
        return
    found = list(_TAG.finditer(text))
    _refuse_strays(text, found, place, faults)
    given = "".join(piece for run in runs(paragraph) for _, piece in pieces(run))
    for match in reversed(found):
        tag = grammar.read(match, given, place, faults)
        tags.append(tag)
        run = _set_apart(paragraph, match.start(), match.end())
        run.set(TAG, str(len(tags) - 1))
        _unbind(run)


def _refuse_strays(text: str, found: list[re.Match[str]], place: str, faults: list[Fault]) -> None:
    rest = list(text)
    for match in found:
        rest[match.start() : match.end()] = "\0" * len(match[0])
    left = "".join(rest)
    for stray in _OPEN.finditer(left):
        near = text[max(0, stray.start() - 4) : stray.end() + 16].strip()
        if stray[0] == "}}":
            reason = f"“{near}”里的“}}}}”前面没有“{{{{”"
        elif stray[0][1:2].isspace():
            reason = f"“{near}”：括号之间不能有空格"
        else:
            closing = {"{{": "}}", "{%": "%}", "{#": "#}"}[stray[0]]
            reason = f"“{near}”没有写完：同一段里没有“{closing}”与“{stray[0]}”配对"
        faults.append(Fault(place, reason))


def _set_apart(paragraph: Element, start: int, end: int) -> Element:
    """A new empty run where a tag began, with that run's properties; the tag's text is taken out."""
    _cut(paragraph, end)
    _cut(paragraph, start)
    at, nodes = 0, []
    for run in runs(paragraph):
        for node, text in pieces(run):
            if start <= at < end:
                nodes.append(node)
            at += len(text)
    first = above(nodes[0], RUN)
    own = make("r")
    if (properties := first.find(RPR)) is not None:
        own.append(copy.deepcopy(properties))
    first.addprevious(own)
    for node in nodes:
        _remove(node)
    return own


def _unbind(run: Element) -> None:
    """Free a content control from what Word would write over the answer: bound data, a prompt."""
    for control in run.iterancestors(W + "sdt"):
        for properties in control.findall(W + "sdtPr"):
            for bound in properties.findall(W + "dataBinding") + properties.findall(W + "showingPlcHdr"):
                properties.remove(bound)


def _remove(node: Element) -> None:
    run = node.getparent()
    run.remove(node)
    if all(child.tag == RPR for child in run):
        run.getparent().remove(run)


def _cut(paragraph: Element, position: int) -> None:
    """Let a run begin at a position of the text."""
    at = 0
    for run in runs(paragraph):
        for node, text in pieces(run):
            if at == position:
                _split(run, node)
                return
            if at < position < at + len(text):
                _split(run, _halved(node, position - at))
                return
            at += len(text)


def _halved(node: Element, position: int) -> Element:
    after = make("t")
    after.text, node.text = node.text[position:], node.text[:position]
    for one in (node, after):
        one.set(SPACE, "preserve")
    node.addnext(after)
    return after


def _split(run: Element, node: Element) -> None:
    """Let a run begin with this node, unless it does."""
    before = [child for child in run if child.tag != RPR]
    if before[0] is node:
        return
    after = copy.copy(run)
    for child in list(after):
        if child.tag != RPR:
            after.remove(child)
    run.addnext(after)
    for child in before[before.index(node) :]:
        after.append(child)
