"""A desk that knows its answers beforehand, for templates in tests."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.economy.errors import UnknownName
from diaodu.economy.phrases.language import Forbidden, normal
from diaodu.economy.phrases.said import GIVEN, Binding, Chart, Member, Said, Scope, Truth, sentence

COUNTIES = ("东川区", "南浦区", "西岭县", "临溪县")
GROWTH = {"东川区": 8.3, "南浦区": 6.0, "西岭县": 10.2, "临溪县": -4.9}


def place(name: str) -> Member:
    return Member("place", name, name)


def grown(value: float, formula: str = "", sources: tuple[int, ...] = ()) -> Said:
    return Said(value, "%", f"{value:.1f}%", sources, formula=formula)


class FakeDesk:
    """Answers out of a dictionary; `增速(县)` by what 县 stands for. What it was asked is kept in `asked`."""

    def __init__(self, **answers: object) -> None:
        self.growth = dict(GROWTH)
        self.counties = COUNTIES
        self.asked: list[str] = []
        self.answers: dict[str, object] = {
            '增速("GDP")': grown(5.6, sources=(11,)),
            '位次("GDP")': Said(3.0, "", "三", (13,)),
            '增速("投资")': grown(-3.4, sources=(12,)),
            '数值("零售")': Said.missing("全市2026年1-9月没有数据"),
            '同比("GDP")': sentence("同比增长", grown(5.6, '增速("GDP")', (11,)), "，排全省第", Said(
                3.0, "", "三", (13,), formula='位次("GDP")')),
            '走势("GDP")': Said("图", text="图", formula='走势("GDP")', sources=(11,), chart=Chart(
                "折线", "GDP增速", ("1-3月", "1-6月", "1-9月"),
                (("全市", (4.8, None, 5.6)), ("全省", (5.0, 5.2, 5.3))))),
            '增速("GDP") > 5': Truth(True, None, (11,)),
            '增速("GDP") > 6': Truth(False, None, (11,)),
            '数值("零售") > 0': Truth(None, "全市2026年1-9月没有数据"),
            "考核组": ("东川区", "临溪县"),
        } | dict(answers)  # fmt: skip

    def ask(self, expression: str, scope: Scope) -> Said:
        self.asked.append(expression)
        text = re.sub(r"\s+\)", ")", normal(expression).strip())
        if "." in text.replace(".0", "") and "__" in text:
            raise Forbidden("“{expression}”里有不允许的写法", expression=text)
        if text in scope:
            return self._bound(scope[text])
        if text.startswith("增速(") and (name := self._name(text[3:-1], scope)):
            return grown(self.growth[name], f'增速("{name}")', (100 + COUNTIES.index(name),))
        if text in self.answers:
            found = self.answers[text]
            assert isinstance(found, Said)
            return found if found.formula else replace(found, formula=text)
        try:
            return Said(float(text), "", text, formula=GIVEN)
        except ValueError:
            raise UnknownName("没有名为“{name}”的指标。相近的有：{near}", name=text, near="GDP") from None

    def _bound(self, binding: Binding) -> Said:
        if binding.member:
            return Said(binding.member.label, text=binding.member.label, formula=GIVEN)
        return self.ask(binding.expression, binding.scope)

    def _name(self, text: str, scope: Scope) -> str | None:
        if text.strip('"') in self.growth:
            return text.strip('"')
        return scope[text].member.label if text in scope and scope[text].member else None

    def holds(self, expression: str, scope: Scope) -> Truth:
        text = normal(expression).strip()
        if text in self.answers:
            found = self.answers[text]
            assert isinstance(found, Truth)
            return found
        left, sign, right = text.rpartition(" > ") if " > " in text else text.rpartition(" < ")
        said = self.ask(left, scope)
        assert said.number is not None
        holds = said.number > float(right) if sign == " > " else said.number < float(right)
        return Truth(holds, None, said.sources)

    def members(self, expression: str, scope: Scope) -> Said:
        text = normal(expression).strip()
        names = self.counties if text == "县区" else self.answers.get(text)
        if not isinstance(names, tuple):
            raise UnknownName("没有名为“{name}”的集合。相近的有：{near}", name=text, near="县区")
        return Said("、".join(names), text="、".join(names), members=tuple(map(place, names)), formula=text)
