"""A docx opened with care (安全打开): bounds, a real Word file, nothing in it that acts or loads."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from diaodu.bureau.documents.filling.archive import TYPES, Archive
from diaodu.bureau.documents.filling.places import stories
from diaodu.bureau.documents.filling.xml import Element, W
from diaodu.economy.errors import Refusal

MEGABYTE = 1 << 20
MAX_PACKED, MAX_UNPACKED, MAX_PARTS = 20 * MEGABYTE, 200 * MEGABYTE, 3_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"<", "网页"), (b"\x89PNG", "图片"), (b"\xff\xd8", "图片"))
_LOADS = re.compile(
    r"\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DDEAUTO|DDE|LINK|DATABASE|RD)(?![A-Z])", re.IGNORECASE
)
_DEFINES = (b"<!DOCTYPE", b"<!ENTITY")
_ENCODED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*encoding=(?![\"']utf-8))", re.IGNORECASE)
_ACTS = ("vbaproject", "vbadata", "activex/", "attachedtoolbars", "keymapcustomizations")
_NAMES = {
    "attachedTemplate": "附加模板，可在“开发工具—文档模板”里改回 Normal",
    "image": "链接的图片", "oleObject": "链接的对象", "aFChunk": "嵌入的其他文件",
    "frame": "框架页", "subDocument": "子文档", "mailMergeSource": "邮件合并数据源",
}  # fmt: skip


def opened(content: bytes) -> Archive:
    """A template that may be filled (打开模板): a Refusal says what is wrong and what to do."""
    archive = read(content)
    _refuse_macros(archive)
    _refuse_links(archive)
    for part in archive.members:
        _refuse_fields(archive, part)
    return archive


def read(content: bytes) -> Archive:
    """A Word file that may be looked at (读取): within bounds, whole, without entities."""
    _refuse_kinds(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            _refuse_sizes(zipped)
            archive = Archive({part.filename: zipped.read(part) for part in zipped.infolist()
                               if not part.is_dir()})  # fmt: skip
        _refuse_definitions(archive)
        _refuse_others(archive)
        stories(archive)  # all that will be read can be
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, ValueError, NotImplementedError,
            etree.XMLSyntaxError) as error:  # fmt: skip
        raise Refusal("文件已损坏或不完整，无法读取。请用 Word 或 WPS 打开，另存为 docx 后再试") from error
    except RuntimeError as error:  # zipfile's word for an encrypted part
        raise Refusal("文件设有打开密码，无法读取。请在 Word 中取消密码、另存后再试") from error
    return archive


def _refuse_kinds(content: bytes) -> None:
    if not content:
        raise Refusal("这是空文件，没有内容。请重新选择 Word 文件（docx）")
    if len(content) > MAX_PACKED:
        raise Refusal("文件超过{limit}兆的上限。请压缩其中的图片后再试", limit=MAX_PACKED // MEGABYTE)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refusal("文件设有打开密码，无法读取。请在 Word 中取消密码、另存后再试")
        raise Refusal(
            "文件实际是旧版 Word（doc）或 WPS 格式，不是 docx。请用 Word 或 WPS 打开，另存为 docx 后再试"
        )
    for mark, kind in _KINDS:
        if content.startswith(mark):
            raise Refusal("文件实际是{kind}，不是 Word 文件。请用 Word 或 WPS 另存为 docx 后再试", kind=kind)


def _refuse_sizes(zipped: zipfile.ZipFile) -> None:
    """Look at the declared sizes before anything is unpacked: a small file may hold gigabytes."""
    parts = zipped.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or size > MAX_UNPACKED:
        raise Refusal(
            "文件解开后过大（{parts}个部件，约{size}兆），疑似异常文件，没有读取。请另存为新的 docx 后再试",
            parts=len(parts), size=size // MEGABYTE,
        )  # fmt: skip
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise zipfile.BadZipFile("a part twice: two readers could see two documents")


def _refuse_definitions(archive: Archive) -> None:
    for name, content in archive.members.items():
        if name.lower().endswith((".xml", ".rels")):
            plain = content.replace(b"\0", b"") if b"\0" in content[:64] else content  # two bytes a sign
            if any(word in plain for word in _DEFINES):
                raise Refusal(
                    "文件的 XML（{part}）里定义了实体，疑似异常文件，没有读取。请另存为新的 docx 后再试",
                    part=name,
                )


def _refuse_others(archive: Archive) -> None:
    kind = archive.content_type(archive.main) if TYPES in archive.members else ""
    if not archive.main or ("wordprocessingml" not in kind and "ms-word" not in kind):
        raise Refusal(
            "文件不是 Word 文件：里面没有正文（word/document.xml）。请用 Word 或 WPS 另存为 docx 后再试"
        )
    if archive.tree(archive.main).tag != W + "document":
        raise Refusal("文件是“严格 Open XML”格式。请另存为普通的“Word 文档（docx）”后再试")
    if "template" in kind:
        raise Refusal("文件是 Word 模板格式（dotx）。请另存为“Word 文档（docx）”后再试")


def _refuse_macros(archive: Archive) -> None:
    named = any(word in name.lower() for name in archive.members for word in _ACTS)
    if named or "macroenabled" in archive.content_type(archive.main).lower():
        raise Refusal("文件带有宏或控件，不予使用。请另存为不带宏的“Word 文档（docx）”后再试")


def _refuse_links(archive: Archive) -> None:
    for name in archive.members:
        if name.lower().endswith(".rels"):
            folder, _, own = name.rpartition("_rels/")
            for link in archive.links(folder + own.removesuffix(".rels")):
                if link.kind == "aFChunk" or (link.external and link.kind != "hyperlink"):
                    _refuse(_NAMES.get(link.kind, link.kind), link.target)


def _refuse_fields(archive: Archive, part: str) -> None:
    content = archive.members[part]
    told = any(word in content for word in (b"instr", b"src=", b"altChunk"))
    if part.lower().endswith(".xml") and (told or not _ENCODED.match(content)):
        for code in _loading(archive.tree(part)):
            _refuse("域或对象", " ".join(code.split())[:80])


def _refuse(what: str, target: str) -> None:
    raise Refusal(
        "文件引用了外部内容（{what}：{target}），打开时会自动读取，不予使用。"
        "请在 Word 中断开链接或删去，改为插入到文件里",
        what=what, target=target,
    )  # fmt: skip


def _loading(root: Element) -> Iterator[str]:
    """What loads something from outside: fields, and pictures of the old kind."""
    for code in _codes(root):
        if _LOADS.match(code):
            yield code
    for node in root.iter("{urn:schemas-microsoft-com:vml}*"):
        if "//" in node.get("src", "") or "\\\\" in node.get("src", ""):
            yield node.get("src")
    for node in root.iter(W + "altChunk"):
        yield str(node.tag.rsplit("}", 1)[-1])


def _codes(root: Element) -> Iterator[str]:
    """The instruction of each field, which Word may cut over several runs."""
    open_fields: list[str] = []
    for node in root.iter(W + "fldChar", W + "instrText", W + "delInstrText", W + "fldSimple"):
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            open_fields.append("")
        elif kind in ("separate", "end"):
            yield open_fields.pop() if open_fields else ""
            if kind == "separate":
                open_fields.append("")
        elif node.tag == W + "fldSimple":
            yield node.get(W + "instr", "")
        elif open_fields:
            open_fields[-1] += node.text or ""
        else:
            yield node.text or ""
    yield from open_fields
