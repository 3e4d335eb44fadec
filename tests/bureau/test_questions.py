"""The life of a question: raised, answered, returned, closed, asked again; no figure ever changes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from diaodu.bureau.analyses import actions as analyses
from diaodu.bureau.audit.models import Event
from diaodu.bureau.catalogue import actions as catalogue
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.directory.permissions import Denied
from diaodu.bureau.figures import actions as ledger
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.bureau.figures.models import Figure
from diaodu.bureau.findings import actions as findings
from diaodu.bureau.findings import questions
from diaodu.bureau.findings.models import ConsistencyCheck, Question, QuestionEntry, QuestionState
from diaodu.bureau.snapshots import actions as snapshots
from diaodu.demo.city import OWN
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import span

NOW = dt.datetime(2024, 9, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
AUGUST, SEPTEMBER = span(2024, 1, 8), span(2024, 1, 9)
COUNTY, CITY = "900322", "900300"
INDICATORS = (
    "industrial_value_added",
    "industrial_electricity",
    "industrial_output",
    "industrial_sales_ratio",
)
KEY = "K01:industrial_value_added:"

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    """The invented city's places, a few indicators, two pairs."""
    found = catalogue.read(catalogue.PACKAGE, OWN)
    few = {code: found.indicators[code] for code in INDICATORS}
    pairs = {code: found.consistency[code] for code in ("K01", "K04")}
    catalogue.load(
        definitions=found._replace(indicators=few, consistency=pairs, gdp_support={}, forms={}),
        by=Person.system(),
    )
    return Person.system()


@pytest.fixture
def county(by):
    return Unit.objects.create(code=COUNTY, name="石垭县人民政府", place=COUNTY)


@pytest.fixture
def reporter(county):
    return Person.objects.create(username="cg", full_name="石垭填报", role=Role.FILLER, unit=county)


@pytest.fixture
def analyst(by):
    office = Unit.objects.create(code="office", name="市发改委")
    return Person.objects.create(username="yx", full_name="运行科", role=Role.DISPATCHER, unit=office)


def report(by, period, output, power, now=NOW, place=COUNTY):
    """The county files its growth of value added and of electricity, and the month is run."""
    source = ledger.add_source(name="表.xlsx", content=b"", by=by, at=now)
    lines = [
        Line(FigureKey(code, place, "", kind, "growth", period.year, 1, period.last), value)
        for code, kind, value in (
            ("industrial_value_added", "official", output),
            ("industrial_electricity", "departmental", power),
        )
    ]
    ledger.post(lines=lines, source=source, by=by, at=now)
    snapshots.freeze(period=period, by=by, at=now)
    analyses.run_due(by=by)
    findings.record_due(by=by)
    return questions.raise_due(by=by)


def asked(period=AUGUST):
    return Question.objects.get(key__startswith=KEY, last=period.last)


def test_a_question_names_both_figures_and_goes_to_the_countys_unit(by, county):
    assert report(by, AUGUST, 6.0, -3.0) >= 1
    one = asked()
    assert one.text == "规上工业增加值增速6.0%，工业用电量增速-3.0%，方向相反，相差9.0个百分点"
    assert (one.unit, one.owner, one.state) == (county, county.name, QuestionState.OPEN)
    assert [f["label"] for f in one.figures] == ["规上工业增加值增速", "工业用电量增速"]
    refs = [ref for figure in one.figures for ref in figure["sources"]]
    assert {f.indicator for f in Figure.objects.filter(pk__in=refs)} == {
        "industrial_value_added",
        "industrial_electricity",
    }
    assert [entry.act for entry in one.entries.all()] == ["raised"]


def test_an_analysis_is_put_to_the_rules_once(by, county):
    report(by, AUGUST, 6.0, -3.0)
    before = Question.objects.count(), QuestionEntry.objects.count()
    assert questions.raise_due(by=by) == 0
    assert (Question.objects.count(), QuestionEntry.objects.count()) == before
    assert Event.objects.filter(verb="questions.raised").count() == ConsistencyCheck.objects.count() == 1


def test_what_can_not_be_compared_is_counted_with_what_is_missing(by):
    report(by, AUGUST, 6.0, -3.0)
    rules = {row["pair"]: row for row in ConsistencyCheck.objects.get().rules}
    assert rules["K01"]["questioned"] == 1
    assert rules["K04"]["reasons"] == ["缺栖川规上工业总产值增速（未报送过）"]


def test_answered_returned_answered_again_and_closed_while_no_figure_changes(by, reporter, analyst):
    report(by, AUGUST, 6.0, -3.0)
    figures = list(Figure.objects.order_by("pk").values())
    one = asked()
    questions.answer(
        question=one, text="两户用电大户自备电厂投产", evidence="自备电厂并网批复.pdf", by=reporter
    )
    with pytest.raises(Refusal, match="请写明内容"):
        questions.close(question=one, by=analyst, accepted=False)
    questions.close(question=one, by=analyst, accepted=False, text="请附自发电量")
    assert asked().state == QuestionState.RETURNED
    questions.answer(question=one, text="自发电量1.2亿千瓦时，见附表", evidence="附表.xlsx", by=reporter)
    questions.close(question=one, by=analyst, accepted=True)
    one = asked()
    assert one.done
    assert [entry.act for entry in one.entries.all()] == [
        "raised",
        "answered",
        "returned",
        "answered",
        "closed",
    ]
    assert list(Figure.objects.order_by("pk").values()) == figures
    verbs = set(Event.objects.filter(subject="Question").values_list("verb", flat=True))
    assert verbs == {"question.answered", "question.returned", "question.closed"}


def test_only_the_owners_people_answer_and_only_analysts_close(by, reporter, analyst):
    report(by, AUGUST, 6.0, -3.0)
    one = asked()
    other = Person.objects.create(
        username="x", role=Role.FILLER, unit=Unit.objects.create(code="b", name="乙")
    )
    viewer = Person.objects.create(username="v", role=Role.VIEWER, unit=reporter.unit)
    for person in (other, viewer, analyst):
        with pytest.raises(Denied):
            questions.answer(question=one, text="没有问题", by=person)
    for act in (
        lambda: questions.close(question=one, by=reporter, accepted=True, text="好"),
        lambda: questions.reopen(question=one, by=reporter, text="再问"),
    ):
        with pytest.raises(Denied):
            act()
    assert asked().state == QuestionState.OPEN


def test_unanswered_it_is_closed_only_with_a_reason_and_then_takes_no_answer(by, reporter, analyst):
    report(by, AUGUST, 6.0, -3.0)
    one = asked()
    with pytest.raises(Refusal, match="请写明内容"):
        questions.close(question=one, by=analyst, accepted=True)
    questions.close(question=one, by=analyst, accepted=True, text="电话核实，自备电厂投产")
    with pytest.raises(Refusal, match="已办结"):
        questions.answer(question=one, text="补充", by=reporter)
    questions.reopen(question=one, by=analyst, text="请补书面说明")
    questions.answer(question=one, text="补充", by=reporter)
    assert asked().state == QuestionState.ANSWERED


def test_next_month_the_same_question_shows_last_months_answer(by, reporter, analyst):
    report(by, AUGUST, 6.0, -3.0)
    questions.answer(question=asked(), text="自备电厂投产", evidence="批复.pdf", by=reporter)
    report(by, SEPTEMBER, 6.2, -2.0, NOW + dt.timedelta(days=30))
    again = asked(SEPTEMBER)
    assert again.key == asked().key
    assert again.state == QuestionState.OPEN
    assert [(e.text, e.evidence) for e in questions.earlier(again)] == [("自备电厂投产", "批复.pdf")]
    assert questions.earlier(asked()) == []
    assert list(Question.objects.left_over(SEPTEMBER)) == [asked()]


def test_a_revision_that_agrees_settles_the_question_and_one_that_does_not_restates_it(by, reporter, analyst):
    report(by, AUGUST, 6.0, -3.0)
    report(by, AUGUST, 6.0, -4.0, NOW + dt.timedelta(days=1))
    assert "相差10.0个百分点" in asked().text
    assert [e.act for e in asked().entries.all()] == ["raised", "restated"]
    questions.close(question=asked(), by=analyst, accepted=True, text="已核实")
    report(by, AUGUST, 6.0, -5.0, NOW + dt.timedelta(days=2))
    assert asked().state == QuestionState.OPEN  # what was explained were other figures
    report(by, AUGUST, 6.0, 4.0, NOW + dt.timedelta(days=3))
    assert asked().state == QuestionState.SETTLED
    assert asked().entries.last().text == questions.PASSED


def test_what_was_said_can_not_be_unsaid(by, reporter):
    report(by, AUGUST, 6.0, -3.0)
    entry = questions.answer(question=asked(), text="自备电厂投产", by=reporter)
    for change in (
        lambda: QuestionEntry.objects.filter(pk=entry.pk).update(text="没有说过"),
        lambda: QuestionEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="appended"), transaction.atomic():
            change()


def test_a_citys_figure_goes_to_the_department_that_counts_it(by):
    department = Unit.objects.create(code="工信局", name="市工信局")
    report(by, AUGUST, 6.0, -3.0, place=CITY)
    assert asked().unit == department


def test_a_figure_without_a_unit_is_asked_all_the_same_and_answered_by_nobody(by, analyst):
    report(by, AUGUST, 6.0, -3.0)
    assert (asked().unit, asked().owner) == (None, "石垭县")
    with pytest.raises(Denied):
        questions.answer(question=asked(), text="没有问题", by=analyst)
