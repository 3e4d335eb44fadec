"""Lights and findings over time (灯和发现); questions to the owners of figures (质询)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from diaodu.bureau.analyses.models import Analysis
from diaodu.bureau.directory.models import Unit
from diaodu.economy.consistency import Severity
from diaodu.economy.findings import Light
from diaodu.economy.periods import Period, span


class Finding(models.Model):
    """One judgement of an analysis (发现): rule, indicator, place, light, the clauses that fired."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=160)
    rule = models.CharField(max_length=40)
    indicator = models.CharField(max_length=60)
    place = models.CharField(max_length=20)
    part = models.CharField(max_length=40, blank=True)
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    light = models.CharField(max_length=6, choices=[(x.value, x.text) for x in Light])
    text = models.TextField()
    clauses = models.JSONField(default=list)  # [{code, text, value, limit}]
    sources = models.JSONField(default=list)
    months = models.SmallIntegerField(default=1)  # consecutive months at this light

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["analysis", "key"], name="finding_once")]
        indexes = [models.Index(fields=["analysis", "rule", "light"], name="finding_light")]

    def __str__(self) -> str:
        return f"{self.key} {self.light}"


class ConsistencyCheck(models.Model):
    """One analysis put to the rules of consistency (匹配性核查), and how each rule came out."""

    analysis = models.OneToOneField(Analysis, on_delete=models.CASCADE, related_name="+")
    rules = models.JSONField(default=list)  # [{pair, rule, passed, questioned, missing, reasons}]


class QuestionState(models.TextChoices):
    """How far a question is (办理状态)."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"
    RETURNED = "returned", "退回重答"
    CLOSED = "closed", "已办结"
    SETTLED = "settled", "已消除"


WAITING = (QuestionState.OPEN, QuestionState.RETURNED)
UNDONE = (*WAITING, QuestionState.ANSWERED)


class QuestionQuery(models.QuerySet["Question"]):
    """Reading the questions (查询质询)."""

    def asked(self, period: Period) -> QuestionQuery:
        """Those first asked in a month's dispatch (当月提出)."""
        return self.filter(asked_year=period.year, asked_month=period.last)

    def left_over(self, period: Period) -> QuestionQuery:
        """Those of earlier months that are not done (往月未办结)."""
        before = models.Q(asked_year__lt=period.year) | models.Q(
            asked_year=period.year, asked_month__lt=period.last
        )
        return self.filter(before, state__in=UNDONE)

    def of_unit(self, unit: Unit) -> QuestionQuery:
        """Those that a unit answers for (本单位的质询)."""
        return self.filter(unit=unit)


class Question(models.Model):
    """One doubt about a figure, put to its owner (质询). Figures stay as they are, whatever is answered.

    `key` is the same month after month; with the figure's period it is asked once.
    """

    key = models.CharField(max_length=160)
    pair = models.CharField(max_length=40)
    rule = models.CharField(max_length=40)
    indicator = models.CharField(max_length=60)
    place = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    first = models.SmallIntegerField()
    last = models.SmallIntegerField()
    asked_year = models.SmallIntegerField()
    asked_month = models.SmallIntegerField()
    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="+")  # the newest that asks
    severity = models.CharField(max_length=4, choices=[(x.value, x.text) for x in Severity])
    text = models.TextField()
    hint = models.CharField(max_length=200, blank=True)
    distance = models.FloatField(null=True)
    limit = models.FloatField(null=True)
    unit_of_distance = models.CharField(max_length=20, blank=True)
    figures = models.JSONField(default=list)  # what was compared, each with its sources
    owner = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.OPEN)

    objects = QuestionQuery.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["key", "year", "first", "last"], name="question_once")]
        indexes = [models.Index(fields=["asked_year", "asked_month", "state"], name="question_month")]

    def __str__(self) -> str:
        return f"{self.key} {self.period}"

    @property
    def period(self) -> Period:
        """The period of the figure in question (统计期)."""
        return span(self.year, self.first, self.last)

    @property
    def waiting(self) -> bool:
        """Whether an answer is due (待答复)."""
        return self.state in WAITING

    @property
    def done(self) -> bool:
        """Whether nothing is left to do (已了结)."""
        return self.state not in UNDONE


class QuestionEntry(models.Model):
    """One act on a question (办理记录): appended, never changed."""

    class Act(models.TextChoices):
        RAISED = "raised", "提出"
        RESTATED = "restated", "数据有变"
        ANSWERED = "answered", "答复"
        CLOSED = "closed", "办结"
        RETURNED = "returned", "退回"
        REOPENED = "reopened", "重新提出"
        SETTLED = "settled", "消除"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="entries")
    act = models.CharField(max_length=8, choices=Act)
    text = models.TextField(blank=True)
    evidence = models.CharField(max_length=200, blank=True)  # 佐证材料名称
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.question_id} {self.act}"
