"""All series of the invented city, built from the bottom up (示例数据的生成)."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import lru_cache

from diaodu.demo import industry, recipes, stories
from diaodu.demo.cast import (
    CITY,
    COUNTED,
    COUNTIES,
    HEALTH,
    INNER_ZONE,
    NATION,
    OTHER_CITIES,
    PROVINCE,
    people,
    share,
)
from diaodu.demo.recipes import Recipe
from diaodu.demo.series import Grow, Path, Series, grow, growths, mean, path, total
from diaodu.demo.shapes import FACTORY_PRICES, LENGTH, SHAPES, YEARS, index

SEED = "qichuan-2026"
Name = tuple[str, str]  # indicator (or indicator:part), place


class World:
    """Series by indicator (or indicator:part) and place (示例数据)."""

    def __init__(self, seed: str = SEED) -> None:
        self.seed = seed
        self.series: dict[Name, Series] = {}
        self.ratios: dict[Name, list[float]] = {}
        self._followed: dict[Name, Path] = {}
        self._industry()
        self._leaders()
        for code, recipe in {**recipes.FLOWS, **recipes.HIDDEN}.items():
            self._flow(code, recipe)
        for code, recipe in {**recipes.STOCKS, **recipes.TALLIES}.items():
            self._flow(code, recipe, stock=code in recipes.STOCKS)
        self._accounts()
        self._budget()
        self._sums()
        self._incomes()
        self._ratios()
        self._nation()

    def rng(self, *names: str) -> random.Random:
        """A generator of its own for every series, so that adding one changes no other."""
        return random.Random(":".join((self.seed, *names)))

    # What others follow comes first.

    def _industry(self) -> None:
        """Output by division in every county; value added by what each division carries (工业)."""
        price = {y: p * 0.8 for y, p in FACTORY_PRICES.items()}
        for county in COUNTIES:
            parts = {d: self._division(county, d, size) for d, size in industry.OUTPUT[county].items()}
            self.series["industrial_output", county] = total(parts.values(), 2)
            self.series["industrial_value_added", county] = self._value_added(county, parts, price)
        for division in industry.DIVISIONS:
            self._add_up(f"industrial_output:{division}", 2, above=False)
        for city, (size, health) in OTHER_CITIES.items():
            self._other_industry(city, size, health)
        for code in ("industrial_output", "industrial_value_added"):
            self._add_up(code, 2)

    def _division(self, county: str, code: str, size: float) -> Series:
        d = industry.DIVISIONS[code]
        name = f"industrial_output:{code}"
        rng = self.rng(name, county)
        bend = stories.BENDS.get((name, county)) or stories.BENDS.get(("industrial_output", county))
        growth = path(
            rng,
            d.mean + HEALTH[county] * 0.8,
            noise=d.noise,
            cycle=d.cycle,
            bend=bend,
            pins=stories.PINS.get((name, county)),
        )
        growth = [g + FACTORY_PRICES[y] * 0.8 for g, y in zip(growth, _years(), strict=True)]
        drift = {y: rng.gauss(-0.4, 1.4) for y in YEARS}
        how = Grow(SHAPES["industry"], 2, drift=drift)
        self.series[name, county] = series = grow(size / (1 + d.mean / 100) ** 6, growth, how)
        return series

    def _value_added(self, county: str, parts: dict[str, Series], price: dict[int, float]) -> Series:
        """Comparable growth of value added: output's, less prices, pinned where a story says so."""
        carried = [(industry.DIVISIONS[d].value_added, s) for d, s in parts.items()]
        base = [sum(v * s.base[t] for v, s in carried) for t in range(LENGTH)]
        now = [sum(v * s.level[t] for v, s in carried) for t in range(LENGTH)]
        growth = [(n / b - 1) * 100 - price[y] + 0.7 for n, b, y in zip(now, base, _years(), strict=True)]
        for year, months in stories.PINS.get(("industrial_value_added", county), {}).items():
            for month, value in months.items():
                growth[index(year, month)] = value
        # A closing plant takes little of the county's power and trade with it.
        self._followed["industry", county] = [max(g - industry.VALUE_ADDED_TREND, -14.0) for g in growth]
        return Series([b * (1 + g / 100) for b, g in zip(base, growth, strict=True)], base)

    def _other_industry(self, city: str, size: float, health: float) -> None:
        rng = self.rng("industry", city)
        real = path(rng, industry.VALUE_ADDED_TREND + health, noise=1.0)
        nominal = [g - 1.4 + FACTORY_PRICES[y] * 0.8 for g, y in zip(real, _years(), strict=True)]
        drift = {y: rng.gauss(-0.4, 0.8) for y in YEARS}
        how = Grow(SHAPES["industry"], 2, drift=drift)
        self.series["industrial_output", city] = grow(1750 * size, nominal, how)
        self.series["industrial_value_added", city] = grow(480 * size, real, how._replace(decimals=4))
        self._followed["industry", city] = [g - industry.VALUE_ADDED_TREND for g in real]

    def _leaders(self) -> None:
        """Investment and retail sales, which other indicators follow (投资、消费)."""
        for name, code in (("investment", "fixed_asset_investment"), ("retail", "retail_sales")):
            recipe = recipes.FLOWS[code]
            self._flow(code, recipe)
            for place in (*COUNTIES, *OTHER_CITIES):
                followed = growths(self.series[code, place])
                self._followed[name, place] = [g - recipe.mean for g in followed]

    # Every other indicator.

    def _flow(self, code: str, recipe: Recipe, stock: bool = False) -> None:
        if (code, CITY) in self.series:
            return
        own = (CITY,) if code in recipes.CITY_ONLY else COUNTIES
        for place in (*own, *OTHER_CITIES):
            self.series[code, place] = self._grown(code, place, recipe, stock)
        self._add_up(code, recipe.decimals, city=own is COUNTIES)

    def _grown(self, code: str, place: str, recipe: Recipe, stock: bool = False) -> Series:
        rng = self.rng(code, place)
        growth = self._path(rng, code, place, recipe)
        drift = {y: recipe.price + rng.gauss(0, recipe.restated) for y in YEARS}
        shape = _stock_shape(recipe.mean) if stock else SHAPES[recipe.shape]
        how = Grow(shape, recipe.decimals, recipe.spring, not stock, drift)
        backwards = (1 + (recipe.mean + recipe.price) / 100) ** 6
        return grow(recipe.size * self._scale(rng, place, recipe.tilt) / backwards, growth, how)

    def _path(self, rng: random.Random, code: str, place: str, recipe: Recipe) -> Path:
        owner = code.split(":")[0]
        health = HEALTH[place] if place in HEALTH else OTHER_CITIES[place][1] if place != CITY else 0.0
        ours = place in HEALTH or place == CITY
        bend = stories.BENDS.get((owner, place)) or (stories.CITY_BENDS.get(owner) if ours else None)
        return path(
            rng,
            recipe.mean + health * recipe.spread + rng.gauss(0, recipe.noise * 0.4),
            noise=recipe.noise,
            cycle=recipe.cycle,
            follow=self._followed.get((recipe.follow, place)),
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

    def _add_up(self, code: str, decimals: int, *, city: bool = True, above: bool = True) -> None:
        """City from counties, province from cities (汇总)."""
        if city:
            self._total(code, CITY, COUNTED, decimals)
        if above:
            self._total(code, PROVINCE, (CITY, *OTHER_CITIES), decimals)

    def _total(self, code: str, place: str, places: Iterable[str], decimals: int) -> None:
        parts = [self.series[code, p] for p in places if (code, p) in self.series]
        self.series[code, place] = total(parts, decimals)

    def _whole(self, code: str, parts: Iterable[str], places: Iterable[str], decimals: int = 2) -> None:
        """An indicator from those that make it up, place by place (由部分合成)."""
        parts = list(parts)
        for place in places:
            self.series[code, place] = total([self.series[p, place] for p in parts], decimals)

    # Indicators made of others.

    def _accounts(self) -> None:
        """GDP from its sectors (地区生产总值核算)."""
        for sector, recipe in recipes.SECTORS.items():
            self._flow(f"gdp:{sector}", recipe)
        for code, sectors in recipes.SECTORS_OF.items():
            self._whole(code, (f"gdp:{s}" for s in sectors), _everywhere())
        self._whole("gdp", recipes.SECTORS_OF, _everywhere())

    def _budget(self) -> None:
        """Taxes, then local revenue, then all revenue (财政收入)."""
        for tax, recipe in recipes.TAXES.items():
            self._flow(f"tax_revenue:{tax}", recipe)
        self._whole("tax_revenue", (f"tax_revenue:{t}" for t in recipes.TAXES), _everywhere())
        self._whole("general_budget_revenue", ("tax_revenue", "nontax_revenue"), _everywhere())
        self._whole("total_fiscal_revenue", ("general_budget_revenue", "upper_revenue"), _everywhere())

    def _sums(self) -> None:
        self._whole("electricity", ("industrial_electricity", "other_electricity"), _everywhere())
        services = [c for c in recipes.FLOWS if c.startswith("service_revenue_")]
        self._whole("service_revenue", services, _everywhere())

    def _incomes(self) -> None:
        """Per head: the city's is the mean over residents (居民收入、人均生产总值)."""
        for code, recipe in recipes.INCOMES.items():
            for place in (*COUNTIES, *OTHER_CITIES):
                self.series[code, place] = self._per_head(code, place, recipe)
            self._mean(code)
        for place in (*COUNTIES, CITY, PROVINCE, *OTHER_CITIES):
            gdp, heads = self.series["gdp", place], _heads(place)
            self.series["gdp_per_capita", place] = Series(
                [round(v * 1e4 / heads) for v in gdp.level], [b * 1e4 / heads for b in gdp.base]
            )

    def _per_head(self, code: str, place: str, recipe: Recipe) -> Series:
        rng = self.rng(code, place)
        level = recipe.size / (1 + recipe.mean / 100) ** 6 * _wealth(place)
        return grow(level, self._path(rng, code, place, recipe), Grow(SHAPES[recipe.shape], 0))

    def _mean(self, code: str) -> None:
        for whole, places in ((CITY, COUNTED), (PROVINCE, (CITY, *OTHER_CITIES))):
            self.series[code, whole] = mean([(_heads(p), self.series[code, p]) for p in places], 0)

    def _ratios(self) -> None:
        """Ratios and price indices: levels only; a whole lies between its parts (比率、指数)."""
        for code, (usual, noise, cycle) in recipes.RATIOS.items():
            for place in (*COUNTIES, *OTHER_CITIES):
                self.ratios[code, place] = self._ratio(code, place, usual, noise, cycle)
            self._mean_ratio(code, CITY, COUNTED)
            self._mean_ratio(code, PROVINCE, (CITY, *OTHER_CITIES))
        for code, years in recipes.PRICES.items():
            for place in (CITY, *OTHER_CITIES):
                swing = path(self.rng(code, place), 0, noise=0.3, cycle=0.0)
                self.ratios[code, place] = [
                    round(years[y] + s, 1) for y, s in zip(_years(), swing, strict=True)
                ]
            self._mean_ratio(code, PROVINCE, (CITY, *OTHER_CITIES))

    def _ratio(self, code: str, place: str, usual: float, noise: float, cycle: float) -> list[float]:
        rng = self.rng(code, place)
        values = path(rng, usual, noise=noise, cycle=cycle)
        if code == "bond_spending_ratio":  # spending starts anew with each year's bonds
            values = [v * (0.25 + 0.75 * (t % 12 + 1) / 12) for t, v in enumerate(values)]
        for year, months in stories.PINNED_RATIOS.get((code, place), {}).items():
            for month, value in months.items():
                values[index(year, month)] = value
        return [round(min(v, 100.0), 1) for v in values]

    def _mean_ratio(self, code: str, whole: str, places: Iterable[str]) -> None:
        parts = [(_heads(p), self.ratios[code, p]) for p in places]
        heads = sum(w for w, _ in parts)
        self.ratios[code, whole] = [round(sum(w * r[t] for w, r in parts) / heads, 1) for t in range(LENGTH)]

    def _nation(self) -> None:
        """The nation's growth: near the province's, a little below (全国增速)."""
        for code in recipes.NATION:
            swing = path(self.rng("nation", code), -0.5, noise=0.3, cycle=0.0)
            growth = [g * 0.9 + s for g, s in zip(growths(self.series[code, PROVINCE]), swing, strict=True)]
            self.series[code, NATION] = Series([100 + round(g, 1) for g in growth], [100.0] * LENGTH)


@lru_cache(maxsize=2)
def world(seed: str = SEED) -> World:
    """The invented city, made once (示例城市)."""
    return World(seed)


def _everywhere() -> tuple[str, ...]:
    return (*COUNTIES, CITY, *OTHER_CITIES, PROVINCE)


def _years() -> list[int]:
    return [year for year in YEARS for _ in range(12)]


def _stock_shape(trend: float) -> list[float]:
    """A stock grows evenly from one year's end to the next."""
    return [1 + trend / 100 * (m / 12 - 1) for m in range(1, 13)]


def _heads(place: str) -> float:
    """Residents, 万人."""
    ours = sum(people(c) for c in COUNTED)
    if place == CITY:
        return ours
    if place == PROVINCE:
        return ours * (1 + sum(size for size, _ in OTHER_CITIES.values()))
    return people(place) if place in COUNTIES else ours * OTHER_CITIES[place][0]


def _wealth(place: str) -> float:
    """How far incomes stand from the city's mean (收入水平)."""
    if place in OTHER_CITIES:
        return 1 + OTHER_CITIES[place][1] * 0.1
    if place == INNER_ZONE:
        return 1.1
    rich = share(place, "commerce") + share(place, "industry")
    return min(1.22, 0.82 + 0.2 * rich / (share(place, "people") * 2) + 0.05)
