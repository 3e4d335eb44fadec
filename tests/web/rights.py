"""Every address × every role × own and foreign unit: what permissions.py says beside what really happens.

The routes come from the URL table and from the interface's own operations, so that a new one can't be
forgotten: one with a parameter needs a maker of the thing that it is about (`made`), else the test says so.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Attempts, Person, Role, Token, Unit
from diaodu.bureau.directory.permissions import BY_TOKEN, OF_THE_CITY, Permission, may
from diaodu.bureau.documents.models import Document, Errand
from diaodu.bureau.figures.models import Figure, Source
from diaodu.bureau.findings.models import Question
from diaodu.bureau.notices.models import Notice
from diaodu.bureau.reports.models import Attachment, Report, Stage, Upload
from diaodu.web.api import schema
from tests.web.api import token
from tests.web.city import COUNTY, INDICATOR
from tests.web.conftest import MODEL

FOREIGN = "900322"
NOW = dt.datetime(2026, 10, 12, 9, tzinfo=dt.UTC)
OPEN = {"login", "login_code", "set_language"}
"""For strangers too."""
EVERYBODY = {"logout", "password", "home", "account", "account_email", "factor", "factor_off", "factor_codes"}
"""For everybody who is logged in: only about himself."""


class Thing(NamedTuple):
    """What an address is about (对象): whose unit's it is, or whose own; neither is everybody's."""

    args: list[Any]
    unit: int | None = None
    owner: int | None = None
    body: Any = None


Maker = Callable[[Person, str], Thing]
MAKERS: dict[str, Maker] = {}
SCOPED: set[str] = set()
"""Routes of things that belong to a unit or to a person: walked for an own one and for a foreign one."""


def made(*names: str, scoped: bool = False) -> Callable[[Maker], Maker]:
    """The maker of what these addresses are about (对象)."""

    def entered(maker: Maker) -> Maker:
        MAKERS.update(dict.fromkeys(names, maker))
        if scoped:
            SCOPED.update(names)
        return maker

    return entered


class Route(NamedTuple):
    """One address, or one operation of the interface (地址)."""

    name: str
    permission: Permission | None
    parameters: int
    method: str = ""
    path: str = ""

    @property
    def by_token(self) -> bool:
        return bool(self.path)


def routes(patterns: Iterable[Any]) -> Iterator[Route]:
    """The URL table and the interface's operations, without what is open to strangers (地址表)."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in OPEN:
            permission = getattr(pattern.callback, "permission", None)
            yield Route(str(pattern.name), permission, pattern.pattern.regex.groups)
    for path, methods in schema.description()["paths"].items():
        for method, one in methods.items():
            permission = Permission(one["x-permission"])
            yield Route(f"api:{one['operationId']}", permission, path.count("{"), method.upper(), path)


def unguarded(known: Iterable[Route]) -> list[str]:
    """Routes that ask for no permission, and are not everybody's (无权限检查的地址)."""
    return [r.name for r in known if r.permission is None and r.name not in EVERYBODY]


def unmade(known: Iterable[Route]) -> list[str]:
    """Routes with a parameter that no maker makes a thing for."""
    return [r.name for r in known if r.parameters and r.name not in MAKERS]


# What may be, by permissions.py


def expected(person: Person, route: Route, thing: Thing, method: str) -> bool:
    """Whether a person may (应否允许)."""
    if route.permission is None:
        return True
    if thing.owner not in (None, person.pk):
        return False
    finer = FINER.get((route.name, method)) or FINER.get((route.name, ""))
    return may(person, route.permission, unit=thing.unit) and (finer is None or finer(person, thing))


def _returns(person: Person, thing: Thing) -> bool:
    """A report in review goes back by its reviewer's hand or the dispatcher's."""
    return may(person, Permission.COLLECT) or may(person, Permission.REVIEW, unit=thing.unit)


def _city(permission: Permission) -> Callable[[Person, Thing], bool]:
    return lambda person, thing: may(person, permission, unit=thing.unit)


def _chain(person: Person, thing: Thing) -> bool:
    chain = (Permission.FILL, Permission.REVIEW, Permission.SIGN)
    return any(may(person, one, unit=thing.unit) for one in chain)


EMPTY = {"collection_workbook", "quality_workbook"}
"""Not there while one's own unit has no reports (没有内容)."""

FILES = {"report_scan": ("签字件.pdf", b"%PDF-1.4")}
"""What is refused for its content before anybody asks who sends it."""

QUERIES = {"figures": "?ids=1"}
"""What an address is not found without."""

FINER: dict[tuple[str, str], Callable[[Person, Thing], bool]] = {
    ("report_return", ""): _returns,
    ("report_scan", "POST"): _chain,
    ("exports_table", ""): _city(Permission.REPORTS),
}
"""Where the verb asks for more than its address."""


# What happens


@dataclass
class Walk:
    """The walk through all of them (逐一核对)."""

    people: dict[str, Person]
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    denied: int = 0

    def through(self, known: list[Route]) -> list[str]:
        """Every difference between what may be and what happens (差异)."""
        for label, person in self.people.items():
            client = Client()
            client.force_login(person, backend=MODEL)
            inside = client.cookies.output(header="")
            for route in known:
                for whose in _whose(person, route):
                    client.cookies.load(inside)  # whatever logging out has done
                    self._try(label, person, client, route, whose)
        return self.faults

    def _try(self, label: str, person: Person, client: Client, route: Route, whose: str) -> None:
        """Who may read is not made to write: what comes of it is not the matter here.

        Who is turned away by the guard, which no method passes by, need not knock twice; but what is somebody
        else's is tried both ways, for there the guard alone does not decide.
        """
        for method in _methods(route):
            status = self._compare(label, person, client, route, whose, method)
            if status != 405 and (self._last_may or (status == 403 and route.name not in SCOPED)):
                return

    def _compare(
        self, label: str, person: Person, client: Client, route: Route, whose: str, method: str
    ) -> int:
        with transaction.atomic():
            thing = MAKERS[route.name](person, whose) if route.name in MAKERS else Thing([])
            asks = _as_program(person) if route.by_token else person
            self._last_may = expected(asks, route, thing, method)
            before = _newest()
            answer = _ask(client, asks, route, thing, method)
            status = answer.status_code
            denied = _denied(route, status, before)
            transaction.set_rollback(True)
        if status == 405:
            return status
        self.asked += 1
        self.denied += denied
        if denied == self._last_may or (status >= 500):
            wanted = "应允许" if self._last_may else "应拒绝"
            self.faults.append(f"{label} {method} {route.name}（{whose}）：{wanted}，实为{status}")
        return status


def _whose(person: Person, route: Route) -> tuple[str, ...]:
    """County people are walked through what is somebody's, and what is the city's alone."""
    of_county = person.unit is not None and bool(person.unit.place)
    if route.name in SCOPED:
        return ("own", "foreign") if of_county else ("foreign",)
    return ("any",) if not of_county or route.permission in OF_THE_CITY else ()


def _methods(route: Route) -> tuple[str, ...]:
    return (route.method,) if route.by_token else ("GET", "POST")


def _as_program(person: Person) -> Person:
    asks = Person.objects.select_related("unit").get(pk=person.pk)
    asks.scope = BY_TOKEN
    return asks


def _ask(client: Client, person: Person, route: Route, thing: Thing, method: str) -> HttpResponseBase:
    if not route.by_token:
        address = reverse(route.name, args=thing.args) + QUERIES.get(route.name, "")
        if method == "POST" and route.name in FILES:
            return client.post(address, {"file": SimpleUploadedFile(*FILES[route.name])})
        return client.generic(method, address)
    path = route.path
    for one in thing.args:
        path = path[: path.index("{")] + str(one) + path[path.index("}") + 1 :]
    headers = {"Authorization": f"Bearer {token(person)}"}
    body = json.dumps(thing.body or {})
    return Client().generic(method, path, body, content_type="application/json", headers=headers)


def _denied(route: Route, status: int, before: int) -> bool:
    if route.name in EMPTY and status == 404:
        return False
    if route.name == "board" and status == 302:
        return True  # the first page leads those who may not see it to their own
    return status in (403, 404) or _turned_down(before)


def _newest() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _turned_down(before: int) -> bool:
    """Refused in words on a page of his own: a line says so, and nothing else was done."""
    verbs = set(Event.objects.filter(pk__gt=before).values_list("verb", flat=True))
    return "refused.permission" in verbs


# The things


def _unit(whose: str) -> Unit:
    return Unit.objects.get(code=COUNTY if whose == "own" else FOREIGN)


def _report(whose: str) -> Report:
    return Report.objects.get(form="county_month", unit=_unit(whose), month=9)


@made(
    "report", "report_cells", "report_check", "report_progress", "report_explain", "report_adopt",
    "report_submit", "report_recall", "report_sign", "report_reopen", "report_workbook", "report_upload",
    "report_scan", "report_print", "report_history", scoped=True,
)  # fmt: skip
def _of_report(person: Person, whose: str) -> Thing:
    one = _report(whose)
    return Thing([one.pk], unit=one.unit_id)


@made("report_review", "report_return", scoped=True)
def _of_report_in_review(person: Person, whose: str) -> Thing:
    one = _report(whose)
    Report.objects.filter(pk=one.pk).update(stage=Stage.SUBMITTED)
    return Thing([one.pk], unit=one.unit_id)


@made("report_taken", "report_marked", "report_file", scoped=True)
def _of_attachment(person: Person, whose: str) -> Thing:
    from diaodu.bureau.reports import workbook

    one = _report(whose)
    name, content = workbook.issue(one, NOW)
    kept = Attachment.objects.create(
        report=one, kind=Attachment.Kind.WORKBOOK, name=name, sha256="0" * 64, size=len(content),
        content=content, by=person, at=NOW,
    )  # fmt: skip
    return Thing([one.pk, kept.pk], unit=one.unit_id)


@made("api:report", "api:doubts", "api:submit", "api:recall", scoped=True)
def _of_report_by_token(person: Person, whose: str) -> Thing:
    return _of_report(person, whose)


@made("api:save", scoped=True)
def _of_cells(person: Person, whose: str) -> Thing:
    one = _report(whose)
    body = {"cells": {one.asked[0].code: {"value": 1.5, "rev": 0}}}
    return Thing([one.pk], unit=one.unit_id, body=body)


@made("api:explain", scoped=True)
def _of_doubt(person: Person, whose: str) -> Thing:
    one = _report(whose)
    return Thing([one.pk], unit=one.unit_id, body={"key": "x|y|z", "text": "测试用的说明"})


@made(
    "upload", "upload_progress", "upload_post", "upload_discard", "upload_again", "upload_marked", scoped=True
)
def _of_upload(person: Person, whose: str) -> Thing:
    by = Person.objects.create(username=f"brought-{whose}", role=Role.DISPATCHER, unit=_unit(whose))
    one = Upload.objects.create(
        name="表.csv", sha256="0" * 64, content=b"x", state="ready", received_at=NOW, by=by,
        preview={"options": {}},
    )  # fmt: skip
    return Thing([one.pk], unit=by.unit_id)


@made("question_answer", scoped=True)
def _of_question_put(person: Person, whose: str) -> Thing:
    one = Question.objects.order_by("pk").first()
    assert one is not None
    Question.objects.filter(pk=one.pk).update(unit=_unit(whose), state="open")
    return Thing([one.pk], unit=_unit(whose).pk)


@made("question", "question_close", "question_reopen")
def _of_question(person: Person, whose: str) -> Thing:
    one = Question.objects.order_by("pk").first()
    assert one is not None
    return Thing([one.pk])


@made("token_revoke", scoped=True)
def _of_token(person: Person, whose: str) -> Thing:
    owner = person if whose == "own" else _stranger()
    token(owner)
    return Thing([Token.objects.get(person=owner).pk], owner=owner.pk)


@made("notice", scoped=True)
def _of_notice(person: Person, whose: str) -> Thing:
    owner = person if whose == "own" else _stranger()
    one = Notice.objects.create(person=owner, key="rights", kind="reports", text="催报", at=NOW)
    return Thing([one.pk], owner=owner.pk)


@made("errand", "errand_progress", scoped=True)
def _of_errand(person: Person, whose: str) -> Thing:
    owner = person if whose == "own" else _stranger()
    one = Errand.objects.create(
        kind="fill", state="ready", by=owner, at=NOW, name="表.docx", content=b"x", side=b"{}",
        result={"filename": "表.docx"},
    )  # fmt: skip
    return Thing([one.pk], owner=owner.pk)


@made("errand_result", scoped=True)
def _of_errand_result(person: Person, whose: str) -> Thing:
    one = _of_errand(person, whose)
    return one._replace(args=[*one.args, "docx"])


def _stranger() -> Person:
    return Person.objects.create(username="somebody-else", role=Role.DISPATCHER, unit=_unit("foreign"))


@made("person", "person_reset", "person_disable", "person_enable", "right", "right_factor")
def _of_person(person: Person, whose: str) -> Thing:
    return Thing([Person.objects.create(username="one-of-many", role=Role.VIEWER).pk])


@made("unit_rename", "unit_retire")
def _of_unit(person: Person, whose: str) -> Thing:
    return Thing([Unit.objects.create(code="x", name="某单位").pk])


@made("lock_lift")
def _of_lock(person: Person, whose: str) -> Thing:
    until = timezone.now() + dt.timedelta(minutes=30)
    return Thing([Attempts.objects.create(key="k", username="x", at=timezone.now(), locked_until=until).pk])


@made("document", "paper", "paper_figures", "api:document", "api:file")
def _of_document(person: Person, whose: str) -> Thing:
    return Thing([_first(Document)])


@made("figure")
def _of_figure(person: Person, whose: str) -> Thing:
    return Thing([_first(Figure)])


@made("source", scoped=True)
def _of_source(person: Person, whose: str) -> Thing:
    unit, by = _unit(whose), Person.system()
    kept = Source.objects.create(
        name="表.csv", sha256="0" * 64, content=b"x", received_at=NOW, by=by, unit=unit
    )
    return Thing([kept.pk], unit=unit.pk)


@made("template", "template_remove")
def _of_template(person: Person, whose: str) -> Thing:
    return Thing(["预警单"])


@made("cause", "revisions", "revisions_workbook")
def _of_series(person: Person, whose: str) -> Thing:
    return Thing([INDICATOR, COUNTY])


@made("indicator")
def _of_indicator(person: Person, whose: str) -> Thing:
    return Thing([INDICATOR])


@made("place")
def _of_place(person: Person, whose: str) -> Thing:
    return Thing([COUNTY])


@made("exports_figures")
def _of_export(person: Person, whose: str) -> Thing:
    return Thing(["csv"])


@made("exports_table")
def _of_table(person: Person, whose: str) -> Thing:
    return Thing(["calendar", "csv"])


@made("calendar_file")
def _of_year(person: Person, whose: str) -> Thing:
    return Thing([2026])


def _first(model: Any) -> int:
    return int(model.objects.order_by("pk").values_list("pk", flat=True)[0])
