"""Sets, conditions and sentences of several answers, the naive way."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import Any, NamedTuple

from tests.economy.naive import Gone, When, Where, half_up
from tests.economy.naive_words import Answer, Ask, Words, both, fixed

RATES = ("增速", "增速变化", "占比", "拉动", "贡献率", "进度", "序时差")
SIGNS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


class Member(NamedTuple):
    kind: str  # place, group, part, indicator
    code: str
    label: str


class Test(NamedTuple):
    """A comparison; the limit is a number, or a place whose figure it is."""

    ask: Ask
    sign: str
    limit: str
    place: Where = ""


class Joined(NamedTuple):
    word: str  # and, or
    one: Any
    other: Any


class Denied(NamedTuple):
    one: Any


class Of(NamedTuple):
    """A question about a set: `inner` is asked of each member that passes `condition`."""

    word: str
    kind: str  # 县区, 城市, 组, 行业, 指标
    name: str
    where: Where
    when: When
    inner: Ask | None = None
    condition: Any = None
    options: dict[str, Any] = {}


class Several(NamedTuple):
    """分别 over indicators, or over places of one indicator."""

    word: str
    asks: list[Ask]


class Sets(Words):
    """The questions that go through members."""

    def answered(self, question: Ask | Of | Several) -> Answer:
        try:
            if isinstance(question, Ask):
                return self.answer(question)
            return self.severally(question) if isinstance(question, Several) else self.over(question)
        except Gone:
            return None, ""

    def members_of(self, kind: str, name: str, where: Where) -> list[Member]:
        if kind == "指标":
            return [Member("indicator", i.code, i.label) for i in self.in_order() if i.key]
        if kind == "行业":
            of = self.catalogue.breakdowns[self.catalogue.indicators[name].parts]
            found = self.parts.get((name, where), set())
            return [Member("part", p.code, p.label) for p in of.parts if p.code in found]
        circle = {"县区": "县区", "城市": "全省"}.get(kind, name)
        groups = self.catalogue.groups
        return [Member("group" if c in groups else "place", c, self.label(c)) for c in self.circle(circle)]

    def in_order(self) -> list[Any]:
        return sorted(self.catalogue.indicators.values(), key=lambda i: (i.order, i.code))

    def of_member(self, ask: Ask, member: Member) -> Ask:
        if member.kind == "indicator":
            return ask._replace(of=member.code)
        return ask._replace(part=member.code) if member.kind == "part" else ask._replace(where=member.code)

    # conditions

    def holds(self, condition: Any, member: Member) -> bool | None:
        """None where a figure that would decide it is missing."""
        if isinstance(condition, Denied):
            held = self.holds(condition.one, member)
            return None if held is None else not held
        if isinstance(condition, Joined):
            held = {self.holds(condition.one, member), self.holds(condition.other, member)}
            deciding = condition.word == "or"
            return deciding if deciding in held else None if None in held else not deciding
        return self.compares(condition, member)

    def compares(self, test: Test, member: Member) -> bool | None:
        ask = self.of_member(test.ask, member)
        mine = self.comparable_value(ask)
        other = self.comparable_value(ask._replace(where=test.place)) if test.place else Fraction(test.limit)
        return None if mine is None or other is None else SIGNS[test.sign](mine, other)

    def comparable_value(self, ask: Ask) -> Fraction | None:
        """Rates by what is published of them."""
        value, text = self.answer(ask)
        return half_up(value) if value is not None and text.endswith(("%", "百分点")) else value

    def passing(self, of: Of) -> list[Member]:
        members = self.members_of(of.kind, of.name, of.where)
        if of.condition is None:
            return members
        held = [(m, self.holds(of.condition, m)) for m in members]
        if all(holds is None for _, holds in held):
            raise Gone
        return [m for m, holds in held if holds]

    # what is asked of a set

    def over(self, of: Of) -> Answer:
        members = self.passing(of)
        if of.word in ("个数", "满足", "名单"):
            names = [m.label for m in members]
            text = {"个数": str(len(names)), "满足": "、".join(names), "名单": both(names)}[of.word]
            return len(members), text or "无"
        assert of.inner is not None
        if of.word == "合计":
            return self.total(of, members)
        known = [(m, v) for m in members if (v := self.answer(self.of_member(of.inner, m))[0]) is not None]
        if of.word == "排序" and not members:
            return 0, "无"
        if not known:
            raise Gone
        return self.sorted_out(of, known) if of.word == "排序" else self.end(of, known)

    def total(self, of: Of, members: list[Member]) -> Answer:
        """A zone whose figures a county of the set holds is not added again."""
        assert of.inner is not None
        places = self.once(m.code for m in members if m.kind == "place")
        members = [m for m in members if m.kind != "place" or m.code in places]
        values = [self.answer(self.of_member(of.inner, m))[0] for m in members]
        if None in values or not values:
            raise Gone
        value = sum(values, Fraction(0))
        if of.inner.word in RATES:
            return value, fixed(value) + ("%" if of.inner.word in ("占比", "贡献率") else "个百分点")
        return value, self.amount(of.inner.of, value)

    def shown(self, of: Of, value: Fraction) -> Fraction:
        assert of.inner is not None
        return half_up(value) if of.inner.word in RATES else value

    def end(self, of: Of, known: list[tuple[Member, Fraction]]) -> Answer:
        pick = min if of.word == "最低" else max
        value = pick(v for _, v in known)
        return value, both([m.label for m, v in known if self.shown(of, v) == self.shown(of, value)])

    def sorted_out(self, of: Of, known: list[tuple[Member, Fraction]]) -> Answer:
        sign = 1 if of.options.get("序") == "升" else -1
        found = sorted(known, key=lambda one: sign * one[1])[: of.options.get("前")]
        return len(found), "、".join(m.label for m, _ in found)

    # several at once

    def severally(self, asked: Several) -> Answer:
        answers = [self.answer(ask) for ask in asked.asks]
        if any(value is None for value, _ in answers):
            raise Gone
        texts = [text for _, text in answers]
        return [value for value, _ in answers], self.joined(asked.word, texts)

    def joined(self, word: str, texts: list[str]) -> str:
        if word == "同比":
            texts = [t.removeprefix("同比") for t in texts]
        if len(set(texts)) == 1:
            return "均" + texts[0]
        return "分别" + self.without_repeats(word, texts)

    def without_repeats(self, word: str, texts: list[str]) -> str:
        """What all begin with is said once, and so is 百分点."""
        if word == "排位":
            start = texts[0].partition("第")[0].removesuffix("倒数")
            if all(t.startswith(start) for t in texts):
                return start + both([t.removeprefix(start) for t in texts])
            return "、".join(texts)
        for start in self.starts(word, texts[0]):
            if all(t.startswith(start) for t in texts):
                texts = [texts[0], *(t.removeprefix(start) for t in texts[1:])]
                break
        if all(t.endswith("个百分点") for t in texts):
            texts = [*(t.removesuffix("百分点") for t in texts[:-1]), texts[-1]]
        return "、".join(texts)

    @staticmethod
    def starts(word: str, text: str) -> list[str]:
        if word == "比":
            name = text.rstrip("0123456789.个百分点")
            return [name, name[:-1]]
        return [
            s for s in ("增长", "下降", "提高", "回落", "降幅收窄", "降幅扩大", "降幅") if text.startswith(s)
        ]
