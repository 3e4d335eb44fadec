"""Which cell of the workbook asks for which number (版式).

One place: a list, one indicator a row. Several: places down, indicators across, under a heading of two rows.
The numbers of one indicator at one place always stand side by side: what is asked, what is known, the doubt.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from diaodu.bureau.reports.intake.grid import address
from diaodu.bureau.reports.models import Report
from diaodu.economy.forms import Matter, Slot
from diaodu.economy.indicators import Basis, Catalogue, Indicator, What

ASKED = (What.LEVEL.value, What.BASE.value, What.GROWTH.value)
TOP = 4  # the hidden row of keys, under title, unit, progress and contact
ACROSS = 130  # characters across a sheet of paper, beside the place
ONLY, DOUBT = "填报表", "校验"
WIDEST = 12  # columns that one indicator may take
KEYS = 0  # the hidden column of keys
ACROSS_FROM = 2  # where the items' cells begin in a matrix, after keys and place
LISTED_FROM = 5  # … in a list, after keys, number, indicator, unit, period


class Column(NamedTuple):
    """One column of an item (栏目): `asked` is what is filled in there, `shown` what is known."""

    heading: str
    asked: str = ""
    shown: str = ""

    @property
    def width(self) -> float:
        """How wide it has to be in a matrix (列宽)."""
        if self.shown == "doubt":
            return 13
        return 8.5 if "增速" in self.heading else 11


@dataclass(frozen=True)
class Item:
    """One indicator, or a part of it, at one place (数据行)."""

    indicator: Indicator
    place: str
    part: str
    slots: tuple[Slot, ...]

    def slot(self, what: str) -> Slot | None:
        """What is asked for of it (数据项)."""
        return next((one for one in self.slots if one.what == what), None)

    @property
    def first(self) -> Slot:
        """The number that leads (主要数据项)."""
        return self.slots[0]


class Placed(NamedTuple):
    """An item in the sheet (落位): its row, and the first of its columns."""

    item: Item
    row: int
    column: int
    columns: tuple[Column, ...]

    def at(self, what: str) -> tuple[int, int] | None:
        """Where a number is filled in (填报格)."""
        if self.item.slot(what) is None:
            return None
        n = next((n for n, one in enumerate(self.columns) if one.asked == what), None)
        return None if n is None else (self.row, self.column + n)

    def beside(self, shown: str) -> tuple[int, int] | None:
        """Where a known figure or the doubt stands (参考格)."""
        n = next((n for n, one in enumerate(self.columns) if one.shown == shown), None)
        return None if n is None else (self.row, self.column + n)


@dataclass(frozen=True)
class Page:
    """One worksheet (一张表): `groups` are what stands side by side in a matrix."""

    name: str
    matrix: bool
    places: tuple[str, ...]
    groups: tuple[tuple[Item, ...], ...]
    columns: tuple[tuple[Column, ...], ...]
    items: tuple[Placed, ...]

    @property
    def left(self) -> int:
        """The first column of items (首列)."""
        return ACROSS_FROM if self.matrix else LISTED_FROM

    @property
    def deep(self) -> int:
        """Rows of the heading (表头行数)."""
        return 2 if self.matrix else 1

    @property
    def first(self) -> int:
        """The first row of items (首行)."""
        return TOP + 1 + self.deep

    @property
    def end(self) -> int:
        """The row after the last (末行之后)."""
        return self.first + (len(self.places) if self.matrix else len(self.items))

    @property
    def width(self) -> int:
        """How many columns there are (列数)."""
        return self.left + sum(map(len, self.columns))

    @property
    def spread(self) -> Iterator[tuple[int, Column]]:
        """Every column of items (各栏)."""
        return enumerate((one for columns in self.columns for one in columns), self.left)

    @property
    def breaks(self) -> list[int]:
        """The columns that begin a new sheet of paper (分页)."""
        found, used, at = [], 0.0, self.left
        for columns in self.columns:
            wide = sum(one.width for one in columns)
            if used and used + wide > ACROSS:
                found.append(at)
                used = 0.0
            used, at = used + wide, at + len(columns)
        return found


@dataclass(frozen=True)
class Layout:
    """A report laid out (版式)."""

    pages: tuple[Page, ...]

    @property
    def items(self) -> Iterator[Placed]:
        """All items (各数据行)."""
        return (one for page in self.pages for one in page.items)

    def cells(self) -> dict[str, str]:
        """Where each number is filled in, by slot code (填报格)."""
        found = {}
        for page in self.pages:
            for one in page.items:
                for slot in one.item.slots:
                    if at := one.at(slot.what):
                        found[slot.code] = f"{page.name}!{address(*at)}"
        return found


def digest(report: Report) -> str:
    """What changes as soon as the form asks for something else (表式标识)."""
    asked = json.dumps([report.slots, report.block.get("optional", [])], ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def build(report: Report, catalogue: Catalogue) -> Layout:
    """A report laid out (排版): a matrix of what several places are asked for, a list of the rest."""
    matter, groups = Matter(report.matter), dict[tuple[str, str], list[Item]]()
    for item in _items(report, catalogue):
        groups.setdefault((item.indicator.code, item.part), []).append(item)
    same: dict[tuple[str, ...], list[tuple[Item, ...]]] = {}
    for group in groups.values():
        same.setdefault(tuple(item.place for item in group), []).append(tuple(group))
    wide = {places: some for places, some in same.items() if len(places) > 1}
    single = [item for places, some in same.items() if places not in wide for (item,) in some]
    pages = [_matrix(places, some, matter) for places, some in wide.items()]
    pages += [_list(single, matter)] if single else []
    return Layout(tuple(_named(pages, catalogue)))


def _items(report: Report, catalogue: Catalogue) -> Iterator[Item]:
    found: dict[tuple[str, str, str], list[Slot]] = {}
    for slot in report.asked:
        if slot.indicator in catalogue.indicators:
            found.setdefault((slot.indicator, slot.part, slot.place), []).append(slot)
    for (code, part, place), slots in found.items():
        slots.sort(key=lambda slot: ASKED.index(slot.what))
        yield Item(catalogue.indicators[code], place, part, tuple(slots))


def _list(items: Sequence[Item], matter: Matter) -> Page:
    columns = _columns(items, matter)
    placed = tuple(Placed(item, TOP + 2 + n, LISTED_FROM, columns) for n, item in enumerate(items))
    return Page("", False, (), (tuple(items),), (columns,), placed)


def _matrix(places: tuple[str, ...], groups: Sequence[tuple[Item, ...]], matter: Matter) -> Page:
    placed: list[Placed] = []
    column, every = ACROSS_FROM, [_columns(group, matter) for group in groups]
    for group, columns in zip(groups, every, strict=True):
        placed += [Placed(item, TOP + 3 + n, column, columns) for n, item in enumerate(group)]
        column += len(columns)
    return Page("", True, places, tuple(groups), tuple(every), tuple(placed))


def _named(pages: Sequence[Page], catalogue: Catalogue) -> Iterator[Page]:
    """One page is 填报表; of several each says what it is of."""
    if len(pages) == 1:
        yield replace(pages[0], name=ONLY)
        return
    for n, page in enumerate(pages, 1):
        city = all(one.item.place == catalogue.city.code for one in page.items)
        yield replace(page, name=f"表{n}{'全市' if city else '分地区' if page.matrix else '单项'}")


def _columns(items: Iterable[Item], matter: Matter) -> tuple[Column, ...]:
    """What is asked, what is known, the doubt (栏目)."""
    known = list(items)
    asked = [what for what in ASKED if any(item.slot(what) for item in known)]
    found = [Column(HEADINGS[matter][what], asked=what) for what in asked]
    last = "上年" if matter is Matter.TARGET else "上年同期"
    if matter is not Matter.TARGET:
        found.append(Column(_before(known), shown="before"))
    if What.LEVEL.value in asked:
        found.append(Column(last + ("实绩" if matter is not Matter.ACTUAL else ""), shown="last"))
    if any(
        item.indicator.growth_basis != "none" and item.indicator.basis is not Basis.RATIO for item in known
    ):
        found.append(Column("上年增速\n（%）", shown="last_growth"))
    return (*found, Column(DOUBT, shown="doubt"))


def _before(items: Sequence[Item]) -> str:
    growth = all(item.first.what == What.GROWTH for item in items)
    if growth:
        return "上期增速\n（%）"
    cumulative = [item.indicator.cumulative for item in items if item.first.what != What.GROWTH]
    return "上期累计" if all(cumulative) else "上期（累计）" if any(cumulative) else "上期"


HEADINGS = {
    Matter.ACTUAL: {"level": "本期数值", "base": "上年同期（可比）", "growth": "同比增速\n（%）"},
    Matter.ESTIMATE: {"level": "预计数值", "base": "预计上年同期", "growth": "预计同比增速\n（%）"},
    Matter.TARGET: {"level": "目标值", "base": "上年同期（可比）", "growth": "目标增速\n（%）"},
}
