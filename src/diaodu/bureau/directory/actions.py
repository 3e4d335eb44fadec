"""Keep the list of units (单位名录)."""

from collections.abc import Iterable

from diaodu.bureau.directory.models import Unit


def sync_units(units: Iterable[tuple[str, str, str]]) -> int:
    """Add the units not yet there: (name, place code or "", code) (补充单位); nothing is removed."""
    have = set(Unit.objects.values_list("code", flat=True))
    new = [
        Unit(code=code, name=name, place=place, order=i)
        for i, (name, place, code) in enumerate(units)
        if code not in have
    ]
    Unit.objects.bulk_create(new)
    return len(new)
