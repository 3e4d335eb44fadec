"""What is planted in the invented city for tests, demonstration and handbook to name (示例情节)."""

from __future__ import annotations

from typing import NamedTuple

from diaodu.demo.series import Pins

YEAR, MONTH = 2026, 9  # 情节所在的时点：2026年9月
SHUT = -99.0  # a growth no cumulative can reach: the level stays where it was


class Story(NamedTuple):
    """One planted story (情节)."""

    code: str
    indicator: str
    place: str
    text: str
    part: str = ""


LIQUOR_GIANT = Story(
    "liquor_giant",
    "industrial_output",
    "900381",
    "一酒独大：醴溪市工业八成以上是酒业，拉高全市增速，剔除后全市增速明显回落",
    "15",
)
TOBACCO_CLOSING = Story(
    "tobacco_closing",
    "industrial_output",
    "900321",
    "烟厂停产：岩坪县烟草制品业2026年4月后产值为零，是全市下拉最大的行业",
    "16",
)
TURNING_NEGATIVE = Story(
    "turning_negative",
    "industrial_value_added",
    "900322",
    "由正转负：石垭县规上工业增加值增速由1—8月的0.4%转为1—9月的-0.3%",
)
ARREARS = Story(
    "arrears",
    "general_budget_revenue",
    "900323",
    "欠账最大：麻柳县一般公共预算收入落后计划最多，固定资产投资下降18.4%",
)
FALSE_START = Story(
    "false_start",
    "key_project_investment",
    "900324",
    "虚假开工：云汀县重点项目开工率报100%，完成投资自3月起没有变动；"
    "报固定资产投资增长，而建筑业增值税、贷款、水泥都下降",
)
LOWEST = Story(
    "lowest",
    "fixed_asset_investment",
    "900300",
    "增速新低：全市固定资产投资1—9月增速为2020年一季度以来最低",
)
FALLING = Story(
    "falling",
    "industrial_value_added",
    "900325",
    "连续回落：枫塘县规上工业增加值增速自4月起连续6个月回落",
)
FIRST_PLACE = Story(
    "first_place",
    "industrial_value_added",
    "900305",
    "排位第一：星渚区规上工业增加值增速11.4%，居各县区首位",
)
TIED = Story(
    "tied",
    "industrial_value_added",
    "900326",
    "并列：稻溪县与竹桥县规上工业增加值增速同为6.3%",
)
TIED_WITH = "900327"
MISSING_REPORT = Story(
    "missing_report",
    "retail_sales",
    "900327",
    "缺报：竹桥县2026年1—9月社会消费品零售总额未报，亮灰灯",
)
BELOW_PROVINCE = Story(
    "below_province",
    "retail_sales",
    "900300",
    "红灯：全市社会消费品零售总额增速低于目标3个百分点以上，同时低于全省",
)
REVISED = Story(
    "revised",
    "fixed_asset_investment",
    "900304",
    "数据修订：桐渡区2026年1—6月固定资产投资增速初步为6.8%，后修订为4.9%",
)
REVISED_FROM, REVISED_TO, REVISED_MONTH = 6.8, 4.9, 6
WRONG_UNIT = Story(
    "wrong_unit",
    "general_budget_revenue",
    "900302",
    "单位错误：另有一份报表把澄湾区的万元数当作亿元填报（仅在 bad 文件夹）",
)

STORIES = (
    LIQUOR_GIANT,
    TOBACCO_CLOSING,
    TURNING_NEGATIVE,
    ARREARS,
    FALSE_START,
    LOWEST,
    FALLING,
    FIRST_PLACE,
    TIED,
    MISSING_REPORT,
    BELOW_PROVINCE,
    REVISED,
    WRONG_UNIT,
)


def _months(*values: float, first: int = 2) -> Pins:
    """Values of 2026 from a month on."""
    return {YEAR: dict(enumerate(values, first))}


# Growth that a story fixes, by indicator (or indicator:part) and place.
PINS: dict[tuple[str, str], Pins] = {
    ("industrial_value_added", "900322"): _months(2.6, 2.2, 1.9, 1.6, 1.3, 0.9, 0.4, -0.3, -0.6, -0.8, -0.9),
    ("industrial_value_added", "900325"): _months(8.0, 8.4, 7.9, 7.3, 6.5, 5.9, 5.2, 4.6, 4.5, 4.6, 4.6),
    ("industrial_value_added", "900305"): _months(
        11.9, 11.7, 11.8, 11.5, 11.6, 11.3, 11.5, 11.4, 11.2, 11.1, 11.0
    ),
    ("industrial_value_added", "900326"): _months(6.9, 6.7, 6.8, 6.6, 6.5, 6.6, 6.4, 6.3, 6.3, 6.4, 6.3),
    ("industrial_value_added", "900327"): _months(5.8, 6.1, 6.0, 6.2, 6.1, 6.4, 6.2, 6.3, 6.4, 6.5, 6.5),
    ("industrial_output:16", "900321"): _months(-9.0, -11.0, -15.0, *[SHUT] * 8),
    ("fixed_asset_investment", "900323"): _months(
        -6.5, -8.1, -9.0, -10.6, -12.3, -14.0, -16.1, -18.4, -19.0, -19.2, -19.5
    ),
    ("fixed_asset_investment", "900304"): _months(
        7.9, 7.4, 6.6, 5.8, REVISED_TO, 4.1, 3.6, 3.0, 2.8, 2.6, 2.5
    ),
    ("fixed_asset_investment", "900324"): _months(3.1, 4.0, 4.6, 5.2, 5.5, 5.9, 6.2, 6.4, 6.5, 6.5, 6.6),
    ("key_project_investment", "900324"): _months(-12.0, -18.0, *[SHUT] * 9),
}
# Points by which a story bends a path, reached in September and held.
BENDS: dict[tuple[str, str], dict[int, float]] = {
    ("tax_revenue", "900323"): {2025: -2.0, 2026: -24.0},
    ("nontax_revenue", "900323"): {2025: -2.0, 2026: -20.0},
    ("construction_vat", "900324"): {2026: -14.0},
    ("cement_output", "900324"): {2026: -10.0},
    ("loans", "900324"): {2026: -14.0},
    ("industrial_output", "900322"): {2026: -1.5},
    ("industrial_output", "900325"): {2026: -2.0},
    ("industrial_output", "900305"): {2026: 2.0},
    ("industrial_output:15", "900381"): {2023: -1.0, 2024: -0.5, 2026: 1.8},
}
# The city's own weakness in an indicator, all its counties alike.
CITY_BENDS: dict[str, dict[int, float]] = {
    "fixed_asset_investment": {2024: -0.5, 2025: -2.0, 2026: -8.0},
    "retail_sales": {2025: -0.5, 2026: -3.2},
    "housing_sales_area": {2022: -6.0, 2023: -4.0, 2024: -3.0, 2025: -3.0, 2026: -4.0},
}
# Figures that a unit has not reported: (indicator, place, year, month).
UNREPORTED = {("retail_sales", "900327", YEAR, MONTH)}
# A ratio that a story fixes.
PINNED_RATIOS = {("key_project_start_rate", "900324"): {YEAR: dict.fromkeys(range(3, 13), 100.0)}}
