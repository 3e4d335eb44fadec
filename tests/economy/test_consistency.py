"""Rules of consistency: shapes on numbers, robust lines, pairs that a city defines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.economy import consistency, derived
from diaodu.economy.consistency import Pair, Severity, State, robust, shapes
from diaodu.economy.indicators import Better
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import span
from diaodu.economy.warning.thresholds import Thresholds
from tests.economy import matching
from tests.economy.world import CITY

RATES = st.floats(-50, 50).map(lambda x: round(x, 1))
AUGUST = span(2024, 1, 8)
TWO = {
    "figures": {
        "industrial_value_added": {"growth": {"2024-01..08": 3.2}},
        "industrial_electricity": {"growth": {"2024-01..08": -2.4}},
    }
}


@given(RATES, RATES)
def test_a_gap_is_the_same_from_both_sides_and_opposites_lie_apart(one: float, other: float) -> None:
    assert shapes.apart(one, other) == shapes.apart(other, one) >= 0
    if shapes.opposite(one, other, 1.0):
        assert shapes.apart(one, other) > 2.0
        assert one * other < 0


@given(RATES, RATES)
def test_an_elasticity_is_said_only_over_a_support_that_moves(one: float, other: float) -> None:
    times = shapes.elasticity(one, other)
    assert (times is None) == (abs(other) < 1)
    if times is not None:
        assert times * other == pytest.approx(one, abs=1e-6)


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊己"), RATES, min_size=1))
def test_no_county_stands_elsewhere_in_the_same_ranking(growth: dict[str, float]) -> None:
    better = (Better.HIGHER, Better.HIGHER)
    assert {shapes.rank_gap(growth, dict(growth), place, better) for place in growth} == {0}


@given(
    st.floats(-3, 3), st.floats(-3, 3), st.lists(st.floats(-20, 20), min_size=24, max_size=40, unique=True)
)
def test_a_few_wild_months_do_not_bend_the_line(
    constant: float, weight: float, supports: list[float]
) -> None:
    supports = [round(x, 1) + n / 1000 for n, x in enumerate(supports)]
    values = [constant + weight * x for x in supports]
    if max(supports) - min(supports) < 5:
        return
    values[3] += 60
    line = robust.fit(values, [[x] for x in supports])
    assert line is not None
    middle = sorted(supports)[len(supports) // 2]
    assert line.value([middle]) == pytest.approx(constant + weight * middle, abs=1.0)


def test_supports_that_never_move_give_no_line() -> None:
    assert robust.fit([1.0, 2.0, 3.0], [[5.0], [5.0], [5.0]]) is None


def test_a_question_names_both_figures_the_distance_the_hint_and_the_sources() -> None:
    found = matching.outcome({"pair": "K01", **TWO})
    assert found is not None
    assert [(one.label, one.shown) for one in found.figures] == [
        ("规上工业增加值增速", "3.2%"),
        ("工业用电量增速", "-2.4%"),
    ]
    assert (found.distance, found.limit, found.unit) == (5.6, 5, "个百分点")
    assert found.sources == (1, 2)
    assert found.hint.startswith("核实")
    assert found.key == "K01:industrial_value_added:city"


def test_a_city_changes_pair_severity_tolerance_and_turns_a_rule_off() -> None:
    block = {
        "code": "K01",
        "figure": "industrial_value_added",
        "supports": ["electricity"],
        "severity": "low",
    }
    figures = {**TWO["figures"], "electricity": {"growth": {"2024-01..08": -3.0}}}
    found = matching.outcome({"pair": block, "figures": figures})
    assert found is not None
    assert (found.severity, found.distance) == (Severity.LOW, 6.2)
    limit = [{"rule": "K01", "parameter": "gap", "value": 7}]
    wider = matching.outcome({"pair": block, "figures": figures, "thresholds": limit})
    assert wider is not None
    assert wider.state is State.PASSED
    assert matching.outcome({"pair": {**block, "off": True}, "figures": figures}) is None


def test_a_word_that_no_pair_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="tolerance"):
        Pair.of({"code": "K01", "tolerance": 3})


def test_a_county_is_not_asked_for_what_it_never_reports() -> None:
    panel = matching.panel(TWO, AUGUST)
    found = consistency.check(panel, matching.pairs().values(), Thresholds(), AUGUST)
    assert {one.place for one in found} == {CITY}


def test_all_pairs_on_an_empty_ledger_find_nothing_to_question() -> None:
    found = consistency.check(Panel(matching.catalogue()), matching.pairs().values(), Thresholds(), AUGUST)
    assert {one.state for one in found} == {State.MISSING}
    assert all(one.reason for one in found)


def test_every_shipped_pair_names_a_rule_and_every_numbered_rule_has_its_pair() -> None:
    named = {pair.rule for pair in matching.pairs().values()}
    assert named <= set(consistency.BY_CODE)
    assert {f"K{n:02d}" for n in range(1, 23)} <= named


MONTH, LAST_MONTH, LAST_YEAR = "2024-08", "2024-07", "2023-08"
INPUTS = {  # this month, the month before, the same month last year
    "power_capacity_added": (6.0, 5.0, 1.0),
    "new_taxpayers": (90.0, 100.0, 1.0),
    "industrial_purchases": (110.0, 100.0, 1.0),
    "industrial_electricity": (10.5, 1.0, 10.0),
    "industrial_invoice_sales": (130.0, 1.0, 125.0),
    "invoicing_firms": (980.0, 1.0, 1000.0),
}


def index(without: str = "") -> derived.Result:
    made = Panel(matching.catalogue())
    for code, values in INPUTS.items():
        one = made.catalogue.indicators[code]
        for when, value in zip((MONTH, LAST_MONTH, LAST_YEAR), values, strict=True):
            if code != without:
                period = span(int(when[:4]), int(when[5:]), int(when[5:]))
                made.put(SeriesKey(code, CITY, one.kind), period, value, len(made) + 1)
    return derived.value(made, made.catalogue.indicators["tax_power_index"], CITY, AUGUST.month)


def test_the_tax_power_index_is_weighted_as_published() -> None:
    """生产准备 100×(.25×1.2+.25×.9+.5×1.1)=107.5, 产能规模 105, 销售成果 100×(.5×1.04+.5×.98)=101."""
    found = index()
    assert found.value == pytest.approx(0.30 * 107.5 + 0.37 * 105 + 0.33 * 101)
    assert found.note == "系统推算"
    assert len(found.sources) == 12  # both figures of each of the six inputs


def test_without_one_input_there_is_no_index_and_it_says_which() -> None:
    found = index(without="industrial_purchases")
    assert found.value is None
    assert found.reason == "工业采购金额：缺2024年1—8月累计数"
