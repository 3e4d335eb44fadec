"""The invented city, planted once for all page tests and taken away after them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
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
    if connection.vendor != "sqlite":
        pytest.skip("页面测试用 SQLite")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        before = sqlite3.connect(":memory:")
        connection.connection.backup(before)
        _forget()
        plant()
    yield
    with django_db_blocker.unblock():
        connection.ensure_connection()  # a browser's event loop may have given this thread another one
        before.backup(connection.connection)
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
