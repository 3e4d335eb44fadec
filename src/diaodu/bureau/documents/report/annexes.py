"""附表: the city's indicators, counties by indicator, the lights, the arrears; on turned pages."""

from __future__ import annotations

from collections.abc import Callable

from diaodu.bureau.documents import facts, words
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.facts import NONE, Line, number
from diaodu.bureau.documents.report import cells
from diaodu.bureau.documents.tables import Cell, Table
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Indicator

COLUMNS = 8
SMALL = 18  # 小五


def titles(month: Month) -> list[str]:
    """The annexes' names (附件名称)."""
    when = month.period.label
    return [
        f"{when}全市指标一览表",
        f"{when}各县区主要指标增速",
        f"{when}各县区主要指标亮灯",
        f"{when}各县区欠账情况",
    ]


def write(paper: Paper, month: Month) -> None:
    """All four annexes (附表)."""
    names = titles(month)
    paper.annex("附表1", names[0])
    _city(paper, month)
    for number_, title, tables in (
        ("附表2", names[1], _growths(month)),
        ("附表3", names[2], _lights(month)),
        ("附表4", names[3], _arrears(month)),
    ):
        for n, table in enumerate(tables):
            paper.annex(number_, title + ("（续）" if n else ""))
            paper.table(table)
        if not tables:
            paper.annex(number_, title)
            paper.note("本期没有可列入本表的数据。")


def _city(paper: Paper, month: Month) -> None:
    head = [
        "指标", "单位", "统计期", "本期数", "增速", "较上期", "全省增速", "比全省", "全国增速", "位次",
        "年度目标", "目标增速", "进度", "序时", "灯色",
    ]  # fmt: skip
    rows = [_city_row(x) for x in facts.lines(month, month.catalogue.city)]
    widths = (3.5, 1.6, 1.3, 1.7, 1.05, 1.1, 1.1, 1.1, 1.1, 1, 1.6, 1.1, 1, 1, 0.9)
    paper.table(Table(head, rows, "lccrrrrrrcrrrrc", widths, size=SMALL))
    paper.note("注：增速、进度单位为%，较上期、比全省单位为百分点；“—”表示未发布、不适用或不可比，不代表0。")


def _city_row(x: Line) -> list[Cell | str]:
    catalogue = x.month.catalogue
    return [
        x.indicator.label, cells.unit(x.indicator), x.period.short_label, x.level_cell(), x.growth_cell(),
        number(x.get("growth_change_month"), signed=True), _elsewhere(x, catalogue.province),
        number(x.get("distance_province"), signed=True), _elsewhere(x, catalogue.nation), words.rank_cell(x),
        number(x.get("target"), x.indicator.decimals), number(x.get("target_growth")),
        number(x.get("progress")),
        number(x.get("time_share") if x.get("progress") is not None else None),
        cells.light(x),
    ]  # fmt: skip


def _elsewhere(line: Line, place: Place | None) -> str:
    return line.at(place).growth_cell() if place else NONE


def _growths(month: Month) -> list[Table]:
    """Counties by main indicators, with their ranks (县区增速)."""
    chosen = _by_county(month, "growth")
    tables = []
    for some in _chunks(chosen, COLUMNS):
        head: list[Cell | str] = ["县区"]
        for i in some:
            head += [Cell(f"{i.label}（{'百分点' if i.growth_basis == 'points' else '%'}）"), "位次"]
        rows = [_growth_row(month, some, place) for place in _places(month)]
        strong = frozenset({0, 1} if month.catalogue.province else {0})
        tables.append(
            Table(head, rows, "l" + "rc" * len(some), (1.7, *(1.35, 0.75) * len(some)), strong, size=SMALL)
        )
    return tables


def _growth_row(month: Month, some: list[Indicator], place: Place) -> list[Cell | str]:
    county = place.level in ("county", "zone")
    row: list[Cell | str] = [place.label if county else {"province": "全省"}.get(place.level, "全市")]
    for i in some:
        line = Line(month, i, place)
        row += [line.growth_cell(), words.rank_cell(line).split("/")[0] if county else words.rank_cell(line)]
    return row


def _places(month: Month) -> list[Place]:
    return [p for p in (month.catalogue.province,) if p] + [month.catalogue.city, *month.catalogue.counties]


def _lights(month: Month) -> list[Table]:
    """Places by indicators, each cell a light (亮灯矩阵)."""
    counties = month.catalogue.counties
    chosen = [i for i in facts.keys(month) if any((i.code, p.code) in month.lights for p in counties)]

    def cell(line: Line) -> Cell | str:
        return cells.light(line)

    return _matrix(month, chosen, cell, "c", wide=18)


def _arrears(month: Month) -> list[Table]:
    """What each county owes in each indicator (欠账矩阵)."""
    chosen = [
        i for i in _by_county(month, "arrears")
        if any((Line(month, i, p).get("arrears") or 0) > 0 for p in month.catalogue.counties)
    ]  # fmt: skip

    def cell(line: Line) -> Cell | str:
        return number(line.get("arrears"), line.indicator.decimals)

    return _matrix(month, chosen, cell, "r", wide=10, units=True)


def _matrix(
    month: Month,
    chosen: list[Indicator],
    cell: Callable[[Line], Cell | str],
    align: str,
    *,
    wide: int,
    units: bool = False,
) -> list[Table]:
    places = [month.catalogue.city, *month.catalogue.counties]
    tables = []
    for some in _chunks(chosen, wide):
        head = ["县区", *(f"{i.label}（{i.unit}）" if units else i.label for i in some)]
        rows = [["全市" if p.home else p.label, *(cell(Line(month, i, p)) for i in some)] for p in places]
        tables.append(
            Table(head, rows, "l" + align * len(some), (1.7, *[1.25] * len(some)), frozenset({0}), size=SMALL)
        )
    return tables


def _by_county(month: Month, measure: str) -> list[Indicator]:
    """Main indicators with that measure in any county (县区有数的主要指标)."""
    counties = month.catalogue.counties
    return [i for i in facts.keys(month) if any(Line(month, i, p).get(measure) is not None for p in counties)]


def _chunks(items: list[Indicator], most: int) -> list[list[Indicator]]:
    """Pieces of even size, none larger than `most`."""
    if not items:
        return []
    pieces = -(-len(items) // most)
    size = -(-len(items) // pieces)
    return [items[n : n + size] for n in range(0, len(items), size)]
