"""Every planted story is there to be seen, by plain arithmetic."""

from itertools import pairwise

import pytest

from diaodu.demo import recipes, stories
from diaodu.demo.cast import CITY, COUNTED, COUNTIES, PROVINCE


def without(invented, indicator, place):
    """Growth of the city without one county, on the comparable base."""
    level, base = (
        invented.at(indicator, CITY, what) - invented.at(indicator, place, what) for what in ("level", "base")
    )
    return (level / base - 1) * 100


def test_every_story_has_a_name_and_a_sentence():
    assert len({s.code for s in stories.STORIES}) == len(stories.STORIES) == 13
    assert all("：" in s.text for s in stories.STORIES)


def test_a_liquor_giant_carries_county_and_city(invented):
    s = stories.LIQUOR_GIANT
    share = invented.at(s.indicator, s.place, "level", part=s.part) / invented.at(
        s.indicator, s.place, "level"
    )
    assert share > 0.8
    assert invented.at(s.indicator, CITY) - without(invented, s.indicator, s.place) > 1


def test_the_tobacco_plant_stands_still_and_drags_most(invented):
    s = stories.TOBACCO_CLOSING
    months = [invented.at(s.indicator, s.place, "level", month=m, part=s.part) for m in range(4, 10)]
    assert len(set(months)) == 1
    drags = {
        part: invented.at(s.indicator, CITY, "level", part=part)
        - invented.at(s.indicator, CITY, "base", part=part)
        for part in {r.part for r in invented.rows if r.indicator == s.indicator and r.part}
    }
    assert min(drags, key=drags.get) == s.part


def test_a_county_turns_negative_in_september(invented):
    s = stories.TURNING_NEGATIVE
    assert [invented.at(s.indicator, s.place, month=m) for m in (8, 9)] == [0.4, -0.3]


def test_a_county_lies_furthest_behind_its_plan(invented):
    s = stories.ARREARS
    arrears = {
        c: invented.at(s.indicator, c, "level", kind="plan") - invented.at(s.indicator, c, "level")
        for c in COUNTED
    }
    assert max(arrears, key=arrears.get) == s.place
    assert arrears[s.place] > 3 * sorted(arrears.values())[-2]
    assert invented.at("fixed_asset_investment", s.place) == -18.4


def test_a_false_start_reports_all_started_and_nothing_done(invented):
    s = stories.FALSE_START
    assert all(invented.at("key_project_start_rate", s.place, "level", month=m) == 100 for m in range(3, 10))
    assert len({invented.at(s.indicator, s.place, "level", month=m) for m in range(3, 10)}) == 1


def test_investment_is_the_lowest_since_the_first_quarter_of_2020(invented):
    s = stories.LOWEST
    quarters = [(y, m) for y in range(2020, 2027) for m in (3, 6, 9, 12) if (y, m) <= (2026, 9)]
    growth = [invented.at(s.indicator, s.place, year=y, month=m) for y, m in quarters]
    assert growth[0] < growth[-1] < min(growth[1:-1])


def test_a_county_falls_six_months_in_a_row(invented):
    s = stories.FALLING
    growth = [invented.at(s.indicator, s.place, month=m) for m in range(2, 10)]
    falls = [b < a for a, b in pairwise(growth)]
    assert falls == [False] + [True] * 6


def test_a_county_is_first_and_two_share_a_rank(invented):
    indicator = stories.FIRST_PLACE.indicator
    growth = {c: invented.at(indicator, c) for c in COUNTIES}
    assert max(growth, key=growth.get) == stories.FIRST_PLACE.place
    assert list(growth.values()).count(growth[stories.FIRST_PLACE.place]) == 1
    assert growth[stories.TIED.place] == growth[stories.TIED_WITH] == 6.3


def test_one_report_is_missing(invented):
    s = stories.MISSING_REPORT
    absent = [c for c in COUNTIES if invented.at(s.indicator, c) is None]
    assert absent == [s.place]
    assert invented.at(s.indicator, s.place, month=8) is not None


def test_the_city_is_red_below_target_and_province(invented):
    s = stories.BELOW_PROVINCE
    target = invented.at(s.indicator, CITY, month=12, kind="target")
    growth = invented.at(s.indicator, CITY)
    assert growth < target - 3
    assert growth < invented.at(s.indicator, PROVINCE)


def test_a_figure_was_revised(invented):
    s = stories.REVISED
    assert invented.at(s.indicator, s.place, month=stories.REVISED_MONTH) == stories.REVISED_TO
    assert stories.REVISED_FROM != stories.REVISED_TO


@pytest.mark.parametrize("story", [s for s in stories.STORIES if s.part])
def test_a_story_of_a_part_names_one_that_is_published(story):
    known = {"15", "16", *recipes.TAXES}
    assert story.part in known


def test_investment_grows_without_physical_work_where_the_start_was_false(invented):
    growth = {
        code: invented.at(code, stories.FALSE_START.place)
        for code in ("fixed_asset_investment", "construction_vat", "cement_output")
    }
    loans = invented.at("loans", stories.FALSE_START.place)
    assert growth.pop("fixed_asset_investment") > 5
    assert max(loans, *growth.values()) < 0
