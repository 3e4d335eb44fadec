"""Text tables: csv and its relatives (文本表格), in UTF-8 or GBK."""

from __future__ import annotations

import csv
import io

from diaodu.bureau.reports.intake.grid import Grid
from diaodu.economy.cells import restored
from diaodu.economy.errors import Refusal

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS = (",", "\t", ";")


def read(name: str, content: bytes) -> Grid:
    """The one sheet of a text table (读取文本表格)."""
    text = decode(name, content)
    if "\x00" in text:
        raise _unknown(name)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
        rows = [[restored(cell) if cell[:1] == "'" else cell for cell in line] for line in lines]
    except csv.Error as error:
        raise Refusal(
            "“{name}”不是完整的 csv：{error}。请重新导出后再上传", name=name, error=error
        ) from error
    return Grid("", rows)


def decode(name: str, content: bytes) -> str:
    """The text, in whichever encoding it is (识别编码)."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(name, content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(name, content, "gb18030")


def delimiter(text: str) -> str:
    """Comma, tab or semicolon: whichever the first lines have most of (分隔符)."""
    head = "\n".join(text[:20_000].splitlines()[:30])
    return max(DELIMITERS, key=head.count)


def _decoded(name: str, content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown(name) from error
    # Bytes that are no text at all often pass as GBK; control characters give them away.
    if sum(text[:4096].count(chr(code)) for code in range(9)):
        raise _unknown(name)
    return text


def _unknown(name: str) -> Refusal:
    return Refusal("“{name}”不是能识别的表格文件。请上传 xlsx、xls 或 csv（UTF-8 或 GBK 编码）", name=name)
