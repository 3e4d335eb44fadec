"""A server's worker is killed while units save: what a unit was told is kept, and the pages come back."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from bench import reporting

from tests.databases import fresh

UNITS, KILLS, CELLS = 4, 4, 10
HALVES = "import django, json; django.setup(); from bench import holds; print(json.dumps(holds.halves()))"
CELLS_NOW = """
import django, json
django.setup()
from diaodu.bureau.reports.models import Cell
print(json.dumps([list(row) for row in Cell.objects.values_list("report", "slot", "value")]))
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server") / "city"
    made = ["--units", str(UNITS), "--months", "0", "--database", fresh()]
    run(folder, "-m", "bench.desk", str(folder), *made)
    run(folder, "-m", "bench.child", "reporting_prepare", str(folder), str(UNITS))
    return folder


def environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DIAODU_", "DJANGO_"))}
    return {**kept, "DIAODU_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "diaodu.config.settings"}


def run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, env=environment(folder), check=True, stdout=subprocess.PIPE, text=True
    ).stdout


class Filler(threading.Thread):
    """One unit saving again and again; what it sent, and what it was told is kept."""

    def __init__(self, port: int, unit: reporting.Unit) -> None:
        super().__init__()
        self.port, self.unit, self.stop = port, unit, threading.Event()
        self.sent: dict[str, list[float]] = defaultdict(list)
        self.kept: dict[str, int] = {}  # the place in `sent` of the last value that was acknowledged
        self.told = self.broken = 0

    def run(self) -> None:
        dice, revs = random.Random(self.unit.report), {}
        for step in range(100_000):
            if self.stop.is_set():
                return
            slots = dice.sample(sorted(self.unit.cells), CELLS)
            values = {slot: round(step + n / 100, 2) for n, slot in enumerate(slots, 1)}
            for slot, value in values.items():
                self.sent[slot].append(value)
            try:
                answer = self.post({slot: [str(value), revs.get(slot, 0)] for slot, value in values.items()})
            except (OSError, HTTPException):
                self.broken += 1
                revs = self.revs()
                continue
            self.told += 1
            for slot, (_, rev) in answer["cells"].items():
                revs[slot], self.kept[slot] = rev, len(self.sent[slot]) - 1
            assert answer["conflicts"] == {}  # nobody else writes here

    def post(self, cells: dict[str, list]) -> dict:
        body = json.dumps({"cells": cells}).encode()
        return self.ask("POST", "cells/", body, {"Content-Type": "application/json"})

    def revs(self) -> dict[str, int]:
        """After an answer that never came: what is there now."""
        while True:
            try:
                found = self.ask("GET", "progress/?edition=-1")
            except (OSError, HTTPException):
                time.sleep(0.05)
            else:
                return {slot: rev for slot, (_, rev, _) in found["cells"].items()}

    def ask(self, method: str, path: str, body: bytes | None = None, more: dict | None = None) -> dict:
        http = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {**reporting.headers_of(self.unit), **(more or {})}
        try:
            http.request(method, f"/reports/{self.unit.report}/{path}", body, headers)
            answer = http.getresponse()
            said = answer.read()
            assert answer.status == 200, (answer.status, said[:300])
            return json.loads(said)
        finally:
            http.close()


def workers(server: int) -> list[int]:
    """The processes that answer; the one that only watches is left alone."""
    found = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [int(one) for one in found if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()]


def test_what_a_unit_was_told_is_kept_outlives_the_worker_that_told_it(city):
    units = [reporting.Unit(*one) for one in json.loads((city / "units.json").read_text("utf-8"))]
    serve = [sys.executable, "-m", "diaodu", "serve", "--port", "{port}", "--no-loop"]
    dice = random.Random(7)
    with reporting.served(serve, environment(city), "/login/") as server:
        fillers = [Filler(server.port, unit) for unit in units]
        for one in fillers:
            one.start()
        for _ in range(KILLS):
            time.sleep(2.8 + dice.random() / 4)  # the same place twice in five seconds is a crash loop
            os.kill(workers(server.pid)[0], signal.SIGKILL)  # the older one
        time.sleep(1)
        for one in fillers:
            one.stop.set()
        for one in fillers:
            one.join(60)
            assert one.told > 5
        assert len(workers(server.pid)) == 2  # the pages came back by themselves
    assert sum(one.broken for one in fillers) > 0  # requests were cut off
    now = {(report, slot): value for report, slot, value in json.loads(run(city, "-c", CELLS_NOW))}
    for one in fillers:
        for slot, place in one.kept.items():
            assert now[one.unit.report, slot] in one.sent[slot][place:], (one.unit.report, slot)
    assert json.loads(run(city, "-c", HALVES)) == []
