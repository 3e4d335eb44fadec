"""Questions to the owners of figures (质询): raised by rules, answered by units, closed by the analysts.

No act here touches a figure. A unit that finds its figure wrong files a revision as any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.audit.actions import each, record
from diaodu.bureau.audit.refusals import Stale
from diaodu.bureau.directory.permissions import Denied, Permission, may, require
from diaodu.bureau.findings import checking
from diaodu.bureau.findings.models import ConsistencyCheck, Question, QuestionEntry, QuestionState
from diaodu.economy.bulk import in_bulk
from diaodu.economy.consistency import Outcome, State
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import Period, span

Act = QuestionEntry.Act
PASSED = "数据修订后，本规则不再质疑"
GONE = "所比的数据已撤回或规则已停用，无从质疑"
KEPT = ("text", "hint", "distance", "limit", "unit_of_distance", "figures", "severity")


@transaction.atomic
@in_bulk()
def raise_questions(*, analysis: Analysis, by: Any) -> int:
    """Put an analysis to the rules of consistency and ask what they doubt (提出质询); once only."""
    if ConsistencyCheck.objects.filter(analysis=analysis).exists():
        return 0
    found = checking.outcomes(analysis)
    asked = [one for one in found if one.state is State.QUESTIONED]
    known = _known(asked)
    names = checking.Owners(analysis)
    raised = sum(_raise(one, known.get(_once(one)), analysis, names, by) for one in asked)
    settled = _settle(found, analysis, by)
    ConsistencyCheck.objects.create(analysis=analysis, rules=checking.counted(found))
    record("questions.raised", analysis, by=by, questions=raised, settled=settled)
    return raised


def raise_due(*, by: Any) -> int:
    """Put every analysis to the rules that has not been, the earliest month first."""
    waiting = Analysis.objects.filter(judged=True).exclude(pk__in=ConsistencyCheck.objects.values("analysis"))
    waiting = waiting.select_related("snapshot").order_by("snapshot__year", "snapshot__month", "pk")
    return sum(
        each(waiting, lambda one: raise_questions(analysis=one, by=by), verb="questions.failed", by=by)
    )


@transaction.atomic
def answer(*, question: Question, text: str, evidence: str = "", by: Any) -> QuestionEntry:
    """The owner's answer, with the name of what proves it (答复)."""
    if not may_answer(by, question):
        raise Denied("这一质询由{owner}答复，您不能代为答复。", owner=question.owner)
    one = _locked(question)
    _expect(one, QuestionState.OPEN, QuestionState.RETURNED, QuestionState.ANSWERED)
    return _act(one, Act.ANSWERED, QuestionState.ANSWERED, by, _said(text), evidence.strip()[:200])


@transaction.atomic
def close(*, question: Question, by: Any, accepted: bool, text: str = "") -> QuestionEntry:
    """Accept the answer and close, or return it to be answered again (办结、退回)."""
    require(by, Permission.CLOSE)
    one = _locked(question)
    if not accepted:
        _expect(one, QuestionState.ANSWERED)
        return _act(one, Act.RETURNED, QuestionState.RETURNED, by, _said(text))
    _expect(one, QuestionState.OPEN, QuestionState.RETURNED, QuestionState.ANSWERED)
    said = text.strip() if one.state == QuestionState.ANSWERED else _said(text)
    return _act(one, Act.CLOSED, QuestionState.CLOSED, by, said)


@transaction.atomic
def reopen(*, question: Question, by: Any, text: str) -> QuestionEntry:
    """Ask again what was closed (重新提出)."""
    require(by, Permission.CLOSE)
    one = _locked(question)
    _expect(one, QuestionState.CLOSED, QuestionState.SETTLED)
    return _act(one, Act.REOPENED, QuestionState.OPEN, by, _said(text))


def may_answer(person: Any, question: Question) -> bool:
    """Only the people of the unit that owns the figure may answer (答复权限)."""
    return question.unit_id is not None and may(person, Permission.ANSWER, unit=question.unit_id)


def earlier(question: Question) -> list[QuestionEntry]:
    """Answers given to the same question about earlier periods, the newest first (往月答复)."""
    same = QuestionEntry.objects.filter(act=Act.ANSWERED, question__key=question.key)
    before = [
        entry
        for entry in same.exclude(question=question).select_related("question", "by__unit")
        if (entry.question.year, entry.question.last) < (question.year, question.last)
    ]
    return sorted(before, key=lambda entry: -entry.pk)


def _raise(
    found: Outcome, known: Question | None, analysis: Analysis, names: checking.Owners, by: Any
) -> int:
    """Ask, or bring what is asked already up to date; a closed one whose figures moved opens again."""
    fresh = checking.fields(found)
    if known is None:
        unit, owner = names.of(found)
        when = _month(analysis)
        made = Question.objects.create(
            key=found.key, pair=found.pair, rule=found.rule, indicator=found.indicator, place=found.place,
            year=found.period.year, first=found.period.first, last=found.period.last, analysis=analysis,
            asked_year=when.year, asked_month=when.last, owner=owner, unit=unit, **fresh,
        )  # fmt: skip
        _write(made, Act.RAISED, by, found.text)
        return 1
    moved = known.text != found.text
    for name in KEPT:
        setattr(known, name, fresh[name])
    known.analysis = analysis
    if known.done and (moved or known.state == QuestionState.SETTLED):
        known.state = QuestionState.OPEN
    known.save()
    if moved:
        _write(known, Act.RESTATED, by, found.text)
    return 0


def _settle(found: Iterable[Outcome], analysis: Analysis, by: Any) -> int:
    """What this analysis no longer doubts is settled by itself (消除)."""
    when = _month(analysis)
    said = {_once(one): one.state for one in found}
    count = 0
    for one in Question.objects.exclude(state__in=(QuestionState.CLOSED, QuestionState.SETTLED)):
        state = said.get((one.key, one.period))
        absent = state is None and (one.asked_year, one.asked_month) == (when.year, when.last)
        if state in (State.PASSED, State.MISSING) or absent:
            _act(one, Act.SETTLED, QuestionState.SETTLED, by, PASSED if state is State.PASSED else GONE)
            count += 1
    return count


def _known(asked: list[Outcome]) -> dict[tuple[str, Period], Question]:
    keys = {one.key for one in asked}
    return {(q.key, q.period): q for q in Question.objects.filter(key__in=keys)}


def _once(found: Outcome) -> tuple[str, Period]:
    return found.key, found.period


def _month(analysis: Analysis) -> Period:
    return span(analysis.snapshot.year, 1, analysis.snapshot.month)


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update().get(pk=question.pk)


def _expect(question: Question, *states: QuestionState) -> None:
    if question.state not in states:
        raise Stale("这一质询的状态是“{state}”，不能再办理此操作", state=QuestionState(question.state).label)


def _said(text: str) -> str:
    if not text.strip():
        raise Refusal("请写明内容：没有说明，对方无从判断。")
    return text.strip()


def _act(
    question: Question, act: str, state: QuestionState, by: Any, text: str, evidence: str = ""
) -> QuestionEntry:
    question.state = state
    question.save(update_fields=["state"])
    entry = _write(question, act, by, text, evidence)
    record(f"question.{act}", question, by=by, key=question.key, period=question.period.code)
    return entry


def _write(question: Question, act: str, by: Any, text: str, evidence: str = "") -> QuestionEntry:
    return QuestionEntry.objects.create(question=question, act=act, by=by, text=text, evidence=evidence)
