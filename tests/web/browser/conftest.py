"""A real server in a folder of its own, and a real Chromium."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.databases import fresh

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = "没有找到 Chromium：请安装（Debian：apt-get install chromium），或用环境变量 CHROMIUM 指明路径"
FLAGS = ["--no-sandbox", "--disable-background-networking"]


class Seen(NamedTuple):
    """What went wrong in the browser, or left the house."""

    errors: list[str]
    outside: list[str]


def chromium() -> str:
    given = os.environ.get("CHROMIUM", "")
    return given or next((path for name in NAMES if (path := shutil.which(name))), "")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    if not chromium():
        pytest.skip(HOW)
    api = pytest.importorskip("playwright.sync_api", reason="没有 playwright")
    # Playwright keeps an event loop running in this thread; Django must not take it for its own.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with api.sync_playwright() as play:
        launched = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows the planted city."""
    home = tmp_path_factory.mktemp("city")
    (home / "data").mkdir()
    (home / "diaodu.yaml").write_text("name: 栖川市\nhosts: [127.0.0.1]\n", "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    environment |= {"DIAODU_HOME": str(home), "DIAODU_SECRET_KEY": secrets.token_urlsafe(48)}
    environment |= {"DIAODU_DATABASE_URL": fresh()}  # on PostgreSQL too a database of its own
    subprocess.run([sys.executable, "-m", "tests.web.browser.plant"], cwd=ROOT, env=environment, check=True)
    port = _free_port()
    command = [sys.executable, "-m", "diaodu", "serve", "--port", str(port), "--no-loop", "--workers", "1"]
    server = subprocess.Popen(command, cwd=home, env=environment)
    try:
        yield _when_up(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    return {"width": request.param[0], "height": request.param[1]}


@pytest.fixture
def open_page(browser, served: str, size: dict[str, int]) -> Iterator[Callable]:  # type: ignore[no-untyped-def]
    """A fresh page, with what it complains of and whatever it asks of others."""
    contexts = []

    def _open(scripts: bool = True):  # type: ignore[no-untyped-def]
        context = browser.new_context(
            viewport=size, base_url=served, locale="zh-CN", java_script_enabled=scripts, accept_downloads=True
        )
        contexts.append(context)
        page, seen = context.new_page(), Seen([], [])
        page.on("console", lambda m: seen.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: seen.errors.append(str(e)))
        page.on("request", lambda r: None if _ours(r.url, served) else seen.outside.append(r.url))
        return page, seen

    yield _open
    for context in contexts:
        context.close()


def _ours(url: str, served: str) -> bool:
    return url.startswith((served, "data:", "blob:", "about:"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _when_up(address: str, server: subprocess.Popen) -> str:  # type: ignore[type-arg]
    for _ in range(120):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            urllib.request.urlopen(f"{address}/login/", timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return address
    raise RuntimeError("the server did not come up")
