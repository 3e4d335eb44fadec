"""A worker that does acts of the reporting desk, one after the other, and notes each before and after (办理).

The journal is the witness: what it says was done must be there after any kill; what was only begun may be
there whole, or not at all.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import desk

Facts = dict[str, Any]
MONTHS = 6  # the worker issues so many months, September first


class Journal:
    """Lines on the disk before anything else goes on (办理日志)."""

    def __init__(self, file: Path) -> None:
        self.handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    @contextmanager
    def noted(self, act: str, **facts: Any) -> Iterator[Facts]:
        """What one is about to do, and what came of it once the act has returned."""
        self.write({"will": act, **facts})
        came: Facts = {}
        yield came
        self.write({"did": act, **facts, **came})

    def write(self, line: Facts) -> None:
        os.write(self.handle, json.dumps(line, ensure_ascii=False).encode() + b"\n")
        os.fsync(self.handle)


def work(journal: Journal, seed: str, acts: int = 1_000_000) -> None:
    """Acts by chance until killed (随机办理), or so many."""
    dice = random.Random(seed)
    for _ in range(acts):
        act = dice.choices(ACTS, WEIGHTS)[0]
        act(journal, dice)


def save(journal: Journal, dice: random.Random) -> None:
    """Some numbers of a report that is still open (填报)."""
    from diaodu.bureau.reports import filing
    from diaodu.bureau.reports.models import EDITABLE

    report = _some(dice, EDITABLE)
    if report is not None:
        slots = dice.sample([slot.code for slot in report.asked], dice.randint(1, 40))
        values = {slot: round(dice.uniform(1, 900), 2) for slot in slots}
        with journal.noted("save", report=report.pk, values=values):
            entries = {slot: filing.Entered(number) for slot, number in values.items()}
            filing.save(report=report, entries=entries, by=_person(report, "filler"), now=desk.NOW)


def submit(journal: Journal, dice: random.Random) -> None:
    """The right numbers, every doubt explained, and handed in (报送)."""
    from diaodu.bureau.reports import checking, filing
    from diaodu.bureau.reports.models import EDITABLE

    report = _some(dice, EDITABLE)
    if report is None:
        return
    by, values = (
        _person(report, "filler"),
        {slot.code: truth(slot, report.corrections) for slot in report.asked},
    )
    with journal.noted("save", report=report.pk, values=values):
        entries = {slot: filing.Entered(number) for slot, number in values.items()}
        filing.save(report=report, entries=entries, by=by, now=desk.NOW)
    for doubt in checking.doubts(report, values):
        if doubt.open:
            with journal.noted("explain", report=report.pk, series=doubt.hit.series):
                filing.explain(report=report, hit=doubt.hit, text="已与部门核实", by=by, now=desk.NOW)
    with journal.noted("submit", report=report.pk) as came:
        came["digest"] = filing.submit(report=report, by=by, now=desk.NOW).digest


def truth(slot: Any, correction: int) -> float:
    """What the unit has to say; a correction says a little more of every amount."""
    number = desk.value(slot.indicator, slot.place, slot.what, slot.year, slot.last)
    return number if slot.what == "growth" else round(number + correction / 10, 2)


def sign(journal: Journal, dice: random.Random) -> None:
    """The head signs, and the figures are posted (签发)."""
    from diaodu.bureau.reports import filing
    from diaodu.bureau.reports.models import Stage

    report = _some(dice, (Stage.REVIEWED,))
    if report is not None:
        digest = report.versions.last().digest
        with journal.noted("sign", report=report.pk, digest=digest) as came:
            by = _person(report, "head")
            step, posted = filing.sign(report=report, seen=digest, by=by, now=desk.NOW)
            came |= {"source": step.source_id, "posted": list(posted)}


def review(journal: Journal, dice: random.Random) -> None:
    """The reviewer agrees, or sends it back (审核)."""
    from diaodu.bureau.reports import filing
    from diaodu.bureau.reports.models import Stage

    report = _some(dice, (Stage.SUBMITTED,))
    if report is None:
        return
    by = _person(report, "reviewer")
    if dice.random() < 0.1:
        with journal.noted("return", report=report.pk):
            filing.send_back(report=report, text="请再核对", by=by, now=desk.NOW)
        return
    digest = report.versions.last().digest
    with journal.noted("review", report=report.pk, digest=digest):
        filing.review(report=report, seen=digest, by=by, now=desk.NOW)


def reopen(journal: Journal, dice: random.Random) -> None:
    """What was signed is opened for a correction (更正)."""
    from diaodu.bureau.reports import filing
    from diaodu.bureau.reports.models import Stage

    report = _some(dice, (Stage.SIGNED,))
    if report is not None:
        with journal.noted("reopen", report=report.pk):
            filing.reopen(report=report, text="数据有误", by=_person(report, "filler"), now=desk.NOW)


def issue(journal: Journal, dice: random.Random) -> None:
    """The reports of one more month (布置)."""
    from diaodu.bureau.reports.models import Report

    newest = Report.objects.filter(form=desk.FORM).order_by("-year", "-month").values_list("year", "month")[0]
    number = newest[0] * 12 + newest[1]  # the month after, counted from 0
    if number < desk.MONTH[0] * 12 + desk.MONTH[1] + MONTHS:
        month = number // 12, number % 12 + 1
        with journal.noted("issue", month=list(month)) as came:
            came["count"] = desk.issue(month)


def bring(journal: Journal, dice: random.Random) -> None:
    """A long table of the city's own figures, read and posted (导入)."""
    from diaodu.bureau.directory.models import Person
    from diaodu.bureau.reports import actions

    name = f"{dice.getrandbits(48):012x}.csv"
    lines, count = _table(dice)
    with journal.noted("import", name=name, count=count) as came:
        by = Person.objects.get(username="dispatcher")
        done = actions.import_file(name=name, content=lines.encode(), by=by, now=desk.NOW)
        came |= {"upload": done.upload.pk, "posted": list(done.posted)}


def _table(dice: random.Random) -> tuple[str, int]:
    from diaodu.bureau.catalogue import actions as catalogues

    rows, found = ["指标,地区,时期,类型,数值"], catalogues.current()
    for one in (found.indicators[code] for code in desk.named()):
        for month in (6, 7, 8) if one.frequency == "M" else ():
            rows.append(f"{one.name},多县市,2026年1-{month}月,同比增速,{dice.uniform(-5, 12):.3f}")
    return "\n".join(rows), len(rows) - 1


def _some(dice: random.Random, stages: Any) -> Any:
    from diaodu.bureau.reports.models import Report

    found = list(
        Report.objects.filter(stage__in=stages, form=desk.FORM).order_by("pk").values_list("pk", flat=True)
    )
    return Report.objects.select_related("unit").get(pk=dice.choice(found)) if found else None


def _person(report: Any, role: str) -> Any:
    from diaodu.bureau.directory.models import Person

    return Person.objects.select_related("unit").get(username=f"{role}{report.unit.code}")


ACTS: tuple[Callable[[Journal, random.Random], None], ...] = (
    save,
    submit,
    review,
    sign,
    reopen,
    issue,
    bring,
)
WEIGHTS = (3, 4, 3, 5, 1, 1, 4)
