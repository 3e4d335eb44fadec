"""Ours and the peer's in turns, each in a process of its own; medians."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from statistics import median, quantiles
from typing import Any

Sample = dict[str, Any]


def in_turns(commands: Mapping[str, Sequence[str]], repeats: int) -> dict[str, list[Sample]]:
    """Samples of each command: the first of each, then the second of each, so that a busy minute hits all."""
    found: dict[str, list[Sample]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            found[name].append(child(*command))
    return found


def child(*command: str, **environment: str) -> Sample:
    """What one run of `bench.child` says of itself (seconds of each stage, peak memory)."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.child", *command],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr[-4000:])
    sample: Sample = json.loads(ran.stdout.splitlines()[-1])
    return sample


def middle(samples: Sequence[Sample], name: str) -> float:
    """The median of one number."""
    return float(median(sample[name] for sample in samples))


def share(values: Sequence[float], per_cent: int) -> float:
    """The value that so many per cent stay below."""
    return quantiles(values, n=100, method="inclusive")[per_cent - 1]


def line(name: str, ours: float, peer: float | None = None, goal: str = "", unit: str = "s") -> None:
    """One line of the report; the ratio is ours over the peer's, below 1 is quicker."""
    beside = "" if peer is None else f"  peer {peer:8.2f} {unit}  ratio {ours / peer:5.2f}"
    print(f"  {name:34s} ours {ours:8.2f} {unit}{beside}{'  goal ' + goal if goal else ''}", flush=True)
