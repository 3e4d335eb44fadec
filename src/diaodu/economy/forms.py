"""Forms: who reports which figures of which places, and when (报表表式、应报数据)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from diaodu.economy.indicators import Basis, Catalogue, Frequency, Indicator, Kind, What
from diaodu.economy.periods import Period, span
from diaodu.economy.workdays import Due


class Matter(StrEnum):
    """What a form is about (报表类别): the three never mix in one form."""

    ACTUAL = "actual"  # 实绩：按指标自己的类别入账（法定统计或部门数据）
    ESTIMATE = "estimate"  # 预计
    TARGET = "target"  # 目标


class Rhythm(StrEnum):
    """How often a form is due (报送频度)."""

    WEEK = "W"
    MONTH = "M"
    QUARTER = "Q"
    YEAR = "Y"


_STEP = {Rhythm.WEEK: 1, Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.YEAR: 12}
_FREQUENCY = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}
_REBASED = (Basis.FLOW, Basis.STOCK, Basis.RATE)
UNITS = ("counties", "zones", "owners", "leads")
PLACES = ("own", "city", "counties", "all")
CHAIN = ("review", "sign")


class Slot(NamedTuple):
    """One number that a report asks for (应报数据项); the same eight fields as a figure of the ledger."""

    indicator: str
    place: str
    part: str
    kind: str
    what: str
    year: int
    first: int
    last: int

    @property
    def code(self) -> str:
        """Its name within one report (项目代码): `gdp:900321:growth`, `tax_revenue:900300:level:vat`."""
        return ":".join(filter(None, (self.indicator, self.place, self.what, self.part)))

    @property
    def period(self) -> Period:
        """The period that is asked about (统计期)."""
        return span(self.year, self.first, self.last)


class Office(NamedTuple):
    """A unit as forms see it (填报单位): `place` is the county or zone it answers for, if any."""

    code: str
    name: str
    place: str = ""


@dataclass(frozen=True)
class Form:
    """One form (表式)."""

    code: str
    name: str
    matter: Matter
    rhythm: Rhythm
    units: tuple[str, ...]  # counties, zones, owners, leads, or codes of units
    due: Due
    places: str = "own"
    indicators: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asks: tuple[What, ...] = (What.LEVEL, What.GROWTH)
    parts: tuple[str, ...] = ()  # indicators that are also asked by part
    optional: tuple[str, ...] = ()  # indicators that may be left empty
    city_only: tuple[str, ...] = ()  # indicators that counties don't have
    chain: tuple[str, ...] = CHAIN
    remind: tuple[int, ...] = (-2, 0, 1, 3)  # working days from the deadline
    valid_from: dt.date = dt.date(1949, 10, 1)
    valid_to: dt.date | None = None
    note: str = ""
    source: str = ""

    @classmethod
    def of(cls, block: Mapping[str, Any]) -> Form:
        """A form from its block (读取表式); ValueError or KeyError says which word is not known."""
        known = dict(block)
        lists = {name: _texts(known.pop(name)) for name in _LISTS if name in known}
        matter = Matter(known.pop("matter", "actual"))
        usual = ("level", "growth") if matter is Matter.ACTUAL else ("growth",)
        made = cls(
            code=str(known.pop("code")),
            name=str(known.pop("name")),
            matter=matter,
            rhythm=Rhythm(known.pop("rhythm", "M")),
            units=_texts(known.pop("units")),
            due=Due.of(known.pop("due")),
            where={name: _texts(value) for name, value in known.pop("where", {}).items()},
            asks=tuple(What(one) for one in known.pop("asks", usual)),
            remind=tuple(int(n) for n in known.pop("remind", (-2, 0, 1, 3))),
            valid_from=_day(known.pop("valid_from", None)) or dt.date(1949, 10, 1),
            valid_to=_day(known.pop("valid_to", None)),
            places=str(known.pop("places", "own")),
            note=str(known.pop("note", "")),
            source=str(known.pop("source", "")),
            **lists,
        )
        if known:
            raise ValueError(f"{made.code}: {'、'.join(sorted(known))}")
        made._check()
        return made

    def _check(self) -> None:
        if self.places not in PLACES or not set(self.chain) <= set(CHAIN) or "sign" not in self.chain:
            raise ValueError(f"{self.code}: places {self.places}, chain {self.chain}")
        if unknown := set(self.where) - {"kind", "field", "key", "owner", "lead", "frequency"}:
            raise ValueError(f"{self.code} where: {'、'.join(sorted(unknown))}")

    def due_in(self, month: Period) -> bool:
        """Whether the form is due for a month (当月是否应报)."""
        day = month.last_day
        valid = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        if self.matter is Matter.TARGET:
            return valid and month.last == 1  # a year's targets are set as it begins
        return valid and month.last % _STEP[self.rhythm] == 0

    def addresses(self, office: Office, catalogue: Catalogue) -> bool:
        """Whether a unit has to fill the form in (是否应报单位)."""
        if office.code in self.units:
            return True
        if office.place:
            level = catalogue.places[office.place].level if office.place in catalogue.places else ""
            return ("counties" in self.units and level == "county") or (
                "zones" in self.units and level == "zone"
            )
        return bool({"owners", "leads"} & set(self.units))

    def slots(self, office: Office, month: Period, catalogue: Catalogue) -> list[Slot]:
        """All the numbers that one unit is asked for in a month (应报数据项), in the catalogue's order."""
        found = []
        for indicator in self._indicators(office, catalogue):
            when = self._period(indicator, month)
            if when is None:
                continue
            for part in ("", *self._parts(indicator, catalogue)):
                for place in self._places(indicator, office, catalogue):
                    found += [
                        self._slot(indicator, place, part, what, when) for what in self._asked(indicator)
                    ]
        return found

    def _indicators(self, office: Office, catalogue: Catalogue) -> Iterable[Indicator]:
        for indicator in catalogue:
            named = not self.indicators or indicator.code in self.indicators
            if named and not indicator.formula and self._chosen(indicator) and self._of(indicator, office):
                yield indicator

    def _chosen(self, indicator: Indicator) -> bool:
        return all(str(getattr(indicator, name)) in wanted for name, wanted in self.where.items())

    def _of(self, indicator: Indicator, office: Office) -> bool:
        """Owners report what they own, lead departments what they answer for; others what the form names."""
        if office.place or office.code in self.units:
            return True
        owner = indicator.owner.split("/")[0].strip()
        return ("owners" in self.units and owner == office.code) or (
            "leads" in self.units and indicator.responsible == office.code
        )

    def _places(self, indicator: Indicator, office: Office, catalogue: Catalogue) -> list[str]:
        if self.places == "own":
            return [office.place or catalogue.city.code]
        counties = [] if indicator.code in self.city_only else [place.code for place in catalogue.counties]
        city = [] if self.places == "counties" else [catalogue.city.code]
        return city if self.places == "city" else city + counties

    def _parts(self, indicator: Indicator, catalogue: Catalogue) -> Sequence[str]:
        if indicator.code not in self.parts or indicator.parts not in catalogue.breakdowns:
            return ()
        return [part.code for part in catalogue.breakdowns[indicator.parts].parts]

    def _asked(self, indicator: Indicator) -> list[What]:
        can = {What.LEVEL: indicator.has_level, What.BASE: indicator.has_level}
        # Growth is asked where it can't be computed: counts and ratios have no re-scoped base.
        can[What.GROWTH] = indicator.growth_basis != "none" and indicator.basis in _REBASED
        found = [what for what in self.asks if can[what]]
        if self.matter is Matter.ACTUAL or found:
            return found
        return [What.LEVEL] if can[What.LEVEL] else []  # an estimate of what has no growth is its level

    def _period(self, indicator: Indicator, month: Period) -> Period | None:
        if self.matter is Matter.TARGET:
            return month.full_year
        if self.matter is Matter.ESTIMATE:
            due = month.last % _FREQUENCY[indicator.frequency] == 0
            return indicator.period(month) if due and not (indicator.no_january and month.last == 1) else None
        newest = indicator.newest(month)
        return newest if newest != indicator.newest(month.previous_month) else None

    def _slot(self, indicator: Indicator, place: str, part: str, what: What, when: Period) -> Slot:
        kind = {Matter.ESTIMATE: Kind.ESTIMATE, Matter.TARGET: Kind.TARGET}.get(self.matter, indicator.kind)
        if self.matter is Matter.TARGET and indicator.basis is Basis.STOCK:
            when = when.month
        return Slot(indicator.code, place, part, kind.value, what.value, when.year, when.first, when.last)


class Sheet(NamedTuple):
    """What one unit owes on one form for one period (应报表)."""

    form: Form
    office: Office
    period: Period
    slots: list[Slot]


def owed(
    forms: Iterable[Form], offices: Iterable[Office], month: Period, catalogue: Catalogue
) -> list[Sheet]:
    """What everybody owes for a month (当月应报): no number is asked twice, an earlier form goes first.

    A weekly form asks again what a monthly one does, for an estimate may be renewed by its own unit.
    """
    found, taken = [], dict[Slot, str]()
    units = list(offices)
    for form in forms:
        if not form.due_in(month):
            continue
        for office in units:
            if form.addresses(office, catalogue):
                slots = [s for s in form.slots(office, month, catalogue) if _free(s, form, office, taken)]
                if slots:
                    taken.update(dict.fromkeys(slots, office.code))
                    found.append(Sheet(form, office, month, slots))
    return found


def check(forms: Iterable[Form], catalogue: Catalogue) -> None:
    """Names that nothing bears would never be asked for (检查表式): ValueError names them."""
    for form in forms:
        named = {*form.indicators, *form.parts, *form.optional, *form.city_only}
        if unknown := named - set(catalogue.indicators):
            raise ValueError(f"{form.code}: {'、'.join(sorted(unknown))}")


def _free(slot: Slot, form: Form, office: Office, taken: Mapping[Slot, str]) -> bool:
    owner = taken.get(slot)
    return owner is None or (owner == office.code and form.rhythm is Rhythm.WEEK)


_LISTS = ("indicators", "parts", "optional", "city_only", "chain")


def _texts(value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, (str, int, bool)) else value
    return tuple(str(one) for one in items)


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
