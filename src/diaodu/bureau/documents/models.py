"""Papers written from an analysis, what is to be said against them, and what people have filled (文书)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from diaodu.bureau.analyses.models import Analysis
from diaodu.economy.periods import Period, span


class DocumentQuery(models.QuerySet["Document"]):
    """Reading the papers (查询文书)."""

    def of_month(self, period: Period) -> DocumentQuery:
        """All that were ever written of a month (当月文书)."""
        return self.filter(analysis__snapshot__year=period.year, analysis__snapshot__month=period.last)

    def in_force(self) -> DocumentQuery:
        """The last edition of each paper of an analysis (现行版次)."""
        return self.exclude(Exists(_same().filter(edition__gt=OuterRef("edition"))))

    def superseded(self) -> DocumentQuery:
        """Those that a later analysis or edition of their month has written anew (已有新版)."""
        return self.filter(Exists(_later()))

    def standing(self) -> DocumentQuery:
        """Those that nothing has been written after (最新版)."""
        return self.exclude(Exists(_later()))

    def with_objections(self) -> DocumentQuery:
        """Each with the number of things to be said against it (附核对意见数)."""
        return self.annotate(wrong=Count("objections"))


def _same() -> Any:
    same = {name: OuterRef(name) for name in ("analysis", "kind", "subject")}
    return Document.objects.filter(**same)


def _later() -> Any:
    of_month = {
        f"analysis__snapshot__{name}": OuterRef(f"analysis__snapshot__{name}") for name in ("year", "month")
    }
    same = Document.objects.filter(kind=OuterRef("kind"), subject=OuterRef("subject"), **of_month)
    again = Q(analysis=OuterRef("analysis"), edition__gt=OuterRef("edition"))
    return same.filter(Q(analysis__gt=OuterRef("analysis")) | again)


class Document(models.Model):
    """One paper (文书): the same snapshot gives the same bytes; what was issued is never replaced."""

    analysis = models.ForeignKey(Analysis, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True)  # the unit or place it is addressed to
    subject_name = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    edition = models.PositiveSmallIntegerField(default=1)  # of the same analysis, as when a template changed
    indicators = models.JSONField(default=list)  # codes of all that it quotes
    checked_to = models.BigIntegerField(default=0)  # the newest figure when it was last found right or wrong
    unchecked = models.CharField(max_length=300, blank=True)  # why it can't be checked

    objects = DocumentQuery.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["analysis", "kind", "subject", "edition"], name="document_edition"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """The month that it is of (所属期)."""
        return span(self.analysis.snapshot.year, 1, self.analysis.snapshot.month)

    @property
    def side_name(self) -> str:
        """The name of the file that tells its figures (旁注文件名)."""
        return f"{self.filename.removesuffix('.docx')}.figures.json"

    def newer(self) -> Document | None:
        """What was written in its place (新版)."""
        same = Document.objects.of_month(self.period).filter(kind=self.kind, subject=self.subject)
        later = Q(analysis__gt=self.analysis_id) | Q(analysis=self.analysis_id, edition__gt=self.edition)
        return same.filter(later).defer("content").order_by("-analysis_id", "-edition").first()


class Objection(models.Model):
    """One thing in a paper that no longer holds (核对意见): put anew whenever the paper is checked."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="objections")
    kind = models.CharField(max_length=10)
    place = models.CharField(max_length=60)
    told = models.TextField()
    there = models.TextField(blank=True)
    now = models.TextField(blank=True)
    why = models.TextField(blank=True)
    sources = models.JSONField(default=list)  # numbers of the ledger's rows that were replaced

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.place} {self.told}"


class Errand(models.Model):
    """One thing that a person has had done with a document (办件): a template filled, a paper checked.

    It is kept for some days, so that a page can show how far it is and hand the result out.
    """

    class Kind(models.TextChoices):
        FILL = "fill", "成文"
        CHECK = "check", "核对"
        REWRITE = "rewrite", "重新生成"

    class State(models.TextChoices):
        WORKING = "working", "正在办理"
        READY = "ready", "已办结"
        REFUSED = "refused", "未办成"

    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.WORKING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=255)  # the template's, or the file's that was sent in
    place = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=20, blank=True)
    given = models.BinaryField(null=True)
    given_side = models.BinaryField(null=True)
    refusal = models.JSONField(null=True)  # {msgid, params}
    result = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    side = models.BinaryField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def working(self) -> bool:
        """Whether it is still being done (办理中)."""
        return self.state == self.State.WORKING
