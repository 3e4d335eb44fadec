"""A small catalogue, a city's people, and workbooks as offices send them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from diaodu.bureau.catalogue import models

INDICATORS = [
    {
        "code": "gdp",
        "name": "地区生产总值",
        "short": "GDP",
        "unit": "亿元",
        "basis": "flow",
        "frequency": "Q",
        "growth_basis": "real",
    },
    {
        "code": "industrial_value_added",
        "name": "规模以上工业增加值",
        "short": "规上工业增加值",
        "aliases": ["工业增加值"],
        "unit": "亿元",
        "basis": "rate",
        "growth_basis": "real",
        "no_january": True,
        "parts": "industry",
    },
    {
        "code": "fixed_asset_investment",
        "name": "固定资产投资",
        "unit": "亿元",
        "basis": "flow",
        "no_january": True,
    },
    {
        "code": "industrial_investment",
        "name": "工业投资",
        "unit": "亿元",
        "basis": "flow",
        "no_january": True,
    },
    {
        "code": "retail",
        "name": "社会消费品零售总额",
        "unit": "亿元",
        "basis": "flow",
        "no_january": True,
    },
    {"code": "budget", "name": "一般公共预算收入", "unit": "亿元", "basis": "flow", "kind": "departmental"},
    {
        "code": "tax",
        "name": "税收收入",
        "unit": "亿元",
        "basis": "flow",
        "kind": "departmental",
        "parts": "tax",
    },
    {"code": "power", "name": "全社会用电量", "unit": "亿千瓦时", "basis": "flow", "kind": "departmental"},
    {"code": "deposits", "name": "金融机构存款余额", "unit": "亿元", "basis": "stock"},
    {"code": "cpi", "name": "居民消费价格指数", "unit": "上年同期=100", "basis": "index"},
    {"code": "urban_rate", "name": "城镇化率", "unit": "%", "basis": "ratio", "frequency": "Y"},
    {"code": "firms", "name": "规上工业企业数", "unit": "户", "basis": "count"},
]
PLACES = [
    {"code": "000000", "name": "全国", "level": "nation"},
    {"code": "990000", "name": "江川省", "level": "province", "parent": "000000"},
    {"code": "990100", "name": "临江市", "level": "city", "parent": "990000", "home": True, "order": 1},
    {"code": "990200", "name": "平湖市", "level": "city", "parent": "990000", "order": 2},
    *(
        {"code": f"99010{n}", "name": name, "level": "county", "parent": "990100", "order": n}
        for n, name in enumerate(("城关区", "东山区", "西河县", "南坪县", "北岭县", "高新区"), 1)
    ),
]
BREAKDOWNS = [
    {
        "code": "industry",
        "name": "行业",
        "parts": [
            {"code": "C13", "name": "农副食品加工业"},
            {"code": "C15", "name": "酒、饮料和精制茶制造业"},
        ],
    },
    {"code": "tax", "name": "税种", "parts": [{"code": "vat", "name": "增值税"}]},
]
HEADINGS = ("指标", "地区", "时期", "类型", "数值", "单位", "部分", "发布")


def catalogue():
    return models.build(INDICATORS, PLACES, [], BREAKDOWNS)


def load_catalogue() -> None:
    for block in INDICATORS:
        models.Indicator.objects.create(code=block["code"], name=block["name"], block=block)
    for block in PLACES:
        models.Place.objects.create(code=block["code"], name=block["name"], level=block["level"], block=block)
    for block in BREAKDOWNS:
        models.Breakdown.objects.create(**block)


def xlsx(
    rows: Iterable[Sequence[Any]] = (), sheet: str = "Sheet1", merged: Sequence[str] = (), **sheets
) -> bytes:
    """A workbook of one sheet of rows, or of several by name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in {**({sheet: rows} if not sheets else {}), **sheets}.items():
        page = book.create_sheet(name)
        for row in content:
            page.append(list(row))
        for area in merged:
            page.merge_cells(area)
    return saved(book)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(rows: Iterable[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def long(*rows: Sequence[Any]) -> list[Sequence[Any]]:
    """The long form with all its headings."""
    return [HEADINGS, *(tuple(row) + ("",) * (len(HEADINGS) - len(row)) for row in rows)]
