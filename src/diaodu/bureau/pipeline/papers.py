"""`diaodu fill` and `diaodu check`: any template filled, any paper checked (命令行成文、核对)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from django.utils import timezone

from diaodu.bureau.documents import presently, templates
from diaodu.bureau.documents.filling.checking import UNMARKED, Complaint
from diaodu.bureau.documents.filling.opening import MAX_PACKED
from diaodu.economy.errors import Refusal

DONE, WRONG, MISSING = 0, 1, 3
SIDE = ".figures.json"


def fill(options: argparse.Namespace) -> int:
    """Fill a template and write what came of it (成文); nothing is written when it is refused."""
    name, content, source = _template(options.template)
    made = presently.make(
        content, name=name, place=options.place or "", period=options.period or "",
        day=timezone.localdate(), given=_given(options.set),
    )  # fmt: skip
    out = _target(options.output, made.period.last, made.period.year, name, source)
    _write(out, made.filled.content)
    side = out.with_name(out.stem + SIDE)
    _write(side, made.filled.side)
    print(f"{out}：{made.place}{made.period.label}，{made.figures}个数据；来源在 {side.name}")
    return _tell(made)


def check(options: argparse.Namespace) -> int:
    """Check a paper and print what no longer holds (核对)."""
    file = Path(options.file)
    content = _read(file)
    beside = file.with_name(file.stem + SIDE)
    complaints = presently.examine(content, _read(beside) if beside.is_file() else None)
    if options.json:
        print(json.dumps([_plain(one) for one in complaints], ensure_ascii=False, indent=1))
    else:
        _print(file, complaints)
    return WRONG if any(one.grave for one in complaints) else DONE


def _template(given: str) -> tuple[str, bytes, Path | None]:
    """A file, else a template of the house or the city by its name."""
    file = Path(given)
    if file.is_file():
        return file.stem, _read(file), file
    if file.suffix or file.parent != Path("."):
        raise Refusal("没有这个文件：{file}", file=given)
    found = templates.named(given)
    return found.name, found.content, found.path


def _read(file: Path) -> bytes:
    """As much of a file as shows that it is too large."""
    if not file.is_file():
        raise Refusal("没有这个文件：{file}", file=file)
    with file.open("rb") as stream:
        return stream.read(MAX_PACKED + 1)


def _given(pairs: list[str] | None) -> dict[str, str]:
    """Names that are set on the command line: 文号=〔2026〕3号."""
    found = {}
    for pair in pairs or ():
        name, sign, text = pair.partition("=")
        if not sign or not name.strip().isidentifier():
            raise Refusal("“{given}”要写成 名称=文字，例如 --set 文号=〔2026〕3号", given=pair)
        found[name.strip()] = text
    return found


def _target(given: str | None, month: int, year: int, name: str, source: Path | None) -> Path:
    """Where the paper goes; never over the template, nor where there is no folder."""
    out = Path(given) if given else Path(f"{name}-{year}年{month}月.docx")
    if out.suffix.lower() != ".docx":
        out = out.with_name(f"{out.name}.docx")
    if not out.parent.is_dir() or out.is_dir():
        raise Refusal("不能写到 {file}：没有这个文件夹，或同名的是文件夹", file=out)
    if source is not None and out.exists() and out.samefile(source):
        raise Refusal("成文不能覆盖模板 {file}，请用 -o 另写文件名", file=source)
    return out


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing."""
    whole = path.with_name(f".{path.name}.part")
    try:
        whole.write_bytes(content)
        os.replace(whole, path)
    except OSError as error:
        whole.unlink(missing_ok=True)
        raise Refusal("不能写到 {file}：{why}", file=path, why=error.strerror or error) from error


def _tell(made: presently.Made) -> int:
    for place, what in made.filled.left_out:
        print(f"  未计入　{place}：{what}")
    if not made.filled.missing:
        return DONE
    print(f"缺{len(made.filled.missing)}处，文书中以红字〔缺〕标出：", file=sys.stderr)
    for place, reason in made.filled.missing:
        print(f"  {place}：{reason}", file=sys.stderr)
    return MISSING


def _plain(one: Complaint) -> dict[str, object]:
    return {
        "kind": one.kind, "place": one.place, "there": one.there, "now": one.now, "why": one.why,
        "told": one.told, "grave": one.grave, "sources": list(one.revised),
    }  # fmt: skip


def _print(file: Path, complaints: list[Complaint]) -> None:
    grave = [one for one in complaints if one.grave]
    print(f"{file}：{f'{len(grave)}处要改' if grave else '全部成立'}")
    for one in complaints:
        if one.kind == UNMARKED:
            print(f"  {one}")
        else:
            print(f"  [{one.kind}] {one}")
