"""Indicators, places, types, units and parts by the names in use (名称识别).

Every look-up is remembered by the raw text: a file of 150,000 figures has a few hundred names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from diaodu.bureau.reports.intake.grid import text_of
from diaodu.bureau.reports.intake.options import Options
from diaodu.bureau.reports.intake.problems import Wrong
from diaodu.economy import units
from diaodu.economy.breakdowns import Breakdown, Place
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Basis, Catalogue, Indicator, Kind, What, squeeze

TYPES: dict[str, tuple[str, str]] = {
    "": ("", ""),
    "数值": ("", "level"),
    "数值（绝对值）": ("", "level"),
    "绝对值": ("", "level"),
    "总量": ("", "level"),
    "同比增速": ("", "growth"),
    "增速": ("", "growth"),
    "同比": ("", "growth"),
    "上年同期": ("", "base"),
    "同期数": ("", "base"),
    "目标": ("target", ""),
    "目标增速": ("target", "growth"),
    "计划": ("plan", ""),
    "计划增速": ("plan", "growth"),
    "预计": ("estimate", ""),
    "预计增速": ("estimate", "growth"),
    "预计上年同期": ("estimate", "base"),
    **{what.value: ("", what.value) for what in What},
    **{kind: (kind, "") for kind in ("target", "plan", "estimate")},
}
KINDS: dict[str, str] = {
    "": "",
    "法定统计": "official",
    "部门数据": "departmental",
    "部门行政数据": "departmental",
    "预计": "estimate",
    "目标": "target",
    "计划": "plan",
    **{kind.value: kind.value for kind in Kind},
}
NO_UNIT = frozenset(("", "-", "—", "--", "/", "无", "无量纲"))
SIMPLE = frozenset((Basis.INDEX, Basis.RATIO))


class Measure(NamedTuple):
    """What a row or a column is of (数据口径), ready for the ledger: value = number × size / per."""

    indicator: Indicator
    part: str
    kind: str
    what: str
    size: int = 1
    per: int = 1


class Names:
    """Everything that a file may call by name (名称表)."""

    def __init__(self, catalogue: Catalogue, options: Options) -> None:
        self.catalogue = catalogue
        self.options = options
        self._other = {squeeze(k): v for k, v in options.names.items()}
        self._indicators: dict[str, Indicator | Wrong] = {}
        self._places: dict[str, Place | Wrong] = {}

    def skipped(self, name: str) -> bool:
        """Whether the person said that this name is not to be read (不读)."""
        return self._other.get(squeeze(name)) == ""

    def indicator(self, name: str) -> Indicator | Wrong:
        """The indicator of a name (指标)."""
        if name not in self._indicators:
            self._indicators[name] = self._indicator(name)
        return self._indicators[name]

    def _indicator(self, name: str) -> Indicator | Wrong:
        try:
            return self.catalogue.indicator(self._called(name))
        except Refusal as refusal:
            return Wrong("指标", refusal)

    def place(self, name: str) -> Place | Wrong:
        """The place of a name (地区); 全市, 全省 and 全国 are ours."""
        if name not in self._places:
            self._places[name] = self._place(name)
        return self._places[name]

    def _place(self, name: str) -> Place | Wrong:
        called = self._called(name)
        try:
            return self.catalogue.place(called)
        except Refusal as refusal:
            found = self._whole(squeeze(called)) or self._bare(squeeze(called))
            return found or Wrong("地区", refusal)

    def measure(self, named: str, written: str, unit: str, part: str, category: str) -> Measure | Wrong:
        """What a row is of, from its own words (口径): indicator, type, unit, part, kind."""
        indicator = self.indicator(named)
        if isinstance(indicator, Wrong):
            return indicator
        if written not in TYPES:
            return Wrong("类型", f"没有“{written}”这种类型。可写：数值、同比增速、上年同期、目标、计划、预计")
        if category not in KINDS:
            return Wrong("类别", f"没有“{category}”这种类别。可写：法定统计、部门数据、预计、目标、计划")
        kind, what = TYPES[written]
        return self.settle(indicator, kind or KINDS[category], what, unit, part)

    def settle(self, indicator: Indicator, kind: str, what: str, unit: str, part: str) -> Measure | Wrong:
        """Kind, number and unit decided (确定口径)."""
        kind = kind or self.options.kind or indicator.kind.value
        unit = "" if unit in NO_UNIT else unit
        what = _what(indicator, what or self.options.what, unit)
        if indicator.basis is Basis.RATE and what == "base":
            return Wrong("类型", f"“{indicator.name}”只有增速，没有上年同期数")
        found = self._part(indicator, part)
        if isinstance(found, Wrong):
            return found
        scale = _scale(indicator, what, unit)
        return scale if isinstance(scale, Wrong) else Measure(indicator, found, kind, what, *scale)

    def any_part(self, name: str) -> str:
        """Code of a part in whichever breakdown (分项)."""
        codes = (_part_code(breakdown, squeeze(name)) for breakdown in self.catalogue.breakdowns.values())
        return next(filter(None, codes), "")

    def _called(self, name: str) -> str:
        return self._other.get(squeeze(name)) or name

    def _whole(self, name: str) -> Place | None:
        catalogue = self.catalogue
        home = any(place.home for place in catalogue.places.values())
        if name in ("全国", "全国总计", "中国", "全国合计"):
            return catalogue.nation
        if not home:
            return None
        if name in ("全市", "本市", "全市合计", "全市总计", "市合计"):
            return catalogue.city
        return catalogue.province if name in ("全省", "本省", "全省合计", "全区", "全省总计") else None

    def _bare(self, name: str) -> Place | None:
        """北京 for 北京市 and the other way round, where only one place can be meant."""
        found = {
            place.code: place
            for place in self.catalogue.places.values()
            if _stem(squeeze(place.name)) == _stem(name) and len(_stem(name)) >= 2
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _part(self, indicator: Indicator, name: str) -> str | Wrong:
        if not name:
            return ""
        for breakdown in self._breakdowns(indicator):
            code = _part_code(breakdown, squeeze(self._called(name)))
            if code:
                return code
        return Wrong("部分", f"“{indicator.name}”的分项中没有“{name}”。请写分项目录中的代码或名称")

    def _breakdowns(self, indicator: Indicator) -> list[Breakdown]:
        own = self.catalogue.breakdowns.get(indicator.parts)
        others = [b for b in self.catalogue.breakdowns.values() if b is not own]
        return [own, *others] if own else others


def of_percent(of: tuple[object, ...]) -> tuple[object, ...]:
    """A target, plan or estimate written as 8% says its own unit (以百分数写的目标)."""
    named, written, unit, *more = of
    kind, what = TYPES.get(text_of(written), ("", ""))
    bare = kind and not what and text_of(unit) in NO_UNIT
    return (named, written, "%", *more) if bare else of


def _what(indicator: Indicator, what: str, unit: str) -> str:
    if indicator.basis is Basis.RATE and what in ("", "level"):
        return "growth"
    if what:
        return what
    # A bare 目标 of 8% is a growth, unless the indicator itself is a percentage.
    percent = _same(unit, "%") and not _same(indicator.unit, "%") and indicator.basis not in SIMPLE
    return "growth" if percent else "level"


def _scale(indicator: Indicator, what: str, unit: str) -> tuple[int, int] | Wrong:
    """How to turn a number in the file's unit into the indicator's (换算)."""
    own = "%" if what == "growth" else indicator.unit
    if not unit or squeeze(unit) == squeeze(own):
        return 1, 1
    if what == "growth" and _same(unit, "百分点"):
        return 1, 1
    if what != "growth" and indicator.basis is Basis.INDEX and _same(unit, "%"):
        return 1, 1
    try:
        given, wanted = units.unit(unit), units.unit(own)
    except Refusal as refusal:
        return Wrong("单位", str(refusal))
    if given.family != wanted.family:
        return Wrong("单位", f"单位“{unit}”不能换算为“{indicator.name}”的单位“{own}”")
    return given.size, wanted.size


def percentage(measure: Measure) -> bool:
    """Whether the number is one of per cent (百分数)."""
    return measure.what == "growth" or measure.indicator.unit in ("%", "％", "")


def not_percent(measure: Measure) -> str:
    """Why a percentage can't be this number (不能是百分数)."""
    return f"百分数不能作为“{measure.indicator.name}”的数值（单位：{measure.indicator.unit}）"


def scaled(value: float, measure: Measure) -> float:
    """In the indicator's own unit (换算)."""
    return value if measure.size == measure.per else value * measure.size / measure.per


def convertible(unit: str, own: str) -> bool:
    """Whether a unit measures what another does (可换算)."""
    try:
        return units.unit(unit).family == units.unit(own).family
    except Refusal:
        return False


def _same(one: str, other: str) -> bool:
    try:
        return bool(one) and units.unit(one) == units.unit(other)
    except Refusal:
        return False


def _part_code(breakdown: Breakdown, name: str) -> str:
    for part in breakdown.parts:
        if name in (squeeze(part.code), squeeze(part.name), squeeze(part.short or part.name)):
            return part.code
    return ""


def _stem(name: str) -> str:
    return re.sub(r"(?:维吾尔|壮族|回族)?(?:特别行政区|自治区|自治州|自治县|地区|省|市|县|区|盟)$", "", name)
