"""A month from the ledger to the findings, on the invented city and its planted stories."""

from __future__ import annotations

import datetime as dt

import pytest

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.findings import actions as findings
from diaodu.bureau.findings import month
from diaodu.bureau.findings.models import Finding
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.bureau.snapshots.models import Snapshot
from diaodu.demo import stories
from diaodu.economy.periods import span
from tests.flows import city

pytestmark = pytest.mark.django_db

AUGUST, SEPTEMBER = span(2026, 1, 8), span(2026, 1, 9)


@pytest.fixture(scope="module")
def judged(django_db_setup, django_db_blocker):
    """August and September analysed and judged once for all tests of this file; undone at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        by = city.found()
        for period in (AUGUST, SEPTEMBER):
            snapshot = snapshots.freeze(period=period, by=by, at=city.OCTOBER)
            findings.judge_analysis(analysis=analyses.run(snapshot=snapshot, by=by), by=by)
        yield by, month.latest()
        transaction.set_rollback(True)


def the_light(now, story):
    return now.light(story.indicator, story.place)


def rules_of(now, story):
    return {f.rule for f in now.findings if (f.indicator, f.place) == (story.indicator, story.place)}


def test_a_county_that_turned_negative_is_red(judged):
    _, now = judged
    light = the_light(now, stories.TURNING_NEGATIVE)
    assert light.light == "red"
    assert any("-0.3%" in clause["text"] for clause in light.clauses)
    assert "turned_negative" in rules_of(now, stories.TURNING_NEGATIVE)


def test_a_county_that_did_not_report_is_grey(judged):
    _, now = judged
    assert the_light(now, stories.MISSING_REPORT).light == "grey"


def test_the_city_below_the_province_and_its_target_is_red(judged):
    _, now = judged
    assert the_light(now, stories.BELOW_PROVINCE).light == "red"
    assert "below_province" in rules_of(now, stories.BELOW_PROVINCE)


def test_six_falling_months_are_found(judged):
    _, now = judged
    assert "falling" in rules_of(now, stories.FALLING)
    streak = now.results.value("falling_streak", stories.FALLING.indicator, stories.FALLING.place)
    assert streak == 6


def test_the_county_with_the_largest_arrears_is_found(judged):
    _, now = judged
    story = stories.ARREARS
    owed = now.results.across("arrears", story.indicator, [p.code for p in now.catalogue.counties])
    assert max(owed, key=lambda place: owed[place] or 0) == story.place
    assert "arrears" in rules_of(now, story)


def test_equal_published_growth_shares_a_rank(judged):
    _, now = judged
    story = stories.TIED
    one = now.results.value("rank", story.indicator, story.place)
    other = now.results.value("rank", story.indicator, stories.TIED_WITH)
    assert one == other


def test_the_first_county_ranks_first(judged):
    _, now = judged
    assert now.results.value("rank", stories.FIRST_PLACE.indicator, stories.FIRST_PLACE.place) == 1


def test_without_the_liquor_giant_the_city_grows_less(judged):
    _, now = judged
    story, home = stories.LIQUOR_GIANT, now.catalogue.city.code
    whole = now.results.value("growth", story.indicator, home)
    assert now.results.value("growth_without", story.indicator, story.place) < whole - 1
    assert now.results.value("part_growth_without", story.indicator, home, "15") < whole - 1


def test_the_closing_tobacco_plant_is_the_largest_drag(judged):
    _, now = judged
    pulls = now.results.parts("part_pull", "industrial_output", now.catalogue.city.code)
    assert min(pulls, key=lambda part: pulls[part].value) == "16"


def test_pulls_of_the_counties_add_up_to_the_citys_growth(judged):
    _, now = judged
    home = now.catalogue.city.code
    pulls = [
        now.results.value("pull", "retail_sales", p.code) for p in now.catalogue.counties if not p.included_in
    ]
    known = sum(v for v in pulls if v is not None)
    residual = now.results.value("residual", "retail_sales", home) or 0
    assert known + residual == pytest.approx(now.results.value("growth", "retail_sales", home), abs=0.11)


def test_a_false_start_shows_as_investment_that_does_not_move(judged):
    _, now = judged
    story = stories.FALSE_START
    assert now.results.value("month_value", story.indicator, story.place) == 0
    assert the_light(now, story).light == "red"


def test_every_result_names_figures_of_the_ledger(judged):
    _, now = judged
    result = now.results.get("growth", "retail_sales", now.catalogue.city.code)
    (ref,) = result.sources
    figure = Figure.objects.get(pk=ref)
    assert (figure.indicator, figure.what, figure.value) == ("retail_sales", "growth", result.value)


def test_a_light_that_lasts_counts_its_months(judged):
    _, now = judged
    lasting = [f for f in now.lights.values() if f.light == "red" and f.months == 2]
    assert lasting


def test_the_same_ledger_freezes_to_the_same_snapshot(judged):
    by, _ = judged
    before = Snapshot.objects.count()
    again = snapshots.freeze(period=SEPTEMBER, by=by, at=city.OCTOBER + dt.timedelta(days=1))
    assert Snapshot.objects.count() == before
    assert again.checksum == month.latest().checksum


def test_a_judged_analysis_is_not_judged_twice(judged):
    by, _ = judged
    before = Finding.objects.count()
    assert findings.record_due(by=by) == 0
    assert analyses.run_due(by=by) == []
    assert (Finding.objects.count(), Analysis.objects.count()) == (before, 2)


def test_a_revision_makes_a_new_snapshot_and_leaves_the_old_one(judged):
    by, now = judged
    key = FigureKey("retail_sales", "900302", "", "official", "growth", 2026, 1, 9)
    old = now.results.value("growth", "retail_sales", "900302")
    source = figures.add_source(name="更正.xlsx", content=b"", by=by, at=city.OCTOBER)
    figures.post(lines=[Line(key, -9.9)], source=source, by=by, at=city.OCTOBER)
    fresh = snapshots.freeze(period=SEPTEMBER, by=by, at=city.OCTOBER)
    assert fresh.checksum != now.checksum
    findings.judge_analysis(analysis=analyses.run(snapshot=fresh, by=by), by=by)
    assert month.latest().results.value("growth", "retail_sales", "900302") == -9.9
    assert now.results.value("growth", "retail_sales", "900302") == old
    assert Figure.objects.as_of(city.JULY).filter(**key._asdict()).get().value == old
