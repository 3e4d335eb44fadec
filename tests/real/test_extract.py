"""Nation and provinces, monthly 2010–2026: from the file as it is to the papers."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import docx
import pytest

from diaodu.bureau.documents import actions as documents
from diaodu.bureau.documents.models import Document
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.findings import month
from diaodu.bureau.pipeline import steps
from diaodu.bureau.reports.intake.problems import Severity
from diaodu.economy import growth
from diaodu.economy.months import month_growth, month_value
from diaodu.economy.periods import Period, span
from tests.real import data
from tests.real.conftest import NOW, bring

pytestmark = pytest.mark.django_db

FALL, REBOUND = span(2020, 1, 3), span(2021, 1, 3)
NATION, HUBEI, INNER_MONGOLIA, BEIJING = "000000", "420000", "150000", "110000"
FAI = "fixed_asset_investment"
UNCLEAR = {"2010-01", "2010-02", "2011-01", "2011-02"}  # retail: months alone, from 2012 January–February


@pytest.fixture(scope="module")
def flow(home):
    """The file imported once, and two months run from snapshot to papers."""
    imported = bring(data.extract(), **data.EXTRACT_OPTIONS)
    for period in (FALL, REBOUND):
        steps.run(steps.Moment(NOW, home, period))
    return SimpleNamespace(
        imported=imported, rows=data.extract_rows(), fall=month.latest(FALL), rebound=month.latest(REBOUND)
    )


@pytest.fixture(scope="module")
def ledger(home, flow):
    """The panel of the newest month: all that the file holds."""
    steps.run(steps.Moment(NOW, home, span(2026, 1, 6)))
    return month.latest(span(2026, 1, 6))


def problems(flow, severity):
    return [p for p in flow.imported.problems if p.severity is severity]


def row_of(flow, problem):
    return flow.rows[int(problem.cell.lstrip("ABCDEF")) - 2]


def figure(indicator, place, what, period):
    found = Period.parse(period) if isinstance(period, str) else period
    return Figure.objects.get(
        indicator=indicator, place=place, what=what, year=found.year, first=found.first, last=found.last
    ).value


def test_every_filled_cell_is_a_figure_or_a_refusal(flow):
    filled = sum(bool(row[c]) for row in flow.rows for c in ("value", "official_yoy_pct"))
    refused = len(problems(flow, Severity.REFUSE))
    assert flow.imported.posted.new + refused == filled
    assert Figure.objects.count() == filled - refused


def test_only_the_januaries_and_februaries_of_2010_and_2011_are_refused(flow):
    refused = Counter(
        (row_of(flow, p)["indicator"], row_of(flow, p)["period"]) for p in problems(flow, Severity.REFUSE)
    )
    assert refused == {("retail", period): 2 for period in UNCLEAR}  # a level and a growth each


def test_figures_stand_as_they_were_published(flow):
    for region, code in (("全国", NATION), ("湖北省", HUBEI), ("北京市", BEIJING)):
        for period, value in data.official("fai", region).items():
            assert figure(FAI, code, "growth", Period.parse(period).cumulative) == value


def test_no_figure_is_of_january_alone(flow):
    assert not Figure.objects.filter(last=1).exists()


def test_february_is_kept_as_january_to_february_and_not_split(flow, ledger):
    levels = data.level("retail", "全国")
    assert figure("retail_sales", NATION, "level", span(2012, 1, 2)) == levels["2012-02"] == 33668.6
    assert not Figure.objects.filter(first=2, last=2).exists()
    retail = ledger.catalogue.indicators["retail_sales"]
    assert month_value(ledger.panel, retail, NATION, span(2012, 1, 2)).value is None


def test_single_month_growth_stays_single_month(flow, ledger):
    assert figure("industrial_value_added", BEIJING, "growth", "2021-05") == 61.1
    indicator = ledger.catalogue.indicators["industrial_value_added"]
    assert month_growth(ledger.panel, indicator, BEIJING, span(2021, 1, 5)).value == 61.1
    assert growth.growth(ledger.panel, indicator, BEIJING, span(2021, 1, 5)).value is None


@pytest.mark.parametrize("period", ["2013-11", "2015-03", "2015-11", "2016-10"])
def test_the_gap_is_official_minus_computed_growth(ledger, period):
    year, last = period.split("-")
    levels, said = data.level("retail", "全国"), data.official("retail", "全国")
    computed = (levels[period] / levels[f"{int(year) - 1}-{last}"] - 1) * 100
    retail = ledger.catalogue.indicators["retail_sales"]
    found = growth.growth_gap(ledger.panel, retail, NATION, Period.parse(period))
    assert found.value == pytest.approx(said[period] - computed, abs=1e-6)


def test_in_november_2015_official_and_computed_growth_are_far_apart(ledger):
    retail, november = ledger.catalogue.indicators["retail_sales"], Period.parse("2015-11")
    assert growth.growth(ledger.panel, retail, NATION, november).value == pytest.approx(11.2, abs=0.05)
    computed = growth.computed_growth(ledger.panel, retail, NATION, november)
    assert computed.value == pytest.approx(19.0, abs=0.05)
    assert computed.note == growth.NOT_COMPARABLE


def test_extremes_are_kept_and_flagged(flow):
    assert flow.fall.results.value("growth", FAI, HUBEI) == -82.8
    assert flow.rebound.results.value("growth", FAI, HUBEI) == 284.8
    flagged = {
        (row_of(flow, p)["indicator"], row_of(flow, p)["region_zh"], row_of(flow, p)["period"])
        for p in problems(flow, Severity.WARN)
    }
    assert {
        ("fai", "湖北省", "2020-03"),
        ("fai", "湖北省", "2021-03"),
        ("industry_va", "湖北省", "2021-02"),
        ("industry_va", "北京市", "2021-05"),
        ("industry_va", "北京市", "2022-05"),
    } <= flagged
    assert len(flagged) < 30  # of 1,570 rows: whoever imports can look at them


def test_a_cumulative_that_falls_is_flagged_and_the_month_is_negative(flow, ledger):
    levels = data.level("re_investment", "内蒙古自治区")
    assert levels["2017-12"] < levels["2017-11"]
    investment = ledger.catalogue.indicators["property_investment"]
    december = month_value(ledger.panel, investment, INNER_MONGOLIA, span(2017, 1, 12))
    assert december.value == pytest.approx(levels["2017-12"] - levels["2017-11"])
    assert december.value == pytest.approx(-16.26, abs=0.005)
    (warned,) = [p for p in problems(flow, Severity.WARN) if "累计数比" in p.reason]
    assert (row_of(flow, warned)["region_zh"], row_of(flow, warned)["period"]) == ("内蒙古自治区", "2017-12")


def test_provinces_rank_by_published_growth(flow):
    names = {"北京市": BEIJING, "河南省": "410000", "湖北省": HUBEI}
    for found, period in ((flow.fall, "2020-03"), (flow.rebound, "2021-03")):
        said = {code: data.official("fai", name)[period] for name, code in names.items()}
        expected = sorted(said, key=lambda code: -said[code])
        ranks = {code: found.results.value("rank", FAI, code) for code in said}
        assert sorted(ranks, key=lambda code: ranks[code]) == expected


def test_distance_to_the_nation_is_the_difference_of_growth(flow):
    said = {name: data.official("fai", name)["2020-03"] for name in ("全国", "湖北省")}
    found = flow.fall.results.value("distance_above", FAI, HUBEI)
    assert found == pytest.approx(said["湖北省"] - said["全国"])
    assert found == pytest.approx(-66.7)


def test_the_fall_lights_hubei_and_says_how_far_below_the_nation(flow):
    light = flow.fall.light(FAI, HUBEI)
    assert light.light in ("red", "yellow")
    assert "-82.8%" in light.text
    assert "66.7个百分点" in light.text


def test_a_result_leads_back_to_the_cell_of_the_file(flow):
    (ref,) = flow.fall.results.get("growth", FAI, HUBEI).sources
    found = Figure.objects.get(pk=ref)
    row = flow.rows[int(found.cell.lstrip("ABCDEF")) - 2]
    assert (row["region_zh"], row["period"], row["official_yoy_pct"]) == ("湖北省", "2020-03", "-82.8")


def test_the_report_is_written_and_says_what_happened(flow, tmp_path):
    papers = Document.objects.filter(analysis_id__in=(flow.fall.analysis_id, flow.rebound.analysis_id))
    files = documents.export(list(papers), tmp_path)
    reports = [file for file in files if "分析报告" in file.name]
    assert len(reports) == 2
    texts = {}
    for file in reports:
        opened = docx.Document(str(file))
        cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
        texts[file.name] = "\n".join([*(p.text for p in opened.paragraphs), *cells])
    fall, rebound = (next(t for n, t in texts.items() if year in n) for year in ("2020", "2021"))
    assert "全国" in fall
    assert "16.1%" in fall
    assert "82.8" in fall
    assert "25.6%" in rebound


def test_importing_the_same_file_again_changes_nothing(flow):
    again = bring(data.extract(), **data.EXTRACT_OPTIONS).posted
    assert (again.new, again.revised, again.unchanged) == (0, 0, flow.imported.posted.new)
