"""A month in a real browser: filled, pasted, doubted, explained, returned, signed; two at one cell."""

from __future__ import annotations

import re

import pytest

from tests.web.browser.test_flow import no_overflow
from tests.web.city import PASSWORD

pytestmark = pytest.mark.browser

PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
POLLED = "document.querySelector('[data-report]').dispatchEvent(new Event('diaodu:poll'))"
BLOCK = "3\n2\n7\n20.1\t4.9\n935\t2.2\n17.1\t8.8\n３００\t6.2%\n34.9\t6.6\n2,100人\t0"
MONTH, WEEK = "县（市、区）部门数据月报", "县（市、区）重点指标周预计"


def enter(open_page, username: str, scripts: bool = True):  # type: ignore[no-untyped-def]
    page, seen = open_page(scripts)
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click(".door-form .main-act")
    page.wait_for_url(lambda url: "/login" not in url)
    return page, seen


def go(page, name: str, nth: int = 0) -> None:
    page.goto("/reports/")
    page.locator(f".due-list a:text-is('{name}')").nth(nth).click()
    page.wait_for_load_state()


def settled(page, said: str = "已保存") -> None:
    page.wait_for_selector(f"[data-said]:has-text('{said}')")


def boxes(page):  # type: ignore[no-untyped-def]
    return page.locator("input[data-code]")


@pytest.fixture
def desk(size: dict[str, int]) -> None:
    """One passage through the chain is enough; the phone has its own test."""
    if size["width"] < 1000:
        pytest.skip("在手机上另测")


@pytest.fixture
def phone(size: dict[str, int]) -> None:
    if size["width"] > 1000:
        pytest.skip("在手机上测")


def test_from_the_first_cell_to_the_figures_in_the_ledger(open_page, desk: None) -> None:
    page, seen = enter(open_page, "tianbao")
    go(page, MONTH)
    boxes(page).first.click()
    page.evaluate(PASTE, BLOCK)
    settled(page)
    page.wait_for_selector(".doubt-list li")
    kept = [boxes(page).nth(n).input_value() for n in range(boxes(page).count())]
    assert kept[:5] == ["3", "2", "7", "20.1", "4.9"]
    assert kept[9:11] == ["300", "6.2"]
    assert kept[13] == "0.21"  # 人, in a form that counts 万人
    boxes(page).nth(3).fill("约二十")
    boxes(page).nth(3).press("Enter")
    page.wait_for_selector(".said.wrong:has-text('约二十')")
    boxes(page).nth(3).fill("20.1")
    boxes(page).nth(3).press("Enter")
    settled(page)
    _explain_all(page)
    page.click("[data-submit] button")
    assert "已报送，第1版" in page.inner_text(".notes")
    address = page.url

    reviewer, _ = enter(open_page, "shenhe")
    reviewer.goto(address)
    assert boxes(reviewer).count() == 0
    reviewer.click(".other-act summary:has-text('退回')")
    reviewer.fill("#back", "重点项目投资请再核对")
    reviewer.click("text=退回填报")
    page.goto(address)
    assert "重点项目投资请再核对" in page.inner_text(".note.warning")
    _hand_in_again(page, "20.2")
    assert "第2版" in page.inner_text(".notes")

    reviewer.goto(address)
    assert "20.20" in reviewer.inner_text(".fill-grid")
    page.click("text=撤回修改")
    _hand_in_again(page, "20.3")
    assert "第3版" in page.inner_text(".notes")
    reviewer.evaluate(POLLED)
    reviewer.wait_for_selector("#chain:has-text('第3版')")
    assert "20.30" in reviewer.inner_text(".fill-grid"), "he is asked to agree to what he sees"
    reviewer.click("text=审核通过")
    head, _ = enter(open_page, "qianfa")
    head.goto(address)
    head.fill("#again", "not-the-password")
    head.click("text=签发并入账")
    assert "密码不对" in head.inner_text(".notes")
    head.fill("#again", PASSWORD)
    head.click("text=签发并入账")
    assert re.search(r"已签发并入账：新增\d+项", head.inner_text(".notes"))
    head.click("text=看入账数据")
    assert "重点项目" in head.inner_text("main")
    head.goto(address + "print/")
    assert head.locator(".data tbody tr").count() == 9
    assert head.locator(".hands tr").count() == 3
    pdf = head.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 1
    assert (seen.errors, seen.outside) == ([], [])


def _hand_in_again(page, corrected: str) -> None:  # type: ignore[no-untyped-def]
    boxes(page).nth(3).fill(corrected)
    boxes(page).nth(3).press("Enter")
    settled(page)
    page.wait_for_timeout(1500)
    _explain_all(page)
    page.click("[data-submit] button")


def _explain_all(page) -> None:  # type: ignore[no-untyped-def]
    while page.locator(".say-why").count():
        page.locator(".say-why textarea").first.fill("经核实，项目集中结算")
        with page.expect_response(re.compile("/explain/")):
            page.locator(".say-why button").first.click()
        page.wait_for_timeout(200)


def test_two_editors_both_see_both_values_and_one_decides(open_page, desk: None) -> None:
    mine, _ = enter(open_page, "tianbao")
    theirs, _ = enter(open_page, "tianbao2")
    for page in (mine, theirs):
        go(page, WEEK)
    boxes(theirs).first.fill("5.1")
    boxes(theirs).first.press("Enter")
    settled(theirs)
    boxes(mine).first.fill("5.3")
    boxes(mine).first.press("Enter")
    mine.wait_for_selector(".said.clash:has-text('tianbao2员填了 5.1')")
    assert "您填的是 5.3" in mine.inner_text(".said.clash")
    mine.click("text=用我的")
    settled(mine)
    theirs.evaluate(POLLED)
    theirs.wait_for_selector(".said.fresh:has-text('tianbao员刚改')")
    assert boxes(theirs).first.input_value() == "5.3"


def test_what_could_not_be_sent_is_sent_when_the_line_is_back(open_page, desk: None) -> None:
    page, _ = enter(open_page, "tianbao")
    go(page, WEEK, 1)
    page.context.set_offline(True)
    boxes(page).first.fill("4.4")
    boxes(page).first.press("Enter")
    page.wait_for_selector("[data-said]:has-text('1格未存')")
    page.context.set_offline(False)
    settled(page)
    page.reload()
    assert boxes(page).first.input_value() == "4.4"


def test_a_log_in_that_ended_loses_no_number(open_page, desk: None) -> None:
    """He logs in again in another window, comes back, and what he had typed is kept."""
    page, _ = enter(open_page, "tianbao")
    go(page, WEEK, 1)
    other = page.context.new_page()
    page.context.clear_cookies()
    boxes(page).nth(1).fill("3.9")
    boxes(page).nth(1).press("Enter")
    page.wait_for_selector("[data-said]:has-text('登录已失效，1格未存')")
    other.goto("/login/")
    other.fill("#id_username", "tianbao")
    other.fill("#id_password", PASSWORD)
    other.click(".door-form .main-act")
    other.wait_for_url(lambda url: "/login" not in url)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    settled(page)
    page.reload()
    assert boxes(page).nth(1).input_value() == "3.9"


def test_keys_move_as_in_a_sheet_and_escape_takes_back(open_page, desk: None) -> None:
    page, _ = enter(open_page, "tianbao2")
    go(page, WEEK, 2)
    boxes(page).first.click()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.code") == boxes(page).nth(1).get_attribute(
        "data-code"
    )
    page.keyboard.type("7.7")
    page.keyboard.press("Escape")
    assert boxes(page).nth(1).input_value() == ""
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("document.activeElement.dataset.code") == boxes(page).first.get_attribute(
        "data-code"
    )


def test_on_a_phone_and_without_scripts(open_page, phone: None) -> None:
    page, _ = enter(open_page, "tianbao2", scripts=False)
    go(page, WEEK, 3)
    assert no_overflow(page)
    boxes(page).first.fill("6.6")
    page.click("button:has-text('保存本页')")
    assert "已保存" in page.inner_text(".notes")
    assert boxes(page).first.input_value() == "6.6"
    page.click("text=历史")
    assert no_overflow(page)
    page.goto("/reports/")
    assert no_overflow(page)
