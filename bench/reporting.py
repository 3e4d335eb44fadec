"""3,000 units hand in 75 numbers each within ten minutes, over real HTTP, on PostgreSQL.

Units come when they are due, whether or not earlier ones have been answered; every time is counted from the
moment that one was due. Each opens the page, saves its numbers, hands in. The peer is a plain view on the
same server and the same database that stores 75 numbers and does nothing else.
"""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from bench.timing import child, line, share

UNITS, MINUTES, HISTORY, CLIENTS, WARM = 3_000, 10.0, 20, 24, 40
GOAL = "p95 300 ms"
Sample = dict[str, Any]


class Unit(NamedTuple):
    """One unit's log-in and what it has to say (报送单位)."""

    report: int
    cookie: str
    token: str
    cells: dict[str, list[Any]]


class Plan(NamedTuple):
    """How many, how fast (负荷)."""

    units: int = UNITS
    minutes: float = MINUTES
    months: int = HISTORY
    database: str = ""


def run(folder: Path, repeats: int) -> None:
    """A city on an embedded PostgreSQL with its usual durable settings; one round, of ten minutes."""
    from tests.databases import fresh, server

    with server(durable=True) as address:
        race(folder / "reporting", Plan(database=fresh(address)))


def race(city: Path, plan: Plan) -> None:
    """Make the city, the peer's ten minutes, ours, the proof, the signatures (测)."""
    if not city.exists():
        made = ["--units", str(plan.units), "--months", str(plan.months), "--database", plan.database]
        subprocess.run([sys.executable, "-m", "bench.desk", str(city), *made], check=True)
    child("reporting_prepare", str(city), str(plan.units))
    units = [Unit(*one) for one in json.loads((city / "units.json").read_text("utf-8"))]
    home = {**os.environ, "DIAODU_HOME": str(city)}
    plain = [sys.executable, "-m", "bench.plain", "{port}"]
    serve = [sys.executable, "-m", "diaodu", "serve", "--port", "{port}", "--no-loop"]
    with served(plain, home, "/") as server:
        peer = _load(server.port, units, _plainly, plan.minutes / 4)
    with served(serve, home, "/login/") as server:
        _load(server.port, units[-WARM:], _opened, 0.2)  # every worker has read the definitions
        ours = _load(server.port, units, _submission, plan.minutes)
    _tell("plain view, no checks", peer, [])
    _tell("submission", ours, [one["whole"] for one in peer if one["whole"]])
    for part in ("open", "cells", "submit"):
        times = [one[part] for one in ours if part in one]
        print(
            f"    {part:8s} p50 {median(times):6.0f}  p95 {share(times, 95):6.0f}  max {max(times):6.0f} ms"
        )
    acknowledged = [one["report"] for one in ours if "failed" not in one]
    (city / "acknowledged.json").write_text(json.dumps(acknowledged), "utf-8")
    _proof(city)


def _proof(city: Path) -> None:
    found = child("reporting_signed", str(city))
    print(
        f"  none lost: {json.dumps(found['lost'], ensure_ascii=False)}; {found['reports']} reports handed in",
        flush=True,
    )
    times = found["times"]
    told = f"p50 {median(times):.0f}  p95 {share(times, 95):.0f}  max {max(times):.0f} ms"
    print(f"  signing: {len(times)} signed, {found['figures']:,} figures posted, {told}", flush=True)


def _submission(http: HTTPConnection, unit: Unit, took: Sample) -> None:
    """The page is opened, 75 numbers are kept, the report is handed in."""
    path, headers = f"/reports/{unit.report}/", headers_of(unit)
    with _timed(took, "open"):
        _asked(http, "GET", path, headers, 200)
    took["begun"] = time.perf_counter()
    with _timed(took, "cells"):
        body = json.dumps({"cells": unit.cells}).encode()
        answer = json.loads(
            _asked(http, "POST", f"{path}cells/", {**headers, "Content-Type": "application/json"}, 200, body)
        )
        if len(answer["cells"]) != len(unit.cells):
            raise RuntimeError(f"kept {len(answer['cells'])}: {answer}")
    with _timed(took, "submit"):
        form = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        _asked(http, "POST", f"{path}submit/", form, 302, b"")


def _opened(http: HTTPConnection, unit: Unit, took: Sample) -> None:
    took["begun"] = time.perf_counter()
    _asked(http, "GET", f"/reports/{unit.report}/", headers_of(unit), 200)


def _plainly(http: HTTPConnection, unit: Unit, took: Sample) -> None:
    body = json.dumps({slot: float(text) for slot, (text, _) in unit.cells.items()}).encode()
    headers = {**headers_of(unit), "Content-Type": "application/json"}
    took["begun"] = time.perf_counter()
    _asked(http, "POST", f"/{unit.report}/", headers, 200, body)


def headers_of(unit: Unit) -> dict[str, str]:
    """What a unit's browser sends along (请求头)."""
    return {"Cookie": f"diaodu_session={unit.cookie}; diaodu_csrf={unit.token}", "X-CSRFToken": unit.token}


def _asked(
    http: HTTPConnection,
    method: str,
    path: str,
    headers: dict[str, str],
    status: int,
    body: bytes | None = None,
) -> bytes:
    http.request(method, path, body, headers)
    answer = http.getresponse()
    said = answer.read()
    if answer.status != status:
        raise RuntimeError(
            f"{method} {path} {answer.status} {answer.headers.get('Location', '')} {said[:200]!r}"
        )
    return said


@contextmanager
def _timed(took: Sample, name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    took[name] = (time.perf_counter() - begun) * 1000


def _load(
    port: int, units: Sequence[Unit], act: Callable[[HTTPConnection, Unit, Sample], None], minutes: float
) -> list[Sample]:
    """Open loop: the rate rises for a tenth of the time, then stays, whatever is still unanswered."""
    due: queue.Queue[tuple[float, Unit] | None] = queue.Queue()
    found: list[Sample] = []
    clients = [threading.Thread(target=_client, args=(port, due, act, found)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    start = time.perf_counter()
    for number, unit in enumerate(units):
        when = start + _moment(number, len(units), minutes * 60)
        time.sleep(max(0.0, when - time.perf_counter()))
        due.put((when, unit))
    for _ in clients:
        due.put(None)
    for one in clients:
        one.join()
    return found


def _moment(number: int, of: int, seconds: float) -> float:
    rising = seconds / 10
    rate = of / (seconds - rising / 2)
    before = rate * rising / 2
    return float((2 * number * rising / rate) ** 0.5 if number < before else rising / 2 + number / rate)


def _client(
    port: int,
    due: queue.Queue[tuple[float, Unit] | None],
    act: Callable[[HTTPConnection, Unit, Sample], None],
    found: list[Sample],
) -> None:
    while (next_one := due.get()) is not None:
        when, unit = next_one
        http = HTTPConnection("127.0.0.1", port, timeout=60)  # everybody comes with a connection of his own
        waited, took = time.perf_counter() - when, Sample()
        try:
            act(http, unit, took)
            took["report"] = unit.report
            took["whole"] = (time.perf_counter() - took.pop("begun") + waited) * 1000
        except (OSError, RuntimeError, ValueError) as error:
            took = {"failed": str(error), "whole": 0.0}
        http.close()
        found.append(took)


def _tell(name: str, samples: Sequence[Sample], peer: Sequence[float]) -> None:
    failed = [one["failed"] for one in samples if "failed" in one]
    times = [one["whole"] for one in samples if "failed" not in one]
    print(f"  {name}: {len(times)} done, {len(failed)} failed {failed[:2] or ''}")
    shares = "  ".join(f"p{n} {share(times, n):.0f}" for n in (50, 95, 99))
    print(f"    {shares}  max {max(times):.0f} ms", flush=True)
    if peer:
        line("submission, p95", share(times, 95), share(peer, 95), GOAL, "ms")


class Server(NamedTuple):
    """A server at work (网页服务)."""

    port: int
    pid: int


@contextmanager
def served(command: Sequence[str], environment: dict[str, str], first: str) -> Iterator[Server]:
    """It answers until we are done (启动); `{port}` in the command becomes a free one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [word.replace("{port}", str(port)) for word in command]
    with (Path(environment["DIAODU_HOME"]) / "serve.log").open("a") as log:
        server = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
        try:
            _wait(port, first)
            yield Server(port, server.pid)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(port: int, first: str) -> None:
    for _ in range(600):
        try:
            http = HTTPConnection("127.0.0.1", port, timeout=10)
            http.request("GET", first)
            http.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")
