"""The invented city's workbooks as its offices send them (示例报表)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from diaodu.demo import bad, offices, stories
from diaodu.demo.cast import names
from diaodu.demo.city import END, blocks, figures
from diaodu.demo.rows import Row
from diaodu.demo.sheets import Cell, Figures, long
from diaodu.demo.world import SEED

HEADINGS = ("指标", "地区", "时期", "类型", "数值", "单位", "部分", "发布")
TYPES = {"level": "数值", "growth": "同比增速", "base": "上年同期"}
LATEST = 3  # the latest months come as the offices' own tables, earlier ones in the long form


def write(
    folder: Path, *, since: int = 2020, end: tuple[int, int] = END, seed: str = SEED, months: int = LATEST
) -> list[Path]:
    """All workbooks into a folder, in the order in which they are to be read (写出示例报表)."""
    rows = figures(end, seed)
    first_wide = end[0] * 12 + end[1] - months  # the last month that only the history tells
    actual = [r for r in rows if r.kind in ("official", "departmental") and not _flash(r)]
    old = [r for r in actual if r.year >= since and r.year * 12 + r.last <= first_wide]
    written = list(_history(folder, old))
    made = Figures(actual)
    for n in range(first_wide, end[0] * 12 + end[1]):
        year, month = n // 12, n % 12 + 1
        written += offices.write(folder, made, year, month)
        written.append(_parts(folder, actual, year, month))
    written += _goals(folder, rows)
    written.append(_estimates(folder, rows))
    written.append(_flashes(folder, rows))
    written.append(_correction(folder))
    bad.write(folder / "bad", made, end)
    return written


def long_row(row: Row, released: str = "") -> list[Cell]:
    """A figure in the long form's columns (长表一行)."""
    block = blocks()[row.indicator]
    kind = {"target": "目标", "plan": "计划", "estimate": "预计"}.get(row.kind, "")
    type_ = f"{kind}增速" if kind and row.what == "growth" else kind or TYPES[row.what]
    unit = "%" if row.what == "growth" else block.unit
    return [block.name, names()[row.place], period(row), type_, row.value, unit, row.part, released]


def period(row: Row) -> str:
    """A period as offices write it (时期写法)."""
    if row.first == row.last:
        end = "末" if blocks()[row.indicator].basis == "stock" else ""
        return f"{row.year}年{row.last}月{end}"
    return f"{row.year}年" if (row.first, row.last) == (1, 12) else f"{row.year}年{row.first}-{row.last}月"


def _flash(row: Row) -> bool:
    """A department's early figure of what statistics publish later (部门快报)."""
    return row.kind != blocks()[row.indicator].kind


def _history(folder: Path, rows: list[Row]) -> Iterator[Path]:
    for year in sorted({r.year for r in rows}):
        shown = (_as_first_published(r) for r in rows if r.year == year)
        yield long(folder / f"1-历史数据-{year}年.xlsx", (long_row(r) for r in shown), HEADINGS)


def _as_first_published(row: Row) -> Row:
    """The figure that a later correction revises is sent as it was first published."""
    revised = (stories.REVISED.indicator, stories.REVISED.place, stories.YEAR, stories.REVISED_MONTH)
    if (row.indicator, row.place, row.year, row.last) == revised:
        return row._replace(value=stories.REVISED_FROM)
    return row


def _parts(folder: Path, rows: Iterable[Row], year: int, month: int) -> Path:
    """Divisions and taxes of every county, too many for a wide table (分行业、分税种)."""
    shown = (long_row(r) for r in rows if r.part and (r.year, r.last) == (year, month))
    return long(folder / f"2-{year}年{month}月-分行业分税种明细.xlsx", shown, HEADINGS)


def _goals(folder: Path, rows: list[Row]) -> Iterator[Path]:
    for kind, name in (("target", "年度目标"), ("plan", "分月计划")):
        shown = (long_row(r) for r in rows if r.kind == kind)
        yield long(folder / f"3-{name}.xlsx", shown, HEADINGS)


def _estimates(folder: Path, rows: list[Row]) -> Path:
    shown = (long_row(r, _estimated(r)) for r in rows if r.kind == "estimate")
    return long(folder / "4-各单位预计.xlsx", shown, HEADINGS)


def _estimated(row: Row) -> str:
    """The day that a unit estimated on: the 24th, before the deadline; of the coming month it was earlier."""
    day = 24 if (row.year, row.last) <= END else 18
    return f"{row.year}-{row.last:02d}-{day}"


def _flashes(folder: Path, rows: list[Row]) -> Path:
    """Departments' early figures of official indicators, marked so that they stay apart (部门快报)."""
    flash = [r for r in rows if r.kind == "departmental" and _flash(r)]
    shown = ([*long_row(r), "部门数据"] for r in flash)
    return long(folder / "5-部门快报.xlsx", shown, (*HEADINGS, "类别"))


def _correction(folder: Path) -> Path:
    """One growth rate revised after it was published (数据修订)."""
    story = stories.REVISED
    row = Row(
        story.indicator, story.place, "", "official", "growth", stories.YEAR, 1, stories.REVISED_MONTH,
        stories.REVISED_TO,
    )  # fmt: skip
    return long(folder / "6-统计局-数据修订.xlsx", [long_row(row, "修订")], HEADINGS)
