"""Which source figures changed since a document was written (来源变化)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from diaodu.bureau.documents.filling.record import Details
from diaodu.economy.results import Ref

TOLD = 3
_SAME = ("indicator", "place", "part", "period", "kind", "what")


def revised(before: Sequence[Ref], now: Sequence[Ref], details: Details | None) -> str:
    """The source figures that were replaced, in words (来源变化); nothing where they are the same."""
    old, present = set(before), set(now)
    gone, new = [r for r in before if r not in present], [r for r in now if r not in old]
    if not gone and not new:
        return ""
    if details is None:
        return "；来源数据已更新"
    told = details((*gone, *new))
    later = {_which(told[ref]): told[ref] for ref in new if ref in told}
    pairs = [(told[ref], later.get(_which(told[ref]))) for ref in gone if ref in told]
    changed = [_changed(old, found) for old, found in pairs if found is not None]
    return f"；来源数据已更新：{'，'.join(changed[:TOLD])}" if changed else "；来源数据已更新"


def _which(figure: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(figure.get(name) for name in _SAME)


def _changed(old: Mapping[str, object], new: Mapping[str, object]) -> str:
    named = "".join(str(old.get(name, "")) for name in ("place", "indicator", "part"))
    vintage = (
        f"（{new['vintage']}）" if new.get("vintage") and new.get("vintage") != old.get("vintage") else ""
    )
    return f"{named}{old.get('period', '')}由{old.get('value')}改为{new.get('value')}{vintage}"
