"""The report rendered: as many pages as it should have, and no text lost.

Needs LibreOffice and poppler: apt-get install libreoffice-writer-nogui poppler-utils fonts-noto-cjk.
"""

import datetime as dt
import re
import shutil
import subprocess
from collections import Counter

import pytest

from diaodu.bureau.documents.issue import Issue
from diaodu.bureau.documents.kinds import monthly_report, reminder_letter, warning_sheet
from tests.bureau.documents.made import month
from tests.bureau.documents.reading import said

pytestmark = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="no soffice or pdftotext: apt-get install libreoffice-writer-nogui poppler-utils fonts-noto-cjk",
)
PAGES = {"monthly_report": (12, 16), "warning_sheet": (2, 4), "reminder_letter": (1, 3)}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    folder, made, files = tmp_path_factory.mktemp("papers"), month(), {}
    for kind in (monthly_report, warning_sheet, reminder_letter):
        content = kind.build(made, kind.subjects(made)[0], Issue(dt.date(2026, 10, 22)))
        (folder / f"{kind.code}.docx").write_bytes(content)
        files[kind.code] = said(content)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(folder), *map(str, folder.glob("*.docx"))]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder, files


@pytest.mark.parametrize("code", PAGES)
def test_pages_and_text(rendered, code):
    folder, files = rendered
    shown = subprocess.run(
        ["pdftotext", "-raw", str(folder / f"{code}.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    low, high = PAGES[code]
    assert low <= shown.count("\f") <= high
    lost = _characters(files[code]) - _characters(shown)
    # LibreOffice may hang a mark into the margin, where pdftotext doesn't see it; nothing else may go.
    assert set(lost) <= set("，。、：；）")


def _characters(text: str) -> Counter:
    return Counter(re.sub(r"\s", "", text))
