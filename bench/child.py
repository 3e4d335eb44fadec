"""One measured run in a process of its own: `python -m bench.child NAME …` prints one line of JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Stages = dict[str, Any]


@contextmanager
def stage(into: Stages, name: str) -> Iterator[None]:
    """Time one stage."""
    begun = time.perf_counter()
    yield
    into[name] = into.get(name, 0.0) + time.perf_counter() - begun


def found_city(folder: Path) -> Any:
    """A fresh city's folder and its office, definitions loaded."""
    from diaodu.config import home, setup
    from diaodu.demo import city

    where = home.Home(folder)
    setup.lay_out(where, city.OWN, name="栖川市")
    office = setup.open_office(where)
    office.load_definitions()
    return office


def import_ours(file: str, folder: str) -> Stages:
    """Import a file into a fresh city, and once more."""
    office = found_city(Path(folder))
    stages: Stages = {}
    for name in ("first", "again"):
        with stage(stages, name):
            done = _import(office, Path(file))
        stages[f"{name}_new"] = done.posted.new
    stages["refused"] = sum(problem.severity == "refuse" for problem in done.problems)
    return stages


def _import(office: Any, file: Path) -> Any:
    from django.utils import timezone

    from diaodu.bureau.directory.models import Person

    return office.reports.import_file(
        name=file.name, content=file.read_bytes(), by=Person.system(), now=timezone.now()
    )


def import_pandas(file: str) -> Stages:
    """Read the file with pandas, and nothing else."""
    import pandas as pd

    stages: Stages = {}
    with stage(stages, "first"):
        frame = pd.read_csv(file) if file.endswith(".csv") else pd.read_excel(file, engine="openpyxl")
    return {**stages, "rows": len(frame)}


def analysis_ours() -> Stages:
    """Rows to panel to results."""
    from bench import city

    city.start()
    from diaodu.bureau.analyses import actions
    from diaodu.economy.bulk import in_bulk
    from diaodu.economy.periods import span

    of, rows, stages = city.catalogue(), city.rows(), Stages()
    with stage(stages, "read"), in_bulk():
        panel = city.panel(of, rows)
    with stage(stages, "compute"):
        results = actions.compute(panel, span(*city.PERIOD))
    return {**stages, "figures": len(panel), "results": len(results)}


def analysis_pandas() -> Stages:
    """Rows to frame to results."""
    from bench import city, peer

    city.start()
    of, rows, stages = city.catalogue(), city.rows(), Stages()
    peer.compute(city.frames(of, rows[:20_000]), 2026, 12)  # what pandas loads at first use is not counted
    with stage(stages, "read"):
        inputs = city.frames(of, rows)
    with stage(stages, "compute"):
        results = peer.compute(inputs, 2026, 12)
    return {**stages, "results": len(results)}


def analysis_snapshot(folder: str) -> Stages:
    """The same from the ledger: freeze, read, analyse with the results stored."""
    office = found_city(Path(folder))
    from bench import ledger

    return ledger.snapshot(office)


def month(folder: str) -> Stages:
    """The whole month, step by step."""
    office = found_city(Path(folder))
    from bench import ledger

    return ledger.month(office, Path(folder))


def month_pandas(folder: str) -> Stages:
    """The month's workbooks opened with pandas, and nothing else."""
    import pandas as pd

    stages: Stages = {}
    with stage(stages, "first"):
        for file in json.loads((Path(folder) / "month.json").read_text("utf-8")):
            pd.read_excel(file, sheet_name=None, engine="openpyxl")
    return stages


def ask_questions(city: str, folder: str) -> Stages:
    """Write the questions."""
    from bench import asking

    return asking.questions(city, folder)


def ask_ours(city: str, file: str, values: str = "") -> Stages:
    """Questions answered by the command."""
    from bench import asking

    return asking.ours(city, file, values)


def ask_pandas(city: str, file: str, values: str = "") -> Stages:
    """Questions answered by look-ups in pandas."""
    from bench import asking

    return asking.pandas(city, file, values)


def reporting_prepare(city: str, units: str) -> Stages:
    """Log-ins for the units of the reporting bench."""
    from bench import handed

    return handed.prepare(city, int(units))


def reporting_signed(city: str) -> Stages:
    """Nothing lost, and every report signed."""
    from bench import handed

    return handed.sign(city)


RUNS: dict[str, Callable[..., Stages]] = {
    one.__name__: one
    for one in (
        import_ours,
        import_pandas,
        analysis_ours,
        analysis_pandas,
        analysis_snapshot,
        month,
        month_pandas,
        ask_questions,
        ask_ours,
        ask_pandas,
        reporting_prepare,
        reporting_signed,
    )
}


def main() -> None:
    """Run it, and add the most memory that it held."""
    os.environ.setdefault("DIAODU_SECRET_KEY", "only-for-the-bench-" + "x" * 40)
    name, *arguments = sys.argv[1:]
    stages = RUNS[name](*arguments)
    print(json.dumps({**stages, "peak": _peak()}))


def _peak() -> float:
    """The most memory held, in MB; getrusage would count what the parent held before it started us."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
