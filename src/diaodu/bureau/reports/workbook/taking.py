"""Read a workbook back into its report (收回填报表)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from diaodu.bureau.directory.models import Person
from diaodu.bureau.reports.filing import Saved
from diaodu.bureau.reports.intake.problems import Problem
from diaodu.bureau.reports.models import Attachment, Report


class Taken(NamedTuple):
    """What a workbook that came back did (收回结果)."""

    saved: Saved
    problems: list[Problem]
    read: int  # how many cells held a number
    attachment: Attachment


def take(*, report: Report, name: str, content: bytes, by: Person, now: dt.datetime) -> Taken:
    """Read a workbook into its report (收回填报表); a Refusal where nothing of it can be taken."""
    raise NotImplementedError


def marked(attachment: Attachment) -> tuple[str, bytes]:
    """The workbook back with its problems marked (标注件): file name and content."""
    raise NotImplementedError
