"""Whatever is in a file, it is read or refused; nothing else ever comes out."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaodu.bureau.reports.intake import numbers, tables
from diaodu.bureau.reports.intake.gathered import Gathered
from diaodu.bureau.reports.intake.grid import Grid
from diaodu.bureau.reports.intake.names import Names
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.reading import read
from diaodu.economy.errors import Refusal
from tests.bureau.workbooks import HEADINGS, catalogue, csv_bytes, long, xlsx

CATALOGUE = catalogue()
WORDS = st.sampled_from(
    [
        *HEADINGS,
        *[
            "GDP",
            "固定资产投资",
            "规上工业增加值增速(%)",
            "城关区",
            "临江市",
            "全市",
            "合计",
            "2024年1-9月",
            "9月",
            "2024年",
            "2016.1",
            "2016.10",
            "同比",
            "累计",
            "当月",
            "增速",
            "位次",
            "单位：亿元",
            "亿元",
            "%",
            "注：无",
            "其中：工业投资",
            "一、工业",
            "—",
            "..",
            "8.3%",
            "１２",
            "1,234",
            "约三成",
            "上年同期",
            "年度目标",
            "频度",
            "季",
            "单位",
            "(亿元)",
            "_",
            "(",
            ")",
            "占",
            "±",
        ],
    ]
)
CELLS = st.one_of(
    st.just(""),
    WORDS,
    st.floats(),
    st.integers(-10, 3000),
    st.text(max_size=8),
    st.booleans(),
    st.dates(),
    st.none(),
)
ROWS = st.lists(st.lists(CELLS, max_size=7), max_size=12)
OPTIONS = st.sampled_from(
    [
        {},
        {"indicator": "GDP", "place": "临江市", "period": "2024年1-9月"},
        {"span": "cumulative", "period": "坏"},
    ]
)
FEW = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(
    ROWS,
    OPTIONS,
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 6), st.integers(0, 3), st.integers(0, 3)), max_size=3
    ),
)
def test_any_grid_can_be_read(rows, options, areas):
    chosen = Options.of(options)
    merged = [((r, c), (r + h, c + w)) for r, c, h, w in areas if r + h < len(rows)]
    tables.read(Grid("表", rows, merged), Names(CATALOGUE, chosen), Gathered())


@FEW
@given(ROWS, OPTIONS, st.sampled_from(["utf-8", "gb18030"]))
def test_any_text_table_is_read_or_refused(rows, options, encoding):
    content = csv_bytes(rows, "utf-8").decode("utf-8", "replace").encode(encoding, "replace")
    _read(content, options)


@FEW
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    _read(content, {})


@FEW
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=6), st.booleans())
def test_a_broken_workbook_is_read_or_refused(at, junk, cut):
    whole = xlsx(long(("GDP", "临江市", "2024年1-9月", "", 1)))
    at %= len(whole)
    _read(whole[:at] if cut else whole[:at] + junk + whole[at + len(junk) :], {})


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO(xlsx([[1]]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet9.xml", b" " * (200 << 20))
    with pytest.raises(Refusal, match="解压后过大"):
        read("炸弹.xlsx", out.getvalue(), CATALOGUE)


def test_a_sheet_with_one_far_cell_is_refused():
    import openpyxl

    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refusal, match="超出可读范围"):
        read("远.xlsx", out.getvalue(), CATALOGUE)


def test_two_far_cells_do_not_ask_for_all_the_room_between_them():
    """The reader makes room for the whole area at once: 500 gigabytes, and the process would be gone."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 1
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Refusal, match="1048576行16384列，超出可读范围"):
        read("远.xlsx", out.getvalue(), CATALOGUE)


def _read(content, options):
    try:
        found = read("a.xlsx", content, CATALOGUE, Options.of(options), today=dt.date(2024, 10, 20))
    except Refusal:
        return
    assert all(line.key.indicator in CATALOGUE.indicators for line in found.lines)


def test_an_exponent_without_a_number_is_text():
    with pytest.raises(numbers.NotANumber):
        numbers._text("E0")


@pytest.mark.parametrize("piece", ["*", "†", "(1)", "注1", "1-9月", "累计", ":", "_"])
def test_a_text_without_end_is_read_like_any(piece):
    endless, started = piece * (100_000 // len(piece)) + "x", time.process_time()
    for row in (["指标", endless], [endless, "1"]):
        content = csv_bytes([["指标", "2026年9月"], row])
        try:
            read("a.csv", content, CATALOGUE, Options(place="城关区"), today=dt.date(2026, 10, 1))
        except Refusal:
            continue
    assert time.process_time() - started < 3
