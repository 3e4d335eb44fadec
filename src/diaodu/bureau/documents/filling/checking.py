"""A written document checked against its record and today's figures (成文核对).

Two questions of every figure: does the document still say what was written, and would it be written so today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from diaodu.bureau.documents.filling import marks, wording
from diaodu.bureau.documents.filling.fill import said
from diaodu.bureau.documents.filling.marks import Entry
from diaodu.bureau.documents.filling.opening import read
from diaodu.bureau.documents.filling.reading import Found, Line, lines, marked
from diaodu.bureau.documents.filling.record import Details, Record, record_of
from diaodu.bureau.documents.filling.revisions import revised
from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.desk import Desk
from diaodu.economy.phrases.said import GIVEN, Said, Scope, Truth
from diaodu.economy.results import Ref

EDITED, STALE, UNFOUNDED, LOST = "改动", "已变", "前提不成立", "标记丢失"
REWORDED, UNMARKED = "文字改动", "无来源"


class Complaint(NamedTuple):
    """One thing that is not as it should be (核对意见)."""

    kind: str
    place: str
    told: str
    entry: str = ""
    grave: bool = True
    there: str = ""  # what the document says
    now: str = ""  # what it should say: as written, or as it would be written today
    why: str = ""
    revised: tuple[Ref, ...] = ()  # the sources that were replaced

    def __str__(self) -> str:
        return f"{self.place}：{self.told}" if self.place else self.told


def check(
    content: bytes, desk: Desk, *, side: bytes | None = None, details: Details | None = None
) -> list[Complaint]:
    """All that is to be said against a document (核对); `side` serves where its record was dropped."""
    archive = read(content)
    return against(record_of(archive, side), lines(archive), desk, details)


def against(record: Record, now: list[Line], desk: Desk, details: Details | None = None) -> list[Complaint]:
    """All that is to be said against a document as it was read (核对已读出的文书)."""
    return list(_Check(record, now, desk, details).complaints())


class _Check:
    def __init__(self, record: Record, now: list[Line], desk: Desk, details: Details | None) -> None:
        self.entries: dict[str, Entry] = {entry["id"]: entry for entry in record["entries"]}
        self.written: list[list[str]] = record["paragraphs"]
        self.now, self.inside = said(now), marked(now)
        self.desk, self.details = desk, details
        self._asked: dict[str, Said] = {}
        self._stale: set[str] = set()

    def complaints(self) -> Iterator[Complaint]:
        for entry in self.entries.values():
            yield from self._text(entry)
            if entry["kind"] in ("condition", "loop"):
                yield from self._premise(entry)
            elif entry["formula"] not in ("", GIVEN):
                yield from self._again(entry)
        yield from self._reworded()
        yield from self._unmarked()

    # What the document says now, against what was written.

    def _text(self, entry: Entry) -> Iterator[Complaint]:
        name = entry["id"]
        if not name.startswith("DD"):
            return
        there = self.inside.get(name)
        if there is None:
            if not any(part not in self.inside for part in entry.get("parts", ())):
                told = f"“{entry['text']}”的来源标记已丢失（整处改写过，或已删去），请对照核对"
                yield Complaint(LOST, entry["place"], told, name, now=str(entry["text"]))
        elif entry["kind"] == "chart":
            if there.picture != entry["text"]:
                place = there.place if there.picture else entry["place"]  # an empty paragraph isn't counted
                told = "图已删去或换成了别的图"
                yield Complaint(EDITED, place, told, name, True, there.picture, str(entry["text"]))
        elif self._changed(entry, there):
            told = f"成文后改动：文书中是“{there.text}”，成文时是“{entry['text']}”"
            yield Complaint(EDITED, there.place, told, name, True, there.text, str(entry["text"]))

    def _changed(self, entry: Entry, there: Found) -> bool:
        """A sentence has changed when its own words have; its figures are told one by one."""
        if entry["kind"] != "sentence":
            return there.text != entry["text"]
        return there.words != self._with_lost(entry["words"])

    def _with_lost(self, words: str) -> str:
        """Words as written, with the text in place of those marks that are gone."""
        return wording.spelled(words, lambda name: self._spelled(name))

    def _spelled(self, name: str) -> str | None:
        entry = self.entries.get(name)
        if entry is None or name in self.inside:
            return None
        return self._with_lost(entry["words"]) if "words" in entry else str(entry["text"])

    # The same questions once more.

    def _again(self, entry: Entry) -> Iterator[Complaint]:
        there = self.inside.get(entry["id"])
        now = self._ask(entry["formula"], marks.bound(entry.get("scope", {})))
        shown = now.chart.told if now.chart else now.shown
        if shown == entry["text"] or (there is not None and shown == there.text):
            return
        if entry["kind"] == "sentence" and self._told_already(entry, now):
            return
        self._stale.add(entry["id"])
        place = there.place if there else entry["place"]
        old = there.text if there and entry["kind"] != "chart" else entry["text"]
        why, gone = self._why(entry, now.sources)
        told = f"现在取不到了（{now.reason}）" if not now.known else f"现在是“{shown}”"
        told = f"不再成立：文书中是“{old}”，{told}{'；' if why else ''}{why}"
        yield Complaint(STALE, place, told, entry["id"], True, old, shown, why, gone)

    def _why(self, entry: Entry, now: tuple[Ref, ...]) -> tuple[str, tuple[Ref, ...]]:
        known = set(now)
        gone = tuple(ref for ref in entry["sources"] if ref not in known)
        return revised(entry["sources"], now, self.details).removeprefix("；"), gone

    def _told_already(self, entry: Entry, now: Said) -> bool:
        """Whether only its figures differ, and these were told."""
        told = any(part in self._stale for part in entry["parts"])
        return told and wording.bare(entry["words"]) == wording.outline(now)

    def _ask(self, formula: str, scope: Scope) -> Said:
        if scope:
            return _or_missing(lambda: self.desk.ask(formula, scope))
        if formula not in self._asked:
            self._asked[formula] = _or_missing(lambda: self.desk.ask(formula, {}))
        return self._asked[formula]

    def _premise(self, entry: Entry) -> Iterator[Complaint]:
        outcome, sources, told = self._outcome(entry, marks.bound(entry["scope"]))
        if outcome != entry["outcome"]:
            why, gone = self._why(entry, sources)
            asked = f"（{entry['expression']}）"
            whole = f"此处的前提已不成立{asked}：{told}{'；' if why else ''}{why}"
            yield Complaint(UNFOUNDED, self._place(entry), whole, entry["id"], True, asked, told, why, gone)

    def _outcome(self, entry: Entry, scope: Scope) -> tuple[object, tuple[Ref, ...], str]:
        expression = entry["expression"]
        if entry["kind"] == "condition":
            truth = _or_unknown(lambda: self.desk.holds(expression, scope))
            return truth.holds, truth.sources, f"成文时{_truth(entry['outcome'])}，现在{_truth(truth.holds)}"
        said = _or_missing(lambda: self.desk.members(expression, scope))
        names = [member.label for member in said.members or ()]
        return marks.codes(said), said.sources, wording.moved(entry["names"], names)

    def _place(self, entry: Entry) -> str:
        there = self.inside.get(entry["id"])
        return there.place if there else str(entry["place"])

    # What stands between the figures.

    def _reworded(self) -> Iterator[Complaint]:
        written = [(place, self._with_lost(words)) for place, words in self.written]
        for place, old, new in wording.differences(written, [(place, text) for place, text in self.now]):
            before, after = self._read(old), self._read(new)
            told = f"成文后改过文字：{wording.contrast(before, after)}"
            yield Complaint(REWORDED, place, told, "", wording.weighty(old, new), after, before)

    def _read(self, words: str) -> str:
        """Words with their figures as they read, not as marks."""
        return wording.spelled(words, lambda name: self._shown(name))

    def _shown(self, name: str) -> str | None:
        there = self.inside.get(name)
        return there.text if there else str(self.entries.get(name, {}).get("text", ""))

    def _unmarked(self) -> Iterator[Complaint]:
        found = [(place, number) for place, text in self.now for number in wording.numbers(text)]
        if found:
            listed = "、".join(f"{number}（{place}）" for place, number in found[:30])
            more = "等" if len(found) > 30 else ""
            told = f"另有{len(found)}处数字没有来源标记，未核对：{listed}{more}"
            yield Complaint(UNMARKED, "", told, grave=False)


def _or_missing(ask: Callable[[], Said]) -> Said:
    try:
        return ask()
    except Refusal as refusal:
        return Said.missing(str(refusal))


def _or_unknown(ask: Callable[[], Truth]) -> Truth:
    try:
        return ask()
    except Refusal as refusal:
        return Truth(None, str(refusal))


def _truth(holds: bool | None) -> str:
    return "无法判断" if holds is None else "成立" if holds else "不成立"
