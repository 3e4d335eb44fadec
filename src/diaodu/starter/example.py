"""Example workbooks of a small city, as its offices would send them (示例报表)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

CITIES = ("示例省", "临河市", "示例市", "望山市", "平湖市")
COUNTIES = ("城中区", "河东区", "青石县", "白水县", "高新区")
PLACES = (*CITIES, *COUNTIES)
# 指标：年度规模（亿元，示例市为1）和近三年9月累计增速的水平；None 表示只发布增速
INDICATORS = {
    "规模以上工业增加值": (None, 7.2),
    "固定资产投资": (None, 4.1),
    "社会消费品零售总额": (420.0, 5.3),
    "一般公共预算收入": (86.0, 3.4),
    "工业用电量": (95.0, 4.6),
}
SIZE = dict(zip(PLACES, (9.0, 2.1, 1.0, 1.7, 0.8, 0.31, 0.27, 0.18, 0.13, 0.11), strict=True))
SLANT = dict(zip(PLACES, (0.0, 0.6, -0.4, 0.9, -1.3, 1.1, -0.2, 0.4, -6.3, 2.8), strict=True))
TARGET = {"规模以上工业增加值": 7.0, "固定资产投资": 5.0, "社会消费品零售总额": 5.0, "一般公共预算收入": 4.0}


def write(folder: Path) -> list[Path]:
    """Two workbooks: the history in the long form, and the newest month as a wide table (示例报表)."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_history(folder / "1历史数据.xlsx"), _newest(folder / "2-2026年9月主要指标.xlsx")]


def growth(indicator: str, place: str, year: int, month: int) -> float:
    """A growth rate of the example (示例增速)."""
    wave = (month * 7 + len(indicator) * 3 + year * 5 + PLACES.index(place) * month * 2) % 9 / 10 - 0.4
    return round(INDICATORS[indicator][1] + SLANT[place] * (1 + (year - 2024) * 0.15) + wave, 1)


def level(indicator: str, place: str, year: int, month: int) -> float | None:
    """A cumulative level of the example (示例累计值), 亿元 or 亿千瓦时."""
    size, typical = INDICATORS[indicator]
    if size is None:
        return None
    return round(size * SIZE[place] * month / 12 * (1 + typical / 100) ** (year - 2024), 2)


def _history(path: Path) -> Path:
    book = _book(path)
    sheet = book.add_worksheet("长表")
    sheet.write_row(0, 0, ("指标", "地区", "时期", "类型", "数值", "单位"), book.add_format({"bold": True}))
    for row, cells in enumerate(_long(), 1):
        sheet.write_row(row, 0, cells)
    book.close()
    return path


def _long() -> Iterator[tuple[object, ...]]:
    for year in (2024, 2025, 2026):
        for month in range(2, 13 if year < 2026 else 9):
            yield from _month(year, month)
    for indicator, target in TARGET.items():
        for place in PLACES:
            yield indicator, place, "2026年", "目标", target, "%"


def _month(year: int, month: int) -> Iterator[tuple[object, ...]]:
    when = f"{year}年1-{month}月"
    for indicator in INDICATORS:
        for place in PLACES:
            value = level(indicator, place, year, month)
            if value is not None:
                yield indicator, place, when, "数值", value, "亿千瓦时" if "电" in indicator else "亿元"
            yield indicator, place, when, "同比增速", growth(indicator, place, year, month), "%"


def _newest(path: Path) -> Path:
    """地区在行、指标在列，两行合并表头：累计、同比。"""
    book = _book(path)
    sheet = book.add_worksheet("9月")
    head = book.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True}
    )
    cell = book.add_format({"border": 1, "align": "right"})
    sheet.merge_range(0, 0, 0, 8, "2026年1-9月主要经济指标完成情况", head)
    sheet.write(1, 0, "单位：亿元、亿千瓦时、%")
    sheet.merge_range(2, 0, 3, 0, "地区", head)
    column = 1
    for indicator, (size, _) in INDICATORS.items():
        column = _heading(sheet, head, column, indicator, has_level=size is not None)
    for row, place in enumerate(PLACES, 4):
        sheet.write(row, 0, place, cell)
        for offset, value in enumerate(_row(place), 1):
            sheet.write(row, offset, value, cell)
    sheet.write(4 + len(PLACES), 0, "注：规模以上工业增加值为可比价增速；高新区数据含在河东区内。")
    book.close()
    return path


def _heading(sheet, head, column: int, indicator: str, *, has_level: bool) -> int:  # type: ignore[no-untyped-def]
    if not has_level:
        sheet.write(2, column, indicator, head)
        sheet.write(3, column, "同比增长（%）", head)
        return column + 1
    sheet.merge_range(2, column, 2, column + 1, indicator, head)
    sheet.write(3, column, "1-9月累计", head)
    sheet.write(3, column + 1, "同比增长（%）", head)
    return column + 2


def _row(place: str) -> Iterator[float | None]:
    for indicator, (size, _) in INDICATORS.items():
        if size is not None:
            yield level(indicator, place, 2026, 9)
        yield growth(indicator, place, 2026, 9)


def _book(path: Path) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": path.stem, "created": dt.datetime(2026, 10, 20)})  # noqa: DTZ001 the same bytes each time
    return book
