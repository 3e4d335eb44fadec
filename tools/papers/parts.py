"""What several templates say (共用部分)."""

# ruff: noqa: E501 (Chinese sentences)

from __future__ import annotations

from diaodu.bureau.documents.tables import Cell

RED_INK = "9C1C14"

# What is asked of the lights in 重点; those that fall share one request.
ASKS = (
    '{% set 止降的 = 满足(重点, "要求类别() == \\"止降\\"") %}'
    "{% if 个数(止降的) > 1 %}分别分析{{ 名单(止降的) }}下降的构成，提出止降回升的分月安排"
    "{% for 指标 in 除去(重点, 止降的) %}；{{ 工作要求(指标) }}{% endfor %}"
    "{% else %}{% for 指标 in 重点 %}{% if 序号 > 1 %}；{% endif %}{{ 工作要求(指标) }}{% endfor %}{% endif %}"
)


def light(of: str, *, place: str = "", end: str = "") -> Cell:
    """The light of an indicator, red ones in red."""
    asked = f'灯({of}{place}, 缺="—")'
    pieces = (
        (f'{{% if {asked} == "红" %}}', ""), (f"{{{{ {asked} }}}}", RED_INK),
        (f"{{% else %}}{{{{ {asked} }}}}{{% endif %}}{end}", ""),
    )  # fmt: skip
    return Cell("", align="c", pieces=pieces)
