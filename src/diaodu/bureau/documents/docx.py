"""A paper in Word after GB/T 9704-2012 (公文): what a kind calls, one method for each element."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.shared import Emu

from diaodu.bureau.documents import letter, markup, numbering, package, page, tables
from diaodu.bureau.documents import styles as house
from diaodu.bureau.documents.markup import bold, paragraph, run, text_paragraph

TWIP = 635  # EMU


class Paper:
    """One paper, written from top to bottom (一份公文)."""

    def __init__(self, *, title: str, author: str, day: dt.date) -> None:
        self.title_text, self.author, self.day = title, author, day
        self._document = docx.Document()
        self._wide = self._letter = self._counted = False
        self._body = self._document.element.body
        for child in list(self._body):
            self._body.remove(child)
        house.apply(self._document)
        page.prepare(self._document)
        self._numbers = self._footers()

    # The head of a paper.

    def red_head(self, office: str, number: str = "") -> None:
        """发文机关标志, 发文字号 and the red line (版头)."""
        self._put(*letter.red_head(office, number))

    def letter_head(self, office: str, number: str = "") -> None:
        """The head of a letter: double red lines above and below the first page (信函格式)."""
        self._letter = True
        self._put(*letter.letter_head(office, number))

    def title(self, *lines: str) -> None:
        """The title, its lines broken where the sense breaks (标题)."""
        self._put(text_paragraph("Title", "\n".join(lines)))

    def subtitle(self, text: str) -> None:
        """A line under the title (副标题)."""
        self._put(text_paragraph("Subtitle", text))

    def addressee(self, names: str) -> None:
        """主送机关, flush left with a full-width colon."""
        self._put(text_paragraph("Addressee", f"{names}："))

    def blank(self) -> None:
        """An empty line (空行)."""
        self._put(paragraph("Normal"))

    # The body.

    def heading(self, level: int, text: str) -> None:
        """一、黑体 / （一）楷体 / 1.仿宋 / （1）仿宋, as real headings (层次标题)."""
        self._put(text_paragraph(f"Heading{level}", text))

    def numbered(self, level: int, text: str) -> None:
        """A heading that Word numbers itself, where some may be left out (自动编号的标题)."""
        if not self._counted:
            numbering.add(self._document)
            self._counted = True
        self._put(text_paragraph(f"Heading{level}", text, numbering.properties(level)))

    def para(self, text: str, *, lead: str = "") -> None:
        """A paragraph, with its leading words in bold where given (正文)."""
        if text or lead:
            self._put(paragraph("Normal", *([run(lead, bold())] if lead else []), run(text)))

    def note(self, text: str) -> None:
        """A small note under a table (表注)."""
        if text:
            self._put(text_paragraph("TableNote", text))

    def caption(self, text: str) -> None:
        """The name of a table or picture (表名、图名)."""
        self._put(text_paragraph("Caption", text))

    def table(self, table: tables.Table) -> None:
        """A table as wide as the type area (表)."""
        self._put(tables.xml(table, page.WIDE_WIDTH if self._wide else page.TEXT_WIDTH))

    def picture(self, png: bytes, *, alt: str, caption: str, width: float = 1.0) -> None:
        """A chart with words for those who can't see it, and its name below (图)."""
        across = int((page.WIDE_WIDTH if self._wide else page.TEXT_WIDTH) * width * TWIP)
        inline = self._document.part.new_pic_inline(io.BytesIO(png), Emu(across), None)
        inline.docPr.set("descr", alt)
        inline.docPr.set("name", caption)
        body = markup.element(paragraph("Picture", "<w:r/>"))
        body.r_lst[0].add_drawing(inline)
        self._body.append(body)
        self._put(text_paragraph("Caption", caption, properties='<w:keepNext w:val="0"/>'))

    def contents(self) -> None:
        """A table of contents that Word fills when asked to update (目录)."""
        field = markup.field('TOC \\o "1-2" \\h \\z \\u', "（打开后右键“更新域”生成目录）")
        self._put(text_paragraph("Subtitle", "目　录"), paragraph("TOC1", field))
        self.page_break()

    def annex(self, number: str, title: str, *, wide: bool = True) -> None:
        """Begin an annex on a page of its own, turned where it is wide (附表)."""
        if wide != self._wide:
            self._end_section(wide)
        elif number:
            self.page_break()
        self._put(text_paragraph("AnnexMark", number), text_paragraph("AnnexTitle", title))

    def page_break(self) -> None:
        """Begin a new page (分页)."""
        last = self._body[-1]
        tag = '<w:r><w:br w:type="page"/></w:r>'
        if last.tag.endswith("}p"):
            last.append(markup.element(tag))
        else:
            self._put(paragraph("TableNote", tag))

    # The end of a paper.

    def attachments(self, names: Sequence[str]) -> None:
        """附件说明, a line below the body."""
        self._put(*letter.attachments(names))

    def signature(self, office: str, day: dt.date, note: str = "") -> None:
        """The office over the date, four blanks from the right, and a note (发文机关署名、成文日期、附注)."""
        last = self._body[-1]
        if last.tag.endswith("}p"):
            last.get_or_add_pPr().get_or_add_keepNext()  # no page with a signature and no text
        self._put(*letter.signature(office, day, noted=bool(note)))
        if note:
            self.para(f"（{note}）")

    def signed(self, office: str, date: str, note: str = "") -> None:
        """Signature and date as a template holds them (署名占位)."""
        self._put(*letter.signing(office, date, noted=bool(note)))
        if note:
            self.para(f"（{note}）")

    def imprint(self, copies: str, office: str, day: dt.date | str) -> None:
        """版记 at the foot of the last page: 抄送, 印发机关 and date."""
        self._put(letter.imprint(copies, office, day, page.TEXT_WIDTH))
        self._put(paragraph("TableNote"))

    def to_bytes(self) -> bytes:
        """The finished file (成文)."""
        self._put(page.section(wide=self._wide, references=self._numbers, letter=self._letter))
        return package.to_bytes(self._document, title=self.title_text, author=self.author, day=self.day)

    def _put(self, *pieces: str) -> None:
        for piece in pieces:
            self._body.append(markup.element(piece))

    def _end_section(self, wide: bool) -> None:
        """Close the section that runs up to here, in a paragraph that takes no room."""
        section = page.section(wide=self._wide, references=self._numbers, letter=self._letter)
        last = self._body[-1]
        if last.tag.endswith("}p"):
            last.get_or_add_pPr().append(markup.element(section))
        else:
            tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
            self._put(paragraph("TableNote", properties=tiny + section))
        self._wide, self._letter = wide, False

    def _footers(self) -> str:
        """Page numbers for odd and even pages, and the foot of a letter's first page."""
        references = ""
        for kind, body in (
            ("default", page.number(even=False)),
            ("even", page.number(even=True)),
            ("first", letter.FOOT),
        ):
            part, key = self._document.part.add_footer_part()  # type: ignore[no-untyped-call]
            root = part.element
            for child in list(root):
                root.remove(child)
            root.append(markup.element(body))
            references += f'<w:footerReference w:type="{kind}" r:id="{key}"/>'
        assert self._document.part.rels[key].reltype == REL.FOOTER
        return references
