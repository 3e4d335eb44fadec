"""图: a picture of figures, as data; the document draws it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, cast

from diaodu.economy.indicators import Indicator
from diaodu.economy.periods import Period, cumulatives, span
from diaodu.economy.phrases import reading
from diaodu.economy.phrases.evaluation import Evaluation
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Chart, Member, Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.sets import set_of
from diaodu.economy.results import Result

FORMS = ("折线", "柱形", "条形")
MOST_SERIES, MOST_MARKS = 6, 60


@word("图", "图", '图("折线", ["GDP", "规上工业增加值"], 标题="主要指标增速走势")', form="形式", items="内容",
      among="范围", by="按", title="标题", since="起")  # fmt: skip
def chart(
    spot: Spot, form: str, items: Any, among: Any = None, by: str = "增速", title: str = "", since: Any = None
) -> Said:  # fmt: skip
    """折线：几个指标（或一个指标在几个地区）逐期的走势；柱形、条形：一组地区（范围=）的一个或几个指标。"""
    if form not in FORMS:
        raise BadExpression("“形式”可写：折线、柱形、条形")
    names = _listed(items)
    if len(names) > MOST_SERIES:
        raise BadExpression("一张图最多{most}条", most=MOST_SERIES)
    if form == "折线":
        return _lines(spot, names, among, by, title, since)
    return _bars(spot, cast(Any, form), names, among, by, title)


def _listed(items: Any) -> list[Any]:
    found = items if isinstance(items, list) else [items]
    if not found or not all(isinstance(one, str | Member) for one in found):
        raise BadExpression('“内容”要写指标名称的列表，例如：["GDP", "固定资产投资"]')
    return found


def _lines(spot: Spot, names: list[Any], among: Any, by: str, title: str, since: Any) -> Said:
    seen: list[tuple[str, Spot, Indicator]] = []
    for name in names:
        there, indicator = reading.settle(spot, name)
        if among is None:
            seen.append((indicator.label, there, indicator))
        for member in (set_of(among, spot).members or ()) if among is not None else ():
            seen.append((member.label, replace(there, where=spot.book.names.where(member)), indicator))
    first = seen[0][2]
    periods = _periods(spot, first, since)
    rows, sources = [], list[int]()
    for label, there, indicator in seen:
        results = [reading.measure(replace(there, period=p), indicator, by) for p in periods]
        sources += [ref for r in results for ref in r.sources]
        rows.append((label, tuple(r.value for r in results)))
    marks = tuple(f"{p.year % 100:02d}年{p.last}月" for p in periods)
    return _drawn("折线", title or f"{first.label}{by}走势", marks, rows, sources, _unit(first, by))


def _periods(spot: Spot, indicator: Indicator, since: Any) -> list[Period]:
    """From January of last year, or from the period asked for, to now."""
    end = spot.at(indicator)
    start = spot.book.names.period(since, spot.period) if isinstance(since, str) else span(end.year - 1, 1, 1)
    found = [
        indicator.period(p)
        for year in range(start.year, end.year + 1)
        for p in cumulatives(year, no_january=indicator.no_january)
        if (start.year, start.last) <= (p.year, p.last) <= (end.year, end.last) and indicator.due(p)
    ]
    return found[-MOST_MARKS:]


def _bars(
    spot: Spot, form: Literal["柱形", "条形"], names: list[Any], among: Any, by: str, title: str
) -> Said:
    members = set_of(among, spot).members if among is not None else spot.book.sets["县区"]().members
    rows: list[tuple[str, tuple[float | None, ...]]] = []
    sources: list[int] = []
    first: Indicator | None = None
    for name in names:
        if isinstance(name, str) and "(" in name.replace("（", "("):
            answers = [spot.book.said(Evaluation(spot.book, spot.on(m), {}).of(name)) for m in members or ()]
            values, label = tuple(a.number for a in answers), name
            sources += [ref for a in answers for ref in a.sources]
        else:
            there, indicator = reading.settle(spot, name)
            first = first or indicator
            results: list[Result] = [reading.measure(there.on(m), indicator, by) for m in members or ()]
            values, label = tuple(r.value for r in results), indicator.label
            sources += [ref for r in results for ref in r.sources]
        rows.append((label, values))
    marks = tuple(m.label for m in members or ())
    if form == "条形" and len(rows) == 1:
        marks, rows = _sorted(marks, rows)
    unit = _unit(first, by) if first else "%"
    return _drawn(form, title or f"{rows[0][0]}{by}", marks, rows, sources, unit)


def _sorted(
    marks: tuple[str, ...], rows: list[tuple[str, tuple[float | None, ...]]]
) -> tuple[tuple[str, ...], list[tuple[str, tuple[float | None, ...]]]]:
    label, values = rows[0]
    pairs = sorted(((v, m) for m, v in zip(marks, values, strict=True) if v is not None), reverse=True)
    return tuple(m for _, m in pairs), [(label, tuple(v for v, _ in pairs))]


def _unit(indicator: Indicator, by: str) -> str:
    if by in ("数值", "当月值"):
        return indicator.unit
    return "百分点" if indicator.growth_basis == "points" and by != "进度" else "%"


def _drawn(
    form: Literal["折线", "柱形", "条形"], title: str, marks: tuple[str, ...],
    rows: list[tuple[str, tuple[float | None, ...]]], sources: list[int], unit: str,
) -> Said:  # fmt: skip
    known = [(label, values) for label, values in rows if any(v is not None for v in values)]
    if not known or not marks:
        return Said.missing("没有可画的数据", tuple(dict.fromkeys(sources)))
    made = Chart(form, title, marks, tuple(known), unit)
    return Said(title, text=made.told, sources=tuple(dict.fromkeys(sources)), chart=made)
