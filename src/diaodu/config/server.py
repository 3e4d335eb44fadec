"""Serve the pages, with the loop beside them (启动网页)."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def serve(address: str, port: int, *, workers: int = 2, loop: bool = True) -> None:
    """One web server and one loop (网页与循环); both end together."""
    server = Granian(
        "diaodu.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        log_level=LogLevels.warning,
    )
    print(f"请用浏览器打开 http://{address}:{port} （按 Ctrl+C 停止）", flush=True)
    with _loop() if loop else _nothing():
        server.serve()


@contextmanager
def _loop():  # type: ignore[no-untyped-def]
    child = subprocess.Popen([sys.executable, "-m", "diaodu", "loop"])
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=15)


@contextmanager
def _nothing():  # type: ignore[no-untyped-def]
    yield
