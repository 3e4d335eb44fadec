"""Thresholds are dated and may be an indicator's own; judging is quick and its keys are stable."""

from __future__ import annotations

from datetime import date
from time import perf_counter

from diaodu.economy.breakdowns import Place
from diaodu.economy.findings import Light
from diaodu.economy.indicators import Better, Catalogue
from diaodu.economy.periods import span
from diaodu.economy.results import Key, Result, Results
from diaodu.economy.warning import judge
from diaodu.economy.warning.thresholds import Thresholds
from tests.economy import world

AUGUST = span(2024, 1, 8)
ROWS = [
    {
        "rule": "falling",
        "parameter": "months",
        "value": 3,
        "valid_from": "2020-01-01",
        "valid_to": "2024-06-30",
    },
    {"rule": "falling", "parameter": "months", "value": 4, "valid_from": date(2024, 7, 1)},
    {"rule": "falling", "parameter": "months", "value": 2, "indicator": "gdp", "valid_from": "2020-01-01"},
]


def test_a_threshold_counts_from_its_day_on() -> None:
    assert Thresholds.from_rows(ROWS, date(2024, 6, 30)).get("falling", "months") == 3
    assert Thresholds.from_rows(ROWS, date(2024, 7, 1)).get("falling", "months") == 4
    assert Thresholds.from_rows(ROWS, date(2024, 7, 1)).get("falling", "months", "gdp") == 2
    assert Thresholds.from_rows([], date(2024, 7, 1)).get("indicator_light", "red_gap") == 3


def test_a_neutral_indicator_gets_no_light() -> None:
    one = world.indicator(better=Better.NEUTRAL)
    results = Results([(Key("growth", "x", "甲"), Result(-3.0))])
    assert judge(results, world.catalogue(one), Thresholds(), AUGUST) == []


def test_a_place_that_never_reports_gets_no_light() -> None:
    one = world.indicator()
    results = Results([(Key("growth", "x", "甲"), Result.missing("缺2024年1—8月数据"))])
    assert judge(results, world.catalogue(one), Thresholds(), AUGUST) == []


def test_a_ratio_is_judged_by_its_value_against_its_target() -> None:
    one = world.indicator(basis="ratio", growth_basis="points", unit="%")
    rows = [(Key("value", "x", "甲"), Result(96.4, (7,))), (Key("target", "x", "甲"), Result(98.0, (8,)))]
    (found,) = judge(Results(rows), world.catalogue(one), Thresholds(), AUGUST)
    assert found.light is Light.YELLOW
    assert found.text == "为96.4%，低于年度目标98.0%"
    assert found.sources == (7, 8)


def test_the_same_matter_bears_the_same_key_month_after_month() -> None:
    one = world.indicator()
    results = Results(
        [(Key("growth", "x", "甲"), Result(-3.0)), (Key("growth_before", "x", "甲"), Result(1.0))]
    )
    keys = [
        {f.key for f in judge(results, world.catalogue(one), Thresholds(), p)}
        for p in (AUGUST, span(2024, 1, 9))
    ]
    assert keys[0] == keys[1] == {"indicator_light:x:甲", "turned_negative:x:甲"}


def test_a_month_of_a_city_is_judged_in_a_blink() -> None:
    many = {f"i{n}": world.indicator(code=f"i{n}") for n in range(75)}
    counties = [Place(f"c{n}", f"县{n}", "county", "city") for n in range(14)]
    places = {p.code: p for p in (Place("city", "某市", "city", "province", home=True), *counties)}
    measures = (
        "value",
        "growth",
        "growth_before",
        "target_growth",
        "lead",
        "arrears",
        "distance_above",
        "rank",
    )
    rows = [(Key(m, i, p), Result(1.0, (1,))) for m in measures for i in many for p in places]
    started = perf_counter()
    found = judge(Results(rows), Catalogue(many, places, {}, {}), Thresholds(), AUGUST)
    assert len(found) > 1000
    assert perf_counter() - started < 1
