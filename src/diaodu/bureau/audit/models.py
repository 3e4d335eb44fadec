"""Who did what to which record (操作留痕); no foreign keys, so that nothing can take it away."""

from django.db import models


class Event(models.Model):
    """One act (操作记录): appended, never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject} {self.subject_id}"
