"""English is complete, says the same, and is shown only to those who chose it."""

from __future__ import annotations

import ast
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import hatch_build
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.translation.template import templatize

from diaodu.bureau.documents.kinds import KINDS
from diaodu.bureau.figures.models import Vintage
from diaodu.bureau.reports.actions import BROKEN
from diaodu.bureau.reports.intake.problems import Severity
from diaodu.economy.errors import Refusal
from diaodu.economy.periods import span
from diaodu.economy.warning import RULES
from diaodu.web import refusals
from diaodu.web.context import SECTIONS
from diaodu.web.pages import imports
from diaodu.web.templatetags import words
from tests.web.city import COUNTY

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/diaodu"
PO = SOURCE / "locale/en/LC_MESSAGES/django.po"
KEYWORDS: dict = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")) | {"ngettext": (1, 2)}
CHINESE = re.compile("[\u4e00-\u9fff]")
PLACES = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
EXAMPLES = re.compile(
    r"2024年[\w—]*|2026年1—9月|上半年|9月末|\{text\}月"
)  # of what may be written in a table


@pytest.fixture(scope="module")
def english() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file)


@pytest.fixture
def compiled(tmp_path: Path, settings: LazySettings) -> Iterator[None]:
    """The translations as a build compiles them, in a folder of their own."""
    shutil.copytree(SOURCE / "locale", tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    hatch_build.compile_translations(tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    yield
    translation.deactivate()  # a request leaves its language behind in this thread


def said_in(code: str) -> Iterator[str]:
    for _line, message, _notes, _context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
        yield message[0] if isinstance(message, tuple) else message


def msgids() -> set[str]:
    found: set[str] = set()
    for file in SOURCE.rglob("*.py"):
        found.update(said_in(file.read_text("utf-8")))
    for file in SOURCE.rglob("*.html"):
        lines = templatize(file.read_text("utf-8"), origin=str(file)).splitlines()
        found.update(said_in("\n".join(line.strip() for line in lines)))
    return found


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_text_has_its_english_and_no_english_is_left_over(english: Catalog) -> None:
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in english if m.id}
    asked = msgids()
    assert len(asked) > 300
    assert asked - known == set()
    assert known - asked == set()
    for message in english:
        if message.id:
            assert all(texts(message)), message.id
            assert not message.fuzzy, message.id
            assert not any(CHINESE.search(EXAMPLES.sub("", text)) for text in texts(message)), message.id


def test_places_to_fill_agree(english: Catalog) -> None:
    for message in english:
        one = message.id[0] if isinstance(message.id, tuple) else message.id
        for text in texts(message) if one else ():
            assert set(PLACES.findall(text)) == set(PLACES.findall(one)), one
            assert text.count("%%") == one.count("%%"), one


def test_pages_write_no_chinese_outside_the_translations() -> None:
    """Templates show only what is translated or comes from the data; the seal is a drawing."""
    allowed = {"调", "2026年1—9月", "（", "）"}
    for file in SOURCE.rglob("*.html"):
        text = re.sub(
            r"{% blocktranslate.*?{% endblocktranslate %}|{%.*?%}|{{.*?}}", "", file.read_text(), flags=re.S
        )
        for written in re.findall(r"[\u4e00-\u9fff\d—]*[\u4e00-\u9fff][\u4e00-\u9fff\d—]*", text):
            assert written in allowed, (file.name, written)


def test_all_refusals_are_known_to_the_translations() -> None:
    kinds = {Refusal.__name__, *(kind.__name__ for kind in _below(Refusal))}
    raised = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                assert isinstance(node.args[0], ast.Constant), (file.name, node.lineno)
                raised.add(node.args[0].value)
    assert raised - set(refusals.REFUSALS) == set()
    assert BROKEN in refusals.KEPT


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def test_names_from_elsewhere_are_known_to_the_translations() -> None:
    names = {rule.name for rule in RULES} | {kind.name for kind in KINDS} | {str(v.label) for v in Vintage}
    assert names | {severity.text for severity in Severity} == set(words.ELSEWHERE)


def test_chinese_until_english_is_chosen_and_back(compiled: None, enter) -> None:
    client = enter()
    first = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9"}).content.decode()
    assert '<html lang="zh-hans">' in first
    assert "主要指标" in first
    client.post("/language/", {"language": "en", "next": "/"})
    assert "Key indicators" in client.get("/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    assert "主要指标" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/", "/indicators/", "/indicators/gdp/", "/places/", f"/places/{COUNTY}/", "/findings/", "/documents/",
     "/imports/", "/exports/", f"/cause/gdp/{COUNTY}/", "/figures/1/", "/password/", "/gdp-support/"],
)  # fmt: skip
def test_menu_and_headings_are_english(address: str, compiled: None, enter) -> None:
    client = enter("dispatcher")
    client.post("/language/", {"language": "en", "next": "/"})
    html = client.get(address).content.decode()
    assert '<html lang="en">' in html
    menu = re.search(r'<nav class="sections".*?</nav>', html, re.S)
    assert menu
    assert not CHINESE.search(menu[0])
    for title in ("Board", "Indicators", "Counties", "Findings", "Documents", "Import", "Export"):
        assert f">{title}</a>" in menu[0]
    with translation.override("zh-hans"):
        chinese = {str(section.title) for section in SECTIONS}
    for heading in re.findall(r"<h[12][^>]*>(.*?)</h[12]>|<summary>(.*?)</summary>|<dt>(.*?)</dt>", html):
        assert not any(word in "".join(heading) for word in chinese), heading
    for element in re.findall(r"<(?:button|label)[^>]*>([^<]*)<", html):
        assert element == "中文" or not CHINESE.search(element), element


def test_figures_and_periods_in_english(compiled: None, enter) -> None:
    client = enter()
    client.post("/language/", {"language": "en", "next": "/"})
    html = client.get("/").content.decode()
    assert "<h1>Jan–Sep 2026</h1>" in html
    assert 'class="light red">Red<' in html
    with translation.override("en"):
        assert words.when(span(2026, 9, 9)) == "Sep 2026"
        assert words.item_name("official", "growth") == "Official: Growth"
    with translation.override("zh-hans"):
        assert words.when(span(2026, 1, 9)) == "2026年1—9月"


def test_refusals_speak_the_readers_language(compiled: None, enter, monkeypatch) -> None:
    client = enter()
    client.post("/language/", {"language": "en", "next": "/"})
    assert "is not a year" in client.get("/exports/figures.csv?year=zzz", follow=True).content.decode()
    assert (
        "no indicator named" in client.get("/exports/figures.csv?indicator=zz", follow=True).content.decode()
    )

    def read(pk: int, options: dict) -> None:
        with translation.override("zh-hans"):  # as the thread that reads does
            imports.reports.read(imports.Upload.objects.get(pk=pk), options=options)

    monkeypatch.setattr(imports, "_read_aside", read)
    broken = SimpleUploadedFile("坏.xlsx", b"PK\x03\x04" + b"x" * 200)
    html = client.post("/imports/", {"file": broken}, follow=True).content.decode()
    assert "is damaged or incomplete" in html
    assert "is damaged or incomplete" in client.get("/imports/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    assert "已损坏或不完整" in client.get("/imports/").content.decode()


def test_who_may_not_is_told_in_english(compiled: None, enter) -> None:
    client = enter("viewer")
    client.post("/language/", {"language": "en", "next": "/"})
    assert "You do not have this permission" in client.get("/imports/").content.decode()
