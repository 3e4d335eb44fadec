"""Ten thousand questions put to the invented city's ledger; the peer answers the same from pandas."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import month
from bench.timing import child, in_turns, line, middle

COUNT = 10_000
PERIODS = ("2026年1-9月", "2026年1-6月", "2025年1-12月", "2025年1-9月")
ASKS = {
    "value": '数值("{0}")', "growth": '增速("{0}")', "change": '增速变化("{0}")',
    "distance": '差距("{0}", 对="全省", 按="增速")', "rank": '位次("{0}", 范围="全省", 按="增速")',
    "share": '占比("{0}", 占地区="全省")', "count": "个数(满足(县区, '增速(\"{0}\") >= 5'))",
}  # fmt: skip
"""What pandas can look up: published growth and levels, their differences, ranks, quotients, counts."""


def run(folder: Path, repeats: int) -> None:
    """The same questions to both, equal answers first; then every word of the phrasebook to ours alone."""
    city = folder / month.CITY
    if not (city / "logins.txt").exists():
        month.make(folder)
    files = child("ask_questions", str(city), str(folder))
    _check(files, city)
    commands = {
        "ours": ["ask_ours", str(city), files["plain"]],
        "peer": ["ask_pandas", str(city), files["plain"]],
    }
    found = in_turns(commands, repeats)
    line(f"{COUNT:,} look-ups, all of it", middle(found["ours"], "all"), middle(found["peer"], "all"), "5 s")
    line("the ledger read", middle(found["ours"], "read"), middle(found["peer"], "read"))
    line("the questions answered", middle(found["ours"], "answer"), middle(found["peer"], "answer"))
    line("peak memory", middle(found["ours"], "peak"), middle(found["peer"], "peak"), unit="MB")
    every = child("ask_ours", str(city), files["every"])
    line(f"{COUNT:,} of every word, all of it", every["all"])


def _check(files: dict[str, Any], city: Path) -> None:
    ours = child("ask_ours", str(city), files["plain"], "values")["values"]
    theirs = child("ask_pandas", str(city), files["plain"], "values")["values"]
    pairs = list(zip(ours, theirs, strict=True))
    different = [(n, one, other) for n, (one, other) in enumerate(pairs) if not _same(one, other)]
    known = sum(one is not None for one in ours)
    print(f"  {len(pairs):,} questions, {known:,} with a number, {len(different):,} differ", flush=True)
    assert not different, different[:10]


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-9 * max(1.0, abs(one))


def write(folder: Path) -> dict[str, str]:
    """The two files of questions, always the same for a city (题目)."""
    chance = random.Random(20260901)
    files = {"plain": folder / "plain.jsonl", "every": folder / "every.jsonl"}
    for name, make in (("plain", _plain), ("every", _every)):
        rows = (json.dumps(row, ensure_ascii=False) for row in make(chance))
        files[name].write_text("\n".join(rows) + "\n", "utf-8")
    return {name: str(file) for name, file in files.items()}


def _plain(chance: random.Random) -> Iterator[dict[str, Any]]:
    """Only indicators whose growth is published, so that pandas need not know how to derive it."""
    from diaodu.bureau.catalogue import actions as catalogue
    from diaodu.bureau.figures.models import Figure

    known = catalogue.current()
    published = set(Figure.objects.filter(what="growth").values_list("indicator", flat=True).distinct())
    codes = [i for i in known if i.code in published and i.cumulative and i.better == "higher"]
    places = [known.city, *known.cities, *known.counties]
    for _ in range(COUNT):
        place, sort = chance.choice(places), chance.choice(list(ASKS))
        if sort == "rank":
            place = chance.choice(known.cities)
        one = chance.choice(codes)
        yield {
            "ask": ASKS[sort].format(one.name), "place": place.name, "period": chance.choice(PERIODS),
            "sort": sort, "of": one.code, "at": place.code,
        }  # fmt: skip


def _every(chance: random.Random) -> Iterator[dict[str, Any]]:
    """The examples of all words, at all places."""
    from diaodu.bureau.catalogue import actions as catalogue
    from diaodu.economy.phrases.book import FUNCTIONS

    known, words = catalogue.current(), list(FUNCTIONS.values())
    places = [known.city, *known.cities, *known.counties]
    for _ in range(COUNT):
        word, place = chance.choice(words), chance.choice(places)
        yield {"ask": word.example, "place": place.name, "period": chance.choice(PERIODS)}
