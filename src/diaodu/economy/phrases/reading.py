"""Figures read at a spot (读数): of one place, or of several taken together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from diaodu.economy import contribution as formulas
from diaodu.economy import derived, months, targets
from diaodu.economy import growth as growths
from diaodu.economy.contribution import Piece
from diaodu.economy.indicators import Basis, Indicator
from diaodu.economy.periods import Period
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member
from diaodu.economy.phrases.spots import Spot, Where
from diaodu.economy.results import Result, gap
from diaodu.economy.units import exact

Formula = Callable[..., Result]
SUMMED = "按所含县区合计推算"
WEIGHED = "总量未公布，按权重指标的基数推算"
_WAITING = {"Q": "按季发布", "Y": "按年发布"}


def settle(spot: Spot, given: Any) -> tuple[Spot, Indicator]:
    """The indicator meant, and the spot for it: the part being tried belongs to its own indicator only."""
    indicator = spot.book.names.meant(given, spot.indicator)
    if isinstance(given, Member) and given.kind == "part":
        return replace(spot, indicator=indicator, part=given.code), indicator
    if spot.part and spot.indicator is not None and spot.indicator.code != indicator.code:
        spot = replace(spot, part="")
    if spot.part:
        spot = replace(spot, part=part_code(spot, indicator))
    return replace(spot, indicator=indicator), indicator


def part_code(spot: Spot, indicator: Indicator) -> str:
    """The code of a part by its name (分项)."""
    held = spot.book.panel.parts_of(indicator, spot.where.places[0])
    found = spot.book.names.part(indicator, spot.part, held)
    if found is None and spot.part not in held:
        raise BadExpression("“{indicator}”没有名为“{part}”的分项", indicator=indicator.name, part=spot.part)
    return found.code if found else spot.part


def level(spot: Spot, indicator: Indicator, period: Period | None = None) -> Result:
    """The level (数值): cumulative, or at the end of the period; of several places their sum."""
    when = period or spot.at(indicator)
    return _kept(spot, "level", indicator, when, lambda place: _level(spot, indicator, place, when), _summed)


def _level(spot: Spot, indicator: Indicator, place: str, when: Period) -> Result:
    if not indicator.has_level:
        return Result.missing(f"{indicator.name}只发布增速，没有总量")
    if indicator.formula and not spot.part:
        return derived.value(spot.book.panel, indicator, place, when)
    found = spot.book.panel.at(indicator, place, when, part=spot.part)
    if found is None:
        return Result.missing(lack(spot, indicator, place, when))
    return Result(found.value, (found.ref,))


def lack(spot: Spot, indicator: Indicator, place: str, when: Period) -> str:
    """Why there is no figure (缺数原因): a quarter's indicator has none for a month between."""
    name = spot.book.catalogue.places[place].label
    own = indicator.before(when) is None or when.last % {"Q": 3, "Y": 12}.get(indicator.frequency, 1) == 0
    rhythm = "" if own else f"（{_WAITING[indicator.frequency]}）"
    return f"缺{name}{when.label}{indicator.name}数据{rhythm}"


def growth(spot: Spot, indicator: Indicator, period: Period | None = None) -> Result:
    """Growth (增速); of several places on their comparable bases."""
    when = period or spot.at(indicator)
    one = lambda place: _named_lack(  # noqa: E731
        growths.growth(spot.book.panel, indicator, place, when, spot.part), spot, indicator, place, when
    )
    if spot.where.single:
        return _kept(spot, "growth", indicator, when, one, _summed)
    return _kept_once(spot, "growth", indicator, when, lambda: _growth_together(spot, indicator, when))


def _named_lack(found: Result, spot: Spot, indicator: Indicator, place: str, when: Period) -> Result:
    """A missing figure says whose it is: a paper quotes many."""
    if found.value is not None or not (found.reason or "").startswith(("缺", "未发布")):
        return found
    reason = lack(spot, indicator, place, when)
    if "同期" in (found.reason or ""):
        reason = f"{spot.book.catalogue.places[place].label}{indicator.name}{found.reason}"
    elif not indicator.has_level or "未发布" in (found.reason or ""):
        reason = reason.replace("数据", "增速", 1)
    return Result.missing(reason, found.sources)


def _growth_together(spot: Spot, indicator: Indicator, when: Period) -> Result:
    if indicator.growth_basis in ("points", "none"):
        return Result.missing(f"{indicator.name}不能由所含县区合计")
    found = piece(spot, indicator, when)
    if isinstance(found, Result):
        return found
    value = formulas.whole_growth(found[0])
    return Result.missing(growths.NO_BASE) if value is None else Result(value, found[1], None, SUMMED)


def piece(
    spot: Spot, indicator: Indicator, period: Period | None = None
) -> tuple[Piece, tuple[int, ...]] | Result:
    """Present value and comparable base of a place, or of several together (现值与可比基数); else why not."""
    when = period or spot.at(indicator)
    if not spot.where.single and not adds_up(indicator):
        return Result.missing(f"{indicator.name}各地区不能相加")
    pieces: list[Piece] = []
    sources: list[int] = []
    for place in spot.where.places:
        one = replace(spot, where=Where("", "", (place,)))
        found = _weighed(one, indicator, when) if not indicator.has_level else _piece(one, indicator, when)
        if isinstance(found, Result):
            return found
        pieces.append(found[0])
        sources += found[1]
    return formulas.whole(pieces), tuple(dict.fromkeys(sources))


def _piece(spot: Spot, indicator: Indicator, when: Period) -> tuple[Piece, tuple[int, ...]] | Result:
    value, grown = level(spot, indicator, when), growth(spot, indicator, when)
    if value.value is not None and grown.reason == growths.NO_BASE:
        return _from_nothing(spot, indicator, when, value)
    if lacking := gap(value, grown):
        return lacking
    made = formulas.piece(value.known, grown.known)
    if made is None:
        return Result.missing("增速不合理", grown.sources)
    return made, (*value.sources, *grown.sources)


def _from_nothing(
    spot: Spot, indicator: Indicator, when: Period, value: Result
) -> tuple[Piece, tuple[int, ...]] | Result:
    """What had nothing last year has no growth, but adds to the whole's (上年为零)."""
    base = level(spot, indicator, when.year_before)
    if base.value is None or base.value < 0:
        return Result.missing(growths.NO_BASE, value.sources)
    return Piece(value.known, base.value), (*value.sources, *base.sources)


def adds_up(indicator: Indicator) -> bool:
    """Whether places' figures make a whole (各地区可加): incomes per head and ratios don't."""
    return indicator.additive and indicator.basis not in (Basis.INDEX, Basis.RATIO)


def _weighed(spot: Spot, indicator: Indicator, when: Period) -> tuple[Piece, tuple[int, ...]] | Result:
    """A rate without a level takes its base from the indicator that weighs it (权重)."""
    weight = spot.book.catalogue.indicators.get(indicator.weight)
    if weight is None:
        return Result.missing(f"{indicator.name}只发布增速，没有总量，也没有定义权重")
    grown = growth(spot, indicator, when)
    if grown.value is None:
        return grown
    found = _piece(spot, weight, when)
    if isinstance(found, Result):
        return found
    return formulas.piece_from_base(found[0].base, grown.value), (*found[1], *grown.sources)


def month_level(spot: Spot, indicator: Indicator) -> Result:
    """The value of the last month alone (当月值)."""
    when = spot.at(indicator)
    one = lambda place: months.month_value(spot.book.panel, indicator, place, when, spot.part)  # noqa: E731
    return _kept(spot, "month_level", indicator, when, one, _summed)


def month_growth(spot: Spot, indicator: Indicator) -> Result:
    """Growth of the last month alone (当月增速)."""
    if not spot.where.single:
        return Result.missing("几个地区合在一起没有当月增速")
    when = spot.at(indicator)
    if indicator.basis is Basis.STOCK:
        return Result.missing("时点数没有当月增速")
    return months.month_growth(spot.book.panel, indicator, spot.where.single, when, spot.part)


def change(spot: Spot, indicator: Indicator, against: str) -> tuple[Result, Result]:
    """The growth now and then (本期与对比期增速)."""
    then = earlier(spot, indicator, against)
    now = growth(spot, indicator)
    if then is None:
        return now, Result.missing(growths.FIRST_OF_YEAR)
    return now, growth(spot, indicator, then)


def apart(one: Result, other: Result) -> Result:
    """What one is above another (之差)."""
    return gap(one, other) or Result.of(growths.change(one.known, other.known), one, other)


def earlier(spot: Spot, indicator: Indicator, against: str) -> Period | None:
    """The period that something is held against (对比期)."""
    if against in ("上年同期", "去年同期", "上月", "上季", "上年末"):
        word = "上年同期" if against == "去年同期" else against
        return growths.reference(indicator, spot.at(indicator), word)  # type: ignore[arg-type]
    return indicator.period(spot.book.names.period(against, spot.period))


def pace(spot: Spot, indicator: Indicator, formula: Formula, *more: Any) -> Result:
    """One of the formulas of targets at a single place (进度类)."""
    place = spot.where.single
    if place is None:
        return Result.missing("几个地区合在一起没有目标和进度")
    if spot.part:
        return Result.missing("分项没有目标和进度")
    found = formula(spot.book.panel, indicator, place, spot.at(indicator), *more)
    if found.value is None and (found.reason or "").startswith(("缺", "未下达", "只有增速")):
        label = spot.book.catalogue.places[place].label
        return found._replace(reason=f"{label}{indicator.name}{found.reason}")
    return found


def measure(spot: Spot, indicator: Indicator, by: str) -> Result:
    """What a set is ranked or held apart by (按): 增速, 数值, 进度, 当月增速, 当月值, 增速变化."""
    measures: dict[str, Callable[[], Result]] = {
        "增速": lambda: growth(spot, indicator),
        "数值": lambda: level(spot, indicator),
        "进度": lambda: pace(spot, indicator, targets.progress),
        "当月增速": lambda: month_growth(spot, indicator),
        "当月值": lambda: month_level(spot, indicator),
    }
    if by not in measures:
        raise BadExpression("“按=”可写：{known}，不能写“{by}”", known="、".join(measures), by=by)
    return measures[by]()


def judged_by(indicator: Indicator) -> str:
    """What an indicator is compared by by default (默认按): growth; an index or a ratio by its value."""
    return "数值" if indicator.basis in (Basis.INDEX, Basis.RATIO) else "增速"


def _kept(
    spot: Spot, what: str, indicator: Indicator, when: Period,
    one: Callable[[str], Result], together: Callable[[Indicator, list[Result]], Result],
) -> Result:  # fmt: skip
    def answer() -> Result:
        found = [one(place) for place in spot.where.places]
        return found[0] if len(found) == 1 else together(indicator, found)

    return _kept_once(spot, what, indicator, when, answer)


def _kept_once(
    spot: Spot, what: str, indicator: Indicator, when: Period, answer: Callable[[], Result]
) -> Result:
    spot.book.count()
    found: Result = spot.book.once((what, indicator.code, spot.where.places, when, spot.part), answer)
    return found


def _summed(indicator: Indicator, found: list[Result]) -> Result:
    if not adds_up(indicator):
        return Result.missing(f"{indicator.name}各地区不能相加")
    lacking = gap(*found)
    return lacking or Result.of(exact(sum(one.known for one in found)), *found, note=SUMMED)
