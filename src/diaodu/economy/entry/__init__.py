"""Checks on what a unit fills in, before anybody signs it (录入校验)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from diaodu.economy.entry.case import Case, Hit, Severity
from diaodu.economy.entry.course import falling_total

__all__ = ["CHECKS", "Case", "Check", "Hit", "Severity", "check"]


class Check(NamedTuple):
    """One check (校验规则)."""

    code: str
    name: str
    find: Callable[[Case], Iterable[Hit]]


CHECKS: tuple[Check, ...] = (Check("累计下降", "累计数比上期累计少", falling_total),)


def check(case: Case) -> list[Hit]:
    """All doubts about a report (校验), the gravest first."""
    order = list(Severity)
    found = [hit for one in CHECKS for hit in one.find(case)]
    return sorted(found, key=lambda hit: order.index(hit.severity))
