"""A whole's growth taken apart by its members or its parts, out of the panel (增长的构成)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from diaodu.economy import contribution as formulas
from diaodu.economy.contribution import Piece
from diaodu.economy.growth import FIRST_OF_YEAR, Against, growth, reference
from diaodu.economy.indicators import Indicator
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Ref, Result, gap

BY_WEIGHTS = "按给定权重推算"
TOO_SMALL = "整体增速低于0.5%，不计算贡献率，只看拉动"


class Row(NamedTuple):
    """What one part did for the whole (一项的作用)."""

    code: str
    value: Result
    growth: Result
    share: Result
    pull: Result
    contribution: Result
    without: Result


class Decomposition(NamedTuple):
    """A growth taken apart (增长的构成); `residual` only where more than rounding is left."""

    growth: Result
    rows: tuple[Row, ...]
    residual: Result | None


class _Known(NamedTuple):
    """A part with what is known of it; `piece` is None where that is not enough."""

    code: str
    value: Result
    growth: Result
    piece: Piece | None

    @property
    def sources(self) -> tuple[Ref, ...]:
        return tuple(dict.fromkeys(self.value.sources + self.growth.sources))


def by_members(
    panel: Panel,
    indicator: Indicator,
    place: str,
    members: Iterable[str],
    period: Period,
    weights: Mapping[str, float] | None = None,
    beside: Iterable[str] = (),
) -> Decomposition:
    """A place's growth by its counties (分县区构成). Rate-only indicators need base weights.

    `beside` are told too but not counted, since they lie inside members.
    """
    known = [_known(panel, indicator, one, "", one, period, weights) for one in members]
    inside = [_known(panel, indicator, one, "", one, period, weights) for one in beside]
    return _decompose(_known(panel, indicator, place, "", place, period, None), known, weights, inside)


def by_parts(
    panel: Panel,
    indicator: Indicator,
    place: str,
    parts: Iterable[str],
    period: Period,
    weights: Mapping[str, float] | None = None,
) -> Decomposition:
    """A place's growth by its parts (分行业构成). Rate-only indicators need base weights."""
    known = [_known(panel, indicator, place, part, part, period, weights) for part in parts]
    return _decompose(_known(panel, indicator, place, "", place, period, None), known, weights)


def _known(
    panel: Panel,
    indicator: Indicator,
    place: str,
    part: str,
    code: str,
    period: Period,
    weights: Mapping[str, float] | None,
) -> _Known:
    grown = growth(panel, indicator, place, period, part)
    level = _level(panel, indicator, place, period, part)
    if weights is not None:
        weight = weights.get(code)
        value = Result.missing("没有权重") if weight is None else Result(weight, (), None, BY_WEIGHTS)
        whole = None if weight is None or grown.value is None else (weight, grown.value)
        return _Known(code, value, grown, formulas.piece_from_base(*whole) if whole else None)
    piece = None if gap(level, grown) else formulas.piece(level.known, grown.known)
    return _Known(code, level, grown, piece)


def _level(panel: Panel, indicator: Indicator, place: str, period: Period, part: str = "") -> Result:
    if not indicator.has_level:
        return Result.missing("只有增速，没有总量，须给出权重")
    found = panel.at(indicator, place, period, part=part)
    return Result.missing(f"缺{period.label}数据") if found is None else Result(found.value, (found.ref,))


def _decompose(
    of: _Known, parts: list[_Known], weights: Mapping[str, float] | None, beside: Iterable[_Known] = ()
) -> Decomposition:
    whole, told = _whole(of, parts, weights), (*parts, *beside)
    total = _total(of, parts) if weights is None else whole and whole.base
    if whole is None:
        lack = gap(of.growth, of.value) or Result.missing("分项数据不全，且整体缺总量或增速")
        reason = Result.missing(lack.reason or "数据不全")
        rows = tuple(
            Row(p.code, p.value, p.growth, _share(p, total, of), reason, reason, reason) for p in told
        )
        return Decomposition(of.growth, rows, None)
    grown = of.growth if of.growth.value is not None else _sum_growth(whole, parts)
    rows = tuple(_row(p, whole, total, of) for p in told)
    return Decomposition(grown, rows, _residual(grown, whole, parts))


def _total(of: _Known, parts: list[_Known]) -> float | None:
    """What shares are taken of: the whole's level, else the parts' sum; growth is not needed for it."""
    if of.value.value is not None:
        return of.value.value
    known = [p.value.value for p in parts if p.value.value is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def _whole(of: _Known, parts: list[_Known], weights: Mapping[str, float] | None) -> Piece | None:
    """The whole's own base where it is known, for parts may be missing or overlap; else the parts' sum."""
    if of.piece is not None and weights is None:
        return of.piece
    if weights is not None and of.growth.value is not None and sum(weights.values()) > 0:
        return formulas.piece_from_base(sum(weights.values()), of.growth.value)
    if not parts or any(p.piece is None for p in parts):
        return None
    return formulas.whole(p.piece for p in parts if p.piece is not None)


def _sum_growth(whole: Piece, parts: list[_Known]) -> Result:
    value = formulas.whole_growth(whole)
    if value is None:
        return Result.missing("基数合计不为正")
    return Result.of(value, *(p.value for p in parts), *(p.growth for p in parts), note="按分项合计推算")


def _share(part: _Known, total: float | None, of: _Known) -> Result:
    if total is None or part.value.value is None:
        return Result.missing((gap(part.value) or of.value).reason or "整体缺总量")
    return _of(formulas.share(part.value.value, total), part, of)


def _row(part: _Known, whole: Piece, total: float | None, of: _Known) -> Row:
    share = _share(part, total, of)
    if part.piece is None:
        lack = Result.missing((gap(part.growth, part.value) or part.growth).reason or "增速不合理")
        return Row(part.code, part.value, part.growth, share, lack, lack, lack)
    return Row(
        part.code,
        part.value,
        part.growth,
        share,
        _of(formulas.pull(part.piece, whole), part, of, "基数不为正"),
        _of(formulas.contribution(part.piece, whole), part, of, TOO_SMALL),
        _of(formulas.growth_without(whole, [part.piece]), part, of, "剔除后没有剩余"),
    )


def _of(value: float | None, part: _Known, of: _Known, reason: str = "整体不为正") -> Result:
    sources = tuple(dict.fromkeys(part.sources + of.sources))
    if value is None:
        return Result.missing(reason, sources)
    return Result(value, sources, None, part.value.note or part.growth.note)


def _residual(grown: Result, whole: Piece, parts: list[_Known]) -> Result | None:
    if grown.value is None:
        return None
    known = [formulas.pull(p.piece, whole) for p in parts if p.piece is not None]
    left = formulas.residual(grown.value, [pull for pull in known if pull is not None])
    return None if left is None else Result(left, grown.sources, None, formulas.RESIDUAL)


def growth_without(
    panel: Panel,
    indicator: Indicator,
    place: str,
    left_out: Iterable[tuple[str, str]],
    period: Period,
) -> Result:
    """Growth without some members or parts, each (place, part) (剔除后增速)."""
    of = _known(panel, indicator, place, "", place, period, None)
    out = [_known(panel, indicator, where, part, part or where, period, None) for where, part in left_out]
    if of.piece is None or any(one.piece is None for one in out):
        lack = next((k for k in (of, *out) if k.piece is None), of)
        return Result.missing((gap(lack.growth, lack.value) or lack.growth).reason or "增速不合理")
    value = formulas.growth_without(of.piece, [one.piece for one in out if one.piece is not None])
    if value is None:
        return Result.missing("剔除后没有剩余")
    return Result.of(value, of.growth, of.value, *(r for one in out for r in (one.growth, one.value)))


def share(panel: Panel, indicator: Indicator, place: str, of: str, period: Period, part: str = "") -> Result:
    """Per cent that a member has of a place (占比); with `part`, that the part has of it."""
    own = _level(panel, indicator, place, period, part)
    total = _level(panel, indicator, of, period)
    if lacking := gap(own, total):
        return lacking
    value = formulas.share(own.known, total.known)
    return Result.missing("整体不为正") if value is None else Result.of(value, own, total)


def share_change(
    panel: Panel,
    indicator: Indicator,
    place: str,
    of: str,
    period: Period,
    against: Against = "上年同期",
    part: str = "",
) -> Result:
    """Points that the share has gained (占比变化), on the values as published then."""
    then = reference(indicator, period, against)
    if then is None:
        return Result.missing(FIRST_OF_YEAR)
    now = share(panel, indicator, place, of, period, part)
    old = share(panel, indicator, place, of, then, part)
    return gap(now, old) or Result.of(formulas.share_change(now.known, old.known), now, old)
