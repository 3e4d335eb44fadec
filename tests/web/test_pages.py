"""Causes, indicators, places, findings, papers, sources."""

import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from diaodu.bureau.audit.models import Event
from diaodu.bureau.documents import asking
from diaodu.bureau.documents.models import Document
from diaodu.bureau.figures.models import Figure, Source
from diaodu.bureau.findings import month as months
from tests.web.city import COUNTY


def test_every_indicator_and_place_opens(enter) -> None:
    client = enter()
    month = months.latest()
    assert month is not None
    for one in month.catalogue:
        assert client.get(f"/indicators/{one.code}/").status_code == 200, one.code
        assert client.get(f"/cause/{one.code}/{COUNTY}/").status_code == 200, one.code
    for place in (month.catalogue.city, *month.catalogue.counties):
        assert client.get(f"/places/{place.code}/").status_code == 200


def test_cause_gives_every_clause_and_its_sources(enter) -> None:
    month = months.latest()
    assert month is not None
    red = next(f for f in month.lights.values() if f.light == "red")
    html = enter().get(f"/cause/{red.indicator}/{red.place}/").content.decode()
    for clause in red.clauses:
        assert clause["text"] in html
    assert "/figures/" in html


def test_shares_of_the_shortfall_add_up(enter) -> None:
    from diaodu.web.shapes.drags import counties

    month = months.latest()
    assert month is not None
    one = month.catalogue.indicators["industrial_output"]
    found = counties(month, one)
    assert sum(d.burden.value or 0 for d in found.rows) == pytest.approx(100)
    assert found.rows[0].name == "岩坪"  # the county of the closed tobacco plant
    assert any(d.burden.value and d.burden.value < 0 for d in found.rows)  # those ahead make up for a part
    book = asking.of(month)
    paper = book.ask('缺口份额("规上工业总产值", "岩坪县")', book.at("全市", month.period))
    assert found.rows[0].burden.value == paper.number


def test_a_whole_without_a_shortfall_has_no_shares_and_no_column(enter) -> None:
    from diaodu.web.shapes.drags import counties

    month = months.latest()
    assert month is not None
    assert not counties(month, month.catalogue.indicators["loans"]).burdened


def test_a_zone_inside_a_county_does_not_count_twice(enter) -> None:
    from diaodu.web.shapes.charts import waterfall
    from diaodu.web.shapes.drags import counties

    month = months.latest()
    assert month is not None
    one = month.catalogue.indicators["industrial_output"]
    found = counties(month, one)
    inside = [d for d in found.rows if d.within]
    assert inside
    assert all(d.burden.value is None for d in inside)
    growth = month.result("growth", one, month.catalogue.city).value
    chart = waterfall(one, found.rows, growth)
    assert chart is not None
    assert growth is not None
    assert not {d.name for d in inside} & set(chart["x"])
    assert sum(chart["data"][:-1]) == pytest.approx(growth, abs=0.1)


def test_single_months_and_other_places(enter) -> None:
    client = enter()
    assert "当月值" in client.get("/indicators/industrial_output/?span=month").content.decode()
    assert client.get(f"/indicators/gdp/?place={COUNTY}").status_code == 200
    assert client.get("/indicators/gdp/?place=000").status_code == 404
    assert client.get("/places/900100/").status_code == 404  # another city is not dispatched here


def test_missing_is_a_dash_with_its_reason_never_zero(enter) -> None:
    html = enter().get("/places/900327/").content.decode()
    assert 'class="none" title="' in html


def test_findings_filter_page_and_workbook(enter) -> None:
    client = enter()
    html = client.get(f"/findings/?light=red&place={COUNTY}").content.decode()
    month = months.latest()
    assert month is not None
    count = sum(f.light == "red" and f.place == COUNTY for f in month.findings)
    assert f"共 {count} 条" in html
    answer = client.get(f"/findings/workbook/?light=red&place={COUNTY}")
    assert Event.objects.filter(verb="findings.exported", actor_id=client.session["_auth_user_id"]).exists()
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.active.max_row == count + 2
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert client.get("/findings/?page=9999&rule=zzz").status_code == 200


def test_papers_come_as_they_were_written(enter) -> None:
    client = enter("viewer")
    assert client.get("/documents/").status_code == 200
    paper = Document.objects.order_by("-pk").first()
    assert paper is not None
    assert client.get(reverse("document", args=[paper.pk])).content == bytes(paper.content)
    newest = Document.objects.filter(analysis=paper.analysis_id).count()
    packed = zipfile.ZipFile(io.BytesIO(client.get("/documents/pack/").content))
    assert len(packed.namelist()) == newest


def test_a_figure_tells_where_it_came_from(enter) -> None:
    client = enter("viewer")
    one = Figure.objects.select_related("source").order_by("pk").first()
    assert one is not None
    html = client.get(f"/figures/{one.pk}/").content.decode()
    assert one.source.name in html
    assert one.source.sha256 in html
    assert client.get(f"/figures/?ids={one.pk},{one.pk + 1}").status_code == 200
    assert client.get("/figures/?ids=x").status_code == 404
    assert (
        client.get(f"/sources/{Source.objects.order_by('pk').values_list('pk', flat=True)[0]}/").status_code
        == 403
    )


def test_export_long_form(enter) -> None:
    client = enter("dispatcher")
    answer = client.get(f"/exports/figures.csv?indicator=gdp&place={COUNTY}&year=2026")
    text = answer.getvalue().decode("utf-8-sig")
    assert "地区生产总值" in text
    assert "2025-01" not in text
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/exports/figures.xlsx?indicator=gdp&place={COUNTY}").getvalue())
    )
    assert book.active["A1"].value == "指标"
    refused = client.get("/exports/figures.csv?year=zzz", follow=True)
    assert "不是年份" in refused.content.decode()
