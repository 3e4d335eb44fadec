"""What every test starts from."""

import pytest
from django.core.cache import cache

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.documents import asking
from diaodu.bureau.findings import month
from diaodu.bureau.snapshots import actions as snapshots


@pytest.fixture(autouse=True)
def nothing_kept_in_memory():
    """A row's number is never used twice in a city, but it is after a test is undone."""
    for kept in (snapshots._read, analyses._table, month._month, asking._present, asking._ledger, asking._of):
        kept.cache_clear()
    cache.clear()
