"""All series of the invented city, in the order that one follows another (示例数据的生成)."""

from __future__ import annotations

from functools import lru_cache

from diaodu.demo import accounts, industry, ratios, recipes, support
from diaodu.demo.cast import COUNTIES, NATION, OTHER_CITIES, PROVINCE
from diaodu.demo.made import Made
from diaodu.demo.series import Series, growths, path
from diaodu.demo.shapes import LENGTH

SEED = "qichuan-2026"


@lru_cache(maxsize=2)
def world(seed: str = SEED) -> Made:
    """The invented city, made once (示例城市)."""
    made = Made(seed)
    industry.build(made)
    _leaders(made)
    for code, recipe in {**recipes.FLOWS, **recipes.HIDDEN}.items():
        made.flow(code, recipe)
    for code, recipe in {**recipes.STOCKS, **recipes.TALLIES}.items():
        made.flow(code, recipe, stock=code in recipes.STOCKS)
    support.build(made)
    accounts.build(made)
    ratios.build(made)
    _nation(made)
    return made


def _leaders(made: Made) -> None:
    """Investment and retail sales, which other indicators follow (投资、消费)."""
    for name, code in (("investment", "fixed_asset_investment"), ("retail", "retail_sales")):
        recipe = recipes.FLOWS[code]
        made.flow(code, recipe)
        for place in (*COUNTIES, *OTHER_CITIES):
            followed = growths(made.series[code, place])
            made.followed[name, place] = [g - recipe.mean for g in followed]


def _nation(made: Made) -> None:
    """The nation's growth: near the province's, a little below (全国增速)."""
    for code in recipes.NATION:
        swing = path(made.rng("nation", code), -0.5, noise=0.3, cycle=0.0)
        growth = [g * 0.9 + s for g, s in zip(growths(made.series[code, PROVINCE]), swing, strict=True)]
        made.series[code, NATION] = Series([100 + round(g, 1) for g in growth], [100.0] * LENGTH)
