"""Runs on the database: a snapshot and its analysis; the whole month from its workbooks."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.utils import timezone

from bench import city
from bench.child import Stages, stage
from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.directory.models import Person
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.pipeline import steps
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.demo import show, workbooks
from diaodu.economy.periods import span


def snapshot(office: Any) -> Stages:
    """Freeze the full panel, read it back, analyse it, read the analysis back."""
    by, now, stages = Person.system(), timezone.now(), Stages()
    lines = [Line(FigureKey(*row[:8]), row[8]) for row in city.rows()]
    source = figures.add_source(name="全部数据", content=b"", by=by, at=now)
    figures.post(lines=lines, source=source, by=by, at=now)
    with stage(stages, "freeze"):
        frozen = snapshots.freeze(period=span(*city.PERIOD), by=by, at=now)
    with stage(stages, "read a snapshot"):
        snapshots.content(frozen)
    with stage(stages, "analyse and store"):
        made = analyses.run(snapshot=frozen, by=by)
    with stage(stages, "read an analysis"):
        analyses.table(made)
    return {**stages, "figures": frozen.figures}


def month(office: Any, folder: Path) -> Stages:
    """All before the newest month untimed; then its workbooks and every step."""
    workbooks.write(folder / "workbooks")
    *earlier, (period, now, files) = show._calendar(folder / "workbooks")
    for when, then, some in earlier:
        for file in some:
            office.import_file(file, now=then)
        if when:
            steps.run(steps.Moment(timezone.localtime(then), Person.system(), when))
    (folder / "month.json").write_text(json.dumps([str(f) for f in files if f.suffix == ".xlsx"]), "utf-8")
    stages, busy = Stages(), time.process_time()
    with stage(stages, f"导入{len(files)}个工作簿"):
        for file in files:
            office.import_file(file, now=now)
    moment = steps.Moment(timezone.localtime(now), Person.system(), period)
    for name, step in steps.STEPS:
        with stage(stages, name):
            step(moment)
    with stage(stages, "导出文书"):
        office.write_papers(period, folder / "papers")
    stages["processor"] = time.process_time() - busy  # what a busy machine doesn't lengthen
    show._write_logins(office, folder / show.LOGINS)
    return stages
