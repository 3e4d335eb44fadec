"""What the open interface and the exports refuse (接口和导出的拒绝), named for the translations."""

from __future__ import annotations

from django.utils.translation import gettext_noop

API = (
    gettext_noop("SDMX-CSV 第{number}行不能读取：{error}"),
    gettext_noop("现在没有这个疑点。请重新读取疑点后再说明。"),
    gettext_noop("时点{moment}不在1990至2200年之间"),
)
