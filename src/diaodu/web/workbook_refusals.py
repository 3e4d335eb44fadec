"""What a workbook of a report is refused for (填报表的拒绝), named for the translations."""

from __future__ import annotations

from django.utils.translation import gettext_noop

WORKBOOK = (
    gettext_noop("“{name}”的随表信息被改动过，或不是本系统下发的表。请重新下载填报表，把数填进去再传"),
    gettext_noop("“{name}”是别的单位的表，不能填入{unit}的报表"),
    gettext_noop("“{name}”是另一张表，不是“{form}”。请选对报表再传"),
    gettext_noop("“{name}”是{theirs}的表，现在填报的是{ours}。请下载本期的表"),
    gettext_noop("“{name}”下发后表式有调整，这一份已经不能用。请重新下载"),
    gettext_noop("“{name}”里找不到填报的格，没有读取。请重新下载填报表，把数填进去再传"),
    gettext_noop(
        "“{name}”缺少随表信息（可能是另存成了 xls 等别的格式，或复制到了新文件）。"
        "请另存为 xlsx 再传，仍不行的重新下载填报表"
    ),
    gettext_noop("“{name}”里没有“{report}”要报的数：{why}"),
    gettext_noop("“{name}”里有{what}，不予读取。请把数值复制到下载的填报表里，另存为普通的 xlsx 再传"),
    gettext_noop("“{name}”没有读取：{why}"),
)
