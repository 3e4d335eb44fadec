"""Papers written from an analysis (文书)."""

from django.db import models

from diaodu.bureau.analyses.models import Analysis


class Document(models.Model):
    """One paper (文书): the same snapshot gives the same bytes."""

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

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["analysis", "kind", "subject"], name="document_once")]

    def __str__(self) -> str:
        return self.title
