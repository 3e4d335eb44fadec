"""Files from anywhere: what is refused, with which words; what LibreOffice makes of what we write."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from diaodu.bureau.documents.filling.checking import check
from diaodu.bureau.documents.filling.fill import fill
from diaodu.bureau.documents.filling.opening import MAX_PACKED, opened
from diaodu.economy.errors import Refusal
from tests.bureau.documents.desks import FakeDesk
from tests.bureau.documents.templates import (
    changed,
    linked,
    of_xml,
    paragraph,
    part,
    row,
    run,
    table,
    texts,
    written,
)

RELS, DOCUMENT, TYPES = "word/_rels/document.xml.rels", "word/document.xml", "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PLAIN = written("甲")


def field(code: str) -> str:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    cut = len(code) // 2
    text = "".join(f"<w:r><w:instrText>{half}</w:instrText></w:r>" for half in (code[:cut], code[cut:]))
    return f"<w:p>{begin}{text}{end}</w:p>"


def relation(kind: str, target: str = "http://example.com/x") -> bytes:
    return changed(PLAIN, {RELS: lambda old: linked(old, kind, target, external=True)})


def typed(old: str, new: str) -> bytes:
    return changed(PLAIN, {TYPES: lambda given: given.replace(old.encode(), new.encode())})


def bomb() -> bytes:
    return changed(PLAIN, {"word/media/big.bin": lambda _: bytes(201 << 20)})


REFUSED = {
    "页眉损坏": (
        changed(PLAIN, {RELS: lambda old: linked(old, "header", "header9.xml"),
                        "word/header9.xml": lambda _: b"<w:hdr"}), "已损坏"),
    "空文件": (b"", "这是空文件"),
    "损坏": (PLAIN[:-200], "已损坏"),
    "内容损坏": (PLAIN[:4000] + b"\0" * 400 + PLAIN[4400:], "已损坏"),
    "改名的旧文件": (OLE + "WordDocument".encode("utf-16-le"), "旧版 Word（doc）"),
    "加密": (OLE + "EncryptedPackage".encode("utf-16-le"), "设有打开密码"),
    "PDF": (b"%PDF-1.7", "实际是PDF"),
    "网页": (b"<html>", "实际是网页"),
    "太大": (b"PK" + bytes(MAX_PACKED), "超过20兆"),
    "宏": (changed(PLAIN, {"word/vbaProject.bin": lambda _: b"x"}), "带有宏"),
    "宏类型": (
        typed("vnd.openxmlformats-officedocument.wordprocessingml.document.main",
              "vnd.ms-word.document.macroEnabled.main"), "带有宏"),
    "模板类型": (typed("wordprocessingml.document.main", "wordprocessingml.template.main"), "dotx"),
    "不是文档": (typed("wordprocessingml.document.main", "spreadsheetml.sheet.main"), "不是 Word 文件"),
    "附加模板": (relation("attachedTemplate", "file:///C:/a.dotm"), "附加模板，可在“开发工具—文档模板”里改回 Normal：file:///C:/a.dotm"),
    "外部图片": (relation("image"), "链接的图片"),
    "外部对象": (relation("oleObject"), "链接的对象"),
    "嵌入他文": (changed(PLAIN, {RELS: lambda old: linked(old, "aFChunk", "a.html")}), "嵌入的其他文件"),
    "框架": (relation("frame"), "框架页"),
    "读文件的域": (of_xml(field(' INCLUDETEXT "c:/secret.txt" ')), "INCLUDETEXT"),
    "读图的域": (of_xml(field(' includepicture "http://x/y.png" \\d ')), "includepicture"),
    "动态交换": (of_xml(field(" DDEAUTO excel x y ")), "DDEAUTO"),
    "简单域": (of_xml('<w:p><w:fldSimple w:instr=" DDE x y "/></w:p>'), "DDE x y"),
    "实体": (
        changed(PLAIN, {DOCUMENT: lambda old: old.replace(
            b"<w:document", b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///x">]><w:document', 1)}), "定义了实体"),
    "两种编码的实体": (
        changed(PLAIN, {"word/styles.xml": lambda _: '<!DOCTYPE a><a/>'.encode("utf-16")}), "定义了实体"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_template_is_refused_in_plain_words(name):
    content, said = REFUSED[name]
    with pytest.raises(Refusal) as told:
        opened(content)
    assert said in str(told.value)


def test_what_unpacks_to_gigabytes_is_refused_unread():
    with pytest.raises(Refusal, match="解开后过大"):
        opened(bomb())


def test_a_part_that_is_there_twice_is_refused():
    out = io.BytesIO(PLAIN)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as zipped:
        zipped.writestr(DOCUMENT, "<x/>")
    with pytest.raises(Refusal, match="已损坏"):
        opened(out.getvalue())


def test_hyperlinks_and_page_numbers_may_stay():
    link = {RELS: lambda old: linked(old, "hyperlink", "http://example.com", external=True)}
    content = changed(of_xml(field(" PAGE "), field(' HYPERLINK "http://example.com" ')), link)
    assert opened(content).main == DOCUMENT


def test_a_document_is_found_where_its_relations_say():
    moved = changed(PLAIN, {
        "word/body.xml": lambda _: part(PLAIN), "word/_rels/body.xml.rels": lambda _: part(PLAIN, RELS),
        "_rels/.rels": lambda old: old.replace(b"word/document.xml", b"word/body.xml"),
        TYPES: lambda old: old.replace(b"/word/document.xml", b"/word/body.xml"),
    })  # fmt: skip
    assert opened(moved).main == "word/body.xml"


# What others make of a written document.


def rich() -> bytes:
    rows = table(row("县区", "增速"), row("{% for 县 in 县区 %}{{ 县 }}", "{{ 增速(县) }}{% endfor %}"))
    return fill(
        of_xml(
            paragraph("全市GDP{{ 同比(“GDP”) }}，", run("零售额{{ 数值(“零售”) }}。")),
            paragraph("{% for 县 in 县区 %}"),
            paragraph("{{ 序号 }}.{{ 县 }}增长{{ 增速(县) }}。"),
            paragraph("{% endfor %}"),
            rows,
            paragraph("{{ 走势(“GDP”) }}"),
        ),
        FakeDesk(),
    ).content


def converted(content: bytes, folder: Path, target: str) -> bytes:
    (folder / "in").mkdir()
    (folder / "in" / "a.docx").write_bytes(content)
    home = f"-env:UserInstallation=file://{folder}/home"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", target, "--outdir", folder, folder / "in" / "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / f"a.{target}").read_bytes()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_another_program_opens_and_saves_a_document_without_a_complaint(tmp_path):
    """LibreOffice shows all of it, and saved by it the document still checks itself."""
    content = rich()
    saved = converted(content, tmp_path, "docx")
    assert "临溪县" in "".join(texts(saved))
    assert check(saved, FakeDesk()) == check(content, FakeDesk())
