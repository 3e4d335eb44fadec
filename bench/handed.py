"""Before and after the ten minutes of the reporting bench: log-ins made, nothing lost, everything signed."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from pathlib import Path
from typing import Any

from bench import desk


def open_city(folder: str) -> None:
    """Django on the city, with its database up to date."""
    from diaodu.config import home, setup

    os.environ.pop("DIAODU_SECRET_KEY", None)  # sessions are signed with the city's own
    setup.open_city(home.Home(Path(folder).resolve()))


def prepare(folder: str, many: int) -> dict[str, Any]:
    """A log-in for every unit's filler, and what he is going to say (准备)."""
    open_city(folder)
    from django.db import connection

    from bench.plain_view import TABLE
    from diaodu.bureau.directory.models import Person
    from diaodu.bureau.reports.models import Report

    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    fillers = {one.unit_id: one for one in Person.objects.filter(role="filler").select_related("unit")}
    reports = Report.objects.filter(form=desk.FORM, stage="open").order_by("pk")[:many]
    units = [_unit(report, fillers[report.unit_id]) for report in reports]
    (Path(folder) / "units.json").write_text(json.dumps(units), "utf-8")
    return {"units": len(units)}


def _unit(report: Any, person: Any) -> tuple[int, str, str, dict[str, list[Any]]]:
    """A session as the log-in page leaves it, a token against forged requests, the cells of the page."""
    from django.contrib.sessions.backends.db import SessionStore

    from diaodu.bureau.directory.models import Person
    from diaodu.web import sessions

    store, now = SessionStore(), int(time.time())
    store["_auth_user_id"] = str(person.pk)
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store["_auth_user_hash"] = person.get_session_auth_hash()
    store[sessions.TICKET] = secrets.token_hex(16)
    store[sessions.ENTERED] = store[sessions.USED] = now
    store.create()
    Person.objects.filter(pk=person.pk).update(ticket=store[sessions.TICKET])
    cells = {code: [repr(number), 0] for code, number in said(report).items()}
    return report.pk, str(store.session_key), secrets.token_hex(16), cells


def said(report: Any) -> dict[str, float]:
    """What a unit is going to hand in (应报数)."""
    return {s.code: desk.value(s.indicator, s.place, s.what, s.year, s.last) for s in report.asked}


def sign(folder: str) -> dict[str, Any]:
    """Prove that nothing is lost, then review and sign everything; how long each signature took (签发)."""
    open_city(folder)
    from diaodu.bureau.figures.models import Figure
    from diaodu.bureau.reports.models import Report, Stage

    pks = json.loads((Path(folder) / "acknowledged.json").read_text("utf-8"))
    reports = Report.objects.filter(pk__in=pks).select_related("unit").order_by("pk")
    lost = [why for report in reports for why in _lost(report)]
    times = [_signed(report) for report in reports.filter(stage=Stage.SUBMITTED)]
    figures = Figure.objects.filter(source__unit__isnull=False).count()
    return {"lost": lost[:5], "reports": len(times), "times": times, "figures": figures}


def _lost(report: Any) -> list[str]:
    """Whatever differs from what was sent: the cells, the version, its digest."""
    sent, version = said(report), report.versions.last()
    there = dict(report.cells.values_list("slot", "value"))
    if there != sent:
        return [f"{report.pk}: {len(set(sent.items()) - set(there.items()))} numbers differ"]
    if version is None or report.stage != "submitted":
        return [f"{report.pk}: {report.stage}, version {version}"]
    content = {code: value for code, _, value in json.loads(version.content)["values"]}
    if content != sent or hashlib.sha256(version.content.encode()).hexdigest() != version.digest:
        return [f"{report.pk}: the version is of something else"]
    return []


def _signed(report: Any) -> float:
    from diaodu.bureau.directory.models import Person
    from diaodu.bureau.reports import filing

    seen, by = report.versions.last().digest, Person.objects.select_related("unit")
    reviewer = by.get(username=f"reviewer{report.unit.code}")
    filing.review(report=report, seen=seen, by=reviewer, now=desk.NOW)
    head, begun = by.get(username=f"head{report.unit.code}"), time.perf_counter()
    filing.sign(report=report, seen=seen, by=head, now=desk.NOW)
    return (time.perf_counter() - begun) * 1000
