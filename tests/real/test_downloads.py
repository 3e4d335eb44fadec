"""Raw downloads of the statistics bureau: title blocks, notes, GBK, xls, three vintages."""

from __future__ import annotations

import csv
import statistics

import pytest

from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports.intake.problems import Severity
from tests.real import data
from tests.real.conftest import bring

pytestmark = pytest.mark.django_db

CATEGORIES = {
    "食品烟酒类": "cpi_food",
    "衣着类": "cpi_clothing",
    "居住类": "cpi_housing",
    "生活用品及服务类": "cpi_goods",
    "交通和通信类": "cpi_transport",
    "教育文化和娱乐类": "cpi_education",
    "医疗保健类": "cpi_health",
    "其他用品和服务类": "cpi_other",
    "": "cpi",
}


@pytest.fixture
def nation(home, db):
    return home


def refusals(imported):
    return [p for p in imported.problems if p.severity is Severity.REFUSE]


def title(file):
    return file.read_bytes().decode("gb18030").splitlines()[1]


def test_price_downloads_are_read_without_a_word_from_anybody(nation):
    files = sorted(data.folder("prov-monthly-cpi").glob("分省月度数据*.csv"))
    assert len(files) == 9
    for file in files:
        cells = data.wide(file, skip=3)
        imported = bring(file)
        named = title(file).removeprefix("指标：").partition("居民消费价格指数")[0]
        assert imported.posted.new == len(cells) == 62
        assert not imported.problems
        beijing = Figure.objects.get(indicator=CATEGORIES[named], place="110000", year=2020, last=1)
        assert beijing.value == cells["北京市", "2020年1月"]


def test_october_without_its_zero_is_october(nation):
    file = data.folder("prov-monthly-cpi") / "data1" / "各省份数据-食品类.csv"
    imported = bring(file, indicator="食品类")
    with file.open(encoding="gb18030", newline="") as lines:
        head, *rows = list(csv.reader(lines))
    assert "2016.1" in head
    assert imported.posted.new == 31 * 48
    assert not refusals(imported)
    row = next(r for r in rows if r[0] == "北京")
    found = Figure.objects.filter(indicator="cpi_food", place="110000", year=2016)
    assert found.get(last=10).value == float(row[head.index("2016.1")])
    assert found.get(last=1).value == float(row[head.index("2016.01")])


def test_two_rounds_of_gross_product_are_both_kept(nation):
    folder = data.folder("prov-annual-nbs")
    first = bring(folder / "nbs_分省年度数据_GDP_2015-2019.xls")
    later = bring(folder / "分省年度数据.csv")
    assert first.posted.new == 31 * 5
    assert later.posted == (31 * 19 - 31 * 5, 31 * 5, 0)
    tianjin = Figure.objects.filter(indicator="gdp", place="120000", year=2018).order_by("pk")
    assert [figure.value for figure in tianjin] == [13362.92, 13411.1]
    assert [figure.vintage for figure in tianjin] == ["preliminary", "revised"]


def test_a_table_with_unknown_columns_is_read_for_what_is_known(nation):
    file = data.folder("prov-annual-nbs") / "panel_with_broad_tax.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    imported = bring(file)
    assert imported.posted.new == sum(bool(row["gdp"]) for row in rows)
    assert {p.content for p in refusals(imported)} >= {"ln_gdp", "gdp_idx", "aging_rate"}


def test_single_month_and_cumulative_growth_of_one_sheet_stay_apart(nation):
    file = data.folder("national-monthly-nbs-xls") / "工业增加值-月度数据.xls"
    imported = bring(file, place="全国")
    assert not refusals(imported)
    found = Figure.objects.filter(indicator="industrial_value_added", place="000000", year=2020, last=3)
    assert found.get(first=3).value == -1.1
    assert found.get(first=1).value == -8.4
    february = Figure.objects.filter(indicator="industrial_value_added", year=2020, last=2)
    assert [(f.first, f.value) for f in february] == [(1, -13.5)]


def test_a_quarterly_column_that_slipped_is_flagged(nation):
    file = data.folder("national-monthly-nbs-xls") / "营业收入.xls"
    imported = bring(file)
    slipped = [p for p in imported.problems if "按季度发布" in p.reason]
    assert slipped
    assert all(p.severity is Severity.WARN and p.cell.startswith("D") for p in slipped)


def test_levels_are_not_taken_for_a_rate(nation):
    file = data.folder("national-monthly-nbs-xls") / "国内生产总值（现价）.xls"
    imported = bring(file, place="全国")
    assert any("不能换算" in p.reason and "规模以上工业增加值" in p.reason for p in refusals(imported))
    assert not Figure.objects.filter(indicator="industrial_value_added").exists()


def test_prices_lie_near_a_hundred(nation):
    for file in data.folder("prov-monthly-cpi").glob("分省月度数据*.csv"):
        bring(file)
    values = list(Figure.objects.filter(indicator__startswith="cpi").values_list("value", flat=True))
    assert len(values) == 9 * 62
    assert 95 < statistics.median(values) < 106
