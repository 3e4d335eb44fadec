"""Indicators made of others: accounts, budget, power, incomes (由其他指标合成的指标)."""

from __future__ import annotations

from diaodu.demo import recipes
from diaodu.demo.cast import CITY, COUNTED, COUNTIES, OTHER_CITIES, PROVINCE, heads, wealth
from diaodu.demo.made import Made
from diaodu.demo.recipes import Recipe
from diaodu.demo.series import Grow, Series, grow, growths, mean
from diaodu.demo.shapes import SHAPES

EVERYWHERE = (*COUNTIES, CITY, *OTHER_CITIES, PROVINCE)


def build(made: Made) -> None:
    """All of them (合成指标)."""
    _accounts(made)
    _budget(made)
    _sums(made)
    _incomes(made)


def _accounts(made: Made) -> None:
    """GDP from its sectors (地区生产总值核算)."""
    _housing(made)
    for sector, recipe in recipes.SECTORS.items():
        made.flow(f"gdp:{sector}", recipe)
    for code, sectors in recipes.SECTORS_OF.items():
        made.whole(code, (f"gdp:{s}" for s in sectors), EVERYWHERE)
    made.whole("gdp", recipes.SECTORS_OF, EVERYWHERE)


def _housing(made: Made) -> None:
    """What the property sector follows: floor space sold and wages paid, half each (房地产)."""
    halves = ("housing_sales_area", "property_payroll")
    for place in (*COUNTIES, *OTHER_CITIES):
        both = (growths(made.series[code, place]) for code in halves)
        made.followed["housing", place] = [(a + b) / 2 for a, b in zip(*both, strict=True)]


def _budget(made: Made) -> None:
    """Taxes, then local revenue, then all revenue (财政收入)."""
    for tax, recipe in recipes.TAXES.items():
        made.flow(f"tax_revenue:{tax}", recipe)
    made.whole("tax_revenue", (f"tax_revenue:{t}" for t in recipes.TAXES), EVERYWHERE)
    made.whole("general_budget_revenue", ("tax_revenue", "nontax_revenue"), EVERYWHERE)
    made.whole("total_fiscal_revenue", ("general_budget_revenue", "upper_revenue"), EVERYWHERE)


def _sums(made: Made) -> None:
    made.whole("electricity", ("industrial_electricity", "other_electricity"), EVERYWHERE)
    services = [c for c in recipes.FLOWS if c.startswith("service_revenue_")]
    made.whole("service_revenue", services, EVERYWHERE)


def _incomes(made: Made) -> None:
    """Per head: the city's is the mean over residents (居民收入、人均生产总值)."""
    for code, recipe in recipes.INCOMES.items():
        for place in (*COUNTIES, *OTHER_CITIES):
            made.series[code, place] = _per_head(made, code, place, recipe)
        _mean(made, code)
    for place in (*COUNTIES, CITY, PROVINCE, *OTHER_CITIES):
        gdp, residents = made.series["gdp", place], heads(place)
        made.series["gdp_per_capita", place] = Series(
            [round(v * 1e4 / residents) for v in gdp.level], [b * 1e4 / residents for b in gdp.base]
        )


def _per_head(made: Made, code: str, place: str, recipe: Recipe) -> Series:
    rng = made.rng(code, place)
    level = recipe.size / (1 + recipe.mean / 100) ** 6 * wealth(place)
    return grow(level, made.path(rng, code, place, recipe), Grow(SHAPES[recipe.shape], 0))


def _mean(made: Made, code: str) -> None:
    for whole, places in ((CITY, COUNTED), (PROVINCE, (CITY, *OTHER_CITIES))):
        made.series[code, whole] = mean([(heads(p), made.series[code, p]) for p in places], 0)
