"""Enterprises and projects agree with the figures that they stand behind."""

from collections import Counter

import pytest

from diaodu.demo import credit_code, projects, stories
from diaodu.demo.enterprises import LIQUOR_LEADER, TOBACCO_PLANT, enterprises
from diaodu.demo.projects import FALSE_START


def test_the_standards_own_example_of_a_code():
    assert credit_code.valid("91350100M000100Y43")
    assert not credit_code.valid("91350100M000100Y44")


def test_two_thousand_enterprises_with_codes_of_their_own():
    codes = [e.code for e in enterprises()]
    assert len(set(codes)) == 2000
    assert all(map(credit_code.valid, codes))


def test_enterprises_add_up_to_their_divisions(invented):
    sums = Counter()
    for e in enterprises():
        sums[e.county, e.industry] += e.output(2026, 9)
    for (county, division), value in sums.items():
        assert value == pytest.approx(
            invented.at("industrial_output", county, "level", part=division), abs=0.05
        )


def test_the_stories_enterprises_are_there():
    by_name = {e.name: e for e in enterprises()}
    leader, plant = by_name[LIQUOR_LEADER], by_name[TOBACCO_PLANT]
    liquor = [e for e in enterprises() if (e.county, e.industry) == (leader.county, leader.industry)]
    assert leader.output(2025, 9) > 0.5 * sum(e.output(2025, 9) for e in liquor)
    assert sum(plant.this_year[4:]) == 0 < sum(plant.last_year[4:])


def test_some_enterprises_stopped_some_cut():
    kept = [e.output(2026, 9) / e.output(2025, 9) for e in enterprises()]
    assert sum(k == 0 for k in kept) > 40
    assert sum(0 < k < 0.5 for k in kept) > 30
    assert sum(0.5 <= k < 0.9 for k in kept) > 100


def test_key_projects_add_up_to_their_counties(invented):
    sums = Counter()
    for p in projects.projects():
        sums[p.county] += p.done[-1]
    for county, value in sums.items():
        assert value == pytest.approx(invented.at("key_project_investment", county, "level"), abs=0.05)


def test_a_thousand_projects_and_one_false_start():
    found = projects.projects()
    assert len({p.code for p in found}) == 1000
    false = next(p for p in found if p.name == FALSE_START)
    assert false.county == stories.FALSE_START.place
    assert false.actual_start == (2026, 3)
    assert set(false.done) == {0.0}
