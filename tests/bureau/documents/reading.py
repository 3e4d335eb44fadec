"""What stands in a Word file (读出)."""

from __future__ import annotations

import html
import io
import re
import zipfile


def said(content: bytes) -> str:
    """The text of a file, a line for each paragraph."""
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    paragraphs = ("".join(re.findall(r"<w:t[ >][^<]*", p)) for p in xml.split("</w:p>"))
    return html.unescape("\n".join(re.sub(r"<w:t[^>]*>", "", p) for p in paragraphs))
