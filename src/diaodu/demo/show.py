"""The demonstration: the invented city from its workbooks to its papers and pages (演示)."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from diaodu.config import home, setup
from diaodu.demo import city as invented
from diaodu.demo import stories, workbooks
from diaodu.economy.periods import Period, span

LOGINS = "logins.txt"
PEOPLE = (
    ("fagaiwei", "高岚", "dispatcher", "市发改委"),
    ("lingdao", "市领导", "leader", ""),
    ("ducha", "罗勤", "inspector", ""),
    ("xitong", "何系", "sysadmin", ""),
    ("anquan", "郑安", "secadmin", ""),
    ("shenji", "沈计", "auditor", ""),
)


def demo(city: Path, output: Path, *, serve: bool, port: int) -> None:
    """Found the invented city, run its last three months, write the papers, show the pages (演示).

    Stopped half-way it may be run again: what is there already is not done twice.
    """
    begun = time.perf_counter()
    where = home.Home(city.resolve())
    setup.lay_out(where, invented.OWN, name="栖川市（演示）")
    office = setup.open_office(where)
    office.load_definitions()
    if not (where.path / LOGINS).exists():
        _run_the_months(office, where.path / "workbooks")
        _write_logins(office, where.path / LOGINS)
    folder = office.write_papers(span(stories.YEAR, 1, stories.MONTH), output.resolve())
    print(f"\n演示城市在 {city}/，当月材料在 {folder}/，用时{time.perf_counter() - begun:.0f}秒。")
    print((where.path / LOGINS).read_text("utf-8"))
    if serve:
        from diaodu.config import server

        server.serve("127.0.0.1", port)


def _run_the_months(office: ModuleType, folder: Path) -> None:
    """Import month by month as the offices sent their tables, and run each month as it was known then."""
    from diaodu.demo import desk  # models can be named only once the city is open

    desk.people()
    print("正在生成演示城市的报表……", flush=True)
    workbooks.write(folder)
    for period, now, files in _calendar(folder):
        if period and period.last == stories.MONTH:
            print(f"—— {period.label}各单位报送 ——", flush=True)
            desk.hand_in()
        for file in files:
            office.import_file(file, now=now)
        if period:
            print(f"—— {period.label} ——", flush=True)
            office.run_month(period.code, now=now)


def _calendar(folder: Path) -> Iterator[tuple[Period | None, dt.datetime, list[Path]]]:
    """What came when (报送日历): the history and the targets, then each month's tables on the 20th after."""
    yield None, _day(stories.MONTH - 1, 1), sorted([*folder.glob("1-*"), *folder.glob("3-*")])
    for month in range(stories.MONTH - 2, stories.MONTH):
        yield _period(month), _day(month + 1, 20), sorted(folder.glob(f"2-{stories.YEAR}年{month}月-*"))
    last = [
        *folder.glob(f"2-{stories.YEAR}年{stories.MONTH}月-*"),
        *folder.glob("4-*"),
        *folder.glob("5-*"),
        *folder.glob("6-*"),
    ]
    yield _period(stories.MONTH), _day(stories.MONTH + 1, 20), sorted(last)


def _period(month: int) -> Period:
    return span(stories.YEAR, 1, month)


def _day(month: int, day: int) -> dt.datetime:
    return dt.datetime(stories.YEAR, month, day, 1, tzinfo=dt.UTC)  # nine in the morning in China


def _write_logins(office: ModuleType, file: Path) -> None:
    """Demo log-ins with passwords made up now: nothing that can be logged in with is in the package."""
    from diaodu.bureau.directory.models import Role  # models can be named only once the city is open
    from diaodu.demo import desk

    units = [(p.username, p.full_name, p.role, p.unit.name if p.unit else "") for p in desk.shown()]
    lines = ["演示账号（密码为本次随机生成）："]
    for username, name, role, unit in (*PEOPLE, *units):
        password = office.set_person(username, name, role, unit)
        lines.append(f"  {username:12s} {password}    {name} {unit} {Role(role).label}".rstrip())
    partial = file.with_suffix(".part")
    with os.fdopen(
        os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as out:
        out.write("\n".join(lines) + "\n")
    partial.replace(file)
