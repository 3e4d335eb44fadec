"""Which figures a rule compares, as a city defines it (匹配关系)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from diaodu.economy.consistency.outcome import Severity


@dataclass(frozen=True)
class Pair:
    """One use of a rule (匹配关系): the figures in question and their supports, in the rule's order.

    Without `figures` the rule looks at every indicator that it can be put to.
    """

    code: str
    rule: str
    figures: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    severity: Severity | None = None
    hint: str = ""
    off: bool = False

    @classmethod
    def of(cls, block: Mapping[str, Any]) -> Pair:
        """Out of a definition block (读取定义); a field that nothing knows is refused."""
        if unknown := set(block) - {
            "code",
            "rule",
            "figure",
            "supports",
            "except",
            "severity",
            "hint",
            "off",
        }:
            raise ValueError(f"{block.get('code')}: {'、'.join(sorted(unknown))}")
        severity = block.get("severity")
        return cls(
            code=str(block["code"]),
            rule=str(block.get("rule", block["code"])),
            figures=_codes(block.get("figure")),
            supports=_codes(block.get("supports")),
            without=_codes(block.get("except")),
            severity=Severity(severity) if severity else None,
            hint=str(block.get("hint", "")),
            off=bool(block.get("off", False)),
        )

    @property
    def named(self) -> frozenset[str]:
        """All indicators that it names (所涉指标)."""
        return frozenset((*self.figures, *self.supports, *self.without))


def _codes(written: Any) -> tuple[str, ...]:
    if not written:
        return ()
    found: Iterable[Any] = [written] if isinstance(written, str) else written
    return tuple(str(code) for code in found)
