"""Questions put to the ledger as it stands: by the command, one or thousands; where a source stands."""

from __future__ import annotations

import argparse
import io
import json
import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import fields
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from diaodu.bureau.directory.models import Person
from diaodu.bureau.documents import asking
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.pipeline import ask
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.economy.errors import Refusal
from diaodu.economy.panel import Panel
from diaodu.economy.periods import span
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.said import Said
from tests.economy import world
from tests.flows import city

pytestmark = pytest.mark.django_db
SEPTEMBER = span(2026, 1, 9)
WORLD = world.catalogue(world.indicator())
GDP = FigureKey("gdp", "900300", "", "official", "growth", 2026, 1, 9)


@pytest.fixture(scope="module")
def ledger(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        city.found(since=2025)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def book(ledger: None) -> Book:
    return asking.present()


def post(value: float | None) -> None:
    by = Person.system()
    source = figures.add_source(name="订正.xlsx", content=b"", by=by, at=city.OCTOBER)
    line = Line(GDP, value, cell="数据!B3")
    figures.post(lines=[line], source=source, by=by, at=city.OCTOBER)


def run(capsys: pytest.CaptureFixture[str], expression: str | None = None, **given: Any) -> tuple[int, str]:
    options = {"place": None, "period": None, "json": True, "batch": None, **given}
    status = ask.run(argparse.Namespace(expression=expression, **options))
    return status, capsys.readouterr().out


def test_the_book_of_today_holds_what_a_snapshot_of_today_would_freeze(book: Book) -> None:
    frozen = snapshots.freeze(period=SEPTEMBER, by=Person.system(), at=city.OCTOBER)
    theirs = {key: dict(series) for key, series in snapshots.content(frozen).panel}
    ours = {key: dict(series) for key, series in book.panel}
    assert len(theirs) > 1000
    assert {key: ours[key] for key in theirs} == theirs
    assert asking.newest(book) == SEPTEMBER


def test_a_city_without_figures_is_asked_for_the_newest_month_of_its_counties() -> None:
    of_a_county = Book(world.panel(world.indicator(), {"level": {"2026-01..09": 3.0}}, "甲", Panel(WORLD)))
    assert asking.newest(of_a_county) == SEPTEMBER


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("上半年", "2026年1—6月"),
        ("8月当月", "2026年1—8月"),
        ("上月", "2026年1—8月"),
        ("2025", "2025年1—12月"),
    ],
)
def test_a_period_without_a_year_is_of_the_newest_months(written: str, meant: str, book: Book) -> None:
    row = json.dumps({"ask": "期()", "period": written}).encode()
    assert asked(book, row)[0][0]["value"] == meant


def test_a_ledger_without_a_figure_is_asked_for_a_named_month_only() -> None:
    rows = (b'{"ask": "1", "period": "2026-09"}', b'{"ask": "1"}')
    assert [status for _, status in asked(Book(Panel(WORLD)), *rows)] == [ask.DONE, ask.REFUSED]


def test_a_book_is_kept_until_a_figure_comes(book: Book) -> None:
    assert asking.present() is book
    before = book.ask('增速("GDP")', book.at("全市", SEPTEMBER)).value
    post(before + 1)
    now = asking.present()
    assert now is not book
    assert now.ask('增速("GDP")', now.at("全市", SEPTEMBER)).value == before + 1


def test_a_source_says_where_it_stands(book: Book) -> None:
    (first,) = book.ask('增速("GDP")', book.at("全市", SEPTEMBER)).sources
    assert asking.details([first])[first]["state"] == "现行"
    post(9.9)
    second = Figure.objects.latest("pk").pk
    found = asking.details([first, second, 10**9])
    assert list(found) == [first, second]
    assert found[first]["state"] == "已修订"
    assert found[second] == {
        "id": second, "indicator": "地区生产总值", "place": "栖川市", "part": "", "period": "2026年1—9月",
        "kind": "法定统计", "what": "同比增速", "vintage": "修订", "state": "现行", "value": 9.9, "unit": "%",
        "file": "订正.xlsx", "cell": "数据!B3", "posted_at": "2026-10-20T17:00:00+08:00",
    }  # fmt: skip
    post(None)
    assert asking.details([first, second])[second]["state"] == "已撤销"
    now = asking.present()
    assert "未发布增速" in (now.ask('增速("GDP")', now.at("全市", SEPTEMBER)).reason or "")


def test_an_answer_in_json_has_its_sources(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, '{{ 增速("GDP", 地区="石垭县") }}')
    found = json.loads(out)
    assert status == 0
    assert list(found)[:5] == ["value", "unit", "text", "reason", "sources"]
    assert (found["unit"], found["reason"]) == ("%", None)
    assert found["text"] == f"{found['value']:.1f}%"
    assert [s["place"] for s in found["sources"]] == ["石垭县"]
    assert found["formula"] == '增速("GDP", 地区="石垭县", 时期="2026-01..09")'


def test_a_set_in_json_names_its_members_and_whom_it_leaves_out(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out = run(capsys, "满足(县区, \"增速('GDP') < 0\")")
    found = json.loads(out)
    assert {"code": "900321", "name": "岩坪"} in found["members"]
    assert found["value"] == len(found["members"])


def test_what_cant_be_said_ends_with_three(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    status, out = run(capsys, '增速("GDP")', period="2026年5月")
    assert status == 3
    assert json.loads(out) == {
        "value": None, "unit": "", "text": "〔缺：缺栖川2026年1—5月地区生产总值数据（按季发布）〕",
        "reason": "缺栖川2026年1—5月地区生产总值数据（按季发布）", "sources": [],
        "formula": '增速("GDP", 地区="栖川市", 时期="2026-05")',
    }  # fmt: skip


@pytest.mark.parametrize("given", [{"expression": '增速("GPD")'}, {"expression": "地名()", "place": "火星"}])
def test_what_is_wrong_is_refused_and_told_in_json_too(
    given: dict[str, Any], book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refusal, match="相近的有") as refused:
        run(capsys, **given)
    out = json.loads(capsys.readouterr().out)
    assert out["reason"] == str(refused.value)
    assert out["value"] is None


def test_neither_a_question_nor_a_file_is_refused(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refusal, match="--batch"):
        run(capsys)
    with pytest.raises(Refusal, match="没有这个文件"):
        run(capsys, batch="没有.jsonl")


def asked(book: Book, *rows: bytes) -> list[tuple[dict[str, Any], int]]:
    stream = io.BytesIO(b"\n".join(rows))
    return [(json.loads(line), status) for line, status in ask.answer_all(ask.lines(stream), book)]


GOOD = '{"ask": "地名()", "place": "石垭县"}'.encode()
BROKEN = {
    b"": "不是 JSON",
    b"{": "不是 JSON",
    b"[1, 2]": "没有用 ask 写明",
    b"null": "没有用 ask 写明",
    b'{"place": "x"}': "没有用 ask 写明",
    b'{"ask": 5}': "没有用 ask 写明",
    b'{"ask": "1", "place": ["x"]}': "要写地区的名称",
    b'{"ask": "1", "place": "\\u706b\\u661f"}': "没有名为“火星”的地区",
    b'{"ask": "1", "period": {"a": 1}}': "不是统计期",
    b'{"ask": "1", "period": 1e400}': "统计期",
    b'{"ask": "1", "period": "\\u660e\\u5929"}': "统计期",
    b'{"ask": "\\ud800"}': "",
    b"\xb5\xd8\xc3\xfb": "不是 UTF-8",
    b"[" * 60_000: "不是 JSON",
    b'{"ask": "' + b"1" * 60_000 + b'"}': "取数式太长",
    b'{"ask": "' + b"1" * 10_000_000 + b'"}': "这一行太长",
}


@pytest.mark.parametrize("line", list(BROKEN), ids=lambda one: repr(one[:24]))
def test_a_broken_line_is_told_and_the_run_goes_on(line: bytes, book: Book) -> None:
    (first, _), (found, status), (last, _) = asked(book, GOOD, line, GOOD)
    assert first["text"] == last["text"] == "石垭县"
    assert status == 2
    assert found["value"] is None
    assert BROKEN[line] in found["reason"]
    assert found["text"] == f"〔缺：{found['reason']}〕"
    assert (found["unit"], found["sources"]) == ("", [])


def test_a_mistake_of_the_program_costs_its_own_line_only(
    book: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(expression: str, spot: Any) -> Said:
        if expression == "1":
            raise KeyError("x")
        return Book.ask(book, expression, spot)

    monkeypatch.setattr(book, "ask", broken)
    (first, status), (second, _) = asked(book, b'{"ask": "1"}', b'{"ask": "2"}')
    assert (first["value"], status, second["value"]) == (None, ask.REFUSED, 2.0)
    assert "程序出错（KeyError）" in first["reason"]
    assert "Traceback" in capsys.readouterr().err


def test_a_file_with_a_mark_at_its_head_and_lines_of_windows_is_read(book: Book) -> None:
    rows = asked(book, b"\xef\xbb\xbf" + GOOD + b"\r", GOOD + b"\r")
    assert [found["text"] for found, _ in rows] == ["石垭县", "石垭县"]


def test_a_batch_needs_no_more_memory_for_being_long(book: Book) -> None:
    """Two hundred megabytes in one line, then in many: never held at once."""

    class Endless(io.RawIOBase):
        left = 3000

        def readable(self) -> bool:
            return True

        def readinto(self, into: Any) -> int:
            self.left -= 1
            if self.left < 0:
                return 0
            into[:] = b"x" * len(into) if self.left > 5 else b"\n" * len(into)
            return len(into)

    tracemalloc.start()
    seen = sum(line is None for line in ask.lines(io.BufferedReader(Endless(), 65_536)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seen == 1
    assert peak < 5_000_000


def test_thousands_at_once_answer_as_each_does_alone(book: Book) -> None:
    chance = random.Random(7)
    names = [i.name for i in book.catalogue]
    places = [p.name for p in book.catalogue.places.values()]
    forms = (
        '增速("{0}")', '数值("{0}")', '位次("{0}")', '变化("{0}")', '差距("{0}")', '快慢("{0}")', '灯("{0}")',
        "名单(满足(县区, \"增速('{0}') < 0\"))", '增速("{0}") - 增速("{1}")', '拉动("{0}", "石垭县")',
    )  # fmt: skip
    questions = [
        {"ask": chance.choice(forms).format(*chance.sample(names, 2)), "place": chance.choice(places),
         "period": chance.choice(["2026年1-9月", "2026年1-8月", "2025年1-12月"])}
        for _ in range(3000)
    ]  # fmt: skip
    rows = asked(book, *(json.dumps(one).encode() for one in questions))
    fresh = Book(book.panel, book.thresholds, book.judged)
    assert len(rows) == 3000
    for question, (found, status) in zip(questions, rows, strict=True):
        spot = fresh.at(question["place"], question["period"])
        try:
            alone = fresh.ask(question["ask"], spot)
        except Refusal as refusal:
            alone = SimpleNamespace(value=None, shown=f"〔缺：{refusal}〕", sources=())
        assert (found["value"], found["text"]) == (alone.value, alone.shown), question
        assert [s["id"] for s in found["sources"]] == list(alone.sources)
        assert (status == 0) is (alone.value is not None)
    assert sum(status == 0 for _, status in rows) > 1500


def test_an_answer_that_learns_its_formula_keeps_all_else() -> None:
    names = [one.name for one in fields(Said)]
    full = Said(**{name: ("" if name == "formula" else f"<{name}>") for name in names})
    made = full.asked("增速()")
    assert [getattr(made, name) for name in names if name != "formula"] == [
        getattr(full, name) for name in names if name != "formula"
    ]
    assert made.formula == "增速()"
    assert made.asked("数值()") is made
