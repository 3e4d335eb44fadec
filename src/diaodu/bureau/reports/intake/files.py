"""What sort of file it is, opened into grids; refuses what can't be opened (识别文件)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TypeVar

import python_calamine as calamine

from diaodu.bureau.reports.intake import delimited, xlsx
from diaodu.bureau.reports.intake.grid import Grid
from diaodu.bureau.reports.intake.problems import Problem, Severity
from diaodu.economy.errors import Refusal

Found = TypeVar("Found")

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_CELLS = 12_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)


class Book:
    """A file opened (打开的文件): its sheets, read one at a time, and what is to be said of it."""

    def __init__(self, name: str, grids: Iterator[Grid], sheets: int, notes: list[Problem]) -> None:
        self.name = name
        self.grids = grids
        self.sheets = sheets
        self.notes = notes


def open_book(name: str, content: bytes, sheets: tuple[str, ...] = ()) -> Book:
    """The file's sheets (打开文件); a Refusal says what is wrong with it and what to do."""
    if not content.strip():
        raise Refusal("“{name}”是空文件，没有内容。请重新导出后再上传", name=name)
    if content.startswith(b"PK"):
        return _xlsx(name, content, sheets)
    if content.startswith(_OLE):
        return _xls(name, content, sheets)
    _refuse_other(name, content)
    return Book(name, iter([_bounded(name, delimited.read(name, content))]), 1, [])


def _xlsx(name: str, content: bytes, wanted: tuple[str, ...]) -> Book:
    package = xlsx.Package(name, content)
    book = _open(name, content)
    names, notes = _visible(book, wanted)
    for sheet in names:  # two far cells would make the reader ask for all the room between them
        _check_size(name, sheet, *package.extent(sheet))
    grids = (package.complete(_grid(name, book, sheet)) for sheet in names)
    return Book(name, grids, len(names), notes)


def _xls(name: str, content: bytes, wanted: tuple[str, ...]) -> Book:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _locked(name)
    book = _open(name, content)
    names, notes = _visible(book, wanted)
    return Book(name, (_grid(name, book, sheet) for sheet in names), len(names), notes)


def _open(name: str, content: bytes) -> calamine.CalamineWorkbook:
    return _guarded(name, lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)))


def _visible(book: calamine.CalamineWorkbook, wanted: tuple[str, ...]) -> tuple[list[str], list[Problem]]:
    """Sheets to read: those wanted, else all that can be seen; hidden ones are only named."""
    sheets = [m for m in book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    if wanted:
        return [m.name for m in sheets if m.name in wanted], []
    shown = [m.name for m in sheets if m.visible == calamine.SheetVisibleEnum.Visible]
    notes = [
        Problem(m.name, "", m.name, "隐藏的工作表没有读取。需要读取的，请取消隐藏", Severity.NOTE)
        for m in sheets
        if m.name not in shown
    ]
    return shown, notes


def _grid(name: str, book: calamine.CalamineWorkbook, sheet: str) -> Grid:
    found = _guarded(name, lambda: book.get_sheet_by_name(sheet))
    if found.end is None:
        return Grid(sheet, [])
    _check_size(name, sheet, found.end[0] + 1, found.end[1] + 1)
    # Not `skip_empty_area`: rows must start at A1, or the addresses would be wrong.
    rows = _guarded(name, lambda: found.to_python(skip_empty_area=False))
    return Grid(sheet, rows, list(found.merged_cell_ranges or []))


def _guarded(name: str, call: Callable[[], Found]) -> Found:
    """Ask the foreign reader; whatever it throws, even its panics, means that the file is damaged."""
    try:
        return call()
    except calamine.PasswordError as error:
        raise _locked(name) from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        raise _damaged(name) from error


def _check_size(name: str, sheet: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Refusal(
            "“{name}”的工作表“{sheet}”有{rows}行{columns}列，超出可读范围。请删除数据区以外的空行空列，或拆成几个文件",
            name=name,
            sheet=sheet,
            rows=rows,
            columns=columns,
        )


def _bounded(name: str, grid: Grid) -> Grid:
    _check_size(name, grid.sheet or name, len(grid.rows), grid.width)
    return grid


def _refuse_other(name: str, content: bytes) -> None:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        kind = "XML" if re.match(rb"<\?xml", head) and b"<html" not in head.lower() else "网页（HTML）"
        raise Refusal(
            "“{name}”实际是{kind}，不是表格文件。请用 Excel 或 WPS 打开，另存为 xlsx 后再上传",
            name=name,
            kind=kind,
        )
    for magic, kind in _NOT_TABLES:
        if head.startswith(magic):
            raise Refusal("“{name}”是{kind}，不是表格。请上传 xlsx、xls 或 csv 文件", name=name, kind=kind)


def _locked(name: str) -> Refusal:
    return Refusal("“{name}”设有打开密码，无法读取。请取消密码保护后再上传", name=name)


def _damaged(name: str) -> Refusal:
    return Refusal(
        "“{name}”已损坏或不完整，无法读取。请用 Excel 或 WPS 打开，另存为 xlsx 后再上传", name=name
    )
