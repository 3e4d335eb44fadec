"""Who may do what, walked from the URL table: every route × every role × own and foreign unit (权限遍历)."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from diaodu.bureau.directory import permissions
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.reports import rounds
from diaodu.economy.periods import span
from diaodu.web import aside, noted
from diaodu.web.pages import errors, imports
from diaodu.web.urls import urlpatterns
from tests.web import rights
from tests.web.api import BASE
from tests.web.city import COUNTY
from tests.web.rights import NOW, Route, Walk, routes, unguarded, unmade

KNOWN = list(routes(urlpatterns))
CITY = "yunxing"


@pytest.fixture
def desk(planted: None, db: None, monkeypatch: pytest.MonkeyPatch, settings) -> dict[str, Person]:
    """People of every role, at the city's office and in one county; reports issued to all (人员)."""
    cache.clear()
    settings.SECURITY = settings.SECURITY._replace(token_rate=10**9)
    rounds.issue(month=span(2026, 9, 9), by=Person.system(), now=NOW)
    monkeypatch.setattr(aside, "carry_out", lambda errand: None)  # who may, not what comes of it
    monkeypatch.setattr(aside, "run", lambda work: None)
    monkeypatch.setattr(imports, "_read_aside", lambda *args: None)
    monkeypatch.setattr(errors, "render", lambda request, page, told, status: HttpResponse(status=status))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(noted, "_too_many", lambda request: False)
    city, county = Unit.objects.get(code=CITY), Unit.objects.get(code=COUNTY)
    known = {f"市直·{role.label}": _person(role, city) for role in Role}
    return known | {f"县区·{role.label}": _person(role, county) for role in Role}


def _person(role: Role, unit: Unit) -> Person:
    return Person.objects.create(
        username=f"{unit.code}-{role.value}", full_name=f"{unit}{role.label}", role=role, unit=unit,
        password_at=NOW,
    )  # fmt: skip


def test_every_route_asks_for_a_permission() -> None:
    assert len(KNOWN) > 60
    assert unguarded(KNOWN) == []


def test_every_route_about_something_has_a_maker_of_it() -> None:
    missing = unmade(KNOWN)
    assert not missing, f"这些地址带参数，请在 tests/web/rights.py 用 @made 写明它们的对象：{missing}"
    stale = set(rights.MAKERS) - {route.name for route in KNOWN}
    assert not stale, f"这些地址已经没有了：{stale}"


def test_every_role_may_exactly_what_permissions_py_says(desk: dict[str, Person]) -> None:
    walk = Walk(desk)
    faults = walk.through(KNOWN)
    assert not faults, f"{len(faults)}处：\n" + "\n".join(faults[:60])
    assert walk.denied > 500
    assert walk.asked - walk.denied > 500


REPORT_ROUTES = [
    r for r in KNOWN if r.name in ("report", "report_cells", "report_sign", "source", "api:save")
]


def test_a_guard_that_lets_everybody_through_is_found(
    desk: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is expected comes from the rule itself, so a page that no longer asks it differs."""
    monkeypatch.setattr(permissions, "may", lambda *args, **kwargs: True)
    some = {name: desk[name] for name in ("市直·阅览", "县区·填报人", "市直·审计管理员")}
    faults = "\n".join(Walk(some).through(REPORT_ROUTES))
    assert "市直·审计管理员 GET report（foreign）：应拒绝" in faults
    assert "市直·阅览 GET source（foreign）：应拒绝" in faults
    assert "市直·阅览 PUT api:save（foreign）：应拒绝" in faults


def test_a_report_shown_to_a_foreign_unit_is_found(
    desk: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    from diaodu.bureau.reports.models import ReportQuery

    monkeypatch.setattr(ReportQuery, "open_to", lambda self, person: self)
    some = {"县区·填报人": desk["县区·填报人"]}
    faults = Walk(some).through([r for r in KNOWN if r.name == "report"])
    assert faults[0] == "县区·填报人 GET report（foreign）：应拒绝，实为200"


def test_a_view_without_a_guard_is_found() -> None:
    bare = path("leak/", lambda request: HttpResponse("机密"), name="leak")
    assert unguarded(routes([*urlpatterns, bare])) == ["leak"]


def test_a_new_route_without_a_maker_is_found() -> None:
    bare = path("leak/<int:pk>/", lambda request, pk: HttpResponse("机密"), name="leak")
    assert unmade(routes([*urlpatterns, bare])) == ["leak"]


def test_strangers_are_sent_to_the_door(planted: None, db: None) -> None:
    for route in (one for one in KNOWN if not one.by_token):
        address, client = reverse(route.name, args=_any(route)), Client()
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302 or (route.name == "logout" and answer.status_code == 405), route
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/login/"), route


def test_strangers_and_cookies_get_nothing_from_the_interface(desk: dict[str, Person]) -> None:
    inside = Client()
    inside.force_login(desk["市直·调度员"], backend="django.contrib.auth.backends.ModelBackend")
    for route in (one for one in KNOWN if one.by_token):
        address = route.path.replace("{report_id}", "1").replace("{document_id}", "1")
        for client in (Client(), inside):
            answer = client.generic(route.method, address, "{}", content_type="application/json")
            assert answer.status_code == 401, route
    for address in ("/", "/openapi.json", "/anything"):
        assert Client().get(BASE + address).status_code == 401


def test_only_three_pages_are_open_to_strangers() -> None:
    open_to_all = {p.name for p in urlpatterns if getattr(p.callback, "login_required", True) is False}
    assert open_to_all == rights.OPEN
    assert login_not_required


def _any(route: Route) -> list:
    """Arguments that fit the address; what they are of matters to nobody outside."""
    fits = {"cause": ["a", "b"], "revisions": ["a", "b"], "revisions_workbook": ["a", "b"],
            "indicator": ["a"], "place": ["a"], "template": ["a"], "template_remove": ["a"],
            "exports_figures": ["csv"], "exports_table": ["calendar", "csv"],
            "errand_result": [1, "docx"]}  # fmt: skip
    return fits.get(route.name, [1] * route.parameters)
