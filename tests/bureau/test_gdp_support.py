"""The table of GDP's supports: a city changes it, a snapshot freezes it, nothing of it becomes a figure."""

import pytest

from diaodu.bureau.catalogue import actions
from diaodu.bureau.directory.models import Person
from diaodu.demo.city import OWN
from diaodu.economy.errors import Refusal
from diaodu.economy.gdp_support import Table
from diaodu.economy.periods import span


@pytest.fixture
def person(db):
    return Person.system()


def read(tmp_path, text):
    (tmp_path / "gdp_support.yaml").write_text(text, "utf-8")
    return actions.read(actions.PACKAGE, OWN, tmp_path)


def at(definitions, year):
    rows = Table.from_rows(definitions.gdp_support.values()).at(span(year, 1, 3))
    return {row.code: row for row in rows}


def test_a_city_sets_its_own_ceiling_and_keeps_the_rest(tmp_path):
    changed = at(read(tmp_path, "- {code: finance, upper: 7.5}\n"), 2026)["finance"]
    assert changed.upper == 7.5
    assert [s.indicator for s in changed.supports][:2] == ["deposits", "loans"]
    assert len(at(read(tmp_path, "- {code: finance, upper: 7.5}\n"), 2026)) == 10


def test_a_new_scheme_counts_from_its_day_on(tmp_path):
    text = "- {code: public_services, supports: [{indicator: public_payroll}], valid_from: 2026-01-01}\n"
    definitions = read(tmp_path, text)
    assert [s.indicator for s in at(definitions, 2026)["public_services"].supports] == ["public_payroll"]
    assert len(at(definitions, 2025)["public_services"].supports) == 2
    assert at(definitions, 2026)["public_services"].part == "public_services"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("- {code: finance, supports: [{indicator: deposit}]}", "deposit"),
        ("- {code: finance, part: banking}", "banking"),
        ("- {code: finance, shape: curved}", "curved"),
        ("- {code: mining, name: 采矿业}", "sector"),
    ],
)
def test_a_row_that_names_what_is_not_there_is_refused(tmp_path, text, named):
    with pytest.raises(Refusal, match=named):
        actions.check(read(tmp_path, text))


def test_loaded_as_read_in_order_and_safe_to_repeat(person, tmp_path):
    definitions = read(tmp_path, "- {code: finance, upper: 7.5}\n")
    assert actions.load(definitions=definitions, by=person)["gdp_support"] == 10
    assert not any(actions.load(definitions=definitions, by=person).values())
    assert actions.current_gdp_support() == list(definitions.gdp_support.values())
