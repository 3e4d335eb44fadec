"""The whole system on one page: the steps of a month, in order (当月流程).

Each step asks upstream for what it has not yet handled. Any of them may be killed and run again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop as _

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.audit import chain
from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import Permission, require
from diaodu.bureau.documents import actions as documents
from diaodu.bureau.documents import objections
from diaodu.bureau.findings import actions as findings
from diaodu.bureau.findings import questions
from diaodu.bureau.notices import mail
from diaodu.bureau.reports import actions as reports
from diaodu.bureau.reports import reminders, rounds
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period

log = logging.getLogger("diaodu.pipeline")


class Moment(NamedTuple):
    """When and by whom a run happens (运行时点): nothing below reads the clock."""

    now: dt.datetime
    by: Person
    period: Period | None = None  # a month named by a person; else the newest


def _read_uploads(moment: Moment) -> int:
    return reports.read_due(now=moment.now)


def _freeze(moment: Moment) -> int:
    if moment.period:
        if not snapshots.has_figures(moment.period):
            raise Refusal(
                "台账里没有本市{period}的数据。请先导入这一期的报表，或改正期别", period=moment.period.label
            )
        snapshots.freeze(period=moment.period, by=moment.by, at=moment.now)
        return 1
    return len(snapshots.freeze_due(by=moment.by, at=moment.now))


def _analyse(moment: Moment) -> int:
    return len(analyses.run_due(by=moment.by))


def _judge(moment: Moment) -> int:
    return findings.record_due(by=moment.by)


def _question(moment: Moment) -> int:
    return questions.raise_due(by=moment.by)


def _write(moment: Moment) -> int:
    return documents.write_due(by=moment.by, issue_date=moment.now.date())


def _check(moment: Moment) -> int:
    return objections.check_due(by=moment.by)


def _issue(moment: Moment) -> int:
    return rounds.issue_due(by=moment.by, now=moment.now)


def _remind(moment: Moment) -> int:
    return reminders.remind_due(by=moment.by, now=moment.now)


def _mail(moment: Moment) -> int:
    return mail.send_due(now=moment.now)


def _seal(moment: Moment) -> int:
    return chain.seal_due()


STEPS: tuple[tuple[str, Callable[[Moment], int]], ...] = (
    (_("布置报表"), _issue),  # the present month's reports and last month's
    (_("读取导入件"), _read_uploads),  # every workbook received and not yet read
    (_("制作快照"), _freeze),  # the newest month, when the ledger has moved on
    (_("测算"), _analyse),  # every snapshot without an analysis
    (_("研判"), _judge),  # every analysis not yet judged
    (_("匹配性核查"), _question),  # every analysis not yet put to the rules of consistency
    (_("撰写文书"), _write),  # every analysis without papers
    (_("核对文书"), _check),  # every paper that quotes figures posted since
    (_("提醒"), _remind),  # every report whose day comes, every act that waits for somebody
    (_("发送邮件"), _mail),  # every notice that is to go by mail
    (_("封存审计日志"), _seal),  # every event not yet in the chain
)


def run(moment: Moment, say: Callable[[str], None] = lambda text: None) -> dict[str, int]:
    """Run the steps once, from left to right (运行流程); returns how many each handled."""
    require(moment.by, Permission.RUN)
    done = {}
    for number, (name, step) in enumerate(STEPS, 1):
        done[name] = step(moment)
        say(f"[{number}/{len(STEPS)}] {name}：{done[name]}")
    return done


def turn(moment: Moment, begin: Callable[[str], None] = lambda name: None) -> dict[str, int | str]:
    """One turn of the loop (循环一轮): a step that fails is logged and set aside, the rest go on."""
    done: dict[str, Any] = {}
    for name, step in STEPS:
        try:
            begin(name)
            done[name] = step(moment)
        except Exception as error:
            log.exception("step failed: %s", name)
            done[name] = f"失败：{error}"
    return done
