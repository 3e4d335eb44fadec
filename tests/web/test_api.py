"""The open interface: by token alone, within what the person may, nothing lost and nothing hidden."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory import tokens
from diaodu.bureau.directory.models import Person, Role, Token, Unit
from diaodu.bureau.documents.models import Document
from diaodu.bureau.figures import sdmx
from diaodu.bureau.figures.models import KEY, Figure
from diaodu.bureau.reports import filing, rounds
from diaodu.bureau.reports.filing import Entered
from diaodu.bureau.reports.models import Cell, Report, Stage, Step
from diaodu.economy.periods import Period, span
from tests.web.api import BASE, Program, token
from tests.web.city import COUNTY, INDICATOR

SEPTEMBER = span(2026, 9, 9)
NEIGHBOUR = "900322"
pytestmark = pytest.mark.django_db


@pytest.fixture
def reports(planted: None, db: None) -> None:
    cache.clear()
    rounds.issue(month=SEPTEMBER, by=Person.system(), now=timezone.now())


def person(role: str, unit: str = COUNTY) -> Person:
    return Person.objects.create(
        username=f"{role}-{unit}", full_name=f"{unit}{Role(role).label}", role=role,
        unit=Unit.objects.get(code=unit), password_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def filler(reports: None) -> Program:
    return Program(token(person("filler")))


@pytest.fixture
def dispatcher(reports: None) -> Program:
    return Program(token(Person.objects.get(username="dispatcher")))


def report(unit: str = COUNTY) -> Report:
    return Report.objects.get(form="county_month", unit__code=unit, month=9)


def published(cell) -> float:
    """What the invented city has of it, else something of the kind (台账数)."""
    first, last = span_of(cell["period"])
    named = {name: cell[name] for name in ("indicator", "place", "part", "kind", "what")}
    found = Figure.objects.filter(**named, year=2026, first=first, last=last).values_list("value", flat=True)
    return found.first() or 1.0


def span_of(written: str) -> tuple[int, int]:
    period = Period.parse(written)
    return period.first, period.last


def told(answer) -> str:
    body = answer.json()
    assert set(body) == {"detail", "errors"}, body
    return body["detail"]


# Who asks


def test_without_a_token_nothing_is_told(planted: None) -> None:
    answer = Program().get("/indicators")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert "Authorization: Bearer" in told(answer)


def test_a_session_opens_no_door_of_the_interface(enter) -> None:
    client = enter("dispatcher")
    assert client.get(reverse("exports")).status_code == 200
    assert Program(client=client).get("/figures").status_code == 401


def test_a_token_makes_no_session_and_is_worth_nothing_in_an_address(dispatcher: Program) -> None:
    assert dispatcher.get("/places").status_code == 200
    assert not dispatcher.client.cookies
    secret = dispatcher.headers["Authorization"].split()[1]
    assert dispatcher.client.get(f"{BASE}/places?token={secret}&access_token={secret}").status_code == 401
    assert dispatcher.client.get("/", headers=dispatcher.headers).status_code == 302


@pytest.mark.parametrize("change", ["revoked", "expired", "disabled", "password"])
def test_a_token_that_ended_opens_nothing(dispatcher: Program, change: str) -> None:
    now = timezone.now()
    {
        "revoked": lambda: Token.objects.update(revoked_at=now),
        "expired": lambda: Token.objects.update(expires_at=now),
        "disabled": lambda: Person.objects.filter(username="dispatcher").update(is_active=False),
        "password": lambda: Person.objects.filter(username="dispatcher").update(must_change=True),
    }[change]()
    assert dispatcher.get("/places").status_code == 401


def test_a_token_does_no_more_than_it_was_given_and_the_log_says_so(reports: None) -> None:
    narrow = Program(token(person("filler"), "view"))
    answer = narrow.get("/reports")
    assert answer.status_code == 403
    assert "权限" in told(answer)
    event = Event.objects.filter(verb="refused.permission").first()
    assert event is not None
    assert (event.detail["path"], event.actor) == (f"{BASE}/reports", f"{COUNTY}填报人")


def test_the_hundredth_guess_of_a_token_is_no_hundredth_line(planted: None) -> None:
    cache.clear()
    before = Event.objects.count()
    for n in range(100):
        assert Program(f"dd_{n}").get("/figures").status_code == 401
    assert Event.objects.filter(verb="refused.token").exists()
    assert Event.objects.filter(verb="refused.flood").count() == 1
    assert Event.objects.count() - before < 70


def test_too_many_requests_of_one_token_wait(dispatcher: Program, settings) -> None:
    settings.SECURITY = settings.SECURITY._replace(token_rate=10)
    answers = [dispatcher.get("/forms").status_code for _ in range(25)]
    assert set(answers) == {200, 429}
    assert answers.count(200) <= 20  # at most two windows are touched
    late = next(a for a in (dispatcher.get("/forms") for _ in range(12)) if a.status_code == 429)
    assert 0 < int(late["Retry-After"]) <= 60
    assert "频繁" in told(late)


# Every refusal has one shape


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/", 404),
        ("GET", "/reports/999999", 404),
        ("GET", "/figures?indicator=无此指标", 404),
        ("GET", "/figures?limit=0", 422),
        ("GET", "/figures?period=某月", 422),
        ("GET", "/results?month=2020-13", 422),
        ("GET", "/results?month=2020-12", 404),
        ("DELETE", "/figures", 405),
        ("PUT", "/reports/1/cells", 403),  # the right comes before the content
    ],
)
def test_every_refusal_is_told_in_one_shape(dispatcher: Program, method: str, path: str, status: int) -> None:
    answer = dispatcher.send(method, path, "{" if method == "PUT" else None)
    assert answer.status_code == status
    assert told(answer)


def test_a_parameter_is_told_by_its_name_in_chinese(dispatcher: Program) -> None:
    faults = dispatcher.get("/figures", limit=9999).json()["errors"]
    assert faults == [{"where": "query.limit", "what": "应不大于5000"}]


def test_too_much_is_refused_before_it_is_read(filler: Program) -> None:
    answer = filler.send("PUT", f"/reports/{report().pk}/cells", b" " * (3 << 20))
    assert answer.status_code == 413
    assert told(answer)


def test_a_fault_of_ours_is_no_page(dispatcher: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from diaodu.web.api import definitions

    monkeypatch.setattr(definitions.catalogues, "current_forms", lambda: 1 / 0)
    answer = dispatcher.get("/forms")
    assert answer.status_code == 500
    assert "日志" in told(answer)


# Reading


def test_figures_page_by_page_are_the_ledger(dispatcher: Program) -> None:
    got, after = [], 0
    while after is not None:
        page = dispatcher.get("/figures", indicator="gdp", after=after, limit=400).json()
        got += page["items"]
        after = page["next"]
    there = Figure.objects.filter(indicator="gdp").current().order_by("pk")
    assert len(got) == len(there) > 400
    assert [one["value"] for one in got] == [one.value for one in there]


def test_a_name_does_as_well_as_a_code(dispatcher: Program) -> None:
    by_name = dispatcher.get(
        "/figures", indicator="地区生产总值", place="岩坪县", period="2026年1—9月"
    ).json()
    assert {(f["indicator"], f["place"], f["period"]) for f in by_name["items"]} == {
        (INDICATOR, COUNTY, "2026-01..09")
    }


@pytest.mark.parametrize("accept", ["", "application/vnd.sdmx.data+csv;version=2.0.0"])
def test_sdmx_read_back_is_the_ledger(dispatcher: Program, accept: str) -> None:
    before = Event.objects.filter(verb="figures.exported").count()
    query = {"year": 2026} if accept else {"year": 2026, "format": "sdmx"}
    answer = dispatcher.get("/figures", accept, **query)
    text = b"".join(answer.streaming_content).decode()
    back = [(*line.key, line.value) for line in sdmx.read(text.splitlines())]
    there = Figure.objects.filter(year=2026).current().order_by("pk")
    assert back == list(there.values_list(*KEY, "value"))
    event = Event.objects.filter(verb="figures.exported").first()
    assert event is not None
    assert Event.objects.filter(verb="figures.exported").count() == before + 1
    assert (event.detail["figures"], event.detail["token"]) == (len(back), "测试程序")


def test_files_need_the_right_to_export(reports: None) -> None:
    seeing = Program(token(Person.objects.get(username="dispatcher"), "view"))
    assert seeing.get("/figures").status_code == 200
    assert seeing.get("/figures", format="csv").status_code == 403


def test_a_workbook_holds_as_many_rows_as_the_csv(dispatcher: Program) -> None:
    text = b"".join(dispatcher.get("/figures", year=2026, format="csv").streaming_content).decode("utf-8-sig")
    book = load_workbook(
        io.BytesIO(b"".join(dispatcher.get("/figures", year=2026, format="xlsx").streaming_content))
    )
    assert len(list(csv.reader(text.splitlines()))) == book.active.max_row > 100


def test_results_lights_and_findings_are_the_months(dispatcher: Program) -> None:
    newest = dispatcher.get("/months").json()[0]["month"]
    assert newest == "2026-09"
    growth = dispatcher.get("/results", measure="growth", indicator=INDICATOR, place=COUNTY).json()["items"]
    rank = dispatcher.get("/results", measure="rank", indicator=INDICATOR, place=COUNTY).json()["items"]
    assert growth[0]["sources"]
    assert 1 <= rank[0]["value"] <= 14
    lights = dispatcher.get("/findings", rule="indicator_light", indicator=INDICATOR).json()["items"]
    assert {one["light"] for one in lights} <= {"red", "yellow", "green", "grey"}
    assert len(lights) >= 14


def test_a_paper_comes_as_it_was_issued(dispatcher: Program) -> None:
    one = dispatcher.get("/documents", month="2026-09").json()["items"][0]
    answer = dispatcher.get(f"/documents/{one['id']}/file")
    assert answer.content == bytes(Document.objects.get(pk=one["id"]).content)
    assert dispatcher.get(f"/documents/{one['id']}").json() == one


def test_the_structure_names_every_code(dispatcher: Program) -> None:
    found = dispatcher.get("/sdmx/structure").json()["data"]
    assert [flow["id"] for flow in found["dataflows"]] == ["DF_FIGURES", "DF_FIGURES_HISTORY"]


# Reports


def test_a_unit_sees_its_own_reports_and_the_city_all(filler: Program, dispatcher: Program) -> None:
    mine = {one["unit"]["code"] for one in filler.get("/reports").json()["items"]}
    all_of_them = {one["unit"]["code"] for one in dispatcher.get("/reports").json()["items"]}
    assert mine == {COUNTY}
    assert {COUNTY, NEIGHBOUR} < all_of_them
    assert {one["unit"]["code"] for one in filler.get("/calendar", month="2026-09").json()} == {COUNTY}


def test_a_foreign_report_does_not_exist_and_the_log_says_who_asked(filler: Program) -> None:
    foreign = report(NEIGHBOUR)
    for method, path in (("GET", ""), ("GET", "/doubts"), ("POST", "/submit"), ("POST", "/recall")):
        assert filler.send(method, f"/reports/{foreign.pk}{path}").status_code == 404
    body = {"cells": {foreign.asked[0].code: {"value": 1, "rev": 0}}}
    assert filler.send("PUT", f"/reports/{foreign.pk}/cells", body).status_code == 404
    assert not foreign.cells.exists()
    event = Event.objects.filter(verb="refused.permission").first()
    assert event is not None
    assert event.detail["reason"] == "不是本单位的报表"
    assert str(foreign.pk) in event.detail["path"]


def test_a_dispatcher_sees_but_does_not_fill(dispatcher: Program) -> None:
    body = {"cells": {report().asked[0].code: {"value": 1, "rev": 0}}}
    assert dispatcher.send("PUT", f"/reports/{report().pk}/cells", body).status_code == 403
    assert not Cell.objects.exists()


def test_what_somebody_else_changed_is_not_overwritten_the_rest_is_kept(filler: Program) -> None:
    one, colleague = report(), person("head")
    Person.objects.filter(pk=colleague.pk).update(role=Role.FILLER)
    first, second = one.asked[0].code, one.asked[1].code
    colleague.refresh_from_db()
    filing.save(report=one, entries={first: Entered(5.0)}, by=colleague, now=timezone.now())
    answer = filler.send(
        "PUT", f"/reports/{one.pk}/cells",
        {"cells": {first: {"value": 6.0, "rev": 0}, second: {"value": 7.0, "rev": 0}}},
    )  # fmt: skip
    assert answer.status_code == 409
    clash = answer.json()["conflicts"]
    assert [(c["slot"], c["mine"], c["theirs"], c["rev"]) for c in clash] == [(first, 6.0, 5.0, 1)]
    assert answer.json()["revs"] == {second: 1}
    assert dict(one.cells.values_list("slot", "value")) == {first: 5.0, second: 7.0}
    event = Event.objects.filter(verb="report.saved").first()
    assert event is not None
    assert (event.detail["token"], event.detail["new"]) == ("测试程序", {second: 7.0})


def test_a_report_is_filled_explained_handed_in_and_taken_back(filler: Program) -> None:
    path = f"/reports/{report().pk}"
    cells = filler.get(path).json()["cells"]
    body = {"cells": {c["slot"]: {"value": published(c), "rev": c["rev"]} for c in cells}}
    assert filler.send("PUT", f"{path}/cells", body).status_code == 200
    for _ in range(3):  # an explanation may bring another doubt to light
        for doubt in filler.get(f"{path}/doubts").json():
            if doubt["open"] and doubt["severity"] == "explain":
                said = filler.send("POST", f"{path}/explain", {"key": doubt["key"], "text": "测试用的说明"})
                assert said.status_code == 200, said.content.decode()
    answer = filler.send("POST", f"{path}/submit")
    assert answer.status_code == 200
    assert answer.json()["stage"] == "submitted"
    assert answer.json()["digest"] == answer.json()["steps"][-1]["digest"]
    assert filler.send("POST", f"{path}/submit").status_code == 409
    assert filler.send("POST", f"{path}/recall").json()["stage"] == "draft"


def test_nobody_reviews_or_signs_by_token(filler: Program) -> None:
    for act in ("review", "sign", "return", "reopen"):
        assert filler.send("POST", f"/reports/{report().pk}/{act}", {}).status_code == 404
    for role in ("reviewer", "head"):
        one = person(role)
        assert not {"review", "sign", "accounts"} & {p.value for p in tokens.grantable(one)}
    assert not Step.objects.exists()
    assert report().stage == Stage.OPEN


def test_a_number_that_is_none_is_refused(filler: Program) -> None:
    slot = report().asked[0].code
    for value in ("NaN", "Infinity", "1e999", '"12"x'):
        answer = filler.send(
            "PUT", f"/reports/{report().pk}/cells", f'{{"cells":{{"{slot}":{{"value":{value},"rev":0}}}}}}'
        )
        assert answer.status_code in (400, 422), value
    answer = filler.send("PUT", f"/reports/{report().pk}/cells", {"cells": {slot: {"value": 1}}})
    assert answer.json()["errors"][0]["what"] == "没有写"
    assert not Cell.objects.exists()


# For people


def test_the_page_lists_every_operation(enter) -> None:
    from diaodu.web.api import schema

    page = enter("inspector").get(reverse("interface")).content.decode()
    for path in schema.description()["paths"]:
        assert path in page
    assert "/api/v1/figures" in enter("inspector").get(reverse("interface_schema")).content.decode()
    assert enter("viewer").get(reverse("interface")).status_code == 200


def test_the_description_itself_asks_for_a_token(dispatcher: Program) -> None:
    assert Program().get("/openapi.json").status_code == 401
    assert dispatcher.get("/openapi.json").json()["openapi"] == "3.1.0"


def test_a_cross_site_form_has_nothing_to_forge(enter) -> None:
    """A browser brings its cookie along from anywhere; the interface does not look at it."""
    client: Client = enter("dispatcher")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(f"{BASE}/reports/1/submit")
    assert answer.status_code == 401
