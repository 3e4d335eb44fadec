"""What goes out as SDMX-CSV is the ledger: read back it is the same to the last digit."""

from __future__ import annotations

import csv
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures import export, sdmx, sdmx_structure
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import KEY
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Frequency
from diaodu.economy.periods import span
from tests.bureau.test_export import FIGURES, NOW
from tests.bureau.workbooks import catalogue, load_catalogue

MONTHS = st.tuples(st.integers(1990, 2100), st.integers(1, 12), st.integers(1, 12)).filter(
    lambda m: m[1] <= m[2]
)


@given(MONTHS, st.sampled_from(Frequency))
def test_every_span_of_months_is_written_so_that_it_is_read_as_itself(months, frequency):
    period = span(*months)
    assert sdmx.months(sdmx.when(period, frequency)) == period


@pytest.mark.parametrize(
    ("months", "frequency", "written"),
    [
        ((2026, 9, 9), "M", ("M", "PERIOD", "2026-09")),  # 9月当月
        ((2026, 1, 9), "M", ("M", "YTD", "2026-09")),  # 1—9月累计
        ((2026, 1, 9), "Q", ("Q", "YTD", "2026-Q3")),  # 按季发布的，前三季度
        ((2026, 7, 9), "M", ("Q", "PERIOD", "2026-Q3")),  # 三季度一个季
        ((2026, 1, 8), "Q", ("M", "YTD", "2026-08")),  # 按季发布的，8月却没有季
        ((2026, 1, 12), "Y", ("A", "PERIOD", "2026")),
        ((2026, 7, 12), "M", ("S", "PERIOD", "2026-S2")),
        ((2026, 5, 9), "M", ("M", "M05", "2026-09")),
    ],
)  # fmt: skip
def test_a_quarter_is_written_only_where_it_is_one(months, frequency, written):
    assert sdmx.when(span(*months), Frequency(frequency)) == written


@pytest.fixture
def full(db):
    load_catalogue()
    by = Person.objects.create(username="wang", role=Role.DISPATCHER)
    source = figures.add_source(name="a", content=b"", by=by, at=NOW)
    figures.post(lines=FIGURES, source=source, by=by, at=NOW)
    later = NOW + dt.timedelta(days=1)
    revised = [Line(FigureKey("gdp", "990100", "", "official", "level", 2023, 4, 6), 121.5)]
    figures.post(lines=revised, source=source, by=by, at=later)


@pytest.mark.parametrize("history", [False, True])
def test_out_and_back_is_the_ledger(full, history):
    chosen = export.choose(history=history)
    text = b"".join(sdmx.stream(chosen, catalogue(), history=history)).decode()
    back = [(*line.key, line.value, line.vintage, line.released) for line in sdmx.read(text.splitlines())]
    assert back == list(chosen.order_by("pk").values_list(*KEY, "value", "vintage", "released"))
    assert len(back) == len(FIGURES) + (1 if history else -2)


def test_an_observation_has_one_key_and_only_history_has_rounds(full):
    for history, flow in ((False, "DIAODU:DF_FIGURES(1.0.0)"), (True, "DIAODU:DF_FIGURES_HISTORY(1.0.0)")):
        text = b"".join(sdmx.stream(export.choose(history=history), catalogue(), history=history)).decode()
        rows = list(csv.DictReader(text.splitlines()))
        axes = [*sdmx.DIMENSIONS, "TIME_PERIOD", *(["ROUND"] if history else [])]
        keys = [tuple(row[axis] for axis in axes) for row in rows]
        assert len(set(keys)) == len(keys)
        assert {row["STRUCTURE_ID"] for row in rows} == {flow}


def test_a_withdrawn_figure_is_a_deletion_without_value(full):
    text = b"".join(sdmx.stream(export.choose(), catalogue())).decode()
    gone = [row for row in csv.DictReader(text.splitlines()) if row["ACTION"] == "D"]
    assert [(row["INDICATOR"], row["MEASURE"], row["OBS_VALUE"]) for row in gone] == [("budget", "base", "")]


def test_as_of_a_moment_is_what_was_known_then(full):
    then = {row[:8]: row[8] for row in export.choose(as_of=NOW).values_list(*KEY, "value")}
    now = {row[:8]: row[8] for row in export.choose().values_list(*KEY, "value")}
    quarter = ("gdp", "990100", "", "official", "level", 2023, 4, 6)
    assert (then[quarter], now[quarter]) == (120.0, 121.5)


def test_every_code_that_is_written_is_in_the_structure(full):
    message = sdmx_structure.structure(catalogue(), NOW)
    lists = {one["id"]: {code["id"] for code in one["codes"]} for one in message["data"]["codelists"]}
    text = b"".join(sdmx.stream(export.choose(), catalogue())).decode()
    for row in csv.DictReader(text.splitlines()):
        for name in (*sdmx.DIMENSIONS, "OBS_STATUS"):
            assert row[name] in lists[f"CL_{name}"] or (name == "PART" and row[name] == "vat"), (
                name,
                row[name],
            )
    assert json.dumps(message)


def test_a_line_that_cannot_be_read_is_named(full):
    text = b"".join(sdmx.stream(export.choose(), catalogue())).decode().splitlines()
    text[3] = text[3].replace("YTD", "M99")
    with pytest.raises(Refusal, match="第4行"):
        list(sdmx.read(text))
