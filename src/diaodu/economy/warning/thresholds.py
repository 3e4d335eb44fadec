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
    Parameter("K01", "gap", 5, "增加值与用电方向相反，相差多少个百分点以上"),
    Parameter("K02", "months", 24, "以近多少期为常态"),
    Parameter("K02", "mads", 2, "偏离中位数多少个绝对中位差以上"),
    Parameter("K03", "gap", 10, "产值增速连续两期高于增值税多少个百分点以上"),
    Parameter("K04", "ratio", 95, "产销率低于多少（%）"),
    Parameter("K04", "growth", 5, "产值增速高于多少（%）"),
    Parameter("K05", "gap", 15, "开票销售与产值增速相差多少个百分点以上"),
    Parameter("K06", "growth", 5, "投资增速高于多少（%）而各项支撑全部下降"),
    Parameter("K07", "gap", 15, "建安投资与建筑业总产值增速相差多少个百分点以上"),
    Parameter("K08", "excess", 20, "项目平台数高于统计数多少（%）以上"),
    Parameter("K09", "gap", 10, "零售额与开票销售增速相差多少个百分点以上"),
    Parameter("K10", "times", 2, "财政收入增速是现价GDP增速多少倍以上"),
    Parameter("K11", "gap", 4, "居民收入增速高于GDP多少个百分点以上"),
    Parameter("K12", "level", 1, "县区合计与全市总量相差多少（%）以上"),
    Parameter("K13", "gap", 0.15, "分项拉动合计与总体增速相差多少个百分点以上"),
    Parameter("K14", "times", 3, "当月数是常态多少倍以上"),
    Parameter("K16", "factor", 10000, "疑似计量单位有误的倍数"),
    Parameter("K17", "gap", 0.2, "发布增速与总量推算增速相差多少个百分点以上"),
    Parameter("K17", "rescoped", 3, "未报可比基数的，相差多少个百分点以上才质疑"),
    Parameter("K18", "gap", 3, "预计与近三期走势相差多少个百分点以上"),
    Parameter("K19", "gap", 0.5, "GDP测算与上报预计相差多少个百分点以上"),
    Parameter("K20", "fall", 20, "商品房销售下降多少（%）以上而房地产投资增长"),
    Parameter("K21", "change", 5, "存贷款余额一月增减多少（%）以上"),
    Parameter("K22", "difference", 0, "在库户数与新增、退库推算相差多少户以上"),
    Parameter("entry", "outlier", 2.65, "录入校验：偏离本单位往年同期走势多少个标准差以上"),
    Parameter("entry", "growth_most", 500, "录入校验：增速高于多少（%）要说明"),
    Parameter("entry", "share_most", 100, "录入校验：比率不会大于多少（%）"),
    Parameter("entry", "negative", 0, "录入校验：是否可正可负，累计可减少：1是，0否"),
    Parameter("entry", "base_moved", 2, "录入校验：可比基数与上年公布数相差多少（%）以上提示"),
    Parameter("entry", "copied", 30, "录入校验：与上月或上年同期完全相同的项超过多少（%）要说明"),
    Parameter("gap", "tolerance", 10, "两者增速相差多少个百分点以上"),
    Parameter("elasticity", "low", 0, "弹性系数下限"),
    Parameter("elasticity", "high", 2, "弹性系数上限"),
    Parameter("direction", "band", 1, "方向相反，且都超出正负多少（%）"),
    Parameter("rank", "places", 5, "县区位次相差多少位以上"),
    Parameter("history", "z", 3, "偏离历史关系多少个标准差以上"),
    Parameter("history", "periods", 24, "历史数据至少多少期"),
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
