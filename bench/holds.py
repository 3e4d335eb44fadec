"""What must hold of a city's database after any kill (断电断进程后的核对): nothing lost, nothing half."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Facts = dict[str, Any]
ACTS = {
    "submitted": "report.submitted", "reviewed": "report.reviewed", "signed": "report.signed",
    "returned": "report.returned", "reopened": "report.reopened", "recalled": "report.recalled",
}  # fmt: skip


def told(file: Path) -> tuple[list[Facts], list[Facts]]:
    """The acts that were acknowledged, and those that were only begun (日志)."""
    done: list[Facts] = []
    begun: list[Facts] = []
    last: Facts | None = None
    for line in file.read_bytes().splitlines():
        fact = json.loads(line)
        if "did" in fact:
            done.append(fact)
            last = None
            continue
        if last is not None:
            begun.append(last)
        last = fact
        fact["after"] = len(done)
    return done, begun + ([last] if last else [])


def lost(done: list[Facts], begun: list[Facts]) -> list[str]:
    """Acknowledged acts that are not there (丢失)."""
    return [*_lost_cells(done, begun), *_lost_acts(done), *_lost_imports(done)]


def _lost_cells(done: list[Facts], begun: list[Facts]) -> Iterator[str]:
    from diaodu.bureau.reports.models import Cell

    said: dict[tuple[int, str], tuple[int, float]] = {}
    for number, fact in enumerate(done):
        if fact["did"] == "save":
            said |= {(fact["report"], slot): (number, value) for slot, value in fact["values"].items()}
    perhaps: dict[tuple[int, str], list[tuple[int, float]]] = defaultdict(list)
    for fact in begun:
        for slot, value in fact.get("values", {}).items():
            perhaps[fact["report"], slot].append((fact["after"], value))
    now = {(r, s): v for r, s, v in Cell.objects.values_list("report", "slot", "value")}
    for key, (number, value) in said.items():
        later = {one for after, one in perhaps[key] if after > number}
        if now.get(key) != value and now.get(key) not in later:
            yield f"cell {key}: said {value}, there {now.get(key)}"


def _lost_acts(done: list[Facts]) -> Iterator[str]:
    """As many steps of each sort and version as were acknowledged, at least."""
    from diaodu.bureau.reports.models import Report, Step

    names = {
        "submit": "submitted",
        "review": "reviewed",
        "sign": "signed",
        "return": "returned",
        "reopen": "reopened",
    }
    said = Counter((names[f["did"]], f["report"], f.get("digest", "")) for f in done if f["did"] in names)
    there: Counter[tuple[str, int, str]] = Counter()
    for act, report, digest in Step.objects.values_list("act", "report", "version__digest"):
        there[act, report, digest if act in ("submitted", "reviewed", "signed") else ""] += 1
    yield from (
        f"step {key}: {count} said, {there[key]} there" for key, count in said.items() if there[key] < count
    )
    for fact in done:
        if fact["did"] == "issue":
            year, month = fact["month"]
            count = Report.objects.filter(year=year, month=month).count()
            if count < fact["count"]:
                yield f"issue {fact}: {count} there"


def _lost_imports(done: list[Facts]) -> Iterator[str]:
    from diaodu.bureau.figures.models import Figure
    from diaodu.bureau.reports.models import Upload

    for fact in done:
        if fact["did"] == "import":
            upload = Upload.objects.get(pk=fact["upload"])
            figures = Figure.objects.filter(source=upload.source_id or 0).count()
            if upload.state != "posted" or figures != fact["posted"][0] + fact["posted"][1]:
                yield f"import {fact}: {upload.state}, {figures} figures"


def halves() -> list[str]:
    """Whatever is there in part only (半截)."""
    return [*_versions(), *_stages(), *_postings(), *_counts(), *_uploads(), *_chain()]


def _versions() -> Iterator[str]:
    from diaodu.bureau.reports.models import Step, Version

    steps = Counter(Step.objects.filter(act="submitted").values_list("version", flat=True))
    for version in Version.objects.all():
        if hashlib.sha256(version.content.encode()).hexdigest() != version.digest:
            yield f"version {version.pk}: its digest is of something else"
        if steps[version.pk] != 1:
            yield f"version {version.pk}: {steps[version.pk]} steps of submission"


def _stages() -> Iterator[str]:
    """Where a report stands, and the last act on it, are two rows of one transaction."""
    from diaodu.bureau.reports.models import Report

    after = {
        "submitted": ("submitted",), "reviewed": ("reviewed",), "signed": ("signed",),
        "returned": ("returned",), "reopened": ("draft",), "recalled": ("draft",),
    }  # fmt: skip
    for report in Report.objects.prefetch_related("steps", "cells"):
        acts = [step.act for step in report.steps.all() if step.act in after]
        expected = after[acts[-1]] if acts else ("open", "draft")
        if report.stage not in expected:
            yield f"report {report.pk}: {report.stage} after {acts[-1:]}"
        if (report.stage == "signed") != (report.signed_at is not None):
            yield f"report {report.pk}: {report.stage}, signed at {report.signed_at}"
        filled = sum(cell.value is not None for cell in report.cells.all())
        if report.filled != filled:
            yield f"report {report.pk}: says {report.filled} filled, has {filled}"


def _postings() -> Iterator[str]:
    """A signature and its figures: every value of the version once, and nothing twice in the ledger."""
    from diaodu.bureau.figures.models import KEY, Figure, Source
    from diaodu.bureau.reports.models import Report

    ledger: dict[tuple[Any, ...], list[tuple[float | None, int]]] = defaultdict(list)
    for *key, value, source in Figure.objects.order_by("pk").values_list(*KEY, "value", "source").iterator():
        rows = ledger[tuple(key)]
        if rows and rows[-1][0] == value:
            yield f"figure {key}: {value} posted twice"
        rows.append((value, source))
    for report in Report.objects.filter(stage="signed"):
        step = report.steps.filter(act="signed").select_related("version").last()
        if step is None or step.version is None or step.source_id is None:
            yield f"report {report.pk}: signed without a version or a source"
            continue
        for code, key, value in json.loads(step.version.content)["values"]:
            if [one for one, _ in ledger[tuple(key)][-1:]] != [value]:
                yield f"report {report.pk}: {code} signed {value}, ledger {ledger[tuple(key)][-1:]}"
    yield from _sources(Counter(source for rows in ledger.values() for _, source in rows), Source)


def _sources(figures: Counter[int], model: Any) -> Iterator[str]:
    posted = {int(e.subject_id): e.detail for e in _events("figures.posted")}
    for source in model.objects.exclude(name="历史.csv").values_list("pk", flat=True):
        said = posted.pop(source, None)
        if said is None or said["new"] + said["revised"] != figures[source]:
            yield f"source {source}: event {said}, {figures[source]} figures"
    yield from (f"event of a source that is not there: {number}" for number in posted)


def _counts() -> Iterator[str]:
    """An event of the log for every act, an act for every event."""
    from diaodu.bureau.reports.models import Explanation, Report, Step

    acts = Counter(Step.objects.values_list("act", flat=True))
    for act, verb in ACTS.items():
        events = sum(1 for _ in _events(verb))
        if events != acts[act]:
            yield f"{verb}: {events} events, {acts[act]} steps"
    saved = Counter(int(e.subject_id) for e in _events("report.saved"))
    for pk, edition in Report.objects.values_list("pk", "edition"):
        if saved[pk] != edition:
            yield f"report {pk}: edition {edition}, {saved[pk]} events"
    explained = sum(1 for _ in _events("report.explained"))
    if explained != Explanation.objects.count():
        yield f"{explained} events of explanations, {Explanation.objects.count()} there"
    issued = sum(e.detail["count"] for e in _events("reports.issued"))
    if issued != Report.objects.count():
        yield f"{issued} reports issued by the log, {Report.objects.count()} there"


def _uploads() -> Iterator[str]:
    from diaodu.bureau.reports.models import Upload

    events = Counter(int(e.subject_id) for e in _events("upload.posted"))
    for upload in Upload.objects.defer("content", "preview"):
        if events[upload.pk] != (upload.state == "posted"):
            yield f"upload {upload.pk}: {upload.state}, {events[upload.pk]} events"


def _chain() -> Iterator[str]:
    """What a killed process left unsealed the next one seals, and the log proves itself."""
    from diaodu.bureau.audit import chain, proof

    chain.seal_due()
    found = proof.verify()
    if not found.holds or found.unsealed:
        yield f"audit chain: {found}"


def _events(verb: str) -> Iterable[Any]:
    from diaodu.bureau.audit.models import Event

    return Event.objects.filter(verb=verb)
