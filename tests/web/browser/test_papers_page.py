"""A template filled and a paper checked in a real browser, with scripts and without."""

from __future__ import annotations

import pytest

from diaodu.bureau.documents.filling.record import recorded
from tests.bureau.documents.templates import written
from tests.bureau.documents.test_filling_checking import edited
from tests.web.browser.test_flow import enter, no_overflow

pytestmark = pytest.mark.browser

TEMPLATE = written('{{ 地名() }}{{ 期() }}投资{{ 同比("固定资产投资") }}。', '缺：{{ 数值("固定资产投资") }}')


def settled(page) -> None:
    """Until it is done: by itself where scripts run, else by pressing 刷新."""
    for _ in range(60):
        if page.locator(".outcome").count():
            return
        refresh = page.locator(".plain-only .btn")
        if refresh.count() and refresh.first.is_visible():
            refresh.first.click()
        page.wait_for_timeout(500)
    raise AssertionError("it never ended")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_fill_then_check(open_page, tmp_path, scripts) -> None:
    page, seen = open_page(scripts)
    enter(page)
    page.goto("/fill/")
    assert no_overflow(page) if scripts else True
    template = tmp_path / "投资.docx"
    template.write_bytes(TEMPLATE)
    page.set_input_files("#file", str(template))
    page.select_option("#place", label="岩坪县")
    page.click("main button[type=submit]")
    settled(page)
    assert "岩坪县 · 2026年1—9月" in page.inner_text(".outcome")
    assert "正文第2段" in page.inner_text("main")
    with page.expect_download() as coming:
        page.click("text=下载文书")
    paper = tmp_path / "成文.docx"
    coming.value.save_as(paper)
    assert coming.value.suggested_filename.startswith("投资-岩坪县-2026年1—9月")
    (growth,) = (e for e in recorded(paper.read_bytes())["entries"] if e["formula"].startswith("同比"))
    paper.write_bytes(edited(paper.read_bytes(), growth["text"], "同比增长99.9%"))
    page.goto("/check/")
    page.set_input_files("#file", str(paper))
    page.click("main button[type=submit]")
    settled(page)
    assert "同比增长99.9%" in page.inner_text(".ledger.wrong")
    assert growth["text"] in page.inner_text(".ledger.wrong")
    if scripts:
        assert no_overflow(page)
    assert seen == ([], [])
