"""Thresholds are dated and may be an indicator's own; keys are stable."""

from __future__ import annotations

from datetime import date

from diaodu.economy.findings import Finding, Light
from diaodu.economy.indicators import Better
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


def test_a_quarters_figure_that_is_out_late_is_a_second_yellow_only_once_it_is_out() -> None:
    one = world.indicator(frequency="Q", lag=1)
    shown = {"growth": 5.0, "growth_before": 6.0, "target_growth": 8.0}
    results = Results([(Key(measure, "x", "甲"), Result(value)) for measure, value in shown.items()])
    for last, light in ((9, Light.YELLOW), (10, Light.RED)):  # the third quarter's is out in October
        month = span(2024, 1, last)
        before = Finding("indicator_light", "x", "甲", month, Light.YELLOW, "")
        found = judge(results, world.catalogue(one), Thresholds(), month, {before.key: before})
        assert [f.light for f in found if f.rule == "indicator_light"] == [light]
