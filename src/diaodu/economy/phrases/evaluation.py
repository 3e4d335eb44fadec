"""An expression's tree worked out (求值): only what `language` allows ever comes here."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from diaodu.economy.periods import Period
from diaodu.economy.phrases.amounts import POINTS, formatted, is_rate
from diaodu.economy.phrases.functions import FUNCTIONS, Function
from diaodu.economy.phrases.language import BadExpression, quote, read, short
from diaodu.economy.phrases.said import Binding, Member, Said, Scope, Truth, lacking, sources_of
from diaodu.economy.phrases.spots import Shelf, Spot
from diaodu.economy.units import exact, published, round_half_up

_SIGNS: dict[type[ast.AST], tuple[str, Callable[[float, float], float]]] = {
    ast.Add: ("+", operator.add), ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul), ast.Div: ("/", operator.truediv),
}  # fmt: skip
_COMPARES: dict[type[ast.AST], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt,
    ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip
LONGEST_TEXT = 20_000
MOST_NUMBER = 1e15
NEWEST = "最近"


class Evaluation:
    """One expression at one spot (求值). `book` counts what it costs."""

    def __init__(self, book: Shelf, spot: Spot, scope: Scope) -> None:
        self.book, self.spot, self.scope = book, spot, scope

    def of(self, expression: str) -> Any:
        """What an expression gives (求值): an answer, a member, a number, a text, a truth or a list."""
        return self.node(read(expression))

    def node(self, node: ast.expr) -> Any:
        return _NODES[type(node)](self, node)

    def constant(self, node: ast.Constant) -> Any:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            return node.value
        if abs(node.value) > MOST_NUMBER:  # also what a float can't hold, and infinity
            raise BadExpression("数太大，最多15位")
        return float(node.value)

    def name(self, node: ast.Name) -> Any:
        if node.id in self.scope:
            return self.bound(self.scope[node.id])
        if node.id == "它":
            return self._it()
        if node.id in self.book.sets:
            return self.book.sets[node.id]()
        if node.id in FUNCTIONS:
            return FUNCTIONS[node.id]
        if self.book.is_name(node.id):  # GDP without quotes: nothing else can be meant
            return node.id
        raise BadExpression(
            "不认识“{name}”。指标和地区的名称要加引号；函数有：{near}",
            name=node.id,
            near=self.book.near(node.id),
        )

    def _it(self) -> Any:
        spot = self.spot
        if spot.indicator is None:
            return Member("place", spot.where.places[0], spot.where.label)
        if spot.part:
            return Member("part", spot.part, spot.part, spot.indicator.code)
        return Member("indicator", spot.indicator.code, spot.indicator.label)

    def bound(self, binding: Binding) -> Any:
        """What a template's name stands for (变量)."""
        if binding.member is not None:
            return binding.member
        spot = self.spot
        at = (self.book, spot.where.places, spot.period, spot.indicator and spot.indicator.code, spot.part)
        if at not in binding.answers:
            binding.answers[at] = Evaluation(self.book, spot, binding.scope).of(binding.expression)
        return binding.answers[at]

    def call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        function = FUNCTIONS.get(node.func.id)
        if node.func.id in self.book.sets and not (node.args or node.keywords):  # 县区() is 县区
            return self.name(node.func)
        if function is None or node.func.id in self.scope:
            raise BadExpression("没有函数“{name}”。相近的有：{near}",
                                name=node.func.id, near=self.book.near(node.func.id))  # fmt: skip
        given = [self.node(a) for a in node.args]
        named = {k.arg: self.node(k.value) for k in node.keywords if k.arg}
        return self.apply(function, given, named)

    def apply(self, function: Function, given: list[Any], named: dict[str, Any]) -> Said:
        """Call a word of the phrasebook (调用函数)."""
        self.book.count()
        found = function.arguments([_settled(v) for v in given], {k: _settled(v) for k, v in named.items()})
        spot = self._moved(function, found)
        digits, unit, lack = (found.pop(name, None) for name in ("digits", "unit", "lack"))
        function.check(found)
        for py in function.raw & found.keys():
            if not isinstance(found[py], str):
                raise BadExpression("{name}的条件要写成加引号的取数式，例如：{example}",
                                    name=function.name, example=function.example)  # fmt: skip
        answer = function.answer(spot, **found) if found else function.answer(spot)
        if digits is not None or unit is not None:
            answer = formatted(answer, digits, unit)
        if lack is not None and answer.value is None:
            lack = _text(lack, "缺")
            answer = Said(lack, text=lack, sources=answer.sources, note=answer.reason)
        options = {"位数": digits, "单位": unit, "缺": lack}
        return answer.asked(self._formula(function, found, spot, options))

    def _moved(self, function: Function, found: dict[str, Any]) -> Spot:
        """The spot that 地区=, 时期= and 部分= name."""
        spot, names = self.spot, self.book.names
        if (period := found.pop("period", None)) is not None:
            spot = replace(spot, period=self._period(function, found, _text(period, "时期")))
        if (where := found.pop("where", None)) is not None:
            spot = replace(spot, where=names.where(_single(where)))
        if (part := found.pop("part", None)) is not None:
            spot = replace(spot, part=part.code if isinstance(part, Member) else _text(part, "部分"))
        return spot

    def _period(self, function: Function, found: dict[str, Any], written: str) -> Period:
        """A period as written; 最近 is the last that the indicator should be out for."""
        if written != NEWEST:
            return self.book.names.period(written, self.spot.period)
        if not any(py == "indicator" for _, py in function.takes):
            raise BadExpression("{name}没有指标，“时期=”不能写“最近”", name=function.name)
        meant = self.book.names.meant(found.get("indicator"), self.spot.indicator)
        return meant.newest(self.spot.period)

    def _formula(self, function: Function, found: dict[str, Any], spot: Spot, options: dict[str, Any]) -> str:
        """The same question with everything written out (自足的取数式)."""
        written: list[str] = []
        if (
            spot.indicator
            and function.takes
            and function.takes[0][1] == "indicator"
            and not found.get("indicator")
        ):
            found = {"indicator": spot.indicator.name, **found}
        for n, (zh, py) in enumerate(function.takes):
            if found.get(py) is not None:
                written.append(_written(found[py]) if n == len(written) else f"{zh}={_written(found[py])}")
        written += [f"部分={quote(spot.part)}"] if spot.part else []
        written += [f"{zh}={_written(value)}" for zh, value in options.items() if value is not None]
        return f"{function.name}({', '.join([*written, spot.suffix])})"

    def listed(self, node: ast.List | ast.Tuple) -> list[Any]:
        if len(node.elts) > 500:
            raise BadExpression("列表太长，最多500项")
        return [self.node(one) for one in node.elts]

    def arithmetic(self, node: ast.BinOp) -> Any:
        sign, work = _SIGNS[type(node.op)]
        left, right = self.node(node.left), self.node(node.right)
        if sign == "+" and isinstance(left, str) and isinstance(right, str):
            return _bounded(left + right)
        one, other = _number(left), _number(right)
        formula = f"({_written(left)} {sign} {_written(right)})"
        if gone := lacking(one, other):
            return replace(gone, formula=formula, sources=sources_of((one, other)))
        if sign == "/" and not other.number:
            return Said.missing("除数为零", sources_of((one, other)), formula)
        value = exact(work(one.number or 0.0, other.number or 0.0))
        if not math.isfinite(value) or abs(value) > MOST_NUMBER:
            raise BadExpression("算出来的数太大")
        unit = _unit(sign, one.unit, other.unit)
        return Said(value, unit, _plain(value, unit), sources_of((one, other)), formula=formula)

    def signed(self, node: ast.UnaryOp) -> Any:
        if isinstance(node.op, ast.Not):
            truth = self.truth(node.operand)
            return replace(truth, holds=None if truth.holds is None else not truth.holds)
        value = self.node(node.operand)
        if isinstance(value, float):
            return -value if isinstance(node.op, ast.USub) else value
        one = _number(value)
        if isinstance(node.op, ast.UAdd) or one.number is None:
            return one
        turned = -one.number
        return replace(one, value=turned, text=_plain(turned, one.unit), formula=f"(-{one.formula})")

    def compared(self, node: ast.Compare) -> Truth:
        values = [self.node(one) for one in (node.left, *node.comparators)]
        sources = sources_of(v for v in values if isinstance(v, Said))
        pairs = zip(node.ops, values, values[1:], strict=False)
        found = [_compare(op, left, right) for op, left, right in pairs]
        if any(one.holds is False for one in found):
            return Truth(False, None, sources)
        gone = next((one for one in found if one.holds is None), None)
        return Truth(None, gone.reason, sources) if gone else Truth(True, None, sources)

    def joined(self, node: ast.BoolOp) -> Truth:
        """And, or: what is missing settles nothing, but one no settles an and, one yes an or."""
        truths = [self.truth(one) for one in node.values]
        sources = tuple(dict.fromkeys(ref for one in truths for ref in one.sources))
        settles = isinstance(node.op, ast.Or)
        if any(one.holds is settles for one in truths):
            return Truth(settles, None, sources)
        gone = next((one for one in truths if one.holds is None), None)
        return Truth(None, gone.reason, sources) if gone else Truth(not settles, None, sources)

    def chosen(self, node: ast.IfExp) -> Any:
        truth = self.truth(node.test)
        if truth.holds is None:
            return Said.missing(truth.reason or "条件缺数据", truth.sources)
        return self.node(node.body if truth.holds else node.orelse)

    def truth(self, node: ast.expr) -> Truth:
        """A node taken as a condition (条件)."""
        return truth_of(self.node(node))


def truth_of(value: Any) -> Truth:
    """A value taken as a condition (条件): a set that is not empty, a figure that is not zero."""
    if isinstance(value, Truth):
        return value
    if isinstance(value, Said):
        if value.value is None:
            return Truth(None, value.reason, value.sources)
        return Truth(bool(value.value), None, value.sources)
    return Truth(bool(value))


_NODES: dict[type[ast.AST], Callable[[Evaluation, Any], Any]] = {
    ast.Constant: Evaluation.constant, ast.Name: Evaluation.name, ast.Call: Evaluation.call,
    ast.List: Evaluation.listed, ast.Tuple: Evaluation.listed, ast.BinOp: Evaluation.arithmetic,
    ast.UnaryOp: Evaluation.signed, ast.Compare: Evaluation.compared, ast.BoolOp: Evaluation.joined,
    ast.IfExp: Evaluation.chosen,
}  # fmt: skip


def _compare(op: ast.cmpop, left: Any, right: Any) -> Truth:
    for one in (left, right):
        if isinstance(one, Said) and one.value is None:
            return Truth(None, one.reason)
    if isinstance(op, ast.In | ast.NotIn):
        return Truth(_inside(left, right) is isinstance(op, ast.In))
    one, other = _comparable(left), _comparable(right)
    if isinstance(one, str) != isinstance(other, str):
        if isinstance(op, ast.Eq | ast.NotEq):
            return Truth(isinstance(op, ast.NotEq))
        raise BadExpression("文字和数不能比大小：{one}，{other}", one=one, other=other)
    return Truth(_COMPARES[type(op)](one, other))


def _inside(one: Any, other: Any) -> bool:
    """A member in a set or a list, a text in a text (属于)."""
    if isinstance(other, Said) and other.members is not None:
        other = list(other.members)
    if isinstance(other, list):
        if isinstance(one, Member) and all(isinstance(x, Member) for x in other):
            return one[:2] in [x[:2] for x in other]  # two counties may bear one short name
        return _label(one) in [_label(x) for x in other]
    return isinstance(other, str) and isinstance(one, str) and one in other


def _label(value: Any) -> Any:
    return value.label if isinstance(value, Member) else value.text if isinstance(value, Said) else value


def _comparable(value: Any) -> float | str:
    """A rate is compared as it is published: what is shown equal is equal."""
    if isinstance(value, Said):
        if value.number is not None and is_rate(value.unit):
            return published(value.number)
        return value.number if value.number is not None else str(value.value)
    if isinstance(value, Member):
        return value.label
    if isinstance(value, float | str):
        return value
    raise BadExpression("不能比较：{value}", value=short(str(value)))


def _number(value: Any) -> Said:
    if isinstance(value, Said) and (value.value is None or value.number is not None):
        return value
    if isinstance(value, float):
        return Said(value, "", _plain(value, ""), formula=f"{value:g}")
    raise BadExpression("“{value}”不是数，不能运算", value=short(str(_label(value))))


def _unit(sign: str, one: str, other: str) -> str:
    """Two rates apart are points; a ratio of like amounts has no unit."""
    if sign in "+-":
        return POINTS if one == other == "%" and sign == "-" else one or other
    return one if not other else other if not one and sign == "*" else ""


def _plain(value: float, unit: str) -> str:
    said = {"%": "%", POINTS: "个百分点"}.get(unit, unit)
    digits = 1 if is_rate(unit) else (0 if not unit and float(value).is_integer() else 2)
    return f"{round_half_up(value, digits):.{digits}f}{said}"


def _settled(value: Any) -> Any:
    """An argument as functions take it: a truth can't be one, a text answer is its text."""
    if isinstance(value, Truth):
        raise BadExpression("条件要写在引号里，作为“满足”的第二个参数")
    if isinstance(value, Said) and isinstance(value.value, str) and value.members is None:
        return value.value
    return value


def _single(value: Any) -> Any:
    if isinstance(value, Said) and value.members is not None and len(value.members) == 1:
        return value.members[0]
    if isinstance(value, str | Member):
        return value
    raise BadExpression("“地区=”要写一个地区或分组的名称")


def _text(value: Any, option: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    raise BadExpression("“{option}=”要写加引号的文字", option=option)


def _written(value: Any) -> str:
    """A value as an expression writes it (写回)."""
    if isinstance(value, Said):
        return value.formula or quote(value.text)
    if isinstance(value, Member):
        return quote(value.label)
    if isinstance(value, Function):
        return value.name
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, float):
        return f"{value:.15g}"
    return quote(value) if isinstance(value, str) else "None"


def _bounded(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadExpression("文字太长")
    return text
