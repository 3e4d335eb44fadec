"""预警单: to a county or zone with red lights, what is red, why, what is asked by when."""

# ruff: noqa: E501 (Chinese sentences)

from __future__ import annotations

import datetime as dt

from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.tables import Cell, Table
from papers.parts import ASKS

RED_FILL, RED_INK = "F4C7C3", "9C1C14"
HEAD = ["指标", "统计期", "本期数", "增速", "目标", "全市平均", "位次", "差距", "灯色", "月数"]
WIDTHS = (2.4, 1.2, 1.75, 1.0, 0.95, 1.25, 1.1, 1.0, 0.95, 0.95)
NOTE = (
    "注：增速、目标、全市平均单位为%，差距为与全市平均之差（百分点），月数为连续亮红灯月数；"
    "“—”为未发布、未下达或不可比，不代表0。"
)


def build() -> bytes:
    """The template (模板)."""
    paper = Paper(title="预警单", author="经济运行调度办公室", day=dt.date(2026, 1, 1))
    paper.title("经济运行预警单")
    _names(paper)
    _head(paper)
    paper.caption("主要红灯指标")
    _table(paper)
    paper.heading(1, "一、触发条款")
    paper.para("{% for 指标 in 列入 %}")
    paper.para("{{ 触发条款(指标) }}。", lead="{{ 序号 }}．{{ 指标名(指标) }}。")
    paper.para("{% endfor %}")
    paper.para("{% if 其余 %}")
    paper.para("其他红灯指标{{ 个数(其余) }}项：{{ 名单(其余) }}。")
    paper.para("{% endif %}")
    paper.para("{% if 黄灯 %}")
    paper.para(
        "另有{{ 名单(前几(黄灯, 6)) }}{% if 个数(黄灯) > 6 %}等{{ 个数(黄灯) }}项{% endif %}亮黄灯，请一并关注。"
    )
    paper.para("{% endif %}")
    paper.heading(1, "二、工作要求")
    paper.para(
        "请于{{ 回执期限 }}前反馈回执，于{{ 整改期限 }}前报送整改方案，逐项说明原因、措施、责任领导和分月进度。"
    )
    paper.para(f"请重点安排：{ASKS}。")
    paper.para("整改进展纳入下月调度。")
    paper.signed("{{ 签发单位 }}", "{{ 成文日期 }}")
    paper.imprint("市政府督查室，{{ 责任单位(列入) }}", "{{ 签发单位 }}", "{{ 成文日期 }}")
    _receipt(paper)
    return paper.to_bytes()


def _names(paper: Paper) -> None:
    """The main indicators, at most eight; where none is red, the first of the others."""
    for line in (
        '{% set 红灯 = 亮灯指标("红") %}',
        '{% set 主要 = 前几(亮灯指标("红", "主要指标"), 8) %}',
        "{% set 列入 = 主要 if 主要 else 前几(红灯, 8) %}",
        "{% set 其余 = 除去(红灯, 列入) %}",
        '{% set 黄灯 = 亮灯指标("黄") %}',
        "{% set 重点 = 前几(列入, 6) %}",
    ):
        paper.para(line)


def _head(paper: Paper) -> None:
    rows = [
        [Cell("编号", align="c"), "{{ 文号 }}", Cell("发送单位", align="c"), "{{ 主送机关 }}"],
        [Cell("统计期", align="c"), "{{ 期() }}", Cell("亮灯情况", align="c"), "{{ 亮灯统计() }}"],
        [Cell("签发人", align="c"), "", Cell("签发日期", align="c"), "{{ 成文日期 }}"],
    ]
    paper.blank()
    paper.table(Table([], rows, "clcl", (1.1, 2.2, 1.2, 4), boxed=True))


def _table(paper: Paper) -> None:
    row = [
        "{% for 指标 in 列入 %}{{ 指标 }}",
        '{{ 最近期(指标, "不带年") }}',
        '{{ 数值(指标, 时期="最近", 缺="—") }}',
        '{{ 格(增速(指标, 时期="最近")) }}',
        '{{ 格(目标增速(指标, 时期="最近")) }}',
        '{{ 格(增速(指标, 地区="全市", 时期="最近")) }}',
        '{{ 位次比(指标, 时期="最近", 缺="—") }}',
        '{{ 格(差距(指标, 对="全市", 时期="最近"), "+") }}',
        Cell("{{ 灯(指标) }}", RED_FILL, RED_INK, align="c"),
        "{{ 格(亮灯月数(指标)) }}{% endfor %}",
    ]
    paper.table(Table(HEAD, [row], "lcrrrrcrcc", WIDTHS, size=18))
    paper.note(NOTE)


def _receipt(paper: Paper) -> None:
    """The form to be filled in and sent back (回执)."""
    paper.annex("回执", "经济运行预警单回执", wide=False)
    blank = "\n" * 5
    rows = [
        ["预警单编号", "{{ 文号 }}", Cell("接收单位", align="c"), "{{ 主送机关 }}"],
        ["接收人", "", Cell("接收时间", align="c"), "　　　年　　月　　日"],
        ["原因分析", Cell(blank, span=3, align="l")],
        ["整改措施和\n分月安排", Cell(blank, span=3, align="l")],
        ["责任领导", "", Cell("联系人、电话", align="c"), ""],
        [
            "单位主要负责人\n签字（盖章）",
            Cell("\n\n　　　　　　　　　　　　　　年　　月　　日", span=3, align="l"),
        ],
    ]
    paper.table(Table([], rows, "clcl", (1.7, 2.4, 1.5, 3.2), boxed=True))
    paper.note("请于{{ 回执期限 }}前将本回执报送{{ 签发单位 }}。")
