"""Everything that an analysis may read, frozen with a checksum (快照)."""

from django.db import models


class Snapshot(models.Model):
    """The ledger and the definitions as known at a moment (快照): the same content has the same checksum."""

    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    cutoff = models.DateTimeField()
    last_figure = models.BigIntegerField(default=0)
    figures = models.IntegerField()
    checksum = models.CharField(max_length=64, db_index=True)
    payload = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d} {self.checksum[:12]}"
