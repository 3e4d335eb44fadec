"""One person at work in a process of his own: jobs come in line by line, `["edit", "0", …]`."""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
import time
from typing import Any

import django
from bench import desk

from diaodu.economy.errors import Refusal

MEETING = 6  # cells that both write in


def main() -> None:
    """A job a line; what it says, and that it has ended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaodu.config.settings")
    django.setup()
    for line in sys.stdin:
        job, *arguments = json.loads(line)
        JOBS[job](*arguments)
        say(end=1)


def say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def report(number: str) -> Any:
    from diaodu.bureau.reports.models import Report

    return Report.objects.filter(form=desk.FORM, year=2026).select_related("unit").order_by("pk")[int(number)]


def person(one: Any, role: str) -> Any:
    from diaodu.bureau.directory.models import Person

    name = role if role == "dispatcher" else f"{role}{one.unit.code}"
    return Person.objects.select_related("unit").get(username=name)


def edit_until_closed(number: str, seed: str) -> None:
    """As another person at the same form, now and then, until it is handed in."""
    dice = random.Random(int(seed))
    for _ in range(400):
        time.sleep(dice.random() / 5)
        if not edit(number, seed, "10", "1"):
            return


def edit(number: str, seed: str, cells: str, rounds: str) -> int:
    """Change cells again and again, each time knowing what one saw last; one does not look every time."""
    from diaodu.bureau.reports import filing

    one, dice = report(number), random.Random(int(seed))
    by, slots = person(one, "filler"), [slot.code for slot in one.asked]
    own = slots[: int(cells)] if seed == "1" else slots[int(cells) - MEETING : 2 * int(cells) - MEETING]
    seen, done = dict.fromkeys(slots, 0), 0
    for step in range(int(rounds)):
        if step % 3 == 0:
            seen |= {cell.slot: cell.rev for cell in one.cells.all()}
        chosen = dice.sample(own, min(8, len(own))) + dice.sample(slots[int(cells) - MEETING : int(cells)], 2)
        values = {
            slot: round(float(seed) * 1000 + step + n / 100, 2)
            for n, slot in enumerate(dict.fromkeys(chosen))
        }
        entries = {slot: filing.Entered(value, seen[slot]) for slot, value in values.items()}
        try:
            saved = filing.save(report=one, entries=entries, by=by, now=desk.NOW)
        except Refusal as refusal:
            say(slot="", rev=0, refused=str(refusal))
            continue
        for slot, rev in saved.revs.items():
            say(slot=slot, value=values[slot], saw=seen[slot], rev=rev)
            seen[slot] = rev
        for c in saved.conflicts:
            say(slot=c.slot, value=c.mine, rev=0, theirs=c.theirs, now=c.rev)
        done += 1
    return done


def cells(number: str) -> None:
    from diaodu.bureau.audit.models import Event

    one = report(number)
    saves = Event.objects.filter(verb="report.saved", subject_id=str(one.pk)).count()
    found = {cell.slot: [cell.value, cell.rev] for cell in one.cells.all()}
    say(cells=found, saves=saves, edition=one.edition)


def submit(number: str) -> None:
    """The right numbers, and handed in as soon as the other one leaves them alone."""
    from diaodu.bureau.reports import filing

    one = report(number)
    by = person(one, "filler")
    values = {s.code: desk.value(s.indicator, s.place, s.what, s.year, s.last) for s in one.asked}
    for _ in range(200):
        try:
            filing.save(
                report=one, entries={k: filing.Entered(v) for k, v in values.items()}, by=by, now=desk.NOW
            )
            explained(one, by)
            filing.submit(report=one, by=by, now=desk.NOW)
        except Refusal:
            continue
        say(done=1)
        return
    say(done=0)


def explained(one: Any, by: Any) -> None:
    from diaodu.bureau.reports import checking, filing
    from diaodu.bureau.reports.steps import values_of

    for doubt in checking.doubts(one, values_of(one)):
        if doubt.open:
            filing.explain(report=one, hit=doubt.hit, text="已与部门核实", by=by, now=desk.NOW)


def version(number: str) -> None:
    one = report(number)
    last = one.versions.last()
    content = {code: value for code, _, value in json.loads(last.content)["values"]}
    holds = hashlib.sha256(last.content.encode()).hexdigest() == last.digest
    say(
        content=content,
        cells=dict(one.cells.values_list("slot", "value")),
        digest_holds=holds,
        stage=one.stage,
    )


def bring_to_signing(number: str) -> None:
    from diaodu.bureau.reports import filing

    if report(number).editable:
        submit(number)
    one = report(number)
    seen = one.versions.last().digest
    filing.review(report=one, seen=seen, by=person(one, "reviewer"), now=desk.NOW)
    say(done=1)


def sign(number: str) -> None:
    from diaodu.bureau.reports import filing

    one = report(number)
    seen, by = one.versions.last().digest, person(one, "head")
    _try(lambda: filing.sign(report=one, seen=seen, by=by, now=desk.NOW))


def send_back(number: str) -> None:
    from diaodu.bureau.reports import filing

    one = report(number)
    by = person(one, "dispatcher")
    _try(lambda: filing.send_back(report=one, text="请再核对", by=by, now=desk.NOW))


def issue(year: str, month: str) -> None:
    say(done=desk.issue((int(year), int(month))))


def issued(year: str, month: str) -> None:
    from diaodu.bureau.reports.models import Report

    say(done=Report.objects.filter(year=int(year), month=int(month)).count())


def posted(number: str) -> None:
    from diaodu.bureau.figures.models import Figure, Source

    one = report(number)
    sources = Source.objects.filter(unit=one.unit_id)
    figures = Figure.objects.filter(source__in=sources).count()
    say(signatures=one.steps.filter(act="signed").count(), sources=sources.count(), figures=figures)


def halves() -> None:
    from bench import holds

    say(found=holds.halves())


def _try(act: Any) -> None:
    try:
        act()
    except Refusal as refusal:
        say(done=0, refused=str(refusal))
    else:
        say(done=1)


JOBS = {
    one.__name__: one
    for one in (
        edit,
        edit_until_closed,
        cells,
        submit,
        version,
        bring_to_signing,
        sign,
        send_back,
        issue,
        issued,
        posted,
        halves,
    )
}

if __name__ == "__main__":
    main()
