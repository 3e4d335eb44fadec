"""The ledger: figures are appended, never changed (数据台账)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models

from diaodu.bureau.directory.models import Person, Unit
from diaodu.bureau.directory.permissions import sees_all_units
from diaodu.economy.indicators import Kind, What


class Vintage(models.TextChoices):
    """Which round of a figure (数据版次)."""

    PRELIMINARY = "preliminary", "初步"
    REVISED = "revised", "修订"
    VERIFIED = "verified", "核实"


class SourceQuery(models.QuerySet["Source"]):
    """Finding what figures came from (查来源)."""

    def open_to(self, person: Person) -> SourceQuery:
        """Whose files a person may have (可取的原件): people of a unit their own unit's, the city's all."""
        if sees_all_units(person):
            return self
        own = person.unit_id or 0
        return self.filter(models.Q(unit=own) | models.Q(by__unit=own))


class Source(models.Model):
    """What figures came from (来源): a file as it was received, or a hand entry."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(null=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # 签发单位

    objects = SourceQuery.as_manager()

    def __str__(self) -> str:
        return self.name


class FigureQuery(models.QuerySet["Figure"]):
    """Reading the ledger (查账)."""

    def as_of(self, moment: dt.datetime) -> FigureQuery:
        """What was known at a moment (截至某时已知): of each figure the last posted until then."""
        known = self.filter(posted_at__lte=moment)
        return known.filter(
            pk__in=known.order_by().values(*KEY).annotate(newest=models.Max("pk")).values("newest")
        )

    def current(self) -> FigureQuery:
        """What is known now (现行): the last of each figure."""
        return self.filter(
            pk__in=self.order_by().values(*KEY).annotate(newest=models.Max("pk")).values("newest")
        )


KEY = ("indicator", "place", "part", "kind", "what", "year", "first", "last")


class Figure(models.Model):
    """One figure as posted (数据记录). A revision is a new row; `value` is empty where it is withdrawn."""

    indicator = models.CharField(max_length=60)
    place = models.CharField(max_length=20)
    part = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    what = models.CharField(max_length=6, choices=[(w.value, w.value) for w in What])
    year = models.SmallIntegerField()
    first = models.SmallIntegerField()
    last = models.SmallIntegerField()
    value = models.FloatField(null=True)  # decision 0002: a double keeps 15 digits as published
    vintage = models.CharField(max_length=12, choices=Vintage, default=Vintage.PRELIMINARY)
    released = models.DateField(null=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    cell = models.CharField(max_length=60, blank=True)  # 工作表!单元格
    posted_at = models.DateTimeField()

    objects = FigureQuery.as_manager()

    class Meta:
        indexes = [models.Index(fields=[*KEY, "id"], name="figure_key")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.year}-{self.first:02d}..{self.last:02d} {self.value}"
