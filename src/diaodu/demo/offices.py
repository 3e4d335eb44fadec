"""One month's tables, each office's in its own way (各单位当月报表)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from diaodu.demo import recipes
from diaodu.demo.cast import CITY, COUNTIES, INNER_ZONE, NATION, OTHER_CITIES, PROVINCE, names
from diaodu.demo.city import Block, blocks
from diaodu.demo.sheets import Column, Figures, Table, book, columns, wide

OURS = (CITY, *COUNTIES)
ABOVE = (NATION, PROVINCE, *sorted((CITY, *OTHER_CITIES)))
COMMERCE = ("foreign_investment", "outside_funds", "fuel_sales")
POWER = ("electricity", "industrial_electricity")
NOTES = (
    "注：1.规模以上工业增加值增速按可比价计算，其余指标除注明外按现价计算。",
    "    2.“—”表示没有数据或不作统计；高新区数据包含在砚湖区内。",
)
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def write(folder: Path, figures: Figures, year: int, month: int) -> Iterator[Path]:
    """All offices' tables of a month (当月报表)."""
    for make in (_statistics, _province, _finance, _power, _commerce, _bank, _others):
        path = make(folder, figures, year, month)
        if path is not None:
            yield path


def _name(folder: Path, office: str, year: int, month: int, kind: str = "xlsx") -> Path:
    return folder / f"2-{year}年{month}月-{office}.{kind}"


def _out(month: int, **wanted: str) -> list[Block]:
    """Indicators that are published in a month (当月公布的指标)."""
    step = {"M": 1, "Q": 3, "Y": 12}
    return [
        b
        for b in blocks().values()
        if month % step[b.frequency] == 0
        and not (b.no_january and month == 1)
        and all(getattr(b, key) == value for key, value in wanted.items())
    ]


def _statistics(folder: Path, figures: Figures, year: int, month: int) -> Path:
    """The statistics office: official indicators by field, counties down the side (统计局月报)."""
    path = _name(folder, "统计局-县区主要指标", year, month)
    made = book(path)
    official = [b for b in _out(month, kind="official") if b.code not in recipes.CITY_ONLY]
    for field, found in groupby(sorted(official, key=lambda b: b.field), key=lambda b: b.field):
        for lag, same in groupby(sorted(found, key=lambda b: b.lag), key=lambda b: b.lag):
            shown = columns(same, month - lag, recipes.RESTATED)
            title = f"{year}年1—{month - lag}月栖川市各县（市、区）{field}主要指标"
            table = Table(title, "栖川市统计局", "亿元、%", shown, OURS, NOTES, (INNER_ZONE,))
            wide(made, field + ("（晚一月）" if lag else ""), table, figures, year)
    made.close()
    return path


def _province(folder: Path, figures: Figures, year: int, month: int) -> Path:
    """The province's sheet of its cities: all indicators (全省各市)."""
    path = _name(folder, "省统计局-各市主要指标", year, month)
    made = book(path)
    for lag in (0, 1):
        shown = columns([b for b in _out(month) if b.lag == lag], month - lag, recipes.RESTATED)
        title = f"{year}年1—{month - lag}月澜江省各市主要指标"
        table = Table(title, "澜江省统计局", "亿元、%", shown, ABOVE, NOTES)
        wide(made, "各市" + ("（晚一月）" if lag else ""), table, figures, year)
    made.close()
    return path


def _finance(folder: Path, figures: Figures, year: int, month: int) -> Path:
    """The finance office counts in 万元 and writes growth as text (财政局)."""
    path = _name(folder, "财政局-财政收支", year, month)
    made = book(path)
    shown = [_in_ten_thousands(c) for c in columns(_out(month, field="财税"), month)]
    title = f"栖川市{year}年{_upto(month)}财政收支情况表"
    notes = ("注：财政总收入含上划收入。",)
    wide(made, "收支", Table(title, "栖川市财政局", "万元", shown, OURS, notes, (), True), figures, year)
    made.close()
    return path


def _in_ten_thousands(column: Column) -> Column:
    if column.unit != "亿元":
        return column
    return column._replace(unit="万元", scale=10_000.0)


def _power(folder: Path, figures: Figures, year: int, month: int) -> Path:
    """The power company: places by months, one sheet for each indicator (供电公司)."""
    path = _name(folder, "供电公司-用电量", year, month)
    made = book(path)
    for code in POWER:
        _months_across(made.add_worksheet(blocks()[code].name), blocks()[code], figures, year, month)
    made.close()
    return path


def _months_across(ws: Worksheet, b: Block, figures: Figures, year: int, month: int) -> None:
    ws.merge_range(0, 0, 0, month * 2, f"{year}年栖川市{b.name}情况表")
    ws.write(1, 0, "报送单位：国网栖川供电公司")
    ws.write(1, month * 2 - 1, f"单位：{b.unit}、%")
    ws.merge_range(2, 0, 3, 0, "地区")
    for m in range(1, month + 1):
        ws.merge_range(2, m * 2 - 1, 2, m * 2, _upto(m))
        ws.write_row(3, m * 2 - 1, ["累计", "同比增长"])
    for n, place in enumerate(OURS, 4):
        ws.write(n, 0, names()[place])
        for m in range(1, month + 1):
            for c, what in ((m * 2 - 1, "level"), (m * 2, "growth")):
                value = figures.at(Column(b, what, "", b.unit, 1, m), place, year)
                ws.write(n, c, "…" if value is None else value)


def _upto(month: int) -> str:
    return f"1—{month}月" if month > 1 else "1月"


def _commerce(folder: Path, figures: Figures, year: int, month: int) -> Path:
    """The commerce office: a csv in GBK, some digits in full width (商务局)."""
    shown = columns((blocks()[c] for c in COMMERCE), month)
    rows: list[list[str]] = [
        [f"{year}年{_upto(month)}商务主要指标"],
        ["地区", *(f"{c.block.name}{'' if c.what == 'level' else '同比增速'}（{c.unit}）" for c in shown)],
    ]
    rows += [[names()[p], *_texts(figures, shown, p, year)] for p in OURS]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path = _name(folder, "商务局-商务指标", year, month, "csv")
    path.write_bytes(text.getvalue().encode("gbk"))
    return path


def _texts(figures: Figures, shown: Sequence[Column], place: str, year: int) -> Iterator[str]:
    for column in shown:
        value = figures.at(column, place, year)
        text = "—" if value is None else f"{value:,.2f}" if column.what == "level" else f"{value:.1f}"
        yield text.translate(_FULL_WIDTH) if place == COUNTIES[2] else text


def _bank(folder: Path, figures: Figures, year: int, month: int) -> Path | None:
    """The bank's old .xls; without the writer of that format, .xlsx (人民银行)."""
    shown = columns(_out(month, field="金融"), month)
    try:
        import xlwt
    except ImportError:  # a dependency of development only
        return _plain(_name(folder, "人民银行-金融", year, month), figures, shown, year, month)
    made = xlwt.Workbook(encoding="gbk")
    ws = made.add_sheet("金融")
    for r, row in enumerate(_grid(figures, shown, OURS, year, f"{year}年{month}月栖川市金融主要指标")):
        for c, value in enumerate(row):
            if value is not None:
                ws.write(r, c, value)
    path = _name(folder, "人民银行-金融", year, month, "xls")
    made.save(str(path))
    return path


def _plain(path: Path, figures: Figures, shown: Sequence[Column], year: int, month: int) -> Path:
    made = book(path)
    ws = made.add_worksheet("金融")
    for r, row in enumerate(_grid(figures, shown, OURS, year, f"{year}年{month}月栖川市金融主要指标")):
        ws.write_row(r, 0, row)
    made.close()
    return path


def _grid(
    figures: Figures, shown: Sequence[Column], places: Iterable[str], year: int, title: str
) -> Iterator[list[str | float | None]]:
    yield [title]
    yield ["单位：亿元、%"]
    yield ["地区", *(c.block.name for c in shown)]
    yield [None, *(f"{c.heading}（{c.unit}）" for c in shown)]
    for place in places:
        yield [names()[place], *(figures.at(c, place, year) for c in shown)]


def _others(folder: Path, figures: Figures, year: int, month: int) -> Path:
    """All other departments' data, gathered by the government's office (其他部门)."""
    path = _name(folder, "市直部门-部门数据", year, month)
    made = book(path)
    rest = [b for b in _out(month, kind="departmental") if b.field not in ("财税", "金融")]
    rest = [b for b in rest if b.code not in (*COMMERCE, *POWER, *recipes.CITY_ONLY)]
    for field, found in groupby(sorted(rest, key=lambda b: b.field), key=lambda b: b.field):
        title = f"{year}年1—{month}月{field}部门数据"
        table = Table(title, "市政府办公室汇总", "", columns(found, month), OURS, NOTES[1:])
        wide(made, field, table, figures, year)
    made.close()
    return path
