"""Workbooks as they come in: previewed, then posted in one transaction (导入)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diaodu.bureau.directory.models import Person
from diaodu.bureau.directory.permissions import sees_all_units
from diaodu.bureau.figures.models import Source


class State(models.TextChoices):
    READING = "reading", _("读取中")
    READY = "ready", _("待入库")
    POSTED = "posted", _("已入库")
    REFUSED = "refused", _("不能读取")
    DISCARDED = "discarded", _("已放弃")


class UploadQuery(models.QuerySet["Upload"]):
    """Finding what came in (查导入件)."""

    def open_to(self, person: Person) -> "UploadQuery":
        """What a person may see and handle (可办理): people of a county what their own unit brought."""
        return self if sees_all_units(person) else self.filter(by__unit=person.unit_id or 0)


class Upload(models.Model):
    """One workbook on its way into the ledger (导入件)."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    done = models.IntegerField(default=0)  # progress, per cent
    message = models.TextField(blank=True)
    preview = models.JSONField(default=dict)  # counts, first rows, problems
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="+")

    objects = UploadQuery.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
