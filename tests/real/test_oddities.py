"""What real tables taught the reader, in a few lines each; no data folder needed."""

from __future__ import annotations

import time

import pytest

from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.reports.intake import reading
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Severity
from diaodu.bureau.reports.intake.written import UNCLEAR
from tests.real import data


@pytest.fixture(scope="module")
def known():
    return catalogue.check(catalogue.read(catalogue.PACKAGE, data.DEFINITIONS))


def read(text, known, **options):
    return reading.read("表.csv", text.encode(), known, Options(**options))


def severe(found, severity):
    return [(p.cell, p.reason) for p in found.problems if p.severity is severity]


def test_a_february_beside_its_january_is_not_taken_for_both(known):
    rows = "指标,地区,时期,数值\n" + "".join(
        f"社会消费品零售总额,全国,{when},{value}\n"
        for when, value in (("2011-01", 15249.0), ("2011-02", 13769.1), ("2012-02", 33668.6))
    )
    found = read(rows, known)
    assert [(line.key.year, line.key.first, line.key.last) for line in found.lines] == [(2012, 1, 2)]
    assert ("D3", UNCLEAR) in severe(found, Severity.REFUSE)


def test_the_same_in_a_wide_table(known):
    found = read("地区,2011年3月,2011年2月,2011年1月\n全国,5,4,3\n", known, indicator="社会消费品零售总额")
    assert [line.value for line in found.lines] == [5]
    assert len(severe(found, Severity.REFUSE)) == 2


def growths(*values):
    months = [f"{year}年1-{last}月" for year in (2018, 2019, 2020, 2021) for last in range(2, 13)]
    pairs = zip(months, values, strict=False)
    return "指标,地区,时期,同比增速\n" + "".join(f"固定资产投资,湖北省,{m},{v}\n" for m, v in pairs)


def test_growth_far_from_the_usual_is_kept_and_flagged(known):
    found = read(growths(*[10.8, 11.2] * 13, -82.8, 284.8), known)
    assert [line.value for line in found.lines][-2:] == [-82.8, 284.8]
    assert [cell for cell, _ in severe(found, Severity.WARN)] == ["D28", "D29"]


def test_nothing_is_unusual_of_a_series_that_swings(known):
    found = read(growths(*range(-60, 80, 5)), known)
    assert severe(found, Severity.WARN) == []


def test_nothing_is_unusual_of_a_short_series(known):
    assert severe(read(growths(11, -82.8, 284.8), known), Severity.WARN) == []


def test_a_quarterly_figure_in_february_is_flagged(known):
    found = read("指标,地区,时期,数值\n第二产业增加值,全国,2012年1-2月,227035.1\n", known)
    ((cell, reason),) = severe(found, Severity.WARN)
    assert cell == "D2"
    assert "按季度发布" in reason


def test_a_column_not_known_costs_no_more_than_a_known_one(known):
    rows = "地区,年份," + ",".join(f"不认识的第{n}列" for n in range(20)) + "\n"
    rows += "".join(f"湖北省,{year}年," + ",".join("1" * 20) + "\n" for year in range(1950, 2020))
    started = time.perf_counter()
    found = read(rows, known)
    assert len(severe(found, Severity.REFUSE)) == 20
    assert time.perf_counter() - started < 3
