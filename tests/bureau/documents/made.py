"""A month made by hand for the papers: 14 counties, 30 of the built-in indicators, figures out of a seeded generator.

Planted: 临溪县's investment turned negative; 石门县 lacks its retail figure; fuel sales lack a figure for the whole city;
investment and property fall, retail sales stay behind their target; tourists doubled.
"""

# ruff: noqa: E501 (tables of figures)

from __future__ import annotations

import random
from dataclasses import asdict
from functools import lru_cache

from diaodu.bureau.catalogue import actions as definitions
from diaodu.bureau.findings.models import Finding
from diaodu.bureau.findings.month import Month
from diaodu.demo.city import OWN
from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Catalogue, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, cumulatives
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.words.lights import finding_of
from diaodu.economy.results import Key, Result, Results

PERIOD = Period(2026, 1, 9)
CITY, PROVINCE, NATION = "4500", "4000", "0"
COUNTY_NAMES = (
    "东川区", "南浦区", "西岭县", "北原县", "临溪县", "石门县", "青田县", "白水县", "云台县", "金沙县", "龙泉市",
    "和平县", "高新技术产业开发区", "经济技术开发区",
)  # fmt: skip
SHORTS = {"高新技术产业开发区": "高新区", "经济技术开发区": "经开区"}

# What the city reports: typical level of the city (None: growth alone) and typical growth.
ROWS = {
    "gdp": (1800, 5.6), "agriculture_output": (310, 4.1), "pigs_slaughtered": (220, 1.2), "vegetable_output": (160, 4.6),
    "industrial_value_added": (None, 6.1), "industrial_output": (2400, 5.2), "industrial_sales_ratio": (96.4, -0.4),
    "industrial_electricity": (88, -1.3), "industrial_vat": (41, 2.2), "industrial_profit": (120, -7.5),
    "fixed_asset_investment": (None, -3.4), "industrial_investment": (None, 8.8), "private_investment": (None, -6.0),
    "infrastructure_investment": (None, 2.5), "property_investment": (None, -12.6), "housing_sales_area": (230, -9.4),
    "retail_sales": (720, 1.8), "above_quota_retail_sales": (210, 6.9), "tourist_visits": (3100, 104.0),
    "foreign_trade": (96, 11.3), "fuel_sales": (61000, 9.0), "foreign_investment": (3200, -21.0),
    "general_budget_revenue": (118, 3.1), "tax_revenue": (79, 1.4), "deposits": (3900, 8.2), "loans": (3100, 9.4),
    "urban_income": (30200, 4.6), "rural_income": (13100, 6.3), "new_urban_jobs": (5.2, 2.0), "electricity": (146, 3.3),
}  # fmt: skip
TARGETS = {"gdp": 6.5, "industrial_value_added": 8, "fixed_asset_investment": 7, "retail_sales": 6, "urban_income": 5.5,
           "general_budget_revenue": 5, "rural_income": 7, "foreign_trade": 8, "property_investment": 0,
           "above_quota_retail_sales": 8, "agriculture_output": 4, "industrial_investment": 10}  # fmt: skip


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The built-in indicators over places of our own."""
    known = definitions.check(definitions.read(definitions.PACKAGE, OWN))
    places = [
        Place(NATION, "全国", "nation"),
        Place(PROVINCE, "岭南省", "province", NATION, short="全省"),
        Place(CITY, "临江市", "city", PROVINCE, short="全市", order=4, home=True),
        *(Place(f"41{n:02d}", f"第{n}市", "city", PROVINCE, order=10 + n) for n in range(8)),
        *(_county(n, name) for n, name in enumerate(COUNTY_NAMES, 1)),
    ]
    return Catalogue(known.indicators, {p.code: p for p in places}, {}, known.breakdowns)


def _county(n: int, name: str) -> Place:
    level = "zone" if "开发区" in name else "county"
    return Place(f"45{n:02d}", name, level, CITY, SHORTS.get(name, ""), order=n)


@lru_cache(maxsize=1)
def panel() -> Panel:
    """All figures: this year's and last year's, targets, parts; each with a number of its own."""
    made, dice = Panel(catalogue()), random.Random(20260901)
    for code, (level, growth) in ROWS.items():
        _one(made, dice, made.catalogue.indicators[code], level, growth)
    _parts(made, dice)
    return made


def book(of: Panel | None = None) -> Book:
    """Where papers of the month put their questions: no month before it was judged."""
    return Book(of or panel(), judged=lambda period: {})


def month() -> Month:
    """The whole month, the same at every call."""
    made = panel()
    grown = (
        key for key, _ in made if key.what is What.GROWTH and not key.part and key.kind is not Kind.TARGET
    )
    results = Results((Key("growth", key.indicator, key.place), Result(0.0)) for key in grown)
    return Month(1, "0" * 64, PERIOD, made.catalogue, made, results, tuple(_findings()))


def _one(made: Panel, dice: random.Random, i: Indicator, level: float | None, growth: float) -> None:
    cat = made.catalogue
    now: dict[str, float | None] = {
        NATION: growth + dice.uniform(-1, 1.5),
        PROVINCE: growth + dice.uniform(-1.5, 2),
    }
    now[CITY] = None if i.code == "fuel_sales" else growth
    now |= {p.code: growth + dice.gauss(0, 3) for p in cat.cities if p.code != CITY}
    now |= {p.code: growth + dice.gauss(0, 4.5) for p in cat.counties}
    before = {code: None if v is None else v + dice.gauss(0.3, 1.4) for code, v in now.items()}
    if i.code == "fixed_asset_investment":
        now["4505"], before["4505"] = -4.9, 0.4
    if i.code == "retail_sales":
        now["4506"] = before["4506"] = None
    shares = {p.code: dice.uniform(0.03, 0.12) for p in cat.counties} | {
        CITY: 1.0,
        PROVINCE: 9.0,
        NATION: 300.0,
    }
    for code, value in now.items():
        if value is None and code == CITY:  # due this month, and there before
            _put(made, i, code, i.before(i.period(PERIOD)), 9.0, What.GROWTH)
        if value is not None:
            _place(made, i, code, round(value, 1), round(before[code] or 0.0, 1))
            _level(made, i, code, level, shares.get(code, 1.0), value)
            _history(made, dice, i, code, value)


def _put(made: Panel, i: Indicator, place: str, period: Period, value: float, what: What, **of) -> None:
    key = SeriesKey(i.code, place, of.get("kind") or i.kind, what, of.get("part", ""))
    made.put(key, i.period(period), value, len(made) + 1)


def _place(made: Panel, i: Indicator, code: str, now: float, before: float) -> None:
    _put(made, i, code, PERIOD, now, What.GROWTH)
    _put(made, i, code, i.before(i.period(PERIOD)), before, What.GROWTH)
    if i.code in TARGETS and code.startswith("45"):
        _put(made, i, code, PERIOD.full_year, TARGETS[i.code], What.GROWTH, kind=Kind.TARGET)


def _level(made: Panel, i: Indicator, code: str, level: float | None, share: float, growth: float) -> None:
    """This year's and last year's amounts, and last year's whole: 74 per cent of it lay before October."""
    if level is None:
        return
    value = level * (1 if i.unit in ("元", "%") else share)
    last = value / (1 + growth / 100) if i.growth_basis != "points" else value - growth
    _put(made, i, code, PERIOD, round(value, 4), What.LEVEL)
    _put(made, i, code, PERIOD.year_before, round(last, 4), What.LEVEL)
    if i.cumulative:
        _put(made, i, code, PERIOD.last_year_end, round(last / 0.74, 4), What.LEVEL)


def _history(made: Panel, dice: random.Random, i: Indicator, place: str, end: float) -> None:
    if i.code not in ("gdp", "industrial_value_added") or place not in (CITY, PROVINCE, NATION):
        return
    spans = [*cumulatives(2025, 12), *cumulatives(2026, 8)]
    for n, one in enumerate(reversed(spans), 1):
        if i.due(one) and one != i.before(PERIOD):
            _put(made, i, place, one, round(end + 0.12 * n + dice.gauss(0, 0.25), 1), What.GROWTH)


def _parts(made: Panel, dice: random.Random) -> None:
    for code, level in (("industrial_output", 2400), ("gdp", 1800)):
        indicator = made.catalogue.indicators[code]
        parts = [part.code for part in made.catalogue.breakdowns[indicator.parts].parts][:11]
        for part in parts:
            growth = round(5.0 + dice.gauss(0, 6), 1)
            _put(made, indicator, CITY, PERIOD, round(level / len(parts), 4), What.LEVEL, part=part)
            _put(made, indicator, CITY, PERIOD, growth, What.GROWTH, part=part)


def _findings() -> list[Finding]:
    """The lights as the rules judge them."""
    asked = book()
    cat, found = asked.catalogue, []
    for place in (cat.city, *cat.counties):
        for i in cat:
            light = finding_of(asked.at(place.code, PERIOD), i)
            if light is not None:
                found.append(Finding(
                    key=light.key, rule=light.rule, indicator=i.code, place=place.code, year=2026, month=9,
                    light=light.light.value, text=light.text, clauses=[asdict(c) for c in light.clauses],
                    months=2 if i.code == "property_investment" else 1,
                ))  # fmt: skip
    return found
