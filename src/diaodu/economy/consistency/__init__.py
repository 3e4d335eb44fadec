"""Does a figure agree with what ought to move with it (匹配性): `RULES`, and `check`.

A hit never changes a figure; it is a question to the figure's owner.

outcome    passed, questioned, not computable (核查结果)
pairs      which figures a rule compares, as a city defines it (匹配关系)
case       one figure with its supports at one place (核查对象)
shapes     gap, elasticity, direction, rank, history (五种形式)
robust     robust regression (稳健回归)
industry   value added and output against electricity, tax, sales (工业的匹配)
supports   other figures against their supports (与支撑指标的匹配)
wholes     a whole against its counties and parts (整体与分项)
own        a figure against its own months and statements (自身的协调)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from diaodu.economy.consistency import industry, own, shapes, supports, wholes
from diaodu.economy.consistency.case import Case
from diaodu.economy.consistency.outcome import Compared, Outcome, Severity, State
from diaodu.economy.consistency.pairs import Pair
from diaodu.economy.indicators import Indicator
from diaodu.economy.panel import Panel
from diaodu.economy.periods import Period
from diaodu.economy.results import Result
from diaodu.economy.warning.thresholds import Thresholds

__all__ = ["BY_CODE", "RULES", "Compared", "Outcome", "Pair", "Rule", "Severity", "State", "check"]


class Rule(NamedTuple):
    """A rule of consistency (匹配性规则): `needs` names the supports that it can't do without, in order."""

    code: str
    name: str
    severity: Severity
    find: Callable[[Case], Outcome | None]
    hint: str = ""
    needs: tuple[str, ...] = ()


_HIGH, _MID, _LOW = Severity.HIGH, Severity.MID, Severity.LOW
RULES = (
    Rule("K01", "增加值与用电方向", _HIGH, industry.value_added_and_power,
         "核实新投产用电大户、停产企业和价格因素", ("工业用电量",)),
    Rule("K02", "增加值与用电常态", _MID, industry.value_added_off_its_habit,
         "核实产业结构是否变化", ("工业用电量",)),
    Rule("K03", "产值与增值税", _HIGH, industry.output_without_tax,
         "核实出口退税、进项抵扣和缓缴税款", ("工业增值税",)),
    Rule("K04", "产值与产销率", _MID, industry.output_unsold, "核实库存是否积压", ("产销率",)),
    Rule("K05", "产值与开票销售", _MID, supports.growth_apart,
         "核实开票时点和统计范围", ("工业开票销售收入",)),
    Rule("K06", "投资与实物工作量", _HIGH, supports.investment_without_work,
         "核实是否缺少实物工作量", ("建筑业增值税",)),
    Rule("K07", "建安投资与建筑业产值", _LOW, supports.growth_apart,
         "建筑业按注册地统计，核实外来施工企业和结算时点", ("建筑业总产值",)),
    Rule("K08", "项目平台与统计投资", _HIGH, supports.platform_above_statistics,
         "核实未入库项目和入库口径", ("同一批项目的统计投资",)),
    Rule("K09", "零售与开票", _MID, supports.growth_apart, "核实网络零售和外地销售", ("商贸业开票销售收入",)),
    Rule("K10", "财政收入与现价GDP", _MID, supports.revenue_ahead_of_gdp, "核实一次性收入", ("GDP",)),
    Rule("K11", "城乡收入与GDP", _LOW, supports.incomes_out_of_step,
         "核实抽样调查样本和发放时点", ("城镇居民收入", "GDP")),
    Rule("K12", "县区合计与全市", _HIGH, wholes.counties_and_city, "核实统计范围，开发区是否重复计算"),
    Rule("K13", "分项与总体", _MID, wholes.industries_and_total, "核实分项权重"),
    Rule("K14", "当月数异常", _HIGH, own.month_out_of_line, "核实累计数是否填错、统计范围是否变化"),
    Rule("K15", "累计数减少", _HIGH, own.falling_total, "核实是否修订过历史数据或填报错误"),
    Rule("K16", "计量单位", _HIGH, own.mixed_units, "核实是否混用了万元和亿元"),
    Rule("K17", "增速与总量", _MID, own.growth_and_levels, "基数有调整的，请补报上年同期可比基数"),
    Rule("K18", "预计与走势", _MID, own.estimate_off_trend, "说明预计依据"),
    Rule("K19", "GDP测算与上报预计", _MID, supports.estimate_of_gdp, "核实支撑指标和上报预计"),
    Rule("K20", "商品房销售与房地产投资", _LOW, supports.property_without_sales,
         "核实施工进度和土地购置费", ("商品房销售面积",)),
    Rule("K21", "存贷款余额突变", _MID, own.jump_of_balance, "核实是否调整了科目归类"),
    Rule("K22", "五上企业在库、新增与退库", _HIGH, own.register_of_units,
         "核对名录库", ("新增户数", "退库户数")),
    Rule("gap", "增速差距", _MID, shapes.gap_rule, "", ("对照指标",)),
    Rule("elasticity", "弹性系数", _MID, shapes.elasticity_rule, "", ("对照指标",)),
    Rule("direction", "增减方向", _MID, shapes.direction_rule, "", ("对照指标",)),
    Rule("rank", "县区位次", _LOW, shapes.rank_rule, "", ("对照指标",)),
    Rule("history", "历史关系", _MID, shapes.history_rule, "核实结构变化和大户因素", ("对照指标",)),
)  # fmt: skip
BY_CODE = {rule.code: rule for rule in RULES}


def check(
    panel: Panel,
    pairs: Iterable[Pair],
    thresholds: Thresholds,
    period: Period,
    given: Mapping[tuple[str, str], Result] | None = None,
) -> list[Outcome]:
    """Put a month's figures of our city and its counties to all pairs (匹配性核查), the city first.

    `given` holds what is computed elsewhere, such as the estimate of GDP by place.
    """
    places = (panel.catalogue.city, *panel.catalogue.counties)
    found = (
        _look(Case(panel, pair, _severity(pair), _hint(pair), figure, _supports(panel, pair), place, period,
                   thresholds, given or {}))
        for pair in pairs
        if not pair.off
        for figure in _figures(panel, pair)
        for place in places
    )  # fmt: skip
    return [outcome for outcome in found if outcome]


def _look(case: Case) -> Outcome | None:
    """One figure at one place; a county is not asked for what it never reports (逐项核查)."""
    rule = BY_CODE[case.pair.rule]
    if not (case.place.home or case.reports(case.figure)):
        return None
    if len(case.supports) < len(rule.needs):
        lacking = rule.needs[len(case.supports)]
        return case.missing(f"缺{lacking}：没有指定对应的指标") if case.place.home else None
    return rule.find(case)


def _figures(panel: Panel, pair: Pair) -> Iterator[Indicator]:
    known = panel.catalogue.indicators
    for code in pair.figures or known:
        if code in known and code not in pair.without and not known[code].formula:
            yield known[code]


def _supports(panel: Panel, pair: Pair) -> tuple[Indicator, ...]:
    known = panel.catalogue.indicators
    return tuple(known[code] for code in pair.supports if code in known)


def _severity(pair: Pair) -> Severity:
    return pair.severity or BY_CODE[pair.rule].severity


def _hint(pair: Pair) -> str:
    return pair.hint or BY_CODE[pair.rule].hint
