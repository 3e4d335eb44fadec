"""A report laid out for a page (报表页面): blocks, rows, and the boxes that numbers are typed into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from diaodu.bureau.reports import beside, typed
from diaodu.bureau.reports.beside import Beside, Known, Line, References
from diaodu.bureau.reports.checking import Doubt
from diaodu.bureau.reports.filing import Change
from diaodu.bureau.reports.models import Cell, Report
from diaodu.bureau.reports.steps import content_of, digest
from diaodu.economy.entry import Severity
from diaodu.economy.forms import Slot
from diaodu.economy.indicators import Basis, Catalogue, Indicator, What
from diaodu.economy.periods import Period
from diaodu.economy.units import round_half_up, signed_text

ONE_PAGE = 120
"""How many numbers still fit one page (单页项数); more are shown an indicator at a time."""
ORDER = (What.LEVEL, What.BASE, What.GROWTH)


class Box(NamedTuple):
    """One number on the page (录入格)."""

    slot: Slot
    label: str
    text: str
    rev: int
    unit: str
    cell: Cell | None
    known: Known | None  # 台账里已有的同一项
    offered: str  # 可由总量推算的增速
    base: float | None  # 推算所用的上年同期数
    change: Change | None  # 签发后的改动
    doubt: str  # 疑点程度
    missing: bool
    optional: bool
    decimals: int

    @property
    def read(self) -> str:
        """As it is read, not typed (阅读数)."""
        return typed.padded(self.cell.value, self.decimals) if self.cell else ""

    @property
    def code(self) -> str:
        return self.slot.code

    @property
    def known_text(self) -> str:
        return typed.shown(self.known.value) if self.known else ""

    @property
    def old_text(self) -> str:
        return typed.padded(self.change.old, self.decimals) if self.change else ""


class Reference(NamedTuple):
    """What stands beside a row (参考数): amount and growth with the figures they come from."""

    level: str
    growth: str
    level_pk: int
    growth_pk: int


class Row(NamedTuple):
    """One line of the form (数据行)."""

    group: str  # 与上一行不同时才写
    name: str
    unit: str
    part: bool
    boxes: list[Box | None]
    before: Reference
    year: Reference
    over: Period  # 统计期
    stock: bool  # 期末数

    @property
    def growth_only(self) -> bool:
        """Whether nothing but growth is asked (只报增速): last year's amount says nothing beside it."""
        return all(box.slot.what == What.GROWTH for box in self.boxes if box)


class Tab(NamedTuple):
    """One block of a long form (分块): an indicator, how much of it is filled, how much is doubted."""

    code: str
    name: str
    filled: int
    asked: int
    doubts: int


@dataclass(frozen=True)
class Standing:
    """All that a page knows of a report as it stands (报表现状)."""

    report: Report
    catalogue: Catalogue
    cells: Mapping[str, Cell]
    doubts: Sequence[Doubt]
    changes: Mapping[str, Change]
    missing: frozenset[str]

    @property
    def values(self) -> dict[str, float | None]:
        return {code: cell.value for code, cell in self.cells.items()}

    @property
    def digest(self) -> str:
        """The digest of these very values (所见数据的校验码): what is signed is what is shown."""
        return digest(content_of(self.report, self.values))

    @property
    def filled(self) -> int:
        return sum(cell.value is not None for cell in self.cells.values())

    @property
    def doubted(self) -> dict[str, str]:
        """The gravest open doubt of each number (疑点)."""
        order = [one.value for one in Severity]
        found: dict[str, str] = {}
        for doubt in self.doubts:
            for code in doubt.hit.slots if doubt.open or doubt.hit.severity is Severity.NOTE else ():
                have = found.get(code)
                if have is None or order.index(doubt.hit.severity) < order.index(have):
                    found[code] = doubt.hit.severity.value
        return found


class Pointer(NamedTuple):
    """The way to one number of the form (所在格)."""

    code: str
    label: str
    block: str


class Changed(NamedTuple):
    """One number before and after a correction (改动)."""

    code: str
    label: str
    block: str
    old: str
    new: str


class Told(NamedTuple):
    """A doubt as the page tells it (疑点)."""

    doubt: Doubt
    pointers: list[Pointer]
    earlier: str  # 往期对同一疑点的说明

    @property
    def fix(self) -> bool:
        return self.doubt.hit.severity is Severity.FIX

    @property
    def note(self) -> bool:
        return self.doubt.hit.severity is Severity.NOTE


class Grid(NamedTuple):
    """What is shown at once (当前分块)."""

    tabs: list[Tab]
    here: str
    columns: list[What]
    rows: list[Row]
    known: int  # 台账已有、还没有采用的项数
    before: str  # 参考列的期别
    year: str

    @property
    def together(self) -> Row | None:
        """Any row, where all are of the same months (统计期相同): the heading says it once."""
        return self.rows[0] if len({(row.over, row.stock) for row in self.rows}) == 1 else None

    @property
    def previous(self) -> Tab | None:
        return self._beside(-1)

    @property
    def next(self) -> Tab | None:
        return self._beside(1)

    def _beside(self, step: int) -> Tab | None:
        at = next((n for n, tab in enumerate(self.tabs) if tab.code == self.here), 0) + step
        return self.tabs[at] if self.tabs and 0 <= at < len(self.tabs) else None


def grid(standing: Standing, block: str = "", *, whole: bool = False) -> Grid:
    """The form, or one block of a long one (表格)."""
    slots = [s for s in standing.report.asked if s.indicator in standing.catalogue.indicators]
    split = not whole and splits(slots)
    tabs = _tabs(standing, slots) if split else []
    here = next((tab.code for tab in tabs if tab.code == block), tabs[0].code if tabs else "")
    shown = [slot for slot in slots if not split or slot.indicator == here]
    known = beside.references(shown, standing.report.matter, standing.catalogue)
    columns = [what for what in ORDER if any(slot.what == what for slot in shown)]
    rows = list(_rows(standing, shown, known, columns))
    fresh = sum(bool(box and box.known and box.cell is None) for row in rows for box in row.boxes)
    before, year = _headings(known.beside.values())
    return Grid(tabs, here, columns, rows, fresh, before, year)


def splits(slots: Sequence[Slot]) -> bool:
    """Whether the form is shown an indicator at a time (分块显示)."""
    several = len({slot.place for slot in slots}) > 1 and len({slot.indicator for slot in slots}) > 1
    return several or len(slots) > ONE_PAGE


def label(slot: Slot, catalogue: Catalogue, *, place: bool = True) -> str:
    """One number by its names (项目名称): 石垭县 游客人数 增速."""
    indicator, where = catalogue.indicators.get(slot.indicator), catalogue.places.get(slot.place)
    name = indicator.label if indicator else slot.indicator
    at = (where.label if where else slot.place) if place else ""
    return " ".join(filter(None, (at, name, _part(slot, catalogue), what_name(slot.what))))


def what_name(what: str) -> str:
    """What a number gives (数据项)."""
    return {What.LEVEL: _("数值"), What.GROWTH: _("增速"), What.BASE: _("上年同期")}[What(what)]


def told(standing: Standing, doubt: Doubt, earlier: str = "") -> Told:
    """A doubt with the way to its numbers (疑点)."""
    return Told(doubt, links(standing, doubt.hit.slots), earlier)


def links(standing: Standing, codes: Iterable[str]) -> list[Pointer]:
    """The ways to some numbers (所在格), in the order of the form."""
    wanted, slots = set(codes), standing.report.asked
    split, several = splits(slots), len({slot.place for slot in slots}) > 1
    return [
        Pointer(slot.code, label(slot, standing.catalogue, place=several), slot.indicator if split else "")
        for slot in slots
        if slot.code in wanted
    ]


def changed(standing: Standing) -> list[Changed]:
    """What has changed since the report was last signed (签发后的改动)."""
    return [
        Changed(*pointer, typed.shown(change.old), typed.shown(change.new))
        for pointer in links(standing, standing.changes)
        for change in (standing.changes[pointer.code],)
    ]


def _tabs(standing: Standing, slots: Sequence[Slot]) -> list[Tab]:
    doubted, values = standing.doubted, standing.values
    by: dict[str, list[Slot]] = {}
    for slot in slots:
        by.setdefault(slot.indicator, []).append(slot)
    return [
        Tab(
            code,
            standing.catalogue.indicators[code].label,
            sum(values.get(s.code) is not None for s in own),
            len(own),
            sum(s.code in doubted for s in own),
        )
        for code, own in by.items()
    ]


def _rows(
    standing: Standing, slots: Sequence[Slot], known: References, columns: Sequence[What]
) -> Iterable[Row]:
    several = len({slot.place for slot in slots}) > 1
    lines: dict[Line, dict[str, Slot]] = {}
    for slot in slots:
        lines.setdefault(Line(*slot[:3]), {})[slot.what] = slot
    doubted, group = standing.doubted, None
    for line, own in lines.items():
        indicator = standing.catalogue.indicators[line.indicator]
        beside_it = known.beside[line]
        boxes = [
            _box(standing, own[what], known, beside_it, doubted, own) if what in own else None
            for what in columns
        ]
        name, title = _named(line, indicator, standing.catalogue, several)
        yield Row(
            "" if title == group else title,
            name,
            indicator.unit_display or indicator.unit if indicator.has_level else "%",
            bool(line.part),
            boxes,
            _reference(beside_it.before, indicator),
            _reference(beside_it.year, indicator),
            next(iter(own.values())).period,
            indicator.basis is Basis.STOCK,
        )
        group = title


def _box(
    standing: Standing,
    slot: Slot,
    known: References,
    beside_it: Beside,
    doubted: Mapping[str, str],
    own: Mapping[str, Slot],
) -> Box:
    indicator, cell = standing.catalogue.indicators[slot.indicator], standing.cells.get(slot.code)
    base = _base(standing, beside_it, own)
    level = standing.values.get(own[What.LEVEL].code) if What.LEVEL in own else None
    growth = beside.growth_of(indicator, level, base) if slot.what == What.GROWTH else None
    derived = slot.what == What.GROWTH and indicator.growth_basis in (*beside.DERIVED, "points")
    return Box(
        slot,
        label(slot, standing.catalogue),
        typed.shown(cell.value) if cell else "",
        cell.rev if cell else 0,
        typed.unit_of(indicator, slot.what),
        cell,
        known.same.get(slot.code),
        typed.shown(growth),
        base if derived and What.LEVEL in own else None,
        standing.changes.get(slot.code),
        doubted.get(slot.code, ""),
        slot.code in standing.missing,
        slot.indicator in standing.report.block.get("optional", ()),
        typed.decimals_of(indicator, slot.what),
    )


def _base(standing: Standing, beside_it: Beside, own: Mapping[str, Slot]) -> float | None:
    """Last year's amount: as it is typed here, else as the ledger has it."""
    if What.BASE in own:
        given = standing.values.get(own[What.BASE].code)
        if given is not None:
            return given
    year = beside_it.year.get(What.LEVEL)
    return year.value if year else None


def _named(line: Line, indicator: Indicator, catalogue: Catalogue, several: bool) -> tuple[str, str]:
    part = _part(line, catalogue)
    if several:
        place = catalogue.places.get(line.place)
        return (_("全市") if place.home else place.label) if place else line.place, part
    return part or indicator.name, indicator.field


def _part(line: Line | Slot, catalogue: Catalogue) -> str:
    indicator = catalogue.indicators.get(line.indicator)
    breakdown = catalogue.breakdowns.get(indicator.parts) if indicator else None
    parts = breakdown.parts if breakdown else ()
    return next((part.label for part in parts if part.code == line.part), line.part)


def _reference(found: Mapping[str, Known], indicator: Indicator) -> Reference:
    level, growth = found.get(What.LEVEL), found.get(What.GROWTH)
    return Reference(
        number(level.value, indicator) if level else "",
        _growth(growth.value, indicator) if growth else "",
        level.pk if level else 0,
        growth.pk if growth else 0,
    )


def _growth(value: float, indicator: Indicator) -> str:
    if indicator.growth_basis == "points":
        return signed_text(value).removesuffix("%") + _("个百分点")
    return signed_text(value)


def number(value: float, indicator: Indicator) -> str:
    """An amount in the decimals it is published with (数值)."""
    digits = 0 if indicator.basis == "count" else indicator.decimals
    return f"{round_half_up(value, digits):,.{digits}f}"


def _headings(found: Iterable[Beside]) -> tuple[str, str]:
    """The periods of the two columns beside, where all rows agree on them."""
    rows = list(found)
    before, year = {one.before_period for one in rows}, {one.year_period for one in rows}
    return _only(before), _only(year)


def _only(found: set[Period | None] | set[Period]) -> str:
    one = next(iter(found)) if len(found) == 1 else None
    return one.label if one else ""
