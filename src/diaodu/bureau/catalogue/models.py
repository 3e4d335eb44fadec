"""Indicators, places, groups, breakdowns and thresholds as rows, loaded from definitions (指标目录)."""

import datetime as dt

from django.db import models

from diaodu.economy import breakdowns, formula, indicators


class Indicator(models.Model):
    """One indicator (指标); `twin` gives what the arithmetic uses."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    retired = models.BooleanField(default=False)
    order = models.IntegerField(default=0)
    block = models.JSONField(default=dict)  # the whole block of the definitions

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A region (地区)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=12)
    parent = models.CharField(max_length=20, blank=True)
    retired = models.BooleanField(default=False)
    order = models.IntegerField(default=0)
    block = models.JSONField(default=dict)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A named group of places (分组)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    of = models.CharField(max_length=60, blank=True, default="")  # 划分，如 四大片区
    members = models.JSONField(default=list)


class Breakdown(models.Model):
    """How a whole divides (分解口径)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    parts = models.JSONField(default=list)


class Threshold(models.Model):
    """One limit of a rule, valid between two dates (阈值), with its official source."""

    rule = models.CharField(max_length=40)
    parameter = models.CharField(max_length=40)
    indicator = models.CharField(max_length=60, blank=True)
    value = models.FloatField()
    valid_from = models.DateField(default=dt.date(1949, 10, 1))
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["rule", "parameter", "indicator", "valid_from"]


class GdpIndustry(models.Model):
    """One row of the table of GDP's supports (支撑指标表), by industry and first day of validity."""

    code = models.CharField(max_length=60, unique=True)
    order = models.IntegerField(default=0)
    block = models.JSONField(default=dict)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class Pair(models.Model):
    """Which figures a rule of consistency compares (匹配关系)."""

    code = models.CharField(max_length=40, unique=True)
    order = models.IntegerField(default=0)
    block = models.JSONField(default=dict)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class Form(models.Model):
    """One form of the reporting (表式), as its block; `economy.forms.Form.of` reads it."""

    code = models.CharField(max_length=40, unique=True)
    order = models.IntegerField(default=0)
    block = models.JSONField(default=dict)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.code


class DayOff(models.Model):
    """A day that a city has set itself (工作日调整): a local holiday, or a year's not yet published."""

    day = models.DateField(unique=True)
    works = models.BooleanField()

    class Meta:
        ordering = ["day"]


def build(
    blocks: list[dict], places: list[dict], groups: list[dict], parts: list[dict]
) -> indicators.Catalogue:
    """The arithmetic's catalogue from plain blocks, as loaded, kept and frozen (目录)."""
    return indicators.Catalogue(
        indicators={b["code"]: _indicator(b) for b in blocks},
        places={p["code"]: _place(p) for p in places},
        groups={g["code"]: _group(g) for g in groups},
        breakdowns={b["code"]: _breakdown(b) for b in parts},
    )


def _indicator(block: dict) -> indicators.Indicator:
    known = {k: v for k, v in block.items() if k in indicators.Indicator.__dataclass_fields__}
    known["basis"] = indicators.Basis(block["basis"])
    for name, enum in (
        ("frequency", indicators.Frequency),
        ("better", indicators.Better),
        ("kind", indicators.Kind),
    ):
        if name in block:
            known[name] = enum(block[name])
    known["aliases"] = tuple(block.get("aliases", ()))
    known["systems"] = tuple(block.get("systems", ()))
    known["formula"] = formula.read(block.get("formula", ()))
    return indicators.Indicator(**known)


def _place(block: dict) -> breakdowns.Place:
    known = {k: v for k, v in block.items() if k in breakdowns.Place.__dataclass_fields__}
    known["aliases"] = tuple(block.get("aliases", ()))
    return breakdowns.Place(**known)


def _group(block: dict) -> breakdowns.Group:
    return breakdowns.Group(block["code"], block["name"], tuple(block["members"]), block.get("of", ""))


def _breakdown(block: dict) -> breakdowns.Breakdown:
    parts = tuple(breakdowns.Part(p["code"], p["name"], p.get("short", "")) for p in block["parts"])
    return breakdowns.Breakdown(block["code"], block["name"], parts)
