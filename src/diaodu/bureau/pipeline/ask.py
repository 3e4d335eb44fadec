"""`diaodu ask`: figures asked by an expression, one or a file of thousands (命令行取数)."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from diaodu.bureau.documents import asking
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.language import BadExpression
from diaodu.economy.phrases.said import Said
from diaodu.economy.phrases.spots import Spot

LONGEST_LINE = 64 * 1024  # bytes of a line of a batch; an expression may have 4,000 characters
_BLOCK = 500  # lines answered before their sources are looked up and all is printed
DONE, REFUSED, MISSING = 0, 2, 3


class Answered(NamedTuple):
    """What one line of a batch got (批量取数结果)."""

    said: Said
    status: int


def run(options: argparse.Namespace) -> int:
    """Answer one question or a batch, and return the exit status (取数)."""
    if (options.expression is None) == (options.batch is None):
        raise Refusal("请写一个取数式，或用 --batch 指明文件，二者取一。写法见 diaodu ask --help")
    if options.batch is not None:
        return _batch(options)
    return _one(options)


def as_json(said: Said, sources: str) -> str:
    """One answer as a line (结果行); `sources` are in JSON already."""
    known = said.value is not None
    head = {
        "value": said.value, "unit": said.unit if known else "", "text": said.shown, "reason": said.reason,
    }  # fmt: skip
    more = _more(said)
    tail = f", {json.dumps(more, ensure_ascii=False)[1:-1]}" if more else ""
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "sources": [{sources}]{tail}}}'


def _more(said: Said) -> dict[str, Any]:
    """What an answer says besides, where it says it."""
    more: dict[str, Any] = {"note": said.note, "formula": said.formula}
    if said.members is not None:
        more["members"] = [{"code": m.code, "name": m.label} for m in said.members]
    more["left_out"] = [{"code": m.code, "name": m.label, "reason": why} for m, why in said.left_out]
    return {name: value for name, value in more.items() if value or (name == "members" and value == [])}


def _one(options: argparse.Namespace) -> int:
    book = asking.present()
    try:
        said = book.ask(asking.plain(options.expression), _Spots(book, options.place, options.period).at({}))
    except Refusal as refusal:
        if options.json:
            print(as_json(_refused(refusal), ""))
        raise
    if options.json:
        print(as_json(said, _Sources().of(said)))
    else:
        _tell(said)
    return DONE if said.known else MISSING


def _tell(said: Said) -> None:
    """The text alone, to be taken by a script; what there is to know of it beside it."""
    print(said.shown)
    for member, why in said.left_out:
        print(f"未计入：{member.label}（{why}）", file=sys.stderr)
    if said.note and not said.left_out:
        print(f"说明：{said.note}", file=sys.stderr)


def _batch(options: argparse.Namespace) -> int:
    worst = DONE
    try:
        with _opened(options.batch) as stream:
            book = asking.present()
            gc.freeze()  # the ledger's rows need not be looked through again and again
            for line, status in answer_all(lines(stream), book, options.place, options.period):
                sys.stdout.write(line + "\n")
                worst = REFUSED if REFUSED in (worst, status) else max(worst, status)
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return worst


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    if not Path(name).is_file():
        raise Refusal("没有这个文件：{file}", file=name)
    with open(name, "rb") as stream:
        yield stream


def lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Lines one by one, whatever the file's size; None for one that is too long (逐行)."""
    while line := stream.readline(LONGEST_LINE):
        if line.endswith(b"\n") or len(line) < LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)
        yield None


def answer_all(
    given: Iterable[bytes | None], book: Book, place: str | None = None, period: str | None = None
) -> Iterator[tuple[str, int]]:
    """A result for every line, in order, with its status (批量取数)."""
    spots, sources, told = _Spots(book, place, period), _Sources(), _Progress()
    rest = iter(given)
    while block := [_answer(line, spots) for line in islice(rest, _BLOCK)]:
        sources.look_up(one.said for one in block)
        for said, status in block:
            yield as_json(said, sources.of(said)), status
        told.more(len(block))
    told.end()


def _answer(line: bytes | None, spots: _Spots) -> Answered:
    try:
        asked = _read(line)
        said = spots.book.ask(asking.plain(asked["ask"]), spots.at(asked))
    except Refusal as refusal:
        return Answered(_refused(refusal), REFUSED)
    except Exception as error:  # a mistake of ours must not cost the thousands behind it
        traceback.print_exc()
        kind = type(error).__name__
        return Answered(Said.missing(f"程序出错（{kind}），没有算出来。请把这一行报给维护人员"), REFUSED)
    return Answered(said, DONE if said.known else MISSING)


def _refused(refusal: Refusal) -> Said:
    return Said.missing(str(refusal))


def _read(line: bytes | None) -> dict[str, Any]:
    """A line's object; a Refusal says what is wrong with it."""
    if line is None:
        raise BadExpression("这一行太长，最多{most}字节", most=LONGEST_LINE)
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadExpression("这一行不是 UTF-8 编码，请另存为 UTF-8") from None
    except (ValueError, RecursionError):
        raise BadExpression("这一行不是 JSON。写法见 diaodu ask --help") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("ask"), str):
        raise BadExpression("这一行没有用 ask 写明取数式。写法见 diaodu ask --help")
    return asked


class _Spots:
    """Places and periods as lines name them (取数位置), each read once; else our city, the newest month."""

    def __init__(self, book: Book, place: str | None, period: str | None) -> None:
        self.book = book
        self.place, self.period = place, period
        self.newest = asking.newest(book)
        self._known: dict[tuple[str, str], Spot] = {}

    def at(self, asked: dict[str, Any]) -> Spot:
        place = asked.get("place") or self.place or self.book.catalogue.city.name
        period = asked.get("period") or self.period or self.newest
        if period is None:
            raise Refusal("台账里还没有数据。请先用 diaodu import 导入报表。")
        key = (repr(place), repr(period))
        if key not in self._known:
            self._known[key] = self._at(place, period)
        return self._known[key]

    def _at(self, place: Any, period: Any) -> Spot:
        if not isinstance(place, str):
            raise BadExpression("“place”要写地区的名称或代码")
        if isinstance(period, str) and self.newest is not None:  # 上半年, 上月: of the newest month's year
            period = self.book.names.period(period, self.newest)
        return self.book.at(place, period if isinstance(period, Period) else Period.parse(period))


class _Sources:
    """The sources of answers in JSON (来源), each looked up and written once."""

    def __init__(self) -> None:
        self._written: dict[int, str] = {}

    def look_up(self, answers: Iterable[Said]) -> None:
        wanted = {ref for said in answers for ref in said.sources} - self._written.keys()
        for ref, detail in asking.details(wanted).items():
            self._written[ref] = json.dumps(detail, ensure_ascii=False)

    def of(self, said: Said) -> str:
        if any(ref not in self._written for ref in said.sources):
            self.look_up([said])
        return ", ".join(self._written[ref] for ref in said.sources if ref in self._written)


class _Progress:
    """A line that counts up on a terminal, from the second second on (进度)."""

    def __init__(self) -> None:
        self.begun = self.last = time.monotonic()
        self.done, self.shown = 0, False
        self.terminal = sys.stderr.isatty()

    def more(self, count: int) -> None:
        self.done += count
        now = time.monotonic()
        if self.terminal and now - self.begun > 1 and now - self.last > 0.3:
            print(f"\r已取数{self.done}条", end="", file=sys.stderr, flush=True)
            self.last, self.shown = now, True

    def end(self) -> None:
        if self.shown:
            print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)
