"""A worker killed at random moments, again and again: what it acknowledged is there, and nothing is half.

`python -m bench kills`: 200 kills on SQLite, 200 on PostgreSQL. The peer is none: the right number is zero.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench import acts, holds

UNITS, KILLS = 4, 200


def run(folder: Path, repeats: int) -> None:
    """On both; the embedded PostgreSQL keeps its usual durable settings."""
    from tests.databases import fresh, server

    with server(durable=True) as address:
        for name, database in (("SQLite", ""), ("PostgreSQL", fresh(address))):
            begun = time.perf_counter()
            city = folder / f"kills-{name}"
            found = campaign(city, database, KILLS)
            print(
                f"  {name}: {json.dumps(found, ensure_ascii=False)}, {time.perf_counter() - begun:.0f} s",
                flush=True,
            )


def campaign(city: Path, database: str, kills: int, seed: int = 1) -> dict[str, Any]:
    """Make a city and kill in a process of its own (一轮): what was acknowledged, what went wrong."""
    made = [sys.executable, "-m", "bench.desk", str(city), "--units", str(UNITS), "--months", "9"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DIAODU_", "DJANGO_"))}
    subprocess.run([*made, "--database", database], check=True, env=environment)
    command = [sys.executable, "-m", "bench.kills", str(city), str(kills), str(seed)]
    ran = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def main() -> None:
    """The parent never touches the database: what it forks does, each with a connection of its own."""
    city, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    os.environ["DIAODU_HOME"] = str(city.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaodu.config.settings")
    import django

    django.setup()
    from diaodu.bureau.reports import actions, filing, rounds  # noqa: F401  (loaded once, not in every fork)

    journal, dice, wrong = city / "journal.jsonl", random.Random(seed), []
    in_flight: Counter[str] = Counter()
    for number in range(kills):
        in_flight[_killed(journal, f"{seed}-{number}", dice.expovariate(1 / 0.25))] += 1
        wrong += _verified(city, journal) if number % 5 == 4 or number == kills - 1 else []
    _forked(lambda: acts.work(acts.Journal(journal), f"{seed}-last", 30))  # the next run completes
    wrong += _verified(city, journal)
    done, _begun = holds.told(journal)
    print(
        json.dumps(
            {
                "kills": kills, "acknowledged": dict(Counter(f["did"] for f in done)),
                "cut short": dict(in_flight), "wrong": wrong[:10],
            },
            ensure_ascii=False,
        )
    )  # fmt: skip


def _killed(journal: Path, seed: str, after: float) -> str:
    """One worker, killed; the act that it was at."""
    size = journal.stat().st_size if journal.exists() else 0
    child = _fork(lambda: acts.work(acts.Journal(journal), seed))
    while not journal.exists() or journal.stat().st_size == size:
        if os.waitpid(child, os.WNOHANG)[0]:
            raise RuntimeError("the worker ended by itself")
        time.sleep(0.002)
    time.sleep(min(after, 2))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError(f"the worker ended by itself: {status}")
    last = json.loads(journal.read_bytes().splitlines()[-1])
    return str(last.get("will", "between"))


def _verified(city: Path, journal: Path) -> list[str]:
    told = city / "wrong.json"

    def verify() -> None:
        told.write_text(json.dumps([*holds.lost(*holds.told(journal)), *holds.halves()], ensure_ascii=False))

    _forked(verify)
    found: list[str] = json.loads(told.read_text())
    return found


def _forked(work: Any) -> None:
    _, status = os.waitpid(_fork(work), 0)
    if status:
        raise RuntimeError(f"ended with {status}")


def _fork(work: Any) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
