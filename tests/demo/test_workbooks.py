"""The invented city's workbooks look as offices send them, and read back without loss."""

import datetime as dt
import hashlib

import pytest
from python_calamine import CalamineWorkbook

from diaodu.bureau.catalogue import actions
from diaodu.bureau.reports.intake import reading
from diaodu.demo import stories
from diaodu.demo.city import OWN, figures
from diaodu.demo.workbooks import write
from diaodu.economy.errors import Refusal

TODAY = dt.date(2026, 10, 15)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("workbooks")
    write(path, since=2026)
    return path


@pytest.fixture(scope="module")
def catalogue():
    return actions.check(actions.read(actions.PACKAGE, OWN))


def test_headings_stand_in_merged_rows_under_a_title(folder):
    book = CalamineWorkbook.from_path(str(folder / "2-2026年9月-统计局-县区主要指标.xlsx"))
    rows = book.get_sheet_by_name("工业").to_python()
    assert rows[0][0] == "2026年1—9月栖川市各县（市、区）工业主要指标"
    assert rows[2][1] == "规模以上工业增加值"
    assert rows[3][1:3] == ["同比增长", "9月当月同比"]
    assert rows[4][:3] == ["计量单位", "%", "%"]


def test_each_office_has_its_own_way(folder):
    names = {p.suffix for p in folder.iterdir()}
    assert names >= {".xlsx", ".csv", ".xls"}
    finance = CalamineWorkbook.from_path(str(folder / "2-2026年9月-财政局-财政收支.xlsx"))
    assert str(finance.get_sheet_by_index(0).to_python()[5][2]).endswith("%")
    commerce = (folder / "2-2026年9月-商务局-商务指标.csv").read_bytes().decode("gbk")
    assert "０" in commerce or "１" in commerce


def test_workbooks_are_the_same_byte_for_byte(folder, tmp_path):
    write(tmp_path, since=2026)
    for path in sorted(folder.glob("*.xlsx")):
        ours, again = (hashlib.sha256(f.read_bytes()).digest() for f in (path, tmp_path / path.name))
        assert ours == again, path.name


def test_all_that_is_written_is_read_back(folder, catalogue):
    got = {}
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        found = reading.read(path.name, path.read_bytes(), catalogue, today=TODAY)
        refused = [p for p in found.problems if p.severity == "refuse"]
        assert not refused, (path.name, refused[:3])
        got.update({tuple(line.key): line.value for line in found.lines})
    rows = [r for r in figures() if r.year == 2026 or r.kind in ("target", "plan", "estimate")]
    assert len(got) == len(rows)
    assert all(abs(got[tuple(r[:8])] - r.value) < 1e-6 for r in rows)


def test_the_first_publication_is_sent_before_its_correction(folder, catalogue):
    def growth(name):
        found = reading.read(name, (folder / name).read_bytes(), catalogue, today=TODAY)
        s = stories.REVISED
        return [
            line.value
            for line in found.lines
            if line.key[:2] == (s.indicator, s.place)
            and line.key[5:] == (2026, 1, 6)
            and line.key.what == "growth"
        ]

    assert growth("1-历史数据-2026年.xlsx") == [stories.REVISED_FROM]
    assert growth("6-统计局-数据修订.xlsx") == [stories.REVISED_TO]


def test_every_bad_workbook_is_refused_or_questioned(folder, catalogue):
    for path in sorted((folder / "bad").iterdir()):
        try:
            found = reading.read(path.name, path.read_bytes(), catalogue, today=TODAY)
        except Refusal:
            continue
        assert found.problems or not found.lines, path.name
