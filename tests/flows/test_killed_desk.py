"""People at work are killed in the middle of it: what was acknowledged is there, and nothing is half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from bench import kills

from tests.databases import fresh

KILLS = 12
BREAK = """
import json, sys, django
django.setup()
from pathlib import Path
from diaodu.bureau.reports.models import Report
from bench import holds
report = Report.objects.first()
Report.objects.filter(pk=report.pk).update(stage="draft" if report.stage == "signed" else "signed")
journal = Path(sys.argv[1])
never = {"report": report.pk, "values": {report.asked[0].code: -4321.0}}
with journal.open("a") as file:
    file.writelines(json.dumps({said: "save", **never}) + chr(10) for said in ("will", "did"))
print(json.dumps([holds.lost(*holds.told(journal)), holds.halves()]))
"""


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    city = tmp_path_factory.mktemp("kills") / "city"
    return city, kills.campaign(city, fresh(), KILLS)


def test_nothing_acknowledged_is_lost_and_nothing_is_half(campaign):
    _, found = campaign
    assert found["kills"] == KILLS
    assert sum(found["acknowledged"].values()) > 30  # the last run, which nobody kills, does as many
    assert found["wrong"] == []


def test_the_check_itself_sees_what_is_lost_and_what_is_half(campaign):
    city, _ = campaign
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DIAODU_", "DJANGO_"))}
    environment |= {"DIAODU_HOME": str(city), "DJANGO_SETTINGS_MODULE": "diaodu.config.settings"}
    command = [sys.executable, "-c", BREAK, str(city / "journal.jsonl")]
    ran = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    lost, halves = json.loads(ran.stdout.splitlines()[-1])
    assert any("-4321.0" in one for one in lost)
    assert any(one.startswith("report") for one in halves)
