"""Lights and findings over time (灯和发现)."""

from django.db import models

from diaodu.bureau.analyses.models import Analysis
from diaodu.economy.findings import Light


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
