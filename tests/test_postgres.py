"""The book of record stands on plain tables, so that it works the same on SQLite, PostgreSQL and their kin.

The suite itself runs on both (`python -m tests`); openGauss and Kingbase speak PostgreSQL's older dialect.
"""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db import connection
from django.db.models import JSONField

from tests.databases import ON_POSTGRES, SERVER
from tests.flows.test_own_city import clean_environment, diaodu

SOURCE = Path(__file__).resolve().parents[1] / "src/diaodu"
OURS = [model for model in apps.get_models() if model.__module__.startswith("diaodu.")]
LONGEST = 30
pg = pytest.mark.skipif(not ON_POSTGRES, reason="on PostgreSQL alone: python -m tests runs both")


def columns():
    for model in OURS:
        yield from ((model, field) for field in model._meta.local_fields)


def test_the_run_is_on_the_database_it_was_asked_for():
    assert connection.vendor == ("postgresql" if ON_POSTGRES else "sqlite")


def test_no_index_and_no_constraint_covers_a_part_of_a_table():
    kept = [one for model in OURS for one in (*model._meta.indexes, *model._meta.constraints)]
    assert len(kept) > 5
    assert [one.name for one in kept if getattr(one, "condition", None) is not None] == []


def test_names_are_lower_case_and_short_enough_everywhere():
    named = {model._meta.db_table for model in OURS} | {field.column for _, field in columns()}
    named |= {one.name for model in OURS for one in (*model._meta.indexes, *model._meta.constraints)}
    assert [name for name in sorted(named) if name != name.lower() or len(name) > LONGEST] == []


def test_columns_are_of_kinds_that_every_database_has():
    special = {(model.__name__, f.name) for model, f in columns() if "postgres" in type(f).__module__}
    assert special == set()


def test_no_query_looks_inside_json_or_overwrites_on_conflict():
    """What is asked of the database has a column of its own; JSON is kept and read whole."""
    kept = {field.name for _, field in columns() if isinstance(field, JSONField)}
    kept -= {"times"}  # elsewhere a count goes by that name
    inside = re.compile(rf"\b({'|'.join(kept)})__\w+|\b(?:ignore|update)_conflicts\s*=\s*True")
    found = [
        (file.relative_to(SOURCE).as_posix(), hit[0])
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts
        for hit in inside.finditer(file.read_text("utf-8"))
    ]
    assert found == []


@pg
def test_a_city_is_never_laid_over_another_one(tmp_path):
    diaodu("init", "first", cwd=tmp_path)
    marker = tmp_path / "first" / "diaodu.yaml"
    address = yaml.safe_load(marker.read_text("utf-8"))["database"]
    assert stat.S_IMODE(marker.stat().st_mode) == 0o600  # the password stands in it
    second = _init(tmp_path, address)
    assert second.returncode == 2
    assert "已经有一个城市" in second.stderr
    assert not (tmp_path / "second").exists()


@pg
def test_a_database_that_does_not_answer_is_told_before_a_folder_is_made(tmp_path):
    ran = _init(tmp_path, re.sub(r"/\w*\?", "/no_such_city?", SERVER))
    assert ran.returncode == 2
    assert "连不上数据库" in ran.stderr
    assert "no_such_city" in ran.stderr
    assert not (tmp_path / "second").exists()


def _init(folder, address):
    command = [sys.executable, "-m", "diaodu", "init", "second", "--database", address]
    return subprocess.run(command, cwd=folder, env=clean_environment(), capture_output=True, text=True)
