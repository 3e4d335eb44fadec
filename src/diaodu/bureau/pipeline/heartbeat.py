"""The loop's heartbeat (后台任务心跳): written as a turn begins, between its steps, and when it rests."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.utils import timezone

from diaodu.bureau.pipeline.models import Beat

EVERY = 5.0  # seconds between two beats of a turn


class Pulse:
    """One turn's heartbeats (心跳): between quick steps none is written."""

    def __init__(self, every: float) -> None:
        self._every, self._last = every, float("-inf")

    def step(self, name: str) -> None:
        """A step begins (开始一步)."""
        if time.monotonic() - self._last >= EVERY:
            self._write(doing=name)

    def rest(self, failed: Iterable[str]) -> None:
        """The turn is over (一轮办完); which steps failed."""
        self._write(doing="", failed=list(failed))

    def _write(self, **told: object) -> None:
        Beat.objects.update_or_create(pk=1, defaults={"at": timezone.now(), "every": self._every, **told})
        self._last = time.monotonic()
