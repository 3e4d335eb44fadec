"""Load the definitions into the catalogue; refuse what would orphan figures (载入指标目录)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from django.db import transaction
from django.forms.models import model_to_dict

from diaodu.bureau.audit.actions import record
from diaodu.bureau.audit.models import Event
from diaodu.bureau.catalogue import models
from diaodu.economy import forms, formula
from diaodu.economy.consistency import BY_CODE, Pair
from diaodu.economy.errors import Refusal
from diaodu.economy.gdp_support import Table
from diaodu.economy.indicators import GROWTH_BASES, Catalogue
from diaodu.economy.warning.thresholds import PARAMETERS
from diaodu.economy.workdays import WorkCalendar

LOADED = "catalogue.loaded"
PACKAGE = Path(__file__).resolve().parents[2] / "definitions"


class Definitions(NamedTuple):
    """Plain blocks of what a city defines (定义)."""

    indicators: dict[str, dict]
    places: dict[str, dict]
    groups: dict[str, dict]
    breakdowns: dict[str, dict]
    thresholds: list[dict]
    gdp_support: dict[str, dict]
    consistency: dict[str, dict]
    forms: dict[str, dict]
    days: dict[str, dict]


def read(*folders: Path) -> Definitions:
    """Read folders in order, the later one wins block by block and field by field (读取定义)."""
    found = Definitions({}, {}, {}, {}, [], {}, {}, {}, {})
    for folder in folders:
        for file in sorted(folder.glob("indicators/*.yaml")):
            _merge(found.indicators, _blocks(file), file)
        _merge(found.indicators, _blocks(folder / "derived.yaml"), folder / "derived.yaml")
        for name in ("places", "groups", "breakdowns", "consistency", "forms"):
            _merge(getattr(found, name), _blocks(folder / f"{name}.yaml"), folder / f"{name}.yaml")
        for row in _blocks(folder / "thresholds.yaml"):
            if not isinstance(row, dict):
                raise Refusal("定义文件有误：{error}。请对照自带的 definitions 修改。", error=row)
            _replace_threshold(found.thresholds, row)
        _lay_over(found.gdp_support, folder / "gdp_support.yaml")
        found.days.update(_days(folder / "calendar.yaml"))
    return found


def check(definitions: Definitions) -> Catalogue:
    """The catalogue that definitions give; Refusal says which block is wrong (检查定义)."""
    homes = [str(place.get("name")) for place in definitions.places.values() if place.get("home")]
    if definitions.places and len(homes) != 1:
        raise Refusal(
            "places.yaml 里应当有且只有一个本市（home: true），现有：{homes}", homes="、".join(homes) or "无"
        )
    try:
        found = models.build(*(list(part.values()) for part in definitions[:4]))
        _check_words(found, [_threshold(row) for row in definitions.thresholds])
        Table.from_rows(definitions.gdp_support.values()).check(found)
        _check_pairs(found, definitions.consistency)
        forms.check((forms.Form.of(block) for block in definitions.forms.values()), found)
        return found
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("定义文件有误：{error}。请对照自带的 definitions 修改。", error=error) from error


def _check_words(found: Catalogue, thresholds: list[dict[str, Any]]) -> None:
    """A word that nothing knows would be passed over in silence (用词): refused, as any other mistake is."""
    for indicator in found:
        if indicator.growth_basis not in GROWTH_BASES:
            raise ValueError(f"{indicator.code} growth_basis: {indicator.growth_basis}")
    known = {(p.rule, p.name) for p in PARAMETERS}
    for row in thresholds:
        if (row["rule"], row["parameter"]) not in known:
            raise ValueError(f"thresholds: {row['rule']} {row['parameter']}")
        if row["indicator"] and row["indicator"] not in found.indicators:
            raise ValueError(f"thresholds: {row['indicator']}")


def _check_pairs(found: Catalogue, blocks: dict[str, dict]) -> None:
    """Rules and indicators that pairs and formulas name must be there (匹配关系、派生指标)."""
    for pair in map(Pair.of, blocks.values()):
        if pair.rule not in BY_CODE:
            raise ValueError(f"consistency {pair.code}: {pair.rule}")
        if unknown := pair.named - set(found.indicators):
            raise ValueError(f"consistency {pair.code}: {'、'.join(sorted(unknown))}")
    for indicator in found:
        if unknown := frozenset(formula.inputs(indicator.formula)) - set(found.indicators):
            raise ValueError(f"{indicator.code} formula: {'、'.join(sorted(unknown))}")


@transaction.atomic
def load(*, definitions: Definitions, by: Any) -> dict[str, int]:
    """Make the catalogue what the definitions say (载入); safe to repeat, counts what changed."""
    check(definitions)
    changed = {
        "indicators": _sync(models.Indicator, definitions.indicators, _indicator_fields),
        "places": _sync(models.Place, definitions.places, _place_fields),
        "groups": _sync(
            models.Group,
            definitions.groups,
            lambda b: {"name": b["name"], "of": b.get("of", ""), "members": b["members"]},
        ),
        "breakdowns": _sync(
            models.Breakdown, definitions.breakdowns, lambda b: {"name": b["name"], "parts": b["parts"]}
        ),
        "thresholds": _sync_thresholds(definitions.thresholds),
        "gdp_support": _sync(models.GdpIndustry, _ordered(definitions.gdp_support), dict),
        "consistency": _sync(models.Pair, _numbered(definitions.consistency), dict),
        "forms": _sync(models.Form, _numbered(_plain(definitions.forms)), dict),
        "days": _sync_days(definitions.days),
    }
    if any(changed.values()):
        record(LOADED, definitions, by=by, **changed)
    return changed


def changed_since(moment: dt.datetime) -> bool:
    """Whether definitions have been loaded since that changed something (定义有无变动)."""
    return Event.objects.filter(verb=LOADED, at__gt=moment).exists()


def current() -> Catalogue:
    """The catalogue as it stands (现行目录); put together once until definitions are loaded again."""
    mark = newest_load()
    return _current(mark) if mark else models.build(*current_blocks())


def newest_load() -> tuple[int, dt.datetime] | None:
    """The last loading that changed something (最近一次载入), by which to know whether anything did.

    Asked without ORDER BY … LIMIT: PostgreSQL would walk a log of millions by number to find the last.
    """
    loads = Event.objects.filter(verb=LOADED).order_by().values_list("pk", "at")
    return max(loads, default=None)


@lru_cache(maxsize=2)
def _current(_mark: tuple[int, dt.datetime]) -> Catalogue:
    return models.build(*current_blocks())


def current_blocks() -> tuple[list[dict], list[dict], list[dict], list[dict]]:
    """The catalogue's plain blocks, in order (现行定义)."""
    return (
        list(models.Indicator.objects.filter(retired=False).values_list("block", flat=True)),
        list(models.Place.objects.filter(retired=False).values_list("block", flat=True)),
        [dict(row) for row in models.Group.objects.order_by("code").values("code", "name", "of", "members")],
        [dict(row) for row in models.Breakdown.objects.order_by("code").values("code", "name", "parts")],
    )


def current_thresholds() -> list[dict]:
    """All thresholds with their dates as text (阈值)."""
    rows = [model_to_dict(t, exclude=["id"]) for t in models.Threshold.objects.all()]
    return [{k: v.isoformat() if isinstance(v, dt.date) else v for k, v in row.items()} for row in rows]


def current_gdp_support() -> list[dict]:
    """The rows of the table of GDP's supports, in order (支撑指标表)."""
    return list(models.GdpIndustry.objects.values_list("block", flat=True))


def current_consistency() -> list[dict]:
    """Which figures the rules of consistency compare, in order (匹配关系)."""
    return list(models.Pair.objects.values_list("block", flat=True))


def current_forms() -> list[forms.Form]:
    """The forms in order (现行表式)."""
    return [forms.Form.of(block) for block in models.Form.objects.values_list("block", flat=True)]


def workdays() -> WorkCalendar:
    """The published working days with the city's own corrections (工作日历)."""
    days = list(models.DayOff.objects.values_list("day", "works"))
    return WorkCalendar.of(*([day for day, works in days if works is said] for said in (False, True)))


def _blocks(file: Path) -> list[dict]:
    if not file.exists():
        return []
    try:
        blocks = yaml.safe_load(file.read_text("utf-8")) or []
    except yaml.YAMLError as error:
        raise Refusal("定义文件 {file} 不是有效的 YAML：{error}", file=file.name, error=error) from error
    if not isinstance(blocks, list):
        raise Refusal("定义文件 {file} 应当是一个列表，每项一个定义。", file=file.name)
    return blocks


def _merge(into: dict[str, dict], blocks: list[dict], file: Path) -> None:
    for block in blocks:
        if not isinstance(block, dict) or "code" not in block:
            raise Refusal("定义文件 {file} 中有一项没有代码（code）：{block}", file=file.name, block=block)
        code = str(block["code"])
        into[code] = {**into.get(code, {}), **block, "code": code}


def _lay_over(rows: dict[str, dict], file: Path) -> None:
    """A row of a known industry changes its newest one, or with another first day follows it (支撑指标表)."""
    blocks: dict[str, dict] = {}
    _merge(blocks, (found := _blocks(file)), file)  # refuses one without a code
    for block in found:
        code = str(block["code"])
        last = next((row for row in reversed(rows.values()) if row["code"] == code), {})
        since = str(block.get("valid_from") or last.get("valid_from", ""))
        rows[f"{code}@{since}"] = {**last, **_dated(block), "code": code, "valid_from": since}


def _dated(block: dict) -> dict:
    return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in block.items()}


def _ordered(rows: dict[str, dict]) -> dict[str, dict]:
    return {key: {"order": n, "block": row} for n, (key, row) in enumerate(rows.items())}


def _numbered(blocks: dict[str, dict]) -> dict[str, dict]:
    return {code: {"order": n, "block": block} for n, (code, block) in enumerate(blocks.items())}


def _replace_threshold(rows: list[dict], row: dict) -> None:
    key = ("rule", "parameter", "indicator", "valid_from")
    rows[:] = [r for r in rows if any(r.get(k) != row.get(k) for k in key)]
    rows.append(row)


def _plain(blocks: dict[str, dict]) -> dict[str, dict]:
    return {code: _dated(block) for code, block in blocks.items()}


def _days(file: Path) -> dict[str, dict]:
    """Days that a city has set, each `{day: 2028-01-03, works: false}` (工作日调整)."""
    found = {}
    for block in _blocks(file):
        try:
            found[_day(block["day"]).isoformat()] = {"works": bool(block["works"])}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Refusal("calendar.yaml 里每项应写 day 和 works，有误的是：{block}", block=block) from error
    return found


def _sync_days(days: dict[str, dict]) -> int:
    want = {_day(day): block["works"] for day, block in days.items()}
    have = dict(models.DayOff.objects.values_list("day", "works"))
    if want == have:
        return 0
    models.DayOff.objects.all().delete()
    models.DayOff.objects.bulk_create(models.DayOff(day=day, works=works) for day, works in want.items())
    return len(set(want.items()) ^ set(have.items()))


def _sync(model: Any, blocks: dict[str, dict], fields: Any) -> int:
    """Insert and update rows by code; one no longer defined is retired where figures may bear its code."""
    rows = {row.code: row for row in model.objects.all()}
    changed = 0
    for code, block in blocks.items():
        want = fields(block)
        row = rows.pop(code, None) or model(code=code)
        if row.pk is None or any(getattr(row, k) != v for k, v in want.items()):
            for k, v in want.items():
                setattr(row, k, v)
            row.save()
            changed += 1
    gone = model.objects.filter(pk__in=[row.pk for row in rows.values()])
    if model in (models.Indicator, models.Place):
        return changed + gone.filter(retired=False).update(retired=True)
    return changed + gone.delete()[0]


def _indicator_fields(block: dict) -> dict[str, Any]:
    return {"name": block["name"], "order": block.get("order", 0), "retired": False, "block": block}


def _place_fields(block: dict) -> dict[str, Any]:
    names = {k: block.get(k, "") for k in ("name", "level", "parent")}
    return {**names, "order": block.get("order", 0), "retired": False, "block": block}


def _sync_thresholds(rows: list[dict]) -> int:
    want = [_threshold(row) for row in rows]
    have = [model_to_dict(t, exclude=["id"]) for t in models.Threshold.objects.all()]
    if sorted(map(repr, want)) == sorted(map(repr, have)):
        return 0
    models.Threshold.objects.all().delete()
    models.Threshold.objects.bulk_create(models.Threshold(**row) for row in want)
    return len(want)


def _day(value: Any) -> Any:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _threshold(row: dict) -> dict[str, Any]:
    return {
        "rule": row["rule"],
        "parameter": row["parameter"],
        "indicator": row.get("indicator", ""),
        "value": float(row["value"]),
        "valid_from": _day(row.get("valid_from")) or dt.date(1949, 10, 1),
        "valid_to": _day(row.get("valid_to")),
        "source": row.get("source", ""),
    }
