"""The whole month of the invented city, from its workbooks to its papers."""

from __future__ import annotations

from pathlib import Path

from bench.timing import child, line

CITY = "city"


def run(folder: Path, repeats: int) -> None:
    """Once, step by step; the peer opens the month's xlsx workbooks in pandas and does nothing else."""
    stages = make(folder)
    peak, processor = stages.pop("peak"), stages.pop("processor")
    for name, seconds in stages.items():
        line(name, seconds)
    opened = child("month_pandas", str(folder / CITY))["first"]
    line("the whole month", sum(stages.values()), opened, "10 s")
    line("processor time of it", processor)
    line("peak memory", peak, unit="MB")


def make(folder: Path) -> dict[str, float]:
    """The invented city with its newest month run, in the bench's folder."""
    return child("month", str(folder / CITY))
