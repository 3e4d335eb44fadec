"""The page of questions: answers with their making, mistakes put right by a click, nothing that runs."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from django.test import Client

from diaodu.bureau.documents import asking
from diaodu.bureau.findings import month as months
from diaodu.bureau.findings.month import Month
from diaodu.economy.phrases.book import FUNCTIONS
from diaodu.economy.results import Key
from diaodu.web.shapes import cards, compare, drags, facts, matrix, pace, phrases
from tests.web.city import COUNTY

Enter = Callable[..., Client]


def page(client: Client, **asked: str) -> str:
    answer = client.get("/ask/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def seen(text: str) -> str:
    """What a reader reads."""
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", text, flags=re.S)))


@pytest.fixture
def month(planted: None, db: None) -> Month:
    found = months.latest()
    assert found
    return found


def test_an_answer_shows_its_text_its_making_and_its_cells(enter: Enter) -> None:
    text = page(enter("viewer"), q='增速("GDP") - 目标增速("GDP")')
    book = asking.present()
    said = book.ask('增速("GDP") - 目标增速("GDP")', book.at("全市", "2026年1-9月"))
    assert f'<p class="answer-text">{said.text}</p>' in text
    assert "全市 · 2026年1—9月" in seen(text)
    assert '<th scope="row" class="mono">增速(&quot;GDP&quot;)</th>' in text  # each step by itself
    assert "累计同比增速；有发布增速的用发布数" in text
    assert said.formula in html.unescape(text)
    for ref in said.sources:
        assert f'href="/figures/{ref}/"' in text
    assert 'data-copy="{{ 增速(&quot;GDP&quot;) - 目标增速(&quot;GDP&quot;) }}"' in text


def test_a_place_and_a_period_are_asked_at(enter: Enter) -> None:
    text = page(enter("viewer"), q='同比("GDP")', place="岩坪县", period="2026-06")
    book = asking.present()
    said = book.ask('同比("GDP")', book.at("岩坪县", "2026年1-6月"))
    assert said.known
    assert said.text in seen(text)
    assert re.search(r'<option value="岩坪县" selected>', text)
    assert re.search(r'<option value="2026-06" selected>', text)


def test_a_list_names_its_members_and_whom_it_leaves_out(enter: Enter) -> None:
    text = seen(page(enter("viewer"), q="名单(满足(县区, \"增速('GDP') < 0\"))"))
    assert "成员 1 个" in text
    assert "岩坪" in text


def test_what_cant_be_said_is_told_and_not_shown_as_nought(enter: Enter) -> None:
    text = page(enter("viewer"), q='增速("GDP")', period="2026-05")
    assert '<p class="answer-text lacking">〔缺：缺栖川2026年1—5月地区生产总值数据（按季发布）〕</p>' in text


def corrections(text: str) -> dict[str, dict[str, list[str]]]:
    found = re.findall(r'<a class="chip" href="([^"]+)">([^<]+)</a>', text)
    return {name: parse_qs(urlparse(html.unescape(href)).query) for href, name in found}


def test_a_misspelt_indicator_is_put_right_by_a_click(enter: Enter) -> None:
    client = enter("viewer")
    text = page(client, q='增速("GPD") + 1', place="岩坪县")
    assert "没有名为“GPD”的指标" in seen(text)
    right = corrections(text)["GDP"]
    assert right == {"q": ['增速("GDP") + 1'], "place": ["岩坪县"]}
    assert "answer-text" in page(client, **{name: values[0] for name, values in right.items()})


def test_a_misspelt_function_and_place_are_put_right(enter: Enter) -> None:
    client = enter("viewer")
    assert corrections(page(client, q='增素("GDP")'))["增速"]["q"] == ['增速("GDP")']
    assert corrections(page(client, q='增速("GDP")', place="岩平县"))["岩坪县"]["place"] == ["岩坪县"]
    assert corrections(page(client, q='增速("GDP", 地区="岩平县")'))["岩坪县"]["q"] == [
        '增速("GDP", 地区="岩坪县")'
    ]


@pytest.mark.parametrize(
    "attempt",
    [
        "<script>alert(1)</script>",
        '"><script>alert(1)</script>',
        '"<img src=x onerror=alert(1)>"',
        '增速("<svg/onload=alert(1)>")',
        '增速("GDP", 单位="<b onmouseover=alert(1)>")',
        "</script><script>alert(1)</script>",
        "\"' autofocus onfocus=alert(1) x='",
        "{{ 7|add:7 }}{% load static %}",
        "javascript:alert(1)",
        '"\u202e"',
    ],
)
def test_nothing_of_a_question_is_taken_for_a_page(attempt: str, enter: Enter) -> None:
    client = enter("viewer")
    for asked in (
        {"q": attempt}, {"q": '增速("GDP")', "place": attempt}, {"q": "地名()", "period": attempt},
        {"m": attempt, "i": attempt, "p": attempt, "t": attempt}, {"q": attempt, "menu": "1"},
    ):  # fmt: skip
        text = page(client, **asked)
        for tag in re.findall(r"<(?!!)[^>]*>", text):
            assert not re.match(r"<(script(?! (src=|id=\"words\"))|img|svg/|b on)", tag), tag
            assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', tag)), tag
        assert "14" not in re.findall(r'class="answer-text">([^<]*)', text)
    past = page(client)  # what was asked is remembered, and is a text there too
    assert "<script>alert" not in past


def test_too_long_a_question_is_refused_and_not_kept(enter: Enter) -> None:
    client = enter("viewer")
    text = page(client, q="1" * 9000)
    assert "取数式太长" in seen(text)
    assert "asked" not in client.session
    page(client, place="x" * 5000, q="地名()", period="y" * 5000)


def test_conditions_in_conditions_are_stopped(enter: Enter) -> None:
    deep = "增速('GDP') > 0"
    for _ in range(5):
        deep = f'满足(县区, "{deep}")'.replace("\\", "\\\\") if '"' not in deep else (
            "满足(县区, \"" + deep.replace("\\", "\\\\").replace('"', '\\"') + "\")"
        )  # fmt: skip
    assert "要算的太多" in seen(page(enter("viewer"), q=deep))


def test_the_last_questions_of_a_session_are_at_hand(enter: Enter) -> None:
    client = enter("viewer")
    for n in range(15):
        page(client, q=f'增速("GDP") + {n}')
    page(client, q='增速("GDP") + 9', place="岩坪县")
    page(client, q='增速("GDP") + 14')
    text = page(client)
    asked = re.findall(r'<li><a class="mono" href="[^"]+">([^<]+)</a>', text)
    assert len(asked) == 12
    assert html.unescape(asked[0]) == '增速("GDP") + 14'
    assert len(set(asked)) == 11  # the ninth at two places


def test_without_scripts_the_browser_offers_words_and_links_fill_the_form(enter: Enter) -> None:
    text = page(enter("viewer"))
    assert 'list="starts"' in text
    assert '<option value="增速(&quot;GDP&quot;)">' in text
    for function in FUNCTIONS.values():
        assert f'?{urlencode({"q": function.example}).replace("+", "%20")}"' in text, function.name
        assert html.escape(function.text) in text


def test_a_placeholder_with_its_braces_may_be_asked(enter: Enter) -> None:
    text = page(enter("viewer"), q='{{ 增速("GDP") }}')
    assert 'value="增速(&quot;GDP&quot;)"' in text
    assert "answer-text" in text


def test_a_number_of_the_board_offers_its_placeholder(enter: Enter) -> None:
    client = enter("viewer")
    board = client.get(f"/places/{COUNTY}/").content.decode()
    href = next(
        h for h in re.findall(r'<a class="ask" href="([^"]+)"', board) if "m=growth&amp;i=gdp&amp;" in h
    )
    menu = client.get(html.unescape(href) + "&menu=1").content.decode()
    assert "<html" not in menu
    assert 'data-copy="{{ 增速(&quot;GDP&quot;, 地区=&quot;岩坪县&quot;) }}"' in menu
    full = client.get(html.unescape(href)).content.decode()  # where there are no scripts
    assert 'value="增速(&quot;GDP&quot;, 地区=&quot;岩坪县&quot;)"' in full
    assert "answer-text" in full


def test_an_unknown_measure_leads_to_an_empty_form(enter: Enter) -> None:
    assert "answer-text" not in page(enter("viewer"), m="nothing", i="gdp", p=COUNTY)
    assert "answer-text" not in page(enter("viewer"), m="growth", i="nothing", p=COUNTY, t="x")


def test_cells_of_the_matrix_and_findings_say_what_they_are_of(enter: Enter) -> None:
    client = enter("viewer")
    assert f'data-ask="m=growth&amp;i=gdp&amp;p={COUNTY}&amp;t=2026-09"' in client.get("/").content.decode()
    found = client.get("/findings/?rule=turned_negative").content.decode()
    assert 'class="src ask" href="/ask/?m=growth_change_month&amp;' in found


SHOWN_WITHOUT = {"rank_size"}  # it stands behind the rank: 3/9 is one phrase


def test_every_measure_that_a_page_shows_has_a_phrase(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: set[str] = set()

    def noted(month: Month, measure: str, *more: object) -> object:
        shown.add(measure)
        return phrases.told(month, measure, *more)  # type: ignore[arg-type]

    from diaodu.web.pages import place

    for module in (cards, compare, drags, facts, matrix, pace, place):
        monkeypatch.setattr(module, "told", noted)
    client = enter("viewer")
    for address in ("/", "/findings/", f"/places/{COUNTY}/", f"/cause/gdp/{COUNTY}/", "/indicators/",
                    "/cause/industrial_output/900300/", "/indicators/gdp/"):  # fmt: skip
        assert client.get(address).status_code == 200
    assert {measure for measure, _title, _form in facts.MEASURES} <= shown
    assert len(shown) > 30
    assert shown - set(phrases.PHRASES) == SHOWN_WITHOUT


@pytest.mark.parametrize("back", [0, 1])
def test_every_phrase_gives_the_number_that_the_page_shows(back: int, month: Month) -> None:
    """Of the city, two counties, the province: every indicator, every measure, part by part."""
    period = months.periods()[back]
    month = months.latest(period) or month
    book, city = asking.of(month), month.catalogue.city
    spot, known = book.at(city.name, period), dict.fromkeys(phrases.PHRASES, 0)
    places = {city.code, city.parent, COUNTY, "900381"}
    for key, result in month.results:
        if key.measure not in phrases.PHRASES or key.place not in places or result.value is None:
            continue
        expression = phrases.phrase(month.catalogue, key, period)
        assert expression
        said = book.ask(expression, spot)
        assert said.number == pytest.approx(result.value, rel=1e-9, abs=1e-9), (key, expression, said.reason)
        known[key.measure] += 1
    quarter = {"lowest_quarters", "highest_quarters"} if period.last % 3 else set()
    untold = {measure for measure, count in known.items() if not count}
    asked = {"light", "reasons", "shortfall_share", "part_shortfall_share"}  # judged or asked, not measured
    assert untold - quarter <= asked | {"surplus"}  # nobody is ahead


def test_lights_are_told_as_the_page_shows_them(month: Month) -> None:
    book, period = asking.of(month), month.period
    spot = book.at(month.catalogue.city.name, period)
    for key, text in (("light", None), ("reasons", "text")):
        for (indicator, place), light in list(month.lights.items())[::40]:
            expression = phrases.phrase(month.catalogue, Key(key, indicator, place), period)
            said = book.ask(expression or "", spot)
            wanted = (
                light.text
                if text
                else {"red": "红", "yellow": "黄", "green": "绿", "grey": "灰"}[light.light]
            )
            assert said.text == wanted, (indicator, place)
