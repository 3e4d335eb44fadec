"""Contradictions, wrong units, the future (校验): what is held back, and what is only to be looked at."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from diaodu.bureau.figures.lines import FigureKey, Known, Line
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.economy.indicators import Basis, Catalogue, Frequency, Kind, What

UNIT_RATIO = 3_000  # 万元 taken for 亿元 is 10,000; no honest month moves a series by 3,000
GROWTH_BOUNDS = (-100.0, 500.0)
SWING = 30.0  # percentage points from the usual growth, and
DEVIATIONS = 6.0  # median deviations from it: then somebody should look
ENOUGH = 24  # figures before anything is usual
AHEAD = frozenset((Kind.TARGET.value, Kind.PLAN.value, Kind.ESTIMATE.value))
_LEVELS = frozenset((What.LEVEL.value, What.BASE.value))

Series = tuple[str, str, str, str]


class Checked(NamedTuple):
    """Lines that may be posted, and what was found (校验结果)."""

    lines: list[Line]
    problems: list[Problem]


def check(
    lines: Sequence[Line],
    catalogue: Catalogue,
    known: Known,
    *,
    today: dt.date | None,
    rounds: Sequence[str] = (),
    accept_units: bool = False,
) -> Checked:
    """Every check in turn; each holds back what it refuses (校验)."""
    problems: list[Problem] = []
    kept = list(_single(lines, rounds, problems))
    kept = list(_reported(kept, catalogue, problems))
    if today is not None:
        kept = list(_past(kept, today, problems))
    kept = list(_plausible(kept, catalogue, known, accept_units, problems))
    _look_at(kept, catalogue, problems)
    _swings(kept, catalogue, known, problems)
    _off_quarter(kept, catalogue, problems)
    return Checked(kept, problems)


def _single(lines: Sequence[Line], rounds: Sequence[str], problems: list[Problem]) -> Iterable[Line]:
    """One figure for one thing: identical twice is said, two different ones are both held back."""
    if len({line.key for line in lines}) == len(lines):
        return lines
    paired = rounds if len(rounds) == len(lines) else [""] * len(lines)
    groups: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line, turn in zip(lines, paired, strict=True):
        groups[line.key, line.vintage, turn].append(line)
    kept = []
    for same in groups.values():
        if len(same) > 1 and len({line.value for line in same}) > 1:
            cells = "、".join(line.cell for line in same[:4])
            for line in same:
                problems.append(_problem(line, f"同一项数据有不同的数值（{cells}）。请核对后只留一个"))
            continue
        kept.append(same[0])
        for line in same[1:]:
            problems.append(_problem(line, f"与 {same[0].cell} 重复，数值相同，只记一次", Severity.NOTE))
    return kept


def _reported(lines: Sequence[Line], catalogue: Catalogue, problems: list[Problem]) -> Iterable[Line]:
    """Nobody files what the system computes from other figures (派生指标)."""
    derived = {i.code for i in catalogue if i.formula}
    for line in lines:
        if line.key.indicator in derived:
            problems.append(_problem(line, "这一指标由系统推算，不接受填报。请填报它所需的各项指标"))
        else:
            yield line


def _past(lines: Sequence[Line], today: dt.date, problems: list[Problem]) -> Iterable[Line]:
    """Nobody has actual figures of months that have not begun."""
    limit = (today.year, today.month)
    for line in lines:
        key = line.key
        if (key.year, key.last) > limit and key.kind not in AHEAD:
            reason = f"{line.period.label}还没有到，不应有实际数。如为目标、计划或预计，请在“类型”中注明"
            problems.append(_problem(line, reason))
        else:
            yield line


def _plausible(
    lines: Sequence[Line], catalogue: Catalogue, known: Known, accept: bool, problems: list[Problem]
) -> Iterable[Line]:
    """万元 for 亿元: a level some thousand times its series' or its neighbours' usual size."""
    usual = _Usual(lines, catalogue, known)
    for line in lines:
        ratio = usual.ratio(line) if line.key.what in _LEVELS and line.value else 1.0
        if not accept and not 1 / UNIT_RATIO < ratio < UNIT_RATIO:
            problems.append(_problem(line, _unit_reason(line, catalogue, ratio)))
        else:
            yield line


class _Usual:
    """How large a series usually is (常见水平): by the ledger, else by the file, else by its neighbours."""

    def __init__(self, lines: Sequence[Line], catalogue: Catalogue, known: Known) -> None:
        self._catalogue = catalogue
        self._ledger, self._file = defaultdict(list), defaultdict(list)
        for key, (value, _) in known.items():
            if value and key.what in _LEVELS:
                self._ledger[_series(key)].append((_months(key), abs(value)))
        for line in lines:
            if line.value and line.key.what in _LEVELS:
                self._file[_series(line.key)].append((_months(line.key), abs(line.value)))
        self._usual = {s: _median(sizes) for s, sizes in self._file.items() if len(sizes) >= 3}
        self._usual.update((s, _median(sizes)) for s, sizes in self._ledger.items())
        self._peers = self._neighbours()

    def ratio(self, line: Line) -> float:
        """The figure over the usual size; 1 where nothing is known."""
        series, size = _series(line.key), abs(line.value or 0.0)
        usual = self._usual.get(series) or self._peer(series)
        ratio = size / usual if usual else 1.0
        if 1 / UNIT_RATIO < ratio < UNIT_RATIO:
            return ratio
        # Twenty years may multiply a series by thousands: then the figures next to it are as far away.
        near = [size / other for other in self._beside(series, _months(line.key))]
        return min([ratio, *near], key=lambda r: abs(math.log(r)))

    def _beside(self, series: Series, when: int) -> list[float]:
        """The sizes just before and after, in the ledger where it has the series."""
        others = self._ledger.get(series) or [one for one in self._file[series] if one[0] != when]
        before = max((one for one in others if one[0] <= when), default=None)
        after = min((one for one in others if one[0] >= when), default=None)
        return [one[1] for one in (before, after) if one]

    def _neighbours(self) -> dict[tuple[Any, ...], list[float]]:
        """The usual sizes of places under the same parent (同级地区)."""
        found: dict[tuple[Any, ...], list[float]] = defaultdict(list)
        for series, sizes in self._file.items():
            place = self._catalogue.places.get(series[1])
            if place is not None and place.parent:
                found[series[0], place.parent, series[2], series[3]].append(_median(sizes))
        return found

    def _peer(self, series: Series) -> float | None:
        place = self._catalogue.places.get(series[1])
        sizes = self._peers.get((series[0], place.parent, series[2], series[3]), ()) if place else ()
        return median(sizes) if len(sizes) >= 4 else None


def _months(key: FigureKey) -> int:
    return key.year * 12 + key.last


def _median(sizes: list[tuple[int, float]]) -> float:
    return median(size for _, size in sizes)


def _look_at(lines: Sequence[Line], catalogue: Catalogue, problems: list[Problem]) -> None:
    """Odd but possible: posted, and to be looked at."""
    low, high = GROWTH_BOUNDS
    paths: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line in lines:
        key = line.key
        if line.value is None:
            continue
        if key.what == "growth" and not low <= line.value <= high:
            problems.append(_problem(line, f"增速{line.value:g}%异常，请核对", Severity.WARN))
        elif key.what == "level" and key.first == 1 and catalogue.indicators[key.indicator].cumulative:
            paths[(*_series(key), key.year)].append(line)
    for path in paths.values():
        _falling(path, problems)


def _falling(path: list[Line], problems: list[Problem]) -> None:
    path.sort(key=lambda line: line.key.last)
    for earlier, later in pairwise(path):
        if (later.value or 0.0) < (earlier.value or 0.0) and (earlier.value or 0.0) > 0:
            reason = f"累计数比{earlier.period.label}（{earlier.value:g}）还小，请核对"
            problems.append(_problem(later, reason, Severity.WARN))


def _swings(lines: Sequence[Line], catalogue: Catalogue, known: Known, problems: list[Problem]) -> None:
    """Growth far from what the series usually shows: a shock, or a slip of the hand."""
    low, high = GROWTH_BOUNDS
    counted = {i.code for i in catalogue if i.basis is Basis.COUNT}  # three of two is 50 % more
    growth = [
        line
        for line in lines
        if line.key.what == "growth" and line.value is not None and line.key.indicator not in counted
    ]
    series: dict[Series, dict[FigureKey, float]] = defaultdict(dict)
    for key, value in [*((k, v) for k, (v, _) in known.items()), *((one.key, one.value) for one in growth)]:
        if key.what == "growth" and value is not None:
            series[_series(key)][key] = value
    usual = {one: _usual_growth(list(values.values())) for one, values in series.items()}
    for line in growth:
        middle, reach = usual[_series(line.key)]
        value = line.value or 0.0
        if abs(value - middle) > reach and low <= value <= high:
            reason = f"增速{value:g}%与该指标常见的{middle:.1f}%相差很大，请核对"
            problems.append(_problem(line, reason, Severity.WARN))


def _usual_growth(values: list[float]) -> tuple[float, float]:
    """The usual growth and how far from it is still usual (常见增速): median and median deviation."""
    if len(values) < ENOUGH:
        return 0.0, math.inf
    middle = median(values)
    return middle, max(SWING, DEVIATIONS * median(abs(value - middle) for value in values))


def _off_quarter(lines: Sequence[Line], catalogue: Catalogue, problems: list[Problem]) -> None:
    """A quarterly indicator in another month: mostly a column that slipped."""
    for line in lines:
        indicator = catalogue.indicators[line.key.indicator]
        if indicator.frequency is Frequency.QUARTER and line.key.last % 3:
            reason = f"“{indicator.label}”按季度发布，{line.period.label}不应有数，请核对是否错行"
            problems.append(_problem(line, reason, Severity.WARN))


def _unit_reason(line: Line, catalogue: Catalogue, ratio: float) -> str:
    unit = catalogue.indicators[line.key.indicator].unit
    times = f"{ratio:,.0f}倍" if ratio > 1 else f"{1 / ratio:,.0f}分之一"
    return f"约为常见水平的{times}，疑似单位有误（应为{unit}，如万元与亿元）。请核对单位"


def _series(key: FigureKey) -> Series:
    return key.indicator, key.place, key.part, key.kind


def _problem(line: Line, reason: str, severity: Severity = Severity.REFUSE) -> Problem:
    sheet, _, cell = line.cell.rpartition("!")
    content = "" if line.value is None else f"{line.value:.15g}"
    return Problem(sheet, cell, content, reason, severity)
