"""What no workbook may bring along (安全检查): macros, links to elsewhere, controls, embedded files."""

from __future__ import annotations

import re
from html import unescape

from django.conf import settings

from diaodu.bureau.reports.intake import xlsx
from diaodu.economy.errors import Refusal

MACRO_NAMES = (".xlsm", ".xltm", ".xlam", ".xlsb")
# What a part's name tells (部件名): the first that fits is said.
FOREIGN: tuple[tuple[str, str], ...] = (
    ("vbaproject", "宏"),
    ("macrosheets/", "宏"),
    ("dialogsheets/", "宏"),
    ("activex/", "控件"),
    ("ctrlprops/", "控件"),
    ("embeddings/", "嵌入的文件"),
    ("oleobject", "嵌入的文件"),
    ("externallinks/", "对其他文件的链接"),
    ("connections.xml", "外部数据连接"),
    ("querytables/", "外部数据连接"),
    ("webextensions/", "网络加载项"),
    ("customui/", "自定义界面"),
)
OLD: tuple[tuple[str, str], ...] = (("_VBA_PROJECT", "宏"), ("\x01Ole10Native", "嵌入的文件"))
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*>([^<]*)")


def bounded(name: str, content: bytes) -> None:
    """Refuse what is too long to be looked at (大小)."""
    limit = settings.UPLOAD_LIMIT_BYTES
    if len(content) > limit:
        raise Refusal(
            "“{name}”超过{limit}兆的上限。请拆成几个文件，或删除无关的工作表后再上传",
            name=name,
            limit=limit >> 20,
        )


def check(name: str, content: bytes) -> None:
    """Refuse a workbook that brings more than cells (检查)."""
    if name.lower().endswith(MACRO_NAMES):
        raise _refused(name, "宏")
    if not content.startswith(b"PK"):
        for word, said in OLD:
            if word.encode("utf-16-le") in content:
                raise _refused(name, said)
        return
    package = xlsx.Package(name, content)
    _check_parts(name, [part.lower() for part in package.parts])
    if b"macroenabled" in package.read("[Content_Types].xml").lower():
        raise _refused(name, "宏")
    for part in package.parts:
        if part.lower().endswith((".xml", ".rels")):
            _check_text(name, package.read(part))


def _check_parts(name: str, parts: list[str]) -> None:
    if len(set(parts)) < len(parts):  # two readers may take two different ones
        raise _refused(name, "重名的部件")
    for part in parts:
        for word, said in FOREIGN:
            if word in part:
                raise _refused(name, said)


def _check_text(name: str, xml: bytes) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _refused(name, "自定义的实体")
    if b"\x00" in xml[:200]:  # not UTF-8: what is looked for here would not be seen
        raise _refused(name, "不常见的编码")
    if any(_calls_out(formula) for formula in _FORMULA.findall(xml)):
        raise _refused(name, "调用外部程序的公式")


def _calls_out(formula: bytes) -> bool:
    """=cmd|'/C calc'!A0, however it is written."""
    _, bar, rest = unescape(formula.decode("utf-8", "replace")).partition("|")
    return bool(bar) and "!" in rest


def _refused(name: str, what: str) -> Refusal:
    return Refusal(
        "“{name}”里有{what}，不予读取。请把数值复制到下载的填报表里，另存为普通的 xlsx 再传",
        name=name,
        what=what,
    )
