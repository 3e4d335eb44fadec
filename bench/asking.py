"""One run of each side over a file of questions: ours through `diaodu ask --batch`, the peer's in pandas."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from bench import ask
from bench.child import Stages, stage
from diaodu.economy.periods import Period

_INDICATORS = "select code, block from catalogue_indicator"
KEY = ["what", "indicator", "place", "year", "last"]


def questions(city: str, folder: str) -> Stages:
    """Write the questions out of the city's own catalogue."""
    _open(city)
    return ask.write(Path(folder))


def ours(city: str, file: str, values: str = "") -> Stages:
    """The command, as a person runs it; what it prints is kept."""
    begun, stages, printed = time.perf_counter(), Stages(), io.StringIO()
    with stage(stages, "read"):
        _open(city)
        from diaodu.bureau.documents import asking

        asking.present()
    from diaodu import cli

    with stage(stages, "answer"), contextlib.redirect_stdout(printed):
        cli.main(["ask", "--batch", file])
    stages["all"] = time.perf_counter() - begun
    if values:
        stages["values"] = [json.loads(row)["value"] for row in printed.getvalue().splitlines()]
    return stages


def pandas(city: str, file: str, values: str = "") -> Stages:
    """The ledger in one frame with an index, every question a look-up; no sources, no reasons, no text."""
    begun, stages = time.perf_counter(), Stages()
    with stage(stages, "read"):
        peer = Peer(Path(city))
    with stage(stages, "answer"):
        rows = [json.loads(row) for row in Path(file).read_text("utf-8").splitlines()]
        found = [peer.answer(row) for row in rows]
        printed = "\n".join(json.dumps({"value": value}) for value in found)
    stages["all"] = time.perf_counter() - begun
    assert len(printed.splitlines()) == len(rows)
    return {**stages, "values": found} if values else stages


class Peer:
    """The ledger's newest rows as a pandas series (同行)."""

    def __init__(self, city: Path) -> None:
        import pandas as pd

        with sqlite3.connect(city / "data" / "diaodu.sqlite3") as base:
            cumulative = "part = '' and first = 1 and what != 'base'"
            frame = pd.read_sql(f"select * from figures_figure where {cumulative} order by id", base)
            own = {code: json.loads(one).get("kind", "official") for code, one in base.execute(_INDICATORS)}
            blocks = [json.loads(one) for (one,) in base.execute("select block from catalogue_place")]
        frame = frame[frame["kind"] == frame["indicator"].map(own)]  # kinds never mix
        frame = frame.drop_duplicates(KEY, keep="last").dropna(subset=["value"])
        self.figures = frame.set_index(KEY)["value"].sort_index()
        self.home = next(p for p in blocks if p.get("home"))
        self.cities = [p["code"] for p in blocks if p.get("parent") == self.home["parent"]]
        self.counties = [p["code"] for p in blocks if p.get("parent") == self.home["code"]]

    def answer(self, row: dict[str, Any]) -> float | None:
        """One look-up or a few."""
        when = Period.parse(row["period"])
        if row["sort"] == "count":
            return self._count(row["of"], when)
        own = self._get("level" if row["sort"] in ("value", "share") else "growth", row, row["at"], when)
        return None if own is None else getattr(self, f"_{row['sort']}")(own, row, when)

    def _get(self, what: str, row: dict[str, Any], place: str, when: Period) -> float | None:
        value = self.figures.get((what, row["of"], place, when.year, when.last))
        return None if value is None else float(value)

    def _value(self, own: float, row: dict[str, Any], when: Period) -> float:
        return own

    _growth = _value

    def _change(self, own: float, row: dict[str, Any], when: Period) -> float | None:
        then = self._get("growth", row, row["at"], when.year_before)
        return None if then is None else own - then

    def _distance(self, own: float, row: dict[str, Any], when: Period) -> float | None:
        other = self._get("growth", row, self.home["parent"], when)
        return None if other is None else own - other

    def _share(self, own: float, row: dict[str, Any], when: Period) -> float | None:
        whole = self._get("level", row, self.home["parent"], when)
        return own / whole * 100 if whole and whole > 0 else None

    def _rank(self, own: float, row: dict[str, Any], when: Period) -> float:
        others = self.figures.reindex([("growth", row["of"], p, when.year, when.last) for p in self.cities])
        return float((others.round(1) > round(own, 1)).sum() + 1)

    def _count(self, of: str, when: Period) -> float | None:
        wanted = [("growth", of, p, when.year, when.last) for p in self.counties]
        found = self.figures.reindex(wanted).dropna()
        return float((found.round(1) >= 5).sum()) if len(found) else None


def _open(city: str) -> None:
    os.environ["DIAODU_HOME"] = city
    from diaodu.config import setup

    setup.open_city(setup.require_city())
