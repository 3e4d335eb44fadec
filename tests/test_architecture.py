"""The house keeps its shape."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_imports_run_against_the_flow_of_data():
    ran = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout


def test_the_project_names_no_path_of_the_machine_it_was_made_on():
    words = ("/wo" + "rk/", "../sha" + "red", "hel" + "per session")
    for file in ROOT.rglob("*"):
        if file.suffix in {".py", ".md", ".yaml", ".html", ".toml"} and not {".venv", "node_modules"} & set(
            file.parts
        ):
            text = file.read_text("utf-8", errors="ignore")
            assert not any(word in text for word in words), file
