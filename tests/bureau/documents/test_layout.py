"""The layout of GB/T 9704-2012, read back out of the files."""

# ruff: noqa: E501 (Chinese sentences)

import datetime as dt
import io
import re
import zipfile

import pytest
from lxml import etree

from diaodu.bureau.documents import fonts
from diaodu.bureau.documents.docx import Paper
from diaodu.bureau.documents.issue import Issue
from diaodu.bureau.documents.kinds import KINDS, monthly_report, reminder_letter, warning_sheet
from diaodu.bureau.documents.tables import Table
from tests.bureau.documents.made import month

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ISSUE = Issue(dt.date(2026, 10, 22))
# The order that the schema asks of a paragraph's properties; Word calls a file broken that has another.
ORDER = ["pStyle", "keepNext", "keepLines", "widowControl", "numPr", "pBdr", "tabs", "snapToGrid", "spacing", "ind", "jc",
         "outlineLvl", "sectPr"]  # fmt: skip


@pytest.fixture(scope="module")
def papers():
    made = month()
    found = {}
    for kind in (monthly_report, warning_sheet, reminder_letter):
        for subject in kind.subjects(made)[:2]:
            found[kind.code, subject.code] = kind.build(made, subject, ISSUE)
    return found


def part(content: bytes, name: str) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def report(papers) -> bytes:
    return papers["monthly_report", ""]


def style(content: bytes, key: str) -> etree._Element:
    return part(content, "word/styles.xml").find(f"{W}style[@{W}styleId='{key}']")


def at(element, path: str, name: str) -> str:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return found.get(f"{W}{name}")


def test_page_is_a4_with_the_standard_margins(papers):
    for content in papers.values():
        section = part(content, "word/document.xml").findall(f".//{W}sectPr")[0]
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
        assert [margins.get(f"{W}{side}") for side in ("top", "bottom", "left", "right")] == [
            "2098", "1984", "1588", "1474"
        ]  # fmt: skip
        assert section.find(f"{W}docGrid").get(f"{W}linePitch") == "579"


def test_body_is_fangsong_16pt_with_two_characters_indent(papers):
    normal = style(report(papers), "Normal")
    assert at(normal, "rPr/rFonts", "eastAsia") == fonts.BODY
    assert at(normal, "rPr/sz", "val") == "32"
    assert at(normal, "pPr/ind", "firstLineChars") == "200"
    assert (at(normal, "pPr/spacing", "line"), at(normal, "pPr/spacing", "lineRule")) == ("579", "exact")


def test_22_lines_of_28_characters_fit_the_type_area(papers):
    normal = style(report(papers), "Normal")
    assert 22 * int(at(normal, "pPr/spacing", "line")) <= 16838 - 2098 - 1984
    pitch = int(at(normal, "rPr/sz", "val")) * 10 + int(at(normal, "rPr/spacing", "val"))
    width = 11906 - 1588 - 1474
    assert 28 * pitch <= width < 29 * pitch


@pytest.mark.parametrize(("key", "name", "face"), [("Heading1", "heading 1", fonts.HEI), ("Heading2", "heading 2", fonts.KAI),
                         ("Heading3", "heading 3", fonts.BODY), ("Heading4", "heading 4", fonts.BODY)])  # fmt: skip
def test_headings_are_real_styles_with_outline_levels(papers, key, name, face):
    heading = style(report(papers), key)
    assert at(heading, "name", "val") == name
    assert at(heading, "rPr/rFonts", "eastAsia") == face
    assert at(heading, "pPr/outlineLvl", "val") == str(int(key[-1]) - 1)


def test_title_is_xiaobiaosong_22pt_centred(papers):
    title = style(report(papers), "Title")
    assert at(title, "rPr/rFonts", "eastAsia") == fonts.TITLE
    assert at(title, "rPr/sz", "val") == "44"
    assert at(title, "pPr/jc", "val") == "center"


def test_every_style_and_run_knows_its_chinese_face(papers):
    for content in papers.values():
        for one in part(content, "word/styles.xml").findall(f"{W}style[@{W}type='paragraph']"):
            assert at(one, "rPr/rFonts", "eastAsia")
        for run in part(content, "word/document.xml").iter(f"{W}r"):
            if run.find(f"{W}t") is not None:
                assert at(run, "rPr/rFonts", "hint") == "eastAsia"


def test_page_numbers_stand_outside_with_dashes(papers):
    content = report(papers)
    names = [
        n for n in zipfile.ZipFile(io.BytesIO(content)).namelist() if re.fullmatch(r"word/footer\d+\.xml", n)
    ]
    sides = set()
    for name in names:
        footer = part(content, name)
        text = "".join(footer.itertext())
        if "PAGE" in text:
            assert text.count("—") == 2
            sides.add(footer.find(f".//{W}jc").get(f"{W}val"))
    assert sides == {"left", "right"}
    assert part(content, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    assert at(style(content, "Footer"), "rPr/sz", "val") == "28"


def test_tables_repeat_their_heads_and_keep_rows_whole(papers):
    tables = part(report(papers), "word/document.xml").findall(f".//{W}tbl")
    assert len(tables) >= 8
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert at(table, "tblPr/tblLayout", "type") == "fixed"
        widths = [int(c.get(f"{W}w")) for c in table.findall(f"{W}tblGrid/{W}gridCol")]
        assert sum(widths) in (8844, 12756)


def test_numbers_in_tables_stand_at_the_right(papers):
    table = part(report(papers), "word/document.xml").find(f".//{W}tbl")
    row = table.findall(f"{W}tr")[1]
    growth = row.findall(f"{W}tc")[3]
    assert growth.find(f".//{W}jc").get(f"{W}val") == "right"


def test_annexes_are_turned(papers):
    sections = part(report(papers), "word/document.xml").findall(f".//{W}sectPr")
    turned = [s.find(f"{W}pgSz").get(f"{W}orient") for s in sections]
    assert turned == [None, "landscape"]


def test_charts_have_words_for_those_who_cannot_see_them(papers):
    names = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    pictures = list(part(report(papers), "word/document.xml").iter(names))
    assert len(pictures) == 2
    assert all("%" in p.get("descr") or "百分点" in p.get("descr") for p in pictures)
    assert len({p.get("id") for p in pictures}) == 2


def test_properties_stand_in_the_order_of_the_schema(papers):
    for content in papers.values():
        for ppr in part(content, "word/document.xml").iter(f"{W}pPr"):
            places = [ORDER.index(etree.QName(child).localname) for child in ppr]
            assert places == sorted(places)


def test_two_builds_give_the_same_bytes(papers):
    again = month()
    for kind in KINDS:
        subject = kind.subjects(again)[0]
        assert kind.build(again, subject, ISSUE) == papers[kind.code, subject.code]


def test_nothing_in_the_file_tells_when_or_by_what_it_was_made(papers):
    for content in papers.values():
        archive = zipfile.ZipFile(io.BytesIO(content))
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        assert core.count("2026-09-30T00:00:00Z") == 2
        assert "python-docx" not in core
        assert not any(b"Software" in archive.read(n)[:400] for n in archive.namelist() if n.endswith(".png"))


def test_a_letter_bears_red_lines_and_a_number(papers):
    (content,) = (c for (kind, _), c in list(papers.items())[-1:] if kind == "reminder_letter")
    document = part(content, "word/document.xml")
    border = document.find(f".//{W}pBdr/{W}bottom")
    assert border.get(f"{W}val") == "thinThickSmallGap"
    assert document.find(f".//{W}titlePg") is not None
    assert any("TS202609-" in (t.text or "") for t in document.iter(f"{W}t"))


def test_formal_elements_of_a_paper():
    paper = Paper(title="测试", author="临江市人民政府办公室", day=dt.date(2026, 9, 30))
    paper.red_head("临江市人民政府办公室文件", "临政办发〔2026〕9号")
    paper.title("关于做好有关工作的通知")
    paper.contents()
    paper.addressee("各县区人民政府")
    for level, text in enumerate(("一、甲", "（一）乙", "1．丙", "（1）丁"), 1):
        paper.heading(level, text)
    paper.table(Table(["甲", "乙"], [["1", "2"]], "lr", (1, 1)))
    paper.attachments(["清单", "表格"])
    paper.signature("临江市人民政府办公室", dt.date(2026, 10, 8))
    paper.imprint("市委办公室", "临江市人民政府办公室", dt.date(2026, 10, 8))
    document = part(paper.to_bytes(), "word/document.xml")
    text = "".join(t.text or "" for t in document.iter(f"{W}t"))
    for wanted in (
        "〔2026〕9号",
        "各县区人民政府：",
        "附件：1. 清单",
        "2026年10月8日",
        "抄送：市委办公室。",
        "2026年10月8日印发",
    ):
        assert wanted in text
    assert "TOC" in "".join(i.text for i in document.iter(f"{W}instrText"))
    assert document.find(f".//{W}tblpPr").get(f"{W}tblpYSpec") == "bottom"
