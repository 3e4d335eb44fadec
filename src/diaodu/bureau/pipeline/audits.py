"""`diaodu audit verify` and `diaodu audit export` (命令行核验、导出审计日志)."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from django.utils import timezone

from diaodu.bureau.audit import export, proof
from diaodu.bureau.audit.actions import record_unknown
from diaodu.bureau.audit.chain import Head, seal_due
from diaodu.bureau.audit.models import Event
from diaodu.bureau.audit.proof import Fault, Wrong
from diaodu.bureau.audit.verbs import name_of
from diaodu.economy.errors import Refusal

PROVED, BROKEN = 0, 1
OPERATOR = "命令行"
_SAYS = {
    Wrong.EVENT_CHANGED: "第{number}号封存的操作记录（编号{event}）在封存之后被改动",
    Wrong.EVENT_MISSING: "第{number}号封存的操作记录（编号{event}）已经不在",
    Wrong.SEAL_CHANGED: "第{number}号的封存值被改动，操作记录（编号{event}）本身没有变",
    Wrong.SEAL_MISSING: "缺第{number}号封存：被删除或改号，下一条封存的是操作记录（编号{event}）",
    Wrong.HEAD_DIFFERS: "第{number}号与所记的链头不符：日志在那以后被截短或整体改写",
}


def verify(options: argparse.Namespace) -> int:
    """Prove the log (核验): exit status 0 where it holds, 1 where it does not."""
    found = proof.verify(expect=_head(options.expect) if options.expect else None, progress=_progress())
    record_unknown(
        "audit.verified", name=OPERATOR, holds=found.holds, seals=found.head.number, head=found.head.hash
    )
    if found.fault is None:
        print(f"核验通过：{found.head.number}条封存首尾相接，无一改动。")
    else:
        _tell(found.fault)
    print(f"链头 {found.head}")
    if found.unsealed:
        print(f"另有{found.unsealed}条刚写入、尚未封存，循环会自动封存。")
    return PROVED if found.holds else BROKEN


def write(options: argparse.Namespace) -> int:
    """Write the whole log into a file (导出)."""
    seal_due()
    file = Path(options.output)
    record_unknown("audit.exported", name=OPERATOR, events=Event.objects.count())
    try:
        with file.open("wb") as out:
            for piece in export.stream(Event.objects.all()):
                out.write(piece)
    except OSError as error:
        raise Refusal("不能写到 {file}：{why}", file=file, why=error.strerror) from error
    print(f"已导出到 {file}")
    return PROVED


def _head(text: str) -> Head:
    """A head as it stands on paper (链头): number, colon, hash."""
    match = re.fullmatch(r"(\d{1,18})[:：]([0-9a-fA-F]{64})", text.strip())
    if match is None:
        raise Refusal("“{text}”不是链头。应写作 号:封存值，如 1205:9f86d0…（64位）", text=text)
    return Head(int(match[1]), match[2].lower())


def _tell(fault: Fault) -> None:
    print("核验不通过：" + _SAYS[fault.wrong].format(number=fault.number, event=fault.event_id))
    event = Event.objects.filter(pk=fault.event_id).first() if fault.event_id else None
    if event is not None:
        at = timezone.localtime(event.at)
        print(f"  现在的内容：{at:%Y-%m-%d %H:%M:%S} {event.actor} {name_of(event.verb)}", end=" ")
        print(event.subject, event.subject_id, event.detail)
    if fault.stored:
        print(f"  封存时 {fault.stored}")
    if fault.computed:
        words = "所记为" if fault.wrong is Wrong.HEAD_DIFFERS else "现算得"
        print(f"  {words} {fault.computed}")


def _progress() -> proof.Progress:
    """A line that counts up on a terminal; nothing in a file or a pipe."""
    if not sys.stderr.isatty():
        return lambda done, of: None
    return lambda done, of: print(f"\r核验 {done}/{of}", end="\r", file=sys.stderr, flush=True)
