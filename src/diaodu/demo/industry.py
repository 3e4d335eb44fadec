"""Output by division in every county, and the value added it carries (分行业产值与增加值)."""

from __future__ import annotations

from typing import NamedTuple

from diaodu.demo import stories
from diaodu.demo.cast import COUNTIES, HEALTH, OTHER_CITIES
from diaodu.demo.made import Made
from diaodu.demo.series import Grow, Series, grow, path, total
from diaodu.demo.shapes import FACTORY_PRICES, LENGTH, SHAPES, YEARS, each_year, index


class Division(NamedTuple):
    """How a division moves (行业走势)."""

    mean: float  # nominal trend, % a year
    noise: float
    cycle: float
    value_added: float  # of one yuan of output


DIVISIONS = {
    "06": Division(2.0, 2.5, 0.8, 0.42),
    "13": Division(4.2, 1.2, 0.4, 0.2),
    "14": Division(6.5, 1.2, 0.5, 0.24),
    "15": Division(7.0, 1.0, 0.7, 0.6),
    "16": Division(3.2, 0.7, 0.2, 0.7),
    "26": Division(3.5, 2.0, 1.2, 0.2),
    "27": Division(6.8, 1.6, 0.5, 0.34),
    "30": Division(-1.0, 1.6, 1.2, 0.26),
    "31": Division(0.8, 2.4, 1.3, 0.16),
    "32": Division(5.8, 2.6, 1.3, 0.17),
    "36": Division(5.0, 2.2, 1.5, 0.19),
    "38": Division(8.0, 2.2, 1.0, 0.2),
    "39": Division(8.8, 2.4, 1.0, 0.2),
    "44": Division(4.6, 1.2, 0.4, 0.32),
    "45": Division(7.5, 1.2, 0.4, 0.22),
}
# Output of 2025 by county and division, 亿元.
OUTPUT: dict[str, dict[str, float]] = {
    "900302": {"14": 26, "27": 34, "39": 18, "44": 30, "45": 12},
    "900303": {"27": 42, "36": 58, "38": 46, "39": 40, "44": 14, "26": 10},
    "900304": {"26": 56, "31": 62, "30": 24, "44": 26, "32": 12},
    "900305": {"38": 92, "39": 86, "36": 38, "32": 30, "14": 14},
    "900381": {"15": 562, "13": 22, "14": 18, "30": 16, "44": 14, "45": 8},
    "900321": {"16": 32, "13": 26, "26": 18, "30": 15, "44": 20},
    "900322": {"06": 44, "30": 17, "44": 18, "26": 6},
    "900323": {"06": 30, "32": 36, "30": 16, "44": 13},
    "900324": {"13": 22, "30": 17, "44": 12, "14": 9},
    "900325": {"15": 26, "13": 21, "27": 17, "30": 14, "44": 12},
    "900326": {"13": 38, "14": 30, "15": 18, "30": 12, "44": 12},
    "900327": {"13": 19, "27": 14, "30": 12, "44": 10},
    "900371": {"36": 72, "38": 64, "39": 70, "26": 44, "32": 28, "45": 12},
    "900372": {"27": 22, "39": 34, "38": 19},
}
OUTPUT_TREND = 4.6  # what city-level paths use where no divisions are kept, % a year
VALUE_ADDED_TREND = 6.2


def build(made: Made) -> None:
    """Output by division in every county; value added by what each division carries (工业)."""
    price = {y: p * 0.8 for y, p in FACTORY_PRICES.items()}
    for county in COUNTIES:
        parts = {d: _division(made, county, d, size) for d, size in OUTPUT[county].items()}
        made.series["industrial_output", county] = total(parts.values(), 2)
        made.series["industrial_value_added", county] = _value_added(made, county, parts, price)
    for division in DIVISIONS:
        made.add_up(f"industrial_output:{division}", 2, above=False)
    for city, (size, health) in OTHER_CITIES.items():
        _other_industry(made, city, size, health)
    for code in ("industrial_output", "industrial_value_added"):
        made.add_up(code, 2)


def _division(made: Made, county: str, code: str, size: float) -> Series:
    d = DIVISIONS[code]
    name = f"industrial_output:{code}"
    rng = made.rng(name, county)
    bend = stories.BENDS.get((name, county)) or stories.BENDS.get(("industrial_output", county))
    growth = path(
        rng,
        d.mean + HEALTH[county] * 0.8,
        noise=d.noise,
        cycle=d.cycle,
        bend=bend,
        pins=stories.PINS.get((name, county)),
    )
    growth = [g + FACTORY_PRICES[y] * 0.8 for g, y in zip(growth, each_year(), strict=True)]
    drift = {y: rng.gauss(-0.4, 1.4) for y in YEARS}
    how = Grow(SHAPES["industry"], 2, drift=drift)
    made.series[name, county] = series = grow(size / (1 + d.mean / 100) ** 6, growth, how)
    return series


def _value_added(made: Made, county: str, parts: dict[str, Series], price: dict[int, float]) -> Series:
    """Comparable growth of value added: output's, less prices, pinned where a story says so."""
    carried = [(DIVISIONS[d].value_added, s) for d, s in parts.items()]
    base = [sum(v * s.base[t] for v, s in carried) for t in range(LENGTH)]
    now = [sum(v * s.level[t] for v, s in carried) for t in range(LENGTH)]
    growth = [(n / b - 1) * 100 - price[y] + 0.7 for n, b, y in zip(now, base, each_year(), strict=True)]
    for year, months in stories.PINS.get(("industrial_value_added", county), {}).items():
        for month, value in months.items():
            growth[index(year, month)] = value
    made.followed["value_added", county] = [g - VALUE_ADDED_TREND for g in growth]
    # A closing plant takes little of the county's power and trade with it.
    made.followed["industry", county] = [max(g - VALUE_ADDED_TREND, -14.0) for g in growth]
    return Series([b * (1 + g / 100) for b, g in zip(base, growth, strict=True)], base)


def _other_industry(made: Made, city: str, size: float, health: float) -> None:
    rng = made.rng("industry", city)
    real = path(rng, VALUE_ADDED_TREND + health, noise=1.0)
    nominal = [g - 1.4 + FACTORY_PRICES[y] * 0.8 for g, y in zip(real, each_year(), strict=True)]
    drift = {y: rng.gauss(-0.4, 0.8) for y in YEARS}
    how = Grow(SHAPES["industry"], 2, drift=drift)
    made.series["industrial_output", city] = grow(1750 * size, nominal, how)
    made.series["industrial_value_added", city] = grow(480 * size, real, how._replace(decimals=4))
    made.followed["industry", city] = made.followed["value_added", city] = [
        g - VALUE_ADDED_TREND for g in real
    ]
