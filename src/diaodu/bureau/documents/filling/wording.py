"""Words between the figures (文字): what was rewritten, and which numbers nobody vouches for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from diaodu.bureau.documents.filling.marks import CLOSE, OPEN
from diaodu.economy.phrases.said import Said, flat

_MARK = re.compile(f"{OPEN}(DDS?\\d{{6}}){CLOSE}")
_WEIGHTY = re.compile(
    r"\d|[一二三四五六七八九十百千万亿两零半]|增长|下降|增|降|升|跌|回落|回升|提高|高于|低于|高|低|快|慢|落后|超|加快|"
    r"放缓|收窄|扩大|拉动|下拉|拖累|欠账|超额|持平|由正转负|由负转正|正|负|倒数|首|末|最|第|红|黄|绿|灰|不|未|没|无|多|少|大|小|好|差|优|劣|达到|突破"
)
# Dates, numbers of papers, of tables, of items: numbers that are no figures.
_NO_FIGURE = re.compile(
    r"\d+\s*(?:[-—–~至]\s*\d+)?\s*(?:年|月|日|号|时|季度|期)|〔\s*\d+\s*〕|第\s*\d+\s*[条章节]|(?:附件：?|附表|图|表)\s*\d+|"
    r"^\s*[（(]?\d+[)）.．、](?!\d)"
)
_NUMBER = re.compile(
    r"(?<![\d.A-Za-z])[-+−]?\d+(?:[,，]\d{3})*(?:\.\d+)?(?![A-Za-z])\s*"
    r"(?:%|％|‰|个百分点|亿元|万元|亿|万|元|户|家|个|位|项|倍|人|吨|名)?"
)
Placed = tuple[str, str]


def spelled(words: str, spell: Callable[[str], str | None]) -> str:
    """Words with some of their marks spelled out (还原)."""

    def one(match: re.Match[str]) -> str:
        text = spell(match[1])
        return match[0] if text is None else text

    return _MARK.sub(one, words)


def bare(words: str) -> str:
    """Words with a like sign for every figure (句式)."""
    return _MARK.sub("\0", words)


def outline(answer: Said) -> str:
    """The words of an answer with a like sign for every figure (句式)."""
    return "".join(piece if isinstance(piece, str) else "\0" for piece in flat(answer))


def differences(written: list[Placed], now: list[Placed]) -> Iterator[tuple[str, str, str]]:
    """Paragraphs that read otherwise (文字差异): place, as written, as it is; new and deleted ones too."""
    old, new = [_even(text) for _, text in written], [_even(text) for _, text in now]
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for before, after in zip_longest(written[a:b], now[c:d], fillvalue=("", "")):
                yield after[0] or before[0], before[1], after[1]


def _even(text: str) -> str:
    return re.sub(r"\s+", "", text)


def weighty(old: str, new: str) -> bool:
    """Whether digits or words of direction differ (涉及数字或方向)."""
    return _WEIGHTY.findall(bare(old)) != _WEIGHTY.findall(bare(new)) or _MARK.findall(old) != _MARK.findall(
        new
    )


def contrast(old: str, new: str) -> str:
    """What was changed, with a few signs around it (对照)."""
    if not old or not new:
        return f"新加“{_short(new)}”" if new else f"删去“{_short(old)}”"
    alike = _alike(old, new)
    after = _alike(old[alike:][::-1], new[alike:][::-1])
    first, last = max(0, alike - 6), max(0, after - 6)
    return f"原为“{_short(old[first : len(old) - last])}”，现为“{_short(new[first : len(new) - last])}”"


def _alike(one: str, other: str) -> int:
    """How many signs two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 2 :]}"


def numbers(words: str) -> list[str]:
    """Numbers that lie in no mark (无来源的数)."""
    text = _NO_FIGURE.sub("\0", _MARK.sub("\0", words))
    return [match[0].strip() for match in _NUMBER.finditer(text)]


def moved(before: list[str], now: list[str]) -> str:
    """How a set has changed (成员变化)."""
    gone = [name for name in before if name not in now]
    new = [name for name in now if name not in before]
    told = ([f"少了{'、'.join(gone)}"] if gone else []) + ([f"多了{'、'.join(new)}"] if new else [])
    return "，".join(told) or "次序变了"
