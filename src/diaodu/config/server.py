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
        respawn_failed_workers=True,  # else one worker that is killed takes the pages with it
        workers_kill_timeout=8,  # one that came up in place of another may not hear that it is to end
        log_access=False,
        log_level=LogLevels.warning,
    )
    print(f"请用浏览器打开 http://{address}:{port} （按 Ctrl+C 停止）", flush=True)
    with _loop() if loop else _nothing():
        server.serve()


def warn() -> None:
    """Say what is set up carelessly, and go on (提醒)."""
    from django.conf import settings

    if "*" in settings.ALLOWED_HOSTS:
        how = "https 也没有打开，" if not settings.HTTPS else ""
        print(f"提醒：hosts 写了 '*'，{how}冒名的网址也会应答。请写明本市的主机名。", file=sys.stderr)


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
