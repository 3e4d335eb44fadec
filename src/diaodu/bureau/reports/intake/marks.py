"""What a text in a table says (表头识别): an indicator, a place, 累计, 同比, a unit, or several at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from diaodu.bureau.reports.intake import names, words, written
from diaodu.bureau.reports.intake.grid import text_of
from diaodu.bureau.reports.intake.names import Names
from diaodu.bureau.reports.intake.problems import Wrong
from diaodu.bureau.reports.intake.words import NOTHING, Mark, half
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import squeeze

LONGEST = 200  # of a text that may say something: what is longer is prose


class Marks:
    """Texts understood with a catalogue (表头识别); each text once."""

    def __init__(self, known: Names) -> None:
        self.names = known
        self._seen: dict[Any, Mark] = {}

    def of(self, cell: Any) -> Mark:
        """What a cell says (含义)."""
        key = cell if isinstance(cell, str) else (cell.__class__, text_of(cell))
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._read(cell)
        return found

    def unit(self, cell: Any) -> Mark:
        """A cell that can only be a unit (单位)."""
        text = text_of(cell)
        return Mark(unit="" if text in names.NO_UNIT else text)

    def period(self, cell: Any, lost_zero: bool | None) -> Mark:
        """A cell that can only be a period (时期)."""
        text = text_of(cell)
        if match := words.YEAR.fullmatch(text):
            return Mark(year=int(match[1]))
        try:
            return Mark(period=written.parse(cell, lost_zero=lost_zero))
        except Refusal:
            found = self.of(cell)
            return found if found.dated else Mark(unknown=text)

    def inside(self, text: str) -> Mark:
        """What a title or a sheet's name tells (表题): period, indicator, place, unit."""
        plain = half(text[:LONGEST])
        if re.match(r"(数据库|时间|来源|数据来源|制表|填报|编制):", plain):
            return NOTHING
        unit = Mark(unit=words.title_units(plain))
        if match := re.match(r"指标(?:名称)?:(.+)", plain):
            return self.of(match[1]).over(unit)
        catalogue = self.names.catalogue
        named = Mark(
            indicator=_longest(plain, catalogue.indicators.values()),
            place=_longest(plain, catalogue.places.values()),
        )
        return named.over(unit).over(self._when_inside(plain))

    def _read(self, cell: Any) -> Mark:
        text = text_of(cell)
        plain = half(text)
        if not plain:
            return NOTHING
        if not isinstance(cell, str) and not plain.isdigit():
            return self._period(plain, cell) or Mark(unknown=text)
        heading = self.names.options.columns.get(text)
        if self.names.skipped(text) or heading == "":
            return Mark(ignored=True)
        plain = half(heading) if heading else plain
        found = None if len(text) > LONGEST else self._whole(plain) or self._peeled(plain)
        return found or (Mark(ignored=True) if words.IGNORED.search(plain) else Mark(unknown=text))

    def _whole(self, plain: str) -> Mark | None:
        """The text as one word."""
        if found := words.LABELS.get(plain) or words.WORDS.get(plain):
            return found
        indicator = self.names.indicator(plain)
        if not isinstance(indicator, Wrong):
            return Mark(indicator=indicator.code)
        place = self.names.place(plain)
        if not isinstance(place, Wrong):
            return Mark(place=place.code)
        part = self.names.any_part(plain)
        return self._period(plain, plain) or (Mark(part=part) if part else None)

    def _peeled(self, plain: str) -> Mark | None:
        """The text with something taken off: numbering, 其中, notes, brackets, 累计, a period."""
        for peel in (words.NUMBERING, words.PREFIX, words.NOTE):
            bare = peel.sub("", plain)
            if bare and bare != plain:
                return self._whole(bare) or self._peeled(bare)
        if words.ANOTHER.search(plain):
            return None
        return self._ended(plain) or self._worded(plain) or self._bracketed(plain)

    def _ended(self, plain: str) -> Mark | None:
        """…(亿元), …_亿元."""
        *_, last = (None, *words.BRACKET.finditer(plain))
        if last is not None and last.end() == len(plain):
            return self._with(plain[: last.start()], self._remark(last[1]))
        head, _, tail = plain.rpartition("_")
        said = self._remark(tail) if head else None
        return self._with(head, said) if said else None

    def _worded(self, plain: str) -> Mark | None:
        """累计…, …同比增长, 1-9月…, 全市…."""
        match = words.WORD.search(plain)
        if match and (match.start() == 0 or match.end() == len(plain) or plain[match.end()] in "_()"):
            rest = (plain[: match.start()] + plain[match.end() :]).strip("_-:、/ ")
            return self._with(rest, words.WORDS[match[0]])
        match = words.WRITTEN.match(plain)
        if match and match.end() < len(plain):
            return self._with(plain[match.end() :].lstrip("_-:、"), self._period(match[0], match[0]))
        whole = plain[:2]
        return self._with(plain[2:], self._whole(whole)) if whole in ("全国", "全省", "全市") else None

    def _bracketed(self, plain: str) -> Mark | None:
        """固定资产投资(不含农户)完成额."""
        for match in words.BRACKET.finditer(plain):
            if (said := self._remark(match[1])) is not None:
                return self._with(plain[: match.start()] + plain[match.end() :], said)
        return None

    def _with(self, rest: str, said: Mark | None) -> Mark | None:
        if said is None or not rest:
            return said or None
        found = self._whole(rest) or self._peeled(rest)
        return found.over(said) if found else None

    def _remark(self, text: str) -> Mark | None:
        """A unit, or a word such as 累计; None for what may make it another thing (不变价)."""
        if text in words.WORDS:
            return words.WORDS[text]
        if text in names.NO_UNIT or words.HARMLESS.fullmatch(text):
            return NOTHING
        return Mark(unit=text) if words.is_unit(text) else self._period(text, text)

    def _period(self, plain: str, cell: Any) -> Mark | None:
        if match := words.YEAR.fullmatch(plain):
            return Mark(year=int(match[1]))
        if not re.search(r"\d|[季年月]", plain) or (plain.isdigit() and len(plain) != 6):
            return None
        total = "cumulative" if "累计" in plain or plain.startswith("截") else ""
        try:
            return Mark(period=written.parse(cell), span=total)
        except Refusal:
            if not words.WRITTEN.fullmatch(plain):
                return None
        try:
            written.parse(plain, year=2000)
        except Refusal:
            return None
        return Mark(relative=plain, span=total)

    def _when_inside(self, plain: str) -> Mark:
        """The first whole period in a title, else its months, else its year."""
        found = [match for match in words.WRITTEN.finditer(plain) if match[2]]
        for match in sorted(found, key=lambda m: not m[1]):
            if mark := self._period(match[0], match[0]):
                return mark
        year = re.search(r"((?:19|20)\d{2})年", plain)
        return Mark(year=int(year[1])) if year else NOTHING


def _longest(plain: str, things: Iterable[Any]) -> str:
    """Code of the thing with the longest name that stands in a text."""
    best, code = "", ""
    for thing in things:
        for name in (thing.name, thing.short, *thing.aliases):
            word = squeeze(name)
            if len(word) >= 2 and len(best) < len(word) and word in plain:
                best, code = word, thing.code
    return code
