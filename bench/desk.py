"""A city of many units, each owing one form of 75 numbers, with its history (报送用的城市).

`python -m bench.desk FOLDER [--units 3000] [--months 20] [--database postgresql://…]`
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import random
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

FORM, NUMBERS, MONTH = "bench_month", 75, (2026, 9)
NOW = dt.datetime(2026, 10, 6, 1, tzinfo=dt.UTC)  # between the month's end and the deadline
ROLES = ("filler", "reviewer", "head")
HOME, PROVINCE = "800000", "790000"


def make(folder: Path, *, units: int, months: int = 0, database: str = "") -> None:
    """Definitions, people, history, and September's reports issued (建城)."""
    from diaodu.config import home, setup

    city = home.Home(folder.resolve())
    city.definitions.mkdir(parents=True)
    setup.lay_out(city, city.definitions, name="多县市", database=database)
    office = setup.open_office(city)
    _define(city.definitions, units)
    office.load_definitions()
    people()
    history(months)
    issue()


def issue(month: tuple[int, int] = MONTH) -> int:
    """Issue a month's reports (布置)."""
    from diaodu.bureau.directory.models import Person
    from diaodu.bureau.reports import rounds
    from diaodu.economy.periods import span

    year, last = month
    return rounds.issue(month=span(year, last, last), by=Person.system(), now=NOW)


def people() -> None:
    """A filler, a reviewer and a head of every unit, and one dispatcher (人员)."""
    from django.utils import timezone

    from diaodu.bureau.directory.models import Person, Unit

    usual = {"password": "!", "password_at": timezone.now()}
    rows = [
        Person(username=f"{role}{unit.code}", full_name=f"{role}甲", role=role, unit=unit, **usual)
        for unit in Unit.objects.exclude(place="")
        for role in ROLES
    ]
    rows.append(Person(username="dispatcher", full_name="调度甲", role="dispatcher", **usual))
    Person.objects.bulk_create(rows, batch_size=500)


def history(months: int) -> int:
    """What every unit reported before (历史数据), straight into the ledger."""
    from django.db import connection

    from diaodu.bureau.catalogue import actions as catalogues
    from diaodu.bureau.directory.models import Person, Unit
    from diaodu.bureau.figures import actions as figures

    if not months:
        return 0
    at = dt.datetime(2026, 9, 9, tzinfo=dt.UTC)
    source = figures.add_source(name="历史.csv", content=b"", by=Person.system(), at=at)
    places = Unit.objects.exclude(place="").values_list("place", flat=True)
    rows = _rows(catalogues.current(), list(places), months, (source.pk, at))
    if connection.vendor == "postgresql":
        return _copy(rows)
    return _insert(rows)


def value(indicator: str, place: str, what: str, year: int, month: int) -> float:
    """What a unit has to say (真值): the same whenever it is asked, and no year's growth like the last's."""
    pace, steps = _nature(indicator, place)
    now, before = (steps[month] * (1 + pace) ** n * (1 + 0.0006 * n * n) for n in (year - 2024, year - 2025))
    return round((now / before - 1) * 100, 1) if what == "growth" else round(now, 2)


@lru_cache(maxsize=200_000)
def _nature(indicator: str, place: str) -> tuple[float, list[float]]:
    """How fast it grows, and the year's cumulative amounts: every unit has its own season."""
    dice = random.Random(f"{indicator}:{place}")
    scale, pace, phase = dice.uniform(20, 400), dice.uniform(0.015, 0.095), dice.uniform(0, 6)
    months = (scale * (1 + 0.2 * math.sin(phase + 1.7 * m)) for m in range(1, 13))
    return pace, list(accumulate(months, initial=0.0))


def _rows(
    found: Any, places: list[str], months: int, posted: tuple[int, dt.datetime]
) -> Iterator[tuple[Any, ...]]:
    for code in named():
        indicator = found.indicators[code]
        for when in _periods(indicator, months):
            for place in places:
                for what in ("level", "growth") if indicator.has_level else ("growth",):
                    number = value(code, place, what, when.year, when.last)
                    key = (code, place, "", indicator.kind.value, what, when.year, when.first, when.last)
                    yield (*key, number, "preliminary", None, "", *posted)


def _periods(indicator: Any, months: int) -> list[Any]:
    from diaodu.economy.periods import span

    month, found = span(*MONTH, MONTH[1]), []
    for _ in range(months):
        month = month.previous_month
        when = indicator.newest(month)
        if when not in found:
            found.append(when)
    return found[::-1]


def _copy(rows: Iterable[tuple[Any, ...]]) -> int:
    from django.db import connection

    from diaodu.bureau.figures.actions import COLUMNS

    count = 0
    with connection.cursor() as cursor, cursor.copy(_into("COPY", COLUMNS) + " FROM STDIN") as copy:
        for count, row in enumerate(rows, 1):  # noqa: B007
            copy.write_row(row)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return count


def _insert(rows: Iterable[tuple[Any, ...]]) -> int:
    from django.db import connection, transaction

    from diaodu.bureau.figures.actions import COLUMNS

    rows = [(*row[:-1], str(row[-1])) for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(COLUMNS))
        cursor.executemany(f"{_into('INSERT INTO', COLUMNS)} VALUES ({marks})", rows)
    return len(rows)


def _into(verb: str, columns: Iterable[str]) -> str:
    return f"{verb} figures_figure ({', '.join(columns)})"


@lru_cache(maxsize=1)
def named() -> tuple[str, ...]:
    """The indicators of the form (表内指标): as many as give its numbers."""
    from diaodu.bureau.catalogue import actions
    from diaodu.economy.entry.identities import SUMS
    from diaodu.economy.periods import span

    blocks = actions.read(actions.PACKAGE).indicators
    month, chosen, left = span(*MONTH, MONTH[1]), [], NUMBERS
    within = {part for one in SUMS for part in one.parts}
    known = actions.models.build(list(blocks.values()), [], [], [])
    for indicator in sorted(known, key=lambda one: one.frequency != "M"):  # months tell more of the past
        asked = indicator.has_level + (indicator.growth_basis not in ("none", "points"))
        apart = indicator.code not in within and not indicator.formula and indicator.decimals > 0
        fit = apart and indicator.newest(month) == indicator.period(month)
        fresh = indicator.newest(month) != indicator.newest(month.previous_month)
        if fit and fresh and indicator.basis == "flow" and asked == 2 and left > 1:
            chosen.append(indicator.code)
            left -= 2
        elif fit and fresh and indicator.basis == "rate" and asked == 1 and left % 2:
            chosen.append(indicator.code)
            left -= 1
    if left:
        raise RuntimeError(f"{left} numbers are wanting")
    return tuple(chosen)


def _define(folder: Path, units: int) -> None:
    from diaodu.bureau.catalogue import actions

    places = [
        {"code": "000000", "name": "全国", "level": "nation", "order": 0},
        {"code": PROVINCE, "name": "某省", "level": "province", "parent": "000000", "order": 1},
        {"code": HOME, "name": "多县市", "level": "city", "parent": PROVINCE, "order": 1, "home": True},
        *(
            {"code": f"8{n:05d}", "name": f"第{n}县", "level": "county", "parent": HOME, "order": n}
            for n in range(1, units + 1)
        ),
    ]
    others = actions.read(actions.PACKAGE).forms
    forms: list[dict[str, Any]] = [{"code": code, "valid_to": "1950-01-01"} for code in others]
    forms.append(
        {
            "code": FORM, "name": "县区月报", "matter": "actual", "units": ["counties"],
            "indicators": list(named()), "due": {"day": 8, "months_after": 1},
        }
    )  # fmt: skip
    for name, blocks in (("places", places), ("forms", forms)):
        text = yaml.safe_dump(blocks, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, "utf-8")


def main() -> None:
    """Make it, in a process of its own: Django knows one city only."""
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=3_000)
    parser.add_argument("--months", type=int, default=20)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    make(options.folder, units=options.units, months=options.months, database=options.database)


if __name__ == "__main__":
    main()
