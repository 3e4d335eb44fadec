"""What every test starts from."""

from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import connection

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.documents import asking
from diaodu.bureau.findings import month
from diaodu.bureau.snapshots import actions as snapshots
from tests.databases import ON_POSTGRES

TOUCHING = {"db", "transactional_db", "django_db_setup", "live_server", "served"}
FOLDERS = ("tests/flows/", "tests/web/", "tests/test_postgres.py")  # they drive whole cities


def pytest_collection_modifyitems(config, items):
    """What touches no database need not run on PostgreSQL too: formulas, Word files, expressions.

    Tests on the planted city come last, so that nobody else finds it in the database.
    """
    items.sort(key=lambda one: "planted" in one.fixturenames)
    if ON_POSTGRES:
        chosen = [one for one in items if _touches(one)]
        config.hook.pytest_deselected(items=[one for one in items if one not in set(chosen)])
        items[:] = chosen


def _touches(item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(TOUCHING & set(item.fixturenames)) or item.nodeid.startswith(FOLDERS)


@pytest.fixture(autouse=True)
def nothing_kept_in_memory():
    """A row's number is never used twice in a city, but it is after a test is undone."""
    for kept in (snapshots._read, analyses._table, month._month, asking._present, asking._ledger, asking._of):
        kept.cache_clear()
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_after_tests_that_commit():
    """Append-only tables refuse it everywhere else: here their triggers are off while it is done."""
    ops = type(connection.ops)
    usual = ops.execute_sql_flush

    def emptied(self, statements):
        with _without_triggers(self.connection):
            usual(self, statements)

    ops.execute_sql_flush = emptied
    yield
    ops.execute_sql_flush = usual


@contextmanager
def _without_triggers(on):
    with on.cursor() as cursor:
        if on.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
