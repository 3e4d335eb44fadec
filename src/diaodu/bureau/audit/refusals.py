"""Refusals that leave a line in the log, whoever catches them (留痕的拒绝): the one rule of what does.

What is not one's own, what no page of ours sends, and what rests on a page that no longer holds are written
down, by their kind. A slip in a form (no reason given, a name that is taken) is told and leaves no line.
Files that are turned away, forged requests, wrong passwords and worthless tokens are written where they
come in, with what is known of them.
"""

from __future__ import annotations

from diaodu.bureau.audit.actions import trace
from diaodu.economy.errors import Refusal


class Traced(Refusal):
    """A refusal that leaves its line (留痕的拒绝); `verb` is what the log calls it."""

    verb = ""

    def __init__(self, msgid: str, **params: object) -> None:
        super().__init__(msgid, **params)
        trace(self.verb, str(self))


class Tampered(Traced):
    """What no page of ours sends (篡改): a role that is none, a slot that nobody asked, a formula."""

    verb = "refused.tampered"


class Stale(Traced):
    """What rests on a page that no longer holds (过期): somebody else was there meanwhile."""

    verb = "refused.stale"
