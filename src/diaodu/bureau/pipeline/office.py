"""What the commands do in a city's folder (命令的办理)."""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from diaodu.bureau.audit.actions import record
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory import actions as directory
from diaodu.bureau.directory import passwords, tokens
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.documents import actions as documents
from diaodu.bureau.documents.models import Document
from diaodu.bureau.figures import export
from diaodu.bureau.pipeline import steps
from diaodu.bureau.pipeline.heartbeat import Pulse
from diaodu.bureau.reports import actions as reports
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.bureau.snapshots.models import Snapshot
from diaodu.config import secret
from diaodu.economy.errors import Refusal
from diaodu.economy.indicators import Catalogue
from diaodu.economy.periods import Period

log = logging.getLogger("diaodu.pipeline")
ASSIGNABLE = tuple(role for role in Role if role != Role.MACHINE)
WORDS = {
    "indicators": "指标", "places": "地区", "groups": "分组", "breakdowns": "分解口径", "thresholds": "阈值",
    "gdp_support": "GDP支撑指标", "consistency": "匹配关系", "forms": "报表", "days": "工作日",
}  # fmt: skip


def load_definitions(*more: Path) -> dict[str, int]:
    """Load the built-in definitions and the city's own over them (载入定义)."""
    found = catalogue.read(catalogue.PACKAGE, *more, settings.HOME.definitions)
    changed = catalogue.load(definitions=found, by=Person.system())
    directory.sync_units(_units(catalogue.current()))
    return changed


def _units(found: Catalogue) -> Iterator[tuple[str, str, str]]:
    """The counties' governments, and the departments that own indicators (县区和部门)."""
    for place in found.counties:
        yield place.name + ("管委会" if place.level == "zone" else "人民政府"), place.code, place.code
    named = (f"{indicator.owner}/{indicator.lead}" for indicator in found)
    owners = {name.strip() for names in named for name in names.split("/") if name.strip()}
    for name in sorted(owners):
        yield f"市{name.removeprefix('市')}", "", name


def add_person(username: str, name: str, role: str, unit: str = "") -> str:
    """Add a log-in with a random first password, which is returned once and kept nowhere (新增账号)."""
    if Person.objects.filter(username=username).exists():
        raise Refusal("账号 {username} 已经存在。", username=username)
    return set_person(username, name, role, unit, must_change=True)


@transaction.atomic
def set_person(username: str, name: str, role: str, unit: str = "", *, must_change: bool = False) -> str:
    """Make a log-in what it should be, with a new random password, which is returned once (设定账号)."""
    if role not in ASSIGNABLE:
        raise Refusal("没有“{role}”这个角色。", role=role)
    belongs = Unit.objects.filter(name=unit).first() if unit else None
    if unit and belongs is None:
        raise Refusal("没有名为“{unit}”的单位。", unit=unit)
    person = Person.objects.filter(username=username).first() or Person(username=username)
    password = passwords.give_first(person, timezone.now())
    person.full_name, person.role, person.unit = name or username, role, belongs
    person.must_change, person.ticket = must_change, ""
    person.save()
    tokens.revoke_all(person=person, by=Person.system(), now=timezone.now())
    record("person.set", person, by=Person.system(), role=role)
    return password


def reset_password(username: str) -> str:
    """A fresh first password, returned once; whose it was must change it (重置密码)."""
    return directory.reset_at_the_machine(username=username, now=timezone.now())


def check_secret() -> None:
    """Refuse to serve with a secret that is none (检查密钥)."""
    secret.check(settings.SECRET_KEY)


def import_files(options: argparse.Namespace) -> int:
    """Import workbooks one by one (导入); each is one transaction. Returns the exit status."""
    given = {name: getattr(options, name) for name in ("period", "place", "indicator", "unit")}
    given = {name: value for name, value in given.items() if value}
    worst = 0
    for file in map(Path, options.files):
        try:
            done = import_file(file, now=timezone.now(), options=given, keep=not options.dry_run)
        except Refusal as refusal:
            print(f"{file.name}：{refusal}")
            worst = 2
            continue
        _tell(done.problems)
        _write_marked(done, options.marked)
        worst = max(worst, int(any(p.severity is Severity.REFUSE for p in done.problems)))
    return worst


def import_file(
    file: Path, *, now: dt.datetime, options: dict[str, str] | None = None, keep: bool = True
) -> reports.Imported:
    """Import one file as of a moment (导入一个文件); with `keep` false it is only tried."""
    if not file.is_file():
        raise Refusal("没有这个文件：{file}", file=file)
    with transaction.atomic():
        done = reports.import_file(
            name=file.name,
            content=file.read_bytes(),
            by=Person.system(),
            now=now,
            options=options or {},
            progress=_progress(file.name),
        )
        if not keep:
            transaction.set_rollback(True)
    print(f"{file.name}：{done.message}" + ("" if keep else "（预览，未入库）"), flush=True)
    return done


def run_month(period: str | None = None, output: Path | None = None, now: dt.datetime | None = None) -> Path:
    """Run the month's steps and put the papers into a folder (运行当月流程)."""
    when = Period.parse(period).cumulative if period else snapshots.newest_period()
    if when is None:
        raise Refusal("台账里还没有数据。请先用 diaodu import 导入报表。")
    moment = steps.Moment(timezone.localtime(now), Person.system(), when)
    steps.run(moment, say=lambda text: print(text, flush=True))
    _expect_papers(when)
    return write_papers(when, output or settings.HOME.path / "output" / f"{when.year}-{when.last:02d}")


def _expect_papers(when: Period) -> None:
    """Say so where the month was set aside on its way: older papers must not pass for new ones."""
    newest = Snapshot.objects.filter(year=when.year, month=when.last).first()
    if not Document.objects.filter(analysis__snapshot=newest).exists():
        raise Refusal(
            "{period}没有形成新的文书：没有可研判的指标，或中途出错（原因见日志）。改正后请再运行一次",
            period=when.label,
        )


def write_papers(when: Period, folder: Path) -> Path:
    """Put a month's newest papers into a folder (导出文书)."""
    month = Document.objects.of_month(when).in_force()
    newest = month.order_by("-analysis_id").first()
    files = documents.export(month.filter(analysis=newest.analysis_id) if newest else [], folder)
    print(f"{when.label}：{len(files)}份文书在 {folder}", flush=True)
    return folder


def loop(every: float) -> None:
    """Turn for ever (循环); the database is the queue, so it may be killed at any time."""
    while True:
        turn(every)
        time.sleep(every)


def turn(every: float) -> None:
    """One turn of the loop (循环一轮): whatever happens, there is a next one."""
    pulse = Pulse(every)
    try:
        done = steps.turn(steps.Moment(timezone.localtime(), Person.system()), pulse.step)
        pulse.rest(name for name, told in done.items() if isinstance(told, str))
    except Exception:
        log.exception("turn failed")
    finally:
        connections.close_all()  # one that broke would fail for ever


def export_figures(options: argparse.Namespace) -> None:
    """Write the ledger's figures as the long form (导出数据); all rounds of them, unless only current."""
    found = catalogue.current()
    chosen = export.choose(
        indicators=[found.indicator(options.indicator).code] if options.indicator else (),
        places=[found.place(options.place).code] if options.place else (),
        year=options.year,
        history=not options.current,
    )
    output = Path(options.output)
    count = export.write(chosen, found, output, "csv" if output.suffix.lower() == ".csv" else "xlsx")
    print(f"已导出{count}条到 {output}")


def write_example(folder: Path) -> None:
    """The small example workbook of a new city (示例报表)."""
    from diaodu.starter import example

    example.write(folder)


def _tell(problems: list[Problem], most: int = 20) -> None:
    for problem in problems[:most]:
        where = "!".join(filter(None, (problem.sheet, problem.cell)))  # a csv has no sheets
        print(f"  [{problem.severity.text}] {where} “{problem.content}”：{problem.reason}")
    if len(problems) > most:
        print(f"  ……共{len(problems)}处，全部见标注件（--marked 文件夹）")


def _write_marked(done: reports.Imported, folder: str | None) -> None:
    if folder and done.problems:
        name, content = reports.marked_copy(done.upload)
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / name).write_bytes(content)


def _progress(name: str) -> Callable[[int], None]:
    """A line that counts up on a terminal; nothing in a file or a pipe."""
    if not sys.stderr.isatty():
        return lambda done: None
    return lambda done: print(f"\r{name} {done:3d}%", end="\r", file=sys.stderr, flush=True)
