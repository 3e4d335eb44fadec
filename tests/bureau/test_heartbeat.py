"""The loop's silence is noticed (后台任务心跳)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connections
from django.utils import timezone

from diaodu.bureau.pipeline import heartbeat, office, steps
from diaodu.bureau.pipeline.models import Beat

pytestmark = pytest.mark.django_db


def beaten(ago: float, doing: str = "", failed: tuple[str, ...] = ()) -> None:
    at = timezone.now() - dt.timedelta(seconds=ago)
    Beat.objects.update_or_create(
        pk=1, defaults={"at": at, "every": 20, "doing": doing, "failed": list(failed)}
    )


@pytest.fixture
def turn(monkeypatch):
    monkeypatch.setattr(connections, "close_all", lambda: None)
    return lambda *these: [monkeypatch.setattr(steps, "STEPS", these), office.turn(20)]


def test_a_loop_that_never_ran_is_said_to_be_stopped() -> None:
    fault = Beat.objects.fault(timezone.now())
    assert (fault.stopped, fault.at) == (True, None)


@pytest.mark.parametrize(
    ("ago", "doing", "stopped"),
    [
        (50, "", False),
        (70, "", True),  # three turns of twenty seconds missed
        (70, "撰写文书", False),  # a month's papers take their time
        (700, "撰写文书", True),
    ],
)
def test_silent_for_three_turns_or_too_long_at_one_step_it_has_stopped(ago, doing, stopped) -> None:
    beaten(ago, doing)
    fault = Beat.objects.fault(timezone.now())
    assert bool(fault) is stopped
    if fault:
        assert (fault.minutes, fault.doing) == (ago // 60, doing)


def test_each_turn_gives_one_row_and_a_turn_well_done_heals_what_failed(turn) -> None:
    turn(("提醒", lambda moment: 3), ("发送邮件", lambda moment: 1 / 0), ("封存审计日志", lambda moment: 0))
    fault = Beat.objects.fault(timezone.now())
    assert (fault.stopped, fault.failed) == (False, ("发送邮件",))
    turn(("提醒", lambda moment: 3))
    assert Beat.objects.fault(timezone.now()) is None
    assert Beat.objects.count() == 1


def test_a_loop_killed_at_a_step_says_at_which(turn, monkeypatch) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0)

    def killed(moment: object) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        turn(("提醒", lambda moment: 3), ("发送邮件", killed))
    assert Beat.objects.get().doing == "发送邮件"
