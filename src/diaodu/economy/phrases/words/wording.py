"""同比、变化、排位、比、快慢、新低: figures in the field's wording, all cases of sign handled."""

from __future__ import annotations

from typing import Any

from diaodu.economy import targets
from diaodu.economy.growth import change as difference
from diaodu.economy.growth import change_phrase, growth_phrase
from diaodu.economy.history import Record, record_high, record_low
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.past import UNITS, Past, past
from diaodu.economy.phrases.words.standing import changes, far, standing
from diaodu.economy.rank import change_distance_phrase, distance_phrase
from diaodu.economy.results import Result, gap
from diaodu.economy.units import points_text, published

LONG = 12  # periods from which a record is dated instead of counted


@word("同比", "表述", '同比("规上工业增加值")', least=0, indicator="指标")
def year_on_year(spot: Spot, indicator: Any = None) -> Said:
    """同比增长8.3% · 同比下降3.1% · 同比持平 · 是去年同期的2.4倍。"""
    spot, found = reading.settle(spot, indicator)
    result = reading.growth(spot, found)
    if result.value is None:
        return Said.of(result, "")
    if found.growth_basis == "points":
        return Said.of(result, _moved(result.value), amounts.POINTS)
    return Said.of(result, growth_phrase(result.value), "%")


@word("当月同比", "表述", '当月同比("规上工业增加值")', least=0, indicator="指标")
def month_on_year(spot: Spot, indicator: Any = None) -> Said:
    """当月的同比表述。"""
    spot, found = reading.settle(spot, indicator)
    result = reading.month_growth(spot, found)
    return Said.of(result, "" if result.value is None else growth_phrase(result.value), "%")


def _moved(points: float) -> str:
    """A ratio's change (比率变化)."""
    shown = published(points)
    return "同比持平" if not shown else f"同比{'提高' if shown > 0 else '下降'}{points_text(points)}"


@word("变化", "表述", '变化("GDP", 较="上季")', least=0, indicator="指标", against="较")
def changed(spot: Spot, indicator: Any = None, against: str = "上年同期") -> Said:
    """回落1.2个百分点 · 提高0.8个百分点 · 降幅收窄2.0个百分点 · 由正转负（由+0.4%到-4.9%）。"""
    spot, found = reading.settle(spot, indicator)
    now, then = reading.change(spot, found, against)
    result = reading.apart(now, then)
    if result.value is None:
        return Said.of(result, "")
    return Said.of(result, change_phrase(now.known, then.known, "提高"), amounts.POINTS)


@word("变化比", "表述", '变化比("GDP", 对="全省")', least=0, indicator="指标", to="对", against="较")
def changed_against(spot: Spot, indicator: Any = None, to: Any = "全省", against: str = "上年同期") -> Said:
    """回落幅度比全省高1.3个百分点 · 提高幅度比全省低0.4个百分点。"""
    results = changes(spot, indicator, to, against)
    if lacking := gap(*results):
        return Said.of(lacking, "")
    now, then, other_now, other_then = (r.known for r in results)
    own, other = difference(now, then), difference(other_now, other_then)
    text = change_distance_phrase(own, other, spot.book.names.where(to).label)
    return Said.of(Result.of(difference(own, other), *results), text, amounts.POINTS)


@word("排位", "表述", '排位("GDP", 范围="全省")', least=0, indicator="指标", among="范围", by="按")
def placed(spot: Spot, indicator: Any = None, among: Any = None, by: str | None = None) -> Said:
    """排全省第三 · 并列全省第二 · 排全省倒数第一。"""
    found = standing(spot, indicator, among, by)
    if found.rank is None:
        return Said.of(found.result, "")
    phrase = found.rank.phrase
    text = (
        f"并列{found.among}{phrase.removeprefix('并列')}" if found.rank.tied else f"排{found.among}{phrase}"
    )
    return Said.of(found.result, text, "位")


@word("比", "表述", '比("GDP", 对="全省")', least=0, indicator="指标", to="对", by="按")
def compared(spot: Spot, indicator: Any = None, to: Any = "全省", by: str | None = None) -> Said:
    """比全省高1.3个百分点 · 与全省持平。"""
    found, by, result = far(spot, indicator, to, by)
    if result.value is None:
        return Said.of(result, "")
    label = to if to in ("目标", "计划") else spot.book.names.where(to).label
    if by in ("数值", "当月值"):
        unit = amounts.POINTS if found.unit == "%" else found.unit
        return Said.of(result, _amount_apart(result.value, found, label), unit)
    return Said.of(result, distance_phrase(result.value, 0, label), amounts.POINTS)


def _amount_apart(value: float, indicator: Any, label: str) -> str:
    apart = points_text(value) if indicator.unit == "%" else amounts.amount_text(indicator, abs(value))
    if not any(sign in "123456789" for sign in apart):
        return f"与{label}持平"
    return f"比{label}{'高' if value > 0 else '低'}{apart}"


@word("快慢", "表述", '快慢("一般公共预算收入")', least=0, indicator="指标")
def paced(spot: Spot, indicator: Any = None) -> Said:
    """快于时间进度3.2个百分点 · 落后时间进度3.7个百分点，欠账8.0亿元。"""
    spot, found = reading.settle(spot, indicator)
    lead = reading.pace(spot, found, targets.lead)
    if lead.value is None:
        return Said.of(lead, "")
    shown = published(lead.value)
    if not shown:
        return Said.of(lead, "与时间进度持平", amounts.POINTS)
    if shown > 0:
        return Said.of(lead, f"快于时间进度{points_text(lead.value)}", amounts.POINTS)
    text = f"落后时间进度{points_text(lead.value)}"
    owed = reading.pace(spot, found, targets.arrears)
    if owed.value:
        text += f"，欠账{_owed(found, owed.value)}"
    return Said.of(Result.of(lead.value, lead, owed, note=lead.note), text, amounts.POINTS)


def _owed(indicator: Any, value: float) -> str:
    """One decimal in 亿元, none in 万元 or 万美元."""
    text = amounts.amount_text(indicator, value, 1)
    return amounts.amount_text(indicator, value, 0) if text.endswith(("万元", "万美元")) else text


@word("新低", "表述", '新低("固定资产投资")', least=0, raw="value", indicator="指标", by="按", told="说法",
      value="按值")  # fmt: skip
def new_low(
    spot: Spot, indicator: Any = None, by: str | None = None, told: str | None = None,
    value: str | None = None,
) -> Said:  # fmt: skip
    """为近9个季度以来最低增速 · 为2014年二季度以来最低；不足4期不说。说法：期数、起始；按值：另一取数式。"""
    found = past(spot, indicator, by, value)
    return _record(found, record_low(found.history), "最低", told)


@word("新高", "表述", '新高("存款余额", 按值="数值()")', least=0, raw="value", indicator="指标", by="按",
      told="说法", value="按值")  # fmt: skip
def new_high(
    spot: Spot, indicator: Any = None, by: str | None = None, told: str | None = None,
    value: str | None = None,
) -> Said:  # fmt: skip
    """为近9个季度以来最高增速 · 为2014年二季度以来最高；不足4期不说。"""
    found = past(spot, indicator, by, value)
    return _record(found, record_high(found.history), "最高", told)


def _record(found: Past, record: Record | None, word: str, told: str | None) -> Said:
    if told not in (None, "期数", "起始"):
        raise BadExpression("“说法=”可写：期数、起始")
    if found.lacking is not None:
        return found.lacking
    if record is None:
        return Said.missing(f"不是近几期的{word}，不说", found.history.sources)
    dated = told == "起始" or (told is None and record.over > LONG)
    result = Result(float(record.over), found.history.sources)
    if dated:
        return Said.of(result, f"为{record.since_phrase}", UNITS[record.form])
    unit = {"quarter": "个季度以来", "month": "个月以来", "year": "年同期"}[record.form]
    return Said.of(result, f"为近{record.over}{unit}{record.word}{found.noun}", UNITS[record.form])
