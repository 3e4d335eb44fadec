"""A question written with completion, a number's placeholder copied, by keyboard, without scripts."""

import re

import pytest

from tests.web.browser.test_flow import enter, no_overflow
from tests.web.city import COUNTY

pytestmark = pytest.mark.browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]
HOLDER = '{{ 增速("GDP", 地区="岩坪县") }}'


def copied(page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_names_are_completed_and_the_answer_is_copied(open_page) -> None:
    page, seen = open_page()
    page.context.grant_permissions(CLIPBOARD)
    enter(page)
    page.goto("/ask/")
    page.fill("#q", "")
    page.type("#q", "增")
    assert page.locator("#q-words li").first.inner_text().startswith("增速")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") == "q-word-0"
    page.keyboard.press("Enter")
    assert page.input_value("#q") == '增速("'
    page.keyboard.type("规上工业增")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#q") == '增速("规上工业增加值"'
    page.keyboard.type(", 地")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type('"岩')
    page.locator("#q-words li", has_text="岩坪县").click()
    page.keyboard.type(")")
    assert page.input_value("#q") == '增速("规上工业增加值", 地区="岩坪县")'
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer-text")
    assert re.fullmatch(r"-?\d+\.\d%", page.inner_text(".answer-text"))
    page.click(".answer button >> nth=0")
    page.wait_for_selector(".copied:has-text('已复制')")
    assert copied(page) == '{{ 增速("规上工业增加值", 地区="岩坪县") }}'
    assert no_overflow(page)
    assert seen == ([], [])


def test_a_condition_is_completed_inside_its_quotes(open_page) -> None:
    page, _ = open_page()
    enter(page)
    page.goto("/ask/")
    page.fill("#q", "")
    page.type("#q", "名单(满足(县区, \"增速('规上")
    assert page.locator("#q-words li").first.inner_text().startswith("规上工业增加值")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.input_value("#q") == "名单(满足(县区, \"增速('规上工业增加值'"


def test_a_mistake_is_put_right_by_one_click(open_page) -> None:
    page, seen = open_page()
    enter(page)
    page.goto('/ask/?q=增速("GPD")')
    page.click(".answer .chip >> text=/^GDP$/")
    assert page.inner_text(".answer-text").endswith("%")
    assert page.input_value("#q") == '增速("GDP")'
    assert seen.errors == []


@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard", "plain-http"])
def test_the_keyboard_copies_a_number_of_a_page(open_page, clipboard) -> None:
    """A page over plain http is given no clipboard: there the copying is done the old way."""
    page, seen = open_page()
    page.context.grant_permissions(CLIPBOARD)
    enter(page)
    page.goto(f"/places/{COUNTY}/")
    if not clipboard:
        page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
    number = page.locator("a.ask[href*='m=growth&i=gdp&']").first
    number.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".ask-menu")
    assert HOLDER in page.inner_text(".ask-menu")
    assert page.evaluate("document.activeElement.dataset.copy") == HOLDER
    page.keyboard.press("Enter")
    page.wait_for_selector(".ask-menu .copied:has-text('已复制')")
    assert copied(page) == HOLDER
    page.keyboard.press("Escape")
    assert page.locator(".ask-menu").count() == 0
    assert page.evaluate("document.activeElement.getAttribute('href')") == number.get_attribute("href")
    assert seen == ([], [])


def test_a_light_of_the_matrix_has_its_mark_and_still_leads_to_its_cause(open_page) -> None:
    page, seen = open_page()
    enter(page)
    cell = page.locator(f"td[data-ask*='i=gdp&p={COUNTY}']")
    cell.locator("a").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ask-mark"
    page.keyboard.press("Enter")
    page.wait_for_selector(".ask-menu")
    assert HOLDER in page.inner_text(".ask-menu")
    page.keyboard.press("Escape")
    cell.locator("a").click()
    assert "岩坪县" in page.inner_text("h1")
    assert seen == ([], [])


def test_without_scripts_a_number_leads_to_its_question(open_page) -> None:
    page, _ = open_page(False)
    enter(page)
    page.goto(f"/cause/gdp/{COUNTY}/")
    page.locator("a.ask[href*='m=growth&']").first.click()
    assert page.input_value("#q") == '增速("GDP", 地区="岩坪县")'
    assert page.input_value("#holder") == HOLDER
    assert page.locator("tbody a[href^='/figures/']").count() >= 1
    page.select_option("#place", "石垭县")
    page.fill("#q", '同比("GDP")')
    page.click(".asker button")
    assert "同比" in page.inner_text(".answer-text")
    page.click(".words-of >> nth=1")
    assert no_overflow(page)
