"""总体判断、亮灯统计、本期要点: the whole in a few sentences, carried by lights and signs alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.economy.phrases.composing import Clause, ask, clause, joined, text
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.passages import listed
from diaodu.economy.phrases.words.standouts import under
from diaodu.economy.units import numeral

# The share of judged indicators under red, and under red or yellow, from which a word is used.
PRESSED, STEADY = 1 / 3, 1 / 3
GROWN, FASTER, ABOVE = '增速(时期="最近")', '增速变化(时期="最近", 较="上月")', '差距(时期="最近", 对="全省")'
TO_TARGET = '差距(时期="最近", 对="目标")'


@word("总体判断", "文段", "总体判断()")
def judgement(spot: Spot) -> Said:
    """几项主要指标增长、几项下降，几项红灯；红灯过三分之一称下行压力较大，红黄灯不过三分之一称总体平稳。"""
    main = _main(spot)
    if not main.members:
        return Said.missing("主要指标没有数据")
    size = ask(spot, "个数", main)
    first = clause(spot.where.label, size, "项有数据的主要指标", _split(spot, main, GROWN, "增长", "下降"))
    judged, red, yellow = _judged(spot), _lit(spot, "红"), _lit(spot, "黄")
    if not judged.number:
        return text([joined([first])])
    lights = clause(judged, "项指标已判定亮灯，其中", _red(red))
    word = _word(judged.number, red.number or 0.0, yellow.number or 0.0)
    return text([joined([first, lights, f"经济运行{word}"])])


def _word(judged: float, red: float, yellow: float) -> str:
    if (red + yellow) <= STEADY * judged:
        return "总体平稳"
    return "下行压力较大" if red > PRESSED * judged else "稳中承压"


def _red(red: Said) -> Clause:
    return clause("红灯", red, "项") if red.number else "没有红灯"


def _main(spot: Spot) -> Said:
    return ask(spot, "有数", ask(spot, "指标", "主要指标"))


def _lit(spot: Spot, colour: str) -> Said:
    return ask(spot, "亮灯数", colour)


def _judged(spot: Spot) -> Said:
    return ask(spot, "亮灯数", "红黄绿")


@word("亮灯数", "亮灯", '亮灯数("红")', colour="灯", among="集合")
def how_many_lit(spot: Spot, colour: str, among: Any = "全部") -> Said:
    """亮某种灯（可连写“红黄”）的指标个数。"""
    found = under(spot, colour, among)
    return replace(found, text=str(len(found.members or ())))


@word("亮灯统计", "亮灯", "亮灯统计()", among="集合")
def tally(spot: Spot, among: Any = "全部") -> Said:
    """红灯5项、黄灯3项、绿灯20项、因数据缺失暂不判定2项。"""
    said: list[Clause] = []
    for colour, lead in (("红", "红灯"), ("黄", "黄灯"), ("绿", "绿灯"), ("灰", "因数据缺失暂不判定")):
        count = ask(spot, "亮灯数", colour, among)
        said.append(clause(lead, count, "项") if count.number else None)
    return listed(said) or Said.missing("没有可研判的指标")


def _split(spot: Spot, among: Said, figure: str, up: str, down: str) -> Said | None:
    """How a set divides by sign (分列): 中，11项增长、4项下降; 全部增长; never none."""
    more = ask(spot, "个数", ask(spot, "满足", among, f"{figure} > 0"))
    less = ask(spot, "个数", ask(spot, "满足", among, f"{figure} < 0"))
    flat = ask(spot, "个数", ask(spot, "满足", among, f"{figure} == 0"))
    numbers = [(more, up), (less, down), (flat, "持平")]
    known = [(n, verb) for n, verb in numbers if n.number]
    if len(known) == 1 and len(among.members or ()) == known[0][0].number:
        return clause(f"全部{known[0][1]}")
    return clause("中，", listed(clause(n, f"项{verb}") for n, verb in known))


@word("走势统计", "文段", "走势统计()")
def movement(spot: Spot) -> Said:
    """主要指标中，比上期几项加快、几项回落；比全省几项高、几项低。"""
    main = _main(spot)
    moved = clause("与上期比，主要指标", _split(spot, main, FASTER, "增速提高", "增速回落"))
    apart = clause("与全省比，主要指标", _split(spot, main, ABOVE, "高于全省", "低于全省"))
    return text([joined([moved, apart], by="；")])


@word("与目标比", "文段", "与目标比()", most="最多")
def against_targets(spot: Spot, most: Any = 4.0) -> Said:
    """有增速目标的主要指标中，几项达到目标，几项低于目标，差距大的几项。"""
    main = ask(spot, "满足", _main(spot), f"有({TO_TARGET})")
    size = ask(spot, "个数", main)
    if not size.number or not isinstance(most, float):
        return Said.missing("主要指标没有下达增速目标")
    short = ask(spot, "排序", ask(spot, "满足", main, f"{TO_TARGET} < 0"), TO_TARGET, "升")
    lead = clause("与年度目标比，", size, "项有目标的主要指标")
    if not short.members:
        return text([joined([clause(lead, "全部达到或高于目标")])])
    met = ask(spot, "个数", ask(spot, "满足", main, f"{TO_TARGET} >= 0"))
    below = ask(spot, "个数", short)
    reached = clause("中", met, "项达到或高于目标、", below, "项低于目标") if met.number else "全部低于目标"
    furthest = [
        clause(m.label, ask(spot.on(m), "比", 对="目标", 时期="最近")) for m in short.members[: int(most)]
    ]
    told = clause("差距较大的是" if len(short.members) > most else "分别是", listed(furthest))
    return text([joined([clause(lead, reached), told])])


@word("本期要点", "文段", "本期要点(5)", first="前")
def points(spot: Spot, first: Any = 5.0) -> Said:
    """最值得先说的几件事，最要紧的在前：一是……；二是……。"""
    if not isinstance(first, float) or not 0 < first <= 10:
        raise BadExpression("“前=”要写1到10的整数")
    chosen = ask(spot, "要点指标", first).members or ()
    told = [clause(f"{numeral(n)}是", ask(spot.on(m), "要点")) for n, m in enumerate(chosen, 1)]
    return joined(told, by="；") or Said.missing("主要指标没有数据")
