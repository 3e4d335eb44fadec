"""月度经济运行分析报告: the whole, the red lights with their causes, the fields, the counties, what is owed.

A chapter, a field or a row that has nothing to say is left out, and Word counts the headings itself.
"""

# ruff: noqa: E501 (Chinese sentences)

from __future__ import annotations

import datetime as dt

from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.tables import Row, Table
from papers import report_annexes
from papers.parts import light

LEAD = "GDP"
# Fields as the report tells them: the heading, the fields of the catalogue, the main indicators.
SECTIONS = (
    ("工业", ("工业",), ("规模以上工业增加值", "规模以上工业总产值", "工业用电量")),
    ("投资和房地产", ("投资", "房地产"), ("固定资产投资", "工业投资")),
    ("消费和外贸", ("消费外贸",), ("社会消费品零售总额", "限额以上消费品零售额", "进出口总额", "省外到位资金")),
    ("财税和金融", ("财税", "金融"), ("一般公共预算收入", "税收收入", "人民币存款余额", "人民币贷款余额")),
    ("居民收入和就业", ("民生",), ("城镇居民人均可支配收入", "农村居民人均可支配收入")),
    ("农业、服务业和其他", ("农业", "服务业", "交通邮电", "市场主体", "能源"), ()),
)  # fmt: skip
BY_COUNTY = ("GDP", "规模以上工业增加值", "固定资产投资", "社会消费品零售总额", "一般公共预算收入")
WATCHED = ("规模以上工业增加值", "固定资产投资", "社会消费品零售总额", "一般公共预算收入")
SOME_YELLOW = "{{ 名单(前几(黄灯, 8)) }}{% if 个数(黄灯) > 8 %}等{% endif %}。"
DOTS = "“—”为未发布、未下达或不可比，不是零"


def build() -> bytes:
    """The template (模板)."""
    paper = Paper(title="月度经济运行分析报告", author="经济运行调度办公室", day=dt.date(2026, 1, 1))
    _names(paper)
    paper.title("{{ 地名() }}{{ 期() }}", "经济运行分析报告")
    paper.subtitle("（{{ 文号 }}）")
    paper.blank()
    _whole(paper)
    _problems(paper)
    _fields(paper)
    _counties(paper)
    _owed(paper)
    _tasks(paper)
    paper.attachments(report_annexes.TITLES)
    paper.signed("{{ 签发单位 }}", "{{ 成文日期 }}")
    report_annexes.write(paper)
    return paper.to_bytes()


def _names(paper: Paper) -> None:
    """Sets that the report speaks of more than once, and what an official needs to know to edit."""
    for line in (
        "{# 本文件是月度报告的模板，可以直接在 Word 里改：双花括号处由系统填数，写法见《取数手册》；百分号的行管着它到结束行之间的段落，一起删或一起留。 #}",
        "{# 下面各行先取好全文要用的名单。 #}",
        '{% set 主要 = 有数(指标("主要指标")) %}',
        '{% set 红灯 = 亮灯指标("红") %}',
        '{% set 重点 = 前几(亮灯指标("红", "主要指标"), 6) %}',
        '{% set 黄灯 = 亮灯指标("黄") %}',
        "{# 按季发布的指标没有下月可补，不列入进度。 #}",
        '{% set 有进度 = 除去(主要, ["GDP", "城镇居民人均可支配收入", "农村居民人均可支配收入"]) %}',
        '{% set 落后 = 排序(满足(有进度, "序时差(时期=\'最近\') < 0"), "序时差(时期=\'最近\')", "升") %}',
        "{% set 红灯县 = 排序(满足(县区, \"亮灯数('红') >= 2\"), \"亮灯数('红')\", 前=3) %}",
        "{% set 缺数 = 缺数指标() %}",
    ):
        paper.para(line)


def when(paper: Paper, condition: str, *lines: str) -> None:
    """Paragraphs that stand only where a condition holds."""
    paper.para(f"{{% if {condition} %}}")
    for line in lines:
        paper.para(line)
    paper.para("{% endif %}")


def either(expression: str) -> str:
    """A passage, nothing where it can't be said."""
    inside = expression.removesuffix(")")
    return "{{ " + inside + ("" if inside.endswith("(") else ", ") + '缺="") }}'


def _whole(paper: Paper) -> None:
    paper.numbered(1, "总体情况")
    paper.para('{{ 期("季") }}，' + "{{ 总体判断() }}")
    paragraph = '{{ 段落("GDP") }}' + either('分构成("GDP")')
    when(paper, '有(段落("GDP"))', paragraph)
    when(paper, "主要", "从变化看，{{ 本期要点(4) }}", either("走势统计()") + either("与目标比(2)"))
    when(paper, "有(亮灯统计())", _lights())
    chart = '图("折线", "GDP", 范围=["全市", "全省", "全国"], 标题="地区生产总值累计增速走势")'
    when(paper, f"有({chart})", "{{ " + chart + " }}")
    _main_table(paper)


def _lights() -> str:
    return (
        "从亮灯看，全市{{ 亮灯统计() }}{% if 重点 %}，主要指标中亮红灯的是{{ 名单(重点) }}"
        "{% else %}，主要指标没有亮红灯{% endif %}。"
    )


def _main_table(paper: Paper) -> None:
    head = ["指标", "单位", "本期数", "增速", "较上期", "全省", "位次", "目标", "灯色"]
    row: Row = [
        "{% for 指标 in 主要 %}{{ 指标 }}", "{{ 计量单位(指标) }}", '{{ 格(数值(指标, 时期="最近")) }}',
        '{{ 格(增速(指标, 时期="最近")) }}', '{{ 格(增速变化(指标, 较="上月", 时期="最近"), "+") }}',
        '{{ 格(增速(指标, 地区="全省", 时期="最近")) }}', '{{ 位次比(指标, 时期="最近", 缺="—") }}',
        '{{ 格(目标增速(指标, 时期="最近")) }}', light("指标", end="{% endfor %}"),
    ]  # fmt: skip
    paper.caption("{{ 期() }}全市主要指标")
    paper.table(Table(head, [row], "lcrrrrccc", (3.1, 1.65, 1.6, 1.05, 1.3, 1.05, 1, 1.05, 1.05)))
    paper.note(f"注：增速、全省增速、目标单位为%，较上期为增速变化的百分点；{DOTS}。除文中注明的外为初步数。")


def _problems(paper: Paper) -> None:
    """Every red light of the city with what lies behind it."""
    paper.numbered(1, "需要关注的问题")
    paper.para("{# 每个亮红灯的主要指标一段：依据、成因、支撑指标、追赶要求。 #}")
    when(paper, "not 红灯 and not 黄灯", "本期没有亮红灯或黄灯的指标。")
    paper.para("{% for 项 in 重点 %}")
    paper.para(
        "{{ 亮灯依据(项) }}" + either("成因(项)") + either('成因(项, "行业")') + either("支撑情况(项)")
        + either("追赶要求(项)") + "责任单位：{{ 责任单位(项) }}。",
        lead="{{ 序号 }}．{{ 指标名(项) }}亮红灯。",
    )  # fmt: skip
    paper.para("{% endfor %}")
    paper.para("{% if 重点 %}")
    _shares(paper)
    paper.para("{% endif %}")
    when(paper, "除去(红灯, 重点)", _others())
    when(paper, "not 红灯 and 黄灯", "全市没有亮红灯的指标，{{ 个数(黄灯) }}项亮黄灯：" + SOME_YELLOW)
    paper.para("{% if 红灯县 %}")
    paper.para(
        "红灯较多的是{% for 县 in 红灯县 %}{% if 序号 > 1 %}、{% endif %}{{ 县 }}（{{ 亮灯数(\"红\", 地区=县) }}项）{% endfor %}。"
        + _turned(),
        lead="县区突出问题。",
    )  # fmt: skip
    paper.para("{% endif %}")


def _shares(paper: Paper) -> None:
    """The parts that the counties have in each shortfall, for the lights that have one."""
    paper.caption("主要红灯指标缺口在县区的分布")
    head = ["指标", "要求增速", "增速", "低于的县区", "缺口份额居前的县区（%）"]
    row: Row = [
        "{% for 项 in 重点 %}{{ 项 }}", '{{ 格(要求增速(项, 时期="最近")) }}', '{{ 格(增速(项, 时期="最近")) }}',
        '{{ 个数(短板(项, 时期="最近"), 缺="—") }}',
        '{% for 县 in 短板(项, 时期="最近", 前=4) %}{% if 序号 > 1 %}、{% endif %}{{ 县 }}{{ 缺口份额(项, 县, 时期="最近", 单位="", 缺="") }}{% endfor %}{% endfor %}',
    ]  # fmt: skip
    paper.table(Table(head, [row], "lrrcl", (2.9, 1.5, 0.9, 1.6, 5.2)))
    paper.note(
        "注：要求增速为年度目标（未下达目标而增速为负的按不下降）；缺口份额＝可比基数×（要求增速－增速）占全市的比重，"
        "高于要求的县区为负；没有总量的指标按差距大小列名；数据含在所在县区内的开发区不重复计算。"
    )


def _others() -> str:
    return (
        "其他指标中，{{ 名单(前几(除去(红灯, 重点), 8)) }}{% if 个数(除去(红灯, 重点)) > 8 %}等"
        "{{ 个数(除去(红灯, 重点)) }}项{% endif %}亮红灯{% if 黄灯 %}，{{ 个数(黄灯) }}项亮黄灯{% endif %}，详见附表1。"
    )


def _turned() -> str:
    names = ", ".join(f'"{name}"' for name in WATCHED)
    return (
        f"{{% for 项 in 有数([{names}]) %}}{{% if 转负(项) %}}{{{{ 指标名(项) }}}}由正转负的是{{{{ 名单(转负(项)) }}}}。"
        "{% endif %}{% endfor %}"
    )


def _fields(paper: Paper) -> None:
    paper.para("{% if 主要 %}")
    paper.numbered(1, "主要指标运行情况")
    paper.para("{# 亮红灯的上一部分已说，这里从简；段落后的数是最多说几点。 #}")
    for title, fields, main in SECTIONS:
        names = [f'指标("{field}")' for field in fields]
        paper.para("{% if " + " or ".join(f"有数({one})" for one in names) + " %}")
        paper.numbered(2, title)
        if main:
            when(paper, f"有数({_listed(main)})", _told(main))
        if (parts := _parts(main)) is not None:
            when(paper, *parts)
        when(paper, " or ".join(f"有({_others_of(one)})" for one in fields), _rest(fields))
        paper.para("{% endif %}")
    when(paper, "缺数", "{{ 缺数说明() }}")
    paper.para("{% endif %}")


def _listed(names: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _told(main: tuple[str, ...]) -> str:
    """The red ones were told in the chapter before: here their growth and one point more."""
    return (
        f"{{% for 项 in 有数({_listed(main)}) %}}"
        '{% if 灯(项, 缺="") == "红" %}{{ 概述(项, 1) }}{% else %}{{ 段落(项, 2) }}{% endif %}{% endfor %}'
    )


def _parts(main: tuple[str, ...]) -> tuple[str, str] | None:
    """What industries or taxes did."""
    known = {"规模以上工业增加值": "规模以上工业总产值", "一般公共预算收入": "税收收入"}
    whole = known.get(main[0]) if main else None
    return (f'有(分构成("{whole}"))', f'从{whole}{{{{ 分构成("{whole}") }}}}') if whole else None


def _others_of(field: str) -> str:
    return f'其他指标("{field}", 2)'


def _rest(fields: tuple[str, ...]) -> str:
    """The lesser indicators, in one paragraph."""
    if len(fields) == 1:
        return f"其他指标中，{{{{ {_others_of(fields[0])} }}}}"
    return "".join(
        f"{{% if 有({_others_of(one)}) %}}{one}方面，{{{{ {_others_of(one)} }}}}{{% endif %}}"
        for one in fields
    )


def _counties(paper: Paper) -> None:
    paper.para(f"{{% if 有数({_listed(BY_COUNTY)}) %}}")
    paper.numbered(1, "县区情况")
    # The red ones were followed to their counties in the chapter on problems.
    paper.para(f"{{% for 项 in 除去(有数({_listed(BY_COUNTY)}), 重点) %}}")
    paper.para("{% if 有(县区情况(项)) %}")
    paper.para("{{ 县区情况(项) }}" + either("县区拉动(项)"), lead="{{ 指标名(项) }}。")
    paper.para("{% endif %}")
    paper.para("{% endfor %}")
    paper.caption("{{ 期() }}各县区亮灯情况")
    head = ["县区", "红", "黄", "绿", "灰", "主要红灯指标"]
    row: Row = [
        "{% for 县 in 县区 %}{{ 县 }}", '{{ 亮灯数("红", 地区=县) }}', '{{ 亮灯数("黄", 地区=县) }}',
        '{{ 亮灯数("绿", 地区=县) }}', '{{ 亮灯数("灰", 地区=县) }}',
        '{% set 县红灯 = 亮灯指标("红", 地区=县) %}{{ 名单(前几(县红灯, 2)) }}{% if 个数(县红灯) > 2 %}等{% endif %}{% endfor %}',
    ]  # fmt: skip
    paper.table(Table(head, [row], "lccccl", (1.6, 0.7, 0.7, 0.7, 0.7, 6.3)))
    paper.note("注：灰灯为数据缺失，暂不判定。")
    chart = '图("柱形", "规模以上工业增加值", 范围=县区, 标题="各县区规模以上工业增加值增速")'
    when(paper, f"有({chart})", "{{ " + chart + " }}")
    paper.para("{% endif %}")


def _owed(paper: Paper) -> None:
    paper.para("{% if 有(欠账情况(有进度)) %}")
    paper.numbered(1, "年度目标进度和欠账")
    paper.para("{{ 欠账情况(有进度, 0) }}")
    paper.para("{% if 落后 %}")
    paper.caption("落后时间进度的主要指标")
    head = ["指标", "单位", "年度目标", "进度", "应达", "欠账", "下月需", "后期需增", "责任单位"]
    row: Row = [
        "{% for 指标 in 落后 %}{{ 指标 }}", "{{ 计量单位(指标) }}", '{{ 格(目标(指标, 时期="最近")) }}',
        '{{ 格(进度(指标, 时期="最近")) }}', '{{ 格(应达进度(指标, 时期="最近")) }}', '{{ 格(欠账(指标, 时期="最近")) }}',
        '{{ 格(下月需完成(指标, 时期="最近")) }}', '{{ 格(后期需增长(指标, 时期="最近")) }}', "{{ 责任单位(指标) }}{% endfor %}",
    ]  # fmt: skip
    paper.table(Table(head, [row], "lcrrrrrrc", (2.9, 1.0, 1.6, 1.15, 1.15, 1.2, 1.3, 1.6, 1.7)))
    paper.note(
        "注：进度、应达进度、后期需增单位为%；应达进度有分月计划的按计划，否则按前三年平均；下月需为补齐欠账下月需完成数。"
    )
    paper.para("{% endif %}")
    paper.para("{% endif %}")


def _tasks(paper: Paper) -> None:
    paper.numbered(1, "下一步工作建议")
    when(paper, "not 红灯 and not 缺数 and not 红灯县", "本期没有需要专项安排的事项，按既定计划推进。")
    paper.para("{% if 红灯 or 缺数 or 红灯县 %}")
    paper.para("根据亮灯、欠账和数据情况，建议安排以下事项，由责任单位按期反馈，纳入下月调度。")
    rows: list[Row] = [
        ["{% for 项 in 重点 %}{{ 工作要求(项) }}", "{{ 责任单位(项) }}", "{{ 整改期限 }}{% endfor %}"],
        [
            "{% if 除去(红灯, 重点) %}逐项分析{{ 名单(前几(除去(红灯, 重点), 3)) }}{% if 个数(除去(红灯, 重点)) > 3 %}等{{ 个数(除去(红灯, 重点)) }}项{% endif %}红灯指标，提出措施",
            "各责任单位", "{{ 整改期限 }}{% endif %}",
        ],
        [
            f"{{% for 项 in 有数({_listed(WATCHED)}) %}}{{% if 转负(项) %}}核查{{{{ 指标名(项) }}}}由正转负的原因，提出回稳措施",
            "{{ 名单(转负(项)) }}", "{{ 回复期限 }}{% endif %}{% endfor %}",
        ],
        ["{% for 县 in 红灯县 %}就{{ 亮灯数(\"红\", 地区=县) }}项红灯指标制定整改计划，明确责任和时限", "{{ 县 }}", "{{ 整改期限 }}{% endfor %}"],
        ["{% if 缺数 %}补报{{ 名单(前几(缺数, 4)) }}{% if 个数(缺数) > 4 %}等{{ 个数(缺数) }}项{% endif %}本期数据", "{{ 责任单位(前几(缺数, 4)) }}", "{{ 回执期限 }}{% endif %}"],
    ]  # fmt: skip
    paper.table(Table(["事项", "责任单位", "反馈时限"], rows, "lcc", (7.4, 2.2, 2.9)))
    paper.para("{% endif %}")
