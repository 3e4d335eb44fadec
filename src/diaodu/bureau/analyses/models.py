"""The results of one snapshot (分析)."""

from django.db import models

from diaodu.bureau.snapshots.models import Snapshot


class Analysis(models.Model):
    """All measures computed on a snapshot (分析结果), as one long table."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="+")
    measures = models.IntegerField()
    checksum = models.CharField(max_length=64)
    payload = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    judged = models.BooleanField(
        default=False, db_index=True
    )  # by all rules, whether they found anything or not

    class Meta:
        ordering = ["-id"]
