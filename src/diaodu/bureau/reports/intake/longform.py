"""The long form, one figure a row (长表): headings in any order."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.reports.intake import names, numbers, written
from diaodu.bureau.reports.intake.gathered import Gathered
from diaodu.bureau.reports.intake.grid import Grid, letters, text_of
from diaodu.bureau.reports.intake.names import Measure, Names
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Wrong
from diaodu.bureau.reports.intake.written import Periods, Release
from diaodu.economy.indicators import squeeze
from diaodu.economy.periods import Period

HEADINGS: dict[str, tuple[str, ...]] = {
    "指标": ("指标", "指标名称", "指标代码", "indicator"),
    "地区": ("地区", "地区名称", "地区代码", "区域", "place", "region"),
    "时期": ("时期", "统计期", "统计时期", "期别", "时间", "日期", "period", "date"),
    "类型": ("类型", "数据类型", "type"),
    "数值": ("数值", "指标值", "本期值", "value"),
    "单位": ("单位", "计量单位", "unit"),
    "部分": ("部分", "分项", "part"),
    "发布": ("发布", "发布日期", "released"),
    "类别": ("类别", "数据类别", "kind"),
    "版次": ("版次", "vintage"),
    "轮次": ("轮次", "round"),
    "同比增速": ("同比增速", "growth"),
    "上年同期": ("上年同期", "同期数", "base"),
    "目标": ("目标",),
    "计划": ("计划",),
    "预计": ("预计",),
}
_HEADING = {squeeze(word): heading for heading, words in HEADINGS.items() for word in words}
VALUES = ("数值", "同比增速", "上年同期", "目标", "计划", "预计")
_SERIES = ("指标", "类型", "单位", "部分", "类别")
_ROW = (*_SERIES, "地区", "时期", "发布", "版次", "轮次")
LOOK = 30  # rows in which the headings must stand


@dataclass(frozen=True)
class Header:
    """Where the headings stand (表头)."""

    row: int
    columns: dict[str, int]

    @property
    def values(self) -> list[tuple[str, int]]:
        """The columns that hold numbers (数值列)."""
        return [(heading, self.columns[heading]) for heading in VALUES if heading in self.columns]


def find_header(grid: Grid, options: Options) -> Header | None:
    """The long form's heading row, or None where the sheet is something else (识别长表)."""
    aliases = {squeeze(k): v for k, v in options.columns.items()}
    for number, row in enumerate(grid.rows[:LOOK]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            if isinstance(cell, str) and (heading := _heading(cell, aliases)):
                columns.setdefault(heading, column)
        if _is_long(columns, options):
            return Header(number, columns)
    return None


def read(grid: Grid, header: Header, known: Names, options: Options, into: Gathered) -> None:
    """Every row's figures (读取长表)."""
    before = len(into.lines)
    lacking = [h for h in ("指标", "地区", "时期") if h not in header.columns and not _default(h, options)]
    if lacking:
        reason = "缺少“{}”列。请补上此列，或在导入时指定默认值".format("”“".join(lacking))
        into.refuse(grid, header.row, 0, reason, "")
        return
    for heading, column in header.values:
        one = _Column(grid, header, heading, column, known, options, into)
        one.read()
        one.say_merged()
    into.layouts.append({"sheet": grid.sheet, "layout": "长表", "figures": len(into.lines) - before})


class _Column:
    """One column of numbers being read (数值列); caches by raw content make it fast."""

    def __init__(
        self,
        grid: Grid,
        header: Header,
        heading: str,
        column: int,
        known: Names,
        options: Options,
        into: Gathered,
    ) -> None:
        self.grid, self.header, self.column, self.into = grid, header, column, into
        self.names, self.periods = known, Periods(options)
        self.width = max(grid.width, column + 1)
        self.tail = [_default(h, options) for h in _ROW]
        self.at = {h: header.columns.get(h, self.width + n) for n, h in enumerate(_ROW)}
        if heading != "数值":  # the column itself says the type, and 单位 is the level's
            self.at["类型"] = self.width + _ROW.index("类型")
            self.tail[_ROW.index("类型")] = heading
            if heading == "同比增速":
                self.at["单位"] = self.width + _ROW.index("单位")
                self.tail[_ROW.index("单位")] = ""
        self.rounds = "轮次" in header.columns
        self.first = len(into.lines)
        self.measures: dict[Any, Measure | Wrong] = {}
        self.places: dict[Any, str | Wrong] = {}
        self.spans: dict[Any, Period | Wrong] = {}
        self.releases: dict[Any, Release | Wrong] = {}

    def read(self) -> None:
        """All rows; what can't be read is set aside with its reason."""
        series = itemgetter(*(self.at[h] for h in _SERIES))
        rest = itemgetter(*(self.at[h] for h in ("地区", "时期", "发布", "版次")))
        prefix = f"{self.grid.sheet}!{letters(self.column)}" if self.grid.sheet else letters(self.column)
        lines, column, width, tail = self.into.lines, self.column, self.width, self.tail
        start = self.header.row + 1
        for number, row in enumerate(self.grid.rows[start:], start):
            cells = row + tail if len(row) == width else (row + [""] * (width - len(row)))[:width] + tail
            value = self.value(number, cells[column], cells)
            if value is None:
                continue
            of, (where, when, out, vintage) = series(cells), rest(cells)
            if isinstance(value, numbers.Number) and value.percent:
                of = names.of_percent(of)
            measure = self.measures.get(of) or self.measure(of)
            place = self.places.get(where) or self.place(where)
            if isinstance(measure, Wrong) or isinstance(place, Wrong):
                self.set_aside(number, measure, place)
                continue
            span = self.spans.get((when, measure.indicator.code, measure.kind)) or self.span(when, measure)
            released = self.releases.get((out, vintage)) or self.release(out, vintage)
            if isinstance(span, Wrong) or isinstance(released, Wrong):
                self.set_aside(number, span, released)
                continue
            if value.__class__ is not float or measure.size != measure.per:
                value = self.scaled(number, value, measure)
                if value is _REFUSED:
                    continue
            key = FigureKey(
                measure.indicator.code,
                place,
                measure.part,
                measure.kind,
                measure.what,
                span.year,
                span.first,
                span.last,
            )
            lines.append(Line(key, value, f"{prefix}{number + 1}", released.vintage, released.released))
            if self.rounds:
                self.into.rounds.append(text_of(cells[self.at["轮次"]]))

    def say_merged(self) -> None:
        """Say which months were kept as 1—2月; set those aside that may be February alone."""
        self.into.take_back(self.grid, self.first, self.periods.unclear, written.UNCLEAR)
        if said := self.periods.said():
            self.into.note(self.grid, said)

    def value(self, number: int, cell: Any, cells: list[Any]) -> Any:
        """The number; None where there is none or it was set aside."""
        if type(cell) is float and -numbers.LIMIT < cell < numbers.LIMIT and not self.grid.percent:
            return cell
        found = numbers.at(self.grid, number, self.column)
        if isinstance(found, str):
            self.into.refuse(self.grid, number, self.column, found)
            return None
        if found.value is None and not found.withdrawn:
            self.into.missing += any(cells[: self.width])
            return None
        return found if found.percent or found.withdrawn else found.value

    def measure(self, of: tuple[Any, ...]) -> Measure | Wrong:
        found = self.measures[of] = self.names.measure(*(text_of(cell) for cell in of))
        return found

    def place(self, where: Any) -> str | Wrong:
        found = self.names.place(text_of(where))
        self.places[where] = code = found if isinstance(found, Wrong) else found.code
        return code

    def span(self, when: Any, measure: Measure) -> Period | Wrong:
        found = self.periods.fit(when, measure.indicator, measure.kind)
        self.spans[when, measure.indicator.code, measure.kind] = found
        return found

    def release(self, out: Any, vintage: Any) -> Release | Wrong:
        found = written.release(out)
        word = text_of(vintage)
        if word and word not in written.VINTAGES:
            found = Wrong("版次", f"没有“{word}”这种版次。可写：初步、修订、核实")
        elif word and not isinstance(found, Wrong):
            found = Release(written.VINTAGES[word], found.released)
        self.releases[out, vintage] = found
        return found

    def scaled(self, number: int, value: Any, measure: Measure) -> Any:
        """In the indicator's unit; percentages only where a percentage is meant."""
        if isinstance(value, numbers.Number):
            if value.percent and not names.percentage(measure):
                self.into.refuse(self.grid, number, self.column, names.not_percent(measure))
                return _REFUSED
            value = value.value
        return value if value is None else names.scaled(value, measure)

    def set_aside(self, number: int, *found: Any) -> None:
        """List what is wrong with a row, at the cell that is wrong."""
        for wrong in found:
            if type(wrong) is Wrong:
                at = self.at.get(wrong.heading, self.column)
                self.into.refuse(self.grid, number, at if at < self.width else self.column, wrong.reason)


_REFUSED = object()


def _heading(cell: str, aliases: dict[str, str]) -> str:
    word = squeeze(cell)
    return aliases[word] if word in aliases else _HEADING.get(word, "")


def _is_long(columns: dict[str, int], options: Options) -> bool:
    """A column of numbers, and two of the keys at least, unless the person named the columns."""
    keys = ("指标", "地区", "时期")
    written = sum(heading in columns for heading in keys)
    named = any(heading in columns for heading in options.columns.values())
    has_numbers = "数值" in columns or (named and any(heading in columns for heading in VALUES))
    enough = written >= 2 or (named and written >= 1)
    return has_numbers and enough and ("指标" in columns or bool(options.indicator))


def _default(heading: str, options: Options) -> str:
    given = {"指标": options.indicator, "地区": options.place, "时期": options.period, "单位": options.unit}
    return given.get(heading, "")
