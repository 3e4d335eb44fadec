"""Where and when a question is put (取数位置): a place or several, a period, and how names are found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

from diaodu.economy.breakdowns import Group, Part, Place
from diaodu.economy.errors import UnknownName
from diaodu.economy.findings import Finding
from diaodu.economy.indicators import Catalogue, Indicator, Nearest, squeeze
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Member, Said
from diaodu.economy.warning.thresholds import Thresholds

Judged = Callable[[Period], Mapping[str, Finding]]
"""Gives a past month's findings by key, as they were judged then (往期研判)."""


class Shelf(Protocol):
    """What words read from and keep their answers in (取数册, as its words see it)."""

    panel: Panel
    catalogue: Catalogue
    thresholds: Thresholds
    names: Names
    sets: dict[str, Callable[[], Said]]
    judged: Judged | None

    def count(self) -> None: ...

    def as_one(self, work: Callable[[], Any]) -> Any: ...

    def once(self, question: Any, answer: Callable[[], Any]) -> Any: ...

    def said(self, value: Any, expression: str = "") -> Said: ...

    def is_name(self, text: str) -> bool: ...

    def near(self, name: str) -> str: ...


NATION, PROVINCE, CITY = "全国", "全省", "全市"


class Where(NamedTuple):
    """A place, or several taken together (取数地区): a group counts as the sum of its counties."""

    name: str
    label: str  # as a text calls it: 全省, 醴溪市
    places: tuple[str, ...]

    @property
    def single(self) -> str | None:
        """The place's code, where it is only one."""
        return self.places[0] if len(self.places) == 1 else None


@dataclass(frozen=True)
class Spot:
    """Where and when (取数位置), and the member that a condition is tried on."""

    book: Shelf
    where: Where
    period: Period
    indicator: Indicator | None = None
    part: str = ""

    def at(self, indicator: Indicator) -> Period:
        """The period that an indicator's figure bears there (统计期)."""
        return indicator.period(self.period)

    def on(self, member: Member) -> Spot:
        """The same for one member of a set (逐个成员)."""
        if member.kind in ("place", "group"):
            return replace(self, where=self.book.names.where(member))
        indicator = self.book.catalogue.indicators[member.of or member.code]
        return replace(self, indicator=indicator, part=member.code if member.of else "")

    @property
    def suffix(self) -> str:
        """The place and the period, as a formula names them."""
        return f'地区="{self.where.name}", 时期="{self.period.code}"'


class Names:
    """Finds what a name means (识别名称); unknown and ambiguous ones are refused with the nearest."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._groups = {squeeze(n): g for g in catalogue.groups.values() for n in (g.code, g.name)}

    def indicator(self, name: str) -> Indicator:
        """An indicator by name, short name, alias or code (指标)."""
        return self.catalogue.indicator(name)

    def meant(self, given: Any, standing: Indicator | None) -> Indicator:
        """The indicator of an argument (所指指标), else the one being tried."""
        if given is None and standing is not None:
            return standing
        if isinstance(given, Member) and given.kind in ("indicator", "part"):
            return self.catalogue.indicators[given.of or given.code]
        if not isinstance(given, str):
            raise BadExpression('要写明哪个指标，名称加引号，例如：增速("GDP")')
        return self.indicator(given)

    def member(self, name: str) -> Member:
        """The indicator, place or group of a name (成员)."""
        try:
            indicator = self.indicator(name)
        except UnknownName:
            where, group = self.where(name), self.group(name)
            if group and where.name == group.name:
                return Member("group", group.code, group.name)
            return Member("place", where.places[0], where.label)
        return Member("indicator", indicator.code, indicator.label)

    def where(self, given: str | Member | Place) -> Where:
        """A place or group by name (地区): 全省, 全国, 全市 are the places above."""
        if isinstance(given, Member):
            given = self.catalogue.places[given.code] if given.kind == "place" else given.code
        if isinstance(given, Place):
            return self._place(given)
        if not isinstance(given, str):  # a user may write any expression where a name belongs
            raise BadExpression("“地区=”要写一个地区或分组的名称")
        for word, place in (
            (PROVINCE, self.catalogue.province), (NATION, self.catalogue.nation), (CITY, self.catalogue.city),
            ("本市", self.catalogue.city), ("本省", self.catalogue.province),
            ("对标市", next((p for p in self.catalogue.places.values() if p.rival), None)),
        ):  # fmt: skip
            if given == word:
                if place is None:
                    raise BadExpression("目录里没有{word}，不能取{word}的数", word=word)
                return self._place(place)
        self.catalogue.only_place(given)
        group = self._groups.get(squeeze(given))
        return self._group(group) if group else self._place(self._named(given))

    def _named(self, name: str) -> Place:
        try:
            return self.catalogue.place(name)
        except UnknownName:
            names = [n for p in self.catalogue.places.values() for n in (p.name, p.short) if n]
            near = Nearest(name, [*names, *self._groups])
            raise UnknownName("没有名为“{name}”的地区。相近的有：{near}", name=name, near=near) from None

    def _place(self, place: Place) -> Where:
        above = {"nation": NATION, "province": PROVINCE}.get(place.level)
        return Where(place.name, CITY if place.home else above or place.label, (place.code,))

    def _group(self, group: Group) -> Where:
        inside = [m for m in group.members if m in self.catalogue.places]
        counted = tuple(m for m in inside if self.catalogue.places[m].included_in not in inside)
        return Where(group.name, group.name, counted)

    def group(self, name: str) -> Group | None:
        """A group by name or code (分组)."""
        return self._groups.get(squeeze(name))

    def part(self, indicator: Indicator, name: str, held: Collection[str] = ()) -> Part | None:
        """A part of an indicator by name or code (分项), such as an industry.

        `held` are the codes that have figures, whichever breakdown they are of.
        """
        wanted = squeeze(name)
        own = self.own_parts(indicator)
        others = (p for b in self.catalogue.breakdowns.values() for p in b.parts if p.code in held)
        return next((p for p in (*own, *others) if wanted in map(squeeze, (p.code, p.name, p.short))), None)

    def own_parts(self, indicator: Indicator) -> tuple[Part, ...]:
        """The parts that an indicator divides into by definition (分解口径)."""
        breakdown = self.catalogue.breakdowns.get(indicator.parts)
        return breakdown.parts if breakdown else ()

    def period(self, written: str, of: Period) -> Period:
        """A period as written, or said from the present one (时期): 上年同期, 上月, 上季, 上年末."""
        relative = {
            "上年同期": of.year_before, "去年同期": of.year_before, "上季": of.previous_quarter,
            "上年末": of.last_year_end, "上年": of.last_year_end, "本期": of,
            "上月": of.previous_month if of.last == 1 else of.cumulative.before or of,
        }.get(written.strip())  # fmt: skip
        return relative or Period.parse(written, year=of.year)
