"""The invented city's figures, row by row (示例城市的数据)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from diaodu.demo import industry, recipes, stories
from diaodu.demo.ambitions import estimates, flashes, plans, targets
from diaodu.demo.cast import CITY, COUNTIES, NATION, OTHER_CITIES, PROVINCE
from diaodu.demo.made import Made
from diaodu.demo.rows import Row
from diaodu.demo.series import Series
from diaodu.demo.shapes import FIRST
from diaodu.demo.world import SEED, world

END = (stories.YEAR, stories.MONTH)
BUILT_IN = Path(__file__).resolve().parents[1] / "definitions"
OWN = Path(__file__).parent / "definitions"


class Block(NamedTuple):
    """What the rows need to know of an indicator (指标要点)."""

    code: str
    basis: str
    frequency: str
    kind: str
    no_january: bool
    decimals: int
    lag: int
    name: str
    unit: str
    field: str


def figures(end: tuple[int, int] = END, seed: str = SEED) -> list[Row]:
    """All the invented city's figures up to a month (全部数据), plans and estimates with them."""
    return list(_figures(end, seed))


def _figures(end: tuple[int, int], seed: str) -> Iterator[Row]:
    made = world(seed)
    for block in blocks().values():
        yield from actuals(made, block, end)
    yield from targets(made, end)
    yield from plans(made, end)
    yield from estimates(made, end)
    yield from flashes(made, end)


def actuals(made: Made, block: Block, end: tuple[int, int]) -> Iterator[Row]:
    """One indicator's own figures at all places, and of its parts at ours (实绩)."""
    times = _times(block, end)
    for place in (NATION, PROVINCE, *OTHER_CITIES, CITY, *COUNTIES):
        if series := made.series.get((block.code, place)):
            yield from _rows(block, place, "", series, times)
        elif ratio := made.ratios.get((block.code, place)):
            yield from _ratios(block, place, ratio, times)
    for part in parts_of(block.code):
        for place in (CITY, *COUNTIES):
            if series := made.series.get((f"{block.code}:{part}", place)):
                yield from _rows(block, place, part, series, times)


def parts_of(code: str) -> Iterable[str]:
    """The parts that an indicator is published by (分项)."""
    known: dict[str, Iterable[str]] = {
        "industrial_output": industry.DIVISIONS,
        "tax_revenue": recipes.TAXES,
        "gdp": recipes.SECTORS,
    }
    return known.get(code, ())


@lru_cache(maxsize=1)
def blocks() -> dict[str, Block]:
    """The indicators that are defined, the city's own among them (指标)."""
    found: dict[str, dict[str, Any]] = {}
    for folder in (BUILT_IN, OWN):
        for file in sorted(folder.glob("indicators/*.yaml")):
            for b in yaml.load(file.read_text("utf-8"), Loader=_LOADER):
                found[b["code"]] = {**found.get(b["code"], {}), **b}
    return {code: _block(b) for code, b in found.items()}


def _block(b: dict[str, Any]) -> Block:
    known = {k: v for k, v in b.items() if k in Block._fields}
    return Block(**{"no_january": False, "lag": 0, **known})


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _times(block: Block, end: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Place in the series, year, first and last month of every period that is published (公布的统计期)."""
    cumulative = block.basis in ("flow", "rate")
    step = {"M": 1, "Q": 3, "Y": 12}[block.frequency]
    last = (end[0] - FIRST) * 12 + end[1] - block.lag
    out = []
    for t in range(last):
        year, month = FIRST + t // 12, t % 12 + 1
        if month % step == 0 and not (block.no_january and month == 1):
            out.append((t, year, 1 if cumulative else month, month))
    return out


def _rows(
    block: Block, place: str, part: str, series: Series, times: list[tuple[int, int, int, int]]
) -> Iterator[Row]:
    code, kind, decimals = block.code, block.kind, block.decimals
    levels = block.basis != "rate" and place != NATION
    growth = block.basis != "count"
    restated = levels and code in recipes.RESTATED
    for t, year, first, last in times:
        if (code, place, year, last) in stories.UNREPORTED:
            continue
        level, base = series.level[t], series.base[t]
        if levels:
            yield Row(code, place, part, kind, "level", year, first, last, level)
        if growth and base > 0:
            # Adding zero turns -0.0, which no bulletin prints, into 0.0.
            g = round((level / base - 1) * 100, 1) + 0.0
            yield Row(code, place, part, kind, "growth", year, first, last, g)
        if restated:
            yield Row(code, place, part, kind, "base", year, first, last, round(base, decimals))
    if code == "industrial_value_added" and place != NATION:
        yield from _months_alone(block, place, series, times)


def _months_alone(
    block: Block, place: str, series: Series, times: list[tuple[int, int, int, int]]
) -> Iterator[Row]:
    """Growth of the single month, published from March on (当月增速)."""
    for t, year, _, month in times:
        if month > 2:
            now = series.level[t] - series.level[t - 1]
            before = series.base[t] - series.base[t - 1]
            g = round((now / before - 1) * 100, 1) + 0.0
            yield Row(block.code, place, "", block.kind, "growth", year, month, month, g)


def _ratios(
    block: Block, place: str, values: list[float], times: list[tuple[int, int, int, int]]
) -> Iterator[Row]:
    for t, year, first, last in times:
        yield Row(block.code, place, "", block.kind, "level", year, first, last, values[t])
        if block.basis == "index":
            growth = round(values[t] - 100, 1) + 0.0
            yield Row(block.code, place, "", block.kind, "growth", year, first, last, growth)
