"""The checks on published statistics: how often official numbers are asked about, and planted slips found.

Each series is taken up to some month, with three years or more before it; the published number is put to the
checks, then the same number with a slip. The data lie beside the project (docs/real-data.md).

    python -m bench.published [how many months of each series]
"""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

from python_calamine import CalamineWorkbook
from tests.real import data

from bench.trials import PLAIN, Past, Trial, asked, trial
from diaodu.economy import entry
from diaodu.economy.indicators import Basis

LEAST = 36  # months before
BROKEN = (2020, 2021)  # an epidemic: what was odd then was true


class Series(NamedTuple):
    """One published series (公布的序列)."""

    basis: Basis
    decimals: int
    values: Past


def amounts() -> Iterator[Series]:
    """Cumulative amounts: floor space of 31 provinces, property, turnover, foreign trade, output."""
    found: dict[str, Past] = defaultdict(dict)
    for (place, when), value in data.floor_levels().items():
        year, month = when.removesuffix("月").split("年")
        found[place][int(year), int(month)] = value
    for row in data.extract_rows():
        if row["indicator"].startswith("re_") and row["value"]:
            found[row["indicator"] + row["region_zh"]][_when(row["period"])] = float(row["value"])
    for name, values in _books("累计", "亿元"):
        found[name] = values
    for name, values in [*_trade(), *_books("当期", "亿元"), *_books("当期", "万吨")]:
        found[name] = _summed(values)
    for values in found.values():
        yield Series(Basis.FLOW, 2, values)


def rates() -> Iterator[Series]:
    """Growth of cumulatives: investment of four places, value added of 40 industries."""
    found: dict[str, Past] = defaultdict(dict)
    for row in data.extract_rows():
        if row["indicator"] == "fai" and row["official_yoy_pct"]:
            found[row["region_zh"]][_when(row["period"])] = float(row["official_yoy_pct"])
    found.update(_books("累计", "%"))
    for values in found.values():
        yield Series(Basis.RATE, 1, values)


def prices() -> Iterator[Series]:
    """Price indices: eight of 31 provinces, eight of dwellings in 70 cities."""
    found: dict[str, Past] = defaultdict(dict)
    for file in sorted((data.folder("prov-monthly-cpi") / "data1").glob("各省*.csv")):
        for (place, when), value in data.wide(file, skip=0).items():
            year, _, month = when.partition(".")
            found[file.name + place][int(year), 10 if month == "1" else int(month)] = value
    with (data.folder("city70-monthly-housing") / "merged_housing_data_eng.csv").open(
        encoding="utf-8"
    ) as file:
        for row in csv.DictReader(file):
            for name, value in list(row.items())[3:]:
                if value:
                    found[name + row["city"]][int(row["year"]), int(row["month"])] = float(value)
    for values in found.values():
        yield Series(Basis.RATIO, 1, values)


KINDS: Mapping[str, Callable[[], Iterator[Series]]] = {"amounts": amounts, "rates": rates, "prices": prices}


def _books(span: str, unit: str) -> Iterator[tuple[str, Past]]:
    """Columns of the research database's sheets: names, places, frequency, units above the months."""
    for name in ("ExportData (2).xls", "工业增加值-行业-月度.xls", "月度数据.xls", "营业收入.xls"):
        book = CalamineWorkbook.from_path(data.folder("national-monthly-nbs-xls") / name)
        heads, _, often, units, *rows = book.get_sheet_by_name("Sheet1").to_python()
        for n, head in enumerate(heads):
            if span in str(head) and often[n] == "月" and units[n] == unit:
                cells = ((_when(str(row[0])), row[n]) for row in rows if str(row[0])[:2] == "20")
                yield name + str(head), {when: float(cell) for when, cell in cells if cell not in ("", None)}


def _trade() -> Iterator[tuple[str, Past]]:
    file = data.folder("national-monthly-cny") / "china_exp_imp_cpi_1983_2013.csv"
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for name in ("china_exports_100m_usd", "china_imports_100m_usd"):
        yield name, {_when(row["month"]): float(row[name]) for row in rows if row[name] not in ("", "NA")}


def _summed(months: Past) -> Past:
    """Cumulatives of the years that have every month."""
    found: Past = {}
    for year, month in sorted(months):
        before = found.get((year, month - 1)) if month > 1 else 0.0
        if before is not None:
            found[year, month] = before + months[year, month]
    return found


def _when(text: str) -> tuple[int, int]:
    year, month = text.split("-")[:2]
    return int(year), int(month)


def trials(series: Series, count: int, rng: random.Random) -> Iterator[tuple[tuple[int, int], Trial]]:
    """Some of its months, each with what was known before."""
    months = sorted(series.values)[LEAST:]
    for when in rng.sample(months, min(count, len(months))):
        past = {w: v for w, v in series.values.items() if when[0] - 6 <= w[0] and w < when}
        if len(past) >= LEAST * 11 // 12 - 3:
            truth = round(series.values[when], series.decimals)
            yield when, trial(past, when, truth, lambda _: 0.0, series.basis, decimals=series.decimals)


Slip = Callable[[Trial, random.Random], float | None]


def _swapped(one: Trial, rng: random.Random) -> float | None:
    """Two neighbours among the first three digits exchanged."""
    text = f"{one.truth:.{1 if one.plain[2] == 0 and abs(one.truth) < 1000 else 2}f}"
    at = [n for n, letter in enumerate(text) if letter.isdigit()][:3]
    pairs = [(a, b) for a, b in pairwise(at) if text[a] != text[b]]
    if not pairs:
        return None
    (a, b), letters = rng.choice(pairs), list(text)
    letters[a], letters[b] = letters[b], letters[a]
    return float("".join(letters))


def _last(one: Trial, rng: random.Random) -> float | None:
    """The number of the month before, again."""
    found = one.before if one.slot.first == 1 and one.slot.what == "level" else one.newest
    return found if found and found != one.truth else None


SLIPS: Mapping[str, Slip] = {
    "x10": lambda one, _: one.truth * 10 or None,
    "/10": lambda one, _: one.truth / 10 or None,
    "digits swapped": _swapped,
    "last month's": _last,
    "+15 %": lambda one, _: one.truth * 1.15 or None,
}


def measure(kind: str, count: int, seed: str = "published") -> list[tuple[str, int, float, float, float]]:
    """Numbers as published and with each slip: how many; asked by any check, by the course, by a z-score."""
    rng, found = random.Random(f"{seed} {kind}"), defaultdict[str, list[tuple[bool, bool, bool]]](list)
    for series in KINDS[kind]():
        for (year, _), one in trials(series, count, rng):
            found["2020 and 2021" if year in BROKEN else "as published"].append(_asked(one, one.truth))
            for name, slip in SLIPS.items() if year not in BROKEN else ():
                value = slip(one, rng)
                if value is not None:
                    found[name].append(_asked(one, round(value, 2)))
    return [(name, len(rows), *map(fmean, zip(*rows, strict=True))) for name, rows in found.items()]


def _asked(one: Trial, value: float) -> tuple[bool, bool, bool]:
    mean, deviation, before = one.plain
    plain = abs(value - before - mean) > PLAIN * deviation
    return any(hit.severity != "note" for hit in entry.check(one.case(value))), asked(one, value), plain


def main(count: int) -> None:
    """All kinds."""
    print(f"{'':10s} {'':16s} {'numbers':>8s} {'any check':>10s} {'course':>8s} {'z-score':>8s}")
    for kind in KINDS:
        for name, many, *shares in measure(kind, count):
            print(f"{kind:10s} {name:16s} {many:8d} " + " ".join(f"{one:8.1%}" for one in shares), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
