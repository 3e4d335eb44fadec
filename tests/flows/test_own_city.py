"""The first ten minutes with one's own city, by the commands of the README."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest

from tests.databases import ON_POSTGRES, fresh


def clean_environment():
    return {k: v for k, v in os.environ.items() if not k.startswith(("DIAODU_", "DJANGO_"))}


def diaodu(*arguments, cwd, check=True):
    """A command in a city's folder; a new city gets a database of its own where the run is on PostgreSQL."""
    if arguments[0] == "init" and ON_POSTGRES:
        arguments = (*arguments, "--database", fresh())
    command = [sys.executable, "-m", "diaodu", *arguments]
    ran = subprocess.run(
        command, cwd=cwd, env=clean_environment(), capture_output=True, text=True, timeout=300
    )
    assert not check or ran.returncode == 0, ran.stdout + ran.stderr
    return ran


@pytest.fixture(scope="module")
def own_city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cities")
    said = diaodu("init", "my-city", cwd=folder).stdout
    return folder / "my-city", said


def test_init_makes_a_fresh_secret_and_an_administrator(own_city):
    folder, said = own_city
    secret = folder / "data" / "secret.key"
    assert len(secret.read_text()) >= 64
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert all(name in said for name in ("xitong", "anquan", "shenji", "diaodu"))
    assert "初始密码" in said


def test_init_leaves_a_city_that_is_there_alone(own_city):
    folder, _ = own_city
    secret = (folder / "data" / "secret.key").read_text()
    ran = diaodu("init", str(folder), cwd=folder, check=False)
    assert ran.returncode == 2
    assert "已经是本市文件夹" in ran.stderr
    assert (folder / "data" / "secret.key").read_text() == secret


def test_commands_outside_a_city_say_what_to_do(tmp_path):
    ran = diaodu("run", cwd=tmp_path, check=False)
    assert ran.returncode == 2
    assert "diaodu init" in ran.stderr


def test_the_example_workbooks_become_the_months_papers(own_city):
    folder, _ = own_city
    files = sorted(str(f.relative_to(folder)) for f in (folder / "examples").glob("*.xlsx"))
    imported = diaodu("import", *files, cwd=folder)
    assert "未入账" not in imported.stdout
    ran = diaodu("run", cwd=folder).stdout
    assert "2026年1—9月" in ran
    papers = [file.name for file in (folder / "output" / "2026-09").glob("*.docx")]
    assert any("分析报告" in name for name in papers)
    # 白水县 is the example's county in trouble.
    assert any("白水县" in name and "预警单" in name for name in papers)
    again = diaodu("import", *files, cwd=folder).stdout
    assert again.count("没有新的数据") == 2


def test_a_question_is_answered_refused_or_found_missing(own_city):
    folder, _ = own_city
    found = json.loads(diaodu("ask", '增速("固定资产投资", 地区="白水县")', "--json", cwd=folder).stdout)
    assert found["value"] is not None
    assert found["text"] == f"{found['value']:.1f}%"
    assert found["sources"][0]["place"] == "白水县"
    assert found["sources"][0]["file"].endswith(".xlsx")
    refused = diaodu("ask", '增速("GPD")', cwd=folder, check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "相近的有：GDP" in refused.stderr
    missing = diaodu("ask", '增速("GDP")', "--period", "1990年", cwd=folder, check=False)
    assert missing.returncode == 3
    assert missing.stdout.startswith("〔缺：")


def test_a_batch_answers_line_by_line_from_the_standard_input(own_city):
    folder, _ = own_city
    lines = '{"ask": "地名()", "place": "白水县"}\n坏了\n{"ask": "个数(县区)"}\n'
    command = [sys.executable, "-m", "diaodu", "ask", "--batch", "-"]
    ran = subprocess.run(
        command, cwd=folder, env=clean_environment(), input=lines.encode(), capture_output=True, timeout=60
    )
    rows = [json.loads(line) for line in ran.stdout.decode().splitlines()]
    assert (ran.returncode, ran.stderr) == (2, b"")
    assert rows[0]["text"] == "白水县"
    assert rows[1] == {
        "value": None, "unit": "", "text": f"〔缺：{rows[1]['reason']}〕", "reason": rows[1]["reason"],
        "sources": [],
    }  # fmt: skip
    assert rows[2]["value"] == len(rows[2]["members"]) > 1


def test_exporting_writes_the_long_form(own_city):
    folder, _ = own_city
    diaodu("export", "figures", "-o", "all.csv", cwd=folder)
    text = (folder / "all.csv").read_text("utf-8-sig")
    assert text.startswith("指标,")
    assert "白水县" in text


def test_nothing_to_run_is_said_plainly(tmp_path):
    diaodu("init", "empty", cwd=tmp_path)
    ran = diaodu("run", cwd=tmp_path / "empty", check=False)
    assert ran.returncode == 2
    assert "还没有数据" in ran.stderr
    asked = diaodu("ask", '增速("GDP")', cwd=tmp_path / "empty", check=False)
    assert asked.returncode == 2
    assert "还没有数据" in asked.stderr


def test_an_unknown_period_is_refused(own_city):
    folder, _ = own_city
    ran = diaodu("run", "--period", "去年夏天", cwd=folder, check=False)
    assert ran.returncode == 2
    assert "去年夏天" in ran.stderr
