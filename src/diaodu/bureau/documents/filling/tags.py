"""What a tag says (标记): a figure to put in, or a word that governs what follows."""

from __future__ import annotations

import re
from typing import NamedTuple

OPENERS, CLOSERS, MIDDLES = ("for", "if"), ("endfor", "endif"), ("elif", "else")
ITEM = "序号"
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


def read(match: re.Match[str], given: str, place: str, faults: list[Fault]) -> Tag:
    """The tag that a match in a paragraph's text is (读标记)."""
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
