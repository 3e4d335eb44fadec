"""Templates: a city's own stands in for a built-in one, and what it replaces is kept."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person, Role
from diaodu.bureau.directory.permissions import Denied
from diaodu.bureau.documents import templates
from diaodu.bureau.documents.kinds import KINDS, warning_sheet
from diaodu.economy.errors import Refusal
from tests.bureau.documents.templates import written
from tests.bureau.documents.test_filling_opening import REFUSED

OWN = written("本市预警单：{{ 期() }}")


@pytest.fixture
def analyst(db, settings, tmp_path):
    settings.HOME = SimpleNamespace(definitions=tmp_path)
    return Person.objects.create(username="fenxi", full_name="分析员", role=Role.DISPATCHER)


def test_every_kind_has_its_template_without_a_mistake(analyst):
    for kind in KINDS:
        templates.check(templates.of(kind))


def test_ones_own_takes_the_place_of_the_built_in_and_gives_it_back(analyst):
    built_in = templates.of(warning_sheet)
    saved = templates.save(name="预警单.docx", content=OWN, by=analyst)
    assert (saved.own, saved.covers) == (True, True)
    assert templates.of(warning_sheet) == OWN
    templates.remove(name="预警单", by=analyst)
    assert templates.of(warning_sheet) == built_in
    assert [e.verb for e in Event.objects.order_by("pk")] == ["template.saved", "template.removed"]


def test_what_is_replaced_is_kept_beside(analyst):
    other = written("改过的：{{ 期() }}")
    templates.save(name="周报.docx", content=OWN, by=analyst)
    templates.save(name="周报.docx", content=other, by=analyst)
    (kept,) = (templates.folder() / "旧版").iterdir()
    assert kept.read_bytes() == OWN
    assert templates.of("周报") == other
    assert "旧版" not in {one.name for one in templates.all_of_them()}


def test_a_template_with_mistakes_is_not_taken_and_all_are_told(analyst):
    with pytest.raises(Refusal) as told:
        templates.save(name="错.docx", content=written("{% for 县 in 县区 %}", "{{ }}"), by=analyst)
    assert "2处错误" in str(told.value)
    assert "正文第1段" in str(told.value)
    assert not templates.folder().exists()


@pytest.mark.parametrize("name", ["宏", "外部图片", "加密", "损坏"])
def test_a_file_that_acts_or_is_broken_is_not_taken(analyst, name):
    content, said = REFUSED[name]
    with pytest.raises(Refusal) as told:
        templates.save(name="坏.docx", content=content, by=analyst)
    assert said in str(told.value)


@pytest.mark.parametrize(("given", "kept"), [
    ("../../etc/passwd.docx", "passwd"), ("C:\\用户\\月 报.docx", "月 报"), ("a<b>|c.docx", "a_b_c"),
])  # fmt: skip
def test_a_name_never_leads_out_of_the_folder(analyst, given, kept):
    saved = templates.save(name=given, content=OWN, by=analyst)
    assert saved.name == kept
    assert saved.path.parent == templates.folder()


def test_a_built_in_template_cannot_be_removed(analyst):
    with pytest.raises(Refusal, match="自带模板"):
        templates.remove(name="预警单", by=analyst)


def test_who_may_only_look_changes_no_template(analyst):
    viewer = Person.objects.create(username="kan", full_name="看", role=Role.VIEWER)
    with pytest.raises(Denied):
        templates.save(name="预警单.docx", content=OWN, by=viewer)
    with pytest.raises(Denied):
        templates.remove(name="预警单", by=viewer)


def test_words_lock_files_are_no_templates(analyst):
    templates.folder().mkdir(parents=True)
    (templates.folder() / "~$预警单.docx").write_bytes(b"x")
    assert all(not one.own for one in templates.all_of_them())
