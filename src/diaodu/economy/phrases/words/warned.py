"""触发条款、亮灯月数、工作要求: what a warning says of a light, to whom, and what it asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from diaodu.economy import targets
from diaodu.economy.findings import Finding
from diaodu.economy.indicators import Better, Indicator
from diaodu.economy.phrases import amounts, reading
from diaodu.economy.phrases.composing import ask, clause
from diaodu.economy.phrases.functions import word
from diaodu.economy.phrases.language import quote
from diaodu.economy.phrases.said import Member, Said, sources_of
from diaodu.economy.phrases.spots import Spot
from diaodu.economy.phrases.words.cells import newest
from diaodu.economy.phrases.words.lights import MEMORY, before, finding_of
from diaodu.economy.phrases.words.sets import members_of
from diaodu.economy.results import Ref, Result
from diaodu.economy.units import numeral, published

LONGEST = 36  # months that a light is followed back
NAMED = 4  # counties that are named where more fell
STOP, MAKE_UP, SPEED_UP, CATCH_UP = "止降", "补欠", "提速", "赶超"


@word("亮灯月数", "亮灯", '亮灯月数("GDP")', least=0, indicator="指标")
def lasting(spot: Spot, indicator: Any = None) -> Said:
    """本月的灯已连续亮了几个月。"""
    spot, found = reading.settle(spot, indicator)
    light = finding_of(spot, found)
    if light is None:
        return _unlit(spot, found)
    return amounts.counted(Result(float(months(spot, found, light)), light.sources), "个月")


def months(spot: Spot, indicator: Indicator, light: Finding) -> int:
    """For how many months running the light has been the same (连续月数)."""
    count, when = 1, spot.period.cumulative
    while count < LONGEST:
        when = when.previous_month.cumulative
        earlier = before(spot, indicator, light.place, when, MEMORY)
        if earlier is None or earlier.light is not light.light:
            return count
        count += 1
    return count


@word("触发条款", "亮灯", '触发条款("GDP")', least=0, indicator="指标")
def clauses(spot: Spot, indicator: Any = None) -> Said:
    """亮灯所触发的各条，同一个数只说一次；连续亮灯的附月数。"""
    spot, found = reading.settle(spot, indicator)
    light = finding_of(spot, found)
    if light is None:
        return _unlit(spot, found)
    count = months(spot, found, light)
    times = "两" if count == 2 else numeral(count)
    last = [f"已连续{times}个月亮{light.light.text}灯"] if count > 1 else []
    return _told("，".join([*_once(light), *last]), light)


def _once(light: Finding) -> list[str]:
    """Each clause begins with the figure that it judged; one mention is enough."""
    said: list[str] = []
    for one in light.clauses:
        figure, _, rest = one.text.partition("，")
        seen = rest and any(figure in told.split("，") for told in said)
        said.append(rest if seen else one.text)
    return said


@word("责任单位", "名称", '责任单位("GDP")', least=0, indicator="指标")
def answering(spot: Spot, indicator: Any = None) -> Said:
    """指标的责任单位，冠以“市”；给一组指标时，各单位只列一次。"""
    if isinstance(indicator, Said | list):
        found = [spot.book.names.meant(m, None) for m in members_of(indicator, spot)]
    else:
        found = [reading.settle(spot, indicator)[1]]
    name = "、".join(dict.fromkeys(map(unit_of, found)))
    return Said(name, text=name) if name else Said.missing("没有指标，说不出责任单位")


def unit_of(indicator: Indicator) -> str:
    """The department that answers for an indicator, as the city's (责任单位)."""
    owner = indicator.responsible or "经济运行调度机构"
    return owner if owner.startswith("市") else f"市{owner}"


@word("主送单位", "名称", "主送单位()")
def addressed(spot: Spot) -> Said:
    """公文的主送单位：县区为人民政府，开发区为管理委员会。"""
    place = spot.book.catalogue.places[spot.where.places[0]]
    name = f"{place.name}{'管理委员会' if place.level == 'zone' else '人民政府'}"
    return Said(name, text=name)


@word("要求类别", "亮灯", '要求类别("GDP")', least=0, indicator="指标")
def kind_of_task(spot: Spot, indicator: Any = None) -> Said:
    """亮灯指标的工作要求属哪一类：止降、补欠、提速、赶超。"""
    spot, found = reading.settle(spot, indicator)
    kind, sources = _kind(spot, found)
    return Said(kind, text=kind, sources=sources)


@word("工作要求", "亮灯", '工作要求("GDP")', least=0, indicator="指标")
def task(spot: Spot, indicator: Any = None) -> Said:
    """按触发的条款提出的一项工作要求。"""
    spot, found = reading.settle(spot, indicator)
    kind, _ = _kind(spot, found)
    spot = newest(spot)
    made: dict[str, list[Said | str]] = {
        STOP: [f"分析{found.name}下降的构成，提出止降回升的分月安排"],
        MAKE_UP: [f"补齐{found.name}欠账，下月完成", ask(spot, "下月需完成"), "以上"],
        SPEED_UP: [f"推动{found.name}后几个月平均增长", ask(spot, "后期需增长"), "以上，确保完成年度目标"],
        CATCH_UP: [f"分析{found.name}落后的环节，提出赶上{_above(spot)}平均水平的措施"],
    }
    return clause(*made[kind]) or Said.missing(f"{found.name}缺数据，提不出要求")


def _kind(spot: Spot, indicator: Indicator) -> tuple[str, tuple[int, ...]]:
    """What a light asks for, by the heaviest of its reasons."""
    light, spot = finding_of(spot, indicator), newest(spot)
    growth = reading.growth(spot, indicator)
    if _falls(indicator, growth):
        return STOP, growth.sources
    codes = {clause.code for clause in light.clauses} if light else set()
    need = reading.pace(spot, indicator, targets.next_month_needed)
    if codes & {"behind_pace", "far_behind_pace"} and need.value is not None and need.value > 0:
        return MAKE_UP, need.sources
    if _short_of_plan(spot, indicator, growth):
        return SPEED_UP, growth.sources
    return CATCH_UP, growth.sources


def _falls(indicator: Indicator, growth: Result) -> bool:
    if indicator.growth_basis == "points" or indicator.better is not Better.HIGHER:
        return False
    return growth.value is not None and published(growth.value) < 0


def _short_of_plan(spot: Spot, indicator: Indicator, growth: Result) -> bool:
    """Below the year's target, and the months that are left can still make it up."""
    rest = reading.pace(spot, indicator, targets.rest_growth)
    target = reading.pace(spot, indicator, targets.target_growth)
    if growth.value is None or target.value is None or rest.value is None:
        return False
    return indicator.better is Better.HIGHER and indicator.cumulative and growth.value < target.value


def _above(spot: Spot) -> str:
    place = spot.where.single
    return "全省" if place and spot.book.catalogue.places[place].home else "全市"


@word("县区短板", "亮灯", '县区短板("固定资产投资")', least=0, indicator="指标")
def behind(spot: Spot, indicator: Any = None) -> Said:
    """县区中3个同比下降，降幅较大的是A（下降3.1%）；没有下降的，说靠后的三个。"""
    spot, found = reading.settle(spot, indicator)
    place = spot.where.single
    if place is None or not spot.book.catalogue.places[place].home:
        return Said.missing("只说全市指标的县区短板")
    known = _growths(newest(spot), found)
    if len(known) < 4 or found.growth_basis == "points":
        return Said.missing("县区数据不足四个，不说")
    fallen = [one for one in known if published(one[1].number or 0.0) < 0]
    every = sources_of(said for _, said in known)  # who is not named was looked at too
    if found.better is not Better.LOWER and fallen:
        falls = f"增速({quote(found.name)}) < 0"
        count = ask(newest(spot), "个数", ask(newest(spot), "满足", spot.book.sets["县区"](), falls))
        which = "降幅较大的是" if len(fallen) > NAMED else "为"
        return _listing(["县区中", count, f"个同比下降，{which}"], fallen[:NAMED], every)
    return _listing(["县区中靠后的是"], known[:3], every)


def _growths(spot: Spot, indicator: Indicator) -> list[tuple[Member, Said]]:
    """Counties with their growth, the worst first."""
    members = spot.book.sets["县区"]().members or ()
    found = [(m, ask(replace(spot.on(m), indicator=indicator), "增降")) for m in members]
    sign = -1 if indicator.better is Better.LOWER else 1
    known = [one for one in found if one[1].known]
    return sorted(known, key=lambda one: sign * published(one[1].number or 0.0))


def _listing(lead: list[Said | str], some: list[tuple[Member, Said]], every: tuple[Ref, ...]) -> Said:
    pieces = list(lead)
    for n, (member, said) in enumerate(some):
        pieces += [f"{'）、' if n else ''}{member.label}（", said]
    made = clause(*pieces, "）")
    return replace(made, sources=every) if made else Said.missing("没有数据")


def _told(text: str, light: Finding) -> Said:
    return Said(text, text=text, sources=light.sources)


def _unlit(spot: Spot, indicator: Indicator) -> Said:
    return Said.missing(f"{indicator.name}在{spot.where.label}不亮灯")
