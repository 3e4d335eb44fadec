"""The invented city holds together as a real one's figures do."""

import time

import pytest

from diaodu.demo import industry, recipes
from diaodu.demo.cast import CITY, COUNTED, COUNTIES, HOST, INNER_ZONE, NATION, OTHER_CITIES, PROVINCE
from diaodu.demo.city import blocks, figures, parts_of

ROWS = [f"E{n:02d}" for n in range(1, 40)] + [f"F{n:02d}" for n in range(1, 37)]
ADDED = [b.code for b in blocks().values() if b.basis == "flow" and b.frequency != "Y"]
ADDED = [c for c in ADDED if c not in recipes.INCOMES and c not in recipes.CITY_ONLY]


def close(a, b, decimals=2):
    return abs(a - b) <= 0.5 * 10**-decimals + 1e-6 * abs(b)


def test_all_75_rows_of_the_systems_are_defined():
    import yaml

    from diaodu.demo.city import BUILT_IN

    files = list(BUILT_IN.glob("indicators/*.yaml"))
    rows = {b.get("row") for f in files for b in yaml.safe_load(f.read_text("utf-8"))}
    assert sorted(rows - {None}) == sorted(ROWS)


def test_every_indicator_has_figures_of_city_and_province(invented):
    for what in (CITY, PROVINCE):
        assert {r.indicator for r in invented.rows if r.place == what} >= set(blocks()) - {""}
    assert {r.place for r in invented.rows} == {NATION, PROVINCE, CITY, *OTHER_CITIES, *COUNTIES}


@pytest.mark.parametrize("code", ADDED)
def test_counties_add_up_to_the_city_and_cities_to_the_province(invented, code):
    b = blocks()[code]
    year, month = 2026, 9 - b.lag
    if b.basis == "rate" or code == "retail_sales":  # one county's report is missing
        month = 8 if code == "retail_sales" else month
    for whole, places in ((CITY, COUNTED), (PROVINCE, (CITY, *OTHER_CITIES))):
        parts = [invented.at(code, p, "level", year, month) for p in places]
        assert close(sum(parts), invented.at(code, whole, "level", year, month), b.decimals)


@pytest.mark.parametrize("code", [b.code for b in blocks().values() if b.basis in ("flow", "rate")])
def test_the_city_grows_between_its_slowest_and_fastest_county(invented, code):
    b = blocks()[code]
    if code in recipes.CITY_ONLY or b.frequency == "Y" or code == "retail_sales":
        return
    growth = [invented.at(code, c, month=9 - b.lag) for c in COUNTED]
    assert min(growth) <= invented.at(code, CITY, month=9 - b.lag) <= max(growth)


@pytest.mark.parametrize("code", ["industrial_output", "tax_revenue", "gdp"])
def test_parts_add_up_to_the_whole(invented, code):
    for place in (CITY, *COUNTIES):
        parts = [invented.at(code, place, "level", part=p) for p in parts_of(code)]
        whole = invented.at(code, place, "level")
        assert abs(sum(p for p in parts if p is not None) - whole) < 0.02


def test_gdp_is_its_three_sectors_and_revenue_holds_the_taxes(invented):
    for place in (PROVINCE, CITY, *COUNTIES):
        sectors = [invented.at(c, place, "level") for c in recipes.SECTORS_OF]
        assert close(sum(sectors), invented.at("gdp", place, "level"))
        revenue = invented.at("general_budget_revenue", place, "level")
        assert invented.at("tax_revenue", place, "level") < revenue
        assert revenue < invented.at("total_fiscal_revenue", place, "level")


def test_the_zone_inside_a_county_is_smaller_than_its_host(invented):
    for code in ADDED:
        if blocks()[code].basis == "flow" and (own := invented.at(code, INNER_ZONE, "level", month=6)):
            assert own < invented.at(code, HOST, "level", month=6), code


def test_electricity_goes_with_output(invented):
    growth = {c: invented.at("industrial_value_added", c) for c in COUNTED}
    power = {c: invented.at("industrial_electricity", c) for c in COUNTED}
    best, worst = (sorted(growth, key=growth.get)[i] for i in (-1, 0))
    assert power[best] > power[worst]


def test_the_register_holds_what_came_and_did_not_leave(invented):
    for place in (PROVINCE, CITY, *COUNTIES):
        start = invented.at("units_registered", place, "level", 2025, 12)
        came, left = (invented.at(c, place, "level") for c in ("units_entered", "units_left"))
        assert invented.at("units_registered", place, "level") == start + came - left


def test_no_january_where_none_is_published(invented):
    closed = {b.code for b in blocks().values() if b.no_january}
    assert len(closed) > 25
    assert not [r for r in invented.rows if r.indicator in closed and r.last == 1]


def test_quarterly_figures_come_at_quarters_ends_and_late_ones_late(invented):
    for row in invented.rows:
        block = blocks()[row.indicator]
        if block.frequency == "Q" and row.kind == block.kind:
            assert row.last % 3 == 0
        if block.lag and row.kind == block.kind:
            assert (row.year, row.last) <= (2026, 8)


def test_published_growth_differs_from_the_naive_one_where_bases_are_restated(invented):
    level, before = (invented.at("industrial_output", CITY, "level", y) for y in (2026, 2025))
    base = invented.at("industrial_output", CITY, "base")
    assert abs((level / base - 1) * 100 - invented.at("industrial_output", CITY)) < 0.06
    assert abs(base / before - 1) > 0.001


def test_cumulative_amounts_never_fall_within_a_year(invented):
    flows = [
        r for r in invented.rows if r.what == "level" and r.first == 1 and r.kind not in ("target", "plan")
    ]
    last: dict = {}
    for row in flows:
        key = (row.indicator, row.place, row.part, row.kind, row.year)
        if row.kind == blocks()[row.indicator].kind:
            assert row.value >= last.get(key, 0) - 0.011, row
            last[key] = row.value


def test_counties_targets_and_plans_add_up_to_the_citys(invented):
    for kind, month in (("target", 12), ("plan", 9)):
        codes = {r.indicator for r in invented.rows if r.kind == kind and r.what == "level"}
        assert "general_budget_revenue" in codes
        for code in codes:
            parts = sum(invented.at(code, c, "level", month=month, kind=kind) for c in COUNTED)
            assert close(parts, invented.at(code, CITY, "level", month=month, kind=kind))


def test_units_estimate_the_coming_month(invented):
    assert invented.at("industrial_value_added", CITY, month=10, kind="estimate") is not None
    assert not [
        r
        for r in invented.rows
        if (r.year, r.last) > (2026, 9) and r.kind not in ("estimate", "target", "plan")
    ]


def test_departments_early_figures_stay_apart(invented):
    flash = invented.at("industrial_output", CITY, "level", kind="departmental")
    assert flash != invented.at("industrial_output", CITY, "level")


def test_sizes_are_those_of_a_city_of_four_million(invented):
    assert 1700 < invented.at("gdp", CITY, "level", 2025, 12) < 1950
    assert len(industry.DIVISIONS) == 15
    assert 35_000 < invented.at("urban_income", CITY, "level", 2025, 12) < 55_000


def test_the_same_seed_gives_the_same_figures_and_an_earlier_end_the_same_past(invented):
    begun = time.perf_counter()
    earlier = figures((2026, 6))
    assert time.perf_counter() - begun < 3
    assert figures() == invented.rows
    past = {tuple(r[:8]): r.value for r in earlier}
    assert all(invented.values[key] == value for key, value in past.items() if key in invented.values)
    assert figures((2026, 6), seed="another") != earlier
