"""Forms: who owes which numbers for a month; nothing is asked twice (应报数据)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.catalogue.models import build
from diaodu.demo import city
from diaodu.economy.forms import Form, Office, check, owed
from diaodu.economy.indicators import Catalogue
from diaodu.economy.periods import span

COUNTY = Office("900321", "岩坪县人民政府", "900321")
OWNER, COMMERCE = Office("发改委", "市发改委"), Office("商务局", "市商务局")


@pytest.fixture(scope="module")
def known() -> Catalogue:
    found = catalogue.read(catalogue.PACKAGE, city.OWN)
    tables = (found.indicators, found.places, found.groups, found.breakdowns)
    return build(*(list(table.values()) for table in tables))


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    return [Form.of(block) for block in yaml.safe_load((catalogue.PACKAGE / "forms.yaml").read_text("utf-8"))]


def form(**given: Any) -> Form:
    usual = {"code": "f", "name": "表", "units": ["counties"], "due": {"day": 8, "months_after": 1}}
    return Form.of(usual | given)


def months(one: Form) -> list[int]:
    return [n for n in range(1, 13) if one.due_in(span(2026, n, n))]


def test_rhythms_name_their_months() -> None:
    assert months(form()) == list(range(1, 13))
    assert months(form(rhythm="Q")) == [3, 6, 9, 12]
    assert months(form(rhythm="Y")) == [12]
    assert months(form(rhythm="Y", matter="target")) == [1]  # the year's targets are set as it begins
    assert months(form(valid_from="2026-04-01", valid_to="2026-06-30")) == [4, 5, 6]


def test_a_county_reports_its_own_place_and_a_department_what_it_owns(
    known: Catalogue, forms: list[Form]
) -> None:
    by = {one.code: one for one in forms}
    month = span(2026, 9, 9)
    assert {s.place for s in by["county_month"].slots(COUNTY, month, known)} == {"900321"}
    asked = by["department_month"].slots(COMMERCE, month, known)
    assert {known.indicators[s.indicator].owner.split("/")[0].strip() for s in asked} == {"商务局"}
    assert len({s.place for s in asked}) == 1 + len(known.counties)
    assert {s.kind for s in asked} == {"departmental"}
    assert {s.kind for s in by["statistics_month"].slots(OWNER, month, known)} == {"official"}


def test_estimates_and_targets_are_kinds_of_their_own(known: Catalogue, forms: list[Form]) -> None:
    by = {one.code: one for one in forms}
    estimate = by["county_estimate"].slots(COUNTY, span(2026, 9, 9), known)
    assert {s.kind for s in estimate} == {"estimate"}
    target = by["annual_targets"].slots(Office("发改委", "市发改委"), span(2026, 1, 1), known)
    assert {s.kind for s in target} == {"target"}
    assert {(s.first, s.last) for s in target} <= {(1, 12), (12, 12)}


def test_january_alone_is_not_asked_where_it_is_not_published(known: Catalogue, forms: list[Form]) -> None:
    statistics = next(one for one in forms if one.code == "statistics_month")
    january = {s.indicator for s in statistics.slots(OWNER, span(2026, 1, 1), known)}
    february = statistics.slots(OWNER, span(2026, 2, 2), known)
    silent = {s.indicator for s in february if known.indicators[s.indicator].no_january}
    assert silent
    assert not silent & january
    cumulative = {code for code in silent if known.indicators[code].cumulative}
    assert {(s.first, s.last) for s in february if s.indicator in cumulative} == {(1, 2)}


def test_a_quarterly_indicator_is_asked_at_the_quarters_end(known: Catalogue, forms: list[Form]) -> None:
    statistics = next(one for one in forms if one.code == "statistics_month")
    office = Office("统计局", "市统计局")
    asked = {n: {s.indicator for s in statistics.slots(office, span(2026, n, n), known)} for n in (8, 9)}
    assert "gdp" not in asked[8]
    assert "gdp" in asked[9]


def test_nothing_is_asked_twice_in_a_month(known: Catalogue, forms: list[Form]) -> None:
    offices = [Office(p.code, p.name, p.code) for p in known.counties]
    owners = {name.strip() for i in known for name in f"{i.owner}/{i.lead}".split("/") if name.strip()}
    offices += [Office(name, name) for name in sorted(owners)]
    for n in (1, 2, 8, 9):
        sheets = owed(forms, offices, span(2026, n, n), known)
        asked = Counter(slot for sheet in sheets if sheet.form.rhythm != "W" for slot in sheet.slots)
        assert [slot for slot, times in asked.items() if times > 1] == []
        weekly = {
            (slot, sheet.office.code) for sheet in sheets if sheet.form.rhythm == "W" for slot in sheet.slots
        }
        owner = {
            slot: sheet.office.code for sheet in sheets if sheet.form.rhythm != "W" for slot in sheet.slots
        }
        assert all(owner.get(slot, office) == office for slot, office in weekly)


def test_the_earlier_form_goes_first(known: Catalogue) -> None:
    first, second = (form(code=c, matter="estimate", where={"key": True}) for c in "ab")
    sheets = owed([first, second], [COUNTY], span(2026, 9, 9), known)
    assert [sheet.form.code for sheet in sheets] == ["a"]


def test_a_word_that_nothing_bears_is_refused(known: Catalogue) -> None:
    for wrong in ({"places": "world"}, {"chain": ["review"]}, {"where": {"colour": "red"}}, {"unit": "x"}):
        with pytest.raises(ValueError, match="f"):
            form(**wrong)
    with pytest.raises(ValueError, match="no_such"):
        check([form(indicators=["no_such"])], known)


def test_a_quarterly_form_is_due_as_its_quarter_ends() -> None:
    assert [m for m in range(1, 13) if form(rhythm="Q").due_in(span(2026, m, m))] == [3, 6, 9, 12]
