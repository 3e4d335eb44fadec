"""Word templates for tests, from python-docx and from hand-made XML, and documents read back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def written(*paragraphs: str) -> bytes:
    """A template of plain paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def of_xml(*blocks: str) -> bytes:
    """A template whose body is this XML."""
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        tag = re.match(r"<[\w:]+", block)
        assert tag
        body.insert(len(body) - 1, parse_xml(f"{tag[0]} {NAMES}{block[tag.end() :]}"))
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def row(*cells: str, merges: tuple[str, ...] = ()) -> str:
    """A row of cells; a merge is "", "restart" or "continue"."""
    out = ""
    for n, cell in enumerate(cells):
        kind = merges[n] if n < len(merges) else ""
        merge = f'<w:vMerge w:val="{kind}"/>' if kind else ""
        content = cell if cell.startswith("<") else f"<w:p>{run(cell) if cell else ''}</w:p>"
        out += f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{merge}</w:tcPr>{content}</w:tc>'
    return f"<w:tr>{out}</w:tr>"


def table(*rows: str) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "bottom", "insideH", "insideV")
    )
    grid = '<w:gridCol w:w="2000"/>' * (max(r.count("<w:tc>") for r in rows) if rows else 1)
    properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def with_footnote(body: str, note: str) -> bytes:
    """A template with one footnote."""
    content = of_xml(f'<w:p>{run(body)}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>')
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1"><w:p>{run(note)}</w:p></w:footnote></w:footnotes>'
    )
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{NOTES}"/></Types>'
    return changed(content, {
        "word/footnotes.xml": lambda _: notes.encode(),
        "[Content_Types].xml": lambda old: old.replace(b"</Types>", override.encode()),
        "word/_rels/document.xml.rels": lambda old: linked(old, "footnotes", "footnotes.xml"),
    })  # fmt: skip


def linked(rels: bytes, kind: str, target: str, external: bool = False) -> bytes:
    """Relations with one more."""
    mode = ' TargetMode="External"' if external else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="rIdX{kind}" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'
    return rels.replace(b"</Relationships>", one.encode())


def changed(content: bytes, parts: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The same file with some of its parts changed or new."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            given = old.read(name)
            new.writestr(name, parts[name](given) if name in parts else given)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name](b""))
    return out.getvalue()


def part(content: bytes, name: str = "word/document.xml") -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


def tree(content: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(part(content, name))


def texts(content: bytes, name: str = "word/document.xml") -> list[str]:
    """The text of every paragraph that has any."""
    found = []
    for one in tree(content, name).iter(f"{{{W}}}p"):
        text = "".join(
            t.text or "" for t in one.iter(f"{{{W}}}t") if next(t.iterancestors(f"{{{W}}}p")) is one
        )
        found += [text] if text else []
    return found


def grid(content: bytes, number: int = 0) -> list[list[str]]:
    """The texts of a table's cells."""
    found = list(tree(content).iter(f"{{{W}}}tbl"))[number]
    return [
        ["".join(t.text or "" for t in cell.iter(f"{{{W}}}t")) for cell in line.findall(f"{{{W}}}tc")]
        for line in found.findall(f"{{{W}}}tr")
    ]


def formatted(content: bytes, text: str) -> etree._Element:
    """The properties of the run that holds just this text."""
    for node in tree(content).iter(f"{{{W}}}r"):
        if "".join(t.text or "" for t in node.iter(f"{{{W}}}t")) == text:
            found = node.find(f"{{{W}}}rPr")
            return found if found is not None else etree.Element("none")
    raise AssertionError(text)
