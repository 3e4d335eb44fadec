"""Which indicators carry which industry's value added (支撑指标表), as a city defines it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from diaodu.economy.indicators import Catalogue
from diaodu.economy.periods import Period

WHOLE = "gdp"
Shape = Literal["direct", "elastic"]
SECTORS = {"primary": "第一产业", "secondary": "第二产业", "tertiary": "第三产业"}
_ALWAYS = date(1949, 10, 1)


@dataclass(frozen=True)
class Support:
    """One indicator that an industry's value added is calculated by (支撑指标)."""

    indicator: str
    weight: float = 1.0  # 行业内部的权重
    lag: int = 0  # 核算时用几个月前的累计数


@dataclass(frozen=True)
class Industry:
    """One row of the table (核算行业): its value added is a part of GDP or an indicator of its own."""

    code: str
    name: str
    sector: str  # primary | secondary | tertiary
    supports: tuple[Support, ...]
    part: str = ""
    indicator: str = WHOLE
    shape: Shape = "elastic"
    upper: float | None = None  # 可能达到的最高增速，不填按近三年同期最高
    valid_from: date = _ALWAYS
    valid_to: date | None = None
    source: str = ""

    def in_force(self, period: Period) -> bool:
        """Whether the row counts for a period (是否有效)."""
        day = date(period.year, period.last, 28)
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Table:
    """The industries with their supports (支撑指标表), each row with the dates it is valid between."""

    rows: tuple[Industry, ...]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Table:
        """Out of definition blocks (读取定义); a wrong word is a ValueError that names the row."""
        return cls(tuple(_industry(row) for row in rows))

    def at(self, period: Period) -> tuple[Industry, ...]:
        """The rows in force (有效行业), the later of two; in the order of the table."""
        found: dict[str, Industry] = {}
        for row in self.rows:
            held = found.get(row.code)
            if row.in_force(period) and (held is None or held.valid_from <= row.valid_from):
                found[row.code] = row
        return tuple(found.values())

    def check(self, catalogue: Catalogue) -> None:
        """Every indicator and part that it names exists (检查), else a ValueError."""
        for row in self.rows:
            for code in (row.indicator, *(s.indicator for s in row.supports)):
                if code not in catalogue.indicators:
                    raise ValueError(f"gdp_support {row.code}: {code}")
            breakdown = catalogue.breakdowns.get(catalogue.indicators[row.indicator].parts)
            if row.part and (breakdown is None or row.part not in {p.code for p in breakdown.parts}):
                raise ValueError(f"gdp_support {row.code}: {row.part}")


def _industry(row: Mapping[str, Any]) -> Industry:
    shape, sector = row.get("shape", "elastic"), row["sector"]
    supports = tuple(_support(one) for one in row["supports"])
    if shape not in ("direct", "elastic") or sector not in SECTORS or sum(s.weight for s in supports) <= 0:
        raise ValueError(f"gdp_support {row['code']}: {shape} {sector} {row['supports']}")
    return Industry(
        code=row["code"],
        name=row["name"],
        sector=sector,
        supports=supports,
        part=row.get("part", ""),
        indicator=row.get("indicator", WHOLE),
        shape=shape,
        upper=None if row.get("upper") is None else float(row["upper"]),
        valid_from=_day(row.get("valid_from")) or _ALWAYS,
        valid_to=_day(row.get("valid_to")),
        source=row.get("source", ""),
    )


def _support(row: Mapping[str, Any]) -> Support:
    made = Support(row["indicator"], float(row.get("weight", 1)), int(row.get("lag", 0)))
    if made.weight <= 0 or not 0 <= made.lag <= 12:
        raise ValueError(f"gdp_support: {row}")
    return made


def _day(value: date | str | None) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value[:10]) if value else None
    return value
