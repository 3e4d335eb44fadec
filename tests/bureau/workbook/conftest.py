"""Two counties that owe reports (填报表测试)."""

import pytest

from diaodu.bureau.reports.models import Report
from tests.bureau import reporting


@pytest.fixture
def one(db) -> Report:
    """A county's monthly report: three indicators, level and growth, one of them optional (月报)."""
    reporting.found()
    return reporting.report()
