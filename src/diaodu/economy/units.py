"""Units, their conversion, and numbers as they are published (计量单位、取舍、写法)."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from typing import NamedTuple

from diaodu.economy.errors import Refusal, UnknownName


class Unit(NamedTuple):
    """A unit (计量单位): how many of its family's smallest unit it holds."""

    name: str
    family: str
    size: int


_SCALES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8, "万亿": 10**12}


def _family(base: str, scales: str) -> list[Unit]:
    return [Unit(scale + base, base, _SCALES[scale]) for scale in scales.split("|")]


UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in (
        *_family("元", "|千|万|百万|亿|万亿"),
        *_family("美元", "|万|百万|亿"),
        *_family("千瓦时", "|万|亿"),
        *_family("千瓦", "|万|亿"),
        *_family("吨", "|万|亿"),
        *_family("千伏安", "|万"),
        *_family("吨标准煤", "|万|亿"),
        *_family("人", "|万|亿"),
        *_family("人次", "|万|亿"),
        *_family("户", "|万"),
        *_family("个", "|万"),
        *_family("件", "|万|亿"),
        *_family("项", ""),
        *_family("宗", ""),
        *_family("起", ""),
        *_family("台", "|万"),
        *_family("辆", "|万"),
        *_family("套", "|万"),
        *_family("平方米", "|万|亿"),
        *_family("立方米", "|万|亿"),
        *_family("头", "|万"),
        *_family("只", "|万|亿"),
        *_family("吨公里", "|万|亿"),
        *_family("人公里", "|万|亿"),
        *_family("公里", "|万"),
        *_family("架次", "|万"),
        *_family("标准箱", "|万"),
        *_family("天", ""),
        *_family("倍", ""),
        *_family("指数", ""),
        *_family("分", ""),
        *_family("百分点", ""),
        *_family("元/人", "|万"),
        *_family("吨标准煤/万元", ""),
        *_family("千瓦时/万元", ""),
        Unit("亩", "亩", 1),
        Unit("公顷", "亩", 15),
        Unit("万亩", "亩", 10**4),
        Unit("‰", "%", 1),
        Unit("%", "%", 10),
    )
}
_ALIASES = {
    "亿": "亿元",
    "万": "万元",
    "人民币": "元",
    "元人民币": "元",
    "亿元人民币": "亿元",
    "万元人民币": "万元",
    "usd": "美元",
    "万usd": "万美元",
    "kwh": "千瓦时",
    "万kwh": "万千瓦时",
    "亿kwh": "亿千瓦时",
    "度": "千瓦时",
    "万度": "万千瓦时",
    "亿度": "亿千瓦时",
    "百分比": "%",
    "百分数": "%",
    "百分之": "%",
    "percent": "%",
    "千分比": "‰",
    "permille": "‰",
    "个百分点": "百分点",
    "pp": "百分点",
    "家": "户",
    "万家": "万户",
    "m2": "平方米",
    "平米": "平方米",
    "万平米": "万平方米",
    "万平方": "万平方米",
    "万m2": "万平方米",
    "m3": "立方米",
    "方": "立方米",
    "万方": "万立方米",
    "万m3": "万立方米",
    "t": "吨",
    "公吨": "吨",
    "teu": "标准箱",
    "吨标煤": "吨标准煤",
    "万吨标煤": "万吨标准煤",
    "点": "指数",
    "index": "指数",
    "次": "人次",
    "万次": "万人次",
}


_PER_HEAD = 10**6  # below a million, what is kept in 元 is income per head and stays in 元
_SAID = {"指数": "", "百分点": "个百分点"}  # how a unit is said behind its number, where not by its name


def unit(name: str) -> Unit:
    """The unit of a name or alias (识别计量单位); UnknownName offers the nearest."""
    found = _found(name)
    if found is None:
        near = "、".join(get_close_matches(_plain(name), UNITS, n=4, cutoff=0.3)) or "（无）"
        raise UnknownName("没有名为“{name}”的计量单位。相近的有：{near}", name=name, near=near)
    return found


def _found(name: str) -> Unit | None:
    plain = _plain(name)
    return UNITS.get(_ALIASES.get(plain, plain))


def _plain(name: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", name).split()).lower().strip("()")
    return plain.removeprefix("计量").removeprefix("单位").lstrip(":")


def convert(value: float, source: str, target: str) -> float:
    """A value in another unit of the same family (单位换算); refused where they measure different things."""
    one, other = unit(source), unit(target)
    if one.family != other.family:
        raise Refusal("“{source}”不能换算为“{target}”，两者计量的不是同一种量", source=source, target=target)
    return value * one.size / other.size


def exact(value: float) -> float:
    """A computed number without the noise of binary fractions, so that 8.349999999999994 rounds as 8.35."""
    return round(value, 10)


def round_half_up(value: float, digits: int = 1) -> float:
    """Rounded as statistics are, on the decimal value as written (四舍五入): 2.675 gives 2.68."""
    scaled: float = value * 10**digits
    if abs(scaled) < 1e9 and abs(scaled % 1 - 0.5) > 1e-6:  # far from a half the quick way is the same
        return float(round(scaled) / 10**digits) + 0.0
    if abs(scaled) > 1e17:  # a double has no decimals left to round, and Decimal would refuse
        return value
    step = Decimal(1).scaleb(-digits)
    # Adding 0.0 turns -0.0 into 0.0: nobody publishes -0.0%.
    return float(Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP)) + 0.0


def published(value: float) -> float:
    """A growth, share or difference at the precision it is published with, one decimal (发布精度)."""
    return round_half_up(value, 1)


def percent_text(value: float, digits: int = 1) -> str:
    """A rate (百分数): 8.3%, -2.1%."""
    return f"{round_half_up(value, digits):.{digits}f}%"


def signed_text(value: float, digits: int = 1) -> str:
    """A rate with its sign (带符号百分数): +8.3%, -2.1%, 0.0%."""
    rounded = round_half_up(value, digits)
    return f"{rounded:+.{digits}f}%" if rounded else f"{rounded:.{digits}f}%"


def points_text(value: float, digits: int = 1) -> str:
    """The size of a difference of rates, without its sign (百分点): 1.2个百分点."""
    return f"{abs(round_half_up(value, digits)):.{digits}f}个百分点"


def level_text(value: float, name: str, digits: int = 2) -> str:
    """An amount as a text writes it (数值): money in 亿元 from 1亿元, else in 万元; per head in 元."""
    one = _found(name) or Unit(name, name, 1)
    smallest = round_half_up(abs(value) * one.size, 2)
    if one.family in ("元", "美元") and (one.size > 1 or smallest >= _PER_HEAD):
        scale = "亿" if smallest >= 10**8 else "万"
        value, name = exact(convert(value, one.name, scale + one.family)), scale + one.family
    elif one.size == 1 and one.family != "指数" and float(value).is_integer():
        digits = 0  # what is counted has no decimals; an index of 101.0 keeps its own
    return f"{round_half_up(value, digits):.{digits}f}{_SAID.get(one.family, name)}"


def text_decimals(value: float, name: str, decimals: int) -> int:
    """Decimals of an amount as a text writes it (行文小数位): whole 万美元 still need two as 亿美元."""
    one = _found(name)
    money = one is not None and one.family in ("元", "美元") and 1 < one.size < 10**8
    large = one is not None and round_half_up(abs(value) * one.size, 2) >= 10**8
    return max(2, decimals) if money and large else decimals


_NUMERALS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """A whole number below a hundred in Chinese (汉字数字): 二, 十二, 二十一; from a hundred on in digits."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def ordinal(number: int) -> str:
    """A position in Chinese (序数): 第二, 第十二."""
    return "第" + numeral(number)
