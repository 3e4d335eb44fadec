"""The checks on entry: every one with examples that pass, that are doubted, and that it says nothing of."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from diaodu.economy import entry
from diaodu.economy.breakdowns import Breakdown, Part, Place
from diaodu.economy.entry import CHECKS, Case, Hit, Severity
from diaodu.economy.forms import Form, Slot
from diaodu.economy.indicators import Basis, Catalogue, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.warning.thresholds import Thresholds
from tests.economy import matching
from tests.economy.world import CITY

FOLDER = Path(__file__).parent / "examples/entry"
EXAMPLES = [
    pytest.param(example, id=f"{file.stem}-{example['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for example in yaml.safe_load(file.read_text("utf-8"))
]
KINDS = {
    "target_growth": (What.GROWTH, Kind.TARGET),
    "target_level": (What.LEVEL, Kind.TARGET),
    "plan": (What.LEVEL, Kind.PLAN),
    "plan_growth": (What.GROWTH, Kind.PLAN),
}
EVEN = (8.0, 7.4, 8.5, 8.3, 8.4, 8.6, 8.3, 8.4, 8.5, 8.5, 8.6, 8.5)
UNEVEN = (0, 0.8, -0.5, 1.0, -0.9, 0.3, -0.2, 0.6, -1.0, 0.4, -0.5)  # per cent, in turn


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The built-in indicators and breakdowns; eight counties, and a zone whose figures lie in the first."""
    known = matching.catalogue()
    blocks = yaml.safe_load((matching.DEFINITIONS / "breakdowns.yaml").read_text("utf-8"))
    parts = {b["code"]: Breakdown(b["code"], b["name"], tuple(Part(**p) for p in b["parts"])) for b in blocks}
    zone = Place("园", "园区", "zone", CITY, order=90, included_in="甲")
    return Catalogue(known.indicators, {**known.places, "园": zone}, {}, parts)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_worked_example_comes_out(example: dict[str, Any]) -> None:
    given, expected = example["given"], example["expected"]
    hits = [hit for hit in entry.check(case(given)) if hit.check == given["check"]]
    assert said(hits) == (expected if expected else None)


def said(hits: list[Hit]) -> dict[str, str] | None:
    return {"severity": hits[0].severity.value, "text": hits[0].text} if hits else None


def test_every_check_is_shown_passing_doubting_and_not_applying() -> None:
    shown: dict[str, set[str]] = {}
    for example in (p.values[0] for p in EXAMPLES):
        shown.setdefault(example["given"]["check"], set()).add(example["state"])
    states = {"passed", "doubted", "not applicable"}
    assert {one.code: states - shown.get(one.code, set()) for one in CHECKS} == {
        one.code: set() for one in CHECKS
    }


def test_an_example_that_is_doubted_says_so_and_no_other_does() -> None:
    for example in (p.values[0] for p in EXAMPLES):
        assert {"name", "given", "expected", "state", "arithmetic", "source"} <= set(example)
        assert bool(example["expected"]) == (example["state"] == "doubted"), example["name"]


def test_codes_fit_the_record_of_explanations() -> None:
    assert all(len(one.code) <= 20 for one in CHECKS)


def case(given: dict[str, Any]) -> Case:
    """A report as an example writes it, beside the ledger that it writes."""
    period = Period.parse(given.get("period", "2026-09"))
    form = Form.of(
        {"code": "x", "name": "某表", "matter": given.get("matter", "actual"), "units": "counties",
         "due": {"day": 8}, "optional": given.get("optional", [])}
    )  # fmt: skip
    place = given.get("place", CITY)
    values: dict[Slot, float | None] = {}
    for where, indicators in {place: given.get("filled", {}), **given.get("counties", {})}.items():
        for code, numbers in indicators.items():
            for what, value in numbers.items():
                values[slot(form, code, where, what, period)] = value
    panel = Panel(catalogue())
    for code, how in given.get("course", {}).items():
        course(panel, code, place, period, **how)
    for where, indicators in {place: given.get("ledger", {}), **given.get("others", {})}.items():
        for code, series in indicators.items():
            put(panel, code, where, series)
    filed = {slot(form, code, place, "growth", period): v for code, v in given.get("filed", {}).items()}
    return Case(form, period, values, panel, Thresholds.from_rows(given.get("thresholds", [])), filed)


def slot(form: Form, name: str, place: str, what: str, period: Period) -> Slot:
    code, _, part = name.partition("/")
    one = catalogue().indicators[code]
    kind = {"estimate": Kind.ESTIMATE, "target": Kind.TARGET}.get(form.matter.value, one.kind)
    when = one.period(period)
    return Slot(code, place, part, kind.value, what, when.year, when.first, when.last)


def put(panel: Panel, name: str, place: str, series: dict[str, dict[str, float]]) -> None:
    code, _, part = name.partition("/")
    one = catalogue().indicators[code]
    for what, values in series.items():
        known, kind = KINDS.get(what, (None, None))
        key = SeriesKey(code, place, kind or one.kind, known or What(what), part)
        for written, value in values.items():
            panel.put(key, Period.parse(written), value)


def course(
    panel: Panel, code: str, place: str, upto: Period, *, year: float, growth: float = 5.0, years: int = 6,
    wobble: float = 1.0, rates: bool = False,
) -> None:  # fmt: skip
    """Years of months up to the present one: the last full year's amount, growing, months a little uneven."""
    one = catalogue().indicators[code]
    n, totals = 0, dict[tuple[int, int], float]()
    for y in range(upto.year - years, upto.year + 1):
        total, size = 0.0, year * (1 + growth / 100) ** (y - upto.year + 1) / sum(EVEN)
        for month in range(1, 13):
            n += 1
            total += EVEN[month - 1] * size * (1 + wobble * UNEVEN[n % len(UNEVEN)] / 100)
            if (y, month) < (upto.year, upto.last):
                totals[y, month] = total
    for (y, month), total in totals.items():
        if one.no_january and month == 1:
            continue
        stock = one.basis is not Basis.FLOW and one.basis is not Basis.RATE
        when = span(y, month if stock else 1, month)
        amount = total / month * 12 if stock else total
        if not rates:
            panel.put(SeriesKey(code, place, one.kind), when, round(amount, one.decimals))
        if (y - 1, month) in totals:
            g = round((total / totals[y - 1, month] - 1) * 100, 1)
            panel.put(SeriesKey(code, place, one.kind, What.GROWTH), when, g)


def indicator(code: str) -> Indicator:
    return catalogue().indicators[code]


def test_one_number_gets_one_doubt_where_the_graver_says_enough() -> None:
    """万元 in a column of 亿元 is off its course as well: one doubt, to be corrected, is enough."""
    given = {"place": "甲", "filled": {"retail_sales": {"level": 941000.0}},
             "course": {"retail_sales": {"year": 120}}}  # fmt: skip
    hits = entry.check(case(given))
    assert [hit.check for hit in hits] == ["计量单位"]
    assert hits[0].severity is Severity.FIX


def test_the_same_doubt_in_two_months_bears_the_same_series_and_another_key() -> None:
    seen = []
    for period, before, now in (("2026-08", "2026-01..07", 70.0), ("2026-09", "2026-01..08", 75.0)):
        given = {"period": period, "filled": {"retail_sales": {"level": now}},
                 "ledger": {"retail_sales": {"level": {before: 80.0}}}}  # fmt: skip
        (hit,) = entry.check(case(given))
        seen.append(hit)
    assert seen[0].check == seen[1].check == "累计下降"
    assert seen[0].series == seen[1].series
    assert seen[0].key != seen[1].key


def test_an_honest_report_on_its_course_raises_nothing() -> None:
    """Fifth month of growth as ever: amounts, growth, a stock and a rate together."""
    given: dict[str, Any] = {
        "period": "2026-09", "place": "甲",
        "course": {code: {"year": 120.0, "wobble": 1.0} for code in ("retail_sales", "tax_revenue", "loans")},
        "filled": {"retail_sales": {"level": 93.7}, "tax_revenue": {"level": 93.9},
                   "loans": {"level": 124.9}},
    }  # fmt: skip
    assert entry.check(case(given)) == []
