"""The invented city, planted once for all page tests and taken away after them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.directory.models import Person
from diaodu.bureau.documents import asking
from diaodu.bureau.findings import month as months
from diaodu.bureau.snapshots import actions as snapshots
from tests.web.city import plant

MODEL = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="package")
def planted(django_db_setup: None, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The city in the database; afterwards the database is put back, for the ledger can't be emptied."""
    keep, put_back = (_keep, _put_back) if connection.vendor == "sqlite" else (_keep_copy, _put_back_copy)
    with django_db_blocker.unblock():
        before = keep()
        _forget()
        plant()
    yield
    with django_db_blocker.unblock():
        put_back(before)
        _forget()


@pytest.fixture
def enter(planted: None, client: Client, db: None) -> Callable[[str], Client]:
    """Log in as a role (登录)."""

    def _enter(role: str = "dispatcher") -> Client:
        cache.clear()
        client.force_login(Person.objects.get(username=role), backend=MODEL)
        return client

    return _enter


def _forget() -> None:
    """What is kept in memory by number must not outlive the numbers."""
    asked = (asking._present, asking._ledger, asking._of)
    for kept in (months._month, analyses._table, snapshots._read, *asked):
        kept.cache_clear()


def _keep() -> sqlite3.Connection:
    before = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(before)
    return before


def _put_back(before: sqlite3.Connection) -> None:
    connection.ensure_connection()  # a browser's event loop may have given this thread another one
    before.backup(connection.connection)


def _keep_copy() -> str:
    """A connection that a browser's event loop left open is nobody's any more, but hinders the copy."""
    name = connection.settings_dict["NAME"]
    _on_server(
        f"DROP DATABASE IF EXISTS {name}_before",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
        f"CREATE DATABASE {name}_before TEMPLATE {name}",
    )
    return f"{name}_before"


def _put_back_copy(before: str) -> None:
    name = connection.settings_dict["NAME"]
    _on_server(f"DROP DATABASE {name} WITH (FORCE)", f"ALTER DATABASE {before} RENAME TO {name}")


def _on_server(*statements: str) -> None:
    """A database is copied, dropped and renamed from beside it, while nobody is in it."""
    connections.close_all()
    beside: Any = connection
    with beside._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
