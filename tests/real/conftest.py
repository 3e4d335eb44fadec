"""The nation as home, the provinces as its members, and real files brought in as anybody would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Person
from diaodu.bureau.findings import month
from diaodu.bureau.reports import actions as reports
from diaodu.bureau.snapshots import actions as snapshots
from tests.real import data

NOW = dt.datetime(2026, 7, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def bring(file: Path, **options: Any) -> reports.Imported:
    """Import a file as it is."""
    return reports.import_file(
        name=file.name, content=file.read_bytes(), by=Person.system(), now=NOW, options=options
    )


@contextmanager
def nation(blocker: Any) -> Iterator[Person]:
    """A database of its own for the tests of a file; undone at the end."""
    for kept in (snapshots._read, analyses._table, month._month):
        kept.cache_clear()  # numbers begin again after what came before was undone
    with blocker.unblock(), transaction.atomic():
        by = Person.system()
        catalogue.load(definitions=catalogue.read(catalogue.PACKAGE, data.DEFINITIONS), by=by)
        yield by
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def home(django_db_setup, django_db_blocker):
    with nation(django_db_blocker) as by:
        yield by
