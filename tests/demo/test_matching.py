"""The invented city put to the rules of consistency: what its stories let one expect is questioned."""

from __future__ import annotations

import pytest

from diaodu.demo import stories
from diaodu.demo.cast import CITY
from diaodu.economy import consistency, derived
from diaodu.economy.consistency import Outcome, State
from diaodu.economy.indicators import Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import span
from diaodu.economy.warning.thresholds import Thresholds


@pytest.fixture(scope="module")
def panel(invented) -> Panel:
    from diaodu.bureau.catalogue import actions
    from diaodu.demo.city import OWN

    made = Panel(actions.check(actions.read(actions.PACKAGE, OWN)))
    for ref, r in enumerate(invented.rows, 1):
        key = SeriesKey(r.indicator, r.place, Kind(r.kind), What(r.what), r.part)
        made.put(key, span(r.year, r.first, r.last), r.value, ref)
    return made


@pytest.fixture(scope="module")
def found(panel) -> list[Outcome]:
    from diaodu.bureau.catalogue import actions

    pairs = [consistency.Pair.of(b) for b in actions.read(actions.PACKAGE).consistency.values()]
    return consistency.check(panel, pairs, Thresholds(), span(stories.YEAR, 1, stories.MONTH))


def questioned(found: list[Outcome], rule: str) -> set[tuple[str, str]]:
    return {(o.indicator, o.place) for o in found if o.rule == rule and o.state is State.QUESTIONED}


def test_the_false_start_is_asked_where_its_physical_work_is(found):
    place = stories.FALSE_START.place
    assert questioned(found, "K06") == {("fixed_asset_investment", place)}
    assert (stories.FALSE_START.indicator, place) in questioned(found, "K14")


def test_value_added_that_fell_with_the_tobacco_plant_left_its_history(found):
    place = stories.TOBACCO_CLOSING.place
    assert ("industrial_value_added", place) in questioned(found, "history")


def test_the_city_holds_together_so_few_figures_are_asked_about(found):
    assert questioned(found, "K12") == questioned(found, "K15") == questioned(found, "K16") == set()
    asked = sum(o.state is State.QUESTIONED for o in found)
    assert 10 < asked < len(found) / 50


def test_what_was_not_reported_is_named_and_not_guessed(found):
    story = stories.MISSING_REPORT
    (one,) = [o for o in found if o.rule == "K09" and o.place == story.place]
    assert one.state is State.MISSING
    assert "缺竹桥社会消费品零售额增速" in one.reason


def test_the_tax_power_index_stands_near_the_boom_line(panel):
    index = panel.catalogue.indicators["tax_power_index"]
    now = derived.value(panel, index, CITY, span(stories.YEAR, stories.MONTH, stories.MONTH))
    assert now.value is not None
    assert 95 < now.value < 115
    assert CITY in derived.reporting(panel, index)
