"""The phrasebook over a city's figures (取数册): asked by an expression, a place and a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from threading import local
from typing import Any, TypeVar

from diaodu.economy.errors import Refusal, UnknownName
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.phrases import words
from diaodu.economy.phrases.evaluation import Evaluation, truth_of
from diaodu.economy.phrases.functions import FUNCTIONS, Function
from diaodu.economy.phrases.language import BadExpression, depends, quote, settled, short
from diaodu.economy.phrases.said import Member, Said, Scope, Truth, gathered
from diaodu.economy.phrases.spots import Judged, Names, Spot, Where
from diaodu.economy.units import round_half_up
from diaodu.economy.warning.thresholds import Thresholds

T = TypeVar("T")
MOST = 20_000  # calls that one expression may make
KEPT = 500_000  # answers that are remembered


class Book:
    """All that can be asked of one panel (取数册). It keeps what was asked, for the panel doesn't change."""

    def __init__(
        self, panel: Panel, thresholds: Thresholds | None = None, judged: Judged | None = None
    ) -> None:
        self.panel, self.catalogue, self.judged = panel, panel.catalogue, judged
        self.thresholds = thresholds or Thresholds()
        self.names = Names(self.catalogue)
        self.sets: dict[str, Callable[[], Said]] = {
            "县区": lambda: gathered((_place(p) for p in self.catalogue.counties), "县区"),
            "城市": lambda: gathered((_place(p) for p in self.catalogue.cities), "城市"),
        }
        self._cost = local()  # of the question that this thread puts
        self._kept: dict[Any, Any] = {}

    def at(self, place: str | Where, period: str | Period) -> Spot:
        """A place and period to ask at (取数位置); names, codes and all forms of a period are read."""
        where = place if isinstance(place, Where) else self.names.where(place)
        return Spot(self, where, period if isinstance(period, Period) else Period.parse(period))

    def desk(self, place: str | Where, period: str | Period) -> SpotDesk:
        """Where a template puts its questions (取数台)."""
        return SpotDesk(self, self.at(place, period))

    def ask(self, expression: str, spot: Spot, scope: Scope | None = None) -> Said:
        """The answer to an expression (取数). A Refusal says what is wrong with it."""
        return self.said(self.evaluated(expression, spot, scope or {}), expression)

    def evaluated(self, expression: str, spot: Spot, scope: Scope) -> Any:
        """What an expression gives, within the bounds of one question (求值)."""
        self._cost.calls = 0
        try:
            return Evaluation(self, spot, scope).of(expression)
        except RecursionError:
            raise BadExpression(
                "“{expression}”自己引用了自己，或套得太深", expression=short(expression)
            ) from None

    def said(self, value: Any, expression: str = "") -> Said:
        """Anything that an expression gives, as an answer (答案)."""
        if isinstance(value, Said):
            return value
        if isinstance(value, Member):
            return Said(value.label, text=value.label, formula=quote(value.label), members=(value,))
        if isinstance(value, Truth):
            if value.holds is None:
                return Said.missing(value.reason or "条件缺数据", value.sources)
            return Said("是" if value.holds else "否", "", "是" if value.holds else "否", value.sources)
        if isinstance(value, Function):
            raise BadExpression("“{name}”后面要有括号。用法：{usage}", name=value.name, usage=value.usage)
        if isinstance(value, float):
            return Said(value, text=_number(value), formula=f"{value:.15g}")
        if isinstance(value, list):
            return _all([self.said(one) for one in value])
        if isinstance(value, str):
            return Said(value, text=value, formula=quote(value))
        raise BadExpression("“{expression}”没有结果", expression=short(expression))

    def count(self) -> None:
        """One more call; an expression that makes too many is refused (限次)."""
        self._cost.calls = getattr(self._cost, "calls", 0) + 1
        if self._cost.calls > MOST:
            raise BadExpression("取数式要算的太多（超过{most}次），请缩小范围", most=MOST)

    def as_one(self, work: Callable[[], T]) -> T:
        """What is always of much the same size counts as one call (计一次), however much it reads."""
        before = getattr(self._cost, "calls", 0)
        found = work()
        self._cost.calls = before
        self.count()
        return found

    def once(self, question: Any, answer: Callable[[], Any]) -> Any:
        """Ask once what many ask (只算一次)."""
        if question in self._kept:
            return self._kept[question]
        if len(self._kept) > KEPT:
            self._kept.clear()
        found = self._kept[question] = answer()
        return found

    def is_name(self, text: str) -> bool:
        """Whether an indicator or a place bears the name (是否名称)."""
        for find in (self.names.indicator, self.names.where):
            try:
                find(text)
            except UnknownName:
                continue
            except Refusal:
                return False
            return True
        return False

    def near(self, name: str) -> str:
        """The words most like one (相近的函数)."""
        return (
            "、".join(get_close_matches(name, [*FUNCTIONS, *self.sets], n=5, cutoff=0.3))
            or "同比、增速、数值"
        )


class SpotDesk:
    """A desk of the book at one place and period (取数台)."""

    def __init__(self, book: Book, spot: Spot) -> None:
        self.book, self.spot = book, spot

    def ask(self, expression: str, scope: Scope) -> Said:
        """The answer (取数). What depends on a condition is asked again with it, not only by its outcome."""
        answer = self.book.ask(expression, self.spot, scope)
        if depends(expression) or not (answer.formula or answer.pieces):
            answer = replace(answer, formula=self._again(expression, scope))
        return answer

    def _again(self, expression: str, scope: Scope) -> str:
        return f"于({quote(settled(expression, scope))}, {self.spot.suffix})"

    def holds(self, expression: str, scope: Scope) -> Truth:
        return truth_of(self.book.evaluated(expression, self.spot, scope))

    def members(self, expression: str, scope: Scope) -> Said:
        """A set to go through (集合); a list of names is one too."""
        value = self.book.evaluated(expression, self.spot, scope)
        if isinstance(value, list):
            value = gathered((self._member(one) for one in value), expression)
        if not isinstance(value, Said) or value.members is None:
            raise BadExpression("“{expression}”不是集合，不能逐个列出", expression=short(expression))
        return value

    def _member(self, value: Any) -> Member:
        if isinstance(value, Member):
            return value
        if isinstance(value, str):
            return self.book.names.member(value)
        raise BadExpression("列表里只能写名称")


def _place(place: Any) -> Member:
    return Member("place", place.code, place.label)


def _all(answers: Sequence[Said]) -> Said:
    gone = next((one for one in answers if one.value is None), None)
    if gone is not None:
        return gone
    text = "、".join(one.text for one in answers)
    sources = tuple(dict.fromkeys(ref for one in answers for ref in one.sources))
    formula = "[" + ", ".join(one.formula for one in answers) + "]"
    return Said(text, text=text, sources=sources, formula=formula)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else f"{round_half_up(value, 2):g}"


__all__ = ["Book", "SpotDesk", "words"]  # importing the words enters them
