"""A worksheet of a report (工作表): headings, cells to fill in, what is known, the doubts, the signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diaodu.bureau.reports.intake.grid import address
from diaodu.bureau.reports.workbook import doubts, keys, looks, paper, words
from diaodu.bureau.reports.workbook.keys import Key
from diaodu.bureau.reports.workbook.known import Beside
from diaodu.bureau.reports.workbook.layout import DOUBT, KEYS, TOP, Column, Layout, Page, Placed
from diaodu.economy.indicators import Basis, Catalogue, Indicator, What

HEAVY = 1e14  # what no honest number exceeds, in whatever unit


@dataclass(frozen=True)
class Content:
    """What the worksheets are made of (表的内容)."""

    head: words.Head
    layout: Layout
    catalogue: Catalogue
    values: Mapping[str, float | None]
    known: Mapping[str, Beside]  # by the slot code that leads an item
    optional: frozenset[str]

    def beside(self, placed: Placed) -> Beside:
        """What is known beside an item (参考数)."""
        return self.known[placed.item.first.code]

    def free(self, placed: Placed) -> bool:
        """Whether an item may be left empty (可不填)."""
        return placed.item.indicator.code in self.optional

    def said(self, placed: Placed) -> str:
        """The doubt as it stands when issued (校验结果)."""
        values = {slot.what: self.values.get(slot.code) for slot in placed.item.slots}
        return doubts.said(placed, values, self.free(placed), self.beside(placed))


def write(book: Any, content: Content) -> None:
    """Add the worksheets (写表)."""
    formats = looks.Looks(book)
    for page in content.layout.pages:
        _Writer(book.add_worksheet(page.name), formats, content, page).write()


class _Writer:
    """One worksheet being written."""

    def __init__(self, sheet: Any, formats: looks.Looks, content: Content, page: Page) -> None:
        self.sheet, self.looks, self.content, self.page = sheet, formats, content, page
        # Titles and notes stay on the first sheet of paper, beside the places that every sheet repeats.
        self.start, self.shown = (page.left, page.breaks[0] - 1) if page.breaks else (1, page.width - 1)
        self.half = (self.start + self.shown) // 2

    def write(self) -> None:
        self._top()
        self.sheet.set_row(TOP, 12, None, {"hidden": True})
        if self.page.matrix:
            self._across()
        else:
            self._down()
        for placed in self.page.items:
            self._item(placed)
        self._progress()
        self._foot()
        paper.lay(self.sheet, self.page, self.content.head)
        self._protect()

    def _top(self) -> None:
        head, start, half = self.content.head, self.start, self.half
        self._merge(0, start, self.shown, head.title, self.looks.title)
        self._merge(1, start, half, f"填报单位：{head.unit}", self.looks.plain)
        self._merge(1, half + 1, self.shown, f"期别：{head.period}", self.looks.right)
        self._merge(2, half + 1, self.shown, head.deadline, self.looks.right)
        others = [page.name for page in self.content.layout.pages if page is not self.page]
        more = f"　本表共{len(others) + 1}张，另有“{'”“'.join(others)}”也要填写" if others else ""
        self._merge(3, start, self.shown, head.contact + more, self.looks.faint)

    def _down(self) -> None:
        """A list: the heading, and what each row is of."""
        row, columns = TOP + 1, self.page.columns[0]
        for column, text in enumerate(("序号", keys.INDICATOR, "计量单位", "统计期"), 1):
            self.sheet.write_string(row, column, text, self.looks.heading)
        self.sheet.write_string(TOP, 2, keys.NAMES[keys.INDICATOR])
        self._titles(row, self.page.left, columns, Key())
        for n, placed in enumerate(self.page.items, 1):
            item, row = placed.item, placed.row
            self.sheet.write_string(row, KEYS, Key(item.indicator.code, item.place, item.part).text)
            self.sheet.write_number(row, 1, n, self.looks.middle)
            self.sheet.write_string(row, 2, words.down(item, self.content.catalogue), self.looks.label)
            self.sheet.write_string(row, 3, words.unit(item), self.looks.middle)
            self.sheet.write_string(row, 4, words.period(item), self.looks.middle)

    def _across(self) -> None:
        """A matrix: two rows of heading, a place a row."""
        row, column = TOP + 1, self.page.left
        self.sheet.merge_range(row, 1, row + 1, 1, keys.PLACE, self.looks.heading)
        self.sheet.write_string(TOP, 1, keys.NAMES[keys.PLACE])
        for group, columns in zip(self.page.groups, self.page.columns, strict=True):
            one, last = group[0], column + len(columns) - 1
            self._merge(row, column, last, words.across(one, self.content.catalogue), self.looks.heading)
            self._titles(row + 1, column, columns, Key(indicator=one.indicator.code, part=one.part))
            column = last + 1
        for row, place in enumerate(self.page.places, self.page.first):
            self.sheet.write_string(row, KEYS, Key(place=place).text)
            self.sheet.write_string(row, 1, words.place(place, self.content.catalogue), self.looks.label)

    def _titles(self, row: int, column: int, columns: tuple[Column, ...], key: Key) -> None:
        for n, one in enumerate(columns, column):
            look = self.looks.asked if one.asked else self.looks.heading
            self.sheet.write_string(row, n, one.heading, look)
            if one.asked:
                self.sheet.write_string(TOP, n, key._replace(what=one.asked).text)

    def _item(self, placed: Placed) -> None:
        known = self.content.beside(placed)
        for n, column in enumerate(placed.columns):
            at = (placed.row, placed.column + n)
            if column.asked:
                self._entry(at, placed, column)
            elif column.shown != "doubt":
                self._shown(at, placed, column, getattr(known, column.shown))
        at = placed.beside("doubt") or (0, 0)
        text = doubts.formula(placed, lambda at: address(*at), self.content.free(placed), known)
        self.sheet.write_formula(*at, text, self.looks.doubt, self.content.said(placed))

    def _entry(self, at: tuple[int, int], placed: Placed, column: Column) -> None:
        slot = placed.item.slot(column.asked)
        if slot is None:
            self.sheet.write_string(*at, "—", self.looks.middle)
            return
        value, look = self.content.values.get(slot.code), self.looks.entry(_decimals(placed, slot.what))
        if value is None:
            self.sheet.write_blank(*at, None, look)
        else:
            self.sheet.write_number(*at, value, look)
        self.sheet.data_validation(*at, *at, _validation(placed, slot.what, self.content.beside(placed)))

    def _shown(self, at: tuple[int, int], placed: Placed, column: Column, value: float | None) -> None:
        alone = column.shown == "before" and placed.item.first.what == What.GROWTH
        growth = alone or column.shown == "last_growth"
        if value is None:
            self.sheet.write_string(*at, "—", self.looks.middle)
        else:
            what = What.GROWTH.value if growth else What.LEVEL.value
            self.sheet.write_number(*at, value, self.looks.known(_decimals(placed, what)))

    def _progress(self) -> None:
        """How much is filled in and doubted, counted by the sheet itself (进度)."""
        codes = [slot.code for one in self.page.items for slot in one.item.slots]
        done = sum(self.content.values.get(code) is not None for code in codes)
        block, keyed = self._area(self.page.first, self.page.end - 1), self._area(TOP, TOP)
        heads = self._area(self.page.first - 1, self.page.first - 1)
        filled = f'SUMPRODUCT(ISNUMBER({block})*({keyed}<>""))'
        quiet = "*".join(f'({block}<>"{text}")' for text in (doubts.RIGHT, doubts.FREE))
        doubted = f'SUMPRODUCT(({heads}="{DOUBT}")*{quiet}*(LEFT({block},2)<>"{doubts.EMPTY}"))'
        text = f'="已填"&{filled}&"项，共{len(codes)}项；校验提示"&{doubted}&"处"'
        shown = f"已填{done}项，共{len(codes)}项；校验提示{self._hints()}处"
        self._merge(2, self.start, self.half, "", self.looks.progress)
        self.sheet.write_formula(2, self.start, text, self.looks.progress, shown)

    def _area(self, first: int, last: int) -> str:
        """All columns of items, some rows (区域)."""
        return f"{address(first, self.page.left)}:{address(last, self.page.width - 1)}"

    def _hints(self) -> int:
        texts = [self.content.said(placed) for placed in self.page.items]
        return sum(t not in (doubts.RIGHT, doubts.FREE) and not t.startswith(doubts.EMPTY) for t in texts)

    def _foot(self) -> None:
        row = self.page.end
        self._merge(row, self.start, self.shown, "\n".join(words.NOTES), self.looks.note)
        self._merge(row + 1, self.start, self.shown, words.SIGNED, self.looks.plain)

    def _protect(self) -> None:
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        begins = {"type": "text", "criteria": "begins with", "stop_if_true": True}
        for column, heading in self.page.spread:
            if heading.shown != "doubt":
                continue
            one = f"{address(self.page.first, column)}:{address(self.page.end - 1, column)}"
            for text, look in (
                (doubts.RIGHT, self.looks.good),
                (doubts.EMPTY, self.looks.open),
                (doubts.FREE, self.looks.open),
            ):
                self.sheet.conditional_format(one, {**begins, "value": text, "format": look})
            self.sheet.conditional_format(one, {"type": "no_blanks", "format": self.looks.bad})

    def _merge(self, row: int, first: int, last: int, text: str, look: Any) -> None:
        if first >= last:
            self.sheet.write_string(row, first, text, look)
        else:
            self.sheet.merge_range(row, first, row, last, text, look)


def _decimals(placed: Placed, what: str) -> int:
    return 1 if what == What.GROWTH else placed.item.indicator.decimals


def _validation(placed: Placed, what: str, known: Beside) -> dict[str, Any]:
    low, high, say = _bounds(placed.item.indicator, what)
    title, text = words.hint(placed.item, what, known)
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "input_title": title,
        "input_message": text,
        "error_title": "请填数字",
        "error_message": say,
    }


def _bounds(indicator: Indicator, what: str) -> tuple[float, float, str]:
    if what == What.GROWTH:
        return -100, 10_000, "请填百分数，如增长8.3%填8.3，下降2.1%填-2.1，不写%号。"
    if indicator.basis is Basis.FLOW and indicator.unit.endswith("元"):  # refunds and losses
        return -HEAVY, HEAVY, f"请填数字，单位为{indicator.unit}，不写单位名称。"
    low = -HEAVY if doubts.may_be_negative(indicator) else 0
    return low, HEAVY, f"请填不小于0的数字，单位为{indicator.unit}，不写单位名称。"
