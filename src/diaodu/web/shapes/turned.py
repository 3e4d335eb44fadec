"""What changed since last month (转灯、新发现)."""

from __future__ import annotations

from dataclasses import dataclass

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import LIGHT_RULE, Month
from diaodu.economy.findings import Light
from diaodu.economy.periods import Period
from diaodu.web.shapes.said import Said, said


@dataclass(frozen=True)
class Turn:
    """A light that is another than last month (转灯)."""

    said: Said
    before: Light

    @property
    def worse(self) -> bool:
        return self.said.light.severity > self.before.severity


def keys_before(month: Month) -> dict[str, str]:
    """Light by key of the month before (上期各灯); empty where it was not analysed."""
    last = _judged(month.period.month.previous_month)
    return dict(Finding.objects.filter(analysis=last).values_list("key", "light")) if last else {}


def turns(month: Month, before: dict[str, str]) -> list[Turn]:
    """Lights that turned: the city's first, then key indicators, those to the worse before the others."""
    found = [
        Turn(said(month, f), Light(before[f.key]))
        for f in month.lights.values()
        if before.get(f.key, "grey") not in (f.light, "grey") and f.light != "grey"
    ]
    return sorted(found, key=lambda t: (t.said.rank[0], t.said.rank[1], not t.worse, *t.said.rank[2:]))


def fresh(month: Month, before: dict[str, str]) -> list[Said]:
    """Findings beside the lights that were not there last month (新发现)."""
    new = [said(month, f) for f in month.findings if f.rule != LIGHT_RULE and f.key not in before]
    return sorted(new, key=lambda s: s.rank)


def _judged(previous: Period) -> int | None:
    found = Analysis.objects.filter(snapshot__year=previous.year, snapshot__month=previous.last)
    found = found.filter(judged=True)
    return found.order_by("-pk").values_list("pk", flat=True).first()
