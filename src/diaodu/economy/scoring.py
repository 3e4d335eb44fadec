"""Points for a place's standing on an indicator (考核计分): the formulas."""

from __future__ import annotations

from diaodu.economy.units import exact

FLOOR, REST = 60.0, 40.0  # 功效系数法：最低者60分，最高者100分


def efficacy(value: float, lowest: float, highest: float) -> float | None:
    """Points between the last's 60 and the first's 100 (功效系数): 60 + 40 * (x - min) / (max - min)."""
    return exact(FLOOR + REST * (value - lowest) / (highest - lowest)) if highest > lowest else None
