"""Work done beside a request, so that its page answers at once (旁办)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from diaodu.bureau.documents import actions as documents
from diaodu.bureau.documents import errands
from diaodu.bureau.documents.models import Errand
from diaodu.bureau.findings import month as months
from diaodu.bureau.pipeline import steps
from diaodu.economy.periods import Period

SOON = 1.0  # seconds that a request waits: what is done by then is shown at once


def carry_out(errand: Errand) -> None:
    """Do it in a thread of its own, and wait a moment (办理)."""
    run(lambda: errands.carry_out(Errand.objects.get(pk=errand.pk), _rewritten))


def run(work: Callable[[], Any]) -> None:
    """Run in a thread; what a killed process leaves is told to be lost (旁办)."""
    thread = threading.Thread(target=_closing, args=(work,), daemon=True)
    thread.start()
    thread.join(SOON)


def _closing(work: Callable[[], Any]) -> None:
    try:
        work()
    finally:
        connection.close()


def _rewritten(errand: Errand) -> dict[str, Any]:
    """The month run again; where the ledger has nothing new, its papers once more from today's templates."""
    period, now = Period.parse(errand.period), timezone.localtime(errand.at)
    before = months.latest(period)
    steps.run(steps.Moment(now, errand.by, period))
    after = months.latest(period)
    if after is not None and before is not None and after.analysis_id == before.analysis_id:
        documents.rewrite(analysis_id=after.analysis_id, by=errand.by, issue_date=now.date())
    return {"month": period.month.code}
