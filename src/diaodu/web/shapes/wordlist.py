"""The words that a question can be made of (取数词表): functions in groups, names, what options take."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from diaodu.economy.breakdowns import Place
from diaodu.economy.indicators import Catalogue
from diaodu.economy.phrases.book import Book
from diaodu.economy.phrases.functions import COMMON, FUNCTIONS, Function
from diaodu.economy.phrases.language import quote

OPTIONS = {
    "较": ("上年同期", "上月", "上季", "上年末"),
    "范围": ("全省", "县区"),
    "按": ("增速", "数值", "进度", "当月增速", "季", "月", "年"),
    "对": ("全省", "全国", "全市", "目标", "计划"),
    "占地区": ("全市", "全省", "全国"),
    "时期": ("上年同期", "上月", "上季", "上年末"),
    "来源": ("单位", "模型"),
    "到": ("6月", "9月", "12月"),
    "序": ("降", "升"),
    "说法": ("期数", "起始"),
    "形式": ("折线", "柱形", "条形"),
    "写法": ("累计", "季", "当月", "月", "年", "不带年"),
}
"""Words that an option takes besides the names of places and indicators."""
ABOVE = ("全市", "全省", "全国")


GROUPS = (
    "增速", "数值", "位次和差距", "目标和进度", "占比和贡献", "新低和连续", "表述", "预计", "亮灯", "集合",
    "名称",
)  # fmt: skip
"""Groups of functions by how often they are wanted; others follow."""


class Places(NamedTuple):
    """Places under one heading (地区分栏)."""

    title: str
    names: list[tuple[str, str]]  # what is written, what is shown


def places(catalogue: Catalogue) -> list[Places]:
    """Our city and its counties, groups, the places above, the other cities (可选地区)."""
    above = [p for p in (catalogue.province, catalogue.nation) if p]
    cities = [p for p in catalogue.cities if not p.home]
    return [
        Places(_("本市和县区"), [_pair(p) for p in (catalogue.city, *catalogue.counties)]),
        Places(_("分组"), [(g.name, g.name) for g in catalogue.groups.values()]),
        Places(_("上级和各市"), [_pair(p) for p in (*above, *cities)]),
    ]


def _pair(place: Place) -> tuple[str, str]:
    return place.name, place.name


def functions() -> list[tuple[str, list[Function]]]:
    """All words in their groups, those wanted most first (函数表)."""
    return [(group, list(found)) for group, found in groupby(_ordered(), key=lambda f: f.group)]


def _ordered() -> list[Function]:
    groups = list(dict.fromkeys([*GROUPS, *(f.group for f in FUNCTIONS.values())]))
    return sorted(FUNCTIONS.values(), key=lambda f: groups.index(f.group))


def starts(catalogue: Catalogue) -> list[str]:
    """Whole questions to begin with (常用取数式): what a browser offers without scripts."""
    keys = [i for i in sorted(catalogue, key=lambda i: i.order) if i.key]
    asked = [f"{name}({quote(i.label)})" for i in keys for name in ("增速", "数值", "同比", "排位")]
    return [*asked, *(f.example for f in _ordered())]


def words(catalogue: Catalogue) -> dict[str, Any]:
    """All that completion offers, for the page's script (补全词表)."""
    return {
        "functions": [
            {"name": f.name, "usage": f.usage, "text": f.text, "example": f.example, "group": f.group,
             "takes": [zh for zh, _py in f.takes]}
            for f in _ordered()
        ],
        "sets": ["县区", "城市"],
        "common": list(COMMON),
        "options": {name: list(values) for name, values in OPTIONS.items()},
        "names": list(_names(catalogue)),
        "kinds": {"indicator": _("指标"), "place": _("地区"), "group": _("分组"), "part": _("分项"),
                  "set": _("集合"), "function": _("函数"), "option": _("参数"), "value": _("可写")},
    }  # fmt: skip


def _names(catalogue: Catalogue) -> Iterator[dict[str, str]]:
    for i in sorted(catalogue, key=lambda i: i.order):
        also = " ".join(filter(None, (i.code, i.name if i.short else "", *i.aliases)))
        yield {"name": i.label, "kind": "indicator", "also": also, "note": i.field}
    for p in catalogue.places.values():
        yield {"name": p.name, "kind": "place", "also": f"{p.code} {p.short}", "note": ""}
    for name in ABOVE:
        yield {"name": name, "kind": "place", "also": "", "note": ""}
    for g in catalogue.groups.values():
        yield {"name": g.name, "kind": "group", "also": g.code, "note": g.of}
    for of in dict.fromkeys(g.of for g in catalogue.groups.values() if g.of):
        yield {"name": of, "kind": "group", "also": "", "note": ""}
    for name in dict.fromkeys(s for i in catalogue for s in i.systems):
        yield {"name": name, "kind": "set", "also": "", "note": ""}
    for b in catalogue.breakdowns.values():
        for part in b.parts:
            yield {"name": part.label, "kind": "part", "also": part.code, "note": b.name}


def known(book: Book, name: str) -> bool:
    """Whether a name offered in a message is one indeed (是否可用)."""
    return name in FUNCTIONS or name in book.sets or book.is_name(name)
