"""Tags in a paragraph (标记): found however Word cut them up, each put into a run of its own.

Chinese input gives full-width braces; Word splits a tag over runs wherever it checked spelling, set a
bookmark or tracked a change. What stands between the braces goes to the desk as it is.
"""

from __future__ import annotations

import copy
import re
from typing import NamedTuple

from diaodu.bureau.documents.filling.xml import (
    RPR,
    RUN,
    SPACE,
    TAG,
    Element,
    above,
    make,
    pieces,
    runs,
)

OPENERS, CLOSERS, MIDDLES = ("for", "if"), ("endfor", "endif"), ("elif", "else")
ITEM = "序号"
_HALF = str.maketrans("｛｝％＃", "{}%#")
_TAG = re.compile(r"\{\{(?P<put>.*?)\}\}|\{%(?P<control>.*?)%\}|\{#(?P<comment>.*?)#\}", re.DOTALL)
_OPEN = re.compile(r"\{[{%#]|\}\}|\{\s+[{%]")
_LEVEL = re.compile(r"(tr|tc|p|r)\s+", re.ASCII)
_NAMED = r"(?P<name>[^\W\d]\w*)"
_CONTROLS = (
    ("for", re.compile(rf"for\s+{_NAMED}\s+in(?![A-Za-z0-9_])\s*(?P<expression>.+)", re.DOTALL)),
    ("set", re.compile(rf"set\s+{_NAMED}\s*[=＝](?![=＝])\s*(?P<expression>.+)", re.DOTALL)),
    ("if", re.compile(r"if(?![A-Za-z0-9_])\s*(?P<expression>.+)", re.DOTALL)),
    ("elif", re.compile(r"(?:elif|else\s+if|elseif)(?![A-Za-z0-9_])\s*(?P<expression>.+)", re.DOTALL)),
    *((word, re.compile(word)) for word in ("else", "endfor", "endif")),
)


class Tag(NamedTuple):
    """One tag of a template (标记)."""

    kind: str  # put, comment, for, endfor, if, elif, else, endif, set
    expression: str
    name: str
    level: str  # "", or what the author asks for: tr, p
    text: str
    place: str


class Fault(NamedTuple):
    """What is wrong in a template, and where (模板错误)."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}：{self.reason}"


def isolate(paragraph: Element, place: str, tags: list[Tag], faults: list[Fault]) -> None:
    """Put each tag of a paragraph into an empty run that bears its number (标记独立成块)."""
    text = "".join(piece for run in runs(paragraph) for _, piece in pieces(run)).translate(_HALF)
    if "{" not in text and "}}" not in text:
        return
    found = list(_TAG.finditer(text))
    _refuse_strays(text, found, place, faults)
    given = "".join(piece for run in runs(paragraph) for _, piece in pieces(run))
    for match in reversed(found):
        tag = _tag(match, given, place, faults)
        tags.append(tag)
        _set_apart(paragraph, match.start(), match.end()).set(TAG, str(len(tags) - 1))


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


def _tag(match: re.Match[str], given: str, place: str, faults: list[Fault]) -> Tag:
    kind = str(match.lastgroup)
    inner = " ".join(given[match.start(kind) : match.end(kind)].split())
    text = short(given[match.start() : match.end()])
    inner = inner.removeprefix("-").removesuffix("-").strip() if kind != "comment" else ""
    if kind == "comment":
        return Tag(kind, "", "", "", text, place)
    level = _LEVEL.match(inner)
    if level and (kind == "control" or level[1] == "r"):
        inner = inner[level.end() :]
    if kind == "put":
        if not inner:
            faults.append(Fault(place, f"“{text}”是空的，请写上取数式，或删去"))
        return Tag(kind, inner, "", "", text, place)
    return _control(inner, level[1] if level else "", text, place, faults)


def _control(inner: str, level: str, text: str, place: str, faults: list[Fault]) -> Tag:
    if level == "tc":
        faults.append(Fault(place, f"“{text}”：不能按列重复，请改为按行重复"))
    for kind, pattern in _CONTROLS:
        if match := pattern.fullmatch(inner):
            named = match.groupdict()
            if named.get("name") == ITEM:
                faults.append(Fault(place, f"“{text}”：“{ITEM}”是循环里的第几个，不能另作他用"))
            return Tag(kind, named.get("expression", ""), named.get("name", ""), level, text, place)
    faults.append(Fault(place, _unknown(inner, text)))
    return Tag("comment", "", "", "", text, place)


def _unknown(inner: str, text: str) -> str:
    word = inner.split(" ")[0] if inner else ""
    examples = {
        "for": "{% for 县 in 县区 %}",
        "set": "{% set 增幅 = 增速(\"GDP\") %}", "if": "{% if 增速(\"GDP\") > 0 %}",
        "elif": "{% elif 增速(\"GDP\") == 0 %}",
    }  # fmt: skip
    if word in examples:
        return f"“{text}”没有写全，应如 {examples[word]}"
    return f"不认识“{text}”。可以用 for、endfor、if、elif、else、endif、set"


def short(text: str, most: int = 60) -> str:
    """A tag as a message shows it (摘要)."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


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
