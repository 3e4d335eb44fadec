"""The users' manual says what the words say, and shows what they give."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from diaodu.economy.phrases.functions import FUNCTIONS
from tests.economy import stated
from tests.economy.test_statements import KINDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    found = importlib.util.spec_from_file_location("phrasebook_page", ROOT / "tools/phrasebook.py")
    assert found is not None
    assert found.loader is not None
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


def test_the_manual_is_up_to_date(maker: ModuleType) -> None:
    written = maker.PAGE.read_text("utf-8")
    made = maker.page(stated.invented(), stated.examples())
    assert written == made, "run: uv run --no-sync python tools/phrasebook.py"


def test_every_word_has_an_example_that_is_read(maker: ModuleType) -> None:
    city = stated.invented()
    spot = city.at("全市", maker.MONTH)
    silent = {f.name for f in FUNCTIONS.values() if city.ask(f.example, spot).value is None}
    # Nothing has doubled in the city, no unit is late, no county of another city is in its catalogue.
    assert silent == {"倍数", "缺数说明", "各县区"}


def test_the_manual_tells_every_word_and_every_kind_of_statement(maker: ModuleType) -> None:
    text = maker.PAGE.read_text("utf-8")
    assert all(f"- **{function.usage}**" in text for function in FUNCTIONS.values())
    assert set(re.findall(r"^- (S\d\d)　", text, re.M)) == KINDS
