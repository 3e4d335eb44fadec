"""提示函: a letter to the unit that must act on red lights.

Whoever fills it says which lights (列入), whom it goes to (主送机关), how they are called in the letter (所称)
and what is the matter (情形). The first two lights are said in full, six by name, the rest in one list.
"""

# ruff: noqa: E501 (Chinese sentences)

from __future__ import annotations

import datetime as dt

from diaodu.bureau.documents.docx import Paper
from papers.parts import ASKS

FULL, NAMED = 2, 6
OFFICE = f"{{{{ {'签发单位':^7} }}}}"  # as wide as the names that the mark's size is meant for
SOME = "{{ 名单(重点) }}{% if 个数(列入) > 6 %}等{{ 个数(列入) }}项指标{% endif %}"
HEADING = "{% if 个数(列入) == 1 %}{{ 名单(列入) }}{% else %}{{ 名单(前几(列入, 1)) }}等{{ 个数(列入) }}项指标{% endif %}"


def build() -> bytes:
    """The template (模板)."""
    paper = Paper(title="提示函", author="经济运行调度办公室", day=dt.date(2026, 1, 1))
    paper.letter_head(OFFICE, "{{ 文号 }}")
    paper.para(f"{{% set 重点 = 前几(列入, {NAMED}) %}}")
    paper.para(f"{{% set 详说 = 前几(列入, {FULL}) %}}")
    paper.title("关于{{ 期() }}", f"{HEADING}亮红灯的提示函")
    paper.blank()
    paper.addressee("{{ 主送机关 }}")
    paper.para("据{{ 期() }}经济运行调度，{{ 所称 }}" + SOME + "{{ 情形 }}。现将有关情况函告如下。")
    _lights(paper)
    paper.para("为推动指标尽快回到合理区间，请于{{ 回复期限 }}前书面回复以下内容：")
    paper.para(f"1．{SOME}亮红灯的主要原因，到具体行业、企业或项目。")
    paper.para(f"2．针对性措施：{ASKS}。")
    paper.para("3．分月工作计划、责任领导和责任人。")
    paper.para("有关数据如与你单位掌握的情况不一致，请在回复中一并说明口径和来源。")
    paper.signed("{{ 签发单位 }}", "{{ 成文日期 }}", "联系人：{{ 联系人 }}")
    return paper.to_bytes()


def _lights(paper: Paper) -> None:
    number = "{% if 个数(列入) > 1 %}{{ 序号 }}．{% endif %}"
    weak = "{% if 有(县区短板(指标)) %}{{ 县区短板(指标) }}。{% endif %}"
    paper.para("{% for 指标 in 详说 %}")
    paper.para("{{ 概述(指标) }}亮灯依据：{{ 触发条款(指标) }}。" + weak, lead=number)
    paper.para("{% endfor %}")
    paper.para("{% for 指标 in 除去(重点, 详说) %}")
    paper.para("{{ 指标名(指标) }}：{{ 触发条款(指标) }}。", lead=f"{{{{ 序号 + {FULL} }}}}．")
    paper.para("{% endfor %}")
    paper.para("{% if 个数(列入) > 6 %}")
    paper.para("此外，{{ 名单(除去(列入, 重点)) }}也亮红灯，请一并分析。")
    paper.para("{% endif %}")
