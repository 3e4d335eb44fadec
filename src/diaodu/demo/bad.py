"""Bad workbooks to try the import with (有问题的报表): each shows one mistake that offices really make."""

from __future__ import annotations

from pathlib import Path

from diaodu.demo import stories
from diaodu.demo.cast import COUNTIES, names
from diaodu.demo.city import blocks
from diaodu.demo.sheets import Cell, Column, Figures, book, long

SHORT = ("指标", "地区", "时期", "数值", "单位")


def write(folder: Path, figures: Figures, end: tuple[int, int]) -> list[Path]:
    """All of them (全部问题报表)."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _wrong_unit(folder, figures, end),
        _unknown_names(folder, end),
        _impossible(folder, end),
        _conflict(folder, end),
        _no_period(folder),
        _no_table(folder),
        _not_a_workbook(folder),
        _empty(folder),
    ]


def _period(end: tuple[int, int]) -> str:
    return f"{end[0]}年1-{end[1]}月"


def _wrong_unit(folder: Path, figures: Figures, end: tuple[int, int]) -> Path:
    """A county's 万元 under the heading 亿元 (单位填错)."""
    story = stories.WRONG_UNIT
    b = blocks()[story.indicator]
    rows: list[list[Cell]] = []
    for place in COUNTIES:
        value = figures.at(Column(b, "level", "", b.unit, 1, end[1]), place, end[0])
        if value is not None and place == story.place:
            value *= 10_000
        rows.append([b.name, names()[place], _period(end), value, b.unit])
    return long(folder / "单位填错.xlsx", rows, SHORT)


def _unknown_names(folder: Path, end: tuple[int, int]) -> Path:
    """Names that nothing bears, and a unit that can't be converted (名称和单位不识别)."""
    rows: list[list[Cell]] = [
        ["社会消费品零售额度", "澄湾区", _period(end), 12.3, "亿元"],
        ["社会消费品零售总额", "澄弯区", _period(end), 12.3, "亿元"],
        ["社会消费品零售总额", "澄湾区", "2026年13月", 12.3, "亿元"],
        ["社会消费品零售总额", "砚湖区", _period(end), 12.3, "万吨"],
        ["社会消费品零售总额", "桐渡区", _period(end), "约12亿", "亿元"],
    ]
    return long(folder / "名称和单位不识别.xlsx", rows, SHORT)


def _impossible(folder: Path, end: tuple[int, int]) -> Path:
    """A figure of January alone where none is published, and a growth of 8300 % (不可能的数)."""
    headings = ("指标", "地区", "时期", "类型", "数值")
    rows: list[list[Cell]] = [
        ["规模以上工业增加值", "桐渡区", f"{end[0]}年1月", "同比增速", 5.2],
        ["规模以上工业增加值", "桐渡区", _period(end), "同比增速", 8300],
    ]
    return long(folder / "不可能的数.xlsx", rows, headings)


def _conflict(folder: Path, end: tuple[int, int]) -> Path:
    """One figure twice with two values (同一数据两个值)."""
    rows: list[list[Cell]] = [
        ["社会消费品零售总额", "星渚区", _period(end), 40.12, "亿元"],
        ["社零", "900305", _period(end), 41.12, "亿元"],
    ]
    return long(folder / "同一数据两个值.xlsx", rows, SHORT)


def _no_period(folder: Path) -> Path:
    """A wide table that nowhere says which month it is of (没有时期)."""
    path = folder / "没有时期.xlsx"
    made = book(path)
    ws = made.add_worksheet("Sheet1")
    ws.write_row(0, 0, ["地区", "社会消费品零售总额", "一般公共预算收入"])
    for n, place in enumerate(COUNTIES, 1):
        ws.write_row(n, 0, [names()[place], 10.0 + n, 2.0 + n / 10])
    made.close()
    return path


def _no_table(folder: Path) -> Path:
    """A letter in a workbook (没有数据表)."""
    path = folder / "只有文字.xlsx"
    made = book(path)
    ws = made.add_worksheet("说明")
    ws.write(0, 0, "本月数据因系统升级推迟报送，请知悉。")
    made.close()
    return path


def _not_a_workbook(folder: Path) -> Path:
    path = folder / "不是表格.xlsx"
    path.write_bytes("这不是一个工作簿".encode())
    return path


def _empty(folder: Path) -> Path:
    path = folder / "空文件.csv"
    path.write_bytes(b"")
    return path
