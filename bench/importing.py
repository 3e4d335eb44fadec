"""150,000 figures in one long table, read, checked and posted; the peer only reads the file."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

from bench.timing import Sample, in_turns, line, middle
from diaodu.demo import city, sheets, workbooks

FIGURES = 150_000
GOAL = "not slower, 20,000 figures/s"


def run(folder: Path, repeats: int) -> None:
    """xlsx and csv, each into a fresh city, and once more with nothing new."""
    rows = _rows()
    for file in (_xlsx(folder, rows), _csv(folder, rows)):
        _race(file, folder, repeats)


def _race(file: Path, folder: Path, repeats: int) -> None:
    kind, ours, peer = file.suffix[1:], [], []
    for n in range(repeats):
        homes = str(folder / f"{kind}-{n}")
        found = in_turns({"ours": ["import_ours", str(file), homes], "peer": ["import_pandas", str(file)]}, 1)
        ours += found["ours"]
        peer += found["peer"]
    _check(ours, peer)
    first, again, read = middle(ours, "first"), middle(ours, "again"), middle(peer, "first")
    line(f"{kind}, {file.stat().st_size >> 10:,} KB", first, read, GOAL if kind == "xlsx" else "")
    line(f"{kind} again, nothing new", again, read)
    print(f"  {'':34s} {FIGURES / first:,.0f} validated figures/s", flush=True)
    line(f"{kind}, peak memory", middle(ours, "peak"), middle(peer, "peak"), unit="MB")


def _check(ours: list[Sample], peer: list[Sample]) -> None:
    for sample in ours:
        assert (sample["first_new"], sample["again_new"], sample["refused"]) == (FIGURES, 0, 0), sample
    assert all(sample["rows"] == FIGURES for sample in peer)


def _rows() -> list[list[sheets.Cell]]:
    own = {code: block.kind for code, block in city.blocks().items()}
    actual = (row for row in city.figures() if row.kind == own[row.indicator])
    return [workbooks.long_row(row) for row in islice(actual, FIGURES)]


def _xlsx(folder: Path, rows: list[list[sheets.Cell]]) -> Path:
    return sheets.long(folder / "长表.xlsx", rows, workbooks.HEADINGS)


def _csv(folder: Path, rows: list[list[sheets.Cell]]) -> Path:
    path = folder / "长表.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([workbooks.HEADINGS, *rows])
    return path
