"""Refusals that a person can act on (可处理的拒绝); everything else that raises is a bug."""

from __future__ import annotations


class Refusal(Exception):
    """A request that can't be done, and why (拒绝及原因).

    `msgid` is a Chinese sentence with `{named}` places, so that the web can translate it; `params` fill it.
    The sentence says what is wrong, where, and what to do next.
    """

    def __init__(self, msgid: str, **params: object) -> None:
        self.msgid = msgid
        self.params = params
        super().__init__(msgid)

    def __str__(self) -> str:
        return self.msgid.format(**self.params)

    def kept(self) -> dict[str, object]:
        """As plain data, to be told again later (留存)."""
        return {"msgid": self.msgid, "params": {name: str(value) for name, value in self.params.items()}}


class UnknownName(Refusal):
    """A name that nothing bears, with the nearest that exist (名称未识别)."""
