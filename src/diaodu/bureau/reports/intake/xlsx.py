"""What the quick reader does not say of an xlsx (补充信息): hidden rows, percent, errors.

Read from the raw XML, and only where a first look finds that there is anything: a bulk file must stay fast.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from itertools import pairwise, product

from diaodu.bureau.reports.intake.grid import At, Grid
from diaodu.economy.errors import Refusal

MAX_UNPACKED = 700 * 1024 * 1024
MAX_RATIO = 250
MAX_PARTS = 5_000

# Each of these looks no further than the next "<", so that a sheet made to be slow is read as fast as any.
_CELL = re.compile(rb"<(?:\w+:)?c ")
_CELL_ENDS = re.compile(rb"</(?:\w+:)?c>")
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/][^>]*>?")
_RESULT = re.compile(rb"<(?:\w+:)?v>[^<]")
_AREA = re.compile(rb'\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,3}([0-9]{1,9})["']""")
_COLUMN_NAME = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})[0-9]{1,9}["']""")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row (?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="([0-9]+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col ([^<>]*)>")
_ATTRIBUTE = re.compile(rb"(?<![\w:])([\w:]+)=[\"']([^\"']*)[\"']")
_ERROR = "单元格是错误值（如 #N/A、#DIV/0!）。请改正公式"
_NO_RESULT = "公式没有计算结果。请用 Excel 或 WPS 打开文件，重新计算并保存后再上传"


class Package:
    """The zip around a workbook (文件包), checked before anything unpacks it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._check_size(len(content))
            self._check_kind()
            self._parts = self._sheet_parts()
            self._styles = self._percent_styles()
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            KeyError,
            OSError,
            ValueError,
            NotImplementedError,
        ) as error:
            raise self._damaged() from error
        except RuntimeError as error:  # zipfile's word for an encrypted part
            raise Refusal("“{name}”设有打开密码，无法读取。请取消密码保护后再上传", name=name) from error

    def complete(self, grid: Grid) -> Grid:
        """The grid with what the XML says besides (补充)."""
        part = self._parts.get(grid.sheet)
        if part is None:
            return grid
        xml = self._read(part)
        if b"hidden=" in xml:
            grid.hidden_rows = frozenset(int(m[1]) - 1 for m in _HIDDEN_ROW.finditer(xml))
            grid.hidden_columns = frozenset(_hidden_columns(xml))
        formulas = re.search(rb"<(?:\w+:)?f[ >/]", xml) is not None
        if formulas or b't="e"' in xml:
            grid.broken = _broken(xml)
        if self._styles and any(b's="%d"' % style in xml for style in self._styles):
            grid.percent = frozenset(_styled(xml, self._styles))
        self._refuse_unsaved(grid, formulas)
        return grid

    @property
    def parts(self) -> list[str]:
        """The names of what the package holds (部件)."""
        return self._zip.namelist()

    @property
    def sheets(self) -> list[str]:
        """The names of its sheets, hidden ones too (工作表)."""
        return list(self._parts)

    def read(self, part: str) -> bytes:
        """What a part holds (部件内容); nothing where there is none."""
        return self._read(part) if part in self.parts else b""

    def extent(self, sheet: str) -> tuple[int, int]:
        """How far a sheet's cells reach, in rows and columns (范围), before anything makes room for them."""
        part = self._parts.get(sheet)
        xml = self._read(part) if part else b""
        rows = max((_int(n.decode()) for n in set(_ROW_NUMBER.findall(xml))), default=0)
        names = set(_COLUMN_NAME.findall(xml))
        return rows, max((_corner(name.upper(), b"1")[1] + 1 for name in names), default=0)

    def formulas(self, sheet: str) -> frozenset[At]:
        """The cells of a sheet that hold a formula, an array's whole area with them (公式单元格)."""
        part, found = self._parts.get(sheet), set[At]()
        rows, columns = self.extent(sheet)
        room = 2 * rows * columns  # formulas don't lie on top of one another by the hundred
        for (top, left), (bottom, right) in _formulas(self._read(part)) if part else ():
            area = range(top, min(bottom + 1, rows)), range(left, min(right + 1, columns))
            room -= len(area[0]) * len(area[1])
            if room < 0:
                raise self._damaged()
            found.update(product(*area))
        return frozenset(found)

    def _check_size(self, packed: int) -> None:
        """Look at the declared sizes before anything is unpacked: a small file may hold gigabytes."""
        parts = self._zip.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or unpacked > max(64 << 20, MAX_RATIO * packed):
            raise Refusal(
                "“{name}”解压后过大（约{size}兆），疑似异常文件，没有读取。请另存为新的 xlsx 后再上传",
                name=self.name,
                size=unpacked >> 20,
            )
        # A part that is longer than it declares fails its checksum here, not in the reader.
        if broken := self._zip.testzip():
            raise zipfile.BadZipFile(broken)

    def _check_kind(self) -> None:
        names = set(self._zip.namelist())
        if "xl/workbook.xml" in names or any(n.lower().endswith("workbook.xml") for n in names):
            return
        kind = "Word 文档" if "word/document.xml" in names else "别的格式或压缩包"
        raise Refusal(
            "“{name}”是{kind}，不是 xlsx 表格。请用 Excel 或 WPS 另存为 xlsx 后再上传",
            name=self.name,
            kind=kind,
        )

    def _sheet_parts(self) -> dict[str, str]:
        """Which part holds which sheet (工作表所在部件)."""
        if "xl/workbook.xml" not in self._zip.namelist():
            return {}
        links = dict(_links(self._read("xl/_rels/workbook.xml.rels")))
        found = {}
        for tag in re.findall(rb"<(?:\w+:)?sheet [^<>]*>", self._read("xl/workbook.xml")):
            values = _attributes(tag)
            target = links.get(next((v for k, v in values.items() if k.endswith(":id")), ""), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in self._zip.namelist():
                found[values.get("name", "")] = part
        return found

    def _percent_styles(self) -> frozenset[int]:
        """Numbers of the cell styles that show a percentage (百分数格式)."""
        if "xl/styles.xml" not in self._zip.namelist():
            return frozenset()
        xml = self._read("xl/styles.xml")
        formats = {9, 10}
        for tag in re.findall(rb"<(?:\w+:)?numFmt [^<>]*>", xml):
            values = _attributes(tag)
            if "%" in values.get("formatCode", ""):
                formats.add(_int(values.get("numFmtId", "")))
        styles = re.split(rb"</?(?:\w+:)?cellXfs\b", xml)[1:2]
        tags = [tag for part in styles for tag in re.findall(rb"<(?:\w+:)?xf [^<>]*>", part)]
        return frozenset(
            n for n, tag in enumerate(tags) if _int(_attributes(tag).get("numFmtId", "")) in formats
        )

    def _refuse_unsaved(self, grid: Grid, formulas: bool) -> None:
        """A sheet made by a program may hold formulas that nobody has computed yet."""
        empty = sum(reason == _NO_RESULT for reason in grid.broken.values())
        numbers = sum(isinstance(cell, float) for row in grid.rows[:2000] for cell in row)
        if formulas and empty and not numbers:
            raise Refusal(
                "“{name}”的工作表“{sheet}”里全是没有计算结果的公式，读不到数值。"
                "请用 Excel 或 WPS 打开，重新计算并保存后再上传",
                name=self.name,
                sheet=grid.sheet,
            )

    def _read(self, part: str) -> bytes:
        try:
            return self._zip.read(part)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise self._damaged() from error

    def _damaged(self) -> Refusal:
        return Refusal(
            "“{name}”已损坏或不完整，无法读取。请用 Excel 或 WPS 打开，另存为 xlsx 后再上传", name=self.name
        )


def _attributes(tag: bytes) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(tag)
    return {key.decode(): unescape(value.decode("utf-8", "replace")) for key, value in pairs}


def _int(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _links(xml: bytes) -> Iterator[tuple[str, str]]:
    for tag in re.findall(rb"<(?:\w+:)?Relationship [^<>]*>", xml):
        values = _attributes(tag)
        yield values.get("Id", ""), values.get("Target", "")


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for match in _COLUMN.finditer(xml):
        values = _attributes(match[0])
        if values.get("hidden") in ("1", "true"):
            first, last = _int(values.get("min", "")), _int(values.get("max", ""))
            yield from range(first - 1, min(last, 16_384))


def _cells(xml: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every cell's attributes and what is in it."""
    starts = [match.start() for match in _CELL.finditer(xml)]
    for start, end in pairwise([*starts, len(xml)]):
        attributes, _, rest = xml[start:end].partition(b">")
        yield attributes, b"" if attributes.endswith(b"/") else _CELL_ENDS.split(rest, maxsplit=1)[0]


def _broken(xml: bytes) -> dict[At, str]:
    found = {}
    for attributes, body in _cells(xml):
        if b't="e"' in attributes:
            found[_at(attributes)] = _ERROR
        elif (formula := _FORMULA.search(body)) and not _RESULT.search(body, formula.end()):
            found[_at(attributes)] = _NO_RESULT
    found.pop((-1, -1), None)
    return found


def _styled(xml: bytes, styles: frozenset[int]) -> Iterator[At]:
    for attributes, _body in _cells(xml):
        style = _STYLE.search(attributes)
        if style and int(style[1]) in styles:
            yield _at(attributes)


def _formulas(xml: bytes) -> Iterator[tuple[At, At]]:
    """The areas that formulas fill, their corners."""
    for attributes, body in _cells(xml):
        formula = _FORMULA.search(body)
        if formula is None:
            continue
        yield _at(attributes), _at(attributes)
        area = _AREA.search(formula[0]) if b"t=" in formula[0] and b'"shared"' not in formula[0] else None
        if area is not None:
            yield _corner(area[1], area[2]), _corner(area[3], area[4])


def _corner(letters: bytes, number: bytes) -> At:
    return _at(b'r="%s%s"' % (letters, number))


def _at(attributes: bytes) -> At:
    match = _ADDRESS.search(attributes)
    if match is None:
        return (-1, -1)
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1
