"""Our city with the built-in indicators and pairs, for the worked examples of consistency."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from diaodu.economy import consistency, formula
from diaodu.economy.breakdowns import Place
from diaodu.economy.consistency import Outcome, Pair
from diaodu.economy.indicators import Basis, Better, Catalogue, Frequency, Indicator, Kind, What
from diaodu.economy.panel import Panel, SeriesKey
from diaodu.economy.periods import Period, span
from diaodu.economy.results import Result
from diaodu.economy.warning.thresholds import Thresholds
from tests.economy.world import CITY

DEFINITIONS = Path(__file__).resolve().parents[2] / "src/diaodu/definitions"
COUNTIES = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")
_TYPES = {"basis": Basis, "better": Better, "frequency": Frequency, "kind": Kind, "aliases": tuple}
_WHAT = {
    "level": (What.LEVEL, None),
    "growth": (What.GROWTH, None),
    "base": (What.BASE, None),
    "estimate": (What.GROWTH, Kind.ESTIMATE),
}


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    files = [*sorted(DEFINITIONS.glob("indicators/*.yaml")), DEFINITIONS / "derived.yaml"]
    found = {b["code"]: _indicator(b) for file in files for b in yaml.safe_load(file.read_text("utf-8"))}
    places = [
        Place("province", "某省", "province"),
        Place(CITY, "某市", "city", "province", home=True),
        *(Place(name, name + "县", "county", CITY, order=n) for n, name in enumerate(COUNTIES)),
    ]
    return Catalogue(found, {p.code: p for p in places}, {}, {})


def _indicator(block: dict[str, Any]) -> Indicator:
    known = {k: v for k, v in block.items() if k in Indicator.__dataclass_fields__}
    known |= {k: _TYPES[k](v) for k, v in block.items() if k in _TYPES}
    return Indicator(**{**known, "formula": formula.read(block.get("formula", ()))})


@lru_cache(maxsize=1)
def pairs() -> dict[str, Pair]:
    blocks = yaml.safe_load((DEFINITIONS / "consistency.yaml").read_text("utf-8"))
    return {block["code"]: Pair.of(block) for block in blocks}


def panel(given: dict[str, Any], upto: Period) -> Panel:
    """`figures` of the city and `counties`; `past` growth and `monthly` amounts run back before the month."""
    made = Panel(catalogue())
    for code, amount in given.get("monthly", {}).items():
        for n in range((upto.year - 2) * 12, upto.year * 12 + upto.last - 1):
            when = span(n // 12, 1, n % 12 + 1)
            _put(made, code, CITY, "level", {when.code: amount * when.last})
    for place, indicators in {CITY: given.get("figures", {}), **given.get("counties", {})}.items():
        for code, series in indicators.items():
            for name, values in series.items():
                _put(made, code, place, name, values)
    for code, values in given.get("past", {}).items():
        one, when = made.catalogue.indicators[code], upto
        for _ in range(given.get("periods", 30)):
            when = (one.before(one.period(when)) or when.last_year_end).cumulative
            value = values[(when.year * 12 + when.last) % len(values)]
            _put(made, code, CITY, "growth", {when.code: value})
    return made


def _put(made: Panel, code: str, place: str, name: str, values: dict[str, float]) -> None:
    code, _, part = code.partition("/")
    one, (what, kind) = made.catalogue.indicators[code], _WHAT[name]
    for written, value in values.items():
        key = SeriesKey(code, place, kind or one.kind, what, part)
        made.put(key, Period.parse(written), value, len(made) + 1)


def checked(given: dict[str, Any]) -> dict[str, Any]:
    """What one rule says of one figure, or that it does not apply."""
    found = outcome(given)
    if found is None:
        return {"state": None}
    return {
        "state": found.state.value,
        "text": found.text,
        "reason": found.reason,
        "distance": found.distance,
    }


def outcome(given: dict[str, Any]) -> Outcome | None:
    upto = Period.parse(given.get("period", "2024-01..08"))
    pair = Pair.of(given["pair"]) if isinstance(given["pair"], dict) else pairs()[given["pair"]]
    extra = {(name, CITY): Result(value, (99,)) for name, value in given.get("given", {}).items()}
    found = consistency.check(
        panel(given, upto), [pair], Thresholds.from_rows(given.get("thresholds", [])), upto, extra
    )
    mine = [one for one in found if one.place == given.get("place", CITY)]
    if "of" in given:
        mine = [one for one in mine if one.indicator == given["of"]]
    return mine[0] if mine else None
