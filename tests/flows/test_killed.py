"""A command that is killed leaves the ledger as it was or complete, and may be run again."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from diaodu.demo import workbooks
from diaodu.demo.city import OWN
from tests.databases import rows
from tests.flows.test_own_city import clean_environment, diaodu


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    diaodu("init", "city", cwd=folder)
    (folder / "city" / "definitions" / "places.yaml").write_text(
        (OWN / "places.yaml").read_text("utf-8"), "utf-8"
    )
    diaodu("load-definitions", cwd=folder / "city")
    lines = [workbooks.long_row(r) for r in workbooks.figures() if r.year == 2026 and not r.part]
    book = folder / "year.xlsx"
    workbooks.long(book, lines, workbooks.HEADINGS)
    return folder / "city", book


def killed_after(seconds, *arguments, cwd):
    command = [sys.executable, "-m", "diaodu", *arguments]
    running = subprocess.Popen(
        command, cwd=cwd, env=clean_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    running.kill()
    return running.wait()


def figures(city):
    return rows(city, "SELECT count(*) FROM figures_figure")[0][0]


def test_a_killed_import_posts_all_or_nothing(city):
    folder, book = city
    seen = set()
    for seconds in (0.8, 1.4, 2.0, 2.6):
        killed_after(seconds, "import", str(book), cwd=folder)
        seen.add(figures(folder))
    diaodu("import", str(book), cwd=folder, check=False)
    whole = figures(folder)
    assert whole > 10_000
    assert seen <= {0, whole}


def test_a_killed_run_is_finished_by_the_next(city):
    folder, book = city
    diaodu("import", str(book), cwd=folder, check=False)
    killed_after(1.5, "run", cwd=folder)
    diaodu("run", cwd=folder)
    papers = list((folder / "output" / "2026-09").glob("*.docx"))
    ((written,),) = rows(folder, "SELECT count(*) FROM documents_document")
    ((analyses,),) = rows(folder, "SELECT count(*) FROM analyses_analysis")
    assert analyses == 1
    assert len(papers) == written > 1
