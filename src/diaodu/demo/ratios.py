"""Ratios and price indices (比率、价格指数)."""

from __future__ import annotations

from collections.abc import Iterable

from diaodu.demo import recipes, stories
from diaodu.demo.cast import CITY, COUNTED, COUNTIES, OTHER_CITIES, PROVINCE, heads
from diaodu.demo.made import Made
from diaodu.demo.series import path
from diaodu.demo.shapes import LENGTH, each_year, index


def build(made: Made) -> None:
    """Ratios and price indices: levels only; a whole lies between its parts (比率、指数)."""
    for code, (usual, noise, cycle) in recipes.RATIOS.items():
        for place in (*COUNTIES, *OTHER_CITIES):
            made.ratios[code, place] = _ratio(made, code, place, usual, noise, cycle)
        _mean_ratio(made, code, CITY, COUNTED)
        _mean_ratio(made, code, PROVINCE, (CITY, *OTHER_CITIES))
    for code, years in recipes.PRICES.items():
        for place in (CITY, *OTHER_CITIES):
            swing = path(made.rng(code, place), 0, noise=0.3, cycle=0.0)
            made.ratios[code, place] = [
                round(years[y] + s, 1) for y, s in zip(each_year(), swing, strict=True)
            ]
        _mean_ratio(made, code, PROVINCE, (CITY, *OTHER_CITIES))


def _ratio(made: Made, code: str, place: str, usual: float, noise: float, cycle: float) -> list[float]:
    rng = made.rng(code, place)
    values = path(rng, usual, noise=noise, cycle=cycle)
    if code == "bond_spending_ratio":  # spending starts anew with each year's bonds
        values = [v * (0.25 + 0.75 * (t % 12 + 1) / 12) for t, v in enumerate(values)]
    for year, months in stories.PINNED_RATIOS.get((code, place), {}).items():
        for month, value in months.items():
            values[index(year, month)] = value
    return [round(min(v, 100.0), 1) for v in values]


def _mean_ratio(made: Made, code: str, whole: str, places: Iterable[str]) -> None:
    parts = [(heads(p), made.ratios[code, p]) for p in places]
    all_heads = sum(w for w, _ in parts)
    made.ratios[code, whole] = [round(sum(w * r[t] for w, r in parts) / all_heads, 1) for t in range(LENGTH)]
