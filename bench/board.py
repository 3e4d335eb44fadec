"""The invented city's pages under eight readers at once; the peer is the same server's log-in page."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench import month
from bench.timing import share

READERS, WARM, ROUNDS = 8, 3, 25
PEER = "/login/"
PAGES = ("/", "/findings/", "/places/", "/indicators/", "/documents/")
LINKS = ("/indicators/", "/places/", "/cause/")
Times = dict[str, list[float]]


class Reader:
    """One browser: a kept connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.http = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body of one page."""
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Referer": "http://127.0.0.1/",
        }
        body = None if form is None else urlencode(form)
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.http.request("GET" if form is None else "POST", path, body, headers)
        answer = self.http.getresponse()
        for cookie in answer.msg.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode()

    def log_in(self, name: str, password: str) -> None:
        """Log in through the page, as people do."""
        _, page = self.ask(PEER)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "no log-in form"
        form = {"csrfmiddlewaretoken": token[1], "username": name, "password": password}
        status, _ = self.ask(PEER, form)
        assert status == 302, f"log-in answered {status}"


def run(folder: Path, repeats: int) -> None:
    """Closed loop without pause, the hardest case; then with half a second between pages."""
    city = folder / month.CITY
    if not (city / "logins.txt").exists():
        month.make(folder)
    logins = re.findall(r"^  (\S+)\s+(\S+)    ", (city / "logins.txt").read_text("utf-8"), re.MULTILINE)
    with _server(city) as port:
        for pause in (0.5, 0.0):
            times, failures = _load(port, logins, pause)
            _tell(times, failures, pause)


def _load(port: int, logins: Sequence[tuple[str, str]], pause: float) -> tuple[Times, list[str]]:
    times: Times = defaultdict(list)
    failures: list[str] = []
    ready = threading.Barrier(READERS)
    outside = Reader(port)
    outside.ask(PEER)

    def read(number: int) -> None:
        reader, stranger = Reader(port), Reader(port)
        reader.log_in(*logins[number % 2])  # those who may see everything
        paths = _paths(reader, number)
        for count in range(-WARM, ROUNDS):
            if count == 0:
                ready.wait()
            for path in (*paths, PEER):
                _visit(stranger if path == PEER else reader, path, times if count >= 0 else {}, failures)
                time.sleep(pause if count >= 0 else 0)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return times, failures


def _paths(reader: Reader, number: int) -> list[str]:
    """The fixed pages, and of every sort of link on the board a different one for each reader."""
    _, page = reader.ask("/")
    found = [sorted(set(re.findall(rf'href="({start}[^"?#]+)', page))) for start in LINKS]
    return [*PAGES, *(links[number % len(links)] for links in found if links)]


def _visit(reader: Reader, path: str, times: Times, failures: list[str]) -> None:
    begun = time.perf_counter()
    status, body = reader.ask(path)
    taken = (time.perf_counter() - begun) * 1000
    if status != 200 or len(body) < 500:
        failures.append(f"{path} {status}")
    if times is not None:
        times.setdefault(_sort(path), []).append(taken)


def _sort(path: str) -> str:
    """What sort of page an address is: /cause/…/…/ is a sort."""
    first, *rest = path.strip("/").split("/")
    return f"/{first}/" + "…/" * len(rest) if first else "/"


def _tell(times: Times, failures: list[str], pause: float) -> None:
    some = f": {', '.join(sorted(set(failures))[:5])}" if failures else ""
    print(f"  {READERS} readers, {pause:g} s between pages, {len(failures)} failures{some}")
    peer = share(times[PEER], 95)
    for name in sorted(times):
        of = times[name]
        goal = "  goal 50" if name == "/" else ""
        print(
            f"    {name:24s} p50 {median(of):6.1f}  p95 {share(of, 95):6.1f}  max {max(of):6.1f} ms"
            f"  p95 over the log-in page's {share(of, 95) / peer:5.2f}  n {len(of)}{goal}",
            flush=True,
        )


@contextmanager
def _server(city: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "diaodu", "serve", "--port", str(port)]
    environment = {**os.environ, "DIAODU_HOME": str(city)}
    with (city / "serve.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            Reader(port).ask(PEER)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")
