"""What goes out in the long form comes back in as the same ledger."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection

from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures import export
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import KEY, Figure
from diaodu.bureau.reports import actions
from tests.bureau.workbooks import catalogue, load_catalogue

NOW = dt.datetime(2024, 10, 20, 9, tzinfo=dt.UTC)
FIGURES = [
    Line(FigureKey("gdp", "990100", "", "official", "level", 2023, 1, 12), 512.345678901),
    Line(
        FigureKey("gdp", "990100", "", "official", "growth", 2023, 1, 12),
        -0.1,
        "",
        "preliminary",
        dt.date(2024, 1, 20),
    ),
    Line(FigureKey("gdp", "990100", "", "official", "level", 2023, 1, 12), 520.1, "", "verified"),
    Line(FigureKey("gdp", "990100", "", "official", "level", 2023, 4, 6), 120.0),
    Line(FigureKey("gdp", "990100", "", "target", "growth", 2024, 1, 12), 6.5),
    Line(FigureKey("gdp", "990100", "", "target", "level", 2024, 1, 12), 560.0),
    Line(FigureKey("gdp", "990100", "", "estimate", "growth", 2024, 1, 12), 6.1),
    Line(FigureKey("gdp", "990100", "", "plan", "level", 2024, 1, 9), 400.0),
    Line(FigureKey("gdp", "990100", "", "departmental", "level", 2024, 1, 9), 401.0),
    Line(FigureKey("budget", "990101", "", "departmental", "base", 2024, 1, 9), 1e-7),
    Line(FigureKey("tax", "990100", "vat", "departmental", "level", 2024, 1, 9), 12.0),
    Line(FigureKey("industrial_value_added", "990100", "C15", "official", "growth", 2024, 1, 8), 7.7),
    Line(FigureKey("industrial_value_added", "990100", "", "official", "growth", 2024, 8, 8), 7.0),
    Line(FigureKey("industrial_value_added", "990100", "", "target", "growth", 2024, 1, 12), 7.0),
    Line(FigureKey("deposits", "990100", "", "official", "level", 2024, 9, 9), 900.0),
    Line(FigureKey("urban_rate", "990100", "", "official", "level", 2023, 12, 12), 61.2),
    Line(FigureKey("urban_rate", "990100", "", "target", "level", 2024, 12, 12), 62.0),
    Line(FigureKey("urban_rate", "990100", "", "target", "growth", 2024, 12, 12), 0.8),
    Line(FigureKey("cpi", "990100", "", "official", "level", 2024, 9, 9), 100.4),
    Line(FigureKey("cpi", "990100", "", "official", "level", 2024, 1, 9), 100.2),
    Line(FigureKey("budget", "990101", "", "departmental", "base", 2024, 1, 9), None),
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    load_catalogue()


@pytest.fixture
def analyst():
    return Person.objects.create(username="wang", role=Role.DISPATCHER)


@pytest.fixture
def full(analyst):
    source = figures.add_source(name="a", content=b"", by=analyst, at=NOW)
    figures.post(lines=FIGURES, source=source, by=analyst, at=NOW)


def ledger(found=None):
    found = Figure.objects.all() if found is None else found
    return list(found.order_by("pk").values_list(*KEY, "value", "vintage", "released"))


def emptied():
    """As another city's: the triggers refuse to delete, so they go for a moment."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER figure_no_delete")
        cursor.execute("DELETE FROM figures_figure")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("history", [False, True])
@pytest.mark.skipif("postgresql" in str(connection.vendor), reason="drops a trigger of SQLite")
def test_out_and_in_again_gives_the_same_ledger(analyst, full, kind, history):
    chosen = export.choose(history=history)
    before, out = ledger(chosen), io.BytesIO()
    assert export.write(chosen, catalogue(), out, kind) == len(before)
    emptied()
    done = actions.import_file(name=f"全部.{kind}", content=out.getvalue(), by=analyst, now=NOW)
    assert [p for p in done.problems if p.severity == "refuse"] == []
    # A figure withdrawn before anybody else knew it is nothing to withdraw.
    assert ledger() == [row for row in before if history or row[8] is not None]
    again = actions.import_file(name=f"全部.{kind}", content=out.getvalue(), by=analyst, now=NOW)
    assert (again.posted.new, again.posted.revised) == (0, 0)


def test_a_streamed_csv_is_the_same_file(full):
    out = io.BytesIO()
    export.write(export.choose(), catalogue(), out, "csv")
    assert b"".join(export.stream_csv(export.choose(), catalogue())) == out.getvalue()


def test_only_what_is_asked_for(full):
    assert {row[0] for row in ledger(export.choose(indicators=["cpi"]))} == {"cpi"}
    assert {row[1] for row in ledger(export.choose(places=["990101"]))} == {"990101"}
    assert {row[5] for row in ledger(export.choose(year=2023))} == {2023}
