"""What is counted, and the catalogue of it (指标与指标目录)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property, lru_cache

from diaodu.economy.breakdowns import Breakdown, Group, Place
from diaodu.economy.errors import UnknownName
from diaodu.economy.formula import Formula
from diaodu.economy.periods import Period, span


class Basis(StrEnum):
    """What sort of number it is (指标性质)."""

    FLOW = "flow"  # 流量：累计可加
    STOCK = "stock"  # 时点数
    RATE = "rate"  # 只有增速，无总量
    INDEX = "index"  # 指数
    RATIO = "ratio"  # 比率
    COUNT = "count"  # 个数


class Kind(StrEnum):
    """Where a figure's authority comes from (数据类别); they never mix."""

    OFFICIAL = "official"  # 法定统计
    DEPARTMENTAL = "departmental"  # 部门行政数据
    ESTIMATE = "estimate"  # 预计
    TARGET = "target"  # 目标
    PLAN = "plan"  # 计划（分月进度）


class What(StrEnum):
    """Which number of an indicator a figure gives (数据项)."""

    LEVEL = "level"  # 数值
    GROWTH = "growth"  # 同比增速，%
    BASE = "base"  # 上年同期（本期发布的可比基数）


GROWTH_BASES = ("real", "nominal", "volume", "points", "none")  # 可比价、现价、实物量、百分点、不计算


class Frequency(StrEnum):
    """How often it is published (频度)."""

    MONTH = "M"
    QUARTER = "Q"
    YEAR = "Y"


class Better(StrEnum):
    """Which direction is good (优向)."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Indicator:
    """One indicator (指标). `kind` says which sort of figure is its actual: 法定统计 or 部门行政数据."""

    code: str
    name: str
    unit: str
    basis: Basis
    short: str = ""
    aliases: tuple[str, ...] = ()
    field: str = ""  # 领域，如 工业、投资
    frequency: Frequency = Frequency.MONTH
    growth_basis: str = "nominal"  # real 可比价 | nominal 现价 | volume 实物量 | points 百分点 | none
    better: Better = Better.HIGHER
    kind: Kind = Kind.OFFICIAL
    owner: str = ""  # 数据归口部门
    lead: str = ""  # 责任部门，与数据归口部门不同时写
    additive: bool = True  # 各地区可加；人均数、均价等为 false
    no_january: bool = False
    lag: int = 0  # 比当月晚几个月发布
    key: bool = False  # 主要指标
    order: int = 0
    decimals: int = 2
    unit_display: str = ""
    source: str = ""
    since: str = ""
    definition: str = ""
    parts: str = ""  # code of the breakdown its parts follow
    systems: tuple[str, ...] = ()  # 列入的考核体系等
    weight: str = ""  # 只有增速的指标，合计和拉动时以哪个指标的基数为权重
    formula: Formula = ()  # 派生指标的算式；有算式的不接受填报

    @property
    def label(self) -> str:
        """The name that fits a narrow column (简称)."""
        return self.short or self.name

    @property
    def responsible(self) -> str:
        """The department that answers for how it goes (责任部门): never the one that only counts it."""
        return (self.lead or self.owner).split("/")[0].strip()

    @property
    def has_level(self) -> bool:
        """Whether a level exists; a rate-only indicator has growth alone (有无总量)."""
        return self.basis is not Basis.RATE

    @property
    def cumulative(self) -> bool:
        """Whether it is published from January on (累计数)."""
        return self.basis in (Basis.FLOW, Basis.RATE)

    @property
    def real(self) -> bool:
        """Whether its growth is at comparable prices and can't be derived from levels (可比价)."""
        return self.growth_basis == "real"

    def period(self, upto: Period) -> Period:
        """The period its figure bears in a month's dispatch: cumulative, or the month's end (对应统计期)."""
        return upto.cumulative if self.cumulative else upto.month

    def newest(self, upto: Period) -> Period:
        """The last period that should be out by a month's dispatch (最近应发布期).

        A quarter's figure stands until the next quarter's, one `lag` months late until its own; no January.
        """
        months = upto.year * 12 + upto.last - self.lag
        step = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}[self.frequency]
        months -= months % step
        if self.no_january and months % 12 == 1:
            months -= 1
        year, last = divmod(months - 1, 12)
        return self.period(span(year, 1, last + 1))

    def due(self, upto: Period) -> bool:
        """Whether a month's dispatch should have a figure of that very month (本期应有数)."""
        if self.frequency is Frequency.MONTH:
            return not (self.no_january and upto.last == 1)
        return upto.last % (3 if self.frequency is Frequency.QUARTER else 12) == 0

    def before(self, period: Period) -> Period | None:
        """The figure just before (上期): a shorter cumulative; None for the year's first."""
        step = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}[self.frequency]
        if not self.cumulative:
            months = period.year * 12 + period.last - 1 - step
            if self.no_january and months % 12 == 0:
                months -= 1
            return span(months // 12, months % 12 + 1, months % 12 + 1)
        last = period.last - step
        return span(period.year, 1, last) if last >= (2 if self.no_january else 1) else None

    def earlier(self, period: Period) -> Period:
        """The figure just before (前一期), across the year's end: January follows the whole of last year."""
        return self.before(period) or self.period(period.last_year_end)


@dataclass(frozen=True)
class Catalogue:
    """All that is defined at a moment (指标目录): indicators, places, groups, breakdowns."""

    indicators: dict[str, Indicator]
    places: dict[str, Place]
    groups: dict[str, Group]
    breakdowns: dict[str, Breakdown]
    _names: dict[str, str] = field(init=False, repr=False, compare=False)
    _place_names: dict[str, str] = field(init=False, repr=False, compare=False)
    _shared: dict[str, list[str]] = field(init=False, repr=False, compare=False)
    _shared_places: dict[str, list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        indicators = [(i.code, i.name, i.short, i.aliases) for i in self]
        places = [(p.code, p.name, p.short, p.aliases) for p in self.places.values()]
        object.__setattr__(self, "_names", _bearers(indicators))
        object.__setattr__(self, "_place_names", _bearers(places))
        object.__setattr__(self, "_shared", _shared(indicators))
        object.__setattr__(self, "_shared_places", _shared(places))

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    def indicator(self, name: str) -> Indicator:
        """The indicator of a name, short name, alias or code; UnknownName offers the nearest (指标)."""
        _only(name, self._shared)
        code = self._names.get(squeeze(name))
        if code is None:
            raise UnknownName(
                "没有名为“{name}”的指标。相近的有：{near}",
                name=name,
                near=Nearest(name, _written_names(self.indicators.values())),
            )
        return self.indicators[code]

    def place(self, name: str) -> Place:
        """The place of a name, short name or code; UnknownName offers the nearest (地区)."""
        self.only_place(name)
        code = self._place_names.get(squeeze(name))
        if code is None:
            raise UnknownName(
                "没有名为“{name}”的地区。相近的有：{near}",
                name=name,
                near=Nearest(name, _written_places(self.places.values())),
            )
        return self.places[code]

    def only_place(self, name: str) -> None:
        """Refuse a name that two places bear (重名): a county's figure must not become a city's."""
        _only(name, self._shared_places)

    @property
    def city(self) -> Place:
        """Our city (本市)."""
        return next(p for p in self.places.values() if p.home)

    @property
    def province(self) -> Place | None:
        """The province above our city (本省)."""
        return self.places.get(self.city.parent)

    @property
    def nation(self) -> Place | None:
        """The nation (全国)."""
        return next((p for p in self.places.values() if p.level == "nation"), None)

    @property
    def counties(self) -> list[Place]:
        """Our counties and zones in the official order (县市区和开发区)."""
        return self.children(self.city.code)

    @property
    def cities(self) -> list[Place]:
        """The province's cities, ours among them (全省各市)."""
        return self.peers(self.city)

    def children(self, code: str) -> list[Place]:
        """The places directly under one (下级地区), in the official order."""
        return sorted((p for p in self.places.values() if p.parent == code), key=lambda p: p.order)

    def peers(self, place: Place) -> list[Place]:
        """The set a place is ranked in: cities of the province, or our counties (排位范围)."""
        return self.children(place.parent) if place.parent else []


def squeeze(name: str) -> str:
    """A name without spaces, in lower case and half width, as names are compared (归一)."""
    return "".join(name.split()).translate(_FULL_WIDTH).lower()


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


_Named = tuple[str, str, str, tuple[str, ...]]  # code, name, short name, aliases


def _bearers(named: Iterable[_Named]) -> dict[str, str]:
    """The code that each name means (名称表); another's short name never hides a full name."""
    known = list(named)
    full = {squeeze(n): code for code, name, _, _ in reversed(known) for n in (name, code) if n}
    short = {squeeze(n): code for code, _, one, more in reversed(known) for n in (*more, one) if n}
    return short | full


def _shared(named: Iterable[_Named]) -> dict[str, list[str]]:
    """Short names and aliases that two bear (重名): neither code nor full name settles which is meant."""
    found: dict[str, list[str]] = {}
    full: set[str] = set()
    for code, name, short, aliases in named:
        full |= {squeeze(code), squeeze(name)}
        for one in {squeeze(n) for n in (short, *aliases) if n}:
            found.setdefault(one, []).append(name)
    return {name: bearers for name, bearers in found.items() if len(bearers) > 1 and name not in full}


def _only(name: str, shared: dict[str, list[str]]) -> None:
    bearers = shared.get(squeeze(name)) if shared else None
    if bearers:
        raise UnknownName("“{name}”不止一个：{near}。请写全称或代码", name=name, near="、".join(bearers))


def _written_names(indicators: Iterable[Indicator]) -> Iterator[str]:
    return (n for i in indicators for n in (i.name, i.short, *i.aliases) if n)


def _written_places(places: Iterable[Place]) -> Iterator[str]:
    return (n for p in places for n in (p.name, p.short, *p.aliases) if n)


class Nearest:
    """The names that look most like one (相近名称): sought only when somebody reads them."""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        self.name = name
        self.names = names

    def __str__(self) -> str:
        return self._found

    @cached_property
    def _found(self) -> str:
        """Sought once: the names may be an iterator, and the same sentence is the same problem."""
        return _nearest(squeeze(self.name), tuple(self.names))


@lru_cache(maxsize=500)
def _nearest(name: str, names: tuple[str, ...]) -> str:
    """A file may have the same mistake on a thousand lines, and comparing takes its time."""
    written = {squeeze(one): one for one in names}
    near = get_close_matches(name, list(written), n=5, cutoff=0.3)
    return "、".join(written[one] for one in near) or "（无）"
