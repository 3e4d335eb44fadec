"""The report's annexes: the city's indicators, counties by indicator, lights, arrears; on turned pages."""

# ruff: noqa: E501 (Chinese sentences)

from __future__ import annotations

from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.tables import Cell, Row, Table
from papers.parts import light

TITLES = (
    "{{ 期() }}全市指标一览表", "{{ 期() }}各县区主要指标增速", "{{ 期() }}各县区主要指标亮灯", "{{ 期() }}各县区欠账情况",
)  # fmt: skip
SMALL, SMALLEST = 18, 15  # 小五、六号
# Columns of the tables by county: the name, and how a narrow column writes it.
COLUMNS = (
    ("GDP", "地区生产总值"), ("规模以上工业增加值", "规上工业增加值"), ("规模以上工业总产值", "规上工业总产值"), ("工业用电量", "工业用电量"),
    ("固定资产投资", "固定资产投资"), ("工业投资", "工业投资"), ("社会消费品零售总额", "社会消费品零售额"), ("限额以上消费品零售额", "限上消费品零售额"),
    ("进出口总额", "进出口总额"), ("省外到位资金", "省外到位资金"), ("一般公共预算收入", "一般公共预算收入"), ("税收收入", "税收收入"),
    ("人民币存款余额", "存款余额"), ("人民币贷款余额", "贷款余额"), ("城镇居民人均可支配收入", "城镇居民收入"), ("农村居民人均可支配收入", "农村居民收入"),
)  # fmt: skip
OWED = (
    ("规模以上工业总产值", "亿元"), ("社会消费品零售总额", "亿元"), ("限额以上消费品零售额", "亿元"), ("进出口总额", "亿元"),
    ("省外到位资金", "亿元"), ("一般公共预算收入", "亿元"), ("税收收入", "亿元"),
)  # fmt: skip


def write(paper: Paper) -> None:
    """All four annexes (附表)."""
    paper.annex("附表1", TITLES[0])
    _city(paper)
    paper.annex("附表2", TITLES[1])
    _growths(paper)
    paper.annex("附表3", TITLES[2])
    _lights(paper)
    paper.annex("附表4", TITLES[3])
    _arrears(paper)


def _city(paper: Paper) -> None:
    head = ["指标", "单位", "统计期", "本期数", "增速", "较上期", "全省", "比全省", "全国", "位次", "年度目标", "目标增速", "进度", "序时差", "灯色"]  # fmt: skip
    asked = (
        '{{ 格(数值(指标, 时期="最近")) }}', '{{ 格(增速(指标, 时期="最近")) }}',
        '{{ 格(增速变化(指标, 较="上月", 时期="最近"), "+") }}', '{{ 格(增速(指标, 地区="全省", 时期="最近")) }}',
        '{{ 格(差距(指标, 对="全省", 时期="最近"), "+") }}', '{{ 格(增速(指标, 地区="全国", 时期="最近")) }}',
        '{{ 位次比(指标, 时期="最近", 缺="—") }}', '{{ 格(目标(指标, 时期="最近")) }}', '{{ 格(目标增速(指标, 时期="最近")) }}',
        '{{ 格(进度(指标, 时期="最近")) }}', '{{ 格(序时差(指标, 时期="最近"), "+") }}',
    )  # fmt: skip
    row: Row = [
        '{% for 指标 in 有数(指标("全部")) %}{{ 指标 }}', "{{ 计量单位(指标) }}", '{{ 最近期(指标, "不带年") }}', *asked,
        light("指标", end="{% endfor %}"),
    ]  # fmt: skip
    widths = (3.4, 1.6, 1.3, 1.7, 1.05, 1.1, 1.05, 1.1, 1.05, 1, 1.6, 1.4, 1, 1.05, 0.9)
    paper.table(Table(head, [row], "lccrrrrrrcrrrrc", widths, size=SMALLEST))
    paper.note(
        "注：增速、全省、全国、目标增速、进度单位为%，较上期、比全省、序时差单位为百分点；“—”表示未发布、不适用或不可比，不是零。"
    )


def _growths(paper: Paper) -> None:
    """The province, the city, then its counties, each with its rank behind its growth."""
    head: Row = ["县区", *(f"{label}（%）" for _, label in COLUMNS)]
    rows = [
        _growth_row("全省", '"全省"'),
        _growth_row("全市", '"全市"'),
        _growth_row("{% for 县 in 县区 %}{{ 县 }}", "县", end="{% endfor %}"),
    ]
    widths = (1.3, *[1.3] * len(COLUMNS))
    paper.table(Table(head, rows, "l" + "r" * len(COLUMNS), widths, frozenset({0, 1}), size=SMALLEST))
    paper.note("注：斜线后为位次；按季发布的指标为最近一季；“—”为未发布或缺数，不参与排位。")


def _growth_row(lead: str, where: str, end: str = "") -> Row:
    row: list[Cell | str] = [lead]
    for name, _ in COLUMNS:
        asked = f'"{name}", 地区={where}, 时期="最近")'
        row.append(f"{{{{ 格(增速({asked}) }}}}" if "省" in where else f"{{{{ 增速位次({asked} }}}}")
    row[-1] = f"{row[-1]}{end}"
    return row


def _lights(paper: Paper) -> None:
    head: Row = ["县区", *(label for _, label in COLUMNS)]
    rows = [_light_row("全市", '"全市"'), _light_row("{% for 县 in 县区 %}{{ 县 }}", "县", "{% endfor %}")]
    widths = (1.7, *[1.25] * len(COLUMNS))
    paper.table(Table(head, rows, "l" + "c" * len(COLUMNS), widths, frozenset({0}), size=SMALL))
    paper.note("注：灰灯为数据缺失，暂不判定；“—”为不亮灯。")


def _light_row(lead: str, where: str, end: str = "") -> Row:
    cells = [light(f'"{name}"', place=f", 地区={where}") for name, _ in COLUMNS]
    last = light(f'"{COLUMNS[-1][0]}"', place=f", 地区={where}", end=end)
    return [lead, *cells[:-1], last]


def _arrears(paper: Paper) -> None:
    head: Row = ["县区", *(f"{name}（{unit}）" for name, unit in OWED)]
    rows = [
        _arrears_row("全市", '"全市"'),
        _arrears_row("{% for 县 in 县区 %}{{ 县 }}", "县", "{% endfor %}"),
    ]
    paper.table(Table(head, rows, "l" + "r" * len(OWED), (1.7, *[2.2] * len(OWED)), frozenset({0}), size=SMALL))  # fmt: skip
    paper.note("注：欠账为到本期计划数与完成数之差，已达到计划的为零；“—”为未下达目标。")


def _arrears_row(lead: str, where: str, end: str = "") -> Row:
    row: list[Cell | str] = [
        lead,
        *(f'{{{{ 格(欠账("{name}", 地区={where}, 时期="最近")) }}}}' for name, _ in OWED),
    ]
    row[-1] = f"{row[-1]}{end}"
    return row
