"""Whether the loop lives (后台任务): one row, written as it works."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db import models

TURNS = 3  # missed by a loop that rests
LONGEST = dt.timedelta(minutes=10)  # that one step may take: a year's workbook, a month's papers


class Fault(NamedTuple):
    """What is wrong with the loop (后台任务异常): it never ran, it stopped, or steps of it fail."""

    at: dt.datetime | None
    stopped: bool
    minutes: int
    doing: str
    failed: tuple[str, ...]


class BeatQuery(models.QuerySet["Beat"]):
    """Finding the heartbeat (查心跳)."""

    def fault(self, now: dt.datetime) -> Fault | None:
        """What is wrong now (后台任务异常); None where all is well."""
        beat = self.first()
        if beat is None:
            return Fault(None, True, 0, "", ())
        stopped, silent = beat.stopped(now), now - beat.at
        if not stopped and not beat.failed:
            return None
        minutes = int(silent.total_seconds() // 60) if stopped else 0
        return Fault(beat.at, stopped, minutes, beat.doing, tuple(beat.failed))


class Beat(models.Model):
    """The loop's heartbeat (后台任务心跳): its last, at which step, and what failed in its last turn."""

    at = models.DateTimeField()
    every = models.FloatField()
    doing = models.CharField(max_length=40, blank=True)  # 正在办理的一步，空为间歇
    failed: models.JSONField[Any, list[str]] = models.JSONField(default=list)

    objects = BeatQuery.as_manager()

    def stopped(self, now: dt.datetime) -> bool:
        """Whether it has stopped (已停): at rest it misses three turns, at work one step takes too long."""
        turns = max(dt.timedelta(seconds=TURNS * self.every), dt.timedelta(minutes=1))
        return now - self.at > (max(turns, LONGEST) if self.doing else turns)
