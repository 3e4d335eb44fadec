"""The built-in templates are what `tools/templates.py` builds, and hold no mistake."""

import runpy
import sys
from pathlib import Path

import pytest

from diaodu.bureau.documents import templates
from diaodu.bureau.documents.filling.fill import faults

TOOLS = Path(__file__).resolve().parents[3] / "tools"


@pytest.fixture(scope="module")
def built():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(TOOLS), *sys.path])
        return runpy.run_path(str(TOOLS / "templates.py"))["TEMPLATES"]


def test_each_is_the_one_that_its_script_builds(built):
    for name, build in built.items():
        kept = (templates.BUILT_IN / f"{name}.docx").read_bytes()
        assert kept == build(), f"run: uv run python tools/templates.py {name}"


def test_none_is_without_a_script_and_none_has_a_mistake(built):
    files = {path.stem: path for path in templates.BUILT_IN.glob("*.docx")}
    assert set(files) == set(built)
    assert {name: faults(path.read_bytes()) for name, path in files.items()} == {name: [] for name in files}
