"""31 provinces × 50 months of prices, an index without a national row: the whole month all the same."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import pytest

from diaodu.bureau.documents.models import Document
from diaodu.bureau.findings import month
from diaodu.bureau.pipeline import steps
from diaodu.economy.periods import span
from tests.real import data
from tests.real.conftest import NOW, bring

pytestmark = pytest.mark.django_db
FOOD, DECEMBER = "cpi_food", span(2019, 1, 12)


@pytest.fixture(scope="module")
def flow(home):
    """The file imported once, and December 2019 run."""
    file = data.folder("prov-monthly-cpi") / "data1" / "各省份数据-食品类.csv"
    bring(file, indicator="食品类")
    steps.run(steps.Moment(NOW, home, DECEMBER))
    with file.open(encoding="gb18030", newline="") as lines:
        head, *rows = list(csv.reader(lines))
    at = {row[0]: dict(zip(head, row, strict=False)) for row in rows if row[0]}
    now = month.latest(DECEMBER)
    named = now.catalogue.places.values()
    codes = {label: next(p.code for p in named if p.name.startswith(label)) for label in at}
    return SimpleNamespace(at=at, now=now, codes=codes)


def test_each_province_has_the_files_value(flow):
    assert len(flow.at) == 31
    for label, cells in flow.at.items():
        assert flow.now.results.value("value", FOOD, flow.codes[label]) == float(cells["2019.12"])


def test_an_index_moves_by_points_against_last_year(flow):
    for label, cells in flow.at.items():
        points = float(cells["2019.12"]) - float(cells["2018.12"])
        found = flow.now.results.value("growth", FOOD, flow.codes[label])
        assert (
            found is None
            or found == pytest.approx(points)
            or found == pytest.approx(points / float(cells["2018.12"]) * 100)
        )


def test_an_index_is_neither_shared_out_nor_added_up(flow):
    assert flow.now.results.value("pull", FOOD, flow.codes["北京"]) is None
    assert flow.now.results.value("arrears", FOOD, flow.codes["北京"]) is None


def test_the_month_has_its_report(flow):
    kinds = Document.objects.filter(analysis_id=flow.now.analysis_id).values_list("kind", flat=True)
    assert "monthly_report" in kinds
