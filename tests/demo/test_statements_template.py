"""常用句式.docx: one sentence of every kind, filled for the invented city in three months."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import docx
import pytest

from diaodu.bureau.catalogue.actions import PACKAGE
from diaodu.bureau.documents.filling.fill import Filled, fill
from diaodu.economy.phrases.language import read
from tests.economy import stated
from tests.economy.test_statements import KINDS, WAITING

TEMPLATE = PACKAGE / "documents" / "常用句式.docx"
MONTHS = ("2026年1-9月", "2026年1-8月", "2026年1-6月", "2026年1-5月")


@pytest.fixture(scope="module")
def filled() -> dict[str, Filled]:
    city = stated.invented()
    return {month: fill(TEMPLATE.read_bytes(), city.desk("全市", month)) for month in MONTHS}


def texts(content: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(content)).paragraphs if p.text.strip()]


def test_every_kind_of_statement_stands_in_it_and_those_without_a_ledger_wait() -> None:
    document = docx.Document(str(TEMPLATE))
    hints = [p.text for p in document.paragraphs if re.match(r"S\d\d　", p.text)]
    assert {hint[:3] for hint in hints} == KINDS
    waiting = [row.cells for row in document.tables[-1].rows][1:]
    assert {int(n) for cells in waiting for n in re.findall(r"S(\d\d)", cells[0].text)} == WAITING
    assert all("启用" in cells[2].text and "{{" not in cells[1].text for cells in waiting)


def test_every_placeholder_is_read() -> None:
    document = docx.Document(str(TEMPLATE))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([p.text for p in document.paragraphs] + cells)
    asked = re.findall(r"\{\{(.+?)\}\}", text)
    assert len(asked) > 120
    for expression in asked:
        read(expression)


@pytest.mark.parametrize("month", MONTHS)
def test_nothing_is_missing_in_the_invented_city(filled: dict[str, Filled], month: str) -> None:
    assert filled[month].missing == []
    assert not [text for text in texts(filled[month].content) if "〔缺" in text or "{" in text]


def test_september_says_what_was_planted(filled: dict[str, Filled]) -> None:
    said = "\n".join(texts(filled["2026年1-9月"].content))
    for sentence in (
        "固定资产投资同比下降1.4%，为2020年一季度以来最低。",
        "由正转负的县区有1个，为石垭（由+0.4%到-0.3%）。",
        "麻柳是一般公共预算收入和税收收入两项进度均落后应达进度5个百分点以上的唯一县区。",
        "如果剔除醴溪，全市增速为3.2%。",
        "除规上工业总产值外，其余15项指标均比去年同期回落，其中8项回落幅度大于全省。",
        "比上年末增加81户，突破2700户。",
    ):
        assert sentence in said


def test_the_words_turn_with_the_facts(filled: dict[str, Filled]) -> None:
    september, june, may = (
        "\n".join(texts(filled[m].content)) for m in ("2026年1-9月", "2026年1-6月", "2026年1-5月")
    )
    assert "“一平两降”" in september
    assert "“一升两降”" in june
    assert "实现时间过半、任务过半" in may
    assert "实现时间过半" not in september
    assert "比上月回落0.3个百分点" in may
    assert "比上月提高0.1个百分点" in september


def test_the_table_of_gaps_has_every_county(filled: dict[str, Filled]) -> None:
    document = docx.Document(io.BytesIO(filled["2026年1-9月"].content))
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in document.tables[0].rows}
    assert len(rows) == 1 + len(stated.catalogue().counties)
    assert rows["麻柳"] == ["5.34", "3.10", "58.1", "2.24", "0.75", "71.0"]


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="no soffice or pdftotext: apt-get install libreoffice-writer-nogui poppler-utils fonts-noto-cjk",
)
def test_it_is_rendered(filled: dict[str, Filled], tmp_path) -> None:
    (tmp_path / "statements.docx").write_bytes(filled["2026年1-9月"].content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "statements.docx")], check=True, capture_output=True, timeout=180
    )
    shown = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "statements.pdf"), "-"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert 6 <= shown.count("\f") <= 10
    assert "待企业台账启用" in shown
