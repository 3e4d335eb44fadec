"""The doubt beside each number (表内校验): an Excel formula, and the same rule in Python.

What a workbook shows before anybody computes it again must be right, too; so both stand in one line each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from diaodu.bureau.reports.workbook.known import Beside
from diaodu.bureau.reports.workbook.layout import Placed
from diaodu.economy.indicators import Basis, Indicator, What
from diaodu.economy.units import round_half_up

RIGHT, EMPTY, FREE = "√", "未填", "可不填"
SLIP, FAR, LEAP = 1_000, 8, 30  # 倍、倍、百分点
MAY_BE_NEGATIVE = ("利润", "净", "增值税", "差额", "盈亏")

Values = dict[str, Any]


class Rule(NamedTuple):
    """One doubt (表内疑点): the condition for Excel, for Python, and what is said."""

    excel: str
    holds: Callable[[Values], bool]
    said: str
    text: Callable[[Values], str]


def formula(placed: Placed, name: Callable[[tuple[int, int]], str], optional: bool, known: Beside) -> str:
    """The formula of the doubt's cell (校验公式)."""
    nested = f'"{RIGHT}"'
    for rule in reversed(list(_rules(placed, name, optional, known))):
        nested = f"IF({rule.excel},{rule.said},{nested})"
    return "=" + nested


def said(placed: Placed, values: Values, optional: bool, known: Beside) -> str:
    """What the formula shows for these values (校验结果), by level, base and growth."""
    facts = {**dict.fromkeys(("level", "base", "growth")), **known._asdict(), **values}
    for rule in _rules(placed, lambda at: "A1", optional, known):
        if rule.holds(facts):
            return rule.text(facts)
    return RIGHT


def may_be_negative(indicator: Indicator) -> bool:
    """Whether a level below nought makes sense (可为负数): profits, net increases."""
    return indicator.basis is Basis.INDEX or any(word in indicator.name for word in MAY_BE_NEGATIVE)


def _rules(
    placed: Placed, name: Callable[[tuple[int, int]], str], optional: bool, known: Beside
) -> Iterator[Rule]:
    cells = {what: at for what in ("level", "base", "growth") if (at := placed.at(what)) is not None}
    ref = {what: name(at) for what, at in cells.items()}
    beside = {
        n: name(at) for n in known._fields if (at := placed.beside(n)) and getattr(known, n) is not None
    }
    yield from _blank(ref, optional)
    for what, cell in ref.items():
        yield _plain(f"NOT(ISNUMBER({cell}))", _no_number(what), f"{_NAMES[what]}不是数字")
    if "level" in ref:
        yield from _level(ref["level"], beside, placed.item.indicator)
    if "growth" in ref:
        yield from _growth(ref["growth"], beside, placed, known)
    if "level" in ref and "growth" in ref and "last" in beside and known.last:
        yield from _both(ref, beside["last"], placed.item.indicator)


def _blank(ref: dict[str, str], optional: bool) -> Iterator[Rule]:
    empty = ",".join(f"ISBLANK({cell})" for cell in ref.values())
    text = FREE if optional else EMPTY
    yield _plain(f"AND({empty})", lambda v: all(v[what] is None for what in ref), text)
    if len(ref) > 1:
        for what, cell in ref.items():
            yield _plain(f"ISBLANK({cell})", _is(what, None), f"{EMPTY}{_NAMES[what]}")


def _level(cell: str, beside: dict[str, str], indicator: Indicator) -> Iterator[Rule]:
    if not may_be_negative(indicator):
        yield _plain(f"{cell}<0", lambda v: v["level"] < 0, "负数，请核对")
    for base in ("last", "before"):
        if base in beside:
            yield from _slips(cell, beside[base], base)
    if "before" in beside and indicator.basis is Basis.FLOW and not may_be_negative(indicator):
        yield _plain(f"{cell}<{beside['before']}", lambda v: v["level"] < v["before"], "少于上期累计")
        yield _plain(
            f"AND({cell}={beside['before']},{cell}<>0,{_fine(indicator)})",
            lambda v: v["level"] == v["before"] and v["level"] != 0 and indicator.decimals > 0,
            "与上期累计相同",
        )
    if "last" in beside and indicator.basis in (Basis.FLOW, Basis.STOCK, Basis.RATIO):
        last = beside["last"]
        yield _plain(
            f"AND({last}>0,{cell}>0,OR({cell}>={FAR}*{last},{cell}*{FAR}<={last}))",
            lambda v: (
                v["last"] > 0 < v["level"]
                and (v["level"] >= FAR * v["last"] or v["level"] * FAR <= v["last"])
            ),
            "与上年同期相差悬殊",
        )


def _slips(cell: str, other: str, base: str) -> Iterator[Rule]:
    """万元 for 亿元, and the other way round."""
    sized = f"AND({other}>0,{cell}>0)"

    def large(v: Values) -> bool:
        return bool(v[base] > 0 and v["level"] >= SLIP * v[base])

    def small(v: Values) -> bool:
        return bool(v[base] > 0 and 0 < v["level"] * SLIP <= v[base])

    yield _plain(f"IF({sized},{cell}>={SLIP}*{other},FALSE)", large, "大了千倍以上，查单位")
    yield _plain(f"IF({sized},{cell}*{SLIP}<={other},FALSE)", small, "小了千倍以上，查单位")


def _growth(cell: str, beside: dict[str, str], placed: Placed, known: Beside) -> Iterator[Rule]:
    yield _plain(f"OR({cell}<-100,{cell}>1000)", lambda v: not -100 <= v["growth"] <= 1000, "增速异常")
    alone = placed.at("level") is None
    if alone and "before" in beside and placed.item.indicator.basis is not Basis.COUNT:
        yield _plain(
            f"ABS({cell}-{beside['before']})>={LEAP}",
            lambda v: abs(v["growth"] - v["before"]) >= LEAP,
            "与上期增速相差很大",
        )


def _both(ref: dict[str, str], last: str, indicator: Indicator) -> Iterator[Rule]:
    """Growth by the level and last year's: at current prices they agree, but for rounding."""
    if indicator.growth_basis not in ("nominal", "volume"):
        return
    level, growth, step = ref["level"], ref["growth"], 0.5 * 10.0**-indicator.decimals

    def implied(v: Values) -> float:
        return (v["level"] / v["last"] - 1) * 100

    def apart(v: Values) -> bool:
        room = 0.11 + 100 * step * (v["last"] + abs(v["level"])) / v["last"] ** 2
        return bool(v["last"] > 0 and abs(implied(v) - v["growth"]) > room)

    by_levels = f"({level}/{last}-1)*100"
    room = f"0.11+{100 * step:.10g}*({last}+ABS({level}))/{last}^2"
    yield Rule(
        f"AND({last}>0,ABS({by_levels}-{growth})>{room})",
        apart,
        f'"按上年同期推算"&TEXT({by_levels},"0.0")&"%"',
        lambda v: f"按上年同期推算{round_half_up(implied(v), 1):.1f}%",
    )


def _fine(indicator: Indicator) -> str:
    return "TRUE" if indicator.decimals > 0 else "FALSE"


def _plain(excel: str, holds: Callable[[Values], bool], text: str) -> Rule:
    return Rule(excel, holds, f'"{text}"', lambda v: text)


def _is(name: str, value: Any) -> Callable[[Values], bool]:
    return lambda v: v[name] is value


def _no_number(name: str) -> Callable[[Values], bool]:
    return lambda v: not _number(v[name])


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_NAMES = {What.LEVEL.value: "数值", What.BASE.value: "上年同期", What.GROWTH.value: "增速"}
