"""Pull, contribution, growth without some, share (拉动、贡献率、剔除、占比): the formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from diaodu.economy.growth import change, comparable_base
from diaodu.economy.units import exact

LEAST_GROWTH = 0.5  # below this growth of the whole a contribution rate means nothing
LEAST_RESIDUAL = 0.1  # points of difference that are more than rounding
RESIDUAL = "其他及误差"


class Piece(NamedTuple):
    """A part's present value and its comparable base (部分的现值与可比基数)."""

    value: float
    base: float


def piece(value: float, growth: float) -> Piece | None:
    """A part from its present value and growth (由现值和增速推算): b = v / (1 + g/100)."""
    base = comparable_base(value, growth)
    return None if base is None else Piece(value, base)


def piece_from_base(base: float, growth: float) -> Piece:
    """A part from last year's value, or its weight, and growth (由基数和增速推算): v = b * (1 + g/100)."""
    return Piece(base * (1 + growth / 100), base)


def whole(pieces: Iterable[Piece]) -> Piece:
    """All parts together (合计)."""
    listed = list(pieces)
    return Piece(sum(p.value for p in listed), sum(p.base for p in listed))


def whole_growth(of: Piece) -> float | None:
    """Growth of a piece, in per cent (增速)."""
    return exact((of.value / of.base - 1) * 100) if of.base > 0 else None


def pull(part: Piece, of: Piece) -> float | None:
    """Points that a part adds to the whole's growth (拉动); negative is a drag (下拉)."""
    return exact((part.value - part.base) / of.base * 100) if of.base > 0 else None


def contribution(part: Piece, of: Piece) -> float | None:
    """Per cent of the whole's growth that a part brought (贡献率); None where that hardly grew or fell."""
    grown = whole_growth(of)
    if grown is None or grown < LEAST_GROWTH:
        return None
    return exact((part.value - part.base) / (of.value - of.base) * 100)


def growth_without(of: Piece, left_out: Iterable[Piece]) -> float | None:
    """Growth of the whole without some parts (剔除后增速)."""
    out = whole(left_out)
    rest = Piece(of.value - out.value, of.base - out.base)
    return whole_growth(rest) if rest.base > 1e-9 * of.base else None


def growth_without_by_rates(growth: float, part_growth: float, base_share: float) -> float | None:
    """The same from rates and the part's per cent of the base (剔除后增速): (g - w*g_p) / (1 - w)."""
    w = base_share / 100
    return exact((growth - w * part_growth) / (1 - w)) if w < 1 else None


def share(part: float, of: float) -> float | None:
    """Per cent of the whole (占比)."""
    return exact(part / of * 100) if of > 0 else None


def share_change(now: float, then: float) -> float:
    """Points that a share has gained (占比变化)."""
    return change(now, then)


def wanted_growth(growth: float, target: float | None) -> float | None:
    """The growth that a red light is held against (要求增速): the target; without one, no fall."""
    return target if target is not None else 0.0 if growth < 0 else None


def shortfall(part: Piece, wanted: float) -> float:
    """What a part lacks to the growth wanted (缺口): b * (R - g) / 100; negative where it is above."""
    return exact(part.base * (1 + wanted / 100) - part.value)


def shortfall_share(part: Piece, of: Piece, wanted: float) -> float | None:
    """Per cent of the whole's shortfall that a part makes (缺口份额): b_i (R - g_i) / Σ b (R - g).

    Below nothing for a part that is ahead; None where the whole lacks nothing. Where little is good both
    signs turn, and the share stays.
    """
    lacking = shortfall(of, wanted)
    return exact(shortfall(part, wanted) / lacking * 100) if abs(lacking) > 1e-9 * abs(of.base) else None


def shortfall_shares(pieces: Mapping[str, Piece], wanted: float, of: Piece | None = None) -> dict[str, float]:
    """The share of every part in the shortfall (各部分缺口份额), with the residual; they add up to 100."""
    all_of_it = of or whole(pieces.values())
    found = {code: shortfall_share(one, all_of_it, wanted) for code, one in pieces.items()}
    known = {code: value for code, value in found.items() if value is not None}
    if known and of is not None and len(known) == len(found):
        known[RESIDUAL] = exact(100 - sum(known.values()))
    return known


def residual(growth: float, pulls: Iterable[float]) -> float | None:
    """Points of the published growth that the parts leave (其他及误差), if more than rounding."""
    left = exact(growth - sum(pulls))
    return left if abs(left) > LEAST_RESIDUAL else None


def pulls(pieces: Mapping[str, Piece], of: Piece | None = None) -> dict[str, float | None]:
    """The pull of every part (各部分拉动); they add up to the growth of their sum."""
    all_of_it = of or whole(pieces.values())
    return {code: pull(one, all_of_it) for code, one in pieces.items()}


def contributions(pieces: Mapping[str, Piece], of: Piece | None = None) -> dict[str, float | None]:
    """The contribution of every part (各部分贡献率); of their own sum they add up to 100."""
    all_of_it = of or whole(pieces.values())
    return {code: contribution(one, all_of_it) for code, one in pieces.items()}


class Dispersion(NamedTuple):
    """How far places lie apart (离散程度), in points."""

    mean: float
    deviation: float
    range: float
    coefficient: float | None


def dispersion(values: Sequence[float], weights: Sequence[float] | None = None) -> Dispersion | None:
    """Mean, population standard deviation, range, coefficient of variation (离散程度), weighted if asked."""
    w = list(weights) if weights is not None else [1.0] * len(values)
    if not values or len(w) != len(values) or min(w) < 0 or sum(w) <= 0:
        return None
    mean = sum(a * b for a, b in zip(values, w, strict=True)) / sum(w)
    spread = sum(b * (a - mean) ** 2 for a, b in zip(values, w, strict=True)) / sum(w)
    deviation = sqrt(spread)
    coefficient = exact(deviation / abs(mean)) if abs(mean) > 1e-9 else None
    return Dispersion(exact(mean), exact(deviation), exact(max(values) - min(values)), coefficient)
