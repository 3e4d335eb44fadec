"""The numbers that rules compare with (预警阈值): dated, sourced, for all indicators or for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple


class Parameter(NamedTuple):
    """A number that a rule needs (规则参数), and what it is where no threshold says otherwise."""

    rule: str
    name: str
    default: float
    text: str


PARAMETERS = (
    Parameter("indicator_light", "red_gap", 3, "增速低于目标多少个百分点以上且低于上级平均，亮红灯"),
    Parameter("indicator_light", "red_pace", 10, "进度落后序时多少个百分点以上，亮红灯"),
    Parameter("indicator_light", "yellow_pace", 3, "进度落后序时多少个百分点以上，亮黄灯"),
    Parameter("indicator_light", "last_ranks", 3, "排在最后几位，亮黄灯"),
    Parameter("indicator_light", "least_ranked", 6, "参加排位的地区少于多少个时，不按位次亮灯"),
    Parameter("indicator_light", "second_yellow", 1, "连续两月黄灯且增速回落的转红灯：1是，0否"),
    Parameter("indicator_light", "red_unplanned", 0, "增速为负而未下达目标的：1亮红灯，0亮黄灯"),
    Parameter("arrears", "minimum", 0, "欠账多于多少（指标单位）才列入"),
    Parameter("arrears", "red_pace", 10, "进度落后序时多少个百分点以上的欠账，亮红灯"),
    Parameter("turned_negative", "below", 0, "增速低于多少视为由正转负"),
    Parameter("falling", "months", 3, "增速连续回落几个月提示"),
    Parameter("below_province", "gap", 0, "低于全省多少个百分点以上提示"),
)
_DEFAULTS = {(p.rule, p.name): p.default for p in PARAMETERS}


@dataclass(frozen=True)
class Thresholds:
    """The thresholds in force on a day (当日有效的阈值), by rule, parameter and indicator ("" for all)."""

    values: Mapping[tuple[str, str, str], float] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]], on: date | None = None) -> Thresholds:
        """Out of definition rows (读取阈值); of two in force the one that began later counts."""
        valid = [row for row in rows if on is None or _in_force(row, on)]
        valid.sort(key=lambda row: _day(row.get("valid_from")) or date.min)
        return cls({(r["rule"], r["parameter"], r.get("indicator") or ""): float(r["value"]) for r in valid})

    def get(self, rule: str, name: str, indicator: str = "") -> float:
        """The number to compare with (取阈值): the indicator's own, else the general, else the default."""
        for key in ((rule, name, indicator), (rule, name, "")):
            if key in self.values:
                return self.values[key]
        return _DEFAULTS[rule, name]


def _in_force(row: Mapping[str, Any], on: date) -> bool:
    start, end = _day(row.get("valid_from")), _day(row.get("valid_to"))
    return (start is None or start <= on) and (end is None or on <= end)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) and value else value or None
