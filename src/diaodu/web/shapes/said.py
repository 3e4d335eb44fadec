"""A finding with the names that a reader knows it by (发现的写法)."""

from __future__ import annotations

from dataclasses import dataclass

from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light
from diaodu.economy.indicators import Indicator
from diaodu.economy.warning import RULES

NAMES = {rule.code: rule.name for rule in RULES}


@dataclass(frozen=True)
class Said:
    """Where, what, and what is said of it (一条发现)."""

    finding: Finding
    place: Place
    indicator: Indicator
    light: Light
    rule: str

    @property
    def first(self) -> str:
        """The clause that weighs most; the rest is on the page of causes."""
        clauses = self.finding.clauses
        return clauses[0]["text"] if clauses else self.finding.text

    @property
    def rank(self) -> tuple[bool, bool, int, int, int]:
        """Worst first, the city before its counties, key indicators before others."""
        return (
            not self.place.home,
            not self.indicator.key,
            -self.light.severity,
            self.indicator.order,
            self.place.order,
        )


def said(month: Month, finding: Finding) -> Said:
    """A finding in its month's words."""
    catalogue = month.catalogue
    return Said(
        finding,
        catalogue.places[finding.place],
        catalogue.indicators[finding.indicator],
        Light(finding.light),
        NAMES.get(finding.rule, finding.rule),
    )
