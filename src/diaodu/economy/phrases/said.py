"""What an expression gives (取数结果): a value, its unit, its text, its sources, or why it can't be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from diaodu.economy.periods import Period
from diaodu.economy.results import Ref, Result

GIVEN = "given"
"""Formula of what needs no figure: the name of a county in a list, the period of a heading."""


class Member(NamedTuple):
    """One of a set (成员): a place, a group of places, an indicator, or an industry of an indicator."""

    kind: Literal["place", "group", "indicator", "part"]
    code: str
    label: str
    of: str = ""  # the indicator whose part it is

    @property
    def text(self) -> str:
        return self.label


class Chart(NamedTuple):
    """What a picture shows (图): one row of numbers for each series, a hole where there is none."""

    form: Literal["折线", "柱形", "条形"]
    title: str
    marks: tuple[str, ...]  # along the axis: periods or members
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str = "%"

    @property
    def told(self) -> str:
        """Its numbers in words, for those who can't see it and for checking (图的文字)."""
        rows = (
            f"{name}："
            + "、".join(
                f"{mark}{'—' if v is None else f'{v:.1f}'}"
                for mark, v in zip(self.marks, values, strict=True)
            )
            for name, values in self.series
        )
        return f"{self.title}（{self.unit}）。" + "；".join(rows)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer (取数结果). `value` is None where it can't be said, and `reason` says why.

    `formula` asks for the very same again, its place and period written out. A sentence made of several
    figures holds them in `pieces`, words and answers in turn; a set holds its `members`, and in `left_out`
    those that have no figure, each with the reason.
    """

    value: float | str | None
    unit: str = ""
    text: str = ""
    sources: tuple[Ref, ...] = ()
    reason: str | None = None
    note: str | None = None
    formula: str = ""
    pieces: tuple[str | Said, ...] = ()
    members: tuple[Member, ...] | None = None
    left_out: tuple[tuple[Member, str], ...] = ()
    chart: Chart | None = None

    @classmethod
    def missing(cls, reason: str, sources: tuple[Ref, ...] = (), formula: str = "") -> Said:
        """What can't be said, and why (缺)."""
        return cls(None, sources=sources, reason=reason, formula=formula)

    @classmethod
    def of(cls, result: Result, text: str, unit: str = "") -> Said:
        """A computed number with its text (由测算结果)."""
        if result.value is None:
            return cls.missing(result.reason or "没有数据", result.sources)
        return cls(result.value, unit, text, result.sources, None, result.note)

    @property
    def known(self) -> bool:
        """Whether it can be said (有数)."""
        return self.value is not None

    @property
    def number(self) -> float | None:
        """The value where it is a number (数)."""
        return self.value if isinstance(self.value, float | int) else None

    @property
    def shown(self) -> str:
        """As a document shows it (显示): the text, or why there is none."""
        return self.text if self.value is not None else f"〔缺：{self.reason}〕"

    def asked(self, formula: str) -> Said:
        """The same with the formula that gives it again (附取数式)."""
        if self.formula:
            return self
        return Said(  # every answer passes here, and `replace` takes five times as long
            self.value, self.unit, self.text, self.sources, self.reason, self.note, formula, self.pieces,
            self.members, self.left_out, self.chart,
        )  # fmt: skip


def sources_of(said: Iterable[Said]) -> tuple[Ref, ...]:
    """All sources of several answers, each once (来源合并)."""
    return tuple(dict.fromkeys(ref for one in said for ref in one.sources))


def lacking(*said: Said) -> Said | None:
    """The first answer that can't be said (所缺)."""
    return next((one for one in said if one.value is None), None)


def gathered(members: Iterable[Member], formula: str = "", **more: Any) -> Said:
    """A set as an answer (集合): its value is how many, its text their names."""
    found = tuple(members)
    text = "、".join(m.label for m in found) or "无"
    return Said(float(len(found)), "个", text, formula=formula, members=found, **more)


def sentence(*pieces: str | Said) -> Said:
    """Words and answers in one (成句): missing as soon as one of the answers is."""
    answers = [one for one in pieces if isinstance(one, Said)]
    gone = lacking(*answers)
    if gone is not None:
        return Said.missing(gone.reason or "没有数据", sources_of(answers))
    text = "".join(one.text if isinstance(one, Said) else one for one in pieces)
    return Said(text, text=text, sources=sources_of(answers), pieces=tuple(pieces))


def flat(said: Said) -> Iterator[str | Said]:
    """The words and the single figures of an answer in order (逐项), however deep it is made."""
    if not said.pieces:
        yield said
        return
    for piece in said.pieces:
        if isinstance(piece, Said):
            yield from flat(piece)
        else:
            yield piece


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a condition holds (条件): None, neither yes nor no, where a figure for it is missing."""

    holds: bool | None
    reason: str | None = None
    sources: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Binding:
    """What a name stands for while a template is filled (变量): a member, or an expression (设值)."""

    member: Member | None = None
    expression: str = ""
    scope: dict[str, Binding] = field(default_factory=dict)
    answers: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # asked once a spot


Scope = dict[str, Binding]
Value = Said | Member | float | str | bool | None | list["Value"] | Period
