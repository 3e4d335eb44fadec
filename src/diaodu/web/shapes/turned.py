"""What changed since last month (转灯、新发现)."""

from __future__ import annotations

from dataclasses import dataclass

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import LIGHT_RULE, Month
from diaodu.economy.findings import Light
from diaodu.economy.periods import Period


@dataclass(frozen=True)
class Turn:
    """A light that is another than last month (转灯)."""

    finding: Finding
    before: Light
    now: Light

    @property
    def worse(self) -> bool:
        return self.now.severity > self.before.severity


def keys_before(month: Month) -> dict[str, str]:
    """Light by key of the month before (上期各灯); empty where it was not analysed."""
    previous = month.period.month.previous_month
    last = _judged(previous)
    return dict(Finding.objects.filter(analysis=last).values_list("key", "light")) if last else {}


def turns(month: Month, before: dict[str, str]) -> list[Turn]:
    """Lights that turned, those to the worse first, red before yellow."""
    found = [
        Turn(f, Light(before[f.key]), Light(f.light))
        for f in month.lights.values()
        if before.get(f.key) and before[f.key] != f.light and "grey" not in (before[f.key], f.light)
    ]
    return sorted(found, key=lambda t: (not t.worse, -t.now.severity, -t.before.severity))


def fresh(month: Month, before: dict[str, str]) -> list[Finding]:
    """Findings beside the lights that were not there last month, worst first (新发现)."""
    new = [f for f in month.findings if f.rule != LIGHT_RULE and f.key not in before]
    return sorted(new, key=lambda f: -Light(f.light).severity)


def _judged(previous: Period) -> int | None:
    found = Analysis.objects.filter(snapshot__year=previous.year, snapshot__month=previous.last)
    found = found.filter(pk__in=Finding.objects.values("analysis"))
    return found.order_by("-pk").values_list("pk", flat=True).first()
