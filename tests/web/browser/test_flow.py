"""A person's way through the pages: the door, the board, a cause, an indicator, a file, a paper."""

import re

import pytest

from tests.web.city import COUNTY, PASSWORD

pytestmark = pytest.mark.browser

HEAD = "指标,地区,时期,数值,单位\n"
SHEET = HEAD + "地区生产总值,岩坪县,2026年1—9月,{value},亿元\n地区生产总值,岩平县,2026年1—9月,1,亿元\n"
PAGES = (
    "/", "/?all=1",
    f"/cause/gdp/{COUNTY}/", "/cause/industrial_output/900300/", "/indicators/", "/indicators/gdp/",
    "/places/", f"/places/{COUNTY}/", "/findings/", "/documents/", "/imports/",
    "/exports/", "/figures/1/", "/password/", "/gdp-support/",
)  # fmt: skip


def enter(page) -> None:
    page.goto("/")
    page.fill("#id_username", "dispatcher")
    page.fill("#id_password", PASSWORD)
    page.click(".door-form .main-act")
    page.wait_for_url(re.compile(r"/$"))


def no_overflow(page) -> bool:
    width = page.viewport_size["width"]
    return all(page.evaluate(f"document.{part}.scrollWidth") <= width for part in ("documentElement", "body"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_from_the_door_to_the_paper(open_page, size, scripts, tmp_path) -> None:
    page, seen = open_page(scripts)
    enter(page)
    page.click(f".matrix a[href='/cause/gdp/{COUNTY}/']")
    assert "岩坪县" in page.inner_text("h1")
    page.click(".crumbs a >> nth=2")
    assert "地区生产总值" in page.inner_text("h1")
    page.click(".sections a[href='/imports/']")
    file = tmp_path / "九月.csv"
    value = 60 + size["width"] / 1000 + scripts
    file.write_text(SHEET.format(value=value), "utf-8")
    page.set_input_files("#file", file)
    page.click("text=上传并预览")
    for _ in range(40):
        if page.locator(".outcome").count():
            break
        page.click("text=刷新") if not scripts else page.wait_for_timeout(250)
    assert "岩平县" in page.inner_text("main")
    assert str(value) in page.inner_text("main")
    page.click("text=确认入库")
    assert "已入库" in page.inner_text(".notes")
    page.click(".sections a[href='/documents/']")
    with page.expect_download() as saved:
        page.click(".docs .btn >> nth=0")
    assert saved.value.suggested_filename.endswith(".docx")
    assert (seen.errors, seen.outside) == ([], [])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_file_in_the_making_says_so_and_comes_under_its_name(open_page, scripts) -> None:
    page, seen = open_page(scripts)
    enter(page)
    page.goto("/exports/")
    page.route(
        re.compile(r"/exports/figures\.csv"), lambda one: (page.wait_for_timeout(300), one.continue_())
    )
    with page.expect_download() as coming:
        page.click("text=导出 csv >> nth=0", no_wait_after=True)
        if scripts:
            page.wait_for_selector(".btn.waiting[aria-busy=true]")
    assert coming.value.suggested_filename.endswith(".csv")
    assert "岩坪县" in coming.value.path().read_text("utf-8-sig")
    assert page.locator(".waiting").count() == 0
    assert (seen.errors, seen.outside) == ([], [])


def test_every_page_fits_and_is_quiet(open_page) -> None:
    page, seen = open_page()
    enter(page)
    for address in PAGES:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert no_overflow(page), address
        assert seen == ([], []), address


def test_charts_are_drawn_and_said_in_tables(open_page) -> None:
    page, seen = open_page()
    enter(page)
    page.goto("/indicators/gdp/")
    page.wait_for_selector("[data-chart] svg")
    assert page.locator("[data-chart] svg").count() == page.locator("[data-chart]").count() >= 2
    page.click(".data summary >> nth=0")
    assert page.locator(".data[open] tbody tr").count() > 4
    assert seen == ([], [])


def test_filter_changes_the_lights_in_place(open_page) -> None:
    page, seen = open_page()
    enter(page)
    before = page.locator(".matrix tbody tr").count()
    page.check("input[name=all]")
    page.wait_for_url(re.compile("all=1"))
    page.wait_for_function(f"document.querySelectorAll('.matrix tbody tr').length > {before}")
    page.select_option("#lights select[name=colour]", "grey")
    page.wait_for_url(re.compile("colour=grey"))
    assert page.locator("h1").count() == 1
    assert seen == ([], [])


def test_keyboard_reaches_the_text_first(open_page) -> None:
    page, _ = open_page()
    enter(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
