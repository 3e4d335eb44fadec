"""The cells of a worksheet that came back (找回数据项), although rows and columns were moved.

What a row is of its name tells, which people see, and beside it a key out of sight; a column's likewise. They
go by the name where the two differ: who sorts the visible columns alone moves the names and not the keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from diaodu.bureau.reports.intake.grid import Grid, text_of
from diaodu.bureau.reports.intake.names import Names
from diaodu.bureau.reports.intake.numbers import is_figure
from diaodu.bureau.reports.intake.problems import Wrong
from diaodu.bureau.reports.workbook import keys, layout, words
from diaodu.bureau.reports.workbook.keys import Key
from diaodu.bureau.reports.workbook.layout import Item
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import squeeze

LOST = "认不出这一行是哪一项数据，没有读取。请不要在表里另加行，也不要改动指标和地区的名称"
OUTSIDE = "不在本表应报范围，没有读取"


class Cell(NamedTuple):
    """Where a number was filled in (填报格); `lost` says why it is not known which."""

    row: int
    column: int
    code: str = ""
    lost: str = ""


class Heading(NamedTuple):
    """What stands above a table (表头): what each column is of, and which columns hold names."""

    columns: dict[int, Key]
    named: dict[int, str]  # column: 指标 or 地区


class Labels:
    """What the names in the sheet mean (名称对照): as they were issued, else by the names in use."""

    def __init__(self, items: Iterable[Item], known: Names) -> None:
        self._names = known
        self._rows: dict[str, Key | None] = {}
        self._groups: dict[str, Key | None] = {}
        for item in items:
            key = Key(item.indicator.code, "", item.part)
            for texts, text in (
                (self._rows, words.down(item, known.catalogue)),
                (self._groups, words.across(item, known.catalogue)),
            ):
                plain = squeeze(text)
                texts[plain] = key if texts.get(plain, key) == key else None  # two bear it: nobody's

    def row(self, sort: str, text: str) -> Key | None:
        """What a row's name says (行名)."""
        if not text:
            return None
        if sort == keys.PLACE:
            place = self._names.place(text)
            return None if isinstance(place, Wrong) else Key(place=place.code)
        plain = squeeze(text)
        return self._rows[plain] if plain in self._rows else self._indicator(text)

    def group(self, text: str) -> Key | None:
        """What a heading across several columns says (栏名)."""
        plain = squeeze(text)
        return self._groups[plain] if plain in self._groups else self._indicator(text.rpartition("（")[0])

    def _indicator(self, text: str) -> Key | None:
        found = self._names.indicator(text) if text else None
        return None if found is None or isinstance(found, Wrong) else Key(found.code)


def cells(grid: Grid, labels: Labels, asked: Mapping[str, Slot]) -> Iterator[Cell]:
    """Every cell of a sheet that asks for a number (填报格)."""
    headings, only = _by_keys(grid) or _by_texts(grid, labels), _only_places(asked.values())
    heading: Heading | None = None
    for row in range(len(grid.rows)):
        heading = headings.get(row, heading)
        if heading is None or row in headings:
            continue
        key = _row(grid, row, heading, labels)
        for column, above in heading.columns.items():
            full = _placed(key.over(above), only) if key else None
            found = _cell(grid, row, column, full, asked)
            if found is not None:
                yield found


def keyed(grid: Grid) -> bool:
    """Whether the sheet bears our keys (有项目代码)."""
    return any(keys.read(cell) for row in grid.rows for cell in row if isinstance(cell, str))


def _cell(grid: Grid, row: int, column: int, key: Key | None, asked: Mapping[str, Slot]) -> Cell | None:
    if key is not None and key.code in asked:
        return Cell(row, column, key.code)
    if not is_figure(grid.cell(row, column)):
        return None
    return Cell(row, column, lost=OUTSIDE if key is not None and key.indicator and key.place else LOST)


def _only_places(slots: Iterable[Slot]) -> dict[tuple[str, str], str]:
    """The place of what is asked for one place alone (唯一地区)."""
    places: dict[tuple[str, str], set[str]] = {}
    for slot in slots:
        places.setdefault((slot.indicator, slot.part), set()).add(slot.place)
    return {of: next(iter(some)) for of, some in places.items() if len(some) == 1}


def _placed(key: Key, only: Mapping[tuple[str, str], str]) -> Key:
    return key if key.place else key._replace(place=only.get((key.indicator, key.part), ""))


def _row(grid: Grid, row: int, heading: Heading, labels: Labels) -> Key | None:
    """What a row is of: its key, corrected by its names."""
    key = next((found for cell in grid.rows[row] if (found := keys.read(cell)) and not found.what), None)
    for column, sort in heading.named.items():
        said = labels.row(sort, text_of(grid.cell(row, column)))
        if said is not None:
            own = key or Key()
            key = own._replace(place=said.place) if sort == keys.PLACE else _renamed(own, said)
    return key


def _renamed(own: Key, said: Key) -> Key:
    return own._replace(indicator=said.indicator, part=said.part)


def _by_keys(grid: Grid) -> dict[int, Heading]:
    found = {}
    for number, row in enumerate(grid.rows):
        columns = {n: key for n, cell in enumerate(row) if (key := keys.read(cell)) and key.what}
        if columns:
            marks = {mark: sort for sort, mark in keys.NAMES.items()}
            named = {n: marks[cell] for n, cell in enumerate(row) if isinstance(cell, str) and cell in marks}
            found[number] = Heading(columns, named)
    return found


def _by_texts(grid: Grid, labels: Labels) -> dict[int, Heading]:
    """The row of keys is gone: by what the heading says."""
    found = {}
    for number, row in enumerate(grid.rows):
        whats = {n: what for n, cell in enumerate(row) if (what := _WHATS.get(squeeze(text_of(cell))))}
        above = grid.rows[number - 1] if number else []
        sorts = {
            n: text
            for some in (above, row)
            for n, cell in enumerate(some)
            if (text := text_of(cell)) in keys.NAMES
        }
        if not whats or not sorts:
            continue
        if keys.INDICATOR in sorts.values():
            found[number] = Heading({n: Key(what=what) for n, what in whats.items()}, sorts)
        else:
            groups = _filled(above, labels)
            found[number] = Heading(
                {n: groups[n]._replace(what=what) for n, what in whats.items() if n in groups}, sorts
            )
    return found


def _filled(row: list[object], labels: Labels) -> dict[int, Key]:
    """The headings across several columns, spread over them (合并的表头)."""
    found: dict[int, Key] = {}
    last: Key | None = None
    for n in range(len(row) + layout.WIDEST):
        text = text_of(row[n]) if n < len(row) else ""
        last = labels.group(text) if text else last
        if last is not None:
            found[n] = last
    return found


_WHATS = {squeeze(heading): what for asked in layout.HEADINGS.values() for what, heading in asked.items()} | {
    "数值": "level",
    "同比增速": "growth",
    "增速": "growth",
}
