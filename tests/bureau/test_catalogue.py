"""Definitions: read, laid over each other, loaded, and safe to load again."""

import datetime as dt

import pytest

from diaodu.bureau.catalogue import actions, models
from diaodu.bureau.directory.models import Person
from diaodu.demo.city import OWN
from diaodu.economy.errors import Refusal
from diaodu.economy.warning.thresholds import PARAMETERS

TEA = "- {code: tea_export, name: 茶叶出口额, unit: 亿元, basis: flow}\n"


@pytest.fixture
def person(db):
    return Person.system()


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def test_loading_twice_changes_nothing(person):
    definitions = actions.read(actions.PACKAGE, OWN)
    assert actions.load(definitions=definitions, by=person)["indicators"] > 90
    assert not any(actions.load(definitions=definitions, by=person).values())


def test_what_is_loaded_is_what_is_read(person):
    definitions = actions.read(actions.PACKAGE, OWN)
    actions.load(definitions=definitions, by=person)
    catalogue = actions.current()
    assert catalogue == actions.check(definitions)
    assert catalogue.city.name == "栖川市"
    assert (len(catalogue.counties), len(catalogue.cities), len(catalogue.groups)) == (14, 9, 4)
    assert catalogue.indicator("固投").code == "fixed_asset_investment"
    assert len(catalogue.breakdowns["industry"].parts) == 41


def test_main_indicators_are_few_and_owned():
    catalogue = actions.check(actions.read(actions.PACKAGE))
    assert 14 <= sum(i.key for i in catalogue) <= 18
    assert all(i.owner and i.definition and i.source for i in catalogue)
    assert all(i.parts in ("", *catalogue.breakdowns) for i in catalogue)


def test_no_name_stands_for_two_indicators():
    catalogue = actions.check(actions.read(actions.PACKAGE, OWN))
    seen = {}
    for i in catalogue:
        for name in {i.code, i.name, i.short, *i.aliases} - {""}:
            assert seen.setdefault(name, i.code) == i.code


def test_a_city_overrides_field_by_field_and_adds(tmp_path):
    write(tmp_path, "indicators/ours.yaml", "- {code: retail_sales, owner: 贸促局}\n" + TEA)
    catalogue = actions.check(actions.read(actions.PACKAGE, tmp_path))
    assert catalogue.indicator("社零").owner == "贸促局"
    assert catalogue.indicator("社零").unit == "亿元"
    assert catalogue.indicator("茶叶出口额").code == "tea_export"


def test_an_indicator_no_longer_defined_is_retired_not_deleted(person, tmp_path):
    write(tmp_path, "indicators/ours.yaml", TEA)
    actions.load(definitions=actions.read(actions.PACKAGE, tmp_path), by=person)
    actions.load(definitions=actions.read(actions.PACKAGE), by=person)
    assert models.Indicator.objects.get(code="tea_export").retired
    assert "tea_export" not in actions.current().indicators


def test_thresholds_carry_dates_and_their_source(person):
    actions.load(definitions=actions.read(actions.PACKAGE), by=person)
    rows = {(t.rule, t.parameter): t for t in models.Threshold.objects.all()}
    assert rows["indicator_light", "red_gap"].value == 3
    assert rows["indicator_light", "red_pace"].value == 10
    assert all(t.source and t.valid_from >= dt.date(2020, 1, 1) for t in rows.values())


def test_every_parameter_of_a_rule_has_its_threshold_as_the_rule_has_it():
    rows = {(t["rule"], t["parameter"]): t["value"] for t in actions.read(actions.PACKAGE).thresholds}
    assert rows == {(p.rule, p.name): p.default for p in PARAMETERS}


def test_a_new_threshold_stands_beside_the_old_one(tmp_path):
    row = "{rule: indicator_light, parameter: red_gap, value: 5, valid_from: 2026-07-01, source: 市政府文件}"
    write(tmp_path, "thresholds.yaml", f"- {row}\n")
    rows = actions.read(actions.PACKAGE, tmp_path).thresholds
    assert [r["value"] for r in rows if r["parameter"] == "red_gap"] == [3, 5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- code: [", "YAML"),
        ("code: gdp", "列表"),
        ("- {name: 没有代码}", "code"),
        ("- {code: bad, name: 坏, unit: 亿元, basis: flood}", "flood"),
        ("- {code: bad, name: 坏, unit: 亿元}", "basis"),
        ("- {code: bad, name: 坏, unit: 亿元, basis: flow, growth_basis: reel}", "reel"),
    ],
)
def test_a_bad_file_is_refused_with_what_is_wrong(tmp_path, text, said):
    write(tmp_path, "indicators/bad.yaml", text)
    with pytest.raises(Refusal, match=said):
        actions.check(actions.read(actions.PACKAGE, tmp_path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- red_gap", "red_gap"),
        ("- {rule: indicator_light, parameter: red_gaps, value: 5}", "red_gaps"),
        ("- {rule: indicator_light, parameter: red_gap}", "value"),
        ("- {rule: indicator_light, parameter: red_gap, value: 五}", "五"),
        ("- {rule: falling, parameter: months, value: 2, indicator: gpd}", "gpd"),
    ],
)
def test_a_threshold_that_no_rule_would_read_is_refused(tmp_path, text, said):
    write(tmp_path, "thresholds.yaml", text)
    with pytest.raises(Refusal, match=said):
        actions.check(actions.read(actions.PACKAGE, tmp_path))


@pytest.mark.django_db
def test_a_place_no_longer_defined_leaves_the_catalogue(tmp_path):
    by = Person.system()
    full = actions.read(actions.PACKAGE, OWN)
    actions.load(definitions=full, by=by)
    fewer = full._replace(places={code: p for code, p in full.places.items() if code != "900372"})
    actions.load(definitions=fewer, by=by)
    assert "900372" not in actions.current().places
    actions.load(definitions=full, by=by)
    assert "900372" in actions.current().places


def test_definitions_have_one_home_city():
    full = actions.read(actions.PACKAGE, OWN)
    two = {**full.places, "900100": {**full.places["900100"], "home": True}}
    with pytest.raises(Refusal, match="有且只有一个本市"):
        actions.check(full._replace(places=two))
