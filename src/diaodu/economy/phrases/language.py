"""The users' little language, read (取数语言): spreadsheet-like expressions in a grammar without escapes.

Python's own parser reads an expression; what is evaluated is only the short list of node types below, walked
by `evaluation`. There are no attributes, no indexing, no loops, no code: nothing to break out of.
"""

from __future__ import annotations

import ast
import copy
import re
from functools import lru_cache

from diaodu.economy.errors import Refusal
from diaodu.economy.phrases.said import Scope

LONGEST = 4000  # characters of an expression
DEEPEST = 40  # brackets within brackets


class BadExpression(Refusal):
    """An expression that can't be read, or asks for what there is not (取数式有误)."""


class Forbidden(BadExpression):
    """An expression that tries what no expression may (禁止的写法)."""


ALLOWED: tuple[type[ast.AST], ...] = (
    ast.Expression, ast.Constant, ast.Name, ast.Load, ast.Call, ast.keyword, ast.List, ast.Tuple,
    ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd,
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.IfExp,
)  # fmt: skip

_OUTSIDE = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"\u3000": " ", "\xa0": " ", "【": "[", "】": "]", "、": ",", "×": "*", "÷": "/", "−": "-", "–": "-"}
    | {"≥": ">=", "≤": "<=", "≠": "!="}
)
_UNSEEN = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD])
"""Signs of no width, which come along where text is pasted from Word or a chat: nothing is meant by them."""

_WORDS = {"且": "and", "并且": "and", "或": "or", "或者": "or", "非": "not"}
_JOINED = re.compile(r"(\d*)(并且|或者|且|或|非)(.*)")  # 10且增速 is three words
_CLOSING = {"“": "”", "”": "”", "‘": "’", "’": "’", "「": "」", "『": "』", '"': '"', "'": "'"}


@lru_cache(maxsize=20_000)
def read(expression: str) -> ast.expr:
    """The tree of an expression (解析取数式); a Refusal says where it goes wrong."""
    if len(expression) > LONGEST:
        raise BadExpression(
            "取数式太长：{n}个字符，最多{most}个。请拆成几处来写", n=len(expression), most=LONGEST
        )
    plain = normal(expression.translate(_UNSEEN))
    if not plain.strip():
        raise BadExpression('取数式是空的。例如：增速("GDP")')
    tree = _parsed(plain, expression)
    for node in ast.walk(tree):
        _check(node, expression)
    return tree.body


def _parsed(plain: str, expression: str) -> ast.Expression:
    if _depth(plain) > DEEPEST:
        raise BadExpression("取数式括号套得太深（超过{most}层）", most=DEEPEST)
    try:
        return ast.parse(plain.strip(), mode="eval")
    except SyntaxError as error:
        raise BadExpression(
            "“{expression}”写法有误，第{column}个字附近：请检查括号、引号和逗号是否成对",
            expression=short(expression), column=error.offset or 1,
        ) from None  # fmt: skip
    except (ValueError, RecursionError, MemoryError):
        raise BadExpression("“{expression}”无法解析", expression=short(expression)) from None


def _depth(text: str) -> int:
    deep = most = 0
    for sign in text:
        deep += (sign in "([{") - (sign in ")]}")
        most = max(most, deep)
    # A run of signs nests as brackets do.
    return max(most, _longest_run(text, "-+") // 2, text.count("not "))


def _longest_run(text: str, signs: str) -> int:
    longest = run = 0
    for sign in text:
        run = run + 1 if sign in signs else (run if sign == " " else 0)
        longest = max(longest, run)
    return longest


def _check(node: ast.AST, expression: str) -> None:
    if not isinstance(node, ALLOWED):
        raise Forbidden(
            "“{expression}”里有不允许的写法（{what}）：取数式只能用函数、数、文字、比较和四则运算",
            expression=short(expression), what=_NAMES.get(type(node), type(node).__name__),
        )  # fmt: skip
    if isinstance(node, ast.Constant) and not isinstance(node.value, str | int | float | None):
        raise Forbidden("“{expression}”里有不允许的常数", expression=short(expression))
    if isinstance(node, ast.Name) and node.id.startswith("_"):
        raise Forbidden("“{expression}”里有不允许的名称 {name}", expression=short(expression), name=node.id)
    if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
        raise Forbidden("“{expression}”里括号前面必须是函数名", expression=short(expression))
    if isinstance(node, ast.Call) and any(word.arg is None for word in node.keywords):
        raise Forbidden("“{expression}”里有不允许的写法（**）", expression=short(expression))


_NAMES: dict[type[ast.AST], str] = {
    ast.Attribute: "“.”取属性", ast.Subscript: "[ ]取元素", ast.Lambda: "lambda", ast.Pow: "乘方",
    ast.ListComp: "循环", ast.GeneratorExp: "循环", ast.SetComp: "循环", ast.DictComp: "循环",
    ast.JoinedStr: "f 字符串", ast.Starred: "*", ast.NamedExpr: "赋值", ast.Await: "await", ast.Dict: "{ }",
    ast.BitOr: "“|”", ast.Mod: "“%”", ast.FloorDiv: "“//”",
}  # fmt: skip


def normal(expression: str) -> str:
    """An expression as a keyboard writes it (归一): typographic quotes, full-width signs, 且、或、非."""
    out: list[str] = []
    word, at = "", 0
    while at < len(expression):
        sign = expression[at]
        if sign in _CLOSING:
            out.append(_worded(word))
            word, (text, at) = "", _quoted(expression, at)
            out.append(text)
            continue
        plain = sign.translate(_OUTSIDE)
        if plain.isalnum() or plain == "_":
            word += plain
        else:
            out.append(_worded(word) + plain)
            word = ""
        at += 1
    return "".join(out) + _worded(word)


def _worded(word: str) -> str:
    found = _JOINED.fullmatch(word)
    return f"{found[1]} {_WORDS[found[2]]} {_worded(found[3])}" if found else word


def _quoted(text: str, start: int) -> tuple[str, int]:
    """A string from its opening mark on, as Python writes it, and where it ends.

    Word turns "GDP" into “GDP”, and one inside another stays as it is until the inner one is read.
    """
    opening = text[start]
    closing, deep, at, inside = _CLOSING[opening], 1, start + 1, []
    while at < len(text):
        sign = text[at]
        if sign == "\\" and at + 1 < len(text):
            inside.append(text[at + 1])
            at += 2
            continue
        if sign == closing:
            deep -= 1
            if deep == 0:
                return _literal("".join(inside)), at + 1
        elif sign == opening:
            deep += 1
        inside.append(sign)
        at += 1
    raise BadExpression("“{expression}”里有一个引号没有配对", expression=short(text))


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    return '"' + escaped.replace("\0", "") + '"'


def quote(text: str) -> str:
    """A text as an expression writes it (加引号)."""
    return _literal(text)


def short(expression: str, most: int = 60) -> str:
    """An expression for a message (摘要)."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in expression).split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def depends(expression: str) -> bool:
    """Whether what is shown hangs on a condition (有无条件)."""
    return any(isinstance(node, ast.IfExp | ast.Compare | ast.BoolOp) for node in ast.walk(read(expression)))


def settled(expression: str, scope: Scope) -> str:
    """The expression with a template's names written out (代入变量), so that it stands alone."""
    return ast.unparse(_Settle(scope).visit(copy.deepcopy(read(expression))))


class _Settle(ast.NodeTransformer):
    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.args = [self.visit(one) for one in node.args]
        for word in node.keywords:
            word.value = self.visit(word.value)
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        binding = self.scope.get(node.id)
        if binding is None:
            return node
        if binding.member is not None:
            return ast.Constant(binding.member.label)
        inner: ast.AST = _Settle(binding.scope).visit(copy.deepcopy(read(binding.expression)))
        return inner
