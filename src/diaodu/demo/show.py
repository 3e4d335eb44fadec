"""The demonstration: the invented city from its workbooks to its papers and pages (演示)."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from diaodu.config import home, setup
from diaodu.demo import city as invented
from diaodu.demo import workbooks

SHANGHAI = ZoneInfo("Asia/Shanghai")
PEOPLE = (
    ("fagaiwei", "运行科 陈明", "analyst", ""),
    ("lingdao", "市领导", "leader", ""),
    ("xian", "石垭县 填报人", "reporter", "石垭县人民政府"),
    ("admin", "管理员", "admin", ""),
)


def demo(city: Path, output: Path, *, serve: bool, port: int) -> None:
    """Found the invented city, run its last three months, write the papers, show the pages (演示)."""
    begun = time.perf_counter()
    where = home.Home(city.resolve())
    fresh = not where.database_file.exists()
    setup.lay_out(where, invented.OWN, name="栖川市（演示）")
    office = setup.open_office(where)
    office.load_definitions()
    if fresh:
        _run_the_months(office, where.path / "workbooks")
        _write_logins(office, where.path / LOGINS)
    folder = office.papers(output.resolve())
    print(f"演示城市在 {city}，文书在 {folder}，用时{time.perf_counter() - begun:.0f}秒。")
    print((where.path / LOGINS).read_text("utf-8"))
    if serve:
        from diaodu.config import server

        server.serve("127.0.0.1", port)
