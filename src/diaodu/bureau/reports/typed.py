"""A number as people type it into a form (录入): full width, with commas, with the unit behind it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from diaodu.bureau.audit.refusals import Tampered
from diaodu.bureau.reports.intake import numbers
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Indicator, What
from diaodu.economy.periods import Period
from diaodu.economy.units import convert, exact

_UNIT = re.compile(r"[^\W\d_][^\d,]*$|[%‰][^\d,]*$")  # what stands behind the last digit
_FORMULA = re.compile(r"[=@]|[+\-].*\|")  # =1+1, @SUM(1), +cmd|…
LEDGER = "台账"  # a cell taken from the ledger: this word and the number of the figure
_POINTS = frozenset(("个百分点", "百分点", "pp"))


def read(text: str, indicator: Indicator, what: str) -> float | None:
    """The number that was typed, in the indicator's own unit (识别录入数); None where nothing was."""
    plain = unicodedata.normalize("NFKC", text.strip()[:80]).replace("−", "-")
    if _FORMULA.match(plain):
        raise Tampered("“{text}”是公式，不是数值，没有保存。请填写算好的数", text=text[:40])
    try:
        return _number(text.strip(), indicator, what)
    except numbers.NotANumber as error:
        said = str(error)
    unit = _UNIT.search(plain)
    if unit is None or not plain[: unit.start()].strip():
        raise Refusal("“{text}”不是数值：{why}", text=text[:40], why=said)
    return _with_unit(plain[: unit.start()], unit[0].strip(), indicator, what)


def shown(value: float | None) -> str:
    """A number as it stands in its box (录入框数): as typed, never 1e+06, never 12.50000001."""
    if value is None:
        return ""
    text = format(Decimal(f"{value:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def months(period: Period, *, stock: bool) -> str:
    """The months that a number is of (统计期): 1—9月, 9月, 9月末, 全年."""
    if (period.first, period.last) == (1, 12):
        return "全年"
    return f"{period.last}月末" if stock else period.short_label


def padded(value: float | None, decimals: int) -> str:
    """A number for reading (阅读数): with commas and at least so many decimals, and never rounded."""
    whole, _, rest = shown(value).partition(".")
    if not whole:
        return ""
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    rest = rest.ljust(decimals, "0")
    return f"{sign}{int(digits):,}" + (f".{rest}" if rest else "")


def decimals_of(indicator: Indicator, what: str) -> int:
    """How many decimals a number is read with (小数位)."""
    if what == What.GROWTH:
        return 1
    return 0 if indicator.basis == "count" else indicator.decimals


def unit_of(indicator: Indicator, what: str) -> str:
    """The unit that a number is typed in (录入单位)."""
    if what == What.GROWTH:
        return "个百分点" if indicator.growth_basis == "points" else "%"
    return indicator.unit


def _number(text: str, indicator: Indicator, what: str) -> float | None:
    found = numbers.read(text)
    if not found.percent or found.value is None:
        return found.value
    return _converted(found.value, "%", indicator, what)


def _with_unit(number: str, unit: str, indicator: Indicator, what: str) -> float | None:
    try:
        found = numbers.read(number)
    except numbers.NotANumber as error:
        raise Refusal("“{text}”不是数值：{why}", text=f"{number}{unit}"[:40], why=str(error)) from error
    return None if found.value is None else _converted(found.value, unit, indicator, what)


def _converted(value: float, unit: str, indicator: Indicator, what: str) -> float:
    own = unit_of(indicator, what)
    if what == What.GROWTH:
        if unit == "%" or unit in _POINTS:
            return value
        raise Refusal("增速按{own}填，不能填“{unit}”", own=own, unit=unit[:20])
    return exact(convert(value, unit, own))
