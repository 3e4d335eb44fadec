"""The board says what the analysis says."""

from diaodu.bureau.findings import month as months
from diaodu.economy.units import signed_text

MONTH = "2026-09"


def test_cards_and_lights_are_the_analysis(enter) -> None:
    html = enter().get("/").content.decode()
    month = months.latest()
    assert month is not None
    city = month.catalogue.city
    growth = month.results.value("growth", "gdp", city.code)
    assert growth is not None
    assert signed_text(growth) in html
    for county in month.catalogue.counties:
        assert f"/cause/gdp/{county.code}/" in html


def test_filter_answers_a_fragment_to_htmx_and_a_page_to_others(enter) -> None:
    client = enter()
    part = client.get(
        "/?colour=red&all=1", headers={"HX-Request": "true", "HX-Target": "lights"}
    ).content.decode()
    assert "<html" not in part
    assert '<table class="matrix">' in part
    assert "<html" in client.get("/?colour=red&all=1").content.decode()


def test_unknown_filters_are_dropped_and_unknown_months_are_404(enter) -> None:
    client = enter()
    assert client.get("/?colour=<script>&field=zzz").status_code == 200
    assert client.get("/?month=1999-01").status_code == 404
    assert client.get("/?month=%27%22").status_code == 404


def test_an_older_month_keeps_its_links(enter) -> None:
    html = enter().get("/?month=2026-08").content.decode()
    assert "2026年1—8月" in html
    assert "?month=2026-08" in html


def test_the_same_page_is_not_sent_twice(enter) -> None:
    client = enter()
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_few_queries_once_drawn(enter, django_assert_max_num_queries) -> None:
    client = enter()
    client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/")


def test_empty_city_says_what_to_do(enter, monkeypatch) -> None:
    monkeypatch.setattr(months, "latest", lambda period=None: None)
    for address in ("/", "/findings/", "/documents/", "/places/", "/indicators/"):
        html = enter().get(address).content.decode()
        assert "还没有分析过的月份" in html
