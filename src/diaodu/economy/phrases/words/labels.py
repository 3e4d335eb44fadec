"""期、地名、指标名: the words of a heading, so that one template serves every month and county."""

from __future__ import annotations

from typing import Any

from diaodu.economy.phrases import reading
from diaodu.economy.phrases.evaluation import Evaluation
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.units import numeral


@word("期", "名称", '期("季")', form="写法")
def period(spot: Spot, form: str = "累计") -> Said:
    """统计期：累计（2026年1—9月）、季（2026年前三季度）、当月（2026年9月）、月（9）、年（2026）、下月（10月）、不带年。"""
    when = spot.period.cumulative
    forms = {
        "累计": when.label, "季": when.season_label, "当月": when.month.label, "月": str(when.last),
        "年": str(when.year), "下月": f"{when.next_month.last}月", "不带年": when.short_label,
        "月末": f"{when.last}月末", "季名": when.season or when.short_label,
    }  # fmt: skip
    if form not in forms:
        raise BadExpression("“写法”可写：{known}", known="、".join(forms))
    return Said(forms[form], text=forms[form])


@word("地名", "名称", "地名()")
def place(spot: Spot) -> Said:
    """取数的地区名称。"""
    name = spot.where.name
    return Said(name, text=name)


@word("指标名", "名称", '指标名("GDP")', least=0, indicator="指标")
def indicator_name(spot: Spot, indicator: Any = None) -> Said:
    """指标的全称。"""
    _, found = reading.settle(spot, indicator)
    return Said(found.name, text=found.name)


@word("计量单位", "名称", '计量单位("GDP")', least=0, indicator="指标")
def unit(spot: Spot, indicator: Any = None) -> Said:
    """指标的计量单位。"""
    _, found = reading.settle(spot, indicator)
    return Said(found.unit, text=found.unit)


@word("责任部门", "名称", '责任部门("GDP")', least=0, indicator="指标")
def responsible(spot: Spot, indicator: Any = None) -> Said:
    """指标的责任部门。"""
    _, found = reading.settle(spot, indicator)
    return Said(found.responsible or "未定", text=found.responsible or "未定")


@word("最近期", "名称", '最近期("GDP")', least=0, indicator="指标", form="写法")
def newest(spot: Spot, indicator: Any = None, form: str = "全称") -> Said:
    """到本期为止应已发布的最近一期，可写进“时期=”：增速("GDP", 时期=最近期("GDP"))；写法：全称、不带年。"""
    _, found = reading.settle(spot, indicator)
    when = found.newest(spot.period)
    labels = {"全称": when.label, "不带年": when.short_label}
    if form not in labels:
        raise BadExpression("“写法”可写：{known}", known="、".join(labels))
    return Said(labels[form], text=labels[form])


@word("有", "名称", '有(增速("GDP"))', answer="取数式")
def known(spot: Spot, answer: Any) -> Said:
    """有没有数：有为1，没有为0，用在条件里。"""
    has = answer.value is not None if isinstance(answer, Said) else True
    return Said(
        1.0 if has else 0.0, "", "有" if has else "没有", answer.sources if isinstance(answer, Said) else ()
    )


@word("汉字", "名称", "汉字(个数(县区))", number="数")
def in_characters(spot: Spot, number: Any) -> Said:
    """百以内的整数写成汉字：14 写作十四。"""
    value = number.number if isinstance(number, Said) else number
    if isinstance(number, Said) and number.value is None:
        return number
    if not isinstance(value, float) or not value.is_integer() or value < 0:
        raise BadExpression("“汉字”只写不为负的整数")
    return Said(value, text=numeral(int(value)), sources=number.sources if isinstance(number, Said) else ())


@word(
    "于",
    "名称",
    '于("增速(\\"GDP\\") - 目标增速(\\"GDP\\")", 地区="石垭县")',
    raw="expression",
    expression="取数式",
)
def at(spot: Spot, expression: str) -> Said:
    """在另一地区、时期求一个取数式。"""
    return spot.book.said(Evaluation(spot.book, spot, {}).of(expression))
