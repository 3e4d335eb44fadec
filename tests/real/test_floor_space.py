"""31 provinces × 244 months, one cumulative level, newest month first: sums, ranks, shares."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.db.models import Sum

from diaodu.bureau.documents.models import Document
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.findings import month
from diaodu.bureau.pipeline import steps
from diaodu.bureau.reports.intake.problems import Severity
from diaodu.economy.periods import span
from tests.real import data
from tests.real.conftest import NOW, bring

pytestmark = pytest.mark.django_db

FLOOR, DECEMBER = "floor_under_construction", span(2022, 1, 12)


@pytest.fixture(scope="module")
def flow(home):
    """The file imported once, and December 2022 run."""
    imported = bring(data.floor(), **data.FLOOR_OPTIONS)
    steps.run(steps.Moment(NOW, home, DECEMBER))
    now = month.latest(DECEMBER)
    codes = {place.name: place.code for place in now.catalogue.places.values()}
    return SimpleNamespace(imported=imported, cells=data.floor_levels(), now=now, codes=codes)


def plain_growth(cells, year, last):
    """Growth by province, by division alone."""
    provinces = {place for place, _ in cells}
    now, then = f"{year}年{last}月", f"{year - 1}年{last}月"
    return {p: (cells[p, now] / cells[p, then] - 1) * 100 for p in provinces}


def test_every_filled_cell_is_read_and_none_refused(flow):
    assert flow.imported.posted.new == len(flow.cells) == 6892
    assert not [p for p in flow.imported.problems if p.severity is Severity.REFUSE]


@pytest.mark.parametrize(("year", "published"), [(2021, 975_386.5), (2022, 904_999.3)])
def test_31_provinces_add_up_to_the_published_national_total(flow, year, published):
    figures = Figure.objects.filter(indicator=FLOOR, year=year, first=1, last=12)
    assert figures.count() == 31
    assert figures.aggregate(Sum("value"))["value__sum"] == pytest.approx(published, abs=0.05)


def test_no_january_and_february_is_january_to_february(flow):
    assert not Figure.objects.filter(last=1).exists()
    assert not Figure.objects.exclude(first=1).exists()
    lasts = Counter(int(when.split("年")[1].rstrip("月")) for _, when in flow.cells)
    assert Figure.objects.filter(last=2).count() == lasts[2]


def test_top_and_bottom_provinces_are_those_of_plain_sorting(flow):
    expected = plain_growth(flow.cells, 2022, 12)
    order = sorted(expected, key=lambda p: -expected[p])
    ranks = {p: flow.now.results.value("rank", FLOOR, flow.codes[p]) for p in expected}
    assert min(ranks, key=lambda p: ranks[p]) == order[0]
    assert max(ranks, key=lambda p: ranks[p]) == order[-1]
    for province, value in expected.items():
        published = {p: round(v, 1) for p, v in expected.items()}
        assert ranks[province] == 1 + sum(v > round(value, 1) for v in published.values())
    assert flow.now.results.value("rank_size", FLOOR, flow.codes["北京市"]) == 31


def test_growth_is_computed_and_said_to_be_so(flow):
    for province, value in plain_growth(flow.cells, 2022, 12).items():
        found = flow.now.results.get("growth", FLOOR, flow.codes[province])
        assert found.value == pytest.approx(value)
        assert "不可比" in found.note


def test_shares_and_pulls_of_the_provinces_add_up(flow):
    total = sum(flow.cells[p, "2022年12月"] for p in flow.codes if p != "全国")
    base = sum(flow.cells[p, "2021年12月"] for p in flow.codes if p != "全国")
    shares, pulls = (
        {p: flow.now.results.value(m, FLOOR, c) for p, c in flow.codes.items() if p != "全国"}
        for m in ("share", "pull")
    )
    assert shares["广东省"] == pytest.approx(flow.cells["广东省", "2022年12月"] / total * 100)
    assert sum(shares.values()) == pytest.approx(100)
    assert sum(pulls.values()) == pytest.approx((total / base - 1) * 100)


def test_each_falling_cumulative_is_flagged_and_kept(flow):
    falls = 0
    for province in {p for p, _ in flow.cells}:
        for year in range(2003, 2024):
            path = [flow.cells.get((province, f"{year}年{m}月")) for m in range(2, 13)]
            known = [value for value in path if value is not None]
            falls += sum(later < earlier for earlier, later in pairwise(known))
    warned = [p for p in flow.imported.problems if p.severity is Severity.WARN]
    assert len(warned) == falls
    assert all("累计数比" in p.reason for p in warned)


def test_without_targets_a_fall_is_yellow_or_worse_and_a_rise_is_not(flow):
    for province, value in plain_growth(flow.cells, 2022, 12).items():
        light = flow.now.light(FLOOR, flow.codes[province]).light
        assert light in ("yellow", "red") if round(value, 1) < 0 else light == "green"


def test_the_month_has_its_report(flow):
    kinds = Document.objects.filter(analysis_id=flow.now.analysis_id).values_list("kind", flat=True)
    assert "monthly_report" in kinds
