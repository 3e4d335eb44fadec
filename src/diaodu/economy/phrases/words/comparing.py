"""变动、整体、升降、两期、幅度、说增减、倍数、关口: any figure held against itself earlier on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from diaodu.economy.growth import FIRST_OF_YEAR, change
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.evaluation import Evaluation
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said, sources_of
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.sets import set_of
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact, level_text, published, signed_text

_AGAINST = {"上年同期": "去年同期"}
_COUNTS = "零一两三四五六七八九十"


@word("变动", "比较", '变动("进度(\'一般公共预算收入\')", 较="上年同期")', raw="expression",
      expression="取数式", against="较")  # fmt: skip
def moved(spot: Spot, expression: str, against: str = "上年同期") -> Said:
    """任何一个取数式比对比期增减多少：进度、占比、个数都可以；较：上年同期、上月、上季、上年末。"""
    then = _then(spot, against)
    if then is None:
        return Said.missing(FIRST_OF_YEAR)
    return _apart(_worked(spot, expression), _worked(then, expression))


def _then(spot: Spot, against: str) -> Spot | None:
    """The same place earlier; None where the year has no period before."""
    now = spot.period.cumulative
    period = spot.book.names.period(against, now).cumulative
    return None if period == now else replace(spot, period=period)


def _worked(spot: Spot, expression: str) -> Said:
    return spot.book.said(Evaluation(spot.book, spot, {}).of(expression), expression)


def _apart(now: Said, old: Said) -> Said:
    sources = sources_of((now, old))
    for one in (now, old):
        if one.value is None:
            return Said.missing(one.reason or "没有数据", sources)
        if one.number is None:
            raise BadExpression("“变动”的取数式要是一个数")
    unit = amounts.POINTS if amounts.is_rate(now.unit) else now.unit
    value = change(now.number or 0.0, old.number or 0.0)
    if unit == amounts.POINTS:
        return amounts.points(Result(value, sources))
    return Said(value, unit, level_text(value, unit) if unit else f"{value:g}", sources)


@word("整体", "比较", '整体(指标("主要指标"), "进度()")', raw="expression", among="集合", expression="取数式",
      against="较")  # fmt: skip
def on_the_whole(spot: Spot, among: Any, expression: str, against: str = "上年同期") -> Said:
    """好于去年同期 · 差于去年同期 · 与去年同期相当：集合中过半成员的取数式变大为好于，过半变小为差于。"""
    found = set_of(among, spot)
    if found.value is None:
        return found
    moves = [(m, moved(spot.on(m), expression, against)) for m in found.members or ()]
    signs = [_sign(a) for _, a in moves if a.value is not None]
    out = tuple((m, a.reason or "缺数据") for m, a in moves if a.value is None)
    if not signs:
        return Said.missing(out[0][1] if out else "集合是空的", sources_of(a for _, a in moves))
    up, down = signs.count(1), signs.count(-1)
    name = _AGAINST.get(against, against)
    text = (
        f"好于{name}" if up * 2 > len(signs) else f"差于{name}" if down * 2 > len(signs) else f"与{name}相当"
    )
    return Said(float(up), "", text, sources_of(a for _, a in moves), note=f"{up}项变好，{down}项变差",
                left_out=out)  # fmt: skip


def _sign(answer: Said) -> int:
    """Up, level or down, as it is shown."""
    value = answer.number or 0.0
    shown = amounts.as_shown(value, answer.unit)
    return (shown > 0) - (shown < 0)


@word("升降", "比较", '升降(["一产增加值", "二产增加值", "三产增加值"])', among="集合", against="较",
      indicator="指标")  # fmt: skip
def ups_and_downs(spot: Spot, among: Any, against: str = "上年同期", indicator: Any = None) -> Said:
    """各成员增速比对比期升、平、降的个数：一平两降 · 两升一降 · 三降；成员是地区时写 指标=。"""
    members = set_of(among, spot).members or ()
    answers = [_move(spot, m, indicator, against) for m in members]
    gone = next((a for a in answers if a.value is None), None)
    if gone is not None or not answers:
        return Said.missing((gone.reason if gone else "") or "集合是空的", sources_of(answers))
    signs = [_sign(a) for a in answers]
    counted = [(signs.count(sign), name) for sign, name in ((1, "升"), (0, "平"), (-1, "降"))]
    text = "".join(f"{few(n)}{name}" for n, name in counted if n)
    return Said(text, text=text, sources=sources_of(answers))


def _move(spot: Spot, member: Member, indicator: Any, against: str) -> Said:
    there, found = reading.settle(spot.on(member), indicator)
    now, then = reading.change(there, found, against)
    return amounts.points(reading.apart(now, then))


def few(number: int) -> str:
    """A small number as it is said of things (个数): 两项, 三个; from eleven on in digits."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


@word("两期", "比较", '两期("规上工业增加值", 较="上月")', least=0, indicator="指标", against="较")
def both(spot: Spot, indicator: Any = None, against: str = "上年同期") -> Said:
    """对比期和本期的增速：由+0.4%到-0.3%，名单的“附=”里常用。"""
    spot, found = reading.settle(spot, indicator)
    now, then = reading.change(spot, found, against)
    result = reading.apart(now, then)
    text = "" if result.value is None else f"由{signed_text(then.known)}到{signed_text(now.known)}"
    return Said.of(result, text, amounts.POINTS)


@word("幅度", "比较", '幅度(增速变化("固定资产投资"))', number="数")
def size(spot: Spot, number: Any) -> Said:
    """去掉正负号的数：回落最大的一句里写“回落{{ 幅度(增速变化(…)) }}”。"""
    if isinstance(number, float):
        return Said(abs(number), text=f"{abs(number):g}")
    if not isinstance(number, Said) or (number.value is not None and number.number is None):
        raise BadExpression('“幅度”里要写一个数，例如：幅度(增速变化("GDP"))')
    if number.number is None:
        return number
    # An answer's own decimals and unit are kept, so the sign is taken off its text.
    return Said(abs(number.number), number.unit, number.text.lstrip("-"), number.sources, note=number.note)


@word("说增减", "比较", '说增减(占比变化("进出口总额", 占地区="全省", 较="上年末"))', number="数")
def told_as_change(spot: Spot, number: Any) -> Said:
    """把有正负的差说成话：提高0.4个百分点 · 下降0.4个百分点 · 增加30户 · 减少30户 · 持平。"""
    one = size(spot, number)
    if one.value is None:
        return one
    points = one.unit == amounts.POINTS
    sign = _sign(number) if isinstance(number, Said) else (number > 0) - (number < 0)
    up, down = ("提高", "下降") if points else ("增加", "减少")
    text = {1: up + one.text, -1: down + one.text}.get(sign, "持平")
    return Said((one.number or 0.0) * (sign or 1), one.unit, text, one.sources, note=one.note)


@word("倍数", "比较", '倍数("进出口总额")', least=0, indicator="指标")
def times(spot: Spot, indicator: Any = None) -> Said:
    """是去年同期的几倍：2倍 · 2倍多；不到两倍的不说。"""
    spot, found = reading.settle(spot, indicator)
    grown = reading.growth(spot, found)
    if grown.value is None or found.growth_basis == "points":
        return Said.of(grown if grown.value is None else Result.missing("比率不说倍数"), "")
    ratio = exact(1 + grown.value / 100)
    shown = published(ratio)
    if shown < 2:
        return Said.missing("不到去年同期的两倍", grown.sources)
    text = f"{shown:.0f}倍" if shown.is_integer() else f"{math.floor(ratio)}倍多"
    return Said.of(Result.of(ratio, grown), text, "倍")


@word("关口", "比较", '关口("存款余额", 较="上年末")', least=0, indicator="指标", against="较")
def threshold(spot: Spot, indicator: Any = None, against: str = "上年末") -> Said:
    """比对比期突破（或跌破）的整数关口：突破3000亿元 · 跌破2500户；没有跨过两位有效数字的整数就不说。"""
    spot, found = reading.settle(spot, indicator)
    then = reading.earlier(spot, found, against)
    now = reading.level(spot, found)
    old = reading.level(spot, found, then) if then else Result.missing(FIRST_OF_YEAR)
    if lacking := gap(now, old):
        return Said.of(lacking, "")
    mark = crossed(old.known, now.known)
    if mark is None:
        return Said.missing("没有跨过整数关口", Result.of(0.0, now, old).sources)
    text = amounts.amount_text(found, mark, 0 if mark.is_integer() else None)
    word = "突破" if now.known > old.known else "跌破"
    return Said.of(Result.of(mark, now, old), word + text, found.unit)


def crossed(old: float, now: float) -> float | None:
    """The roundest number between two levels (整数关口), of two figures at most."""
    low, high = sorted((old, now))
    if high <= 0:
        return None
    marks = (math.floor(exact(high / step)) * step for step in _steps(high))
    return next((exact(mark) for mark in marks if mark > max(low, 0)), None)


def _steps(high: float) -> Iterator[float]:
    power = 10.0 ** math.floor(math.log10(high))
    yield from (power, power / 2, power / 10)
