"""What a control tag governs (管辖范围): paragraphs, rows of a table, or words of one paragraph.

Each finding is noted on the element itself, so that copies made by a loop carry it along.
"""

from __future__ import annotations

from collections.abc import Iterable

from diaodu.bureau.documents.filling.places import below
from diaodu.bureau.documents.filling.tags import CLOSERS, MIDDLES, OPENERS, Fault, Tag
from diaodu.bureau.documents.filling.xml import (
    AFTER,
    BEFORE,
    BOX,
    CONTROL,
    PPR,
    SECTION,
    TAG,
    TBL,
    TC,
    TR,
    VANISH,
    Element,
    P,
    W,
    above,
    blank,
    paragraphs,
    walked,
)

_WRAPPERS = (W + "ins", W + "smartTag", W + "customXml", W + "moveTo")
_AROUND = {"for": "endfor", "if": "endif"}


def settle(root: Element, tags: list[Tag], faults: list[Fault]) -> None:
    """Note for every control tag of a story what it governs (定管辖范围)."""
    for paragraph in list(paragraphs(root)):
        if any(tags[number(run)].kind != "put" for run in _own(paragraph)):
            _unwrap(paragraph)
    for row in list(root.iter(TR)):
        _lift(row, tags, faults)
    for paragraph in list(paragraphs(root)):
        _note_alone(paragraph, tags)


def number(run: Element) -> int:
    """Which tag a run stands for (标记号)."""
    return int(run.get(TAG))


def numbers(element: Element, mark: str) -> list[int]:
    """The tags noted on an element (所注标记)."""
    return [int(n) for n in element.get(mark, "").split()]


def _own(element: Element) -> list[Element]:
    """The tags' runs inside an element, without those of tables and text boxes in it."""
    found: list[Element] = []
    for child in element:
        if child.get(TAG) is not None:
            found.append(child)
        elif child.tag not in (TBL, BOX):
            found += _own(child)
    return found


def _unwrap(paragraph: Element) -> None:
    """Take an insertion's or smart tag's wrapper off where a loop might begin inside and end outside."""
    for wrapper in [node for node in walked(paragraph) if node.tag in _WRAPPERS]:
        if wrapper.getparent().tag != W + "rPr" and above(wrapper, P) is paragraph:
            for child in list(wrapper):
                wrapper.addprevious(child)
            wrapper.getparent().remove(wrapper)


def _lift(row: Element, tags: list[Tag], faults: list[Fault]) -> None:
    """Take the tags that govern rows out of the row's cells and note them on the row."""
    lifted = [run for cell in below(row, TC) for run in _loose(_own(cell), tags)]
    found = [number(run) for run in lifted]
    for run in lifted:
        _take_out(run)
    if not found:
        return
    if blank(row):
        row.set(VANISH, "1")
        row.set(BEFORE, " ".join(map(str, found)))
        return
    first = next((n for n, tag in enumerate(found) if tags[tag].kind in CLOSERS), len(found))
    row.set(BEFORE, " ".join(map(str, found[:first])))
    row.set(AFTER, " ".join(map(str, found[first:])))
    _refuse_disorder(found, first, tags, faults)


def _loose(own: list[Element], tags: list[Tag]) -> list[Element]:
    """Those tags of a cell that have no partner in it, or ask for rows (跨格的标记)."""
    loose: list[Element] = []
    waiting: list[list[Element]] = []
    for run in own:
        tag = tags[number(run)]
        if tag.level == "tr" or (tag.kind in CLOSERS and not _partner(waiting, tag, tags)):
            loose.append(run)
        elif tag.kind in OPENERS:
            waiting.append([run])
        elif tag.kind in CLOSERS:
            waiting.pop()
        elif tag.kind in MIDDLES:
            (waiting[-1] if waiting else loose).append(run)
    chosen = {*loose, *(run for group in waiting for run in group)}
    return [run for run in own if run in chosen]


def _partner(waiting: list[list[Element]], tag: Tag, tags: list[Tag]) -> bool:
    return bool(waiting) and _AROUND[tags[number(waiting[-1][0])].kind] == tag.kind


def _refuse_disorder(found: list[int], first: int, tags: list[Tag], faults: list[Fault]) -> None:
    begun = False
    for at, tag in enumerate(tags[n] for n in found):
        if (begun and tag.kind in MIDDLES) or (at > first and tag.kind not in CLOSERS):
            faults.append(
                Fault(tag.place, f"“{tag.text}”不能写在这一行：一行之内，先开始的都写在前，结束的都写在后")
            )
        begun = begun or tag.kind in OPENERS


def _take_out(run: Element) -> None:
    """Remove a tag's run, and its paragraph where the cell has another and nothing is left in it."""
    paragraph = above(run, P)
    run.getparent().remove(run)
    cell = paragraph.getparent()
    others = [node for node in cell if node.tag in (P, TBL) and node is not paragraph]
    if blank(paragraph) and others and others[-1].tag == P:
        cell.remove(paragraph)


def _note_alone(paragraph: Element, tags: list[Tag]) -> None:
    """Note on a paragraph the control tags that it holds and nothing else besides (单独成段)."""
    own = _own(paragraph)
    kinds = [tags[number(run)].kind for run in own]
    if not own or "put" in kinds or (_balanced(kinds) and set(kinds) not in ({"set"}, {"comment"})):
        return
    found = [run.attrib.pop(TAG) for run in own]
    if not blank(paragraph):
        for run, one in zip(own, found, strict=True):
            run.set(TAG, one)
        return
    paragraph.set(CONTROL, " ".join(found))
    for run in own:
        run.getparent().remove(run)
    if not _breaks(paragraph):
        paragraph.set(VANISH, "1")


def _breaks(paragraph: Element) -> bool:
    """Whether a section or a page ends in it, so that it must stay."""
    section = paragraph.find(f"{PPR}/{SECTION}") is not None
    return section or any(node.get(W + "type") in ("page", "column") for node in paragraph.iter(W + "br"))


def _balanced(kinds: Iterable[str]) -> bool:
    deep: list[str] = []
    for kind in kinds:
        if kind in OPENERS:
            deep.append(_AROUND[kind])
        elif (kind in CLOSERS and (not deep or deep.pop() != kind)) or (kind in MIDDLES and not deep):
            return False
    return not deep
