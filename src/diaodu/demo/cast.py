"""The invented city's places and how big each is (示例城市的地区和体量)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DEFINITIONS = Path(__file__).parent / "definitions"
NATION, PROVINCE, CITY = "000000", "900000", "900300"
HOST, INNER_ZONE = "900303", "900372"  # 高新区的数据含在砚湖区内

# Weights by county: people (万人), industrial output, farming, commerce and finance, investment.
_SIZES = {
    "900302": (62.0, 120, 3, 30, 14),
    "900303": (55.0, 210, 4, 22, 13),
    "900304": (38.0, 180, 7, 10, 9),
    "900305": (33.0, 260, 6, 8, 9),
    "900381": (58.0, 640, 14, 11, 13),
    "900321": (26.0, 115, 10, 4, 5),
    "900322": (24.0, 85, 9, 4, 5),
    "900323": (30.0, 95, 11, 5, 6),
    "900324": (22.0, 60, 9, 3.5, 5),
    "900325": (28.0, 90, 11, 4.5, 5),
    "900326": (35.0, 110, 14, 5.5, 6),
    "900327": (21.0, 55, 8, 3, 4),
    "900371": (12.0, 290, 0.5, 5, 10),
    "900372": (16.0, 75, 0.4, 5, 5),
}
TILTS = ("people", "industry", "farm", "commerce", "invest")
COUNTIES = tuple(_SIZES)
COUNTED = tuple(c for c in COUNTIES if c != INNER_ZONE)  # 汇总时计入的县区

# The province's other cities: size against ours, and how well each does (points of growth).
OTHER_CITIES = {
    "900100": (3.2, 0.6),
    "900200": (1.25, 0.9),
    "900400": (0.9, 0.2),
    "900500": (1.05, 0.1),
    "900600": (0.7, -0.2),
    "900700": (0.55, 0.3),
    "900800": (0.8, -0.5),
    "900900": (0.45, -0.8),
}
# How well each of our counties does in everything (points of growth).
HEALTH = dict(
    zip(COUNTIES, (0.2, 0.5, 0.0, 2.2, 0.8, -1.5, -1.0, -2.2, -0.6, 0.4, 0.6, 0.1, 0.9, 0.6), strict=True)
)


def share(county: str, tilt: str) -> float:
    """A county's share of the city by one measure of size (占全市比重); zones inside a county come on top."""
    column = TILTS.index(tilt)
    return _SIZES[county][column] / sum(_SIZES[c][column] for c in COUNTED)


def people(county: str) -> float:
    """Residents, 万人 (常住人口)."""
    return _SIZES[county][0]


def heads(place: str) -> float:
    """Residents, 万人."""
    ours = sum(people(c) for c in COUNTED)
    if place == CITY:
        return ours
    if place == PROVINCE:
        return ours * (1 + sum(size for size, _ in OTHER_CITIES.values()))
    return people(place) if place in COUNTIES else ours * OTHER_CITIES[place][0]


def wealth(place: str) -> float:
    """How far incomes stand from the city's mean (收入水平)."""
    if place in OTHER_CITIES:
        return 1 + OTHER_CITIES[place][1] * 0.1
    if place == INNER_ZONE:
        return 1.1
    rich = share(place, "commerce") + share(place, "industry")
    return min(1.22, 0.82 + 0.2 * rich / (share(place, "people") * 2) + 0.05)


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Names by code (地区名称)."""
    return {p["code"]: p["name"] for p in _read("places.yaml")}


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((DEFINITIONS / name).read_text("utf-8"))
    return found
