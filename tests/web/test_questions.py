"""The questions of a month on their pages: found, answered by the owner, closed by the analysts."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from diaodu.bureau.directory.models import Person
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.findings import questions as acts
from diaodu.bureau.findings.models import Question, QuestionEntry, QuestionState
from diaodu.demo import stories
from diaodu.economy.consistency import RULES, Severity
from diaodu.web.templatetags import words

FALSE_START = stories.FALSE_START.place


@pytest.fixture
def asked(planted: None, db: None) -> Question:
    """The false start's investment, which grows while cement, loans and construction tax all fall."""
    return Question.objects.get(pair="K06", place=FALSE_START, last=9)


@pytest.fixture
def owner(asked: Question, enter):
    """The reporter, moved to the county that is asked."""
    client = enter("filler")
    Person.objects.filter(username="filler").update(unit=asked.unit)
    return client


def test_the_list_shows_figure_supports_distance_hint_owner_and_state(asked, enter) -> None:
    html = enter("viewer").get("/questions/?pair=K06").content.decode()
    row = re.search(r"<tr><td><span class=\"sev high\">.*?</tr>", html, re.S)
    assert row
    for word in (
        "云汀",
        "固定资产投资增速",
        "6.4%",
        "水泥产量增速",
        "个百分点",
        "核实是否缺少实物工作量",
        "待答复",
    ):
        assert word in row[0], word
    assert "云汀县人民政府" in row[0]


def test_filters_narrow_and_the_gravest_come_first(asked, enter) -> None:
    client = enter()
    html = client.get("/questions/").content.decode()
    found = re.findall(r'<span class="sev (high|mid|low)">', html)
    assert found == sorted(found, key=lambda s: Severity(s).order)
    assert len(set(found)) > 1
    one = client.get(f"/questions/?place={FALSE_START}&severity=high&state=undone").content.decode()
    expected = Question.objects.filter(asked_month=9, place=FALSE_START, severity="high").count()
    assert f"共 {expected} 条质询" in one
    assert "没有符合条件的质询" in client.get("/questions/?state=closed").content.decode()
    assert client.get("/questions/?page=zz&pair=<b>").status_code == 200


def test_a_question_links_every_figure_to_its_source_and_draws_the_course(asked, enter) -> None:
    html = enter("viewer").get(reverse("question", args=[asked.pk])).content.decode()
    for figure in asked.figures:
        assert figure["label"] in html
        assert any(f"/figures/{ref}/" in html for ref in figure["sources"])
    assert 'data-chart="course"' in html
    assert "<form" not in html.split('<ol class="talk">')[1]  # a viewer reads, and no more


def test_the_owner_answers_the_analyst_returns_and_closes_and_figures_stay(asked, owner, enter) -> None:
    figures = list(Figure.objects.order_by("pk").values_list("pk", "value"))
    page = reverse("question", args=[asked.pk])
    assert 'name="evidence"' in owner.get(page).content.decode()
    said = {"text": "三个项目<b>尚未</b>浇筑", "evidence": "监理月报.pdf"}
    html = owner.post(reverse("question_answer", args=[asked.pk]), said, follow=True).content.decode()
    assert "三个项目&lt;b&gt;尚未&lt;/b&gt;浇筑" in html
    assert "监理月报.pdf" in html
    assert owner.post(reverse("question_close", args=[asked.pk]), {"accepted": "1"}).status_code == 403
    analyst = enter("dispatcher")
    close = reverse("question_close", args=[asked.pk])
    assert "请写明内容" in analyst.post(close, {"accepted": "0"}, follow=True).content.decode()
    analyst.post(close, {"accepted": "0", "text": "请附支付凭证"})
    asked.refresh_from_db()
    assert asked.state == QuestionState.RETURNED
    analyst.post(close, {"accepted": "1", "text": "现场核实"})
    analyst.post(reverse("question_reopen", args=[asked.pk]), {"text": "复核发现仍无水泥"})
    asked.refresh_from_db()
    assert asked.state == QuestionState.OPEN
    done = QuestionEntry.objects.filter(question=asked).values_list("act", flat=True)
    assert list(done) == ["raised", "answered", "returned", "closed", "reopened"]
    assert list(Figure.objects.order_by("pk").values_list("pk", "value")) == figures


def test_another_units_reporter_is_told_who_answers(asked, enter) -> None:
    client = enter("filler")
    html = client.post(reverse("question_answer", args=[asked.pk]), {"text": "不是我"}, follow=True)
    assert "这一质询由云汀县人民政府答复" in html.content.decode()
    asked.refresh_from_db()
    assert asked.state == QuestionState.OPEN


def test_last_months_answer_stands_ready_in_this_months_form(asked, owner) -> None:
    before = Question.objects.get(key=asked.key, last=8)
    person = Person.objects.get(username="filler")
    acts.answer(question=before, text="混凝土已在外地预制", evidence="采购合同.pdf", by=person)
    html = owner.get(reverse("question", args=[asked.pk])).content.decode()
    assert re.search(r"<textarea[^>]*>混凝土已在外地预制</textarea>", html)
    assert 'value="采购合同.pdf"' in html
    assert "往月答复" in html
    assert "含往月未办结的" in owner.get("/questions/").content.decode()


def test_names_are_known_to_the_translations() -> None:
    names = {rule.name for rule in RULES} | {one.text for one in Severity}
    states = {str(label) for label in QuestionState.labels}
    assert names | states | set(QuestionEntry.Act.labels) == set(words.ASKED)


def test_the_tax_power_index_is_seen_with_its_way_to_the_figures(planted, enter) -> None:
    html = enter("viewer").get("/indicators/tax_power_index/").content.decode()
    assert "（推算）" in html
    assert re.search(r"10\d\.\d\d", html)
