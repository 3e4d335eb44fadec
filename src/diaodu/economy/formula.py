"""What a derived indicator is computed from (派生指标的算式), as its definition writes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

AGAINST = ("previous", "year_before")  # 上期、上年同期


class Term(NamedTuple):
    """One input (分项): how many times what it was a month ago, or a year ago."""

    indicator: str
    weight: float
    against: str = "year_before"


class Side(NamedTuple):
    """A side of the index with its own weight (方面): 生产准备, 产能规模, 销售成果."""

    name: str
    weight: float
    terms: tuple[Term, ...]


Formula = tuple[Side, ...]


def read(blocks: Iterable[Mapping[str, Any]]) -> Formula:
    """Out of a definition (读取算式); weights that don't add up to 1 are refused."""
    sides = tuple(
        Side(str(b["name"]), float(b["weight"]), tuple(_term(term) for term in b["terms"])) for b in blocks
    )
    if not sides:
        return ()
    for weights in ([side.weight for side in sides], *([t.weight for t in side.terms] for side in sides)):
        if abs(sum(weights) - 1) > 1e-6:
            raise ValueError(f"formula weights: {weights}")
    return sides


def inputs(formula: Formula) -> tuple[str, ...]:
    """The indicators that a formula reads (所需指标)."""
    return tuple(dict.fromkeys(term.indicator for side in formula for term in side.terms))


def _term(block: Mapping[str, Any]) -> Term:
    term = Term(str(block["indicator"]), float(block["weight"]), str(block.get("against", "year_before")))
    if term.against not in AGAINST:
        raise ValueError(f"formula against: {term.against}")
    return term
