"""成文、核对、模板 and the papers that no longer hold, on the pages."""

# ruff: noqa: E501 (Chinese sentences)

from __future__ import annotations

import io
import json
import zipfile
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory.models import Person
from diaodu.bureau.documents import actions, errands, objections
from diaodu.bureau.documents.filling import checking
from diaodu.bureau.documents.models import Document, Errand, Objection
from diaodu.bureau.figures import actions as figures
from diaodu.bureau.figures.lines import FigureKey, Line
from diaodu.web import aside
from tests.bureau.documents.templates import written
from tests.bureau.documents.test_filling_opening import REFUSED

TEMPLATE = written(
    '白水：{{ 地名() }}{{ 期() }}{{ 同比("固定资产投资") }}。',
    '{{ 增速("没有的指标") }}',
    '<script>alert(1)</script>{{ 数值("GDP", 地区="全省") }}',
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(autouse=True)
def at_once(monkeypatch, settings, tmp_path):
    """Tests live in one transaction, so the thread's work is done in place; templates in a folder of their own."""
    monkeypatch.setattr(
        aside, "carry_out", lambda one: errands.carry_out(Errand.objects.get(pk=one.pk), aside._rewritten)
    )
    settings.HOME = SimpleNamespace(definitions=tmp_path)


def sent(content: bytes, name: str = "我的模板.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, WORD)


def filled(client, **form):
    return client.post("/fill/", form, follow=True)


def test_a_template_sent_in_is_filled_previewed_and_handed_out(enter):
    client = enter("viewer")
    html = filled(client, file=sent(TEMPLATE), place="900321").content.decode()
    assert "岩坪县 · 2026年1—9月" in html
    assert "正文第2段" in html
    assert "没有名为“没有的指标”的指标" in html
    assert "<script>alert" not in html
    one = Errand.objects.get()
    assert one.given is None  # what was sent in is not kept
    answer = client.get(reverse("errand_result", args=[one.pk, "docx"]))
    assert answer.headers["Content-Type"] == WORD
    assert "岩坪县2026年1—9月同比" in text(answer.content)
    side = json.loads(client.get(reverse("errand_result", args=[one.pk, "figures"])).content)
    assert side["about"]["place"] == "岩坪县"
    assert Event.objects.filter(verb="errand.downloaded").count() == 2


def text(content: bytes) -> str:
    import docx

    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def test_a_built_in_template_is_chosen_with_place_and_period(enter):
    html = filled(enter("viewer"), template="预警单", place="900321", period="2026年1-8月").content.decode()
    assert "岩坪县 · 2026年1—8月" in html
    assert "下载文书" in html


def test_nobody_sees_what_another_had_filled(enter):
    filled(enter("viewer"), template="预警单")
    one = Errand.objects.get()
    client = enter("dispatcher")
    for name, more in (("errand", []), ("errand_progress", []), ("errand_result", ["docx"])):
        assert client.get(reverse(name, args=[one.pk, *more])).status_code == 404


@pytest.mark.parametrize(("form", "said"), [
    ({}, "请选择一个模板"), ({"template": "没有"}, "没有名为"), ({"template": "预警单", "period": "去年夏天"}, "去年夏天"),
])  # fmt: skip
def test_what_cannot_be_filled_is_said_on_the_form(enter, form, said):
    html = filled(enter(), **form).content.decode()
    assert said in html
    assert not Errand.objects.exists()


def test_a_place_that_is_not_there_is_refused_with_the_nearest(enter):
    html = filled(enter(), template="预警单", place="岩平县").content.decode()
    assert "岩坪县" in html
    assert Errand.objects.get().state == Errand.State.REFUSED


@pytest.mark.parametrize("name", ["宏", "外部图片", "损坏", "加密", "太大"])
def test_a_file_that_may_not_be_opened_is_refused_everywhere(enter, name):
    content, said = REFUSED[name]
    client = enter("dispatcher")
    for address in ("/fill/", "/templates/"):
        html = client.post(address, {"file": sent(content)}, follow=True).content.decode()
        assert said in html, address
    if name in ("损坏", "加密", "太大"):  # macros in a paper that is only read do no harm
        assert said in client.post("/check/", {"file": sent(content)}, follow=True).content.decode()
    assert not Errand.objects.filter(kind="fill").exists()


def test_a_paper_sent_in_is_checked(enter):
    client = enter()
    filled(client, template="预警单", place="900321")
    one = Errand.objects.get()
    content = bytes(one.content)
    html = client.post("/check/", {"file": sent(content)}, follow=True).content.decode()
    assert "与现行台账一致，没有改动" in html
    ledger = content_changed(content)
    html = client.post("/check/", {"file": sent(ledger)}, follow=True).content.decode()
    assert "处要改" in html
    assert "改动" in html


def content_changed(content: bytes) -> bytes:
    """The first growth in the table typed over."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace("亮红灯".encode(), "亮绿灯".encode(), 1)
            new.writestr(name, part)
    return out.getvalue()


def test_a_paper_without_its_record_needs_the_file_beside(enter):
    html = enter().post("/check/", {"file": sent(written("没有来源。"))}, follow=True).content.decode()
    assert "没有来源记录" in html


def test_templates_are_kept_by_those_who_may(enter):
    client = enter("dispatcher")
    html = client.post("/templates/", {"file": sent(TEMPLATE, "周报.docx")}, follow=True).content.decode()
    assert "已存入模板“周报”" in html
    assert client.get("/templates/周报/").content == TEMPLATE
    html = client.post("/templates/周报/remove/", follow=True).content.decode()
    assert "已移除模板“周报”" in html
    assert enter("viewer").get("/templates/").status_code == 403


def test_an_errand_that_was_killed_is_over(enter):
    client = enter()
    person = Person.objects.get(username="dispatcher")
    long_ago = timezone.now() - errands.LOST * 2
    one = Errand.objects.create(kind="fill", by=person, at=long_ago, name="预警单")
    assert "办理中断了" in client.get(reverse("errand", args=[one.pk])).content.decode()


def revise(value: float) -> None:
    by = Person.objects.get(username="dispatcher")
    source = figures.add_source(name="更正.xlsx", content=b"", by=by, at=timezone.now())
    key = FigureKey("fixed_asset_investment", "900321", "", "official", "growth", 2026, 1, 9)
    figures.post(lines=[Line(key, value)], source=source, by=by, at=timezone.now())


@pytest.fixture
def wrong(enter):
    """岩坪县's investment revised after the papers were written."""
    assert objections.check_due(by=Person.system()) == 0
    revise(33.3)
    objections.check_due(by=Person.system())
    return enter("dispatcher")


def test_only_papers_that_quote_the_revised_figure_are_wrong(wrong):
    """The county's own sheet, and what ranks or averages it: every objection names that very figure."""
    told = list(Objection.objects.select_related("document"))
    unnamed = [(o.document.title, o.told) for o in told if "岩坪县固定资产投资2026年1—9月" not in o.why]
    assert unnamed == []
    titles = {one.document.title for one in told}
    assert any(title.startswith("岩坪县2026年1—9月") for title in titles)
    assert not any("1—8月" in title for title in titles)


def test_the_pages_show_which_and_where(wrong):
    html = wrong.get("/documents/").content.decode()
    assert "处已不成立" in html
    one = Objection.objects.exclude(sources=[]).first()
    page = wrong.get(reverse("paper", args=[one.document_id])).content.decode()
    assert one.place in page
    assert "33.3" in page
    assert "岩坪县固定资产投资" in page
    assert reverse("figure", args=[one.sources[0]]) in page
    assert "重新生成" in page
    august = wrong.get("/documents/?month=2026-08").content.decode()
    assert "以下各期有已不成立的文书" in august


def test_checking_again_after_the_figure_is_set_right_clears_it(wrong):
    paper = Objection.objects.first().document
    source = Document.objects.get(pk=paper.pk)
    before = next(o for o in paper.objections.all() if o.kind == checking.STALE)
    assert before
    from diaodu.bureau.figures.models import Figure

    old = Figure.objects.filter(indicator="fixed_asset_investment", place="900321", what="growth", year=2026,
                                last=9, part="").order_by("pk").first()  # fmt: skip
    revise(old.value)
    objections.check_due(by=Person.system())
    assert not source.objections.exists()


def test_writing_anew_keeps_what_was_issued(wrong):
    issued = {p.pk: p.sha256 for p in Document.objects.all()}
    html = wrong.post("/documents/rewrite/?month=2026-09", follow=True).content.decode()
    assert "已按现行台账重新生成" in html
    for paper in Document.objects.filter(pk__in=issued):
        assert paper.sha256 == issued[paper.pk]
    old = Objection.objects.first().document
    page = wrong.get(reverse("paper", args=[old.pk])).content.decode()
    assert "已有新版" in page
    fresh = old.newer()
    assert fresh is not None
    assert not fresh.objections.exists()
    html = wrong.get("/documents/").content.decode()
    assert "此前印发的文书有" in html


def test_a_changed_template_makes_a_new_edition_and_keeps_the_old(enter):
    client = enter("dispatcher")
    client.post("/templates/", {"file": sent(written("简版：{{ 文号 }}{{ 期() }}"), "预警单.docx")})
    before = Document.objects.filter(kind="warning_sheet", analysis__snapshot__month=9).count()
    client.post("/documents/rewrite/?month=2026-09", follow=True)
    now = Document.objects.filter(kind="warning_sheet", analysis__snapshot__month=9)
    assert now.count() == 2 * before
    assert now.in_force().count() == before
    assert all(paper.edition == 2 for paper in now.in_force())


def test_a_papers_figures_lie_beside_it(enter):
    paper = Document.objects.filter(kind="warning_sheet").first()
    side = json.loads(enter("viewer").get(reverse("paper_figures", args=[paper.pk])).content)
    assert side == json.loads(actions.side_of(paper))
    assert side["about"]["place"] == paper.subject
