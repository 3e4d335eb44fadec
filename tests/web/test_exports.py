"""All that one may see can be taken along, no more than that, and the log says who took what and how much."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person, Unit
from diaodu.bureau.figures import sdmx
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.reports import rounds
from diaodu.bureau.reports.models import Report
from diaodu.economy.periods import span
from tests.web.city import COUNTY

NOW = dt.datetime(2026, 10, 12, 9, tzinfo=dt.UTC)


@pytest.fixture
def issued(planted: None, db: None) -> None:
    rounds.issue(month=span(2026, 9, 9), by=Person.system(), now=NOW)


def taken(client, code: str, form: str = "csv", **query) -> list[dict[str, str]]:
    answer = client.get(reverse("exports_table", args=[code, form]), {"month": "2026-09", **query})
    return list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))


def test_a_unit_takes_its_own_reports_the_city_takes_all(issued: None, enter) -> None:
    city = taken(enter("dispatcher"), "reports")
    assert len(city) == sum(len(one.slots) for one in Report.objects.filter(year=2026, month=9))
    Person.objects.filter(username="filler").update(unit=Unit.objects.get(code=COUNTY))
    own = taken(enter("filler"), "reports")
    assert {row["单位"] for row in own} == {Unit.objects.get(code=COUNTY).name}
    assert 0 < len(own) < len(city)
    event = Event.objects.filter(verb="reports.exported").first()
    assert event is not None
    assert (event.detail["figures"], event.detail["asked"]) == (len(own), {"month": "2026-09"})


def test_findings_are_the_months_by_their_names(enter) -> None:
    rows = taken(enter("inspector"), "findings")
    assert {"红", "黄", "绿"} >= {row["灯"] for row in rows} - {"灰"}
    assert any(row["地区"] == "岩坪县" and row["指标"] == "地区生产总值" for row in rows)
    assert taken(enter("inspector"), "findings", month="2020-01") == []


def test_the_calendar_says_what_is_due_and_when(issued: None, enter) -> None:
    rows = taken(enter("dispatcher"), "calendar")
    due = {(row["报表"], row["单位"]): row["时限"] for row in rows}
    for one in Report.objects.filter(year=2026, month=9, turn=0).select_related("unit")[:20]:
        local = one.due_at.astimezone(dt.timezone(dt.timedelta(hours=8)))
        assert due[one.name, one.unit.name] == f"{local:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("code", ["reports", "findings", "calendar"])
def test_a_workbook_has_the_same_rows(code: str, issued: None, enter) -> None:
    client = enter("dispatcher")
    answer = client.get(reverse("exports_table", args=[code, "xlsx"]), {"month": "2026-09"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active.max_row == len(taken(client, code)) + 1


def test_sdmx_from_the_page_is_the_ledger(enter) -> None:
    answer = enter("inspector").get(
        reverse("exports_figures", args=["sdmx"]), {"year": "2026", "history": "1"}
    )
    lines = list(sdmx.read(b"".join(answer.streaming_content).decode().splitlines()))
    assert len(lines) == Figure.objects.filter(year=2026).count() > 0


def test_what_is_no_month_leads_back_to_the_choice(enter) -> None:
    answer = enter("inspector").get(reverse("exports_table", args=["calendar", "csv"]), {"month": "某月"})
    assert answer.headers["Location"] == reverse("exports")
