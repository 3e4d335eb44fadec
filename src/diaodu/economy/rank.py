"""Position in a set, and the distance to others (位次、差距)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from diaodu.economy.growth import change
from diaodu.economy.indicators import Better
from diaodu.economy.units import numeral, ordinal, points_text, published


class Rank(NamedTuple):
    """A position among those that have a figure (位次)."""

    position: int
    size: int
    tied: bool
    from_end: int

    @property
    def text(self) -> str:
        """As a table shows it: 3/9."""
        return f"{self.position}/{self.size}"

    @property
    def phrase(self) -> str:
        """In words (位次表述): 第三, 并列第二, 倒数第一."""
        last = self.from_end == 1 and self.position > 1
        return ("并列" if self.tied else "") + ("倒数第" + numeral(1) if last else ordinal(self.position))


def rank(values: Mapping[str, float | None], better: Better = Better.HIGHER) -> dict[str, Rank]:
    """Positions, best first (排位): 1, 2, 2, 4 on the published decimal; those without a figure have none.

    A neutral indicator is ranked from high to low, without saying that high is good.
    """
    sign = 1 if better is Better.LOWER else -1
    shown = {code: sign * published(value) for code, value in values.items() if value is not None}
    order = sorted(shown.values())
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for place, value in enumerate(order, 1):
        first.setdefault(value, place)
        last[value] = place
    size = len(order)
    return {
        code: Rank(first[v], size, first[v] != last[v], size + 1 - last[v])
        for code, v in sorted(shown.items(), key=lambda item: item[1])
    }


def distance(growth: float, other: float) -> float:
    """Points above (or below) another's growth (差距)."""
    return change(growth, other)


def change_distance(now: float, then: float, other_now: float, other_then: float) -> float:
    """Points by which one's change of growth is above another's (变化之差): d - d_X."""
    return change(change(now, then), change(other_now, other_then))


def distance_phrase(growth: float, other: float, name: str) -> str:
    """A distance in words (差距表述): 比全省高1.3个百分点, 与全省持平."""
    points = published(distance(growth, other))
    if points == 0:
        return f"与{name}持平"
    return f"比{name}{'高' if points > 0 else '低'}{points_text(points)}"


def change_distance_phrase(change_own: float, change_other: float, name: str) -> str:
    """Two changes held together in words (变化差距表述): 回落幅度比全省高1.3个百分点."""
    own, other = published(change_own), published(change_other)
    if own * other > 0:
        word = "回落" if own < 0 else "提高"
        by = published(change(abs(change_own), abs(change_other)))
        return f"{word}幅度{distance_phrase(by, 0, name)}" if by else f"{word}幅度与{name}相同"
    return f"{_moved(own)}，{name}{_moved(other)}"


def _moved(points: float) -> str:
    if points == 0:
        return "持平"
    return f"{'提高' if points > 0 else '回落'}{points_text(points)}"
