"""Where questions are put (取数台): what a template, a page and the command line ask."""

from __future__ import annotations

from typing import Protocol

from diaodu.economy.phrases.said import Said, Scope, Truth


class Desk(Protocol):
    """Answers expressions for one place and period (取数台). A Refusal says what is wrong with one."""

    def ask(self, expression: str, scope: Scope) -> Said:
        """The answer (取数)."""

    def holds(self, expression: str, scope: Scope) -> Truth:
        """Whether a condition holds (条件)."""

    def members(self, expression: str, scope: Scope) -> Said:
        """A set to go through (集合): its `members` are never None."""
