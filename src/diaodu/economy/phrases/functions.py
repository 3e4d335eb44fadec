"""The words of the phrasebook (取数函数): what each is called, takes and gives, and where it is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import Parameter, signature
from typing import Any

from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said

COMMON = {"地区": "where", "时期": "period", "部分": "part", "位数": "digits", "单位": "unit", "缺": "lack"}
"""What every function takes besides its own."""

Answer = Callable[..., Said]


@dataclass(frozen=True)
class Function:
    """One word (函数). `takes` are its own arguments in order: as users write them, and as the code does."""

    name: str
    answer: Answer
    text: str
    example: str
    group: str
    takes: tuple[tuple[str, str], ...] = ()
    least: int = 0  # arguments it can't do without
    raw: frozenset[str] = field(default_factory=frozenset)  # those that are conditions, not values
    texts: frozenset[str] = field(default_factory=frozenset)  # those that can only be a text: 较, 按

    @property
    def usage(self) -> str:
        """How it is written (用法)."""
        inside = "，".join(zh if n < self.least else f"[{zh}]" for n, (zh, _) in enumerate(self.takes))
        return f"{self.name}（{inside}）"

    def arguments(self, given: list[Any], named: dict[str, Any]) -> dict[str, Any]:
        """Arguments by their names in the code (对应参数); a Refusal says which is too many or unknown."""
        if len(given) > len(self.takes):
            raise BadExpression(
                "{name}最多要{most}个参数，给了{given}个。用法：{usage}",
                name=self.name, most=len(self.takes), given=len(given), usage=self.usage,
            )  # fmt: skip
        found = {py: value for (_, py), value in zip(self.takes, given, strict=False)}
        by_name = COMMON | dict(self.takes)
        for name, value in named.items():
            if name not in by_name:
                raise BadExpression("{name}没有“{option}”这个参数。可用的有：{known}",
                                    name=self.name, option=name, known="、".join(by_name))  # fmt: skip
            if by_name[name] in found:
                raise BadExpression("{name}的“{option}”给了两次", name=self.name, option=name)
            found[by_name[name]] = value
        return {py: value for py, value in found.items() if value is not None}

    def check(self, found: dict[str, Any]) -> None:
        """Whether all that it needs is there (参数齐否)."""
        for zh, py in self.takes[: self.least]:
            if found.get(py) is None:
                raise BadExpression("{name}缺参数“{option}”。用法：{usage}",
                                    name=self.name, option=zh, usage=self.usage)  # fmt: skip
        for zh, py in self.takes:
            if py in self.texts and not isinstance(found.get(py, ""), str):
                raise BadExpression("“{option}=”要写加引号的文字", option=zh)


FUNCTIONS: dict[str, Function] = {}


def word(
    name: str, group: str, example: str, /, *, least: int | None = None, raw: str = "", **chinese: str
) -> Callable[[Answer], Answer]:
    """Enter a function into the phrasebook (登记函数); `chinese` names its arguments in their order."""

    def enter(answer: Answer) -> Answer:
        own = [p for p in list(signature(answer).parameters.values())[1:] if p.name in chinese]
        needed = sum(p.default is Parameter.empty for p in own)
        texts = {p.name for p in own if p.annotation in ("str", "str | None")}
        FUNCTIONS[name] = Function(
            name,
            answer,
            (answer.__doc__ or "").splitlines()[0],
            example,
            group,
            tuple((chinese[p.name], p.name) for p in own),
            needed if least is None else least,
            frozenset(raw.split()),
            frozenset(texts.difference(raw.split())),
        )
        return answer

    return enter
