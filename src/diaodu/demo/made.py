"""The workshop: series by name and place, added up from the bottom (示例数据的工作台)."""

from __future__ import annotations

import random
from collections.abc import Iterable

from diaodu.demo import recipes, stories
from diaodu.demo.cast import CITY, COUNTED, COUNTIES, HEALTH, OTHER_CITIES, PROVINCE, share
from diaodu.demo.recipes import Recipe
from diaodu.demo.series import Grow, Path, Series, grow, path, total
from diaodu.demo.shapes import SHAPES, YEARS, stock_shape

Name = tuple[str, str]  # indicator (or indicator:part), place


class Made:
    """Series by indicator (or indicator:part) and place (示例数据)."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.series: dict[Name, Series] = {}
        self.ratios: dict[Name, list[float]] = {}
        self.followed: dict[Name, Path] = {}

    def rng(self, *names: str) -> random.Random:
        """A generator of its own for every series, so that adding one changes no other."""
        return random.Random(":".join((self.seed, *names)))

    def flow(self, code: str, recipe: Recipe, stock: bool = False) -> None:
        if (code, CITY) in self.series:
            return
        own = (CITY,) if code in recipes.CITY_ONLY else COUNTIES
        for place in (*own, *OTHER_CITIES):
            self.series[code, place] = self._grown(code, place, recipe, stock)
        self.add_up(code, recipe.decimals, city=own is COUNTIES)

    def _grown(self, code: str, place: str, recipe: Recipe, stock: bool = False) -> Series:
        rng = self.rng(code, place)
        growth = self.path(rng, code, place, recipe)
        drift = {y: recipe.price + rng.gauss(0, recipe.restated) for y in YEARS}
        shape = stock_shape(recipe.mean) if stock else SHAPES[recipe.shape]
        how = Grow(shape, recipe.decimals, recipe.spring, not stock, drift)
        backwards = (1 + (recipe.mean + recipe.price) / 100) ** 6
        return grow(recipe.size * self._scale(rng, place, recipe.tilt) / backwards, growth, how)

    def path(self, rng: random.Random, code: str, place: str, recipe: Recipe) -> Path:
        owner = code.split(":")[0]
        health = HEALTH[place] if place in HEALTH else OTHER_CITIES[place][1] if place != CITY else 0.0
        ours = place in HEALTH or place == CITY
        bend = stories.BENDS.get((owner, place)) or (stories.CITY_BENDS.get(owner) if ours else None)
        return path(
            rng,
            recipe.mean + health * recipe.spread + rng.gauss(0, recipe.noise * 0.4),
            noise=recipe.noise,
            cycle=recipe.cycle,
            follow=self.followed.get((recipe.follow, place)),
            weight=recipe.weight,
            bend=bend,
            pins=stories.PINS.get((code, place)),
        )

    @staticmethod
    def _scale(rng: random.Random, place: str, tilt: str) -> float:
        if place == CITY:
            return 1.0
        if place in OTHER_CITIES:
            return OTHER_CITIES[place][0] * rng.uniform(0.93, 1.07)
        return share(place, tilt) * rng.uniform(0.88, 1.12)

    def add_up(self, code: str, decimals: int, *, city: bool = True, above: bool = True) -> None:
        """City from counties, province from cities (汇总)."""
        if city:
            self.total(code, CITY, COUNTED, decimals)
        if above:
            self.total(code, PROVINCE, (CITY, *OTHER_CITIES), decimals)

    def total(self, code: str, place: str, places: Iterable[str], decimals: int) -> None:
        parts = [self.series[code, p] for p in places if (code, p) in self.series]
        self.series[code, place] = total(parts, decimals)

    def whole(self, code: str, parts: Iterable[str], places: Iterable[str], decimals: int = 2) -> None:
        """An indicator from those that make it up, place by place (由部分合成)."""
        parts = list(parts)
        for place in places:
            self.series[code, place] = total([self.series[p, place] for p in parts], decimals)
