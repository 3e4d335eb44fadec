"""A small line beside a number, drawn as SVG (迷你走势图)."""

from __future__ import annotations

from typing import NamedTuple

from diaodu.web.shapes.series import Point
from diaodu.web.templatetags.words import when

WIDTH, HEIGHT, EDGE = 132, 34, 4


class Spark(NamedTuple):
    """What the template draws."""

    line: str
    x: float
    y: float
    zero: float | None  # height of the zero line, where the values cross it
    label: str


def spark(points: list[Point]) -> Spark | None:
    """The line of up to some 13 points; nothing is drawn from fewer than three."""
    if len(points) < 3:
        return None
    values = [p.value for p in points]
    low, high = min(values), max(values)
    room = (high - low) or 1.0

    def y(value: float) -> float:
        return round(EDGE + (high - value) / room * (HEIGHT - 2 * EDGE), 1)

    step = (WIDTH - 2 * EDGE) / (len(points) - 1)
    spots = [(round(EDGE + n * step, 1), y(v)) for n, v in enumerate(values)]
    line = " ".join(f"{a},{b}" for a, b in spots)
    zero = y(0) if low < 0 < high else None
    label = f"{when(points[0].period)} {values[0]:.1f} → {when(points[-1].period)} {values[-1]:.1f}"
    return Spark(line, *spots[-1], zero, label)
